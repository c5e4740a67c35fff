package wording

import (
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Syntax words a complaint of goja's parser or compiler about a source as V8
// does. offset is the place of the complaint, in bytes; the place V8 names is
// returned.
func Syntax(source, message string, offset int) (string, int) {
	p := &parsing{source: source, message: message, tokens: scan(source)}
	p.locate(offset)
	for _, rule := range syntaxRules() {
		if m := rule.message.FindStringSubmatch(message); m != nil {
			if worded, at, ok := rule.word(p, m); ok {
				return worded, at
			}
		}
	}
	return message, offset
}

// A parsing is a source with a fault.
type parsing struct {
	source, message string
	tokens          []lexeme
	// offset is where goja found the fault, at the token there or the next.
	offset, at int
}

type syntaxRule struct {
	message *regexp.Regexp
	// word returns V8's message and place; not ok leaves it to other rules.
	word func(*parsing, []string) (message string, at int, ok bool)
}

func (p *parsing) locate(offset int) {
	p.offset = offset
	p.at = min(sort.Search(len(p.tokens), func(i int) bool { return p.tokens[i].end > offset }), len(p.tokens)-1)
}

// token returns the token so many behind the fault; the end of the source when
// there is none.
func (p *parsing) token(n int) lexeme {
	if i := p.at + n; 0 <= i && i < len(p.tokens) {
		return p.tokens[i]
	}
	return lexeme{kind: end, start: -1, end: -1, opener: -1}
}

// back moves to the nearest token of that text at or before the fault: goja
// sometimes has read on.
func (p *parsing) back(text string) {
	for i := p.at; i >= max(0, p.at-4); i-- {
		if p.tokens[i].text == text {
			p.at = i
			return
		}
	}
}

// words makes a rule of a message that differs, and how many tokens from goja's
// V8 finds the fault.
func words(message string, n int) func(*parsing, []string) (string, int, bool) {
	return func(p *parsing, m []string) (string, int, bool) {
		text := message
		for i := 1; i < len(m); i++ {
			text = strings.ReplaceAll(text, "$"+string(rune('0'+i)), m[i])
		}
		return text, p.token(n).start, p.token(n).start >= 0
	}
}

var syntaxRules = sync.OnceValue(func() []syntaxRule {
	var list []syntaxRule
	for _, r := range []struct {
		pattern string
		word    func(*parsing, []string) (string, int, bool)
	}{
		{reservedWord, (*parsing).module},
		{`Unexpected .*`, (*parsing).forAwait},
		{`Unexpected .*`, (*parsing).inTemplate},
		{`Unexpected identifier`, (*parsing).singleStatement},
		{`Unexpected identifier`, (*parsing).severalOf},
		{`Unexpected .*`, (*parsing).awaiting},
		{`Unexpected .*`, (*parsing).inArguments},
		{`Unexpected .*`, (*parsing).inParameters},
		{`Unexpected .*`, (*parsing).inClass},
		{`Unexpected token \(`, (*parsing).namelessFunction},
		{`Unexpected token ILLEGAL`, (*parsing).illegal},
		{`Unexpected (?:identifier|end of input)`, (*parsing).unexpected},
		{`Unexpected token (.*)`, (*parsing).unexpected},
		{`Illegal numeric literal`, words("Invalid or unexpected token", 0)},
		{`Invalid flags supplied to RegExp constructor .*`, words("Invalid regular expression flags", 0)},
		{`(Unterminated group|Unterminated character class|Unmatched '\)'|Invalid group|Invalid regular expression.*)`, (*parsing).pattern},
		{`Invalid shorthand property initializer`, words("Invalid shorthand property initializer", -2)},
		{`Already saw a default in switch`, words("More than one default clause in switch statement", 0)},
		{`Missing catch or finally after try`, (*parsing).afterTry},
		{`Label '(.*)' already exists`, words("Label '$1' has already been declared", 0)},
		{`Undefined label '.*'`, (*parsing).label},
		{`Illegal continue statement`, words("Illegal continue statement: no surrounding iteration statement", 0)},
		{`Identifier '([^#].*)' has already been declared`, (*parsing).declaredTwice},
		{`Missing initializer in destructuring declaration`, (*parsing).withoutValue},
		{`Invalid left-hand side in assignment`, (*parsing).update},
		{`Invalid left-hand side in for-in or for-of`, words("Invalid left-hand side in for-loop", 2)},
		{`for-in loop variable declaration may not have an initializer`, (*parsing).loopValue},
		{`Rest element must be last element`, (*parsing).rest},
		{`Invalid destructuring binding target`, (*parsing).target},
		{`(Private field .*)`, words("$1", -1)},
		{`Identifier '(#.*)' has already been declared`, words("Identifier '$1' has already been declared", 1)},
		{`new\.target expression is not allowed here`, words("new.target expression is not allowed here", 2)},
		{`(Octal literals are not allowed in strict mode|Delete of an unqualified identifier in strict mode)`, words("$1.", 0)},
		{`Assignment to eval or arguments is not allowed in strict mode`, words("Unexpected eval or arguments in strict mode", 0)},
		{`Unary operator used immediately .*`, (*parsing).power},
		{`Octal escape sequences are not allowed in this context`, (*parsing).octalInTemplate},
		{`Invalid template literal on optional chain`, words("Invalid tagged template on optional chain", 0)},
	} {
		list = append(list, syntaxRule{regexp.MustCompile(`(?s)^(?:` + r.pattern + `)$`), r.word})
	}
	return list
})

// unexpected names the token.
func (p *parsing) unexpected(m []string) (string, int, bool) {
	if len(m) > 1 {
		p.back(m[1])
	}
	x := p.token(0)
	return x.unexpected(), x.start, true
}

func (x lexeme) unexpected() string {
	switch x.kind {
	case end:
		return "Unexpected end of input"
	case openComment:
		return "Invalid or unexpected token"
	case word:
		return "Unexpected identifier '" + x.text + "'"
	case numeral:
		return "Unexpected number"
	case text:
		return "Unexpected string"
	case templatePart:
		if strings.HasPrefix(x.text, "}") {
			return "Unexpected token '}'"
		}
		return "Unexpected template string"
	}
	return "Unexpected token '" + x.text + "'"
}

// forAwait is for a loop that awaits outside of an async function, or goes over
// names.
func (p *parsing) forAwait([]string) (string, int, bool) {
	x := p.token(0)
	if x.text != "await" || p.token(-1).text != "for" {
		return "", 0, false
	}
	for n := 2; p.token(n).kind != end; n++ {
		switch y := p.token(n); {
		case y.opener != p.at+1:
		case y.text == "of":
			return reservedWord, x.start, true
		case y.text == "in":
			return y.unexpected(), y.start, true
		}
	}
	return reservedWord, x.start, true
}

// inTemplate is for a substitution that does not end.
func (p *parsing) inTemplate([]string) (string, int, bool) {
	opener, last := p.token(0).opener, p.token(-1)
	if opener < 0 || p.tokens[opener].kind != templatePart || !last.endsValue() || last.start <= p.tokens[opener].start {
		return "", 0, false
	}
	return "Missing } in template expression", last.start, true
}

// awaiting is for await outside of an async function, where it is a name.
func (p *parsing) awaiting([]string) (string, int, bool) {
	if last := p.token(-1); last.text == "await" && p.token(-2).text != "for" && p.token(-2).text != "." {
		return "await is only valid in async functions and the top level bodies of modules", last.start, true
	}
	return "", 0, false
}

// inArguments is for the arguments of a call that do not end.
func (p *parsing) inArguments([]string) (string, int, bool) {
	x, last := p.token(0), p.token(-1)
	if x.opener < 0 || x.text == ")" || x.text == "," || x.text == "=>" || !last.endsValue() || !p.isCall(x.opener) {
		return "", 0, false
	}
	if x.text == "=" || strings.HasSuffix(p.message, "strict mode reserved word") {
		return "", 0, false
	}
	return "missing ) after argument list", last.start, true
}

// isCall tells whether a bracket opens the arguments of a call.
func (p *parsing) isCall(opener int) bool {
	if p.tokens[opener].text != "(" || opener == 0 {
		return false
	}
	callee := p.tokens[opener-1]
	if !callee.endsValue() || callee.text == "}" || p.isMember(opener-1) {
		return false
	}
	return opener < 2 || p.tokens[opener-2].text != "function" && !(p.tokens[opener-2].text == "*" && opener > 2 && p.tokens[opener-3].text == "function")
}

// isMember tells whether a name is that of a method.
func (p *parsing) isMember(name int) bool {
	around := p.tokens[name].opener
	if around < 1 || p.tokens[around].text != "{" {
		return false
	}
	switch p.tokens[name-1].text {
	case "{", ",", "}", ";", "static", "async", "get", "set", "*":
		return p.isClass(around) || p.isObject(around)
	}
	return false
}

// isObject tells whether a brace opens an object, by what stands before it.
func (p *parsing) isObject(opener int) bool {
	switch p.tokens[opener-1].text {
	case "(", "[", ",", "=", ":", "?", "return", "||", "&&", "??", "...":
		return true
	}
	return false
}

// isFunction tells whether a bracket opens the parameters of a function that
// says so.
func (p *parsing) isFunction(opener int) bool {
	for i := opener - 1; i >= max(0, opener-3); i-- {
		switch p.tokens[i].text {
		case "function":
			return true
		case "*":
		default:
			if p.tokens[i].kind != word {
				return false
			}
		}
	}
	return false
}

// inParameters is for a rest parameter that is not the last, or has a default.
func (p *parsing) inParameters([]string) (string, int, bool) {
	x := p.token(0)
	if p.token(-2).text != "..." || p.token(-1).kind != word || x.opener < 0 || !p.isFunction(x.opener) {
		return "", 0, false
	}
	if x.text == "," {
		return "Rest parameter must be last formal parameter", x.start, true
	}
	return "", 0, false
}

// inClass is for a member of a class written like one of an object.
func (p *parsing) inClass([]string) (string, int, bool) {
	x, name := p.token(0), p.token(-1)
	if x.text != ":" || name.kind != word || x.opener < 0 || !p.isClass(x.opener) {
		return "", 0, false
	}
	return name.unexpected(), name.start, true
}

func (p *parsing) isClass(opener int) bool {
	for i := opener - 1; i >= max(0, opener-4); i-- {
		if p.tokens[i].text == "class" {
			return true
		}
	}
	return false
}

func (p *parsing) namelessFunction([]string) (string, int, bool) {
	for n := -1; n >= -2; n-- {
		if f := p.token(n); f.text == "function" {
			return "Function statements require a function name", f.start, true
		}
	}
	return "", 0, false
}

// module is for import and export.
func (p *parsing) module([]string) (string, int, bool) {
	switch x := p.token(0); {
	case x.text == "import" && p.token(1).text == "(":
		return "import() is not supported: there are no modules to import", x.start, true
	case x.text == "import" && p.token(1).text == ".":
		return "Cannot use 'import.meta' outside a module", p.token(2).start, true
	case x.text == "import":
		return "Cannot use import statement outside a module", x.start, true
	case x.text == "export":
		return "Unexpected token 'export'", x.start, true
	}
	return "", 0, false
}

// Module finds out whether it is a statement import or export that goja
// complains of at an offset. Babel makes require and exports of them, which
// scripts do not have: so it returns V8's message, a ReferenceError's, and the
// place of the statement.
func Module(source, message string, offset int) (worded string, at int, ok bool) {
	p := &parsing{source: source, message: message, tokens: scan(source)}
	p.locate(offset)
	if _, _, ok := p.module(nil); !ok || message != reservedWord || p.token(0).opener >= 0 {
		return "", 0, false
	}
	for _, x := range p.tokens { // exports is what Babel's output begins with
		if x.text == "export" && x.opener < 0 {
			return "exports is not defined", x.start, true
		}
	}
	if next := p.token(1).text; next == "(" || next == "." {
		return "", 0, false
	}
	return "require is not defined", p.token(0).start, true
}

// reservedWord is goja's complaint of import and export.
const reservedWord = "Unexpected reserved word"

// illegal is for what goja cannot read.
func (p *parsing) illegal([]string) (string, int, bool) {
	x := p.token(0)
	switch {
	case x.text == "=>":
		return x.unexpected(), x.start, true
	case strings.HasPrefix(p.source[min(p.offset, len(p.source)):], ".."):
		return "Unexpected token '.'", p.offset + 1, true
	case x.kind == text:
		if message, at, ok := badEscape(x.text); ok {
			return message, x.start + at, true
		}
	}
	return "Invalid or unexpected token", p.offset, true
}

var (
	hexEscape     = regexp.MustCompile(`^x[0-9a-fA-F]{2}`)
	unicodeEscape = regexp.MustCompile(`^u(?:[0-9a-fA-F]{4}|\{0*(?:10|[0-9a-fA-F])?[0-9a-fA-F]{1,4}\})`)
	codePoint     = regexp.MustCompile(`^u\{[0-9a-fA-F]+\}`)
)

// badEscape finds the first escape in a text that means nothing.
func badEscape(quoted string) (message string, at int, ok bool) {
	for i := 0; i+1 < len(quoted); i++ {
		if quoted[i] != '\\' {
			continue
		}
		escape := quoted[i+1:]
		switch {
		case escape[0] == 'x' && !hexEscape.MatchString(escape):
			return "Invalid hexadecimal escape sequence", i, true
		case escape[0] == 'u' && !unicodeEscape.MatchString(escape):
			if codePoint.MatchString(escape) {
				return "Undefined Unicode code-point", i, true
			}
			return "Invalid Unicode escape sequence", i, true
		}
		i++
	}
	return "", 0, false
}

// pattern is for a regular expression that is none.
func (p *parsing) pattern(m []string) (string, int, bool) {
	x := p.token(0)
	if x.kind != regularExpression {
		return "", 0, false
	}
	slash := strings.LastIndexByte(x.text, '/')
	if slash <= 0 || opensClass(x.text) {
		return "Invalid regular expression: missing /", x.start, true
	}
	return invalidPattern(x.text[1:slash], x.text[slash+1:], m[1]), x.start, true
}

// opensClass tells whether a pattern ends within a class.
func opensClass(pattern string) bool {
	class := false
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		}
	}
	return class
}

// afterTry is where the block ends that catch or finally should follow.
func (p *parsing) afterTry([]string) (string, int, bool) {
	depth := p.token(0).opener
	for i := p.at + 2; i < len(p.tokens); i++ {
		if p.tokens[i].opener == depth {
			return p.message, p.tokens[i-1].start, true
		}
	}
	return "", 0, false
}

// label is the one that is not there.
func (p *parsing) label([]string) (string, int, bool) {
	name := strings.Trim(strings.TrimPrefix(p.message, "Undefined label "), "'")
	for n := range 3 {
		if x := p.token(n); x.text == name {
			return p.message, x.start, true
		}
	}
	return "", 0, false
}

// declaredTwice is where the second declaration is.
func (p *parsing) declaredTwice(m []string) (string, int, bool) {
	if p.token(-1).text == "class" {
		return p.message, p.token(-1).start, true
	}
	for n := 1; p.token(n).kind != end; n++ {
		if p.token(n).text == "function" && p.token(n+1).text == m[1] && p.token(n).opener == p.token(0).opener {
			return p.message, p.token(n).start, true
		}
	}
	return "", 0, false
}

// withoutValue is a pattern without a value.
func (p *parsing) withoutValue([]string) (string, int, bool) {
	if last := p.token(-1); (last.text == "}" || last.text == "]") && last.opener >= 0 {
		return p.message, p.tokens[last.opener].start, true
	}
	return "", 0, false
}

// update tells ++ and -- from assignments.
func (p *parsing) update([]string) (string, int, bool) {
	for n := range 2 {
		if x := p.token(n); x.text == "++" || x.text == "--" {
			if n == 0 && p.token(-1).endsValue() {
				return "Invalid left-hand side expression in postfix operation", p.token(-1).start, true
			}
			if n == 0 {
				return "Invalid left-hand side expression in prefix operation", p.token(1).start, true
			}
		}
	}
	return "", 0, false
}

// loopValue is for (let a = 1 of b).
func (p *parsing) loopValue([]string) (string, int, bool) {
	for n := 1; p.token(n).kind != end; n++ {
		if x := p.token(n); x.text == "of" || x.text == "in" {
			return "for-" + x.text + " loop variable declaration may not have an initializer.", p.token(-2).start, true
		}
	}
	return "", 0, false
}

func (p *parsing) rest([]string) (string, int, bool) {
	if dots := p.token(-1); dots.text == "..." {
		return p.message, dots.start, true
	}
	return "", 0, false
}

// target is for patterns that hold more than names.
func (p *parsing) target([]string) (string, int, bool) {
	if p.token(-1).text == "..." && p.token(1).text == "=" {
		return "Rest parameter may not have a default initializer", p.token(1).start, true
	}
	return "Invalid destructuring assignment target", p.token(0).start, true
}

// power is for a sign in front of a power.
func (p *parsing) power([]string) (string, int, bool) {
	sign := p.token(-2)
	if p.token(0).text != "**" {
		sign = p.token(-3)
	}
	return p.message, sign.start, sign.kind == punctuator && sign.start >= 0
}

// singleStatement is for let as the body of an if or a loop, where it is a name.
func (p *parsing) singleStatement([]string) (string, int, bool) {
	let, previous := p.token(-1), p.token(-2)
	if let.text == "let" && (previous.text == ")" || previous.text == "else" || previous.text == "do") {
		return "Lexical declaration cannot appear in a single-statement context", let.start, true
	}
	return "", 0, false
}

// severalOf is for (let a, b of c).
func (p *parsing) severalOf([]string) (string, int, bool) {
	x := p.token(0)
	if x.opener < 1 || p.tokens[x.opener-1].text != "for" || x.text != "of" && x.text != "in" || p.token(-2).text != "," {
		return "", 0, false
	}
	return "Invalid left-hand side in for-" + x.text + " loop: Must have a single binding.", p.tokens[x.opener+2].start, true
}

// octalInTemplate is for an escape that templates do not have.
func (p *parsing) octalInTemplate([]string) (string, int, bool) {
	for n := 0; n >= -2; n-- {
		if x := p.token(n); x.kind == templatePart {
			if i := strings.IndexByte(x.text, '\\'); i >= 0 {
				return "Octal escape sequences are not allowed in template strings.", x.start + i + 1, true
			}
		}
	}
	return "", 0, false
}
