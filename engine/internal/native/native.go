// Package native is what the rooms share whose classes are JavaScript with Go
// beneath: compiling their text once, functions and bytes that cross between
// the two, and the errors scripts know from Node.
//
// The JavaScript of a room is one function expression. It gets an object of
// Go functions and what it needs of other rooms, and returns an object with
// what it makes. It runs when a script first asks for one of its globals, and
// holds on to the built-ins it needs then.
package native

import (
	"github.com/dop251/goja"
)

// Compile compiles the JavaScript of a room; it panics on a mistake in it.
// name is shown nowhere: frames of rooms are left out of stacks.
func Compile(name, source string) *goja.Program {
	return goja.MustCompile("rocketscript:"+name, source, true)
}

// Load runs the JavaScript of a room in a runtime.
func Load(rt *goja.Runtime, program *goja.Program, arguments ...goja.Value) *goja.Object {
	room, err := rt.RunProgram(program)
	if err != nil {
		panic(err)
	}
	start, ok := goja.AssertFunction(room)
	if !ok {
		panic("native: the program is not a function")
	}
	made, err := start(goja.Undefined(), arguments...)
	if err != nil {
		rethrow(err)
	}
	return made.ToObject(rt)
}

// rethrow hands on what stopped a room on its way: an interrupt or too deep a
// recursion unwinds further; anything else is a mistake of the room.
func rethrow(err error) { panic(err) }

// Functions are Go functions by the name JavaScript calls them.
type Functions map[string]func(goja.FunctionCall) goja.Value

// Object makes an object of them for Load.
func (f Functions) Object(rt *goja.Runtime) *goja.Object {
	o := rt.CreateObject(nil)
	for name, function := range f {
		if err := o.Set(name, function); err != nil {
			panic(err) // a fresh object without prototype takes any property
		}
	}
	return o
}
