// Package jsvalue moves values between JSON text and a goja runtime, without
// goja's own JSON object: [Realm.Parse] builds plain JavaScript objects
// straight from text, [Realm.Write] walks a value a script returned.
//
// Neither looks up anything a script can change: what they need of the
// runtime is taken when the Realm is made, before any script runs.
package jsvalue

import (
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/unicode"
)

// A Realm makes and reads values of one runtime. Like the runtime it belongs
// to one goroutine.
type Realm struct {
	rt          *goja.Runtime
	objectProto *goja.Object
	null        goja.Value
	yes, no     goja.Value
	// Natives for the rare member whose name is not well-formed UTF-16, which
	// Go strings cannot carry.
	keys, reflectGet, defineProperty goja.Callable
	// unbox holds valueOf of String, Number and Boolean.
	unbox map[string]goja.Callable
}

// NewRealm prepares a Realm; call it before a script runs in rt.
func NewRealm(rt *goja.Runtime) *Realm {
	return &Realm{
		rt:             rt,
		objectProto:    rt.NewObject().Prototype(),
		null:           goja.Null(),
		yes:            rt.ToValue(true),
		no:             rt.ToValue(false),
		keys:           native(rt, "Object", "keys"),
		reflectGet:     native(rt, "Reflect", "get"),
		defineProperty: native(rt, "Object", "defineProperty"),
		unbox: map[string]goja.Callable{
			"String":  method(rt, "String", "valueOf"),
			"Number":  method(rt, "Number", "valueOf"),
			"Boolean": method(rt, "Boolean", "valueOf"),
		},
	}
}

func native(rt *goja.Runtime, object, name string) goja.Callable {
	return function(rt.Get(object).ToObject(rt), name)
}

func method(rt *goja.Runtime, class, name string) goja.Callable {
	return function(rt.Get(class).ToObject(rt).Get("prototype").ToObject(rt), name)
}

func function(o *goja.Object, name string) goja.Callable {
	fn, ok := goja.AssertFunction(o.Get(name))
	if !ok {
		panic("jsvalue: goja has no function " + name)
	}
	return fn
}

// Unbox returns the primitive inside an object of class String, Number or
// Boolean; undefined for any other object.
func (r *Realm) Unbox(o *goja.Object) goja.Value {
	valueOf, ok := r.unbox[o.ClassName()]
	if !ok {
		return goja.Undefined()
	}
	v, err := valueOf(o)
	if err != nil {
		return goja.Undefined()
	}
	return v
}

// A Member is a property of an object to be made.
type Member struct {
	Name  string
	Value goja.Value
}

// Object makes a plain object as an object literal would, whatever a script
// did to Object.prototype; a member named __proto__ is an ordinary own
// property. Of members with the same name the last value wins, at the place of
// the first.
func (r *Realm) Object(members ...Member) *goja.Object {
	o := r.open()
	for _, m := range members {
		put(o, m.Name, m.Value)
	}
	return r.close(o)
}

// Array makes an array.
func (r *Realm) Array(items ...any) *goja.Object { return r.rt.NewArray(items...) }

// String makes a string value; bytes that are not UTF-8 become U+FFFD.
func (r *Realm) String(text string) goja.Value { return r.rt.ToValue(ValidUTF8(text)) }

// open begins an object. It has no prototype while it is filled, so that
// setting a property meets neither the __proto__ setter nor one that a script
// put on Object.prototype; that is also half the cost of defining properties.
func (r *Realm) open() *goja.Object { return r.rt.CreateObject(nil) }

func (r *Realm) close(o *goja.Object) *goja.Object {
	if err := o.SetPrototype(r.objectProto); err != nil {
		panic(err) // a fresh object is extensible
	}
	return o
}

func put(o *goja.Object, name string, value goja.Value) {
	if err := o.Set(name, value); err != nil {
		panic(err) // a fresh object without prototype takes any property
	}
}

// putKey is put for a name that is not well-formed UTF-16.
func (r *Realm) putKey(o *goja.Object, name, value goja.Value) {
	descriptor := r.rt.CreateObject(nil)
	put(descriptor, "value", value)
	for _, attribute := range []string{"writable", "enumerable", "configurable"} {
		put(descriptor, attribute, r.yes)
	}
	if _, err := r.defineProperty(goja.Undefined(), o, name, descriptor); err != nil {
		panic(err)
	}
}

// ValidUTF8 returns text with every maximal ill-formed part replaced by one
// U+FFFD, as browsers and Node decode bytes.
func ValidUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	valid, err := unicode.UTF8.NewDecoder().String(text)
	if err != nil { // this decoder knows no error
		return strings.ToValidUTF8(text, "\uFFFD")
	}
	return valid
}
