package jsvalue

import (
	"strings"
	"testing"
)

// Every byte, at every place in and after a word of eight, with what may fool
// arithmetic on whole words before and after it.
func TestPlain(t *testing.T) {
	for _, filler := range []string{"a", "!", "#", "[", "]", " ", "\x7f", "\x80", "\xa2", "\xdc", "\xff"} {
		for before := range 18 {
			for c := range 256 {
				text := strings.Repeat(filler, before) + string([]byte{byte(c)}) + strings.Repeat(filler, 9)
				want := len(text)
				if c < ' ' || c == '"' || c == '\\' {
					want = before
				}
				if got := plain(text, 0); got != want {
					t.Fatalf("plain(%q) = %d, want %d", text, got, want)
				}
			}
		}
	}
	if got := plain(`"ab"`, 1); got != 3 {
		t.Errorf("from 1: %d, want 3", got)
	}
}

func TestIsASCII(t *testing.T) {
	for length := range 20 {
		text := []byte(strings.Repeat("\x7f", length))
		if !isASCII(string(text)) {
			t.Errorf("%q is ASCII", text)
		}
		for i := range text {
			text[i] = 0x80
			if isASCII(string(text)) {
				t.Errorf("%q is not ASCII", text)
			}
			text[i] = 0
		}
	}
}
