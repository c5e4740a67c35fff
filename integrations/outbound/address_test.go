package outbound

import (
	"net/netip"
	"testing"
)

func TestIsPrivate(t *testing.T) {
	tests := map[bool][]string{
		true: {
			"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
			"169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1", "192.0.0.8", "198.18.0.1", "224.0.0.1", "239.255.255.250",
			"240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254",
			"64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b::c0a8:101", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::",
			"2001::1", "fc00::1", "fd12:3456:789a::1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1", "100::1",
		},
		false: {
			"1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1", "169.253.1.1",
			"172.15.255.255", "172.32.0.0", "192.167.1.1", "192.169.1.1", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
			"2002:808:808::1", "2606:4700::1111", "2001:4860:4860::8888", "2a00::1",
		},
	}
	for want, addresses := range tests {
		for _, address := range addresses {
			if got := isPrivate(netip.MustParseAddr(address)); got != want {
				t.Errorf("%s: private %v, want %v", address, got, want)
			}
		}
	}
	if !isPrivate(netip.Addr{}) {
		t.Error("no address at all is not private")
	}
}

func TestAllowances(t *testing.T) {
	d, err := New(Options{Allow: []string{"Git.Example.", "ci.example:8080", "10.1.2.3", "10.1.2.4:443", "[fd00::1]:80", "fd00::2", "192.168.0.0/16", "::ffff:172.16.0.0/108"}})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"10.1.2.3:80": true, "10.1.2.4:443": true, "10.1.2.4:80": false, "10.1.2.5:80": false, "[::ffff:10.1.2.3]:80": true,
		"[fd00::1]:80": true, "[fd00::1]:81": false, "[fd00::2]:81": true, "192.168.7.7:1": true, "172.16.5.5:1": true, "172.32.0.1:1": true,
		"8.8.8.8:53": true, "127.0.0.1:80": false,
	} {
		if got := d.allowsAddress(netip.MustParseAddrPort(address)); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	for _, tt := range []struct {
		host string
		port uint16
		want bool
	}{{"git.example", 80, true}, {"GIT.EXAMPLE", 1, true}, {"ci.example", 8080, true}, {"ci.example", 80, false}, {"other.example", 80, false}} {
		if got := d.allowsName(tt.host, tt.port); got != tt.want {
			t.Errorf("%s:%d: %v, want %v", tt.host, tt.port, got, tt.want)
		}
	}
}

func TestParseAllowRefuses(t *testing.T) {
	for _, entry := range []string{"", "http://a.example", "a.example/path", "a b", "a.example:0", "a.example:99999", "*", "10.0.0.0/99", "user@host"} {
		if err := ParseAllow([]string{"ok.example", entry}); err == nil {
			t.Errorf("%q is taken", entry)
		}
	}
}

func FuzzParseAllow(f *testing.F) {
	for _, entry := range []string{"a.example", "a.example:80", "[::1]:80", "10.0.0.0/8", "::ffff:0:0/96", "fe80::1%eth0"} {
		f.Add(entry)
	}
	f.Fuzz(func(t *testing.T, entry string) {
		d, err := New(Options{Allow: []string{entry}})
		if err != nil {
			return
		}
		d.allowsName(entry, 80)
		d.allowsAddress(netip.MustParseAddrPort("10.0.0.1:80"))
	})
}
