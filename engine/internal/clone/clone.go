// Package clone is structuredClone for scripts, after the HTML Standard and in
// V8's words.
//
// The walk is JavaScript (clone.js), so that a clone that is too deep or never
// ends meets the limits of any script. Go only tells what kind of object it
// looks at, which a script cannot fake.
package clone

import (
	_ "embed" // the JavaScript beside this file
	"math/big"
	"reflect"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed clone.js
var text string

var source = native.Function("clone", text)

// Load makes structuredClone, as a member of an object. errors is what
// native.LoadErrors made.
func Load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	return source.Load(rt, native.Functions{
		"kind":   func(call goja.FunctionCall) goja.Value { return rt.ToValue(kind(call.Argument(0))) },
		"detach": detach,
	}, errors)
}

// detach takes the memory from an ArrayBuffer that was transferred.
func detach(call goja.FunctionCall) goja.Value {
	if o, ok := call.Argument(0).(*goja.Object); ok {
		if buffer, ok := o.Export().(goja.ArrayBuffer); ok {
			buffer.Detach()
		}
	}
	return goja.Undefined()
}

var (
	mapType = reflect.TypeFor[[][2]any]()
	setType = reflect.TypeFor[[]any]()
	kinds   = map[reflect.Type]string{
		reflect.TypeFor[time.Time]():        "Date",
		reflect.TypeFor[*goja.Promise]():    "Promise",
		reflect.TypeFor[goja.Proxy]():       "Proxy",
		reflect.TypeFor[goja.ArrayBuffer](): "ArrayBuffer",
		reflect.TypeFor[*big.Int]():         "BigInt",
	}
)

// kind names what an object is by its making, whatever its prototype.
func kind(v goja.Value) string {
	o, ok := v.(*goja.Object)
	if !ok {
		return ""
	}
	if _, callable := goja.AssertFunction(o); callable {
		return "Function"
	}
	switch class := o.ClassName(); class {
	case "Array", "Error", "RegExp", "Date", "String", "Number", "Boolean", "Arguments":
		return class
	}
	exported := o.ExportType()
	switch {
	case exported == mapType:
		return "Map"
	case exported == setType:
		return "Set"
	case kinds[exported] != "":
		return kinds[exported]
	case exported != nil && exported.Kind() == reflect.Pointer:
		return "Host"
	}
	return "Object"
}
