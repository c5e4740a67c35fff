package regex

import (
	"fmt"
	"strings"
)

// Flags are those of a regular expression.
type Flags struct {
	Global, IgnoreCase, Multiline, DotAll, Unicode, UnicodeSets, Sticky, HasIndices bool
}

// ParseFlags reads the letters of flags; ok is false when one is unknown, twice
// there, or at odds with another.
func ParseFlags(text string) (f Flags, ok bool) {
	fields := map[rune]*bool{
		'd': &f.HasIndices, 'g': &f.Global, 'i': &f.IgnoreCase, 'm': &f.Multiline, 's': &f.DotAll, 'u': &f.Unicode, 'v': &f.UnicodeSets, 'y': &f.Sticky,
	}
	for _, c := range text {
		field := fields[c]
		if field == nil || *field {
			return f, false
		}
		*field = true
	}
	return f, !(f.Unicode && f.UnicodeSets)
}

// String is the flags in the order scripts see them.
func (f Flags) String() string {
	var b strings.Builder
	for _, flag := range []struct {
		on     bool
		letter byte
	}{{f.HasIndices, 'd'}, {f.Global, 'g'}, {f.IgnoreCase, 'i'}, {f.Multiline, 'm'}, {f.DotAll, 's'}, {f.Unicode, 'u'}, {f.UnicodeSets, 'v'}, {f.Sticky, 'y'}} {
		if flag.on {
			b.WriteByte(flag.letter)
		}
	}
	return b.String()
}

// full tells whether characters are code points, not UTF-16 units.
func (f Flags) full() bool { return f.Unicode || f.UnicodeSets }

// A SyntaxError says what is wrong with a pattern, in V8's words.
type SyntaxError struct {
	Pattern, Flags, Reason string
}

// Error is the message as V8 has it.
func (e *SyntaxError) Error() string {
	if e.Pattern == "" && e.Reason == "" {
		return fmt.Sprintf("Invalid flags supplied to RegExp constructor '%s'", e.Flags)
	}
	return fmt.Sprintf("Invalid regular expression: /%s/%s: %s", e.Pattern, e.Flags, e.Reason)
}

// The nodes of a pattern.
type (
	node interface{}

	alternatives []node
	sequence     []node

	// char is one character, set one of many.
	char rune
	// strings that a class of the flag v has besides characters are
	// alternatives of sequences.
	set struct {
		ranges  []span
		negated bool
	}
	anyChar struct{}

	group struct {
		index int // 0 for one that captures nothing
		name  string
		body  node
	}
	backreference struct {
		index int
		name  string
	}
	assertion byte // one of ^ $ b B

	look struct {
		behind, negative bool
		body             node
	}
	quantified struct {
		body     node
		min, max int // max may be infinite
		lazy     bool
		// first and last are the groups in the body, last not included.
		first, last int
	}
)

const infinite = 1<<31 - 1
