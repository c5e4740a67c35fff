// Package regex translates what goja's regular expressions lack: properties of
// characters, \p{…} and \P{…} in patterns with the flag u, become the ranges of
// characters they stand for, from Go's Unicode tables. goja takes them for the
// letter p, so that they silently never match.
//
// It also writes out \b and \B for the second engine that goja has: there a
// letter of any script belongs to a word, in JavaScript one of ASCII alone.
package regex

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

// Expand returns a pattern of a regular expression with the flags given, its
// properties written out. A pattern without any, or with one that is not known,
// is returned as it is.
//
// A pattern with named groups is given an empty lookahead besides: goja then
// uses its other engine, which tells the names for text beyond ASCII too.
func Expand(pattern, flags string) string {
	return expandBoundaries(expandProperties(pattern, flags), flags)
}

func expandProperties(pattern, flags string) string {
	if !strings.Contains(flags, "u") {
		return pattern
	}
	if namedGroup.MatchString(pattern) {
		pattern = "(?=)" + pattern
	}
	if !strings.Contains(pattern, `\p{`) && !strings.Contains(pattern, `\P{`) {
		return pattern
	}
	e := expander{rest: pattern}
	if !e.expand() {
		return pattern
	}
	return e.b.String()
}

// What \b and \B mean, for characters that belong to words: see word.
const (
	word     = `[0-9A-Za-z_]`
	boundary = `(?:(?<=` + word + `)(?!` + word + `)|(?<!` + word + `)(?=` + word + `))`
	inside   = `(?:(?<=` + word + `)(?=` + word + `)|(?<!` + word + `)(?!` + word + `))`
)

// otherEngine finds in a pattern what Go's own engine does not do.
var otherEngine = regexp.MustCompile(`\(\?[=!<]|\\[1-9k]`)

// expandBoundaries writes out \b and \B of patterns that goja may give to its
// second engine: those that Go's own cannot do, and those that are matched
// several times in a text.
func expandBoundaries(pattern, flags string) string {
	if !strings.Contains(pattern, `\b`) && !strings.Contains(pattern, `\B`) || !strings.ContainsAny(flags, "gy") && !otherEngine.MatchString(pattern) {
		return pattern
	}
	var b strings.Builder
	inClass := false
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\' && i+1 < len(pattern):
			i++
			switch next := pattern[i]; {
			case next == 'b' && !inClass:
				b.WriteString(boundary)
			case next == 'B' && !inClass:
				b.WriteString(inside)
			default:
				b.WriteByte(c)
				b.WriteByte(next)
			}
			continue
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

var namedGroup = regexp.MustCompile(`\(\?<[^=!]`)

type expander struct {
	rest    string
	b       strings.Builder
	inClass bool
}

func (e *expander) expand() bool {
	for e.rest != "" {
		switch c := e.rest[0]; {
		case c == '\\' && len(e.rest) > 2 && (e.rest[1] == 'p' || e.rest[1] == 'P') && e.rest[2] == '{':
			if !e.property() {
				return false
			}
			continue
		case c == '\\' && len(e.rest) > 1:
			e.b.WriteByte(c)
			e.rest = e.rest[1:]
		case c == '[':
			e.inClass = true
		case c == ']':
			e.inClass = false
		}
		e.b.WriteByte(e.rest[0])
		e.rest = e.rest[1:]
	}
	return true
}

// property writes one property out.
func (e *expander) property() bool {
	negated := e.rest[1] == 'P'
	name, rest, ok := strings.Cut(e.rest[3:], "}")
	tables := lookup(name)
	if !ok || tables == nil {
		return false
	}
	e.rest = rest
	ranges := merged(tables)
	if e.inClass {
		if negated {
			ranges = complement(ranges)
		}
		write(&e.b, ranges)
		return true
	}
	e.b.WriteString("[")
	if negated {
		e.b.WriteString("^")
	}
	write(&e.b, ranges)
	e.b.WriteString("]")
	return true
}

// lookup finds the tables whose union a property is; nil when there is none.
func lookup(name string) []*unicode.RangeTable {
	if key, value, ok := strings.Cut(name, "="); ok {
		switch key {
		case "General_Category", "gc":
			return category(value)
		case "Script", "sc", "Script_Extensions", "scx":
			return script(value)
		}
		return nil
	}
	if tables := category(name); tables != nil {
		return tables
	}
	return binary(name)
}

func category(name string) []*unicode.RangeTable {
	if short, ok := unicode.CategoryAliases[name]; ok {
		name = short
	}
	if t, ok := unicode.Categories[name]; ok {
		return []*unicode.RangeTable{t}
	}
	return nil
}

// shortScripts are the short names of the scripts that people write.
var shortScripts = map[string]string{
	"Latn": "Latin", "Grek": "Greek", "Cyrl": "Cyrillic", "Hani": "Han", "Hira": "Hiragana", "Kana": "Katakana", "Hang": "Hangul",
	"Arab": "Arabic", "Hebr": "Hebrew", "Thai": "Thai", "Deva": "Devanagari", "Armn": "Armenian", "Geor": "Georgian", "Zyyy": "Common", "Zinh": "Inherited",
}

func script(name string) []*unicode.RangeTable {
	if long, ok := shortScripts[name]; ok {
		name = long
	}
	if t, ok := unicode.Scripts[name]; ok {
		return []*unicode.RangeTable{t}
	}
	return nil
}

// binary finds a property that characters have or have not. Those derived from
// others are put together as the Unicode standard says.
func binary(name string) []*unicode.RangeTable {
	switch name {
	case "Any":
		return []*unicode.RangeTable{{R32: []unicode.Range32{{Lo: 0, Hi: unicode.MaxRune, Stride: 1}}}}
	case "ASCII":
		return []*unicode.RangeTable{{R16: []unicode.Range16{{Lo: 0, Hi: 0x7F, Stride: 1}}}}
	case "Alphabetic", "Alpha":
		return []*unicode.RangeTable{unicode.L, unicode.Nl, unicode.Other_Alphabetic}
	case "Lowercase", "Lower":
		return []*unicode.RangeTable{unicode.Ll, unicode.Other_Lowercase}
	case "Uppercase", "Upper":
		return []*unicode.RangeTable{unicode.Lu, unicode.Other_Uppercase}
	case "space":
		name = "White_Space"
	case "ID_Start", "IDS", "XID_Start", "XIDS":
		return []*unicode.RangeTable{unicode.L, unicode.Nl, unicode.Other_ID_Start}
	case "ID_Continue", "IDC", "XID_Continue", "XIDC":
		return []*unicode.RangeTable{unicode.L, unicode.Nl, unicode.Other_ID_Start, unicode.Mn, unicode.Mc, unicode.Nd, unicode.Pc, unicode.Other_ID_Continue}
	case "Math":
		return []*unicode.RangeTable{unicode.Sm, unicode.Other_Math}
	}
	if t, ok := emoji[name]; ok {
		return []*unicode.RangeTable{t}
	}
	if t, ok := unicode.Properties[name]; ok {
		return []*unicode.RangeTable{t}
	}
	return nil
}

// write writes ranges as they stand in a class.
func write(b *strings.Builder, ranges []span) {
	for _, r := range ranges {
		escape(b, r.lo)
		if r.hi > r.lo {
			b.WriteByte('-')
			escape(b, r.hi)
		}
	}
}

func escape(b *strings.Builder, c rune) {
	switch {
	case c < 0x80:
		fmt.Fprintf(b, `\x%02x`, c)
	case 0xD800 <= c && c <= 0xDFFF || c == 0x2028 || c == 0x2029:
		fmt.Fprintf(b, `\u%04x`, c)
	default:
		b.WriteRune(c)
	}
}
