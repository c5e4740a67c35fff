package regex

import (
	"unicode"
	"unicode/utf16"
)

// escape reads what stands after a backslash outside of classes.
func (p *parser) escape() (n node, repeatable bool) {
	switch c := p.peek(); {
	case c < 0:
		p.fail(`\ at end of pattern`)
	case c == 'b' || c == 'B':
		p.at++
		return assertion(c), false
	case '1' <= c && c <= '9':
		if n := p.numbered(); n != nil {
			return n, true
		}
	case c == 'k':
		if n := p.named(); n != nil {
			return n, true
		}
	}
	if s, ok := p.classEscape(); ok {
		return s, true
	}
	return char(p.characterEscape(false)), true
}

// numbered reads a reference to a group by number, if there are as many.
func (p *parser) numbered() node {
	from := p.at
	n, _ := p.decimal()
	if n <= p.total {
		return &backreference{index: n}
	}
	if p.flags.full() {
		p.fail("Invalid escape")
	}
	p.at = from
	return nil
}

// named reads a reference by name. Where no group has a name it is a plain k.
func (p *parser) named() node {
	if !p.flags.full() && !p.anyNamed {
		return nil
	}
	p.at++
	if !p.skip("<") {
		p.fail("Invalid named reference")
	}
	r := &backreference{name: p.name("Invalid named reference")}
	p.references = append(p.references, r)
	return r
}

// classEscape reads an escape that stands for many characters.
func (p *parser) classEscape() (set, bool) {
	c := p.peek()
	switch c {
	case 'd', 'D':
		p.at++
		return p.many(digitRanges, c == 'D'), true
	case 's', 'S':
		p.at++
		return p.many(spaceRanges, c == 'S'), true
	case 'w', 'W':
		p.at++
		return p.many(p.wordRanges(), c == 'W'), true
	case 'p', 'P':
		if p.flags.full() {
			p.at++
			return p.many(p.property("Invalid property name"), c == 'P'), true
		}
	}
	return set{}, false
}

// many is the set of an escape. With the flags u and i what is not in it is
// settled before case is ignored, with v after.
func (p *parser) many(ranges []span, negated bool) set {
	if p.flags.Unicode && p.flags.IgnoreCase && negated {
		return set{ranges: complement(ranges)}
	}
	return set{ranges: ranges, negated: negated}
}

// property reads the name of a property in braces.
func (p *parser) property(reason string) []span {
	if !p.skip("{") {
		p.fail(reason)
	}
	from := p.at
	for p.more() && p.peek() != '}' {
		p.at++
	}
	name := string(p.text[from:min(p.at, len(p.text))])
	ranges, ok := property(name)
	if !p.skip("}") || !ok {
		p.fail(reason)
	}
	return ranges
}

// characterEscape reads an escape that stands for one character.
func (p *parser) characterEscape(inClass bool) rune {
	full := p.flags.full()
	switch c := p.take(); c {
	case 't':
		return '\t'
	case 'n':
		return '\n'
	case 'v':
		return '\v'
	case 'f':
		return '\f'
	case 'r':
		return '\r'
	case 'c':
		return p.control(inClass)
	case 'x':
		if n, ok := p.hex(2); ok {
			return n
		}
		p.odd = true
		if full {
			p.fail("Invalid escape")
		}
		return c
	case 'u':
		if n, ok := p.unicodeEscape(full); ok {
			return n
		}
		p.odd = true
		if full {
			p.fail("Invalid Unicode escape")
		}
		return c
	case '0', '1', '2', '3', '4', '5', '6', '7':
		return p.octal(c, inClass)
	default:
		if full && !p.escapable(c, inClass) {
			p.fail("Invalid escape")
		}
		p.odd = p.odd || isNameChar(c, false) || c > unicode.MaxASCII
		return c
	}
}

// escapable tells what may be escaped with the flag u or v.
func (p *parser) escapable(c rune, inClass bool) bool {
	switch c {
	case '^', '$', '\\', '.', '*', '+', '?', '(', ')', '[', ']', '{', '}', '|', '/':
		return true
	case '-':
		return inClass
	case '&', '!', '#', '%', ',', ':', ';', '<', '=', '>', '@', '`', '~':
		return inClass && p.flags.UnicodeSets
	}
	return false
}

// control reads the letter of \cA. Without one the backslash stands for
// itself.
func (p *parser) control(inClass bool) rune {
	p.odd = true
	c := p.peek()
	letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
	if letter || inClass && !p.flags.full() && ('0' <= c && c <= '9' || c == '_') {
		p.at++
		return c & 31
	}
	if p.flags.full() {
		p.fail("Invalid Unicode escape")
	}
	p.at--
	return '\\'
}

func (p *parser) octal(c rune, inClass bool) rune {
	p.odd = true
	if p.flags.full() {
		if c == '0' && (p.peek() < '0' || p.peek() > '9') {
			return 0
		}
		if inClass {
			p.fail("Invalid class escape")
		}
		p.fail("Invalid decimal escape")
	}
	n := c - '0'
	for i := 0; i < 2 && '0' <= p.peek() && p.peek() <= '7' && n*8+p.peek()-'0' <= 0377; i++ {
		n = n*8 + p.take() - '0'
	}
	return n
}

func (p *parser) hex(digits int) (rune, bool) {
	n := rune(0)
	for i := range digits {
		d := hexDigit(p.ahead(i))
		if d < 0 {
			return 0, false
		}
		n = n*16 + d
	}
	p.at += digits
	return n, true
}

func hexDigit(c rune) rune {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return (c | 0x20) - 'a' + 10
	}
	return -1
}

// unicodeEscape reads what stands after \u. Two that make a pair are one
// character where characters are code points.
func (p *parser) unicodeEscape(full bool) (rune, bool) {
	from := p.at
	if full && p.skip("{") {
		n, digits := rune(0), 0
		for hexDigit(p.peek()) >= 0 && n <= unicode.MaxRune {
			n = n*16 + hexDigit(p.take())
			digits++
		}
		if digits > 0 && n <= unicode.MaxRune && p.skip("}") {
			return n, true
		}
		p.at = from
		return 0, false
	}
	n, ok := p.hex(4)
	if !ok || !full || !utf16.IsSurrogate(n) {
		return n, ok
	}
	from = p.at
	if p.skip(`\u`) {
		if low, ok := p.hex(4); ok {
			if pair := utf16.DecodeRune(n, low); pair != unicode.ReplacementChar {
				return pair, true
			}
		}
	}
	p.at = from
	return n, true
}
