package jsonobject

import (
	"fmt"
	"slices"
	"unicode/utf16"
)

// diagnose is V8's message for text that is not JSON; "" for text that is. It
// keeps the open brackets in a list of its own, so no text is too deep for it.
func diagnose(text []uint16) string {
	s := scanner{text: text}
	s.document()
	return s.message
}

// A scanner walks text as V8's JsonParser does, and stops at the first fault.
type scanner struct {
	text    []uint16
	pos     int
	open    []byte
	message string
}

// eof is what peek sees behind the text.
const eof = -1

func (s *scanner) peek() int {
	if s.pos >= len(s.text) {
		return eof
	}
	return int(s.text[s.pos])
}

// next is peek after white space.
func (s *scanner) next() int {
	for {
		switch c := s.peek(); c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
}

// at fails with a message that tells the position.
func (s *scanner) at(what string) bool {
	s.message = fmt.Sprintf("%s in JSON at position %d", what, s.pos)
	return false
}

// document reads a value and what must not follow it.
func (s *scanner) document() {
	for {
		begun, ok := s.value()
		if !ok {
			return
		}
		if !begun && !s.closeValue() {
			return
		}
		if len(s.open) == 0 {
			break
		}
	}
	if s.next() != eof {
		s.message = fmt.Sprintf("Unexpected non-whitespace character after JSON at position %d", s.pos)
	}
}

// value reads a value. begun is true when that opened an object or array which
// is not empty; the next value is then its first.
func (s *scanner) value() (begun, ok bool) {
	switch c := s.next(); {
	case c == '{':
		s.pos++
		if s.next() == '}' {
			s.pos++
			return false, true
		}
		s.open = append(s.open, '{')
		return true, s.name("Expected property name or '}'")
	case c == '[':
		s.pos++
		if s.next() == ']' {
			s.pos++
			return false, true
		}
		s.open = append(s.open, '[')
		return true, true
	case c == '"':
		return false, s.string()
	case c == '-' || isDigit(c):
		return false, s.number()
	case c == 't':
		return false, s.literal("true")
	case c == 'f':
		return false, s.literal("false")
	case c == 'n':
		return false, s.literal("null")
	}
	return false, s.unexpected()
}

// closeValue reads what follows a value: the brackets it closes, up to the
// comma before the next.
func (s *scanner) closeValue() bool {
	for len(s.open) > 0 {
		object := s.open[len(s.open)-1] == '{'
		switch c := s.next(); {
		case c == ',':
			s.pos++
			return !object || s.name("Expected double-quoted property name")
		case object && c == '}', !object && c == ']':
			s.pos++
			s.open = s.open[:len(s.open)-1]
		case object:
			return s.at("Expected ',' or '}' after property value")
		default:
			return s.at("Expected ',' or ']' after array element")
		}
	}
	return true
}

// name reads a property name and the colon.
func (s *scanner) name(otherwise string) bool {
	if s.next() != '"' {
		return s.at(otherwise)
	}
	if !s.string() {
		return false
	}
	if s.next() != ':' {
		return s.at("Expected ':' after property name")
	}
	s.pos++
	return true
}

func (s *scanner) literal(word string) bool {
	for _, c := range word {
		if s.peek() != int(c) {
			return s.unexpected()
		}
		s.pos++
	}
	return true
}

func (s *scanner) number() bool {
	if s.peek() == '-' {
		s.pos++
		if !isDigit(s.peek()) {
			return s.at("No number after minus sign")
		}
	}
	if s.peek() == '0' {
		s.pos++
		if isDigit(s.peek()) {
			return s.unexpected()
		}
	}
	s.digits()
	if s.peek() == '.' {
		s.pos++
		if !s.digits() {
			return s.at("Unterminated fractional number")
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.peek(); c == '+' || c == '-' {
			s.pos++
		}
		if !s.digits() {
			return s.at("Exponent part is missing a number")
		}
	}
	return true
}

func (s *scanner) digits() bool {
	start := s.pos
	for isDigit(s.peek()) {
		s.pos++
	}
	return s.pos > start
}

func isDigit(c int) bool { return '0' <= c && c <= '9' }

func isHex(c int) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func (s *scanner) string() bool {
	for s.pos++; ; s.pos++ {
		switch c := s.peek(); {
		case c == eof:
			return s.at("Unterminated string")
		case c == '"':
			s.pos++
			return true
		case c < ' ':
			return s.at("Bad control character in string literal")
		case c == '\\' && !s.escape():
			return false
		}
	}
}

// escape leaves the position at the last character of the escape.
func (s *scanner) escape() bool {
	s.pos++
	switch s.peek() {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return true
	case 'u':
		for range 4 {
			if s.pos++; !isHex(s.peek()) {
				return s.at("Bad Unicode escape")
			}
		}
		return true
	}
	if c := s.peek(); c == eof || c > 0xFF { // V8's table of escapes ends there
		return s.unexpected()
	}
	return s.at("Bad escaped character")
}

// unexpected is the message for a token that no rule of its own explains.
func (s *scanner) unexpected() bool {
	c := s.peek()
	switch {
	case c == eof:
		s.message = "Unexpected end of JSON input"
	case c == '-' || isDigit(c):
		return s.at("Unexpected number")
	case c == '"':
		return s.at("Unexpected string")
	case s.isSpecial():
		s.message = fmt.Sprintf(`"%s" is not valid JSON`, string(utf16.Decode(s.text)))
	default:
		s.message = fmt.Sprintf("Unexpected token '%s', %s is not valid JSON", string(utf16.Decode(s.text[s.pos:s.pos+1])), s.context())
	}
	return false
}

// isSpecial tells whether the text is what values become that were not meant to
// be text.
func (s *scanner) isSpecial() bool {
	return slices.Contains([]string{"undefined", "NaN", "Infinity", "[object Object]"}, string(utf16.Decode(s.text)))
}

// context quotes the text around the fault: all of a short one, otherwise 10
// units to both sides.
func (s *scanner) context() string {
	const around = 10
	from, to := max(0, s.pos-around), min(len(s.text), s.pos+around)
	before, after := "...", "..."
	switch {
	case len(s.text) <= 2*around:
		from, to, before, after = 0, len(s.text), "", ""
	case s.pos < around:
		before = ""
	case s.pos >= len(s.text)-around:
		after = ""
	}
	return before + `"` + string(utf16.Decode(s.text[from:to])) + `"` + after
}
