package dates

import (
	"math"
	"reflect"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// A Need is what a program may do with Dates: the methods it may call, by
// their places in the list of them, and whether it has Dates at all.
type Need uint32

const present Need = 1 << 31

// Needs tells what the text of a program may do with Dates. Most programs make
// none; and a method costs an idle runtime a kilobyte.
func Needs(source string) Need {
	library := strings.Contains(source, "moment")
	if !library && !strings.Contains(source, "Date") {
		return 0
	}
	need := present
	for i, m := range methods {
		if library || m.implicit || strings.Contains(source, m.name) || m.isSetter() && composes(source) {
			need |= 1 << i
		}
	}
	return need
}

// composes tells whether a program may put the name of a setter together.
func composes(source string) bool {
	return strings.Contains(source, "'set") || strings.Contains(source, `"set`) || strings.Contains(source, "`set")
}

// Install puts V8's ways in place in a runtime that no script has changed.
func Install(rt *goja.Runtime, need Need) {
	if need == 0 {
		return
	}
	class := rt.Get("Date").ToObject(rt)
	x := &intrinsics{rt: rt, prototype: class.Get("prototype").ToObject(rt)}
	x.construct, _ = goja.AssertConstructor(class)
	x.setTime, _ = goja.AssertFunction(x.prototype.Get("setTime"))
	x.define(class, "parse", 1, func(call goja.FunctionCall) goja.Value {
		return x.number(Parse(x.text(call.Argument(0)), time.Local))
	})
	x.define(class, "UTC", 7, func(call goja.FunctionCall) goja.Value { return x.number(timeClip(x.fromParts(call.Arguments))) })
	for i, m := range methods {
		if need&(1<<i) != 0 {
			x.define(x.prototype, m.name, m.length, m.make(x, m.name))
		}
	}
	x.wrap(class)
}

// intrinsics are goja's Dates.
type intrinsics struct {
	rt        *goja.Runtime
	prototype *goja.Object
	construct goja.Constructor
	setTime   goja.Callable
}

// wrap gives the global Date its ways of being called and constructed.
func (x *intrinsics) wrap(class *goja.Object) {
	var date *goja.Object
	date = x.rt.ToValue(x.rt.NewProxy(class, &goja.ProxyTrapConfig{
		Apply: func(*goja.Object, goja.Value, []goja.Value) goja.Value {
			return x.rt.ToValue(dateAndTime(x.now()))
		},
		Construct: func(_ *goja.Object, arguments []goja.Value, newTarget *goja.Object) *goja.Object {
			if newTarget == nil {
				newTarget = date
			}
			return x.make(arguments, newTarget)
		},
		GetSym: func(class *goja.Object, name *goja.Symbol, _ goja.Value) goja.Value {
			if name == goja.SymHasInstance {
				return x.rt.ToValue(x.hasInstance) // goja's own knows no proxies
			}
			return class.GetSymbol(name)
		},
	})).ToObject(x.rt)
	x.data(x.prototype, "constructor", date)
	x.data(x.rt.GlobalObject(), "Date", date)
}

// hasInstance tells what is a Date by its prototypes, as instanceof does.
func (x *intrinsics) hasInstance(call goja.FunctionCall) goja.Value {
	o, ok := call.Argument(0).(*goja.Object)
	for ok && o != nil {
		if o = o.Prototype(); o == x.prototype {
			return x.rt.ToValue(true)
		}
	}
	return x.rt.ToValue(false)
}

func (x *intrinsics) now() time.Time {
	at, _ := x.of(x.make(nil, nil), "now")
	return at
}

// make makes a Date as new does.
func (x *intrinsics) make(arguments []goja.Value, newTarget *goja.Object) *goja.Object {
	var given []goja.Value
	switch len(arguments) {
	case 0:
	case 1:
		given = []goja.Value{x.number(x.fromOne(arguments[0]))}
	default:
		given = []goja.Value{x.number(timeClip(utc(x.fromParts(arguments), time.Local)))}
	}
	o, err := x.construct(newTarget, given...)
	if err != nil {
		panic(err)
	}
	return o
}

// fromOne is the time that a single argument stands for.
func (x *intrinsics) fromOne(v goja.Value) float64 {
	if o, ok := v.(*goja.Object); ok {
		if isDate(o) {
			return milliseconds64(o)
		}
		v = x.primitive(o)
	}
	if s, ok := v.(goja.String); ok {
		return Parse(s.String(), time.Local)
	}
	return timeClip(x.float(v))
}

// fromParts is what year, month, day, hour, minute, second and millisecond
// stand for. Missing ones are the least; a year of two digits is of the last
// century.
func (x *intrinsics) fromParts(arguments []goja.Value) float64 {
	parts := [7]float64{math.NaN(), 0, 1}
	for i, v := range arguments[:min(len(arguments), len(parts))] {
		parts[i] = x.float(v)
	}
	if year := math.Trunc(parts[0]); 0 <= year && year <= 99 {
		parts[0] = 1900 + year
	}
	return fromFields(parts)
}

func fromFields(f [7]float64) float64 {
	return makeDate(makeDay(f[0], f[1], f[2]), makeTime(f[3], f[4], f[5], f[6]))
}

// of is the time of the Date that a method was called on; not ok when it is an
// invalid one.
func (x *intrinsics) of(this goja.Value, method string) (at time.Time, ok bool) {
	o, isObject := this.(*goja.Object)
	if !isObject || !isDate(o) {
		panic(x.rt.NewTypeError("Method Date.prototype.%s called on incompatible receiver %s", method, receiver(this)))
	}
	at, ok = o.Export().(time.Time)
	return at, ok
}

// receiver is how V8's messages show what a method was called on.
func receiver(this goja.Value) string {
	switch o, ok := this.(*goja.Object); {
	case !ok:
		return this.String()
	case o.ClassName() == "Array":
		return "[object Array]"
	default:
		return "#<" + o.ClassName() + ">"
	}
}

func isDate(o *goja.Object) bool {
	return o.ClassName() == "Date" && o.ExportType() == reflect.TypeFor[time.Time]()
}

// milliseconds64 is the time value of a Date.
func milliseconds64(o *goja.Object) float64 {
	if at, ok := o.Export().(time.Time); ok {
		return float64(at.UnixMilli())
	}
	return math.NaN()
}

// number is a time as scripts see it. goja has whole numbers of its own, that
// other methods look for.
func (x *intrinsics) number(n float64) goja.Value {
	if math.IsNaN(n) {
		return goja.NaN()
	}
	return x.rt.ToValue(int64(n))
}

// float converts an argument to a number, as the language does.
func (x *intrinsics) float(v goja.Value) float64 {
	if _, ok := v.(*goja.Symbol); ok {
		panic(x.rt.NewTypeError("Cannot convert a Symbol value to a number"))
	}
	return v.ToNumber().ToFloat()
}

func (x *intrinsics) text(v goja.Value) string {
	if _, ok := v.(*goja.Symbol); ok {
		panic(x.rt.NewTypeError("Cannot convert a Symbol value to a string"))
	}
	return v.String()
}

// primitive converts an object to a primitive value, of whatever kind it
// prefers.
func (x *intrinsics) primitive(o *goja.Object) goja.Value {
	methods := []goja.Value{o.Get("valueOf"), o.Get("toString")}
	own := o.GetSymbol(goja.SymToPrimitive)
	asked := own != nil && !goja.IsUndefined(own) && !goja.IsNull(own)
	if asked {
		methods = []goja.Value{own}
	}
	for _, method := range methods {
		f, ok := goja.AssertFunction(method)
		if !ok {
			continue
		}
		v, err := f(o, x.rt.ToValue("default"))
		if err != nil {
			panic(err)
		}
		if _, isObject := v.(*goja.Object); !isObject {
			return v
		}
	}
	panic(x.rt.NewTypeError("Cannot convert object to primitive value"))
}

func (x *intrinsics) define(on *goja.Object, name string, length int, f func(goja.FunctionCall) goja.Value) {
	function := x.rt.ToValue(f).ToObject(x.rt)
	for property, v := range map[string]any{"name": name, "length": length} {
		if err := function.DefineDataProperty(property, x.rt.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // a fresh function
		}
	}
	x.data(on, name, function)
}

func (x *intrinsics) data(on *goja.Object, name string, v goja.Value) {
	if err := on.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // nothing ran that could have frozen it
	}
}
