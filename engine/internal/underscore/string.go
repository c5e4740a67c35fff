package underscore

import (
	_ "embed"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

// The sources keep to the oldest methods of strings and arrays. Scripts give
// String.prototype a trim or padStart of their own, and some make it from s.
var (
	//go:embed text.js
	textText string
	//go:embed sprintf.js
	sprintfText string
	//go:embed string.js
	stringText string
)

var stringSource = native.Body("underscore.string.js", func() string { return textText + sprintfText + stringText }, nil, builtins)

// NewString makes s; the table in the package comment says which calls do as
// underscore.string does and which as Rocket.Chat. Call it where a script runs,
// as [New].
func NewString(rt *goja.Runtime) *goja.Object {
	return stringSource.Run(rt).ToObject(rt)
}
