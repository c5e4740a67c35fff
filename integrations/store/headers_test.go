package store

import (
	"bytes"
	"strings"
	"testing"

	"rocketscript/engine"
)

// FuzzHeaders: headers come back as they were, whatever bytes they hold, as
// long as they are headers; others do no harm.
func FuzzHeaders(f *testing.F) {
	f.Add("Content-Type", "application/json", "X-Empty", "")
	f.Add("X-Latin", "caf\xe9", "X-Colons", ": a: b: ")
	f.Add("X-Break", "a\r\nInjected: b", "", "no name")
	f.Fuzz(func(t *testing.T, name1, value1, name2, value2 string) {
		given := []engine.Header{{Name: name1, Value: value1}, {Name: name2, Value: value2}}
		kept := parseHeaders(headerLines(given))
		if !strings.ContainsAny(name1+name2, ":\r\n") {
			want := []engine.Header{{Name: name1, Value: lineBreaks.Replace(value1)}, {Name: name2, Value: lineBreaks.Replace(value2)}}
			if len(kept) != 2 || kept[0] != want[0] || kept[1] != want[1] {
				t.Fatalf("%q came back as %q", given, kept)
			}
		}
		if again := headerLines(kept); !bytes.Equal(again, headerLines(given)) {
			t.Fatalf("written again, %q became %q", headerLines(given), again)
		}
	})
}
