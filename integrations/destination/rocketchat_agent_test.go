package destination

import "testing"

func TestUserAgent(t *testing.T) {
	for version, want := range map[string]string{
		"":                                    "rocketscript",
		"v1.2.3-rc.1+build":                   "rocketscript/v1.2.3-rc.1+build",
		"development, commit 0123456789ab":    "rocketscript/development",
		"1.0\r\nX-Auth-Token: someone else's": "rocketscript/1.0",
		"(devel)":                             "rocketscript",
	} {
		if got := userAgent(version); got != want {
			t.Errorf("%q: %q, want %q", version, got, want)
		}
	}
}
