package weburl_test

import (
	"strings"
	"testing"
	"time"

	"rocketscript/engine/internal/weburl"
)

// FuzzParse holds that no input makes the parser panic, and that what it makes
// of one reads the same again.
func FuzzParse(f *testing.F) {
	for _, seed := range [][2]string{
		{"http://user:pass@host:81/a/../b?c=d#e", ""}, {"file:///C|/x/..", ""}, {"../x", "foo://h/y"}, {"//[::1]:80", "https://a"},
		{"foo:/..//p", ""}, {"data:x  #y", ""}, {"http://１.0x2.é", ""}, {"?q", "mailto:a"}, {"\\\\x\\y", "file://h/c:/"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, input, against string) {
		base, _ := weburl.Parse(against, nil)
		u, ok := weburl.Parse(strings.ToValidUTF8(input, "\uFFFD"), base)
		if !ok {
			return
		}
		href := u.Href()
		again, ok := weburl.Parse(href, nil)
		if !ok || again.Href() != href {
			t.Errorf("%q against %q is %q, which reads as %v", input, against, href, again.Href())
		}
		for _, set := range []func(string){
			u.SetProtocol, u.SetUsername, u.SetPassword, u.SetHost, u.SetHostname, u.SetPort, u.SetPathname, u.SetSearch, u.SetHash,
		} {
			set(input)
		}
		_ = u.Origin() + u.Href()
		weburl.SerializeForm(weburl.ParseForm(u.Query()))
	})
}

// Long input costs time in proportion to its length.
func TestLongInput(t *testing.T) {
	for _, text := range []string{
		"http://" + strings.Repeat("é", 1<<20), "http://" + strings.Repeat("@", 1<<16), "http://a/" + strings.Repeat("../x/", 1<<18),
		"http://" + strings.Repeat("xn--a.", 1<<16), "foo:" + strings.Repeat(" ", 1<<20), "http://" + strings.Repeat("9", 1<<20),
	} {
		began := time.Now()
		u, ok := weburl.Parse(text, nil)
		if ok {
			_ = u.Href()
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%.20q… took %v", text, took)
		}
	}
}
