package outbound

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// An allowance is one entry of Options.Allow. Either name or network is set.
type allowance struct {
	name    string
	network netip.Prefix
	// port is 0 for any.
	port uint16
}

// ParseAllow checks the entries of a list for [Options.Allow].
func ParseAllow(entries []string) error {
	_, err := parseAllow(entries)
	return err
}

func parseAllow(entries []string) ([]allowance, error) {
	list := make([]allowance, 0, len(entries))
	for _, entry := range entries {
		a, err := parseAllowance(strings.TrimSpace(entry))
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}

func parseAllowance(entry string) (allowance, error) {
	if network, err := netip.ParsePrefix(entry); err == nil {
		return allowance{network: unmapped(network)}, nil
	}
	host, port := entry, uint16(0)
	if h, p, err := net.SplitHostPort(entry); err == nil {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return allowance{}, fmt.Errorf("%q: %q is not a port", entry, p)
		}
		host, port = h, uint16(n)
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if address, err := netip.ParseAddr(host); err == nil {
		address = address.Unmap()
		return allowance{network: netip.PrefixFrom(address, address.BitLen()), port: port}, nil
	}
	if host == "" || strings.ContainsAny(host, "/:@?#* \t") {
		return allowance{}, fmt.Errorf("%q is no host, host:port, address or network such as git.example, 10.1.2.3:8080 or 10.0.0.0/8", entry)
	}
	return allowance{name: canonical(host), port: port}, nil
}

// unmapped is a network of IPv4 addresses written as IPv6 ones.
func unmapped(network netip.Prefix) netip.Prefix {
	if network.Addr().Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(network.Addr().Unmap(), network.Bits()-96)
	}
	return network.Masked()
}

// canonical writes a host name so that equal ones compare equal.
func canonical(host string) string { return strings.TrimSuffix(strings.ToLower(host), ".") }

// allowsName tells whether a host may be reached wherever its name leads.
func (d *Doer) allowsName(host string, port uint16) bool {
	for _, a := range d.allow {
		if a.name != "" && a.name == canonical(host) && (a.port == 0 || a.port == port) {
			return true
		}
	}
	return false
}

// allowsAddress tells whether an address may be reached.
func (d *Doer) allowsAddress(address netip.AddrPort) bool {
	ip := address.Addr().Unmap().WithZone("")
	if !isPrivate(ip) {
		return true
	}
	for _, a := range d.allow {
		if a.name == "" && a.network.Contains(ip) && (a.port == 0 || a.port == address.Port()) {
			return true
		}
	}
	return false
}
