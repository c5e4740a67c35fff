package native

import (
	_ "embed" // the JavaScript beside this file
	"sync"

	"github.com/dop251/goja"
)

//go:embed errors.js
var errorsSource string

var errorsProgram = sync.OnceValue(func() *goja.Program { return Compile("errors", errorsSource) })

// LoadErrors makes what rooms throw: an object with DOMException, and with
// the functions of errors.js that make errors as Node words them.
func LoadErrors(rt *goja.Runtime) *goja.Object { return Load(rt, errorsProgram()) }
