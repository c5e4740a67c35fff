package timers

import (
	_ "embed" // the JavaScript beside this file
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed timers.js
var text string

var source = native.Function("timers", text)

// A Host keeps the timers of a runtime.
type Host struct {
	// Set starts a timer in place of the one with that id, or, when id is 0, a
	// new one, and returns its id. The error is thrown at the script.
	Set func(id int64, delay time.Duration, repeat bool, fire func() error) (int64, error)
	// Clear stops a timer, if there is one of that id.
	Clear func(id int64)
	// Uncaught is told what a microtask threw.
	Uncaught func(thrown goja.Value)
}

// Load makes the timer functions, as members of an object. errors is what
// native.LoadErrors made.
func Load(rt *goja.Runtime, host Host, errors *goja.Object) *goja.Object {
	return source.Load(rt, native.Functions{
		"set": host.set(rt),
		"clear": func(call goja.FunctionCall) goja.Value {
			host.Clear(call.Argument(0).ToInteger())
			return goja.Undefined()
		},
		"uncaught": func(call goja.FunctionCall) goja.Value {
			host.Uncaught(call.Argument(0))
			return goja.Undefined()
		},
	}, errors)
}

func (h Host) set(rt *goja.Runtime) func(goja.FunctionCall) goja.Value {
	return func(call goja.FunctionCall) goja.Value {
		callback, _ := goja.AssertFunction(call.Argument(3)) // our own JavaScript gives one
		delay := time.Duration(call.Argument(1).ToInteger()) * time.Millisecond
		id, err := h.Set(call.Argument(0).ToInteger(), delay, call.Argument(2).ToBoolean(), func() error {
			_, err := callback(goja.Undefined())
			return err
		})
		if err != nil {
			panic(rt.NewGoError(err))
		}
		return rt.ToValue(id)
	}
}
