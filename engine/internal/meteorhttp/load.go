// Package meteorhttp is HTTP as Rocket.Chat's sandboxes gave it to scripts up
// to 6.x: HTTP(method, url, options), which waits for the answer and returns
// {result} or {error}, with the options of Meteor's http package; and
// HTTP.get, post, put, patch, del and call, which Rocket.Chat's manual and
// Meteor's habits make people write. Those return the same, on which the
// members of the result can be read as well, and take a callback.
package meteorhttp

import (
	_ "embed" // the JavaScript beside this file
	"encoding/base64"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/fetch"
	"rocketscript/engine/internal/native"
)

//go:embed http.js
var text string

var source = native.Function("http", text)

// Load makes HTTP, as the member of an object. errors is what
// native.LoadErrors made.
func Load(rt *goja.Runtime, host fetch.Host, errors *goja.Object) *goja.Object {
	functions := fetch.Natives(rt, host)
	functions["base64"] = func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(base64.StdEncoding.EncodeToString([]byte(call.Argument(0).String())))
	}
	return source.Load(rt, functions, errors)
}
