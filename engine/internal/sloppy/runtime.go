package sloppy

import (
	"strconv"

	"github.com/dop251/goja"
)

// A realm holds what lowered code needs of its runtime, taken before a script
// could change it.
type realm struct {
	rt *goja.Runtime
	// Functions of Reflect.
	construct, ownKeys, descriptor, define goja.Callable
	get, set                               goja.Callable
}

// New makes the object that lowered code finds as [Global].
func New(rt *goja.Runtime) *goja.Object {
	reflect := rt.Get("Reflect").ToObject(rt)
	function := func(name string) goja.Callable {
		f, ok := goja.AssertFunction(reflect.Get(name))
		if !ok {
			return func(goja.Value, ...goja.Value) (goja.Value, error) {
				panic(rt.NewTypeError("Reflect." + name + " is not a function"))
			}
		}
		return f
	}
	r := &realm{
		rt: rt, construct: function("construct"), ownKeys: function("ownKeys"), get: function("get"), set: function("set"),
		descriptor: function("getOwnPropertyDescriptor"), define: function("defineProperty"),
	}
	object := rt.CreateObject(nil)
	for name, f := range map[string]func(goja.FunctionCall) goja.Value{
		"refuse": r.refuse, "made": r.made, "result": r.result, "construct": r.makeInstance, "super": r.super,
		"key": r.key, "field": r.field, "hide": r.hide, "symbol": r.symbol, "init": r.init, "define": r.defineClass, "initializer": r.initializer, "run": r.run,
	} {
		if err := object.Set(name, f); err != nil {
			panic(err) // a fresh object takes any property
		}
	}
	return object
}

// must gives the value of a call, or throws on what the call threw.
func must(v goja.Value, err error) goja.Value {
	if err != nil {
		panic(err)
	}
	return v
}

func check(err error) { must(nil, err) }

func (r *realm) throwReference(message string) {
	constructor := r.rt.Get("ReferenceError")
	o, err := r.rt.New(constructor, r.rt.ToValue(message))
	check(err)
	panic(o)
}

// refuse(): the constructor was called without new.
func (r *realm) refuse(goja.FunctionCall) goja.Value {
	panic(r.rt.NewTypeError("Cannot call a class as a function"))
}

// made(this) is this, if super made it.
func (r *realm) made(call goja.FunctionCall) goja.Value {
	this := call.Argument(0)
	if goja.IsUndefined(this) {
		r.throwReference("this hasn't been initialised - super() hasn't been called")
	}
	return this
}

// result(this, value) is what a derived constructor returns.
func (r *realm) result(call goja.FunctionCall) goja.Value {
	value := call.Argument(1)
	if _, ok := value.(*goja.Object); ok {
		return value
	}
	if !goja.IsUndefined(value) {
		panic(r.rt.NewTypeError("Derived constructors may only return object or undefined"))
	}
	return r.made(call)
}

// construct(this, class, ...args) is super(...args).
func (r *realm) makeInstance(call goja.FunctionCall) goja.Value {
	this, class := call.Argument(0).ToObject(r.rt), call.Argument(1).ToObject(r.rt)
	var parent goja.Value = goja.Null()
	if p := class.Prototype(); p != nil {
		parent = p
	}
	target := goja.Undefined()
	if p := this.Prototype(); p != nil {
		target = p.Get("constructor")
	}
	if _, ok := goja.AssertConstructor(parent); !ok {
		panic(r.rt.NewTypeError("Super constructor " + parent.String() + " is not a constructor"))
	}
	args := make([]any, 0, len(call.Arguments))
	for _, a := range call.Arguments[2:] {
		args = append(args, a)
	}
	return must(r.construct(goja.Undefined(), parent, r.rt.NewArray(args...), target))
}

// super(class, this) stands for super in a constructor: members are looked up
// in the parent's prototype, getters, setters and methods see this.
func (r *realm) super(call goja.FunctionCall) goja.Value {
	class, this := call.Argument(0).ToObject(r.rt), call.Argument(1)
	home := class.Get("prototype").ToObject(r.rt)
	return r.rt.ToValue(r.rt.NewProxy(r.rt.NewObject(), &goja.ProxyTrapConfig{
		Get: func(_ *goja.Object, key string, _ goja.Value) goja.Value {
			return r.superMember(home, r.rt.ToValue(key), this)
		},
		GetSym: func(_ *goja.Object, key *goja.Symbol, _ goja.Value) goja.Value {
			return r.superMember(home, key, this)
		},
		Set: func(_ *goja.Object, key string, value, _ goja.Value) bool {
			return r.setSuperMember(home, r.rt.ToValue(key), value, this)
		},
		SetSym: func(_ *goja.Object, key *goja.Symbol, value, _ goja.Value) bool {
			return r.setSuperMember(home, key, value, this)
		},
	}))
}

// superMember reads a member, a function bound to this.
func (r *realm) superMember(home *goja.Object, key, this goja.Value) goja.Value {
	parent := home.Prototype()
	if parent == nil {
		return goja.Undefined()
	}
	value := must(r.get(goja.Undefined(), parent, key, this))
	method, ok := goja.AssertFunction(value)
	if !ok {
		return value
	}
	return r.rt.ToValue(func(call goja.FunctionCall) goja.Value { return must(method(this, call.Arguments...)) })
}

func (r *realm) setSuperMember(home *goja.Object, key, value, this goja.Value) bool {
	parent := home.Prototype()
	if parent == nil {
		return false
	}
	return must(r.set(goja.Undefined(), parent, key, value, this)).ToBoolean()
}

// key(value) makes a property key of a value, once.
func (r *realm) key(call goja.FunctionCall) goja.Value {
	if s, ok := call.Argument(0).(*goja.Symbol); ok {
		return s
	}
	primitive := call.Argument(0)
	if o, ok := primitive.(*goja.Object); ok {
		primitive = r.primitive(o)
	}
	if s, ok := primitive.(*goja.Symbol); ok {
		return s
	}
	return primitive.ToString()
}

// primitive asks the runtime how it makes a property key of an object.
func (r *realm) primitive(o *goja.Object) goja.Value {
	holder := r.rt.CreateObject(nil)
	must(r.define(goja.Undefined(), holder, o, r.attributes(map[string]goja.Value{"enumerable": r.rt.ToValue(true)})))
	return must(r.ownKeys(goja.Undefined(), holder)).ToObject(r.rt).Get("0")
}

func (r *realm) attributes(members map[string]goja.Value) *goja.Object {
	o := r.rt.CreateObject(nil)
	for name, value := range members {
		check(o.Set(name, value))
	}
	return o
}

// field(object, key, value) defines a field.
func (r *realm) field(call goja.FunctionCall) goja.Value { return r.defineField(call, true) }

// hide(object, symbol, value) defines a private field.
func (r *realm) hide(call goja.FunctionCall) goja.Value { return r.defineField(call, false) }

func (r *realm) defineField(call goja.FunctionCall, enumerable bool) goja.Value {
	yes := r.rt.ToValue(true)
	d := r.attributes(map[string]goja.Value{"value": call.Argument(2), "writable": yes, "enumerable": r.rt.ToValue(enumerable), "configurable": yes})
	if !must(r.define(goja.Undefined(), call.Argument(0), call.Argument(1), d)).ToBoolean() {
		panic(r.rt.NewTypeError("Cannot redefine property: %s", call.Argument(1).String()))
	}
	return goja.Undefined()
}

// symbol(name) is what a private name becomes.
func (r *realm) symbol(call goja.FunctionCall) goja.Value {
	return goja.NewSymbol(call.Argument(0).String())
}

// init(object, initializer) gives an instance its fields, and returns it.
func (r *realm) init(call goja.FunctionCall) goja.Value {
	if f, ok := goja.AssertFunction(call.Argument(1)); ok {
		must(f(call.Argument(0)))
	}
	return call.Argument(0)
}

// define(class, prototype, statics[, parent]) makes a class of a function.
func (r *realm) defineClass(call goja.FunctionCall) goja.Value {
	class, prototype, statics := call.Argument(0).ToObject(r.rt), call.Argument(1).ToObject(r.rt), call.Argument(2).ToObject(r.rt)
	if len(call.Arguments) > 3 {
		r.inherit(class, prototype, call.Argument(3))
	}
	check(statics.SetPrototype(class.Prototype()))
	check(class.DefineDataProperty("prototype", prototype, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
	hidden := r.attributes(map[string]goja.Value{"enumerable": r.rt.ToValue(false)})
	r.eachKey(prototype, func(key goja.Value) {
		must(r.define(goja.Undefined(), prototype, key, hidden))
	})
	r.eachKey(statics, func(key goja.Value) {
		d := must(r.descriptor(goja.Undefined(), statics, key)).ToObject(r.rt)
		check(d.Set("enumerable", false))
		must(r.define(goja.Undefined(), class, key, d))
	})
	return goja.Undefined()
}

func (r *realm) inherit(class, prototype *goja.Object, parent goja.Value) {
	if goja.IsNull(parent) {
		check(prototype.SetPrototype(nil))
		return
	}
	if _, ok := goja.AssertFunction(parent); !ok {
		panic(r.rt.NewTypeError("Super expression must either be null or a function"))
	}
	above := parent.ToObject(r.rt).Get("prototype")
	o, ok := above.(*goja.Object)
	if !ok && !(above != nil && goja.IsNull(above)) {
		if above == nil {
			above = goja.Undefined()
		}
		panic(r.rt.NewTypeError("Object prototype may only be an Object or null: %s", above.String()))
	}
	check(prototype.SetPrototype(o))
	check(class.SetPrototype(parent.ToObject(r.rt)))
}

func (r *realm) eachKey(o *goja.Object, visit func(key goja.Value)) {
	keys := must(r.ownKeys(goja.Undefined(), o)).ToObject(r.rt)
	for i := range int(keys.Get("length").ToInteger()) {
		visit(keys.Get(strconv.Itoa(i)))
	}
}

// initializer(class, home) is the one method of home, which knows super as a
// method of the class's instances.
func (r *realm) initializer(call goja.FunctionCall) goja.Value {
	class, home := call.Argument(0).ToObject(r.rt), call.Argument(1).ToObject(r.rt)
	check(home.SetPrototype(class.Get("prototype").ToObject(r.rt).Prototype()))
	return r.method(home)
}

// run(class, home) calls the one method of home on the class.
func (r *realm) run(call goja.FunctionCall) goja.Value {
	class, home := call.Argument(0).ToObject(r.rt), call.Argument(1).ToObject(r.rt)
	check(home.SetPrototype(class.Prototype()))
	if f, ok := goja.AssertFunction(r.method(home)); ok {
		must(f(class))
	}
	return goja.Undefined()
}

func (r *realm) method(home *goja.Object) goja.Value {
	var method goja.Value
	r.eachKey(home, func(key goja.Value) { method = home.Get(key.String()) })
	return method
}
