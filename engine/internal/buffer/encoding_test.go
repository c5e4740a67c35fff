package buffer_test

import (
	"bytes"
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/buffer"
)

var encodings = []string{"utf8", "utf16le", "latin1", "ascii", "hex", "base64", "base64url"}

// FuzzEncodings holds that no text and no bytes make an encoding panic, and
// that bytes survive being written as text where the encoding can carry them.
func FuzzEncodings(f *testing.F) {
	f.Add([]byte("héllo ☃"))
	f.Add([]byte("YQ==YQ=="))
	f.Add([]byte{0xff, 0xfe, 0x3d, 0xd8, 0})
	f.Fuzz(func(t *testing.T, memory []byte) {
		rt := goja.New()
		for _, encoding := range encodings {
			text, ok := buffer.Decode(rt, memory, encoding).(goja.String)
			if !ok {
				t.Fatalf("%s: %x is no string", encoding, memory)
			}
			back := buffer.Encode(text, encoding)
			switch encoding {
			case "latin1", "hex", "base64", "base64url":
				if !bytes.Equal(back, memory) {
					t.Errorf("%s: %x comes back as %x", encoding, memory, back)
				}
			}
			if given, ok := rt.ToValue(string(memory)).(goja.String); ok {
				buffer.Encode(given, encoding)
			}
		}
	})
}
