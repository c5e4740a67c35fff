package regex

import (
	"errors"
	"unicode"
	"unicode/utf16"
)

// ErrTooDeep is returned for a match that would need to remember too much.
var ErrTooDeep = errors.New("regex: too many ways to remember")

// errInterrupted ends a match whose script is being stopped.
var errInterrupted = errors.New("regex: interrupted")

// remembered bounds the ways a match may still have to try; V8 has a bound of
// about as many.
const remembered = 1 << 20

// patience is how many steps are taken between two looks at the clock.
const patience = 1 << 14

// A machine runs a program on a text.
type machine struct {
	*program
	text      []uint16
	at, pc    int
	registers []int
	// ways are those not tried yet, the next one last.
	ways []way
	// trail has what registers were, to be undone.
	trail       []change
	steps       int
	interrupted func() bool
	err         error
}

type change struct{ register, was int }

// A way is where to go on after a failure.
type way struct {
	pc, at, trail int
	// count is how often a lazy repetition may still go on. A greedy one goes
	// back until it is at low.
	kind       wayKind
	low, count int
}

type wayKind int

const (
	elsewhere wayKind = iota
	shrinking
	growing
)

// match finds the first match from an index on, or only there. The result has
// the edges of the groups, -1 for those that took no part; nil is none. The
// steps are those of all matches: many short ones are interrupted like a long.
func (p *program) match(text []uint16, from int, onlyThere bool, steps *int, interrupted func() bool) ([]int, error) {
	m := &machine{program: p, text: text, registers: make([]int, p.registerCount), steps: *steps, interrupted: interrupted}
	defer func() { *steps = m.steps }()
	if p.flags.full() && 0 < from && from < len(text) && isPair(text[from-1], text[from]) {
		from--
	}
	for at := from; at <= len(text); at = m.step(at, false) {
		if m.possible(at) && m.run(at) {
			return m.registers[:2*p.groups], nil
		}
		if m.err != nil || onlyThere {
			break
		}
	}
	return nil, m.err
}

// possible rules out most places without running.
func (m *machine) possible(at int) bool {
	first := &m.code[1]
	return first.op != opChar || first.back || m.flags.IgnoreCase || first.char > 0xFFFF || at < len(m.text) && rune(m.text[at]) == first.char
}

func isPair(a, b uint16) bool {
	return a&0xFC00 == 0xD800 && b&0xFC00 == 0xDC00
}

// step is the place after one character, beyond the end after the last.
func (m *machine) step(at int, back bool) int {
	switch {
	case back && m.flags.full() && at >= 2 && isPair(m.text[at-2], m.text[at-1]):
		return at - 2
	case back:
		return at - 1
	case m.flags.full() && at+1 < len(m.text) && isPair(m.text[at], m.text[at+1]):
		return at + 2
	}
	return at + 1
}

// char is the character at a place, -1 at the end.
func (m *machine) char(at int, back bool) rune {
	if back {
		if at <= 0 {
			return -1
		}
		at = m.step(at, true)
	}
	if at < 0 || at >= len(m.text) {
		return -1
	}
	if m.flags.full() && at+1 < len(m.text) && isPair(m.text[at], m.text[at+1]) {
		return utf16.DecodeRune(rune(m.text[at]), rune(m.text[at+1]))
	}
	return rune(m.text[at])
}

func (m *machine) run(at int) bool {
	for i := range m.registers {
		m.registers[i] = -1
	}
	m.at, m.pc, m.ways, m.trail = at, 0, m.ways[:0], m.trail[:0]
	for {
		if m.steps++; m.steps%patience == 0 && m.interrupted() {
			m.err = errInterrupted
		}
		if m.err != nil {
			return false
		}
		i := &m.code[m.pc]
		if i.op == opMatch {
			return true
		}
		if !m.do(i) && !m.back() {
			return false
		}
	}
}

// do carries out one instruction; false is a failure.
func (m *machine) do(i *instruction) bool {
	m.pc++
	switch i.op {
	case opChar, opSet, opAny:
		if c := m.char(m.at, i.back); c < 0 || !m.is(i, i.op, c) {
			return false
		}
		m.at = m.step(m.at, i.back)
	case opRepeat:
		return m.repeat(i)
	case opSplit:
		m.push(way{pc: i.b, at: m.at})
		m.pc = i.a
	case opJump:
		m.pc = i.a
	case opSave:
		if i.known {
			m.set(i.a, m.registers[i.b])
		} else {
			m.set(i.a, m.at)
		}
	case opClear:
		for r := 2 * i.a; r < 2*i.b; r++ {
			m.set(r, -1)
		}
	case opAssert:
		return m.holds(i.char)
	case opReference:
		return m.refer(i)
	case opLook:
		m.set(i.a, len(m.ways))
		m.set(i.a+1, m.at)
		if i.b > 0 {
			m.push(way{pc: i.b, at: m.at})
		}
	case opSeen:
		m.ways, m.at = m.ways[:m.registers[i.a]], m.registers[i.a+1]
	case opUnseen:
		m.ways = m.ways[:m.registers[i.a]]
		return false
	case opZero:
		m.set(i.a, 0)
	case opLoop:
		m.loop(i)
	case opAgain:
		if m.registers[i.a] > i.min && m.registers[i.a+1] == m.at {
			return false // it found nothing, and need not have been tried
		}
		m.pc = i.b
	}
	return true
}

func (m *machine) push(w way) {
	if len(m.ways) >= remembered || len(m.trail) >= 8*remembered {
		m.err = ErrTooDeep
		return
	}
	w.trail = len(m.trail)
	m.ways = append(m.ways, w)
}

func (m *machine) set(register, to int) {
	m.trail = append(m.trail, change{register, m.registers[register]})
	m.registers[register] = to
}

// back goes on where there is another way.
func (m *machine) back() bool {
	for len(m.ways) > 0 {
		w := m.ways[len(m.ways)-1]
		m.ways = m.ways[:len(m.ways)-1]
		for len(m.trail) > w.trail {
			last := m.trail[len(m.trail)-1]
			m.registers[last.register] = last.was
			m.trail = m.trail[:len(m.trail)-1]
		}
		if m.resume(w) {
			return true
		}
	}
	return false
}

func (m *machine) resume(w way) bool {
	m.at, m.pc = w.at, w.pc
	i := &m.code[max(w.pc-1, 0)]
	switch w.kind {
	case shrinking:
		m.at = m.step(w.at, !i.back)
		if m.at != w.low {
			w.at = m.at
			m.push(w)
		}
	case growing:
		if c := m.char(w.at, i.back); c < 0 || !m.is(i, i.one, c) {
			return false
		}
		m.at = m.step(w.at, i.back)
		if w.count--; w.count > 0 {
			w.at = m.at
			m.push(w)
		}
	}
	return true
}

// repeat takes a character as often as it must, and then as often as it can or
// not at all, to be changed on the way back.
func (m *machine) repeat(i *instruction) bool {
	n := 0
	take := func(limit int) {
		for n < limit {
			c := m.char(m.at, i.back)
			if c < 0 || !m.is(i, i.one, c) {
				return
			}
			m.at = m.step(m.at, i.back)
			n++
		}
	}
	if take(i.min); n < i.min {
		return false
	}
	if i.lazy {
		if i.max > n {
			m.push(way{pc: m.pc, at: m.at, kind: growing, count: i.max - n})
		}
		return true
	}
	low := m.at
	take(i.max)
	if m.at != low {
		m.push(way{pc: m.pc, at: m.at, kind: shrinking, low: low})
	}
	return true
}

func (m *machine) loop(i *instruction) {
	times := m.registers[i.a]
	switch {
	case times >= i.max && i.max != infinite:
		m.pc = i.b
		return
	case times < i.min:
	case i.lazy:
		// The body is tried on the way back, at the place of now.
		m.set(i.a+1, m.at)
		m.set(i.a, times+1)
		m.push(way{pc: m.pc, at: m.at})
		m.pc = i.b
		return
	default:
		m.push(way{pc: i.b, at: m.at})
	}
	m.set(i.a+1, m.at)
	m.set(i.a, times+1)
}

// is tells whether a character is what an instruction asks for.
func (m *machine) is(i *instruction, op operation, c rune) bool {
	switch op {
	case opChar:
		return c == i.char || m.flags.IgnoreCase && m.same(c, i.char)
	case opSet:
		in := contains(i.set.ranges, c) || m.flags.IgnoreCase && m.inOtherCase(i.set.ranges, c)
		return in != i.set.negated
	}
	return m.flags.DotAll || !isLineEnd(c)
}

func (m *machine) same(a, b rune) bool {
	if a < 0x80 && b < 0x80 {
		return a|0x20 == b|0x20 && 'a' <= a|0x20 && a|0x20 <= 'z'
	}
	return canonical(a, m.flags.full()) == canonical(b, m.flags.full())
}

func (m *machine) inOtherCase(ranges []span, c rune) bool {
	if c < 0x80 && !m.flags.full() {
		return 'a' <= c|0x20 && c|0x20 <= 'z' && contains(ranges, c^0x20)
	}
	for _, other := range equivalents(c, m.flags.full()) {
		if contains(ranges, other) {
			return true
		}
	}
	return false
}

func isLineEnd(c rune) bool { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 }

func (m *machine) holds(assertion rune) bool {
	switch assertion {
	case '^':
		return m.at == 0 || m.flags.Multiline && isLineEnd(rune(m.text[m.at-1]))
	case '$':
		return m.at == len(m.text) || m.flags.Multiline && isLineEnd(rune(m.text[m.at]))
	}
	return (m.isWord(m.at-1) != m.isWord(m.at)) == (assertion == 'b')
}

func (m *machine) isWord(at int) bool {
	if at < 0 || at >= len(m.text) {
		return false
	}
	if m.flags.full() && m.flags.IgnoreCase {
		return contains(foldedWord, rune(m.text[at]))
	}
	return m.text[at] < unicode.MaxASCII && contains(asciiWord, rune(m.text[at]))
}

// refer matches what a group matched; one that took no part matches nothing.
func (m *machine) refer(i *instruction) bool {
	from, to := m.registers[2*i.a], m.registers[2*i.a+1]
	if from < 0 || to < 0 {
		return true
	}
	if i.back {
		for to > from {
			a, b := m.char(to, true), m.char(m.at, true)
			if b < 0 || a != b && !(m.flags.IgnoreCase && m.same(a, b)) {
				return false
			}
			to, m.at = m.step(to, true), m.step(m.at, true)
		}
		return true
	}
	for from < to {
		a, b := m.char(from, false), m.char(m.at, false)
		if b < 0 || a != b && !(m.flags.IgnoreCase && m.same(a, b)) {
			return false
		}
		from, m.at = m.step(from, false), m.step(m.at, false)
	}
	return true
}
