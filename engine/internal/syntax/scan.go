package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one of a source that need not be a program.
type token struct {
	kind       kind
	start, end int
	// newline is set when a line ends between the token and the one before.
	newline bool
	// opener is the place, in the list, of the bracket around the token, -1 when
	// there is none; that of a closing bracket is its partner's own opener.
	opener int
	// partner is the place of the other bracket of a pair; -1 for what is none.
	partner int
	// role is what a bracket is there for.
	role role
	// inClass is set within the body of a class, where code is strict.
	inClass bool
}

type kind int

const (
	punctuator kind = iota
	word
	private
	number
	text
	expression // a regular one
	template   // a part of one, up to a substitution or the end
	finish     // the end of the source
)

// A role is what a bracket is there for; that of a closing one is its partner's.
type role int

const (
	other       role = iota
	block            // statements; no value ends with its }
	object           // an object literal or a pattern
	class            // the body of a class
	value            // the body of a function or class that is a value
	head             // the parentheses of if, while, for, with
	brackets         // an array literal or a pattern
	replacement      // ${…} in a template
)

// A scanner splits a source into tokens. It has no grammar, but keeps track of
// what brackets are there for: that tells regular expressions from divisions,
// and objects and classes from blocks.
type scanner struct {
	source string
	at     int
	tokens []token
	open   []level
	// newline is set when a line ended since the last token.
	newline bool
	// comments are the places of <!-- and --> that begin comments.
	comments []int
}

// A level is a bracket that is open, or the outermost text.
type level struct {
	index int
	role  role
	// asks counts ? that wait for their colon, classes the class keywords that
	// wait for a body.
	asks, classes int
	inClass       bool
}

// scan returns the tokens of a source, the last of which is its end, and where
// HTML-like comments begin.
func scan(source string) ([]token, []int) {
	s := &scanner{source: source, newline: true, open: []level{{index: -1, role: block}}}
	for s.skip(); s.at < len(source); s.skip() {
		s.next()
	}
	s.add(finish, s.at)
	return s.tokens, s.comments
}

func (s *scanner) rest() string { return s.source[s.at:] }

func (s *scanner) top() *level { return &s.open[len(s.open)-1] }

// back returns the nth token from the end; the zero punctuator when there is none.
func (s *scanner) back(n int) (token, string) {
	i := len(s.tokens) - n
	if i < 0 {
		return token{partner: -1, opener: -1}, ""
	}
	return s.tokens[i], s.text(i)
}

func (s *scanner) text(i int) string { return s.source[s.tokens[i].start:s.tokens[i].end] }

func (s *scanner) add(k kind, from int) {
	top := s.top()
	s.tokens = append(s.tokens, token{kind: k, start: from, end: s.at, newline: s.newline, opener: top.index, partner: -1, inClass: top.inClass})
	s.newline = false
}

// skip passes over spaces and comments.
func (s *scanner) skip() {
	for s.at < len(s.source) {
		rest := s.rest()
		c, size := utf8.DecodeRuneInString(rest)
		switch {
		case isLineEnd(c):
			s.newline = true
			s.at += size
		case unicode.IsSpace(c) || c == '\ufeff':
			s.at += size
		case strings.HasPrefix(rest, "//"), s.at == 0 && strings.HasPrefix(rest, "#!"):
			s.line()
		case strings.HasPrefix(rest, "<!--"), s.newline && strings.HasPrefix(rest, "-->"):
			s.comments = append(s.comments, s.at)
			s.line()
		case strings.HasPrefix(rest, "/*"):
			s.comment()
		default:
			return
		}
	}
}

func isLineEnd(c rune) bool { return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029' }

// line passes over the rest of a line.
func (s *scanner) line() {
	if i := strings.IndexAny(s.rest(), "\n\r\u2028\u2029"); i >= 0 {
		s.at += i
	} else {
		s.at = len(s.source)
	}
}

func (s *scanner) comment() {
	end := strings.Index(s.source[s.at+2:], "*/")
	if end < 0 {
		s.at = len(s.source)
		return
	}
	body := s.source[s.at+2:][:end]
	s.newline = s.newline || strings.ContainsAny(body, "\n\r\u2028\u2029")
	s.at += len("/**/") + end
}

func (s *scanner) next() {
	from, c := s.at, s.source[s.at]
	switch {
	case c == '"' || c == '\'':
		s.quoted(c)
		s.add(text, from)
	case c == '`':
		s.template()
	case c == '}' && s.top().role == replacement:
		s.open = s.open[:len(s.open)-1]
		s.template()
	case isDigit(c), c == '.' && s.at+1 < len(s.source) && isDigit(s.source[s.at+1]):
		s.number()
		s.add(number, from)
	case c == '#':
		s.at++
		s.word()
		s.add(private, from)
	case s.word():
		s.add(word, from)
		s.keyword()
	case c == '/' && !s.afterValue():
		s.expression()
		s.add(expression, from)
	default:
		s.punctuator()
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// word passes over a name or keyword, and tells whether there was one.
func (s *scanner) word() bool {
	from := s.at
	for s.at < len(s.source) {
		c, size := utf8.DecodeRuneInString(s.rest())
		switch {
		case c == '\\' && strings.HasPrefix(s.rest(), `\u{`):
			near := s.rest()[:min(len(s.rest()), len(`\u{0010FFFF}`))]
			size = max(strings.IndexByte(near, '}')+1, 1)
		case c == '\\' || c == '$' || c == '_' || c == '\u200c' || c == '\u200d':
		case unicode.IsLetter(c), s.at > from && unicode.IsDigit(c):
		case c >= utf8.RuneSelf && unicode.In(c, unicode.Nl, unicode.Mn, unicode.Mc, unicode.Pc, unicode.Other_ID_Start, unicode.Other_ID_Continue):
		default:
			return s.at > from
		}
		s.at += size
	}
	return s.at > from
}

// number passes over a number and the letters that stick to it.
func (s *scanner) number() {
	from := s.at
	hex := strings.HasPrefix(s.rest(), "0x") || strings.HasPrefix(s.rest(), "0X")
	for s.at++; s.at < len(s.source); s.at++ {
		c := s.source[s.at]
		sign := (c == '+' || c == '-') && !hex && s.source[s.at-1]|0x20 == 'e' && s.at-1 > from
		if !sign && c != '.' && c != '_' && !isDigit(c) && (c|0x20 < 'a' || 'z' < c|0x20) {
			return
		}
	}
}

func (s *scanner) quoted(quote byte) {
	for s.at++; s.at < len(s.source); s.at++ {
		switch s.source[s.at] {
		case quote:
			s.at++
			return
		case '\n', '\r':
			return
		case '\\':
			s.at++
		}
	}
	s.at = len(s.source)
}

func (s *scanner) expression() {
	inSet := false
	for s.at++; s.at < len(s.source); s.at++ {
		switch c := s.source[s.at]; {
		case c == '\n' || c == '\r':
			return
		case c == '\\':
			s.at++
		case c == '[':
			inSet = true
		case c == ']':
			inSet = false
		case c == '/' && !inSet:
			s.at++
			s.word()
			return
		}
	}
	s.at = len(s.source)
}

// template scans a part of a template, up to its end or a substitution, which
// is a bracket.
func (s *scanner) template() {
	from := s.at
	for s.at++; s.at < len(s.source); s.at++ {
		switch c := s.source[s.at]; {
		case c == '\\':
			s.at++
		case c == '`':
			s.at++
			s.add(template, from)
			return
		case c == '$' && strings.HasPrefix(s.rest(), "${"):
			s.at += len("${")
			s.add(template, from)
			s.push(replacement)
			return
		}
	}
	s.at = len(s.source)
	s.add(template, from)
}

// punctuators are those that matter here and have more than one character.
var punctuators = []string{"=>", "===", "!==", "==", "!=", "<=", ">=", "...", "++", "--", "?.", "??=", "??", "&&=", "||=", "**", "&&", "||", ">>>=", "<<=", ">>=",
	"+=", "-=", "*=", "/=", "%=", "&=", "|=", "^="}

func (s *scanner) punctuator() {
	from := s.at
	for _, p := range punctuators {
		if strings.HasPrefix(s.rest(), p) && !(p == "?." && s.at+2 < len(s.source) && isDigit(s.source[s.at+2])) {
			s.at += len(p)
			s.add(punctuator, from)
			return
		}
	}
	_, size := utf8.DecodeRuneInString(s.rest())
	c := s.source[s.at]
	var opens role
	switch c {
	case '{':
		opens = s.brace()
	case '(':
		opens = s.parenthesis()
	case '[':
		if !s.afterValue() {
			opens = brackets
		}
	}
	s.at += size
	switch c {
	case '{', '(', '[':
		s.add(punctuator, from)
		s.push(opens)
	case '}', ')', ']':
		s.close(from)
	default:
		s.add(punctuator, from)
		s.note(c)
	}
}

// note keeps track of choices, and of what was no class after all.
func (s *scanner) note(c byte) {
	top := s.top()
	switch {
	case c == ',' || c == ';' || c == '=':
		top.classes = 0
	case c == ':' && top.asks == 0:
		top.classes = 0
	case c == '?':
		top.asks++
	case c == ':' && top.asks > 0:
		top.asks--
		s.tokens[len(s.tokens)-1].role = value // the alternative of a choice
	}
}

// push opens a bracket, the last token.
func (s *scanner) push(r role) {
	i := len(s.tokens) - 1
	s.tokens[i].role = r
	s.open = append(s.open, level{index: i, role: r, inClass: s.top().inClass || r == class})
}

func (s *scanner) close(from int) {
	if len(s.open) == 1 {
		s.add(punctuator, from)
		return
	}
	opener := s.top().index
	s.open = s.open[:len(s.open)-1]
	s.add(punctuator, from)
	i := len(s.tokens) - 1
	s.tokens[i].partner, s.tokens[opener].partner = opener, i
	s.tokens[i].role = s.tokens[opener].role
}
