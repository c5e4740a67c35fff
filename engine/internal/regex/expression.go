package regex

import (
	"unicode/utf16"
)

// An expression is a regular expression: its parts as the script wrote them,
// and the program to run. One that goja does exactly as V8 has no program.
type expression struct {
	source  []uint16
	flags   Flags
	program *program
}

// newExpression compiles a pattern. The error is a [*SyntaxError].
func newExpression(source []uint16, flagText string) (*expression, error) {
	flags, ok := ParseFlags(flagText)
	if !ok {
		return nil, &SyntaxError{Flags: flagText}
	}
	root, p, reason := parse(source, flags)
	if reason != "" {
		return nil, &SyntaxError{Pattern: string(utf16.Decode(source)), Flags: flags.String(), Reason: reason}
	}
	e := &expression{source: source, flags: flags}
	if !isOrdinary(root, p) {
		e.program = compile(root, p)
	}
	return e, nil
}

// Check tells what is wrong with a pattern of a source text; nil when nothing
// is. It is a [*SyntaxError].
func Check(pattern, flags string) error {
	_, err := newExpression(unitsOf(pattern), flags)
	return err
}

// isOrdinary tells whether goja, whose engines are Go's and .NET's, does a
// pattern exactly as V8. They keep what a group matched in an earlier round,
// find nothing right after a match, know other line ends and word characters,
// and so on; but what they do the same they do fast and in linear time, and
// most patterns that people write are such.
func isOrdinary(root node, p *parser) bool {
	f := p.flags
	if p.odd || f.Sticky || f.full() || f.HasIndices || p.anyNamed {
		return false
	}
	o := ordinary{flags: f, room: mostRounds}
	return o.node(root) && !nullable(root)
}

type ordinary struct {
	flags Flags
	// room is how many rounds what is looked at may make.
	room int
}

// mostRounds is how many rounds of all quantifiers around a part, multiplied,
// Go's engine does. goja hands what does more to .NET's, which cannot be
// stopped.
const mostRounds = 1000

func (o ordinary) node(n node) bool {
	switch n := n.(type) {
	case sequence:
		return o.all(n)
	case alternatives:
		return o.all(n)
	case *group:
		return o.node(n.body)
	case char:
		return o.char(rune(n))
	case set:
		return o.ranges(n.ranges)
	case anyChar:
		return true
	case assertion:
		return n != 'b' && n != 'B' && !o.flags.Multiline
	case *quantified:
		return o.quantified(n)
	}
	return false
}

func (o ordinary) all(list []node) bool {
	for _, n := range list {
		if !o.node(n) {
			return false
		}
	}
	return true
}

func (o ordinary) char(c rune) bool {
	return c < 0x80 || !o.flags.IgnoreCase && !utf16.IsSurrogate(c)
}

func (o ordinary) ranges(ranges []span) bool {
	for _, r := range ranges {
		if o.flags.IgnoreCase && r.hi >= 0x80 && r.lo < 0xA0 || r.lo <= 0xDFFF && r.hi >= 0xD800 {
			return false
		}
	}
	return len(ranges) > 0
}

// quantified is the same where no round can leave something behind for the
// next one: what repeats matches something, and captures all of it or nothing.
func (o ordinary) quantified(q *quantified) bool {
	rounds := q.max
	if rounds == infinite {
		rounds = max(1, q.min)
	}
	if rounds == 0 || rounds > o.room || nullable(q.body) {
		return false
	}
	o.room /= rounds
	if _, isLook := q.body.(*look); isLook || !o.node(q.body) {
		return false
	}
	captures := q.last - q.first
	g, isGroup := q.body.(*group)
	return captures == 0 || q.max == 1 || captures == 1 && isGroup && g.index > 0
}

// nullable tells whether a pattern may match nothing.
func nullable(n node) bool {
	switch n := n.(type) {
	case sequence:
		for _, item := range n {
			if !nullable(item) {
				return false
			}
		}
		return true
	case alternatives:
		for _, item := range n {
			if nullable(item) {
				return true
			}
		}
		return false
	case *group:
		return nullable(n.body)
	case *quantified:
		return n.min == 0 || nullable(n.body)
	case char, set, anyChar:
		return false
	}
	return true
}

func unitsOf(text string) []uint16 { return utf16.Encode([]rune(text)) }
