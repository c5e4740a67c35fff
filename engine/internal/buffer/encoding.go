package buffer

import (
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// The encodings are named as Node names them in the end: utf8, utf16le,
// latin1, ascii, hex, base64, base64url.

// Encode turns a string into bytes.
func Encode(text goja.String, encoding string) []byte {
	switch encoding {
	case "utf16le":
		return encodeUTF16(text)
	case "latin1", "ascii":
		return encodeLatin1(text)
	case "hex":
		return decodeHex(text.String())
	case "base64", "base64url":
		return decodeBase64(text.String())
	}
	return []byte(text.String())
}

// Decode turns bytes into a string.
func Decode(rt *goja.Runtime, memory []byte, encoding string) goja.Value {
	switch encoding {
	case "utf16le":
		return decodeUTF16(memory)
	case "latin1":
		return decodeLatin1(memory)
	case "ascii":
		return rt.ToValue(maskASCII(memory))
	case "hex":
		return rt.ToValue(hex.EncodeToString(memory))
	case "base64":
		return rt.ToValue(base64.StdEncoding.EncodeToString(memory))
	case "base64url":
		return rt.ToValue(base64.RawURLEncoding.EncodeToString(memory))
	}
	return rt.ToValue(jsvalue.ValidUTF8(string(memory)))
}

func encodeUTF16(text goja.String) []byte {
	out := make([]byte, 0, 2*text.Length())
	for i := range text.Length() {
		unit := text.CharAt(i)
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}

func encodeLatin1(text goja.String) []byte {
	out := make([]byte, text.Length())
	for i := range out {
		out[i] = byte(text.CharAt(i))
	}
	return out
}

func decodeUTF16(memory []byte) goja.Value {
	units := make([]uint16, len(memory)/2)
	for i := range units {
		units[i] = uint16(memory[2*i]) | uint16(memory[2*i+1])<<8
	}
	return goja.StringFromUTF16(units)
}

func decodeLatin1(memory []byte) goja.Value {
	units := make([]uint16, len(memory))
	for i, c := range memory {
		units[i] = uint16(c)
	}
	return goja.StringFromUTF16(units)
}

func maskASCII(memory []byte) string {
	out := make([]byte, len(memory))
	for i, c := range memory {
		out[i] = c & 0x7F
	}
	return string(out)
}

// decodeHex reads pairs of digits up to the first that is none.
func decodeHex(text string) []byte {
	out := make([]byte, 0, len(text)/2)
	for i := 0; i+1 < len(text); i += 2 {
		high, low := hexValue(text[i]), hexValue(text[i+1])
		if high < 0 || low < 0 {
			break
		}
		out = append(out, byte(high<<4|low))
	}
	return out
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// decodeBase64 reads both alphabets, leaves out what belongs to neither, and
// ends at the padding.
func decodeBase64(text string) []byte {
	out := make([]byte, 0, len(text)*3/4)
	bits, kept := uint32(0), 0
	for i := range len(text) {
		if text[i] == '=' {
			break
		}
		value := base64Value(text[i])
		if value < 0 {
			continue
		}
		bits, kept = bits<<6|uint32(value), kept+6
		if kept >= 8 {
			kept -= 8
			out = append(out, byte(bits>>kept))
		}
	}
	return out
}

func base64Value(c byte) int {
	switch {
	case 'A' <= c && c <= 'Z':
		return int(c - 'A')
	case 'a' <= c && c <= 'z':
		return int(c-'a') + 26
	case '0' <= c && c <= '9':
		return int(c-'0') + 52
	case c == '+' || c == '-':
		return 62
	case c == '/' || c == '_':
		return 63
	}
	return -1
}

// whole cuts encoded text to at most n bytes, between characters.
func whole(encoded []byte, n int, encoding string) []byte {
	if len(encoded) <= n {
		return encoded
	}
	switch encoding {
	case "utf16le":
		n &^= 1
	case "utf8":
		for n > 0 && !utf8.RuneStart(encoded[n]) {
			n--
		}
	}
	return encoded[:n]
}

func byteLength(text goja.String, encoding string) int {
	n := text.Length()
	switch encoding {
	case "utf16le":
		return 2 * n
	case "latin1", "ascii":
		return n
	case "hex":
		return n / 2
	case "base64", "base64url":
		for range 2 {
			if n > 0 && text.CharAt(n-1) == '=' {
				n--
			}
		}
		return n * 3 / 4
	}
	return len(text.String())
}
