package regex

import (
	"cmp"
	"slices"
	"unicode"
)

var (
	digitRanges = []span{{'0', '9'}}
	asciiWord   = []span{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}
	// foldedWord has the two characters besides that are letters of ASCII in
	// another case.
	foldedWord  = append(slices.Clone(asciiWord), span{0x17F, 0x17F}, span{0x212A, 0x212A})
	spaceRanges = []span{
		{'\t', '\r'}, {' ', ' '}, {0xA0, 0xA0}, {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF},
	}
)

func (p *parser) wordRanges() []span {
	if p.flags.full() && p.flags.IgnoreCase {
		return foldedWord
	}
	return asciiWord
}

// contains tells whether sorted ranges hold a character.
func contains(ranges []span, c rune) bool {
	_, ok := slices.BinarySearchFunc(ranges, c, func(s span, c rune) int {
		switch {
		case s.hi < c:
			return -1
		case s.lo > c:
			return 1
		}
		return 0
	})
	return ok
}

// sorted are ranges in order, without overlap.
func sorted(ranges []span) []span {
	ranges = slices.Clone(ranges)
	slices.SortFunc(ranges, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	return joined(ranges)
}

func (s set) plain() []span {
	if s.negated {
		return complement(s.ranges)
	}
	return s.ranges
}

// class reads a class after its bracket.
func (p *parser) class() node {
	if p.flags.UnicodeSets {
		members, negated := p.setClass()
		return members.node(negated)
	}
	negated := p.skip("^")
	var ranges []span
	for !p.skip("]") {
		ranges = append(ranges, p.classRange()...)
	}
	return set{ranges: sorted(ranges), negated: negated}
}

// classRange reads one character, escape or range.
func (p *parser) classRange() []span {
	first, one := p.classAtom()
	if p.peek() != '-' || p.ahead(1) == ']' || p.ahead(1) < 0 {
		return first
	}
	p.at++
	last, alsoOne := p.classAtom()
	if !one || !alsoOne {
		p.odd = true
		if p.flags.full() {
			p.fail("Invalid character class")
		}
		return append(append(slices.Clone(first), last...), span{'-', '-'})
	}
	if first[0].lo > last[0].lo {
		p.fail("Range out of order in character class")
	}
	return []span{{first[0].lo, last[0].lo}}
}

// classAtom reads one member; one tells whether it is a single character.
func (p *parser) classAtom() (ranges []span, one bool) {
	c := p.take()
	switch {
	case c < 0:
		p.fail("Unterminated character class")
	case c != '\\':
		p.odd = p.odd || c == '[' || c == '/' || c == '^' || isLineEnd(c)
		return []span{{c, c}}, true
	case !p.more():
		p.fail(`\ at end of pattern`)
	}
	if p.skip("b") {
		return []span{{'\b', '\b'}}, true
	}
	if p.flags.full() {
		if p.peek() == 'k' || p.peek() == 'B' {
			p.fail("Invalid escape")
		}
		if p.peek() == 'p' || p.peek() == 'P' {
			negated := p.take() == 'P'
			return set{ranges: p.property("Invalid property name in character class"), negated: negated}.plain(), false
		}
	}
	if s, ok := p.classEscape(); ok {
		p.odd = p.odd || s.negated
		return s.plain(), false
	}
	c = p.characterEscape(true)
	return []span{{c, c}}, true
}

// members are what a class of the flag v holds: characters, and strings of
// any other length.
type members struct {
	ranges  []span
	strings []string
}

// node is what matches the members, the longest first.
func (m members) node(negated bool) node {
	if len(m.strings) == 0 {
		return set{ranges: m.ranges, negated: negated}
	}
	list := slices.Clone(m.strings)
	slices.SortStableFunc(list, func(a, b string) int { return len([]rune(b)) - len([]rune(a)) })
	var choice alternatives
	empty := false
	for _, text := range list {
		word := sequence{}
		for _, c := range text {
			word = append(word, char(c))
		}
		if empty = empty || text == ""; text != "" {
			choice = append(choice, word)
		}
	}
	choice = append(choice, sequence{set{ranges: m.ranges}})
	if empty {
		choice = append(choice, sequence{})
	}
	return &group{body: choice}
}

// setClass reads a class of the flag v, after its bracket.
func (p *parser) setClass() (m members, negated bool) {
	negated = p.skip("^")
	m = p.operands()
	if negated && len(m.strings) > 0 {
		p.fail("Negated character class may contain strings")
	}
	if p.flags.IgnoreCase {
		m.ranges = closed(m.ranges)
	}
	return m, negated
}

// operands reads what stands in a class: a union, or one kind of operation.
func (p *parser) operands() members {
	var m members
	operator := ""
	for first := true; !p.skip("]"); first = false {
		switch next := p.operator(); {
		case !p.more():
			p.fail("Unterminated character class")
		case next != "" && (first || operator == "union" || operator != "" && operator != next):
			p.fail("Invalid set operation in character class")
		case next != "":
			operator = next
			right, _ := p.operand()
			m = m.with(operator, right)
			continue
		case operator == "&&" || operator == "--":
			p.fail("Invalid set operation in character class")
		}
		right, one := p.operand()
		if one && p.peek() == '-' && p.ahead(1) != '-' {
			p.at++
			last, alsoOne := p.operand()
			if !alsoOne {
				p.fail("Invalid character class")
			}
			if right.ranges[0].lo > last.ranges[0].lo {
				p.fail("Range out of order in character class")
			}
			right.ranges = []span{{right.ranges[0].lo, last.ranges[0].lo}}
			operator = "union"
		}
		if !first {
			operator = "union"
		}
		m = m.with("union", right)
	}
	return m
}

func (p *parser) operator() string {
	switch {
	case p.ahead(0) == '&' && p.ahead(1) == '&' && p.ahead(2) != '&':
		p.at += 2
		return "&&"
	case p.skip("--"):
		return "--"
	}
	return ""
}

// with combines members with those at the right of an operator.
func (m members) with(operator string, right members) members {
	switch operator {
	case "&&":
		return members{intersection(m.ranges, right.ranges), slices.DeleteFunc(slices.Clone(m.strings), func(s string) bool { return !slices.Contains(right.strings, s) })}
	case "--":
		return members{intersection(m.ranges, complement(right.ranges)), slices.DeleteFunc(slices.Clone(m.strings), func(s string) bool { return slices.Contains(right.strings, s) })}
	}
	for _, s := range right.strings {
		if !slices.Contains(m.strings, s) {
			m.strings = append(m.strings, s)
		}
	}
	m.ranges = sorted(append(slices.Clone(m.ranges), right.ranges...))
	return m
}

func intersection(a, b []span) []span {
	var list []span
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if lo, hi := max(a[i].lo, b[j].lo), min(a[i].hi, b[j].hi); lo <= hi {
			list = append(list, span{lo, hi})
		}
		if a[i].hi < b[j].hi {
			i++
		} else {
			j++
		}
	}
	return list
}

// operand reads a character, an escape, a class in the class or \q{…}.
func (p *parser) operand() (m members, one bool) {
	switch {
	case p.skip("["):
		m, negated := p.setClass()
		m.ranges = set{ranges: m.ranges, negated: negated}.plain()
		return m, false
	case p.skip(`\q{`):
		return p.quoted(), false
	case p.peek() == '\\':
		p.at++
		if p.skip("b") {
			return members{ranges: []span{{'\b', '\b'}}}, true
		}
		if s, ok := p.classEscape(); ok {
			return members{ranges: s.plain()}, false
		}
		c := p.characterEscape(true)
		return members{ranges: []span{{c, c}}}, true
	}
	c := p.take()
	switch c {
	case '(', ')', '[', ']', '{', '}', '/', '-', '|':
		p.fail("Invalid character in character class")
	}
	if c == p.peek() && slices.Contains([]rune("&!#$%*+,.:;<=>?@^`~"), c) {
		p.fail("Invalid set operation in character class")
	}
	return members{ranges: []span{{c, c}}}, true
}

// quoted reads the alternatives of \q{…}.
func (p *parser) quoted() members {
	var m members
	for {
		var word []rune
		for p.more() && p.peek() != '|' && p.peek() != '}' {
			c := p.take()
			if c == '\\' {
				c = p.characterEscape(true)
			}
			word = append(word, c)
		}
		if len(word) == 1 {
			m = m.with("union", members{ranges: []span{{word[0], word[0]}}})
		} else {
			m = m.with("union", members{strings: []string{string(word)}})
		}
		switch {
		case p.skip("}"):
			return m
		case !p.skip("|"):
			p.fail("Invalid escape")
		}
	}
}

// closed adds the other cases of all characters.
func closed(ranges []span) []span {
	all := slices.Clone(ranges)
	for _, r := range unicode.CaseRanges {
		for c := rune(r.Lo); c <= rune(r.Hi); c++ {
			if !contains(ranges, c) {
				continue
			}
			for _, other := range equivalents(c, true) {
				all = append(all, span{other, other})
			}
		}
	}
	return sorted(all)
}
