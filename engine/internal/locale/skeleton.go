package locale

import (
	"strings"
)

// A field is a part of a date; the order is that of UTS 35's skeletons.
type field int

const (
	fieldEra field = iota
	fieldYear
	fieldQuarter
	fieldMonth
	fieldWeek
	fieldWeekOfMonth
	fieldWeekday
	fieldDayOfYear
	fieldDayOfWeekInMonth
	fieldDay
	fieldDayPeriod
	fieldHour
	fieldMinute
	fieldSecond
	fieldFraction
	fieldZone
	fields
)

const timeMask = 1<<fieldDayPeriod | 1<<fieldHour | 1<<fieldMinute | 1<<fieldSecond | 1<<fieldFraction | 1<<fieldZone

// Kinds of a field's text, as numbers whose distance says how alike two are.
const (
	kindNumeric = 0x100
	kindNarrow  = -0x101
	kindShorter = -0x102
	kindShort   = -0x103
	kindLong    = -0x104
	kindDelta   = 0x10
)

// A letter of a pattern means a field; variants of a field are deltas apart.
type letter struct {
	field   field
	numeric bool // when short
	delta   int
}

var letters = map[byte]letter{
	'G': {fieldEra, false, 0},
	'y': {fieldYear, true, 0}, 'Y': {fieldYear, true, 1}, 'u': {fieldYear, true, 2}, 'r': {fieldYear, true, 3},
	'Q': {fieldQuarter, true, 0}, 'q': {fieldQuarter, true, 1},
	'M': {fieldMonth, true, 0}, 'L': {fieldMonth, true, 1},
	'w': {fieldWeek, true, 0}, 'W': {fieldWeekOfMonth, true, 0},
	'E': {fieldWeekday, false, 0}, 'e': {fieldWeekday, true, 1}, 'c': {fieldWeekday, true, 2},
	'd': {fieldDay, true, 0}, 'D': {fieldDayOfYear, true, 0}, 'F': {fieldDayOfWeekInMonth, true, 0},
	'a': {fieldDayPeriod, false, 0}, 'b': {fieldDayPeriod, false, 1}, 'B': {fieldDayPeriod, false, 3},
	'H': {fieldHour, true, 10}, 'k': {fieldHour, true, 11}, 'h': {fieldHour, true, 0}, 'K': {fieldHour, true, 1},
	'm': {fieldMinute, true, 0}, 's': {fieldSecond, true, 0}, 'S': {fieldFraction, true, 0},
	'z': {fieldZone, false, 0}, 'O': {fieldZone, false, 1}, 'v': {fieldZone, false, 2},
}

// kind tells what n letters of this sort show; width is the shortest row of
// letters of that kind.
func (l letter) kind(n int) (kind, width int) {
	d := l.delta * kindDelta
	alwaysNumber := l.numeric && l.field != fieldMonth && l.field != fieldQuarter && l.field != fieldWeekday
	switch {
	case alwaysNumber, l.numeric && n < 3:
		return kindNumeric + d + n, 1
	case n < 4:
		return kindShort - d, min(3, n)
	case n == 4:
		return kindLong - d, 4
	case n == 6 && l.field == fieldWeekday:
		return kindShorter - d, 6
	case l.field == fieldZone:
		return kindLong - d, 4
	}
	return kindNarrow - d, 5
}

// A token is a field of a pattern, or literal text when its letter is 0.
type token struct {
	letter byte
	count  int
	text   string
}

// tokens splits a pattern; quotes hold text, two are one.
func tokens(pattern string) []token {
	var list []token
	var text strings.Builder
	flush := func() {
		if text.Len() > 0 {
			list = append(list, token{text: text.String()})
			text.Reset()
		}
	}
	for i, quoted := 0, false; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\'' && i+1 < len(pattern) && pattern[i+1] == '\'':
			text.WriteByte(c)
			i++
		case c == '\'':
			quoted = !quoted
		case quoted || !isLetter(c):
			text.WriteByte(c)
		default:
			flush()
			n := 1
			for i+n < len(pattern) && pattern[i+n] == c {
				n++
			}
			list = append(list, token{letter: c, count: n})
			i += n - 1
		}
	}
	flush()
	return list
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// A skeleton says for each field what is to be shown; fields of count 0 are
// not shown.
type skeleton struct {
	letter [fields]byte
	count  [fields]int
	kind   [fields]int
	base   [fields]int // the shortest count of that kind
	// anyHour leaves hours as wide as the pattern has them.
	anyHour bool
}

// newSkeleton reads the letters of a skeleton or pattern.
func newSkeleton(pattern string) skeleton {
	var s skeleton
	for _, t := range tokens(pattern) {
		s.add(t.letter, t.count)
	}
	if s.count[fieldMinute] > 0 && s.count[fieldFraction] > 0 && s.count[fieldSecond] == 0 {
		s.add('s', 1)
	}
	switch s.letter[fieldHour] {
	case 'h', 'K':
		if s.count[fieldDayPeriod] == 0 {
			s.add('a', 1)
		}
	case 'H', 'k':
		s.letter[fieldDayPeriod], s.count[fieldDayPeriod], s.kind[fieldDayPeriod], s.base[fieldDayPeriod] = 0, 0, 0, 0
	}
	return s
}

func (s *skeleton) add(c byte, n int) {
	l, ok := letters[c]
	if !ok {
		return
	}
	s.letter[l.field], s.count[l.field] = c, n
	s.kind[l.field], s.base[l.field] = l.kind(n)
}

func (s *skeleton) mask() int {
	mask := 0
	for f, n := range s.count {
		if n > 0 {
			mask |= 1 << f
		}
	}
	return mask
}

// key is the skeleton as text, in the order of the fields.
func (s *skeleton) key(count *[fields]int) string {
	var b strings.Builder
	for f, c := range s.letter {
		if s.count[f] > 0 {
			b.WriteString(strings.Repeat(string(c), count[f]))
		}
	}
	return b.String()
}

// A gap is how far a skeleton is from a wanted one: fields missing in it, and
// extra ones.
type gap struct{ distance, missing, extra int }

// from measures how far other is from the fields of s that are in mask.
func (s *skeleton) from(other *skeleton, mask int) gap {
	var g gap
	for f := range s.kind {
		mine, others := s.kind[f], other.kind[f]
		if mask&(1<<f) == 0 {
			mine = 0
		}
		switch {
		case mine == others:
		case mine == 0:
			g.distance += 0x10000
			g.extra |= 1 << f
		case others == 0:
			g.distance += 0x1000
			g.missing |= 1 << f
		default:
			g.distance += max(mine-others, others-mine)
		}
	}
	return g
}
