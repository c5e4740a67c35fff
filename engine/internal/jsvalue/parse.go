package jsvalue

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// MaxParseDepth is how deep arrays and objects may nest in text to be parsed.
// No sender comes near it; far deeper text would exhaust the Go stack.
const MaxParseDepth = 10_000

// ErrTooDeep is returned for text that nests deeper than [MaxParseDepth].
var ErrTooDeep = fmt.Errorf("JSON nested deeper than %d levels", MaxParseDepth)

// A SyntaxError tells where text is not JSON.
type SyntaxError struct {
	// Offset counts bytes from 0.
	Offset int
	Reason string
}

// Error returns the reason and the offset.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("invalid JSON: %s at offset %d", e.Reason, e.Offset)
}

// Parse makes the value that JSON.parse makes of text: plain objects with the
// text's key order (array indices first, as in any object), the last of
// duplicate names winning, numbers as doubles, lone surrogates kept. Bytes
// that are not UTF-8 become U+FFFD. The error is a *SyntaxError or ErrTooDeep.
func (r *Realm) Parse(text string) (goja.Value, error) {
	p := parser{realm: r, text: text}
	if isASCII(text) {
		p.whole, _ = r.rt.ToValue(text).(goja.String)
	} else {
		p.text = ValidUTF8(text)
	}
	p.space()
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.pos < len(p.text) {
		return nil, p.unexpected()
	}
	return v, nil
}

type parser struct {
	realm *Realm
	text  string
	pos   int
	// whole is the text as a JavaScript string; nil unless it is ASCII. A part
	// of it takes half the memory of a new string up to 16 bytes, and a quarter
	// of that of a longer one, which goja also looks through for what is not
	// ASCII.
	whole goja.String
	// items holds the elements of the arrays under way, so that each array is
	// allocated once, at its full length.
	items []any
}

func (p *parser) value(depth int) (goja.Value, error) {
	if p.pos >= len(p.text) {
		return nil, p.unexpected()
	}
	switch c := p.text[p.pos]; c {
	case '{':
		return p.object(depth + 1)
	case '[':
		return p.array(depth + 1)
	case '"':
		return p.string()
	case 't':
		return p.literal("true", p.realm.yes)
	case 'f':
		return p.literal("false", p.realm.no)
	case 'n':
		return p.literal("null", p.realm.null)
	default:
		if c == '-' || isDigit(c) {
			return p.number()
		}
		return nil, p.unexpected()
	}
}

func (p *parser) object(depth int) (goja.Value, error) {
	if depth > MaxParseDepth {
		return nil, ErrTooDeep
	}
	m := p.realm.Make()
	if p.pos++; p.next('}') {
		return m.Object(), nil
	}
	for {
		if err := p.member(m, depth); err != nil {
			return nil, err
		}
		if p.next('}') {
			return m.Object(), nil
		}
		if !p.next(',') {
			return nil, p.unexpected()
		}
	}
}

func (p *parser) member(m Maker, depth int) error {
	p.space()
	if p.pos >= len(p.text) || p.text[p.pos] != '"' {
		return p.unexpected()
	}
	name, malformed, err := p.stringText()
	if err != nil {
		return err
	}
	if !p.next(':') {
		return p.unexpected()
	}
	p.space()
	v, err := p.value(depth)
	if err != nil {
		return err
	}
	if malformed != nil {
		m.putKey(malformed, v)
		return nil
	}
	m.Put(name, v)
	return nil
}

func (p *parser) array(depth int) (goja.Value, error) {
	if depth > MaxParseDepth {
		return nil, ErrTooDeep
	}
	mark := len(p.items)
	for more := !p.opensEmpty(']'); more; {
		p.space()
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, v)
		if more = !p.next(']'); more && !p.next(',') {
			return nil, p.unexpected()
		}
	}
	a := p.realm.Array(p.items[mark:]...)
	p.items = p.items[:mark]
	return a, nil
}

// opensEmpty steps over an opening bracket, and the closing one if it follows.
func (p *parser) opensEmpty(closing byte) bool {
	p.pos++
	return p.next(closing)
}

func (p *parser) literal(word string, v goja.Value) (goja.Value, error) {
	if !strings.HasPrefix(p.text[p.pos:], word) {
		return nil, p.unexpected()
	}
	p.pos += len(word)
	return v, nil
}

func (p *parser) number() (goja.Value, error) {
	start := p.pos
	if p.text[p.pos] == '-' {
		p.pos++
	}
	if p.at('0') {
		p.pos++
	} else if !p.digits() {
		return nil, p.unexpected()
	}
	integer := true
	if p.at('.') {
		p.pos++
		if integer = false; !p.digits() {
			return nil, p.unexpected()
		}
	}
	if p.at('e') || p.at('E') {
		p.pos++
		if p.at('+') || p.at('-') {
			p.pos++
		}
		if integer = false; !p.digits() {
			return nil, p.unexpected()
		}
	}
	return p.realm.number(p.text[start:p.pos], integer), nil
}

// number converts a well-formed number. What is too large is infinite, as in
// JavaScript.
func (r *Realm) number(text string, integer bool) goja.Value {
	if integer && len(text) <= 15 && text != "-0" {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return r.rt.ToValue(n)
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		f = math.NaN() // the grammar above admits nothing else
	}
	return r.rt.ToValue(f)
}

func (p *parser) string() (goja.Value, error) {
	start := p.pos + 1
	text, malformed, err := p.stringText()
	switch {
	case err != nil:
		return nil, err
	case malformed != nil:
		return malformed, nil
	case p.whole != nil && start+len(text) == p.pos-1: // it has no escapes
		return p.whole.Substring(start, p.pos-1), nil
	}
	return p.realm.rt.ToValue(text), nil
}

// stringText reads a string. malformed is set instead of text when the string
// holds a surrogate without its partner, which no Go string can.
func (p *parser) stringText() (text string, malformed goja.Value, err error) {
	start := p.pos + 1
	if p.pos = plain(p.text, start); p.pos < len(p.text) {
		switch p.text[p.pos] {
		case '"':
			p.pos++
			return p.text[start : p.pos-1], nil, nil
		case '\\':
			return p.escapedText(start)
		}
	}
	return "", nil, p.unexpected()
}

// escapedText reads the rest of a string that has escapes.
func (p *parser) escapedText(start int) (text string, malformed goja.Value, err error) {
	s := textBuilder{utf8: append(make([]byte, 0, 2*(p.pos-start)+32), p.text[start:p.pos]...)}
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == '"':
			p.pos++
			text, malformed = s.result()
			return text, malformed, nil
		case c == '\\':
			if err := p.escape(&s); err != nil {
				return "", nil, err
			}
		case c < ' ':
			return "", nil, p.unexpected()
		default:
			end := plain(p.text, p.pos)
			s.plain(p.text[p.pos:end])
			p.pos = end
		}
	}
	return "", nil, p.unexpected()
}

func (p *parser) escape(s *textBuilder) error {
	if p.pos++; p.pos >= len(p.text) {
		return p.unexpected()
	}
	c := p.text[p.pos]
	if c == 'u' {
		unit, err := p.hex()
		if err == nil {
			s.unit(unit)
		}
		return err
	}
	i := strings.IndexByte(`"\/bfnrt`, c)
	if i < 0 {
		return p.unexpected()
	}
	s.byte("\"\\/\b\f\n\r\t"[i])
	p.pos++
	return nil
}

func (p *parser) hex() (uint16, error) {
	var unit uint16
	for range 4 {
		if p.pos++; p.pos >= len(p.text) {
			return 0, p.unexpected()
		}
		c := p.text[p.pos]
		switch {
		case isDigit(c):
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, p.unexpected()
		}
		unit = unit<<4 | uint16(c)
	}
	p.pos++
	return unit, nil
}

// A textBuilder collects a string as UTF-8 until it meets a lone surrogate,
// from then on as UTF-16.
type textBuilder struct {
	utf8 []byte
	// high is a high surrogate whose partner has yet to come; 0 when none.
	high uint16
	// utf16 is not nil once the text cannot be UTF-8; it then holds all that
	// was written before utf8.
	utf16 []uint16
}

func (s *textBuilder) byte(c byte) {
	s.settle()
	s.utf8 = append(s.utf8, c)
}

func (s *textBuilder) plain(text string) {
	s.settle()
	s.utf8 = append(s.utf8, text...)
}

func (s *textBuilder) unit(u uint16) {
	switch {
	case s.high != 0 && 0xDC00 <= u && u <= 0xDFFF:
		s.utf8 = utf8.AppendRune(s.utf8, utf16.DecodeRune(rune(s.high), rune(u)))
		s.high = 0
	case 0xD800 <= u && u <= 0xDBFF:
		s.settle()
		s.high = u
	case 0xDC00 <= u && u <= 0xDFFF:
		s.settle()
		s.lone(u)
	default:
		s.settle()
		s.utf8 = utf8.AppendRune(s.utf8, rune(u))
	}
}

// settle gives up waiting for the partner of a high surrogate.
func (s *textBuilder) settle() {
	if s.high != 0 {
		s.lone(s.high)
		s.high = 0
	}
}

func (s *textBuilder) lone(u uint16) {
	s.flush()
	s.utf16 = append(s.utf16, u)
}

func (s *textBuilder) flush() {
	for _, c := range string(s.utf8) {
		s.utf16 = utf16.AppendRune(s.utf16, c)
	}
	s.utf8 = s.utf8[:0]
}

func (s *textBuilder) result() (text string, malformed goja.Value) {
	s.settle()
	if s.utf16 == nil {
		return string(s.utf8), nil
	}
	s.flush()
	return "", goja.StringFromUTF16(s.utf16)
}

func (p *parser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

// next steps over c, and the space before it, if it comes next.
func (p *parser) next(c byte) bool {
	p.space()
	if !p.at(c) {
		return false
	}
	p.pos++
	return true
}

func (p *parser) at(c byte) bool { return p.pos < len(p.text) && p.text[p.pos] == c }

func (p *parser) digits() bool {
	start := p.pos
	for p.pos < len(p.text) && isDigit(p.text[p.pos]) {
		p.pos++
	}
	return p.pos > start
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (p *parser) unexpected() error {
	if p.pos >= len(p.text) {
		return &SyntaxError{Offset: len(p.text), Reason: "unexpected end"}
	}
	c, _ := utf8.DecodeRuneInString(p.text[p.pos:])
	return &SyntaxError{Offset: p.pos, Reason: fmt.Sprintf("unexpected %q", c)}
}
