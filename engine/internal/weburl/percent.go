package weburl

import (
	"strings"
	"unicode/utf8"
)

// A percentSet is a percent-encode set of the standard: the ASCII characters
// that are encoded. Everything beyond ASCII always is.
type percentSet [utf8.RuneSelf]bool

func (s percentSet) with(characters string) percentSet {
	for i := range len(characters) {
		s[characters[i]] = true
	}
	return s
}

var (
	controlSet      = controls()
	fragmentSet     = controlSet.with(" \"<>`")
	querySet        = controlSet.with(` "#<>`)
	specialQuerySet = querySet.with("'")
	// Node 20 leaves ^ in paths; the standard has encoded it since 2024.
	pathSet     = querySet.with("?`{}")
	userinfoSet = pathSet.with(`/:;=@[\]^|`)
	formSet     = userinfoSet.with("$%&+,!'()~")
)

func controls() (s percentSet) {
	for c := range ' ' {
		s[c] = true
	}
	s[0x7F] = true
	return s
}

const hexDigits = "0123456789ABCDEF"

// encode percent-encodes the UTF-8 of text.
func (s *percentSet) encode(text string) string {
	var b strings.Builder
	for i := range len(text) {
		s.encodeByte(&b, text[i])
	}
	return b.String()
}

func (s *percentSet) encodeByte(b *strings.Builder, c byte) {
	if c < utf8.RuneSelf && !s[c] {
		b.WriteByte(c)
		return
	}
	b.WriteByte('%')
	b.WriteByte(hexDigits[c>>4])
	b.WriteByte(hexDigits[c&15])
}

// PercentDecode turns %XX into bytes and leaves everything else.
func PercentDecode(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			b = append(b, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
			continue
		}
		b = append(b, text[i])
	}
	return string(b)
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
