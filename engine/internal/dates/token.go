package dates

import "unicode"

// A token is a piece of a text that may be a date.
type token struct {
	kind kind
	// text is the symbol itself, or the first letters of a word, in lower case.
	text string
	// value is what a number or a known word stands for.
	value int
	// length is how many digits or letters there are.
	length int
}

type kind int

const (
	end kind = iota
	number
	symbol // one of : - + . )
	space
	monthName
	halfOfDay // am or pm
	zoneName
	separator // the T between date and time
	otherWord
	other // a comment in parentheses, or any other character
)

// words are the words that mean something, by their first three letters. Only
// the names of months may be longer.
var words = map[string]token{
	"am": {kind: halfOfDay, value: 0}, "pm": {kind: halfOfDay, value: 12}, "t": {kind: separator},
	"z": {kind: zoneName, value: 0}, "ut": {kind: zoneName, value: 0}, "utc": {kind: zoneName, value: 0}, "gmt": {kind: zoneName, value: 0},
	"est": {kind: zoneName, value: -5}, "edt": {kind: zoneName, value: -4}, "cst": {kind: zoneName, value: -6}, "cdt": {kind: zoneName, value: -5},
	"mst": {kind: zoneName, value: -7}, "mdt": {kind: zoneName, value: -6}, "pst": {kind: zoneName, value: -8}, "pdt": {kind: zoneName, value: -7},
	"jan": {kind: monthName, value: 1}, "feb": {kind: monthName, value: 2}, "mar": {kind: monthName, value: 3}, "apr": {kind: monthName, value: 4},
	"may": {kind: monthName, value: 5}, "jun": {kind: monthName, value: 6}, "jul": {kind: monthName, value: 7}, "aug": {kind: monthName, value: 8},
	"sep": {kind: monthName, value: 9}, "oct": {kind: monthName, value: 10}, "nov": {kind: monthName, value: 11}, "dec": {kind: monthName, value: 12},
}

// significant is how many letters of a word count, and digits how many of a
// number do, after its leading zeros.
const (
	significant = 3
	digits      = 9
)

// tokens takes a text apart. The last one is of kind end.
func tokens(text string) []token {
	var list []token
	for rest := []rune(text); len(rest) > 0; {
		t, n := next(rest)
		list = append(list, t)
		rest = rest[n:]
	}
	return append(list, token{kind: end})
}

// next is the token that a text begins with, and how many characters it has.
func next(text []rune) (token, int) {
	switch c := text[0]; {
	case isDigit(c):
		n := span(text, isDigit)
		return token{kind: number, value: numeral(text[:n]), length: n}, n
	case c == ':' || c == '-' || c == '+' || c == '.' || c == ')':
		return token{kind: symbol, text: string(c)}, 1
	case isLetter(c):
		n := span(text, isLetter)
		return word(text[:n]), n
	case isSpace(c):
		return token{kind: space}, 1
	case c == '(':
		return token{kind: other}, comment(text)
	}
	return token{kind: other}, 1
}

func span(text []rune, is func(rune) bool) int {
	n := 0
	for n < len(text) && is(text[n]) {
		n++
	}
	return n
}

func isDigit(c rune) bool { return '0' <= c && c <= '9' }

// isLetter tells what words are made of, which is much besides letters.
func isLetter(c rune) bool { return c >= 'A' && !isSpace(c) }

func isSpace(c rune) bool {
	return '\t' <= c && c <= '\r' || unicode.Is(unicode.Zs, c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF
}

func numeral(text []rune) int {
	n, counted := 0, 0
	for _, c := range text {
		if (counted > 0 || c != '0') && counted < digits {
			n = n*10 + int(c-'0')
			counted++
		}
	}
	return n
}

func word(text []rune) token {
	var first []rune
	for _, c := range text[:min(len(text), significant)] {
		if c < 0x80 {
			c |= 0x20
		}
		first = append(first, c)
	}
	t, ok := words[string(first)]
	if !ok || len(text) > significant && t.kind != monthName {
		t = token{kind: otherWord}
	}
	t.text, t.length = string(first), len(text)
	return t
}

// comment is how long the parenthesis is that a text begins with; one that is
// not closed goes to the end.
func comment(text []rune) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
