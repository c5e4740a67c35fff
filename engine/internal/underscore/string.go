package underscore

import (
	_ "embed"
	"sync"

	"github.com/dop251/goja"
)

// The sources keep to the oldest methods of strings and arrays. Scripts give
// String.prototype a trim or padStart of their own, and some make it from s.
var (
	//go:embed text.js
	textSource string
	//go:embed sprintf.js
	sprintfSource string
	//go:embed string.js
	stringSource string
)

var stringLibrary = sync.OnceValue(func() library {
	return compile("underscore.string.js", "none", textSource+sprintfSource+stringSource)
})

// NewString makes s; the table in the package comment says which calls do as
// underscore.string does and which as Rocket.Chat. Call it where a script runs,
// as [New].
func NewString(rt *goja.Runtime) *goja.Object {
	return stringLibrary().run(rt, goja.Undefined()).ToObject(rt)
}
