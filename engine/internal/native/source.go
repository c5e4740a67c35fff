// Package native is what the rooms share whose classes are JavaScript with Go
// beneath: their text, compiled once for all runtimes; functions and bytes that
// cross between the two; and the errors scripts know from Node.
//
// A room keeps its JavaScript as a [Source] and loads it into a runtime when a
// script first asks for one of its globals. The text holds on to the built-ins
// it needs at that moment.
package native

import (
	"embed"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// A Source is the JavaScript of a room: a function, which returns what the room
// makes. It is compiled when first needed, holds no state and serves any number
// of runtimes. Text that is not JavaScript is a mistake of the room, and panics
// then.
type Source struct {
	program  func() *goja.Program
	builtins []string
}

// Function is a source whose text is one function expression, in strict mode.
// name is shown nowhere: frames of rooms are left out of stacks.
func Function(name, text string) Source {
	return Source{program: sync.OnceValue(func() *goja.Program { return compile(name, text, true) })}
}

// Body is a source whose text, asked for once, is the body of a function, sloppy
// unless it says otherwise. The function has the parameters named, and after them built-ins,
// which are those of the runtime: a script's own top-level declarations of these
// names do not reach the text.
func Body(name string, text func() string, parameters, builtins []string) Source {
	return Source{builtins: builtins, program: sync.OnceValue(func() *goja.Program {
		names := strings.Join(slices.Concat(parameters, builtins), ", ")
		return compile(name, "(function ("+names+") {"+text()+"\n})", false)
	})}
}

// Files returns the text of embedded files, one after the other, for Body. They
// share the function's scope.
func Files(files embed.FS, paths ...string) func() string {
	return func() string {
		var all strings.Builder
		for _, path := range paths {
			text, err := files.ReadFile(path)
			if err != nil {
				panic(err) // embedded
			}
			all.Write(text)
		}
		return all.String()
	}
}

func compile(name, text string, strict bool) *goja.Program {
	// A source map named in a comment would be read from the file system.
	tree, err := parser.ParseFile(nil, name, text, 0, parser.WithDisableSourceMaps)
	if err != nil {
		panic(err)
	}
	program, err := goja.CompileAST(tree, strict)
	if err != nil {
		panic(err)
	}
	return program
}

// Run calls the function in a runtime and returns what it returns. What it
// throws becomes a panic that goja understands, where a script runs: an
// interrupt or too deep a recursion unwinds further, and a script that took
// away the built-ins a room stands on gets its exception.
func (s Source) Run(rt *goja.Runtime, arguments ...goja.Value) goja.Value {
	function, err := rt.RunProgram(s.program())
	if err != nil {
		panic(err)
	}
	call, ok := goja.AssertFunction(function)
	if !ok {
		panic("native: the source of a room is not a function")
	}
	for _, name := range s.builtins {
		v := rt.GlobalObject().Get(name)
		if v == nil {
			v = goja.Undefined() // a script deleted it
		}
		arguments = append(arguments, v)
	}
	result, err := call(goja.Undefined(), arguments...)
	if err != nil {
		panic(err)
	}
	return result
}

// Load runs the function with an object of Go functions and what else it needs,
// and returns the object with what it makes. It panics as Run does.
func (s Source) Load(rt *goja.Runtime, functions Functions, needs ...goja.Value) *goja.Object {
	return s.Run(rt, append([]goja.Value{functions.object(rt)}, needs...)...).ToObject(rt)
}

// Functions are Go functions by the name JavaScript calls them.
type Functions map[string]func(goja.FunctionCall) goja.Value

func (f Functions) object(rt *goja.Runtime) *goja.Object {
	o := rt.CreateObject(nil)
	for name, function := range f {
		if err := o.Set(name, function); err != nil {
			panic(err) // a fresh object without prototype takes any property
		}
	}
	return o
}
