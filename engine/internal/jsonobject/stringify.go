package jsonobject

import (
	"math/big"
	"reflect"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

const (
	// maxDepth is how deep JSON.stringify goes; V8 runs out of stack between
	// 5,000 and 10,000 levels.
	maxDepth = 5000
	// maxBytes bounds the text; V8 refuses 512 MB with the same message.
	maxBytes = 128 << 20

	bigInt = "Do not know how to serialize a BigInt"
)

var bigIntType = reflect.TypeFor[*big.Int]()

// A printer is one call of JSON.stringify.
type printer struct {
	*object
	buf []byte
	// gap is one level of indentation, indent that of the current line. lines is
	// set for text in lines, which V8 also writes for a gap of less than a space.
	gap, indent string
	lines       bool
	replacer    goja.Callable
	// only lists the members to write; it counts when it is not nil.
	only []key
	// open are the objects being written, each with the key it is found at.
	open    []place
	visited int
}

// A key names a property. exact is set when name alone does not say it, which
// is so for text that is not well-formed UTF-16.
type key struct {
	name  string
	exact goja.Value
	index bool
}

type place struct {
	at key
	o  *goja.Object
}

func (j *object) stringify(call goja.FunctionCall) goja.Value {
	p := printer{object: j, buf: make([]byte, 0, 256)}
	p.takeReplacer(call.Argument(1))
	p.gap, p.lines = j.gapOf(call.Argument(2))
	v := call.Argument(0)
	var holder *goja.Object
	if p.replacer != nil {
		holder = j.realm.Object(jsvalue.Member{Name: "", Value: v})
	}
	if !p.property(holder, key{}, v) {
		return goja.Undefined()
	}
	return j.rt.ToValue(string(p.buf))
}

// takeReplacer understands the second argument: a function, or an array of
// names.
func (p *printer) takeReplacer(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok {
		return
	}
	if f, ok := goja.AssertFunction(o); ok {
		p.replacer = f
		return
	}
	if !jsvalue.IsArray(o) {
		return
	}
	p.only = []key{}
	seen := map[string]bool{}
	for i := range o.Get("length").ToInteger() {
		p.check()
		k, ok := p.keyOf(o.Get(strconv.FormatInt(i, 10)))
		if ok && !seen[k.name] {
			seen[k.name] = true
			p.only = append(p.only, k)
		}
	}
}

// keyOf makes the name of an item in an array of names; text and numbers count.
func (j *object) keyOf(v goja.Value) (key, bool) {
	if o, ok := v.(*goja.Object); ok {
		if class := o.ClassName(); class != "String" && class != "Number" {
			return key{}, false
		}
	} else if _, text := v.(goja.String); v == nil || !text && !goja.IsNumber(v) {
		return key{}, false
	}
	s := j.stringOf(v)
	return key{name: s.String(), exact: exactOf(s)}, true
}

// exactOf returns s when it may not be well-formed; nil when its text says all.
func exactOf(s goja.String) goja.Value {
	if strings.Contains(s.String(), "\uFFFD") {
		return s
	}
	return nil
}

// gapOf understands the third argument: a number of spaces, or text.
func (j *object) gapOf(v goja.Value) (gap string, lines bool) {
	if o, ok := v.(*goja.Object); ok {
		switch o.ClassName() {
		case "Number":
			v = o.ToNumber()
		case "String":
			v = j.stringOf(o)
		}
	}
	switch s, ok := v.(goja.String); {
	case ok:
		return s.Substring(0, min(10, s.Length())).String(), s.Length() > 0
	case goja.IsNumber(v):
		return strings.Repeat(" ", int(max(0, min(10, v.ToInteger())))), v.ToFloat() > 0
	}
	return "", false
}

// property writes the value v of holder[k]; false when it has no JSON form.
func (p *printer) property(holder *goja.Object, k key, v goja.Value) bool {
	v = p.prepared(holder, k, v)
	switch v := v.(type) {
	case *goja.Object:
		return p.objectValue(k, v)
	case goja.String:
		p.buf = jsvalue.AppendString(p.buf, v)
		p.check()
		return true
	case *goja.Symbol:
		return false
	}
	switch {
	case v == nil || goja.IsUndefined(v):
		return false
	case goja.IsNull(v):
		p.buf = append(p.buf, "null"...)
	case goja.IsNumber(v):
		p.buf = jsvalue.AppendNumber(p.buf, v)
	case goja.IsBigInt(v):
		p.throw("TypeError", bigInt)
	default:
		p.buf = strconv.AppendBool(p.buf, v.ToBoolean())
	}
	p.check()
	return true
}

// prepared asks toJSON and the replacer what to write in place of v.
func (p *printer) prepared(holder *goja.Object, k key, v goja.Value) goja.Value {
	o, isObject := v.(*goja.Object)
	if isObject || v != nil && goja.IsBigInt(v) {
		of := o
		if !isObject {
			of = v.ToObject(p.rt)
		}
		if toJSON, ok := goja.AssertFunction(of.Get("toJSON")); ok {
			v = must(toJSON(v, p.keyValue(k)))
		}
	}
	if p.replacer != nil {
		if v == nil {
			v = goja.Undefined()
		}
		v = must(p.replacer(holder, p.keyValue(k), v))
	}
	return v
}

func (p *printer) keyValue(k key) goja.Value {
	if k.exact != nil {
		return k.exact
	}
	return p.rt.ToValue(k.name)
}

// objectValue writes an object, or the primitive in it.
func (p *printer) objectValue(k key, o *goja.Object) bool {
	switch o.ClassName() {
	case "Number":
		p.buf = jsvalue.AppendNumber(p.buf, o.ToNumber())
		return true
	case "String":
		p.buf = jsvalue.AppendString(p.buf, p.stringOf(o))
		return true
	case "Boolean":
		p.buf = strconv.AppendBool(p.buf, p.realm.Unbox(o).ToBoolean())
		return true
	}
	if o.ExportType() == bigIntType {
		p.throw("TypeError", bigInt)
	}
	if _, callable := goja.AssertFunction(o); callable {
		return false
	}
	p.enter(k, o)
	outer := p.indent
	p.indent += p.gap
	if jsvalue.IsArray(o) {
		p.array(o, outer)
	} else {
		p.members(o, outer)
	}
	p.indent = outer
	p.open = p.open[:len(p.open)-1]
	return true
}

func (p *printer) enter(k key, o *goja.Object) {
	for i, parent := range p.open {
		if parent.o == o {
			p.throw("TypeError", p.circle(i, k))
		}
	}
	if len(p.open) >= maxDepth {
		p.throw("RangeError", tooDeep)
	}
	p.open = append(p.open, place{k, o})
	p.check()
}

// check keeps the text within its bounds. Asking the clock for every value
// would cost more than writing it.
func (p *printer) check() {
	if len(p.buf) > maxBytes {
		p.throw("RangeError", "Invalid string length")
	}
	if p.visited++; p.visited%256 == 0 && p.stopped() {
		p.throw("RangeError", "Invalid string length") // never seen: the interrupt comes first
	}
}

func (p *printer) array(a *goja.Object, outer string) {
	length := a.Get("length").ToInteger()
	if length == 0 {
		p.buf = append(p.buf, "[]"...)
		return
	}
	p.buf = append(p.buf, '[')
	for i := range length {
		if i > 0 {
			p.buf = append(p.buf, ',')
		}
		p.line(p.indent)
		k := key{name: strconv.FormatInt(i, 10), index: true}
		if !p.property(a, k, a.Get(k.name)) {
			p.buf = append(p.buf, "null"...)
			p.check()
		}
	}
	p.line(outer)
	p.buf = append(p.buf, ']')
}

// line begins a line when the text is indented.
func (p *printer) line(indent string) {
	if p.lines {
		p.buf = append(append(p.buf, '\n'), indent...)
	}
}

func (p *printer) members(o *goja.Object, outer string) {
	p.buf = append(p.buf, '{')
	empty := true
	for _, k := range p.keys(o) {
		before := len(p.buf)
		if !empty {
			p.buf = append(p.buf, ',')
		}
		p.line(p.indent)
		p.name(k)
		if p.property(o, k, p.get(o, k)) {
			empty = false
		} else {
			p.buf = p.buf[:before]
		}
	}
	if !empty {
		p.line(outer)
	}
	p.buf = append(p.buf, '}')
}

func (p *printer) name(k key) {
	if exact, ok := k.exact.(goja.String); ok {
		p.buf = jsvalue.AppendString(p.buf, exact)
	} else {
		p.buf = jsvalue.AppendText(p.buf, k.name)
	}
	p.buf = append(p.buf, ':')
	if p.lines {
		p.buf = append(p.buf, ' ')
	}
}

func (p *printer) get(o *goja.Object, k key) goja.Value {
	if k.exact != nil {
		return must(p.needScripted().get(nil, o, k.exact))
	}
	return o.Get(k.name)
}

func (p *printer) keys(o *goja.Object) []key {
	if p.only != nil {
		return p.only
	}
	names := o.Keys()
	keys := make([]key, len(names))
	for i, name := range names {
		if strings.Contains(name, "\uFFFD") {
			return p.exactKeys(o)
		}
		keys[i] = key{name: name}
	}
	return keys
}

func (p *printer) exactKeys(o *goja.Object) []key {
	list := must(p.needScripted().keys(nil, o)).ToObject(p.rt)
	keys := make([]key, list.Get("length").ToInteger())
	for i := range keys {
		s := p.stringOf(list.Get(strconv.Itoa(i)))
		keys[i] = key{name: s.String(), exact: exactOf(s)}
	}
	return keys
}
