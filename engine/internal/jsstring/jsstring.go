// Package jsstring has the methods of String.prototype that the interpreter
// has wrong for some strings. A JavaScript string is any sequence of UTF-16
// units, and half of a surrogate pair is a character like any other:
//
//	s.charAt(0).toUpperCase() + s.slice(1)
//
// must give an emoji back whole. goja changes case, trims and normalizes by
// way of UTF-8, which has no such halves; and its replaceAll never ends when
// it looks for nothing in a text that is not ASCII.
//
// A method costs an idle runtime a kilobyte. So a program is asked once, when
// it is compiled, what it may call ([Needs]).
package jsstring

import (
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// A Need is a set of methods that a program may call.
type Need int

// What a program may call.
const (
	upper Need = 1 << iota
	lower
	trim
	normalize
	replaceAll

	all = upper | lower | trim | normalize | replaceAll
)

// library finds the use of a library, who knows for which of its functions.
var library = regexp.MustCompile(`(?:^|[^\w$])[_s]\s*[.(\[]`)

// Needs tells what the text of a program may call. Names are put together at
// run time too, as in 'to' + which + 'Case', so that a part counts.
func Needs(source string) Need {
	if library.MatchString(source) {
		return all
	}
	var need Need
	for part, of := range map[string]Need{"Upper": upper, "Lower": lower, "trim": trim, "ormali": normalize, "All": replaceAll} {
		if strings.Contains(source, part) {
			need |= of
		}
	}
	return need
}

// Install puts what is needed in the place of goja's own methods, in a runtime
// that no script has changed.
func Install(rt *goja.Runtime, need Need) {
	if need == 0 {
		return
	}
	m := &methods{rt: rt, prototype: rt.Get("String").ToObject(rt).Get("prototype").ToObject(rt)}
	if need&upper != 0 {
		m.byRuns("toUpperCase")
	}
	if need&lower != 0 {
		m.byRuns("toLowerCase")
	}
	if need&normalize != 0 {
		m.byRuns("normalize")
	}
	if need&trim != 0 {
		m.define("trim", 0, m.trimming("trim", true, true))
		m.define("trimStart", 0, m.trimming("trimStart", true, false), "trimLeft")
		m.define("trimEnd", 0, m.trimming("trimEnd", false, true), "trimRight")
	}
	if need&replaceAll != 0 {
		m.replaceAll()
	}
}

type method = func(goja.FunctionCall) goja.Value

type methods struct {
	rt        *goja.Runtime
	prototype *goja.Object
}

// define puts a method in place, under other names besides.
func (m *methods) define(name string, length int, f method, also ...string) {
	function := m.rt.ToValue(f).ToObject(m.rt)
	m.describe(function, "name", name)
	if length != 0 {
		m.describe(function, "length", length)
	}
	for _, name := range append(also, name) {
		if err := m.prototype.DefineDataProperty(name, function, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // a fresh prototype
		}
	}
}

func (m *methods) describe(function *goja.Object, property string, v any) {
	if err := function.DefineDataProperty(property, m.rt.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // no script could have frozen it yet
	}
}

// text is the string a method is called on.
func (m *methods) text(call goja.FunctionCall, name string) goja.String {
	if goja.IsUndefined(call.This) || goja.IsNull(call.This) {
		panic(m.rt.NewTypeError("String.prototype.%s called on null or undefined", name))
	}
	return m.of(call.This)
}

// of is a value as a string.
func (m *methods) of(v goja.Value) goja.String {
	if _, ok := v.(*goja.Symbol); ok {
		panic(m.rt.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return Of(v)
}

// original is goja's method. In stacks it has a name that is not shown.
func (m *methods) original(name string) func(this goja.Value, arguments ...goja.Value) goja.Value {
	function := m.prototype.Get(name)
	m.describe(function.ToObject(m.rt), "name", "%"+name)
	f, _ := goja.AssertFunction(function)
	return func(this goja.Value, arguments ...goja.Value) goja.Value {
		v, err := f(this, arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}
}

// byRuns makes a method leave lone surrogates as they are and do what goja's
// does with the text between them, which stands for itself: a lone surrogate
// has no case and combines with nothing.
func (m *methods) byRuns(name string) {
	original := m.original(name)
	m.define(name, 0, func(call goja.FunctionCall) goja.Value {
		s := m.text(call, name)
		if IsWellFormed(s) {
			return original(s, call.Arguments...)
		}
		original(m.rt.ToValue(""), call.Arguments...) // throws if the arguments are wrong
		var result []uint16
		for run := range Runs(s) {
			if !run.Lone {
				run.Units = Units(original(goja.StringFromUTF16(run.Units), call.Arguments...).(goja.String))
			}
			result = append(result, run.Units...)
		}
		return goja.StringFromUTF16(result)
	})
}

func (m *methods) trimming(name string, start, end bool) method {
	return func(call goja.FunctionCall) goja.Value {
		s := m.text(call, name)
		from, to := 0, s.Length()
		for start && from < to && isSpace(s.CharAt(from)) {
			from++
		}
		for end && from < to && isSpace(s.CharAt(to-1)) {
			to--
		}
		if to-from == s.Length() {
			return s
		}
		return s.Substring(from, to)
	}
}

// isSpace tells white space and line terminators, as the language has them.
func isSpace(c uint16) bool {
	switch {
	case c == ' ' || '\t' <= c && c <= '\r':
		return true
	case c < 0xA0:
		return false
	}
	return c == 0xA0 || c == 0x1680 || 0x2000 <= c && c <= 0x200A || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF
}

// replaceAll mends the search for nothing, which is found before every unit
// and at the end.
func (m *methods) replaceAll() {
	original := m.original("replaceAll")
	m.define("replaceAll", 2, func(call goja.FunctionCall) goja.Value {
		if replaces(call.Argument(0)) {
			return original(call.This, call.Arguments...)
		}
		s := m.text(call, "replaceAll")
		search := m.of(call.Argument(0))
		if search.Length() > 0 {
			return original(s, search, call.Argument(1))
		}
		replacement := m.replacer(call.Argument(1), s)
		var result []uint16
		for i := range s.Length() {
			result = append(result, replacement(i)...)
			result = append(result, s.CharAt(i))
		}
		return goja.StringFromUTF16(append(result, replacement(s.Length())...))
	})
}

// replaces tells whether a value has a way of its own to replace what it finds,
// as regular expressions have.
func replaces(search goja.Value) bool {
	o, ok := search.(*goja.Object)
	if !ok {
		return false
	}
	method := o.GetSymbol(goja.SymReplace)
	return method != nil && !goja.IsUndefined(method) && !goja.IsNull(method)
}

// replacer gives the text that comes in the place of nothing.
func (m *methods) replacer(with goja.Value, s goja.String) func(at int) []uint16 {
	if f, ok := goja.AssertFunction(with); ok {
		return func(at int) []uint16 {
			v, err := f(goja.Undefined(), m.rt.ToValue(""), m.rt.ToValue(at), s)
			if err != nil {
				panic(err)
			}
			return Units(m.of(v))
		}
	}
	template, whole := Units(m.of(with)), Units(s)
	if !slices.Contains(template, '$') {
		return func(int) []uint16 { return template }
	}
	return func(at int) []uint16 { return expand(template, whole, at) }
}

// expand writes out what stands for parts of the text; what was found is
// nothing.
func expand(template, s []uint16, at int) []uint16 {
	var result []uint16
	for i := 0; i < len(template); i++ {
		if template[i] == '$' && i+1 < len(template) {
			known := true
			switch template[i+1] {
			case '$':
				result = append(result, '$')
			case '&':
			case '`':
				result = append(result, s[:at]...)
			case '\'':
				result = append(result, s[at:]...)
			default:
				known = false
			}
			if known {
				i++
				continue
			}
		}
		result = append(result, template[i])
	}
	return result
}
