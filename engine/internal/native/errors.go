package native

import (
	_ "embed" // the JavaScript beside this file

	"github.com/dop251/goja"
)

//go:embed errors.js
var errorsText string

var errorsSource = Function("errors", errorsText)

// LoadErrors makes what rooms throw: an object with DOMException, with the
// functions of errors.js that make errors as Node words them, and with those
// that tell what an argument is.
func LoadErrors(rt *goja.Runtime) *goja.Object { return errorsSource.Run(rt).ToObject(rt) }
