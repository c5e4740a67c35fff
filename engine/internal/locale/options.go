package locale

import (
	"math"
	"slices"

	"github.com/dop251/goja"
)

// options reads the options argument of a constructor or method. The zero
// object has none.
type options struct {
	rt      *goja.Runtime
	object  *goja.Object
	service string // who reads, in messages
}

// options coerces an argument to options as most constructors do.
func (r *room) options(v goja.Value, service string) options { return coerced(r.rt, v, service) }

func coerced(rt *goja.Runtime, v goja.Value, service string) options {
	o := options{rt: rt, service: service}
	switch {
	case goja.IsUndefined(v):
	case goja.IsNull(v):
		panic(rt.NewTypeError("Cannot convert undefined or null to object"))
	default:
		o.object = v.ToObject(rt)
	}
	return o
}

// strictOptions takes nothing but an object or undefined.
func (r *room) strictOptions(v goja.Value, service string) options {
	if _, ok := v.(*goja.Object); !ok && !goja.IsUndefined(v) {
		panic(r.rt.NewTypeError("Incorrect options provided"))
	}
	return r.options(v, service)
}

// get returns an option; undefined when it is not given.
func (o options) get(name string) goja.Value {
	if o.object == nil {
		return goja.Undefined()
	}
	if v := o.object.Get(name); v != nil {
		return v
	}
	return goja.Undefined()
}

// text reads an option that is one of the allowed values, or any without them.
func (o options) text(name, fallback string, allowed ...string) string {
	v := o.get(name)
	if goja.IsUndefined(v) {
		return fallback
	}
	return o.among(name, v.ToString().String(), allowed...)
}

func (o options) among(name, text string, allowed ...string) string {
	if len(allowed) > 0 && !slices.Contains(allowed, text) {
		panic(rangeError(o.rt, "Value "+text+" out of range for "+o.service+" options property "+name))
	}
	return text
}

// yes reads a boolean; ok is false when it is not given.
func (o options) yes(name string) (value, ok bool) {
	v := o.get(name)
	if goja.IsUndefined(v) {
		return false, false
	}
	return v.ToBoolean(), true
}

// number reads a whole number between bounds.
func (o options) number(name string, least, most, fallback int) int {
	return o.bounded(name, o.get(name), least, most, fallback)
}

func (o options) bounded(name string, v goja.Value, least, most, fallback int) int {
	if goja.IsUndefined(v) {
		return fallback
	}
	f := v.ToNumber().ToFloat()
	if math.IsNaN(f) || f < float64(least) || f > float64(most) {
		panic(rangeError(o.rt, name+" value is out of range."))
	}
	return int(math.Floor(f))
}

func (o options) matcher() { o.text("localeMatcher", "best fit", "lookup", "best fit") }

// keyword reads an option that names a kind of things, such as a calendar.
func (o options) keyword(name string) string {
	text := o.text(name, "")
	if o.object != nil && !goja.IsUndefined(o.get(name)) && !keywordForm.MatchString(text) {
		panic(rangeError(o.rt, "Invalid "+name+" : "+text))
	}
	return text
}
