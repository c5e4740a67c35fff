package wording

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// invalidPattern is V8's message for a regular expression that goja refused
// with the reason given.
func invalidPattern(pattern, flags, reason string) string {
	s := patternScanner{rest: pattern, unicode: strings.ContainsAny(flags, "uv"), names: map[string]bool{}}
	if found := s.fault(); found != "" {
		reason = found
	}
	return "Invalid regular expression: /" + pattern + "/" + flags + ": " + reason
}

// A patternScanner looks for the first fault of a pattern.
type patternScanner struct {
	rest    string
	unicode bool
	names   map[string]bool
	// groups counts those that are open. atom is set behind what can be
	// repeated.
	groups int
	atom   bool
}

// fault returns V8's words for what is wrong; "" when nothing was found.
func (s *patternScanner) fault() string {
	for s.rest != "" {
		if fault := s.next(); fault != "" {
			return fault
		}
	}
	if s.groups > 0 {
		return "Unterminated group"
	}
	return ""
}

func (s *patternScanner) next() string {
	c, size := utf8.DecodeRuneInString(s.rest)
	switch c {
	case '(':
		return s.group()
	case ')':
		if s.groups == 0 {
			return "Unmatched ')'"
		}
		s.groups--
	case '*', '+', '?':
		return s.quantifier(1)
	case '{', '}':
		return s.braces()
	case ']':
		if s.unicode {
			return "Lone quantifier brackets"
		}
	case '[':
		return s.class()
	case '\\':
		return s.escape()
	}
	s.atom = c != '|' && c != '^' && c != '$'
	s.rest = s.rest[size:]
	return ""
}

func (s *patternScanner) quantifier(length int) string {
	if !s.atom {
		return "Nothing to repeat"
	}
	s.rest = strings.TrimPrefix(s.rest[length:], "?")
	s.atom = false
	return ""
}

var counts = regexp.MustCompile(`^\{(\d+)(?:(,)(\d*))?\}`)

func (s *patternScanner) braces() string {
	m := counts.FindStringSubmatch(s.rest)
	if m == nil {
		if s.unicode && s.rest[0] == '{' {
			return "Incomplete quantifier"
		}
		if s.unicode {
			return "Lone quantifier brackets"
		}
		s.atom, s.rest = true, s.rest[1:]
		return ""
	}
	least, _ := strconv.ParseFloat(m[1], 64) // digits, by the expression
	most, _ := strconv.ParseFloat(m[3], 64)
	if m[3] != "" && most < least {
		return "numbers out of order in {} quantifier"
	}
	return s.quantifier(len(m[0]))
}

var groupName = regexp.MustCompile(`^\(\?<([\pL\p{Nl}$_][\pL\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}$]*)>`)

func (s *patternScanner) group() string {
	s.atom = false
	s.groups++
	if !strings.HasPrefix(s.rest, "(?") {
		s.rest = s.rest[1:]
		return ""
	}
	for _, kind := range []string{"(?:", "(?=", "(?!", "(?<=", "(?<!"} {
		if strings.HasPrefix(s.rest, kind) {
			s.rest = s.rest[len(kind):]
			return ""
		}
	}
	if !strings.HasPrefix(s.rest, "(?<") {
		return "Invalid group"
	}
	m := groupName.FindStringSubmatch(s.rest)
	switch {
	case m == nil:
		return "Invalid capture group name"
	case s.names[m[1]]:
		return "Duplicate capture group name"
	}
	s.names[m[1]] = true
	s.rest = s.rest[len(m[0]):]
	return ""
}

func (s *patternScanner) escape() string {
	if len(s.rest) == 1 {
		return `\ at end of pattern`
	}
	_, size := utf8.DecodeRuneInString(s.rest[1:])
	if fault := s.unicodeEscape(); fault != "" {
		return fault
	}
	s.atom = s.rest[1] != 'b' && s.rest[1] != 'B'
	s.rest = s.rest[1+size:]
	return ""
}

var properties = regexp.MustCompile(`^\\[pP]\{[\w=]+\}`)

// unicodeEscape is stricter with the flag u.
func (s *patternScanner) unicodeEscape() string {
	if !s.unicode {
		return ""
	}
	switch c := s.rest[1]; {
	case c == 'p' || c == 'P':
		if !properties.MatchString(s.rest) {
			return "Invalid property name"
		}
	case c == 'u' && !unicodeEscape.MatchString(s.rest[1:]):
		return "Invalid Unicode escape"
	case c == 'x' && !hexEscape.MatchString(s.rest[1:]), !strings.ContainsRune(`^$\.*+?()[]{}|/-bBcdDfknrsStuvwWx0123456789`, rune(c)):
		return "Invalid escape"
	}
	return ""
}

// class passes over a class of characters.
func (s *patternScanner) class() string {
	rest := strings.TrimPrefix(s.rest[1:], "^")
	previous, ranged := rune(-1), false
	for rest != "" && rest[0] != ']' {
		c, size, ok := classAtom(rest)
		if !ok {
			return `\ at end of pattern`
		}
		switch {
		case ranged && c >= 0 && previous > c:
			return "Range out of order in character class"
		case ranged:
			previous, ranged = -1, false
		case c == '-' && size == 1 && previous >= 0:
			ranged = true
		default:
			previous = c
		}
		rest = rest[size:]
	}
	if rest == "" {
		return "Unterminated character class"
	}
	s.rest, s.atom = rest[1:], true
	return ""
}

// classAtom reads a character of a class; negative for an escape that stands
// for more than itself.
func classAtom(rest string) (c rune, size int, ok bool) {
	c, size = utf8.DecodeRuneInString(rest)
	if c != '\\' {
		return c, size, true
	}
	if len(rest) == 1 {
		return 0, 0, false
	}
	c, size = utf8.DecodeRuneInString(rest[1:])
	if 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' {
		c = -1
	}
	return c, 1 + size, true
}
