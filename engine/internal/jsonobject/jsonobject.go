// Package jsonobject is the JSON object of scripts: JSON.parse and
// JSON.stringify as V8 (Node 20) has them, to the letter of their messages and
// of their indentation.
//
// goja's own are not used. Its JSON.parse runs out of Go stack on deep text,
// which ends the process, and reports faults in Go's words; its
// JSON.stringify indents wrongly after an empty array. Here text is parsed by
// [jsvalue.Realm.Parse]; only text that is refused is looked at a second time,
// by a scanner that knows V8's messages (see diagnose). Both directions are
// bounded in depth, and writing also in size and by the deadline.
package jsonobject

import (
	"strings"
	"unicode/utf16"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// An object makes and serves the JSON object of one runtime.
type object struct {
	rt      *goja.Runtime
	realm   *jsvalue.Realm
	stopped func() bool
	// scripted holds the functions of scripted.js once they are needed.
	scripted *scripted
}

// New makes a JSON object. stopped is asked now and then by JSON.stringify, and
// a true answer ends it; the interpreter's next instruction then meets the
// interrupt. It may be nil.
func New(rt *goja.Runtime, realm *jsvalue.Realm, stopped func() bool) *goja.Object {
	if stopped == nil {
		stopped = func() bool { return false }
	}
	j := &object{rt: rt, realm: realm, stopped: stopped}
	o := rt.NewObject()
	j.method(o, "parse", 2, j.parse)
	j.method(o, "stringify", 3, j.stringify)
	tag := rt.ToValue("JSON")
	if err := o.DefineDataPropertySymbol(goja.SymToStringTag, tag, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // a fresh object takes any property
	}
	return o
}

// method defines a function as built-ins are defined.
func (j *object) method(o *goja.Object, name string, length int, f func(goja.FunctionCall) goja.Value) {
	fn := j.rt.ToValue(f).ToObject(j.rt)
	define := func(o *goja.Object, name string, value goja.Value, writable goja.Flag) {
		if err := o.DefineDataProperty(name, value, writable, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // a fresh object takes any property
		}
	}
	define(fn, "name", j.rt.ToValue(name), goja.FLAG_FALSE)
	define(fn, "length", j.rt.ToValue(length), goja.FLAG_FALSE)
	define(o, name, fn, goja.FLAG_TRUE)
}

// throw throws a new error of a built-in class. The class is found by name, so
// a script that replaced it meets its own.
func (j *object) throw(class, message string) {
	if class != "TypeError" {
		if constructor, ok := j.rt.Get(class).(*goja.Object); ok {
			if e, err := j.rt.New(constructor, j.rt.ToValue(message)); err == nil {
				panic(e)
			}
		}
	}
	panic(j.rt.NewTypeError("%s", message))
}

// tooDeep is thrown where V8 would run out of stack.
const tooDeep = "Maximum call stack size exceeded"

func (j *object) parse(call goja.FunctionCall) goja.Value {
	source := j.stringOf(call.Argument(0))
	text := source.String()
	if strings.Contains(text, "\uFFFD") {
		text = j.escapeSurrogates(source, text)
	}
	v, err := j.realm.Parse(text)
	switch {
	case err == jsvalue.ErrTooDeep: //nolint:errorlint // returned as it is
		j.throw("RangeError", tooDeep)
	case err != nil:
		j.throw("SyntaxError", faultOf(source))
	}
	if reviver, ok := goja.AssertFunction(call.Argument(1)); ok && reviver != nil {
		return j.revive(v, call.Argument(1))
	}
	return v
}

// faultOf is V8's message for text that is not JSON.
func faultOf(source goja.String) string {
	if message := diagnose(units(source)); message != "" {
		return message
	}
	return "Unexpected end of JSON input" // both parsers know the same grammar
}

// escapeSurrogates writes lone surrogates, which Go strings cannot carry, as
// escapes; in a JSON string they mean the same. Anywhere else they are a fault.
func (j *object) escapeSurrogates(source goja.String, text string) string {
	us := units(source)
	if message := diagnose(us); message != "" {
		j.throw("SyntaxError", message)
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(us); i++ {
		c := rune(us[i])
		if utf16.IsSurrogate(c) {
			if i+1 < len(us) {
				if pair := utf16.DecodeRune(c, rune(us[i+1])); pair != '\uFFFD' {
					b.WriteRune(pair)
					i++
					continue
				}
			}
			b.WriteString(`\u` + hex4(us[i]))
			continue
		}
		b.WriteRune(c)
	}
	return b.String()
}

func hex4(u uint16) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[u>>12], digits[u>>8&15], digits[u>>4&15], digits[u&15]})
}

func units(s goja.String) []uint16 {
	us := make([]uint16, s.Length())
	for i := range us {
		us[i] = s.CharAt(i)
	}
	return us
}

// stringOf converts a value as a template literal would: symbols are refused.
func (j *object) stringOf(v goja.Value) goja.String {
	if s, ok := v.ToString().(goja.String); ok {
		return s
	}
	if _, ok := v.(*goja.Symbol); ok {
		j.throw("TypeError", "Cannot convert a Symbol value to a string")
	}
	return goja.StringFromUTF16(utf16.Encode([]rune(v.String())))
}
