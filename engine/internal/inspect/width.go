package inspect

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
	eastasian "golang.org/x/text/width"
)

// cellWidth is how many columns of a terminal a text takes, by the rules Node
// lays tables out with: wide letters and emoji take two, marks that stand on
// another letter and control characters none.
func cellWidth(text string) int {
	total := 0
	for _, c := range norm.NFC.String(text) {
		total += columnsOf(c)
	}
	return total
}

func columnsOf(c rune) int {
	const softHyphen = '\u00ad' // takes room, unlike other format characters
	switch kind := eastasian.LookupRune(c).Kind(); {
	case kind == eastasian.EastAsianWide, kind == eastasian.EastAsianFullwidth, isRegionalIndicator(c):
		return 2
	case c == softHyphen:
		return 1
	case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Me, unicode.Mn), isVowelOfHangul(c):
		return 0
	}
	return 1
}

// isRegionalIndicator tells the letters that flags are written with.
func isRegionalIndicator(c rune) bool { return '\U0001F1E6' <= c && c <= '\U0001F1FF' }

// isVowelOfHangul tells the letters that stand within a syllable.
func isVowelOfHangul(c rune) bool { return 0x1160 <= c && c <= 0x11A7 }
