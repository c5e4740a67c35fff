package textcoding

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native/nativetest"
)

func TestTextCoding(t *testing.T) {
	nativetest.Run(t, Load, []nativetest.Case{
		{Expression: "[...new TextEncoder().encode('é€😀')]", Want: "[195,169,226,130,172,240,159,152,128]"},
		{Expression: "[...new TextEncoder().encode('a\\ud800b')]", Want: "[97,239,191,189,98]"},
		{Expression: "[new TextEncoder().encode().length, new TextEncoder().encode(undefined).length, new TextEncoder().encoding]", Want: `[0,0,"utf-8"]`},
		{Expression: "((into) => [new TextEncoder().encodeInto('aé€', into), [...into]])(new Uint8Array(4))", Want: `[{"read":2,"written":3},[97,195,169,0]]`},
		{Expression: "((into) => new TextEncoder().encodeInto('😀', into))(new Uint8Array(4))", Want: `{"read":2,"written":4}`},
		{Expression: "new TextEncoder().encodeInto('a', [])", Want: `throws TypeError: The "dest" argument must be an instance of Uint8Array. Received an instance of Array`},
		{Expression: "new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 97]))", Want: "a"},
		{Expression: "new TextDecoder('utf8', {ignoreBOM: true}).decode(new Uint8Array([0xef, 0xbb, 0xbf, 97])).length", Want: "2"},
		{Expression: "new TextDecoder().decode(new Uint8Array([97, 255, 98]).buffer)", Want: "a\uFFFDb"},
		{Expression: "new TextDecoder().decode()", Want: ""},
		{Expression: "new TextDecoder().decode(5)", Want: `throws TypeError: The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.`},
		{Expression: "new TextDecoder('utf-8', {fatal: true}).decode(new Uint8Array([255]))", Want: "throws TypeError: The encoded data was not valid for encoding utf-8"},
		{Expression: "new TextDecoder('nonsense')", Want: `throws RangeError: The "nonsense" encoding is not supported`},
		{Expression: "((d) => [d.encoding, d.fatal, d.ignoreBOM])(new TextDecoder(' LATIN1\\n', {fatal: 1}))", Want: `["windows-1252",true,false]`},
		{Expression: "((d) => d.decode(new Uint8Array([0xe2, 0x82]), {stream: true}) + '|' + d.decode(new Uint8Array([0xac, 97]), {stream: true}) + '|' + d.decode())(new TextDecoder())", Want: "|€a|"},
		{Expression: "((d) => d.decode(new Uint8Array([0xe2, 0x82]), {stream: true}) + '|' + d.decode())(new TextDecoder())", Want: "|\uFFFD"},
	})
}

func TestDecode(t *testing.T) {
	tests := []struct {
		encoding, bytes, want string
		malformed             bool
	}{
		{"utf-8", "h\xc3\xa9llo", "héllo", false},
		{"utf-8", "\xef\xbb\xbfx", "x", false},
		{"utf-8", "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD", true},
		{"utf-8", "\xf0\x9f\x98", "\uFFFD", true},
		{"utf-16le", "\xff\xfea\x00=\xd8\x00\xde", "a😀", false},
		{"utf-16le", "\x00\xd8a\x00", "\uFFFDa", true},
		{"utf-16le", "a\x00b", "a\uFFFD", true},
		{"utf-16be", "\xfe\xff\x00a\xd8=\xde\x00", "a😀", false},
		{"utf-16be", "\xde\x00\x00a", "\uFFFDa", true},
		{"windows-1252", "\x80\x81\xe9", "€\u0081é", false},
		{"iso-8859-2", "\xb1\xe6", "ąć", false},
		{"windows-1253", "\xd2", "\uFFFD", true},
		{"koi8-r", "\xf0\xd2\xc9", "При", false},
		{"shift_jis", "\x93\xfa\x96{", "日本", false},
		{"euc-jp", "\xc6\xfc\xcb\xdc", "日本", false},
		{"iso-2022-jp", "\x1b$BF|\x1b(Bx", "日x", false},
		{"gbk", "\xc4\xe3", "你", false},
		{"gb18030", "\x81\x30\x81\x30", "\u0080", false},
		{"big5", "\xa7A", "你", false},
		{"euc-kr", "\xc7\xd1", "한", false},
		{"euc-kr", "\xff", "\uFFFD", true},
		{"x-user-defined", "a\x80\xff", "a\uF780\uF7FF", false},
		{"replacement", "abc", "\uFFFD", true},
	}
	for _, tt := range tests {
		for _, fatal := range []bool{false, true} {
			d, err := newDecoder(tt.encoding, fatal, false)
			if err != nil {
				t.Fatalf("%s: %v", tt.encoding, err)
			}
			got, err := d.decode([]byte(tt.bytes), false)
			switch {
			case fatal && tt.malformed:
				if !errors.Is(err, errMalformed) {
					t.Errorf("%s %q: %v, want errMalformed", tt.encoding, tt.bytes, err)
				}
			case err != nil || read(got) != tt.want:
				t.Errorf("%s %q is %q, %v; want %q", tt.encoding, tt.bytes, read(got), err, tt.want)
			}
		}
	}
	if _, err := newDecoder("nonsense", false, false); err == nil {
		t.Error("nonsense is an encoding")
	}
}

func read(d decoded) string {
	if d.units != nil {
		return string(utf16.Decode(d.units))
	}
	return d.text
}

// FuzzDecode holds that no bytes make a decoder panic, that pieces give the same
// text as the whole, and that fatal refuses exactly what is replaced.
func FuzzDecode(f *testing.F) {
	encodings := []string{"utf-8", "utf-16le", "utf-16be", "windows-1252", "shift_jis", "gb18030", "big5", "euc-kr", "iso-2022-jp"}
	f.Add([]byte("h\xc3\xa9llo\xe2\x82\xac\xff"), uint8(3))
	f.Add([]byte("\xff\xfe=\xd8\x00\xde\x00"), uint8(3))
	f.Add([]byte("\x1b$BF|\x1b(Bx\x93\xfa"), uint8(1))
	f.Fuzz(func(t *testing.T, memory []byte, at uint8) {
		for _, encoding := range encodings {
			d, err := newDecoder(encoding, false, false)
			if err != nil {
				t.Fatal(err)
			}
			whole, err := d.decode(slices.Clone(memory), false)
			if err != nil {
				t.Fatalf("%s %x: %v", encoding, memory, err)
			}
			cut := min(int(at), len(memory))
			first, err := d.decode(slices.Clone(memory[:cut]), true)
			if err != nil {
				t.Fatal(err)
			}
			rest, err := d.decode(slices.Clone(memory[cut:]), false)
			if err != nil {
				t.Fatal(err)
			}
			if got := read(first) + read(rest); got != read(whole) {
				t.Errorf("%s %x in pieces at %d is %q, whole %q", encoding, memory, cut, got, read(whole))
			}
			strict, _ := newDecoder(encoding, true, false)
			if _, err := strict.decode(slices.Clone(memory), false); err == nil && encoding == "utf-8" && !strings.Contains(string(memory), "\uFFFD") && strings.Contains(read(whole), "\uFFFD") {
				t.Errorf("%s %x: fatal took what is replaced", encoding, memory)
			}
			whole.value(goja.New())
		}
	})
}
