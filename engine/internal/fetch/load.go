// Package fetch is fetch and the classes around it: Headers, Request, Response,
// FormData, Blob, File, AbortController, AbortSignal and the events of a signal,
// as Node 20 has them. They are JavaScript, in the directory js, one file for
// each topic; what reaches outside the runtime is a [Host].
//
// Two things come from Rocket.Chat, whose sandbox gives scripts node-fetch:
// the options params, timeout, size, follow, compress and a plain object as
// body, with errors as node-fetch words them; and the headers of a response,
// which can also be used as an array of [name, value] pairs.
//
// A response is whole: it is there once its body is. What differs from Node
// otherwise is listed in testdata/known-differences.txt, in package engine.
package fetch

import (
	"embed"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed js/*.js
var files embed.FS

var source = native.Body("fetch", native.Files(files,
	"js/idl.js", "js/events.js", "js/abort.js", "js/headers.js", "js/mime.js", "js/body.js",
	"js/formdata.js", "js/request.js", "js/response.js", "js/fetch.js",
), []string{"host", "errors"}, nil)

// A Request is what a script wants to be sent.
type Request struct {
	Method, URL string
	// Headers are name and value, in the script's order.
	Headers [][2]string
	Body    []byte
	// Redirect is "follow", "manual" or "error".
	Redirect string
	// Follow is how many redirects to follow, and Timeout the limit for all of
	// it; negative when the script does not say.
	Follow  int
	Timeout time.Duration
	// Size bounds the body of the answer; 0 when the script does not say.
	Size int64
	// Insecure accepts any certificate; Plain asks for no compression.
	Insecure, Plain bool
}

// A Response is what came back; with a Kind it is why nothing did.
type Response struct {
	Status     int
	StatusText string
	URL        string
	Redirected bool
	Headers    [][2]string
	Body       []byte

	// Kind, Code and Message are those of an engine.HTTPError. Limit is the
	// size that was exceeded, or how long the answer was waited for, in
	// milliseconds.
	Kind, Code, Message string
	Limit               int64
}

// A Host is what fetch needs from outside the runtime.
type Host struct {
	// Start sends a request and calls deliver with the answer, later, unless
	// abort was called.
	Start func(request Request, deliver func(Response) error) (abort func())
	// Perform sends a request and waits for the answer.
	Perform func(request Request) Response
	// Timeout calls back after a time.
	Timeout func(delay time.Duration, fire func() error) error
	// Uncaught is told what a listener threw.
	Uncaught func(thrown goja.Value)
	// Text decodes UTF-8 as a browser does.
	Text func(bytes []byte) goja.Value
}

// Load makes the classes and functions, as members of an object. errors is
// what native.LoadErrors made.
func Load(rt *goja.Runtime, host Host, errors *goja.Object) *goja.Object {
	return source.Load(rt, Natives(rt, host), errors)
}
