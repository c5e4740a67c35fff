package jsvalue

import (
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Limits bound what [Realm.Write] accepts.
type Limits struct {
	// Bytes of JSON, and levels of nesting.
	Bytes, Depth int
	// Stopped is asked now and then; a true answer ends the walk with
	// ErrStopped. The walk runs no JavaScript of its own that an interrupt
	// could stop.
	Stopped func() bool
}

// ErrStopped is returned when Limits.Stopped said so.
var ErrStopped = fmt.Errorf("stopped while the result was read")

// An UnserializableError says which part of a value cannot become JSON.
type UnserializableError struct {
	// Path is how a script would write the place, such as
	// "result.content.attachments[0].text".
	Path string
	// Reason completes the sentence, such as "is a function".
	Reason string
}

// Error returns path and reason as a sentence.
func (e *UnserializableError) Error() string { return e.Path + " " + e.Reason }

// A Document is a value as JSON.
type Document struct {
	// JSON is the whole value; undefined is null.
	JSON []byte
	// Objects are what String() shows otherwise than JSON tells, in order; at
	// most 1,000 of them, and none when [Realm.DateText] is nil.
	Objects []Object
	members []span
}

type span struct {
	name     string
	from, to int
}

// Member returns a member of the top-level object as a part of JSON; nil when
// there is none, it is undefined, or the value is not an object.
func (d Document) Member(name string) []byte {
	for _, m := range d.members {
		if m.name == name {
			return d.JSON[m.from:m.to:m.to]
		}
	}
	return nil
}

// Write turns a value into JSON as a structured clone followed by
// JSON.stringify would (reference §4, result transfer): own enumerable string
// keys in the object's order, class instances as plain objects, Dates as ISO
// text, boxed primitives unboxed, undefined members left out and null in
// arrays, NaN and infinities null, lone surrogates escaped. Functions,
// symbols, BigInts, promises, arguments, cycles, and what exceeds the limits are
// *UnserializableErrors; name is how messages call the value.
//
// No toJSON is called. Getters and proxies are, so Write must run inside the
// runtime, where what they throw has somewhere to go.
func (r *Realm) Write(v goja.Value, name string, limits Limits) (Document, error) {
	w := r.takeWriter()
	defer r.keepWriter(w)
	w.limits, w.buf, w.path = limits, make([]byte, 0, r.expected), append(w.path, step{name: name})
	if v == nil || goja.IsUndefined(v) {
		v = r.null
	}
	err := w.value(v)
	if err == nil && len(w.buf) > limits.Bytes {
		err = w.tooLarge()
	}
	r.expected = min(max(len(w.buf)+len(w.buf)/8, minBuffer), maxBuffer)
	return Document{JSON: w.buf, Objects: w.objects, members: w.members}, err
}

// How large a buffer the next document gets, which is expected to be about as
// large as the last.
const minBuffer, maxBuffer = 256, 16 << 10

// takeWriter returns the writer that was kept, or another one: a getter may
// print a value while one is written.
func (r *Realm) takeWriter() *writer {
	w := r.writer
	if r.writer = nil; w == nil {
		w = &writer{realm: r}
	}
	return w
}

// keepWriter keeps what a writer needs for any document, unless it has grown
// large.
func (r *Realm) keepWriter(w *writer) {
	if cap(w.path) > 64 {
		return
	}
	clear(w.path[:cap(w.path)])
	clear(w.parents[:cap(w.parents)])
	*w = writer{realm: r, path: w.path[:0], parents: w.parents[:0]}
	r.writer = w
}

type writer struct {
	realm   *Realm
	limits  Limits
	buf     []byte
	path    []step
	parents []*goja.Object
	members []span
	objects []Object
	visited int
}

// A step is one part of the path: a name, or an index.
type step struct {
	name    string
	index   int
	indexed bool
}

// value writes anything but undefined.
func (w *writer) value(v goja.Value) error {
	if err := w.check(); err != nil {
		return err
	}
	switch v := v.(type) {
	case *goja.Object:
		return w.object(v)
	case goja.String:
		if v.Length() > w.limits.Bytes {
			return w.tooLarge()
		}
		w.string(v)
		return nil
	case *goja.Symbol:
		return w.refuse("is a symbol")
	}
	switch {
	case goja.IsNull(v):
		w.buf = append(w.buf, "null"...)
	case goja.IsNumber(v):
		w.number(v)
	case goja.IsBigInt(v):
		return w.refuse("is a BigInt")
	case v.StrictEquals(w.realm.yes):
		w.buf = append(w.buf, "true"...)
	case v.StrictEquals(w.realm.no):
		w.buf = append(w.buf, "false"...)
	default:
		return w.refuse(fmt.Sprintf("is a %s, which JSON does not have", v.ExportType()))
	}
	return nil
}

// check enforces size and deadline; asking the clock at every value would
// cost more than the walk.
func (w *writer) check() error {
	if len(w.buf) > w.limits.Bytes {
		return w.tooLarge()
	}
	if w.visited++; w.visited%256 == 0 && w.limits.Stopped != nil && w.limits.Stopped() {
		return ErrStopped
	}
	return nil
}

func (w *writer) tooLarge() error {
	w.path = w.path[:1]
	return w.refuse(fmt.Sprintf("is larger than %d bytes of JSON", w.limits.Bytes))
}

func (w *writer) refuse(reason string) error {
	return &UnserializableError{Path: pathText(w.path), Reason: reason}
}

var (
	dateType    = reflect.TypeFor[time.Time]()
	promiseType = reflect.TypeFor[*goja.Promise]()
	proxyType   = reflect.TypeFor[goja.Proxy]()
	bigIntType  = reflect.TypeFor[*big.Int]()
	plainType   = reflect.TypeFor[map[string]any]()
)

func (w *writer) object(o *goja.Object) error {
	kind, class := o.ExportType(), o.ClassName()
	switch {
	case kind == dateType:
		w.spell(o, kind, class)
		w.date(o)
		return nil
	case kind == promiseType:
		return w.refuse("is a promise (is an await missing?)")
	case kind == bigIntType:
		return w.refuse("is a BigInt")
	case kind.Kind() == reflect.String && class == "Object":
		return w.refuse("is a symbol")
	case kind.Kind() == reflect.Func || class == "Function":
		return w.refuse("is a function")
	case class == "Arguments":
		return w.refuse("is arguments, which cannot be copied: Array.from(arguments) can")
	case class == "Array" || kind == proxyType && isArrayProxy(o):
		return w.nest(o, w.arrayItems)
	}
	if primitive := w.realm.Unbox(o); !goja.IsUndefined(primitive) {
		w.spell(o, kind, class)
		return w.value(primitive)
	}
	// A typed array has a key for every item, which take more memory than it.
	if isTypedArray(kind, class) {
		if length := o.Get("length"); length != nil && length.ToInteger() > int64(w.limits.Bytes)/6 {
			return w.tooLarge()
		}
	}
	if class != "Object" || kind != plainType {
		w.spell(o, kind, class)
	}
	return w.nest(o, w.objectMembers)
}

// isArrayProxy tells whether o is a proxy of an array, which JSON.stringify
// treats as one.
func isArrayProxy(o *goja.Object) bool {
	for o != nil && o.ExportType() == proxyType {
		proxy, ok := o.Export().(goja.Proxy)
		if !ok {
			return false
		}
		if o = proxy.Target(); o != nil && o.ClassName() == "Array" {
			return true
		}
	}
	return false
}

// nest writes a container, watching depth and cycles.
func (w *writer) nest(o *goja.Object, contents func(*goja.Object) error) error {
	if len(w.parents) >= w.limits.Depth {
		return w.refuse(fmt.Sprintf("is nested deeper than %d levels", w.limits.Depth))
	}
	for i, parent := range w.parents {
		if parent == o {
			return w.refuse("refers back to " + pathText(w.path[:i+1]))
		}
	}
	w.parents = append(w.parents, o)
	err := contents(o)
	w.parents = w.parents[:len(w.parents)-1]
	return err
}

func (w *writer) objectMembers(o *goja.Object) error {
	keys := o.Keys()
	for _, key := range keys {
		if strings.Contains(key, "\uFFFD") {
			return w.malformedMembers(o)
		}
	}
	w.buf = append(w.buf, '{')
	for _, key := range keys {
		if err := w.member(key, nil, o.Get(key)); err != nil {
			return err
		}
	}
	w.closeObject()
	return nil
}

// malformedMembers is objectMembers for an object with a key that may not be
// well-formed UTF-16: keys stay JavaScript strings.
func (w *writer) malformedMembers(o *goja.Object) error {
	w.realm.needExactKeys()
	w.buf = append(w.buf, '{')
	var failed error
	visit := func(call goja.FunctionCall) goja.Value {
		if failed == nil {
			failed = w.member(call.Argument(0).String(), call.Argument(0), call.Argument(1))
		}
		return goja.Undefined()
	}
	if _, err := w.realm.eachExact(nil, o, w.realm.rt.ToValue(visit)); err != nil {
		panic(err)
	}
	if failed != nil {
		return failed
	}
	w.closeObject()
	return nil
}

// member writes a member and the comma after it, which closeObject takes away
// again. key is the name as a JavaScript string, or nil when name says it.
func (w *writer) member(name string, key, v goja.Value) error {
	if v == nil || goja.IsUndefined(v) {
		return w.check()
	}
	if key == nil {
		w.quote(name)
	} else {
		w.string(key.(goja.String))
	}
	w.buf = append(w.buf, ':')
	from := len(w.buf)
	w.path = append(w.path, step{name: name})
	if err := w.value(v); err != nil {
		return err
	}
	w.path = w.path[:len(w.path)-1]
	if len(w.parents) == 1 {
		w.members = append(w.members, span{name, from, len(w.buf)})
	}
	w.buf = append(w.buf, ',')
	return nil
}

func (w *writer) closeObject() {
	if w.buf[len(w.buf)-1] == ',' {
		w.buf = w.buf[:len(w.buf)-1]
	}
	w.buf = append(w.buf, '}')
}

func (w *writer) arrayItems(a *goja.Object) error {
	w.buf = append(w.buf, '[')
	for i := range a.Get("length").ToInteger() {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		v := a.Get(strconv.FormatInt(i, 10))
		if v == nil || goja.IsUndefined(v) {
			v = w.realm.null
		}
		w.path = append(w.path, step{index: int(i), indexed: true})
		if err := w.value(v); err != nil {
			return err
		}
		w.path = w.path[:len(w.path)-1]
	}
	w.buf = append(w.buf, ']')
	return nil
}

func (w *writer) number(v goja.Value) {
	switch f := v.ToFloat(); {
	case math.IsNaN(f) || math.IsInf(f, 0):
		w.spellNumber(v, f)
		w.buf = append(w.buf, "null"...)
	case f == math.Trunc(f) && math.Abs(f) < 1e15:
		w.buf = strconv.AppendInt(w.buf, int64(f), 10)
	default:
		w.buf = append(w.buf, v.String()...)
	}
}

// date writes a Date as toISOString does, an invalid one as null.
func (w *writer) date(o *goja.Object) {
	t, ok := o.Export().(time.Time)
	if !ok {
		w.buf = append(w.buf, "null"...)
		return
	}
	w.buf = append(w.buf, '"')
	w.buf = append(w.buf, ISOTime(t)...)
	w.buf = append(w.buf, '"')
}

// ISOTime formats a time as Date.prototype.toISOString does.
func ISOTime(t time.Time) string {
	t = t.UTC()
	if year := t.Year(); year < 0 || year > 9999 {
		return fmt.Sprintf("%+07d", year) + t.Format("-01-02T15:04:05.000Z")
	}
	return t.Format("2006-01-02T15:04:05.000Z")
}

// string writes a JavaScript string. Only one that seems to hold U+FFFD is
// looked at by unit: that is how a lone surrogate reads in UTF-8.
func (w *writer) string(s goja.String) {
	text := s.String()
	if !strings.Contains(text, "\uFFFD") {
		w.quote(text)
		return
	}
	w.buf = append(w.buf, '"')
	for i := 0; i < s.Length(); i++ {
		i += w.unit(s, i)
	}
	w.buf = append(w.buf, '"')
}

// unit writes the character at i, and returns how many more units it took.
func (w *writer) unit(s goja.String, i int) int {
	u := s.CharAt(i)
	switch {
	case u < 0xD800 || u > 0xDFFF:
		w.rune(rune(u))
	case u <= 0xDBFF && i+1 < s.Length() && s.CharAt(i+1)&0xFC00 == 0xDC00:
		low := s.CharAt(i + 1)
		w.rune(0x10000 + rune(u&0x3FF)<<10 + rune(low&0x3FF))
		return 1
	default:
		w.buf = fmt.Appendf(w.buf, `\u%04x`, u)
	}
	return 0
}

func (w *writer) rune(c rune) {
	if c < utf8.RuneSelf && escapes[c] != "" {
		w.buf = append(w.buf, escapes[c]...)
		return
	}
	w.buf = utf8.AppendRune(w.buf, c)
}

// quote writes text as JSON.stringify does: only what JSON demands is escaped.
func (w *writer) quote(text string) {
	w.buf = append(w.buf, '"')
	for start := 0; ; {
		end := plain(text, start)
		w.buf = append(w.buf, text[start:end]...)
		if end == len(text) {
			break
		}
		w.buf = append(w.buf, escapes[text[end]]...)
		start = end + 1
	}
	w.buf = append(w.buf, '"')
}

// escapes holds what stands for an ASCII character in a JSON string; empty for
// the character itself.
var escapes = func() (table [utf8.RuneSelf]string) {
	for c := range ' ' {
		table[c] = fmt.Sprintf(`\u%04x`, c)
	}
	table['"'], table['\\'] = `\"`, `\\`
	table['\b'], table['\f'], table['\n'], table['\r'], table['\t'] = `\b`, `\f`, `\n`, `\r`, `\t`
	return table
}()

func pathText(path []step) string {
	var b strings.Builder
	for i, s := range path {
		switch {
		case s.indexed:
			fmt.Fprintf(&b, "[%d]", s.index)
		case i == 0:
			b.WriteString(s.name)
		case isIdentifier(s.name):
			b.WriteString("." + s.name)
		default:
			fmt.Fprintf(&b, "[%q]", s.name)
		}
		if b.Len() > 300 {
			return b.String() + "…"
		}
	}
	return b.String()
}

func isIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
		if !letter && (i == 0 || !isDigit(c)) {
			return false
		}
	}
	return name != ""
}
