package syntax

import "strings"

// words makes a set.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

var (
	// operators are words that a value follows.
	operators = words("await case delete do else extends in instanceof new of return throw typeof void yield")
	// heads are words before parentheses that a statement follows.
	heads = words("if while for with")
	// leaders are words that a block follows.
	leaders = words("do else finally static try")
)

// isName tells whether a word, by its place in the list, is a property's name
// whatever it says.
func (s *scanner) isName(i int) bool {
	if i < 1 {
		return false
	}
	before := s.text(i - 1)
	return before == "." || before == "?."
}

// afterValue tells whether an expression may end with the last token.
func (s *scanner) afterValue() bool {
	last, text := s.back(1)
	switch last.kind {
	case word:
		return !operators[text] || s.isName(len(s.tokens)-1)
	case template:
		return strings.HasSuffix(text, "`") && (len(text) > 1 || last.start != last.end)
	case punctuator:
		switch text {
		case ")":
			return last.role != head
		case "]", "++", "--":
			return true
		case "}":
			return last.role == object || last.role == value
		}
		return false
	}
	return true
}

// parenthesis is what ( is there for.
func (s *scanner) parenthesis() role {
	i := len(s.tokens) - 1
	if i >= 0 && s.text(i) == "class" {
		s.top().classes-- // the name of a method
	}
	if i >= 1 && s.text(i) == "await" && s.text(i-1) == "for" {
		i--
	}
	if i >= 0 && s.tokens[i].kind == word && heads[s.text(i)] && !s.isName(i) {
		return head
	}
	return other
}

// keyword notes a class or function, the last token, whose body is to come.
func (s *scanner) keyword() {
	i := len(s.tokens) - 1
	text := s.text(i)
	if text != "class" && text != "function" || s.isName(i) {
		return
	}
	start := i
	if text == "function" && i > 0 && s.text(i-1) == "async" && !s.tokens[i].newline {
		start--
	}
	if text == "class" {
		s.top().classes++
	}
	if s.valueAt(start) {
		s.tokens[i].role = value
	}
}

// valueAt tells whether what begins with a token is a value, not a statement.
func (s *scanner) valueAt(i int) bool {
	if i == 0 {
		return false
	}
	before, text := s.tokens[i-1], s.text(i-1)
	top := s.top()
	switch before.kind {
	case word:
		return operators[text] && text != "else" && text != "do"
	case punctuator:
		switch text {
		case ";", "}":
			return false
		case "{":
			return top.role != block && top.role != value
		case ")":
			return before.role != head
		case ":":
			return before.role == value || top.role != block && top.role != value
		case "]", "++", "--":
			return false
		}
		return true
	}
	return false
}

// brace is what { is there for.
func (s *scanner) brace() role {
	top := s.top()
	last, text := s.back(1)
	i := len(s.tokens)
	switch {
	case top.classes > 0 && text != "extends":
		top.classes--
		return class
	case text == ")" && last.partner >= 0 && s.ofValue(last.partner):
		return value
	case text == ")" || text == "=>", last.kind == word && leaders[text] && !s.isName(i-1):
		return block
	case s.valueAt(i):
		return object
	}
	return block
}

// ofValue tells whether parentheses are the parameters of a function that is a
// value.
func (s *scanner) ofValue(opener int) bool {
	for i := opener - 1; i >= max(0, opener-3); i-- {
		if s.text(i) == "function" && !s.isName(i) {
			return s.tokens[i].role == value
		}
	}
	return false
}
