package locale

import (
	"reflect"

	"github.com/dop251/goja"
)

// A room is Intl in one runtime. Like the runtime it belongs to one goroutine.
type room struct {
	rt        *goja.Runtime
	intl      *goja.Object
	collators map[string]*collation
}

// New makes the Intl object of a runtime.
func New(rt *goja.Runtime) *goja.Object {
	return newRoom(rt).intl
}

func newRoom(rt *goja.Runtime) *room {
	r := &room{rt: rt, intl: rt.NewObject(), collators: make(map[string]*collation)}
	r.tag(r.intl, "Intl")
	r.method(r.intl, "getCanonicalLocales", 1, r.getCanonicalLocales)
	r.method(r.intl, "supportedValuesOf", 1, r.supportedValuesOf)
	r.dateTimeFormatClass()
	r.numberFormatClass()
	r.collatorClass()
	r.pluralRulesClass()
	r.relativeTimeFormatClass()
	r.listFormatClass()
	r.localeClass()
	r.displayNamesClass()
	r.segmenterClass()
	return r
}

// hidden defines a property as built-ins have theirs.
func (r *room) hidden(o *goja.Object, name string, value goja.Value) {
	if err := o.DefineDataProperty(name, value, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

func (r *room) tag(o *goja.Object, name string) {
	if err := o.DefineDataPropertySymbol(goja.SymToStringTag, r.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// function makes a function with a name and a length of its own.
func (r *room) function(name string, length int, f func(goja.FunctionCall) goja.Value) *goja.Object {
	return named(r.rt, name, length, r.rt.ToValue(f).ToObject(r.rt))
}

func named(rt *goja.Runtime, name string, length int, f *goja.Object) *goja.Object {
	for key, value := range map[string]any{"name": name, "length": length} {
		if err := f.DefineDataProperty(key, rt.ToValue(value), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err)
		}
	}
	return f
}

func (r *room) method(o *goja.Object, name string, length int, f func(goja.FunctionCall) goja.Value) {
	r.hidden(o, name, r.function(name, length, f))
}

func (r *room) getter(o *goja.Object, name string, f func(goja.FunctionCall) goja.Value) {
	if err := o.DefineAccessorProperty(name, r.function("get "+name, 0, f), nil, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// A class is a constructor of Intl.
type class struct {
	room  *room
	name  string
	proto *goja.Object
}

// class adds a constructor to Intl. make returns what an instance stands for,
// a pointer; instances show nothing of it to scripts.
func (r *room) class(name string, length int, needsNew bool, make func(locales, options goja.Value) any) *class {
	c := &class{room: r, name: name}
	constructor := named(r.rt, name, length, r.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		// For goja a plain new has no new.target; this is the object to be.
		if needsNew && call.NewTarget == nil && call.This.Prototype() != c.proto {
			panic(r.rt.NewTypeError("Constructor Intl.%s requires 'new'", name))
		}
		o := r.rt.ToValue(make(call.Argument(0), call.Argument(1))).ToObject(r.rt)
		proto := c.proto
		if call.NewTarget != nil {
			if own, ok := call.NewTarget.Get("prototype").(*goja.Object); ok {
				proto = own
			}
		}
		if err := o.SetPrototype(proto); err != nil {
			panic(err)
		}
		return o
	}).ToObject(r.rt))
	c.proto = constructor.Get("prototype").ToObject(r.rt)
	r.tag(c.proto, "Intl."+name)
	r.hidden(r.intl, name, constructor)
	if name != "Locale" {
		r.method(constructor, "supportedLocalesOf", 1, r.supportedLocalesOf)
	}
	return c
}

// receiver returns what this stands for in a method of a class.
func receiver[T any](c *class, method string, call goja.FunctionCall) *T {
	if t, ok := boxed[T](call.This); ok {
		return t
	}
	panic(c.room.rt.NewTypeError("Method Intl.%s.prototype.%s called on incompatible receiver %s", c.name, method, shown(call.This)))
}

func boxed[T any](v goja.Value) (*T, bool) {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != reflect.TypeFor[*T]() {
		return nil, false
	}
	t, ok := o.Export().(*T)
	return t, ok
}

// shown is a value as V8 shows it in messages about receivers.
func shown(v goja.Value) string {
	if o, ok := v.(*goja.Object); ok {
		return "#<" + o.ClassName() + ">"
	}
	return v.String()
}

// rangeError makes a RangeError.
func rangeError(rt *goja.Runtime, message string) *goja.Object {
	o, err := rt.New(rt.Get("RangeError"), rt.ToValue(message))
	if err != nil {
		return rt.NewTypeError("%s", message)
	}
	return o
}

// partsValue is the answer of formatToParts.
func (r *room) partsValue(parts []part, extra func(part, *goja.Object)) goja.Value {
	list := make([]any, len(parts))
	for i, p := range parts {
		o := r.rt.NewObject()
		set(o, "type", p.kind)
		set(o, "value", p.text)
		if extra != nil {
			extra(p, o)
		}
		list[i] = o
	}
	return r.rt.NewArray(list...)
}

func set(o *goja.Object, name string, value any) {
	if err := o.Set(name, value); err != nil {
		panic(err)
	}
}

func (r *room) localeList(v goja.Value) []tag { return localeList(r.rt, v) }

// localeList reads the locales argument that all have.
func localeList(rt *goja.Runtime, v goja.Value) []tag {
	if goja.IsUndefined(v) {
		return nil
	}
	if _, ok := v.(goja.String); ok {
		return []tag{mustTag(rt, v.String())}
	}
	if goja.IsNull(v) {
		panic(rt.NewTypeError("Cannot convert undefined or null to object"))
	}
	if known, ok := boxed[localeObject](v); ok {
		return []tag{known.tag}
	}
	o := v.ToObject(rt)
	var list []tag
	length := o.Get("length")
	if length == nil {
		return nil
	}
	for i := int64(0); i < min(length.ToInteger(), maxLocales); i++ {
		item := o.Get(rt.ToValue(i).String())
		if item == nil {
			continue
		}
		list = append(list, localeItem(rt, item))
	}
	return list
}

// maxLocales bounds a list of locales whose length a script made up.
const maxLocales = 1000

func localeItem(rt *goja.Runtime, item goja.Value) tag {
	if known, ok := boxed[localeObject](item); ok {
		return known.tag
	}
	switch item.(type) {
	case goja.String, *goja.Object:
		return mustTag(rt, item.String())
	}
	panic(rt.NewTypeError("Language ID should be string or object."))
}

func mustTag(rt *goja.Runtime, text string) tag {
	t, ok := parseTag(text)
	if !ok {
		panic(rangeError(rt, "Incorrect locale information provided"))
	}
	return t
}

func (r *room) getCanonicalLocales(call goja.FunctionCall) goja.Value {
	seen := map[string]bool{}
	list := []any{}
	for _, t := range r.localeList(call.Argument(0)) {
		if text := t.String(); !seen[text] {
			seen[text] = true
			list = append(list, text)
		}
	}
	return r.rt.NewArray(list...)
}

func (r *room) supportedLocalesOf(call goja.FunctionCall) goja.Value {
	list := []any{}
	tags := r.localeList(call.Argument(0))
	r.options(call.Argument(1), "Intl").matcher()
	for _, t := range tags {
		if available(t.base) != "" {
			list = append(list, t.String())
		}
	}
	return r.rt.NewArray(list...)
}
