package regex

import (
	"slices"
	"unicode"
	"unicode/utf16"
)

// A parser reads a pattern, with the leniencies of the web (Annex B of the
// language) where there is no flag u or v.
type parser struct {
	text  []rune // code points, or UTF-16 units
	at    int
	flags Flags
	// groups counts the capturing groups read so far, total all there are.
	groups, total int
	names         []string
	anyNamed      bool
	references    []*backreference
	// odd is set by what only V8 takes as V8 does: escapes of characters that
	// need none, octal numbers, brackets in classes.
	odd bool
}

// fault is what a parser panics with.
type fault string

func parse(pattern []uint16, flags Flags) (root node, p *parser, reason string) {
	p = &parser{text: units(pattern, flags.full()), flags: flags}
	p.count()
	defer func() {
		if f, ok := recover().(fault); ok {
			reason = string(f)
		} else if f != "" {
			panic(f)
		}
	}()
	root = p.alternatives()
	if p.more() {
		p.fail("Unmatched ')'")
	}
	for _, r := range p.references {
		if r.index = slices.Index(p.names, r.name) + 1; r.index == 0 {
			p.fail("Invalid named capture referenced")
		}
	}
	return root, p, ""
}

func units(pattern []uint16, full bool) []rune {
	var list []rune
	for i := 0; i < len(pattern); i++ {
		c := rune(pattern[i])
		if full && i+1 < len(pattern) {
			if pair := utf16.DecodeRune(c, rune(pattern[i+1])); pair != unicode.ReplacementChar {
				c = pair
				i++
			}
		}
		list = append(list, c)
	}
	return list
}

func (p *parser) fail(reason string) { panic(fault(reason)) }

func (p *parser) more() bool { return p.at < len(p.text) }

// peek is the next character, or -1.
func (p *parser) peek() rune { return p.ahead(0) }

func (p *parser) ahead(n int) rune {
	if p.at+n < len(p.text) {
		return p.text[p.at+n]
	}
	return -1
}

func (p *parser) take() rune {
	c := p.peek()
	p.at++
	return c
}

func (p *parser) skip(text string) bool {
	for i, c := range []rune(text) {
		if p.ahead(i) != c {
			return false
		}
	}
	p.at += len([]rune(text))
	return true
}

// count counts the capturing groups, which backreferences need to know.
func (p *parser) count() {
	class := false
	for i := 0; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '(' && !class:
			next := func(n int) rune {
				if i+n < len(p.text) {
					return p.text[i+n]
				}
				return -1
			}
			if next(1) != '?' {
				p.total++
			} else if next(2) == '<' && next(3) != '=' && next(3) != '!' {
				p.total++
				p.anyNamed = true
			}
		}
	}
}

func (p *parser) alternatives() node {
	list := alternatives{p.sequence()}
	for p.skip("|") {
		list = append(list, p.sequence())
	}
	if len(list) == 1 {
		return list[0]
	}
	return list
}

func (p *parser) sequence() node {
	list := sequence{}
	for p.more() && p.peek() != '|' && p.peek() != ')' {
		list = append(list, p.term())
	}
	return list
}

// term reads an atom or assertion with its quantifier.
func (p *parser) term() node {
	first := p.groups
	n, repeatable := p.atom()
	from := p.at
	min, max, ok := p.quantifier()
	if !ok {
		return n
	}
	if !repeatable {
		if l, isLook := n.(*look); !isLook || p.flags.full() || l.behind {
			p.at = from
			p.refuse(n)
		}
	}
	if min > max {
		p.fail("numbers out of order in {} quantifier")
	}
	return &quantified{body: n, min: min, max: max, lazy: p.skip("?"), first: first + 1, last: p.groups + 1}
}

// refuse says why a quantifier cannot stand after an assertion.
func (p *parser) refuse(n node) {
	if _, isLook := n.(*look); isLook {
		p.fail("Invalid quantifier")
	}
	p.fail("Nothing to repeat")
}

// atom reads one atom; those that may be repeated are marked.
func (p *parser) atom() (n node, repeatable bool) {
	c := p.take()
	from := p.at
	switch c {
	case '^', '$':
		return assertion(c), false
	case '(':
		return p.group()
	case '.':
		return anyChar{}, true
	case '[':
		return p.class(), true
	case '\\':
		return p.escape()
	case '*', '+', '?':
		p.fail("Nothing to repeat")
	case '{':
		if _, _, ok := p.counts(); ok {
			p.fail("Nothing to repeat")
		}
		p.at = from
		if p.flags.full() {
			p.fail("Lone quantifier brackets")
		}
		return char(c), true
	case '}', ']':
		if p.flags.full() {
			p.fail("Lone quantifier brackets")
		}
		return char(c), true
	default:
		p.odd = p.odd || c == '/' || isLineEnd(c) // goja shows the source of such in a way of its own
		return char(c), true
	}
	return nil, false
}

// quantifier reads one if there is one.
func (p *parser) quantifier() (min, max int, ok bool) {
	switch p.peek() {
	case '*':
		p.at++
		return 0, infinite, true
	case '+':
		p.at++
		return 1, infinite, true
	case '?':
		p.at++
		return 0, 1, true
	case '{':
		from := p.at
		p.at++
		if min, max, ok = p.counts(); ok {
			return min, max, true
		}
		if p.flags.full() {
			p.fail("Incomplete quantifier")
		}
		p.at = from
	}
	return 0, 0, false
}

func (p *parser) counts() (min, max int, ok bool) {
	if min, ok = p.decimal(); !ok {
		return 0, 0, false
	}
	max = min
	if p.skip(",") {
		if max, ok = p.decimal(); !ok {
			max = infinite
		}
	}
	return min, max, p.skip("}")
}

func (p *parser) decimal() (n int, ok bool) {
	for '0' <= p.peek() && p.peek() <= '9' {
		n, ok = min(n*10+int(p.take()-'0'), infinite), true
	}
	return n, ok
}

func (p *parser) group() (n node, repeatable bool) {
	switch {
	case p.skip("?:"):
		return p.closed(&group{}), true
	case p.skip("?="):
		return p.closedLook(&look{}), false
	case p.skip("?!"):
		return p.closedLook(&look{negative: true}), false
	case p.skip("?<="):
		return p.closedLook(&look{behind: true}), false
	case p.skip("?<!"):
		return p.closedLook(&look{behind: true, negative: true}), false
	}
	g := &group{}
	if p.skip("?<") {
		g.name = p.name("Invalid capture group name")
		if slices.Contains(p.names, g.name) {
			p.fail("Duplicate capture group name")
		}
	} else if p.peek() == '?' {
		p.fail("Invalid group")
	}
	p.groups++
	g.index = p.groups
	p.names = append(p.names, g.name)
	return p.closed(g), true
}

func (p *parser) closed(g *group) *group {
	g.body = p.inside()
	return g
}

func (p *parser) closedLook(l *look) *look {
	l.body = p.inside()
	return l
}

func (p *parser) inside() node {
	n := p.alternatives()
	if !p.skip(")") {
		p.fail("Unterminated group")
	}
	return n
}

// name reads a name up to its ">".
func (p *parser) name(reason string) string {
	var name []rune
	for !p.skip(">") {
		c := p.take()
		if c == '\\' {
			if p.take() != 'u' {
				p.fail("Invalid Unicode escape")
			}
			var ok bool
			if c, ok = p.unicodeEscape(true); !ok {
				p.fail("Invalid Unicode escape")
			}
		}
		if pair := utf16.DecodeRune(c, p.peek()); pair != unicode.ReplacementChar {
			c = pair
			p.at++
		}
		if c < 0 || !isNameChar(c, len(name) == 0) {
			p.fail(reason)
		}
		name = append(name, c)
	}
	if len(name) == 0 {
		p.fail(reason)
	}
	return string(name)
}

func isNameChar(c rune, first bool) bool {
	if c == '$' || c == '_' || unicode.IsLetter(c) || unicode.Is(unicode.Nl, c) || unicode.Is(unicode.Other_ID_Start, c) {
		return true
	}
	return !first && (unicode.In(c, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue) || c == 0x200C || c == 0x200D)
}
