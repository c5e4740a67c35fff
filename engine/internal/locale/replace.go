package locale

import (
	"reflect"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/dop251/goja"
	"golang.org/x/text/cases"
	xlanguage "golang.org/x/text/language"

	"rocketscript/engine/internal/jsstring"
)

// Replace puts the toLocale methods of the built-in prototypes, and
// String.prototype.localeCompare, in the place of goja's. Call it before a
// script runs. The facts are read when a method is first called.
func Replace(rt *goja.Runtime) {
	x := &intrinsics{rt: rt}
	replaceAll(rt, "Date", map[string]method{
		"toLocaleString":     x.date("toLocaleString", allDate),
		"toLocaleDateString": x.date("toLocaleDateString", onlyDate),
		"toLocaleTimeString": x.date("toLocaleTimeString", onlyTime),
	})
	replaceAll(rt, "Number", map[string]method{"toLocaleString": x.number("Number")})
	replaceAll(rt, "BigInt", map[string]method{"toLocaleString": x.number("BigInt")})
	replaceAll(rt, "Array", map[string]method{"toLocaleString": x.list})
	replaceAll(rt, "String", map[string]method{
		"localeCompare":     x.localeCompare,
		"toLocaleUpperCase": x.changeCase("toLocaleUpperCase", "toUpperCase", cases.Upper),
		"toLocaleLowerCase": x.changeCase("toLocaleLowerCase", "toLowerCase", cases.Lower),
	})
}

type method = func(goja.FunctionCall) goja.Value

// arguments are what the lengths of the methods say.
var arguments = map[string]int{"localeCompare": 1}

func replaceAll(rt *goja.Runtime, constructor string, methods map[string]method) {
	proto := rt.Get(constructor).ToObject(rt).Get("prototype").ToObject(rt)
	for name, f := range methods {
		value := named(rt, name, arguments[name], rt.ToValue(f).ToObject(rt))
		if err := proto.DefineDataProperty(name, value, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err) // a fresh prototype takes any property
		}
	}
}

// intrinsics are the methods of one runtime. What they need of the room is
// made when it is needed.
type intrinsics struct {
	rt *goja.Runtime
	// collators, by the locale they were asked for without options.
	collators map[string]*collation
	// lists being written, so that one that holds itself is seen.
	lists []*goja.Object
}

func (x *intrinsics) date(name string, n need) method {
	return func(call goja.FunctionCall) goja.Value {
		o, ok := call.This.(*goja.Object)
		if !ok || o.ClassName() != "Date" || o.ExportType() != reflect.TypeFor[time.Time]() {
			panic(x.rt.NewTypeError("Method Date.prototype.%s called on incompatible receiver %s", name, shown(call.This)))
		}
		at, valid := o.Export().(time.Time)
		if !valid {
			return x.rt.ToValue("Invalid Date")
		}
		f := newDateFormat(x.rt, call.Argument(0), call.Argument(1), n, "Date.prototype."+name)
		return x.rt.ToValue(f.text(float64(at.UnixMilli())))
	}
}

func (x *intrinsics) number(kind string) method {
	return func(call goja.FunctionCall) goja.Value {
		v := call.This
		if o, ok := v.(*goja.Object); ok && o.ClassName() == kind {
			v = primitive(x.rt, o)
		}
		if kindOf(v) != kind {
			panic(x.rt.NewTypeError("%s.prototype.toLocaleString requires that 'this' be a %s", kind, kind))
		}
		f := newNumberFormat(x.rt, call.Argument(0), call.Argument(1), kind+".prototype.toLocaleString")
		return x.rt.ToValue(text(f.format(decimalOf(x.rt, v))))
	}
}

// kindOf tells numbers and BigInts from other values.
func kindOf(v goja.Value) string {
	if _, isObject := v.(*goja.Object); isObject || v.ExportType() == nil {
		return ""
	}
	switch v.ExportType().Kind() {
	case reflect.Int64, reflect.Float64:
		return "Number"
	case reflect.Pointer:
		return "BigInt"
	}
	return ""
}

// list joins what toLocaleString says of the items, with a comma whatever the
// locale, as V8 does.
func (x *intrinsics) list(call goja.FunctionCall) goja.Value {
	o := call.This.ToObject(x.rt)
	for _, outer := range x.lists {
		if outer.SameAs(o) {
			return x.rt.ToValue("")
		}
	}
	x.lists = append(x.lists, o)
	defer func() { x.lists = x.lists[:len(x.lists)-1] }()
	length := int64(0)
	if v := o.Get("length"); v != nil {
		length = v.ToInteger()
	}
	if length > maxList {
		panic(rangeError(x.rt, "Invalid array length"))
	}
	result := x.rt.ToValue("").(goja.String)
	for i := range length {
		if i > 0 {
			result = result.Concat(comma)
		}
		item := o.Get(x.rt.ToValue(i).String())
		if item == nil || goja.IsUndefined(item) || goja.IsNull(item) {
			continue
		}
		result = result.Concat(x.say(item, call).ToString().(goja.String))
	}
	return result
}

var comma = goja.StringFromUTF16([]uint16{','})

// say calls toLocaleString of an item, with the arguments of the list's.
func (x *intrinsics) say(item goja.Value, call goja.FunctionCall) goja.Value {
	f, ok := goja.AssertFunction(item.ToObject(x.rt).Get("toLocaleString"))
	if !ok {
		panic(x.rt.NewTypeError("Property 'toLocaleString' of object %s is not a function", shown(item)))
	}
	v, err := f(item, call.Argument(0), call.Argument(1))
	if err != nil {
		panic(err)
	}
	return v
}

// thisText is the string a method of String.prototype is called on.
func (x *intrinsics) thisText(name string, call goja.FunctionCall) goja.String {
	if goja.IsUndefined(call.This) || goja.IsNull(call.This) {
		panic(x.rt.NewTypeError("String.prototype.%s called on null or undefined", name))
	}
	return call.This.ToString().(goja.String)
}

func (x *intrinsics) localeCompare(call goja.FunctionCall) goja.Value {
	a := x.thisText("localeCompare", call).String()
	b := call.Argument(0).ToString().String()
	r := &room{rt: x.rt}
	if !goja.IsUndefined(call.Argument(2)) {
		return x.rt.ToValue(r.newCollation(call.Argument(1), call.Argument(2), "String.prototype.localeCompare").compare(a, b))
	}
	key := ""
	for i, t := range localeList(x.rt, call.Argument(1)) {
		if i == 0 {
			key = t.String()
		}
	}
	if x.collators[key] == nil || len(x.collators) > maxLocales {
		x.collators = map[string]*collation{key: r.newCollation(call.Argument(1), goja.Undefined(), "String.prototype.localeCompare")}
	}
	return x.rt.ToValue(x.collators[key].compare(a, b))
}

// changeCase follows the languages whose letters change case in ways of their
// own; all others do as the method without a locale.
func (x *intrinsics) changeCase(name, plain string, caser func(xlanguage.Tag, ...cases.Option) cases.Caser) method {
	return func(call goja.FunctionCall) goja.Value {
		this := x.thisText(name, call)
		asked := localeList(x.rt, call.Argument(0))
		if len(asked) > 0 {
			switch lang := language(asked[0].base); lang {
			case "tr", "az", "lt", "el":
				return inLanguage(this, caser(xlanguage.Make(lang)))
			}
		}
		f, ok := goja.AssertFunction(x.rt.ToValue(this).ToObject(x.rt).Get(plain))
		if !ok {
			panic(x.rt.NewTypeError("%s is not a function", plain))
		}
		v, err := f(this)
		if err != nil {
			panic(err)
		}
		return v
	}
}

// inLanguage changes the case of a text; lone surrogates have none.
func inLanguage(s goja.String, caser cases.Caser) goja.String {
	var result []uint16
	for run := range jsstring.Runs(s) {
		if !run.Lone {
			run.Units = utf16.Encode([]rune(caser.String(string(utf16.Decode(run.Units)))))
		}
		result = append(result, run.Units...)
	}
	return goja.StringFromUTF16(result)
}

// Needs tells whether the text of a program names one of the methods that
// [Replace] puts in place, so that an idle runtime does not pay for what its
// script never uses.
func Needs(source string) bool {
	return strings.Contains(source, "toLocale") || strings.Contains(source, "localeCompare")
}
