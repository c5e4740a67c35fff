package dates

import (
	"math"
	"time"
)

// Parse gives the time that a text stands for, in milliseconds since 1970; NaN
// when it stands for none. Dates without a zone are of the one given.
//
// A text is read as the language's own format first,
//
//	2020-01-02T03:04:05.678Z
//
// with a fraction of any length and offsets with or without a colon; and from
// where it is not that, in the way browsers have always read dates: numbers,
// the names of months and zones, AM and PM, in about any order, words before
// the first number and comments in parentheses left out.
func Parse(text string, zone *time.Location) float64 {
	p := parser{tokens: tokens(text)}
	switch p.standard() {
	case isStandard:
		return p.result(zone)
	case isNothing:
		return math.NaN()
	}
	p.numbered = len(p.day.numbers) > 0
	for p.peek().kind != end {
		if !p.any() {
			return math.NaN()
		}
	}
	return p.result(zone)
}

// A parser reads the tokens of a text.
type parser struct {
	tokens []token
	// numbered is set once there was a number; from then on words must mean
	// something.
	numbered bool
	day      day
	clock    clock
	offset   offset
}

func (p *parser) peek() token { return p.tokens[0] }

func (p *parser) take() token {
	t := p.tokens[0]
	if t.kind != end {
		p.tokens = p.tokens[1:]
	}
	return t
}

func (p *parser) is(text string) bool { return p.peek().kind == symbol && p.peek().text == text }

func (p *parser) isSign() bool { return p.is("+") || p.is("-") }

func (p *parser) isZ() bool { return p.peek().kind == zoneName && p.peek().length == 1 }

// skip takes a symbol if it comes next.
func (p *parser) skip(text string) bool {
	if !p.is(text) {
		return false
	}
	p.take()
	return true
}

// fixed takes a number of so many digits, and not beyond a limit.
func (p *parser) fixed(length, low, high int) (int, bool) {
	t := p.peek()
	if t.kind != number || t.length != length || t.value < low || t.value > high {
		return 0, false
	}
	p.take()
	return t.value, true
}

// any reads one token, and what belongs to it, of a date in no fixed format.
func (p *parser) any() bool {
	switch t := p.take(); t.kind {
	case number:
		p.numbered = true
		return p.number(t)
	case monthName:
		p.day.month = t.value
		p.skip("-")
	case halfOfDay:
		if !p.clock.empty() {
			p.clock.half = &t.value
			return true
		}
		return p.word()
	case zoneName:
		if !p.numbered {
			return p.word()
		}
		p.offset = offsetOf(t.value)
	case separator, otherWord:
		return p.word()
	case symbol:
		return p.symbol(t)
	}
	return true
}

// word leaves a word out that means nothing. It must come before all numbers,
// and not touch one.
func (p *parser) word() bool { return !p.numbered && p.peek().kind != number }

func (p *parser) symbol(t token) bool {
	sign := t.text == "+" || t.text == "-"
	switch {
	case sign && (p.offset.isUTC() || !p.clock.empty()):
		return p.zone(t.text)
	case sign || t.text == ")":
		return !p.numbered
	}
	return true
}

func (p *parser) number(t token) bool {
	switch {
	case p.skip(":"):
		return p.beforeColon(t.value)
	case p.skip(".") && p.clock.expects(t.value):
		p.clock.add(t.value)
		if p.peek().kind != number {
			return false
		}
		p.clock.finish(milliseconds(p.take()))
	case p.offset.expects(t.value):
		p.offset.minute = t.value
	case p.clock.expects(t.value):
		p.clock.finish(t.value)
		after := p.peek().kind
		return after == end || after == space || p.isZ() || p.isSign()
	default:
		if !p.day.add(t.value) {
			return false
		}
		p.skip("-")
	}
	return true
}

// beforeColon takes an hour or minute; two colons leave out the minutes.
func (p *parser) beforeColon(n int) bool {
	if !p.skip(":") {
		ok := p.clock.add(n)
		p.skip(".")
		return ok
	}
	if !p.clock.empty() {
		return false
	}
	return p.clock.add(n) && p.clock.add(0)
}

// zone reads an offset after its sign; there may be no digits.
func (p *parser) zone(sign string) bool {
	n, length := 0, 0
	if p.peek().kind == number {
		t := p.take()
		n, length = t.value, t.length
	}
	p.numbered = true
	switch {
	case p.is(":"):
		p.offset = offset{known: true, hour: n, minute: missing}
	case length == 1 || length == 2:
		p.offset = offset{known: true, hour: n}
	case length == 3 || length == 4:
		p.offset = offset{known: true, hour: n / 100, minute: n % 100}
	default:
		return false
	}
	p.offset.negative = sign == "-"
	return true
}

// milliseconds reads a fraction of a second. Of long ones the first digits
// count, after leading zeros: V8 takes .0123456789 for 123.
func milliseconds(t token) int {
	n, length := t.value, min(t.length, digits)
	for ; length < 3; length++ {
		n *= 10
	}
	for ; length > 3; length-- {
		n /= 10
	}
	return n
}

// result puts together what was read.
func (p *parser) result(zone *time.Location) float64 {
	year, month, date, ok := p.day.of()
	if !ok {
		return math.NaN()
	}
	clock, ok := p.clock.of()
	if !ok {
		return math.NaN()
	}
	at := makeDate(makeDay(float64(year), float64(month-1), float64(date)), float64(clock))
	if p.offset.known {
		return timeClip(at - p.offset.milliseconds())
	}
	return timeClip(utc(at, zone))
}
