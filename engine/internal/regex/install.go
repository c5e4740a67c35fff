package regex

import (
	"errors"
	"math"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsstring"
)

// Expressions are the regular expressions of a runtime.
type Expressions struct {
	rt *goja.Runtime
	// construct is goja's RegExp, class the one scripts see.
	construct goja.Constructor
	class     *goja.Object
	// prototype is that of RegExp; exact the one that stands before it for
	// expressions with a program, so that goja's short cuts stay for others.
	prototype, exact *goja.Object
	exec, test       goja.Callable
	// executing is the exec of expressions with a program.
	executing goja.Value
	// known finds the expression of an object.
	known    objects
	compiled map[[2]string]*expression
	options  Options
	// steps counts those of all matches.
	steps int
	// last is the text of the last match of an expression that goes on.
	last struct {
		text  goja.String
		units []uint16
	}
}

// maxCompiled bounds how many expressions are kept for when they are made
// again.
const maxCompiled = 200

// Needs tells whether a program makes regular expressions that goja does not
// do by itself: RegExp, called with who knows what. Literals are looked at one
// by one ([Translate]).
func Needs(source string) bool {
	return strings.Contains(source, "RegExp") || strings.Contains(source, "hasIndices") || strings.Contains(source, "unicodeSets")
}

// Options say how regular expressions are put in place.
type Options struct {
	// Interrupted is asked during long matches, which then end.
	Interrupted func() bool
	// Shared lets RegExp's own exec serve all expressions, which whoever
	// wraps it relies on.
	Shared bool
	// Getters gives RegExp.prototype those that goja lacks, hasIndices and
	// unicodeSets.
	Getters bool
}

// Install puts V8's regular expressions in place in a runtime that no script
// has changed.
func Install(rt *goja.Runtime, options Options) *Expressions {
	original := rt.Get("RegExp").ToObject(rt)
	x := &Expressions{rt: rt, options: options, prototype: original.Get("prototype").ToObject(rt)}
	x.construct, _ = goja.AssertConstructor(original)
	x.exec, _ = goja.AssertFunction(x.prototype.Get("exec"))
	x.test, _ = goja.AssertFunction(x.prototype.Get("test"))
	x.exact = x.prototype
	if !options.Shared {
		x.exact = rt.CreateObject(x.prototype)
	}
	x.methods()
	x.getters()
	x.defineClass(original)
	return x
}

// Literal makes the expression of a literal.
func (x *Expressions) Literal(call goja.FunctionCall) goja.Value {
	return x.make(jsstring.Of(call.Argument(0)), jsstring.Of(call.Argument(1)), nil)
}

// make makes an expression; newTarget is nil for RegExp itself.
func (x *Expressions) make(source, flags goja.String, newTarget *goja.Object) *goja.Object {
	e := x.compile(source, flags)
	if newTarget == x.class {
		newTarget = nil
	}
	if e.program == nil {
		return x.build(newTarget, source, flags)
	}
	plain := e.flags
	plain.HasIndices, plain.UnicodeSets = false, false
	o := x.build(newTarget, x.rt.ToValue("(?:)"), x.rt.ToValue(plain.String()))
	x.known.set(o, e)
	if newTarget != nil {
		x.share()
	} else if err := o.SetPrototype(x.exact); err != nil {
		panic(err)
	}
	return o
}

// share lets RegExp's own methods serve all expressions, for those of a
// script's own class. It takes goja's short cuts from all.
func (x *Expressions) share() {
	if x.exact == x.prototype {
		return
	}
	x.exact = x.prototype
	x.methods()
	x.getters()
}

func (x *Expressions) methods() {
	x.method(x.exact, "exec", 1, x.execute)
	x.method(x.exact, "test", 1, x.matches)
	x.executing = x.exact.Get("exec")
}

func (x *Expressions) build(newTarget *goja.Object, arguments ...goja.Value) *goja.Object {
	o, err := x.construct(newTarget, arguments...)
	if err != nil {
		panic(err)
	}
	return o
}

func (x *Expressions) compile(source, flags goja.String) *expression {
	units := jsstring.Units(source)
	key := [2]string{keyOf(units), flags.String()}
	if e := x.compiled[key]; e != nil {
		return e
	}
	e, err := newExpression(units, key[1])
	if err != nil {
		panic(x.raise("SyntaxError", err.Error()))
	}
	if len(x.compiled) >= maxCompiled || x.compiled == nil {
		x.compiled = make(map[[2]string]*expression)
	}
	x.compiled[key] = e
	return e
}

// keyOf is a text that tells any strings apart.
func keyOf(units []uint16) string {
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func (x *Expressions) raise(class, message string) *goja.Object {
	o, err := x.rt.New(x.rt.Get(class), x.rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	return o
}

// matches is RegExp.prototype.test.
func (x *Expressions) matches(call goja.FunctionCall) goja.Value {
	o, ok := call.This.(*goja.Object)
	if !ok {
		return x.original(x.test, call)
	}
	e := x.known.get(o)
	if e == nil {
		return x.original(x.test, call)
	}
	own := o.Get("exec")
	if exec, ok := goja.AssertFunction(own); ok && own != x.executing { // another's
		return x.rt.ToValue(!goja.IsNull(x.original(exec, call)))
	}
	return x.rt.ToValue(x.find(o, e, x.text(call.Argument(0))) != nil)
}

func (x *Expressions) original(method goja.Callable, call goja.FunctionCall) goja.Value {
	v, err := method(call.This, call.Arguments...)
	if err != nil {
		panic(err)
	}
	return v
}

// execute is RegExp.prototype.exec.
func (x *Expressions) execute(call goja.FunctionCall) goja.Value {
	o, ok := call.This.(*goja.Object)
	if !ok || o.ClassName() != "RegExp" {
		panic(x.rt.NewTypeError("Method RegExp.prototype.exec called on incompatible receiver %s", receiver(call.This)))
	}
	e := x.known.get(o)
	if e == nil {
		return x.original(x.exec, call)
	}
	text := x.text(call.Argument(0))
	edges := x.find(o, e, text)
	if edges == nil {
		x.last.text, x.last.units = nil, nil
		return goja.Null()
	}
	return x.result(e, text, edges)
}

// receiver is how V8's messages show what a method was called on.
func receiver(this goja.Value) string {
	if o, ok := this.(*goja.Object); ok {
		return "#<" + o.ClassName() + ">"
	}
	return this.String()
}

// find matches from where the object's lastIndex is, and moves it.
func (x *Expressions) find(o *goja.Object, e *expression, text goja.String) []int {
	goesOn := e.flags.Global || e.flags.Sticky
	from := toLength(o.Get("lastIndex"))
	if !goesOn {
		from = 0
	}
	var edges []int
	if from <= text.Length() {
		var err error
		edges, err = e.program.match(x.units(text, goesOn), from, e.flags.Sticky, &x.steps, x.options.Interrupted)
		x.check(err)
	}
	if goesOn {
		next := 0
		if edges != nil {
			next = edges[1]
		}
		if err := o.Set("lastIndex", next); err != nil {
			panic(x.rt.NewTypeError("Cannot assign to read only property 'lastIndex' of object '[object RegExp]'"))
		}
	}
	return edges
}

// check ends what runs when a match was not finished.
func (x *Expressions) check(err error) {
	switch {
	case errors.Is(err, ErrTooDeep):
		panic(x.raise("RangeError", "Maximum call stack size exceeded"))
	case errors.Is(err, errInterrupted):
		// A built-in function such as split would go on matching: only the
		// interpreter looks at whether it is to stop.
		if _, err := x.rt.RunString("0"); err != nil {
			panic(err)
		}
	}
}

func (x *Expressions) units(text goja.String, keep bool) []uint16 {
	if x.last.text != nil && x.last.text.SameAs(text) {
		return x.last.units
	}
	units := jsstring.Units(text)
	if keep {
		x.last.text, x.last.units = text, units
	}
	return units
}

func toLength(v goja.Value) int {
	n := v.ToNumber().ToFloat()
	if !(n > 0) {
		return 0
	}
	return int(math.Min(n, 1<<53-1))
}

// result is what exec returns: an array of the groups with its properties.
func (x *Expressions) result(e *expression, text goja.String, edges []int) goja.Value {
	values := make([]any, e.program.groups)
	for i := range values {
		if edges[2*i] >= 0 {
			values[i] = text.Substring(edges[2*i], edges[2*i+1])
		} else {
			values[i] = goja.Undefined()
		}
	}
	array := x.rt.NewArray(values...)
	x.set(array, "index", x.rt.ToValue(edges[0]))
	x.set(array, "input", text)
	x.set(array, "groups", x.groups(e, values))
	if e.flags.HasIndices {
		x.set(array, "indices", x.indices(e, edges))
	}
	return array
}

func (x *Expressions) set(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err) // a fresh object
	}
}

// groups are the values of the groups that have names.
func (x *Expressions) groups(e *expression, values []any) goja.Value {
	var groups *goja.Object
	for i, name := range e.program.names {
		if name == "" {
			continue
		}
		if groups == nil {
			groups = x.rt.CreateObject(nil)
		}
		x.set(groups, name, x.rt.ToValue(values[i]))
	}
	if groups == nil {
		return goja.Undefined()
	}
	return groups
}

func (x *Expressions) indices(e *expression, edges []int) goja.Value {
	pairs := make([]any, e.program.groups)
	for i := range pairs {
		pairs[i] = goja.Undefined()
		if edges[2*i] >= 0 {
			pairs[i] = x.rt.NewArray(edges[2*i], edges[2*i+1])
		}
	}
	array := x.rt.NewArray(pairs...)
	x.set(array, "groups", x.groups(e, pairs))
	return array
}

func (x *Expressions) text(v goja.Value) goja.String {
	if _, ok := v.(*goja.Symbol); ok {
		panic(x.rt.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return jsstring.Of(v)
}

func (x *Expressions) method(on *goja.Object, name string, length int, f func(goja.FunctionCall) goja.Value) {
	if err := on.DefineDataProperty(name, x.function(name, length, f), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

func (x *Expressions) function(name string, length int, f any) *goja.Object {
	function := x.rt.ToValue(f).ToObject(x.rt)
	for property, v := range map[string]any{"name": name, "length": length} {
		if err := function.DefineDataProperty(property, x.rt.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // a fresh function
		}
	}
	return function
}
