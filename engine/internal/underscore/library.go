package underscore

import (
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

// A library is JavaScript text compiled as the body of one function, whose
// parameters are what the text may see under these names. It holds no state
// and serves any number of runtimes.
type library struct {
	program *goja.Program
}

// builtins are handed to libraries as parameters: a script's own top-level
// declarations of these names do not reach them.
var builtins = [...]string{
	"Array", "ArrayBuffer", "Boolean", "DataView", "Date", "Error", "Function", "JSON", "Map", "Math", "Number", "Object",
	"RangeError", "RegExp", "String", "Symbol", "SyntaxError", "TypeError", "Uint8Array", "isFinite", "isNaN", "parseFloat", "parseInt",
}

// compile makes a library; a text that is not JavaScript is a bug, and panics.
func compile(name, parameters, text string) library {
	wrapped := "(function (" + parameters + ", " + strings.Join(builtins[:], ", ") + ") {" + text + "\n})"
	// A source map named in a comment would be read from the file system.
	tree, err := parser.ParseFile(nil, name, wrapped, 0, parser.WithDisableSourceMaps)
	if err != nil {
		panic(err)
	}
	program, err := goja.CompileAST(tree, false)
	if err != nil {
		panic(err)
	}
	return library{program}
}

// run calls the function with its first arguments and the built-ins, and
// returns what it returns.
func (l library) run(rt *goja.Runtime, arguments ...goja.Value) goja.Value {
	function, err := rt.RunProgram(l.program)
	if err != nil {
		panic(err)
	}
	call, _ := goja.AssertFunction(function) // by compile
	for _, name := range builtins {
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
