// Package jsvalue moves values between JSON text and a goja runtime, without
// goja's own JSON object: [Realm.Parse] builds plain JavaScript objects
// straight from text, [Realm.Write] walks a value a script returned.
//
// Neither depends on anything a script can change: of the runtime's built-in
// objects only Object.prototype is used, as the prototype of new objects.
package jsvalue

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/unicode"
)

// A Realm makes and reads values of one runtime. Like the runtime it belongs
// to one goroutine.
type Realm struct {
	// DateText is how a Date is shown by its toString. While it is nil,
	// documents tell nothing of objects.
	DateText func(time.Time) string

	rt          *goja.Runtime
	objectProto *goja.Object
	null        goja.Value
	yes, no     goja.Value
	// expected is the size of the next document that is written.
	expected int
	// writer is kept between documents; nil while it writes one.
	writer *writer
	// putExact and eachExact are the functions of exactKeys; nil until needed.
	putExact, eachExact goja.Callable
}

// NewRealm prepares a Realm.
func NewRealm(rt *goja.Runtime) *Realm {
	return &Realm{
		rt:          rt,
		objectProto: rt.NewObject().Prototype(),
		null:        goja.Null(),
		yes:         rt.ToValue(true),
		no:          rt.ToValue(false),
		expected:    minBuffer,
	}
}

// exactKeys reaches members whose names are not well-formed UTF-16, which Go
// strings cannot carry. It is written in syntax alone, so that no script can
// redefine what it does.
var exactKeys = goja.MustCompile("", `({
	put(object, key, value) { object[key] = value },
	each(object, visit) { const copy = { __proto__: null, ...object }; for (const key in copy) visit(key, copy[key]) },
})`, true)

func (r *Realm) needExactKeys() {
	if r.putExact != nil {
		return
	}
	functions, err := r.rt.RunProgram(exactKeys)
	if err != nil {
		panic(err)
	}
	o := functions.ToObject(r.rt)
	r.putExact, _ = goja.AssertFunction(o.Get("put"))
	r.eachExact, _ = goja.AssertFunction(o.Get("each"))
}

// Unbox returns the primitive inside an object of class String, Number or
// Boolean; undefined for any other object.
func (r *Realm) Unbox(o *goja.Object) goja.Value {
	switch o.ClassName() {
	case "Number", "Boolean":
		switch primitive := o.Export().(type) {
		case int64, float64, bool:
			return r.rt.ToValue(primitive)
		}
	case "String":
		// The units of a String object are its own, and cannot be redefined.
		units := make([]uint16, o.Get("length").ToInteger())
		for i := range units {
			if unit, ok := o.Get(strconv.Itoa(i)).(goja.String); ok {
				units[i] = unit.CharAt(0)
			}
		}
		return goja.StringFromUTF16(units)
	}
	return goja.Undefined()
}

// A Member is a property of an object to be made.
type Member struct {
	Name  string
	Value goja.Value
}

// Object makes a plain object of members; see [Maker].
func (r *Realm) Object(members ...Member) *goja.Object {
	m := r.Make()
	for _, member := range members {
		m.Put(member.Name, member.Value)
	}
	return m.Object()
}

// A Maker makes a plain object as an object literal would, whatever a script
// did to Object.prototype; a member named __proto__ is an ordinary own
// property.
//
// The object has no prototype until it is done, so that setting a property
// meets neither the __proto__ setter nor one that a script put on
// Object.prototype; that is also half the cost of defining properties.
type Maker struct {
	realm  *Realm
	object *goja.Object
}

// Make begins an object.
func (r *Realm) Make() Maker { return Maker{r, r.rt.CreateObject(nil)} }

// Put adds a member. Of members with the same name the last value wins, at the
// place of the first.
func (m Maker) Put(name string, value goja.Value) {
	if err := m.object.Set(name, value); err != nil {
		panic(err) // a fresh object without prototype takes any property
	}
}

// Get returns a member that was put; nil when there is none.
func (m Maker) Get(name string) goja.Value { return m.object.Get(name) }

// Object returns the object, to which nothing may be added then.
func (m Maker) Object() *goja.Object {
	if err := m.object.SetPrototype(m.realm.objectProto); err != nil {
		panic(err) // a fresh object is extensible
	}
	return m.object
}

// putKey is Put for a name that is not well-formed UTF-16.
func (m Maker) putKey(name, value goja.Value) {
	m.realm.needExactKeys()
	if _, err := m.realm.putExact(nil, m.object, name, value); err != nil {
		panic(err)
	}
}

// Array makes an array.
func (r *Realm) Array(items ...any) *goja.Object { return r.rt.NewArray(items...) }

// String makes a string value; bytes that are not UTF-8 become U+FFFD.
func (r *Realm) String(text string) goja.Value { return r.rt.ToValue(ValidUTF8(text)) }

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
