package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lexeme is one token of a source that need not be a program.
type lexeme struct {
	kind       lexemeKind
	text       string
	start, end int
	// opener is the place, in the list, of the bracket around the token;
	// negative when there is none. That of a closing bracket is its partner.
	opener int
}

type lexemeKind int

const (
	punctuator lexemeKind = iota
	word
	keyword
	privateWord
	numeral
	text
	regularExpression
	templatePart
	openComment
	end
)

// A scanner splits a source into tokens, as far as that goes without a grammar:
// a slash begins a regular expression where no value stands before it.
type scanner struct {
	source string
	at     int
	list   []lexeme
	open   []int
	// comment is the place of one that does not end; else negative.
	comment int
}

// scan returns the tokens of a source; the last is its end, or a comment that
// does not end.
func scan(source string) []lexeme {
	s := scanner{source: source, comment: -1}
	for s.skip(); s.at < len(source); s.skip() {
		s.next()
	}
	if s.comment >= 0 {
		s.add(openComment, s.comment)
	} else {
		s.add(end, s.at)
	}
	return s.list
}

func (s *scanner) rest() string { return s.source[s.at:] }

// skip passes over spaces and comments.
func (s *scanner) skip() {
	for {
		rest := s.rest()
		trimmed := strings.TrimLeft(rest, " \t\r\n\v\f\u00a0\u2028\u2029\ufeff")
		s.at += len(rest) - len(trimmed)
		switch {
		case strings.HasPrefix(trimmed, "//"), s.at == 0 && strings.HasPrefix(trimmed, "#!"):
			s.at += before(trimmed, "\n\r\u2028\u2029")
		case strings.HasPrefix(trimmed, "/*"):
			if i := strings.Index(trimmed[2:], "*/"); i >= 0 {
				s.at += i + len("/**/")
			} else {
				s.comment, s.at = s.at, len(s.source)
			}
		default:
			return
		}
	}
}

// before is how much of a text stands before any of the characters.
func before(text, characters string) int {
	if i := strings.IndexAny(text, characters); i >= 0 {
		return i
	}
	return len(text)
}

func (s *scanner) next() {
	from, c := s.at, s.source[s.at]
	first, _ := utf8.DecodeRuneInString(s.rest())
	switch {
	case c == '"' || c == '\'':
		s.quoted(c)
		s.add(text, from)
	case c == '`':
		s.template()
	case c == '}' && s.inTemplate():
		s.closing()
		s.template()
	case '0' <= c && c <= '9' || c == '.' && len(s.rest()) > 1 && '0' <= s.source[s.at+1] && s.source[s.at+1] <= '9':
		s.at += numeralLength(s.rest())
		s.add(numeral, from)
	case isWordPart(first) || strings.HasPrefix(s.rest(), `\u`):
		s.at += wordLength(s.rest())
		s.word(from)
	case c == '#':
		s.at += 1 + wordLength(s.rest()[1:])
		s.add(privateWord, from)
	case c == '/' && !s.afterValue():
		s.expression()
		s.add(regularExpression, from)
	default:
		s.punctuator()
	}
}

func (s *scanner) word(from int) {
	kind := word
	if keywords[s.source[from:s.at]] && !s.after(".") && !s.after("?.") {
		kind = keyword
	}
	s.add(kind, from)
}

// add ends a token where the scanner is.
func (s *scanner) add(kind lexemeKind, from int) {
	s.list = append(s.list, lexeme{kind: kind, text: s.source[from:s.at], start: from, end: s.at, opener: s.opener()})
}

func (s *scanner) opener() int {
	if len(s.open) == 0 {
		return -1
	}
	return s.open[len(s.open)-1]
}

func (s *scanner) after(punctuator string) bool {
	return len(s.list) > 0 && s.list[len(s.list)-1].text == punctuator
}

func (s *scanner) afterValue() bool { return len(s.list) > 0 && s.list[len(s.list)-1].endsValue() }

// endsValue tells whether an expression can end with the token.
func (x lexeme) endsValue() bool {
	switch x.kind {
	case word, privateWord, numeral, text, regularExpression:
		return true
	case templatePart:
		return strings.HasSuffix(x.text, "`")
	case keyword:
		return x.text == "this" || x.text == "super" || x.text == "null" || x.text == "true" || x.text == "false"
	}
	return x.text == ")" || x.text == "]" || x.text == "}"
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
	class := false
	for s.at++; s.at < len(s.source); s.at++ {
		switch c := s.source[s.at]; {
		case c == '\n' || c == '\r':
			return
		case c == '\\':
			s.at++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			s.at++
			s.at += wordLength(s.rest())
			return
		}
	}
	s.at = len(s.source)
}

// template scans the part of a template up to its end or a substitution, which
// opens a bracket.
func (s *scanner) template() {
	from := s.at
	for s.at++; s.at < len(s.source); s.at++ {
		switch {
		case s.source[s.at] == '\\':
			s.at++
		case s.source[s.at] == '`':
			s.at++
			s.add(templatePart, from)
			return
		case strings.HasPrefix(s.rest(), "${"):
			s.at += len("${")
			s.add(templatePart, from)
			s.open = append(s.open, len(s.list)-1)
			return
		}
	}
	s.at = len(s.source)
	s.add(templatePart, from)
}

func (s *scanner) inTemplate() bool {
	return len(s.open) > 0 && s.list[s.opener()].kind == templatePart
}

func (s *scanner) punctuator() {
	from := s.at
	s.at++
	for _, p := range punctuators {
		if strings.HasPrefix(s.source[from:], p) {
			s.at = from + len(p)
			break
		}
	}
	if _, size := utf8.DecodeRuneInString(s.source[from:]); size > s.at-from {
		s.at = from + size
	}
	s.add(punctuator, from)
	switch s.source[from:s.at] {
	case "(", "[", "{":
		s.open = append(s.open, len(s.list)-1)
	case ")", "]", "}":
		s.closing()
	}
}

func (s *scanner) closing() {
	if len(s.open) > 0 {
		s.open = s.open[:len(s.open)-1]
	}
}

// punctuators are those of more than one character, longest first.
var punctuators = []string{
	">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
	"=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
}

// keywords cannot be names.
var keywords = func() map[string]bool {
	set := map[string]bool{}
	for _, k := range strings.Fields(`break case catch class const continue debugger default delete do else enum export extends false finally
		for function if import in instanceof new null return super switch this throw true try typeof var void while with`) {
		set[k] = true
	}
	return set
}()

func isWordPart(c rune) bool {
	return c == '$' || c == '_' || unicode.IsLetter(c) || unicode.Is(unicode.Nl, c)
}

func wordLength(source string) int {
	n := 0
	for n < len(source) {
		c, size := utf8.DecodeRuneInString(source[n:])
		switch {
		case strings.HasPrefix(source[n:], `\u`):
			size = len(`\u`)
		case strings.HasPrefix(source[n:], `{`) && strings.HasSuffix(source[:n], `\u`):
			size = before(source[n:], "}") + 1
		case !isWordPart(c) && !unicode.In(c, unicode.Nd, unicode.Mn, unicode.Mc, unicode.Pc) && c != '\u200c' && c != '\u200d':
			return n
		}
		n = min(n+size, len(source))
	}
	return n
}

// numeralLength includes the letters that stick to a number.
func numeralLength(source string) int {
	n := 0
	for n < len(source) {
		c := source[n]
		if c != '.' && !isWordPart(rune(c)) && (c < '0' || '9' < c) && ((c != '+' && c != '-') || source[n-1]|0x20 != 'e' || strings.HasPrefix(source, "0x")) {
			break
		}
		n++
	}
	return max(n, 1)
}
