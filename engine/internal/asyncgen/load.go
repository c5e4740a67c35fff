package asyncgen

import (
	_ "embed" // the JavaScript beside this file

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed runtime.js
var text string

var source = native.Function("asyncgen", text)

// Load makes the object that lowered code finds as [Global].
func Load(rt *goja.Runtime) goja.Value { return source.Run(rt) }
