// Package inspect shows JavaScript values to people, as Node's console does:
// [Inspector.Format] takes the arguments of a console method,
// [Inspector.Inspect] one value.
//
// Getters are named, not called, and proxies are looked through, so showing a
// value runs next to no code of the script it came from; what still runs (a
// toString for %s) runs inside the script's own deadline. The text is bounded
// whatever the value.
package inspect

import (
	"cmp"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// How much of a value is shown; the figures are Node's, but for maxText and
// maxMembers, which Node does not bound.
const (
	maxDepth   = 2
	maxItems   = 100
	maxString  = 10_000
	maxMembers = 1_000
	maxText    = 128 << 10
)

// An Inspector shows values of one runtime, and like it belongs to one
// goroutine.
type Inspector struct {
	rt         *goja.Runtime
	realm      *jsvalue.Realm
	stack      func(string) string
	descriptor goja.Callable
	// customKey is the symbol of methods that show their object themselves.
	customKey goja.Value
}

// New prepares an Inspector; call it before a script runs in rt. stack turns
// an Error's raw stack into the one that is shown.
func New(rt *goja.Runtime, realm *jsvalue.Realm, stack func(string) string) *Inspector {
	in := &Inspector{rt: rt, realm: realm, stack: stack}
	var ok bool
	if in.descriptor, ok = goja.AssertFunction(rt.Get("Object").ToObject(rt).Get("getOwnPropertyDescriptor")); !ok {
		panic("inspect: goja has no Object.getOwnPropertyDescriptor")
	}
	in.customKey = customSymbol(rt)
	return in
}

var (
	dateType    = reflect.TypeFor[time.Time]()
	promiseType = reflect.TypeFor[*goja.Promise]()
	proxyType   = reflect.TypeFor[goja.Proxy]()
	mapType     = reflect.TypeFor[[][2]any]()
	setType     = reflect.TypeFor[[]any]()
	classType   = reflect.TypeFor[func(goja.ConstructorCall) *goja.Object]()
)

// Inspect shows one value, strings in quotes.
func (in *Inspector) Inspect(v goja.Value) string { return in.inspect(v, maxDepth) }

// Dir shows the first value as console.dir does, to the depth that the second,
// an object of options, asks for; null is as deep as it goes.
func (in *Inspector) Dir(args []goja.Value) string {
	if len(args) == 0 {
		return in.Inspect(goja.Undefined())
	}
	depth := maxDepth
	if len(args) > 1 {
		if options, ok := args[1].(*goja.Object); ok {
			switch given := options.Get("depth"); {
			case given == nil:
			case goja.IsNull(given) || goja.IsUndefined(given):
				depth = deepest
			default:
				depth = int(min(given.ToInteger(), deepest))
			}
		}
	}
	return in.inspect(args[0], depth)
}

// deepest bounds what Dir shows: a value may be nested without end.
const deepest = 100

func (in *Inspector) inspect(v goja.Value, depth int) string {
	return in.printer(depth).value(v, 0)
}

func (in *Inspector) printer(depth int) *printer {
	return &printer{in: in, maxDepth: depth, maxItems: maxItems, line: lineLength, circular: make(map[*goja.Object]int)}
}

// A property is what is known of a member without calling its getter.
type property struct {
	value, get, set goja.Value
	enumerable      bool
}

func (p property) exists() bool { return p.value != nil || p.get != nil || p.set != nil }

// property reads an own property; all its fields are nil when there is none.
func (in *Inspector) property(o *goja.Object, key goja.Value) property {
	v, err := in.descriptor(goja.Undefined(), o, key)
	if err != nil {
		panic(err)
	}
	d, ok := v.(*goja.Object)
	if !ok {
		return property{}
	}
	field := func(name string) goja.Value {
		own := d.Get(name) // data properties, put there by goja
		if own == nil || goja.IsUndefined(own) {
			return nil
		}
		return own
	}
	p := property{value: field("value"), get: field("get"), set: field("set")}
	if p.value == nil && p.get == nil && p.set == nil {
		p.value = goja.Undefined()
	}
	e := field("enumerable")
	p.enumerable = e != nil && e.ToBoolean()
	return p
}

// find reads a data property of o or of what it inherits from; nil when there
// is none or it is an accessor.
func (in *Inspector) find(o *goja.Object, name string) goja.Value {
	return in.findKey(o, in.rt.ToValue(name))
}

func (in *Inspector) findKey(o *goja.Object, key goja.Value) goja.Value {
	for range 100 {
		if o = target(o); o == nil {
			return nil
		}
		if p := in.property(o, key); p.exists() {
			return p.value
		}
		o = o.Prototype()
	}
	return nil
}

// Text reads a string member of o or of what it inherits from, without calling
// a getter; "" when it is anything else.
func (in *Inspector) Text(o *goja.Object, name string) string {
	if s, ok := in.find(o, name).(goja.String); ok {
		return s.String()
	}
	return ""
}

// target looks through proxies; nil for a revoked one.
func target(o *goja.Object) *goja.Object {
	for o != nil && o.ExportType() == proxyType {
		proxy, ok := o.Export().(goja.Proxy)
		if !ok {
			return nil
		}
		o = proxy.Target()
	}
	return o
}

// ErrorName is what an Error is called: its name, or that of its class when
// the script gave it none. A name may be empty.
func (in *Inspector) ErrorName(o *goja.Object) string {
	if name, ok := in.find(o, "name").(goja.String); ok && name.String() != "Error" {
		return name.String()
	}
	return cmp.Or(in.constructorName(o), "Error")
}

// constructorName names the class of an object; "" for none. The prototype of a
// class is not one of its objects.
func (in *Inspector) constructorName(o *goja.Object) string {
	object := o
	for range 100 {
		if o = target(o); o == nil {
			return ""
		}
		if ctor, ok := in.property(o, in.rt.ToValue("constructor")).value.(*goja.Object); ok && in.find(ctor, "prototype") != goja.Value(object) {
			if name := in.Text(ctor, "name"); name != "" {
				return name
			}
		}
		o = o.Prototype()
	}
	return ""
}

// A printer shows one value.
type printer struct {
	in       *Inspector
	maxDepth int
	// maxItems is how many items of an array or a collection are shown.
	maxItems int64
	// line is where an object is broken into lines.
	line int
	// hidden shows properties that are not enumerable, too.
	hidden bool
	// indent is how far the current line is indented.
	indent int
	// deepest is the depth last reached, by which an object knows how deep its
	// contents went.
	deepest  int
	parents  []*goja.Object
	circular map[*goja.Object]int
	written  int
}

func (p *printer) value(v goja.Value, depth int) string {
	text := p.unbounded(v, depth)
	p.written += len(text)
	return text
}

func (p *printer) unbounded(v goja.Value, depth int) string {
	switch v := v.(type) {
	case nil:
		return "undefined"
	case *goja.Object:
		return p.object(v, depth)
	case goja.String:
		return p.string(v.String(), depth)
	case *goja.Symbol:
		return "Symbol(" + v.String() + ")"
	}
	switch {
	case goja.IsBigInt(v):
		return v.String() + "n"
	case goja.IsNumber(v) && v.ToFloat() == 0 && math.Signbit(v.ToFloat()):
		return "-0"
	}
	return v.String()
}

func (p *printer) string(text string, depth int) string {
	rest := ""
	n := units(text)
	if n > maxString {
		text = firstUnits(text, maxString)
		rest = fmt.Sprintf("... %d more characters", n-maxString)
	}
	if depth > 0 && n > 16 && n > p.line-p.indent-4 {
		lines := strings.SplitAfter(text, "\n")
		if lines[len(lines)-1] == "" {
			lines = lines[:len(lines)-1]
		}
		for i := range lines {
			lines[i] = quote(lines[i])
		}
		return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + rest
	}
	return quote(text) + rest
}

// quote quotes text with whichever quotes it holds none of.
func quote(text string) string {
	mark := byte('\'')
	if strings.IndexByte(text, '\'') >= 0 {
		if strings.IndexByte(text, '"') < 0 {
			mark = '"'
		} else if !strings.Contains(text, "`") && !strings.Contains(text, "${") {
			mark = '`'
		}
	}
	var b strings.Builder
	b.WriteByte(mark)
	for _, c := range text {
		switch {
		case c == rune(mark) || c == '\\':
			b.WriteByte('\\')
			b.WriteRune(c)
		case c < ' ' && strings.ContainsRune("\b\t\n\f\r", c):
			b.WriteString(map[rune]string{'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`}[c])
		case c < ' ' || 0x7F <= c && c <= 0x9F:
			fmt.Fprintf(&b, `\x%02X`, c)
		default:
			b.WriteRune(c)
		}
	}
	b.WriteByte(mark)
	return b.String()
}

func (p *printer) object(o *goja.Object, depth int) string {
	if o = target(o); o == nil {
		return "<Revoked Proxy>"
	}
	for _, parent := range p.parents {
		if parent == o {
			if p.circular[o] == 0 {
				p.circular[o] = len(p.circular) + 1
			}
			return fmt.Sprintf("[Circular *%d]", p.circular[o])
		}
	}
	if text, ok := p.custom(o, depth); ok {
		return text
	}
	s := p.describe(o)
	if s.contents == nil && len(s.keys) == 0 {
		return cmp.Or(s.head, s.open+s.closing)
	}
	if depth > p.maxDepth {
		return "[" + cmp.Or(s.class, "Object: null prototype") + "]"
	}
	return p.nested(o, s, depth)
}

// A shape is how an object of some kind is shown.
type shape struct {
	// class is what a too deep object is called.
	class string
	// head stands before the braces, or alone when there is nothing in them.
	head          string
	open, closing string
	// contents shows what is not a property; nil for nothing.
	contents func(p *printer, depth int) []string
	// array is set for contents that may be shown in columns; its items tell
	// whether they are numbers.
	array *goja.Object
	keys  []goja.Value
}

func (p *printer) nested(o *goja.Object, s shape, depth int) string {
	p.parents = append(p.parents, o)
	p.deepest = depth
	var parts []string
	if s.contents != nil {
		parts = s.contents(p, depth)
	}
	for i, key := range s.keys {
		if i == maxMembers || p.written > maxText {
			parts = append(parts, fmt.Sprintf("... %d more members", len(s.keys)-i))
			break
		}
		parts = append(parts, p.member(o, key, depth))
	}
	p.parents = p.parents[:len(p.parents)-1]

	if n := p.circular[o]; n > 0 {
		reference := fmt.Sprintf("<ref *%d>", n)
		if s.head != "" {
			s.head = reference + " " + s.head
		} else {
			s.open = reference + " " + s.open
		}
	}
	return p.arrange(s, parts, depth)
}

func (p *printer) member(o *goja.Object, key goja.Value, depth int) string {
	property := p.in.property(o, key)
	var text string
	switch {
	case property.value != nil:
		p.indent += 2
		text = p.value(property.value, depth+1)
		p.indent -= 2
	case property.get != nil && property.set != nil:
		text = "[Getter/Setter]"
	case property.set != nil:
		text = "[Setter]"
	case property.get != nil:
		text = "[Getter]"
	default:
		text = "undefined"
	}
	return p.key(key, property.enumerable) + ": " + text
}

func (p *printer) key(key goja.Value, enumerable bool) string {
	text := key.String()
	_, symbol := key.(*goja.Symbol)
	switch {
	case symbol:
		return "[Symbol(" + text + ")]"
	case text == "__proto__":
		return "['__proto__']"
	case !enumerable:
		return "[" + text + "]"
	case isIdentifier(text):
		return text
	}
	return quote(text)
}

func isIdentifier(name string) bool {
	for i := range len(name) {
		c := name[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return name != ""
}

// ownKeys lists the properties that are shown, those with array indices left
// out for arrays.
func (p *printer) ownKeys(o *goja.Object, array bool) []goja.Value {
	var keys []goja.Value
	for _, name := range p.ownNames(o) {
		if array && isIndex(name) {
			continue
		}
		keys = append(keys, p.in.rt.ToValue(name))
	}
	for _, symbol := range o.Symbols() {
		keys = append(keys, symbol)
	}
	return keys
}

// ownNames lists the names of properties: the enumerable ones or, but for
// Errors, whose text has them, all. V8 made those of functions, arrays and the
// like first.
func (p *printer) ownNames(o *goja.Object) []string {
	if !p.hidden || o.ClassName() == "Error" {
		return o.Keys()
	}
	names := o.GetOwnPropertyNames()
	if o.ClassName() == "Arguments" {
		return names
	}
	early := []string{"length", "name", "lastIndex", "prototype"}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(early, a), rank(early, b)) })
	return names
}

// rank is the place of a name in a list, and behind it for any other.
func rank(list []string, name string) int {
	if i := slices.Index(list, name); i >= 0 {
		return i
	}
	return len(list)
}

func isIndex(name string) bool {
	_, err := strconv.ParseUint(name, 10, 32)
	return err == nil
}
