package weburl

import (
	"encoding/binary"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"rocketscript/engine/internal/jsvalue"
)

// maxHost bounds what goes through the tables of internationalized names,
// whose cost grows with the square of a label's length; no name in DNS has
// more than 253 bytes.
const maxHost = 16 << 10

// parseHost is the host parser of the standard.
func parseHost(input string, special bool) (string, bool) {
	if strings.HasPrefix(input, "[") {
		if !strings.HasSuffix(input, "]") {
			return "", false
		}
		return parseIPv6(input[1 : len(input)-1])
	}
	if !special {
		return parseOpaqueHost(input)
	}
	domain, ok := toASCII(jsvalue.ValidUTF8(PercentDecode(input)))
	if !ok || domain == "" || strings.ContainsFunc(domain, isForbiddenInDomain) {
		return "", false
	}
	if endsInNumber(domain) {
		return parseIPv4(domain)
	}
	return domain, true
}

func parseOpaqueHost(input string) (string, bool) {
	if strings.ContainsFunc(input, isForbiddenInHost) {
		return "", false
	}
	return controlSet.encode(input), true
}

func isForbiddenInHost(c rune) bool { return strings.ContainsRune("\x00\t\n\r #/:<>?@[\\]^|", c) }

func isForbiddenInDomain(c rune) bool {
	return isForbiddenInHost(c) || c < ' ' || c == '%' || c == 0x7F
}

// domains maps as the standard's "domain to ASCII" with beStrict false.
var domains = idna.New(
	idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false),
	idna.StrictDomainName(false), idna.CheckHyphens(false), idna.VerifyDNSLength(false),
)

func toASCII(domain string) (string, bool) {
	lower := strings.ToLower(domain)
	if isASCII(domain) && !strings.HasPrefix(lower, "xn--") && !strings.Contains(lower, ".xn--") {
		return lower, true
	}
	if len(domain) > maxHost {
		return "", false
	}
	ascii, err := domains.ToASCII(domain)
	return ascii, err == nil
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// endsInNumber tells whether a domain must be an IPv4 address.
func endsInNumber(domain string) bool {
	domain = strings.TrimSuffix(domain, ".")
	last := domain[strings.LastIndexByte(domain, '.')+1:]
	if last != "" && strings.Trim(last, "0123456789") == "" {
		return true
	}
	_, ok := parseIPv4Number(last)
	return ok
}

// parseIPv4 reads one to four numbers, decimal, octal or hexadecimal; the last
// fills what is left.
func parseIPv4(domain string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(domain, "."), ".")
	if len(parts) > 4 {
		return "", false
	}
	address := uint64(0)
	for i, part := range parts {
		n, ok := parseIPv4Number(part)
		limit := uint64(1) << 8
		if i == len(parts)-1 {
			limit = 1 << (8 * (5 - len(parts)))
		}
		if !ok || n >= limit {
			return "", false
		}
		if i < len(parts)-1 {
			n <<= 8 * (3 - i)
		}
		address += n
	}
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], uint32(address))
	return netip.AddrFrom4(b).String(), true
}

// parseIPv4Number reads a number as C does; one that is too large for an
// address in any place is a number all the same.
func parseIPv4Number(text string) (uint64, bool) {
	base := 10
	switch {
	case text == "":
		return 0, false
	case strings.HasPrefix(text, "0x"), strings.HasPrefix(text, "0X"):
		text, base = text[2:], 16
	case len(text) > 1 && text[0] == '0':
		text, base = text[1:], 8
	}
	if text == "" {
		return 0, true
	}
	n, err := strconv.ParseUint(text, base, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 1 << 63, true
	}
	return n, err == nil
}

// parseIPv6 reads an address; the standard's grammar is that of netip, without
// zones.
func parseIPv6(text string) (string, bool) {
	address, err := netip.ParseAddr(text)
	if err != nil || !address.Is6() || address.Zone() != "" || strings.Contains(text, "%") {
		return "", false
	}
	var pieces [8]uint16
	bytes := address.As16()
	for i := range pieces {
		pieces[i] = binary.BigEndian.Uint16(bytes[2*i:])
	}
	return "[" + serializeIPv6(pieces) + "]", true
}

// serializeIPv6 writes hexadecimal pieces, the first longest run of zeros as ::.
func serializeIPv6(pieces [8]uint16) string {
	from, to := longestZeros(pieces)
	var b strings.Builder
	for i := 0; i < len(pieces); i++ {
		if i == from {
			b.WriteString("::")
			i = to - 1
			continue
		}
		if i > 0 && i != to {
			b.WriteByte(':')
		}
		b.WriteString(strconv.FormatUint(uint64(pieces[i]), 16))
	}
	return b.String()
}

// longestZeros finds a run of at least two; from is -1 when there is none.
func longestZeros(pieces [8]uint16) (from, to int) {
	from, to = -1, -1
	for i := 0; i < len(pieces); i++ {
		start := i
		for i < len(pieces) && pieces[i] == 0 {
			i++
		}
		if i-start > 1 && i-start > to-from {
			from, to = start, i
		}
	}
	return from, to
}
