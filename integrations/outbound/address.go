package outbound

import "net/netip"

// private lists the networks that scripts do not reach unless allowed: those
// of the operator's own machine and network, and those that are nobody's.
var private = prefixes(
	"0.0.0.0/8",      // this network
	"10.0.0.0/8",     // private
	"100.64.0.0/10",  // carrier-grade NAT
	"127.0.0.0/8",    // loopback
	"169.254.0.0/16", // link-local, where clouds keep credentials
	"172.16.0.0/12",  // private
	"192.0.0.0/24",   // protocol assignments
	"192.168.0.0/16", // private
	"198.18.0.0/15",  // benchmarks
	"224.0.0.0/4",    // multicast
	"240.0.0.0/4",    // reserved, and broadcast
	"::/96",          // unspecified, loopback, and the old IPv4-compatible form
	"64:ff9b:1::/48", // NAT64 of a local network
	"100::/64",       // discarded
	"2001::/32",      // Teredo, which hides an IPv4 address
	"5f00::/16",      // segment routing within a network
	"fc00::/7",       // unique local
	"fe80::/10",      // link-local
	"fec0::/10",      // site-local
	"ff00::/8",       // multicast
)

// Networks whose addresses hold an IPv4 address, which a gateway dials.
var (
	nat64     = netip.MustParsePrefix("64:ff9b::/96")
	sixToFour = netip.MustParsePrefix("2002::/16")
)

func prefixes(texts ...string) []netip.Prefix {
	list := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		list[i] = netip.MustParsePrefix(text)
	}
	return list
}

// isPrivate tells whether an address is one that scripts do not reach.
func isPrivate(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	if !address.IsValid() {
		return true
	}
	for _, network := range private {
		if network.Contains(address) {
			return true
		}
	}
	bytes := address.As16()
	switch {
	case nat64.Contains(address):
		return isPrivate(netip.AddrFrom4([4]byte(bytes[12:16])))
	case sixToFour.Contains(address):
		return isPrivate(netip.AddrFrom4([4]byte(bytes[2:6])))
	}
	return false
}
