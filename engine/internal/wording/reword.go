package wording

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// A Fault is an error as goja made it.
type Fault struct {
	Name, Message string
	// Native is the built-in function that raised the error; "" when it was an
	// instruction of the script.
	Native string
	// Offset is the place in the script, in bytes; negative when it is not in
	// the script.
	Offset int
}

// Seen is what the script's instrumentation reported: see [Nullish]. The zero
// value is ready for use.
type Seen struct {
	sites map[file.Idx]observation
	// last is the place of the latest report until an error was worded.
	last file.Idx
	// argument is what the latest call at argumentOf was given: see [Argument].
	argument   string
	argumentOf file.Idx
}

type observation struct {
	null bool
	key  string
}

// Add records that a property of null, or else undefined, is about to be read
// or set at a place; key is the name of a computed property.
func (s *Seen) Add(at int, null bool, key string) {
	if s.sites == nil {
		s.sites = map[file.Idx]observation{}
	}
	s.last = file.Idx(at)
	s.sites[s.last] = observation{null, key}
}

// AddArgument records what the call at a place is given.
func (s *Seen) AddArgument(at int, text string) { s.argumentOf, s.argument = file.Idx(at), text }

// A rule rewords the messages that match; "" leaves a message to other rules.
type rule struct {
	message *regexp.Regexp
	reword  func(*reworder, []string) string
}

// A reworder words one fault.
type reworder struct {
	*Index
	Fault
	seen *Seen
	at   file.Idx
}

// Reword returns V8's words for a fault. ok is false for a message that is not
// goja's own, which is to stay as it is: one that a script made.
func (ix *Index) Reword(f Fault, seen *Seen) (message string, ok bool) {
	r := &reworder{Index: ix, Fault: f, seen: seen, at: file.Idx(f.Offset + 1)}
	defer func() { seen.last = 0 }()
	if r.scripted() {
		return "", false
	}
	if f.Native != "" {
		if message := r.apply(nativeRules()); message != "" {
			return message, true
		}
	}
	if message := r.apply(rules()); message != "" {
		return message, true
	}
	return "", false
}

func (r *reworder) apply(rules []rule) string {
	for _, rule := range rules {
		if m := rule.message.FindStringSubmatch(r.Message); m != nil {
			if message := rule.reword(r, m); message != "" {
				return message
			}
		}
	}
	return ""
}

var errorClass = regexp.MustCompile(`(^|\.)\w*(Error|Exception)$`)

// scripted tells whether the script made the error, with new TypeError(…) or a
// call of an error's class.
func (r *reworder) scripted() bool {
	if x, ok := r.news[r.at]; ok && r.Native == "" {
		return errorClass.MatchString(r.print(x.Callee))
	}
	if x, ok := r.calls[r.at]; ok {
		return errorClass.MatchString(r.print(x.Callee)) || errorClass.MatchString(r.Native) || isSuper(x.Callee)
	}
	return false
}

// access finds the reading or setting of a property that failed: of those at
// its place the one that was looked at last.
func (r *reworder) access(name string) (access, bool) {
	var found []access
	for _, a := range append([]access{r.members[r.at]}, r.after[r.at]...) {
		if a.at != 0 && (a.name == name || a.key != nil || name == "" && len(found) == 0) {
			found = append(found, a)
		}
	}
	for _, a := range found {
		if a.at == r.seen.last {
			return a, true
		}
	}
	if len(found) == 0 {
		return access{}, false
	}
	return found[0], true
}

// nothing names the value that has no properties.
func (r *reworder) nothing(a access) string {
	if seen, ok := r.seen.sites[a.at]; ok {
		if seen.null {
			return "null"
		}
		return "undefined"
	}
	if r.givesNull(a.left) {
		return "null"
	}
	return "undefined"
}

// nothingAt names the value that was reported of a place.
func (r *reworder) nothingAt(at file.Idx) string {
	if r.seen.sites[at].null {
		return "null"
	}
	return "undefined"
}

// givesNull tells of an expression that has not been watched whether it is null
// rather than undefined.
func (r *reworder) givesNull(x ast.Expression) bool {
	switch x := x.(type) {
	case *ast.NullLiteral:
		return true
	case *ast.CallExpression:
		if m, ok := x.Callee.(*ast.DotExpression); ok {
			switch m.Identifier.Name {
			case "match", "exec":
				return true
			case "parse": // a text that is JSON is never undefined
				return isName(m.Left) && r.print(m.Left) == "JSON" && len(x.ArgumentList) == 1
			}
		}
	}
	return false
}

func (r *reworder) reading(m []string) string {
	a, _ := r.access(m[1])
	if m[1] == "Symbol.iterator" {
		if r.nothing(a) == "null" {
			return "object null" + notIterable
		}
		return "undefined" + notIterable
	}
	key := m[1]
	if seen := r.seen.sites[a.at]; seen.key != "" {
		key = seen.key
	}
	return "Cannot read properties of " + r.nothing(a) + " (reading '" + key + "')"
}

const notIterable = " is not iterable (cannot read property Symbol(Symbol.iterator))"

// noObject words goja's "Cannot convert undefined or null to object".
func (r *reworder) noObject([]string) string {
	if a, ok := r.members[r.at]; ok && a.set {
		key := a.name
		if a.key != nil {
			key = r.seen.sites[a.at].key
			if s, ok := a.key.(*ast.StringLiteral); ok {
				key = s.Value.String()
			} else if key == "" {
				key = r.print(a.key)
			}
		}
		return "Cannot set properties of " + r.nothing(a) + " (setting '" + key + "')"
	}
	if _, ok := r.iteration(); ok {
		return r.iterating(nil)
	}
	if a, ok := r.update(); ok {
		return r.reading([]string{"", a.name})
	}
	return r.Message
}

// update is the property that a += or its like reads at the fault.
func (r *reworder) update() (access, bool) {
	for _, a := range append([]access{r.members[r.at]}, r.after[r.at]...) {
		if r.members[a.at].updated && a.key == nil {
			return a, true
		}
	}
	return access{}, false
}

func (r *reworder) iteration() (iteration, bool) {
	if i, ok := innermost(r.iterations, func(i iteration) (file.Idx, file.Idx) { return i.from, i.to }, r.at); ok {
		for _, other := range r.iterations { // of several in one list, the one that was looked at last
			if other.from == i.from && other.to == i.to && other.at == r.seen.last {
				return other, true
			}
		}
		return i, true
	}
	for _, i := range r.iterations {
		if i.kind == parameterPattern && r.isParameter(i.from) {
			return i, true
		}
	}
	return iteration{}, false
}

// isParameter tells whether a place is among the parameters of the function
// that begins at the fault.
func (r *reworder) isParameter(at file.Idx) bool {
	f, ok := innermost(r.functions, func(f function) (file.Idx, file.Idx) { return f.from, f.to }, at)
	return ok && f.from == r.at
}

// iterating words what is not iterable.
func (r *reworder) iterating([]string) string {
	i, ok := r.iteration()
	if !ok {
		return "object is not iterable (cannot read property Symbol(Symbol.iterator))"
	}
	nothing := strings.Contains(r.Message, "undefined or null")
	switch {
	case r.babel && i.kind != builtIn:
		return r.helperIterating(i)
	case i.source == nil && nothing:
		return "undefined" + notIterable
	case i.source == nil || i.kind == builtIn:
		return r.describe(i.source) + notIterable
	case i.kind == spreadArgument && nothing:
		return r.print(i.source) + " is not iterable (cannot read property " + r.nothingAt(place(i.source)) + ")"
	case i.kind == arrayPattern && isLiteral(i.source):
		return r.print(i.source) + " is not iterable"
	case i.kind == assignedPattern && isLiteral(i.source):
		return r.describe(i.source) + notIterable
	case i.kind == assignedPattern && nothing && r.nothingAt(i.from) == "undefined":
		return "undefined" + notIterable
	case i.kind == spreadArgument:
		return "Spread syntax requires ...iterable[Symbol.iterator] to be a function"
	case (i.kind == arrayPattern || i.kind == restPattern) && nothing && !isName(i.source):
		return "undefined" + notIterable
	case i.kind == assignedPattern || isLogical(i.source):
		return "object" + notIterable
	}
	return r.iterable(i.source)
}

// iterable is V8's sentence for a source that can be printed.
func (r *reworder) iterable(source ast.Expression) string {
	switch x := source.(type) {
	case *ast.CallExpression:
		return r.print(x.Callee) + " is not a function or its return value is not iterable"
	case *ast.NewExpression:
		return r.print(x.Callee) + " is not a function or its return value is not iterable"
	}
	return r.print(source) + " is not iterable"
}

func isLogical(x ast.Expression) bool {
	_, ok := x.(*ast.BinaryExpression)
	return ok
}

// describe names a value by its type, as far as the expression tells it.
func (r *reworder) describe(x ast.Expression) string {
	switch x.(type) {
	case *ast.NumberLiteral:
		return "number " + r.print(x)
	case *ast.BooleanLiteral:
		return "boolean " + r.print(x)
	case *ast.NullLiteral:
		return "object null"
	}
	return "object"
}

func isName(x ast.Expression) bool {
	_, ok := x.(*ast.Identifier)
	return ok
}

// called words the call of what is no function.
func (r *reworder) called([]string) string {
	if r.Native != "" {
		return "" // the call itself was well
	}
	if x, ok := r.calls[r.at]; ok {
		if r.print(x.Callee) == "Symbol" {
			return r.Message // it was called, and what it gave was made a text
		}
		text := r.print(x.Callee) + " is not a function"
		if r.babel {
			return cmp.Or(r.applied(x), text)
		}
		for _, i := range r.iterations {
			if i.source == ast.Expression(x) && i.kind != builtIn && i.kind != spreadArgument {
				text += " or its return value is not iterable"
			}
		}
		return text
	}
	if x, ok := r.news[r.at]; ok {
		callee := r.print(x.Callee)
		if callee == "WeakSet" {
			return "Invalid value used in weak set"
		}
		return callee + " is not a constructor"
	}
	if x, ok := r.tags[r.at]; ok {
		return r.print(x.Tag) + " is not a function"
	}
	return ""
}

// symbolCalled words the call of what is a symbol, or is named by one, of which
// goja fails to show the name. Where a symbol was to become text its words are
// V8's; that may be at the call that made it.
func (r *reworder) symbolCalled([]string) string {
	if x, ok := r.calls[r.at]; ok && !isName(x.Callee) {
		return r.called(nil)
	}
	return r.Message
}

func (r *reworder) tooEarly([]string) string {
	if name, ok := r.names[r.at]; ok {
		return "Cannot access '" + name + "' before initialization"
	}
	return ""
}

func (r *reworder) classCalled([]string) string {
	x, ok := r.calls[r.at]
	if !ok {
		return ""
	}
	name := r.print(x.Callee)
	if m, ok := x.Callee.(*ast.DotExpression); ok && (m.Identifier.Name == "call" || m.Identifier.Name == "apply") {
		name = r.print(m.Left)
	}
	name = name[strings.LastIndexByte(name, '.')+1:]
	return "Class constructor " + name + " cannot be invoked without 'new'"
}

// destructuring words goja's "Value is not object coercible".
func (r *reworder) destructuring([]string) string {
	p, ok := innermost(r.patterns, func(p pattern) (file.Idx, file.Idx) { return p.from, p.to }, r.at)
	if !ok {
		if p, ok = r.parameterPattern(); !ok {
			return ""
		}
	}
	null := r.seen.sites[p.pattern.LeftBrace].null || p.source != nil && r.givesNull(p.source)
	if inner, ok := r.nested[r.seen.last]; ok && p.pattern.LeftBrace < r.seen.last && r.seen.last < p.pattern.RightBrace {
		p, null = pattern{pattern: inner, element: true}, r.seen.sites[r.seen.last].null
	}
	value := "undefined"
	if null {
		value = "null"
	}
	name, of := firstProperty(p.pattern), r.source(p, value)
	switch {
	case r.babel:
		return r.takenByName(p, value, name)
	case (p.element || hasDefault(p.pattern)) && name != "":
		return "Cannot read properties of " + value + " (reading '" + name + "')"
	case name == "":
		return "Cannot destructure '" + of + "' as it is " + value + "."
	}
	return "Cannot destructure property '" + name + "' of '" + of + "' as it is " + value + "."
}

// source is how V8 names what a pattern takes apart.
func (r *reworder) source(p pattern, value string) string {
	switch {
	case p.defaulted:
		return intermediate + intermediate + intermediate
	case p.source != nil:
		return r.print(p.source)
	case value == "null":
		return "object null"
	}
	return value
}

// parameterPattern finds the pattern among the parameters of the function that
// begins at the fault.
func (r *reworder) parameterPattern() (pattern, bool) {
	for _, p := range r.patterns {
		if r.isParameter(p.from) {
			return p, true
		}
	}
	return pattern{}, false
}

// hasDefault tells whether the first name of a pattern has a default value.
func hasDefault(p *ast.ObjectPattern) bool {
	if len(p.Properties) == 0 {
		return false
	}
	first, ok := p.Properties[0].(*ast.PropertyShort)
	return ok && first.Initializer != nil
}

// firstProperty is the first name a pattern reads, if that is not computed.
func firstProperty(p *ast.ObjectPattern) string {
	if len(p.Properties) == 0 {
		return ""
	}
	switch first := p.Properties[0].(type) {
	case *ast.PropertyShort:
		return first.Name.Name.String()
	case *ast.PropertyKeyed:
		if !first.Computed {
			return keyText(first.Key)
		}
	}
	return ""
}

func keyText(key ast.Expression) string {
	switch key := key.(type) {
	case *ast.StringLiteral:
		return key.Value.String()
	case *ast.Identifier:
		return key.Name.String()
	case *ast.NumberLiteral:
		return key.Literal
	}
	return ""
}
