package regex

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
)

// canonical is the character that all which differ in case alone share: with
// Unicode by its simple case folding, else by upper case, of which characters
// beyond ASCII never become ASCII.
func canonical(c rune, full bool) rune {
	if c < 0x80 && !full {
		if 'a' <= c && c <= 'z' {
			return c - 'a' + 'A'
		}
		return c
	}
	if full {
		least := c
		for _, other := range orbit(c) {
			least = min(least, other)
		}
		return least
	}
	if c > 0xFFFF || c < utf8.RuneSelf {
		return c
	}
	upper := []rune(cases.Upper(language.Und).String(string(c)))
	if len(upper) != 1 || upper[0] < 0x80 || upper[0] > 0xFFFF {
		return c
	}
	return upper[0]
}

// orbit are the characters with the same simple case folding.
func orbit(c rune) []rune {
	list := []rune{c}
	if c == 0x130 || c == 0x131 {
		return list // I with and without a dot fold only in Turkish
	}
	for other := unicode.SimpleFold(c); other != c && len(list) < 8; other = unicode.SimpleFold(other) {
		if other != 0x130 && other != 0x131 {
			list = append(list, other)
		}
	}
	return list
}

// equivalents are the characters that match another when case is ignored,
// itself among them.
func equivalents(c rune, full bool) []rune {
	list := []rune{c}
	of := canonical(c, full)
	for _, other := range orbit(c) {
		if other != c && canonical(other, full) == of {
			list = append(list, other)
		}
	}
	return list
}
