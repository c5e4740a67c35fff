package sloppy

import (
	"strconv"

	"github.com/dop251/goja"
)

// A realm is the runtime that lowered code runs in.
type realm struct {
	rt *goja.Runtime
	// reflected are the functions of Reflect that were needed so far.
	reflected map[string]goja.Callable
}

// New makes the object that lowered code finds as [Global].
func New(rt *goja.Runtime) *goja.Object {
	return rt.NewDynamicObject(&functions{realm: &realm{rt: rt, reflected: map[string]goja.Callable{}}, made: map[string]goja.Value{}})
}

// functions makes the functions of [Global] when they are first called: most
// classes need but one.
type functions struct {
	*realm
	made map[string]goja.Value
}

func (f *functions) Get(name string) goja.Value {
	if v, ok := f.made[name]; ok {
		return v
	}
	v := f.hidden(name, f.function(name))
	f.made[name] = v
	return v
}

// hidden makes a function that stacks do not show: no script has one of such a
// name.
func (r *realm) hidden(name string, f func(goja.FunctionCall) goja.Value) goja.Value {
	fn := r.rt.ToValue(f).ToObject(r.rt)
	check(fn.DefineDataProperty("name", r.rt.ToValue("%"+name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	return fn
}

func (f *functions) function(name string) func(goja.FunctionCall) goja.Value {
	switch name {
	case "define":
		return f.defineClass
	case "refuse":
		return f.refuse
	case "construct":
		return f.makeInstance
	case "init":
		return f.init
	case "initializer":
		return f.initializer
	case "run":
		return f.run
	case "field":
		return f.field
	case "hide":
		return f.hide
	case "symbol":
		return f.symbol
	case "key":
		return f.key
	case "super":
		return f.super
	case "made":
		return f.realm.made
	case "result":
		return f.result
	}
	panic("sloppy: lowered code calls " + name)
}

// The object takes nothing from a script and shows nothing.

func (f *functions) Set(string, goja.Value) bool { return false }
func (f *functions) Has(string) bool             { return true }
func (f *functions) Delete(string) bool          { return false }
func (f *functions) Keys() []string              { return nil }

// reflect calls a function of Reflect.
func (r *realm) reflect(name string, args ...goja.Value) goja.Value {
	f, ok := r.reflected[name]
	if !ok {
		if f, ok = goja.AssertFunction(r.rt.Get("Reflect").ToObject(r.rt).Get(name)); !ok {
			panic(r.rt.NewTypeError("Reflect." + name + " is not a function"))
		}
		r.reflected[name] = f
	}
	return must(f(goja.Undefined(), args...))
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
	var target *goja.Object
	if p := this.Prototype(); p != nil {
		target, _ = p.Get("constructor").(*goja.Object)
	}
	parent := class.Prototype()
	if parent == nil {
		panic(r.rt.NewTypeError("Super constructor null is not a constructor"))
	}
	construct, ok := goja.AssertConstructor(parent)
	if !ok {
		panic(r.rt.NewTypeError("Super constructor %s is not a constructor", parent.String()))
	}
	made, err := construct(target, call.Arguments[2:]...)
	check(err)
	return made
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
	value := r.reflect("get", parent, key, this)
	method, ok := goja.AssertFunction(value)
	if !ok {
		return value
	}
	return r.hidden("super", func(call goja.FunctionCall) goja.Value { return must(method(this, call.Arguments...)) })
}

func (r *realm) setSuperMember(home *goja.Object, key, value, this goja.Value) bool {
	parent := home.Prototype()
	if parent == nil {
		return false
	}
	return r.reflect("set", parent, key, value, this).ToBoolean()
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
	r.reflect("defineProperty", holder, o, r.attributes(map[string]goja.Value{"enumerable": r.rt.ToValue(true)}))
	return r.reflect("ownKeys", holder).ToObject(r.rt).Get("0")
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
	object, value, shown := call.Argument(0).ToObject(r.rt), call.Argument(2), goja.ToFlag(enumerable)
	if symbol, ok := call.Argument(1).(*goja.Symbol); ok {
		check(object.DefineDataPropertySymbol(symbol, value, goja.FLAG_TRUE, goja.FLAG_TRUE, shown))
	} else {
		check(object.DefineDataProperty(call.Argument(1).String(), value, goja.FLAG_TRUE, goja.FLAG_TRUE, shown))
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
	hide(prototype)
	if len(statics.GetOwnPropertyNames()) == 0 && len(statics.Symbols()) == 0 {
		return goja.Undefined()
	}
	r.eachKey(statics, func(key goja.Value) {
		d := r.reflect("getOwnPropertyDescriptor", statics, key).ToObject(r.rt)
		check(d.Set("enumerable", false))
		r.reflect("defineProperty", class, key, d)
	})
	return goja.Undefined()
}

// hide makes every member of an object not enumerable. A descriptor of an
// accessor without functions changes no more than that.
func hide(o *goja.Object) {
	for _, name := range o.GetOwnPropertyNames() {
		check(o.DefineAccessorProperty(name, nil, nil, goja.FLAG_NOT_SET, goja.FLAG_FALSE))
	}
	for _, symbol := range o.Symbols() {
		check(o.DefineAccessorPropertySymbol(symbol, nil, nil, goja.FLAG_NOT_SET, goja.FLAG_FALSE))
	}
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
	keys := r.reflect("ownKeys", o).ToObject(r.rt)
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
