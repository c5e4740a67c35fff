package fetch

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestMultipart(t *testing.T) {
	part := func(head, body string) string { return "--x\r\n" + head + "\r\n\r\n" + body + "\r\n" }
	tests := []struct {
		name, body string
		want       []entry
		wrong      bool
	}{
		{"field", part(`Content-Disposition: form-data; name="a"`, "1") + "--x--\r\n", []entry{{name: "a", value: "1"}}, false},
		{"file", part("content-disposition: form-data; name=f; filename=\"n\"\r\nContent-Type: a/b", "\xff") + "--x--", []entry{{name: "f", value: "\xff", file: true, filename: "n", contentType: "a/b"}}, false},
		{"file without type", part(`Content-Disposition: form-data; name="f"; filename=""`, "") + "--x--", []entry{{name: "f", file: true, contentType: "text/plain"}}, false},
		{"escapes", part(`Content-Disposition: form-data; name="%22%0d%0A%41"`, "\xef\xbb\xbf\xff") + "--x--", []entry{{name: "\"\r\n%41", value: "\uFFFD"}}, false},
		{"none", "--x--\r\n", nil, false},
		{"no end", part(`Content-Disposition: form-data; name="a"`, "1"), nil, true},
		{"no name", part("X: y", "1") + "--x--", nil, true},
		{"other disposition", part(`Content-Disposition: attachment; name="a"`, "1") + "--x--", nil, true},
		{"garbage", "garbage", nil, true},
		{"empty", "", nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := multiparted([]byte(tt.body), "x")
			if (err != nil) != tt.wrong {
				t.Fatalf("error %v", err)
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(entry{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDataURL(t *testing.T) {
	tests := []struct {
		url, mediaType, body string
		ok                   bool
	}{
		{"data:,a%20b", "", "a b", true},
		{"data:text/html,<b>", "text/html", "<b>", true},
		{"data:text/x; BASE64,aG%6b=", "text/x", "hi", true},
		{"data:;charset=x,%zz", "text/plain;charset=x", "%zz", true},
		{"data:text/plain", "", "", false},
		{"data:;base64,a", "", "", false},
		{"data:;base64,a!", "", "", false},
	}
	for _, tt := range tests {
		mediaType, body, ok := dataURL(tt.url)
		if mediaType != tt.mediaType || string(body) != tt.body || ok != tt.ok {
			t.Errorf("%s is %q, %q, %t; want %q, %q, %t", tt.url, mediaType, body, ok, tt.mediaType, tt.body, tt.ok)
		}
	}
}

// FuzzBodies holds that no body and no URL make a parser panic, and that names
// and values are text.
func FuzzBodies(f *testing.F) {
	f.Add("--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n1\r\n--x--\r\n", "x")
	f.Add("a=1&b=%C3%A9&c", "")
	f.Add("text/plain;base64,aGk=", "y")
	f.Fuzz(func(t *testing.T, body, boundary string) {
		entries := urlencoded([]byte(body))
		if parts, err := multiparted([]byte(body), boundary); err == nil {
			entries = append(entries, parts...)
		}
		for _, e := range entries {
			if !utf8.ValidString(e.name+e.filename) || !e.file && !utf8.ValidString(e.value) {
				t.Errorf("%q with boundary %q has the entry %+v", body, boundary, e)
			}
		}
		if _, content, ok := dataURL("data:" + body); ok && len(content) > len(body) || ok && !strings.Contains(body, ",") {
			t.Errorf("data:%s has %d bytes", body, len(content))
		}
	})
}
