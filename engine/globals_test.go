package engine_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"rocketscript/engine"
)

// knownGlobals are the globals as the package has them, with their types.
var knownGlobals = map[string]string{
	"console":         "object",
	"Store":           "object",
	"JSON":            "object",
	"Intl":            "object",
	"_":               "function",
	"s":               "function",
	"moment":          "function",
	"global":          "object",
	"DOMException":    "function",
	"URL":             "function",
	"URLSearchParams": "function",
	"Buffer":          "function",
	"atob":            "function",
	"btoa":            "function",
	"TextEncoder":     "function",
	"TextDecoder":     "function",
	"structuredClone": "function",
	"setTimeout":      "function",
	"setInterval":     "function",
	"setImmediate":    "function",
	"clearTimeout":    "function",
	"clearInterval":   "function",
	"clearImmediate":  "function",
	"queueMicrotask":  "function",
	"fetch":           "function",
	"serverFetch":     "function",
	"Headers":         "function",
	"Request":         "function",
	"Response":        "function",
	"AbortController": "function",
	"AbortSignal":     "function",
	"FormData":        "function",
	"Blob":            "function",
	"File":            "function",
	"Event":           "function",
	"EventTarget":     "function",
	"HTTP":            "function",
	"crypto":          "object",
}

// TestGlobals prints every global's type, and holds that there is no other.
func TestGlobals(t *testing.T) {
	for name, kind := range knownGlobals {
		r := run(t, method(fmt.Sprintf("return {content: {type: typeof %s, has: %q in globalThis, keys: Object.keys(globalThis), same: %s === %s}}", name, name, name, name)), engine.Call{})
		if got, want := string(r.Content), fmt.Sprintf(`{"type":%q,"has":true,"keys":[],"same":true}`, kind); got != want {
			t.Errorf("%s: %s, want %s (%v)", name, got, want, r.Exception)
		}
	}
	r := run(t, method("return {content: {none: typeof nonsense, string: String(globalThis), own: globalThis.hasOwnProperty('x')}}"), engine.Call{})
	if got, want := string(r.Content), `{"none":"undefined","string":"[object global]","own":false}`; got != want {
		t.Errorf("the global object: %s, want %s (%v)", got, want, r.Exception)
	}
}

// TestGlobalsOfTheCall: functions outside the class find the request and the
// Script object, each call its own.
func TestGlobalsOfTheCall(t *testing.T) {
	source := `
const early = typeof request + typeof script;
const later = () => [early, request.content.n, script.name(), typeof request, 'request' in globalThis].join();
class Script {
  name() { return 'me'; }
  async process_incoming_request() { const before = later(); await null; return { content: { text: before + ' ' + later() } }; }
}`
	in := newInstance(t, source, engine.Options{})
	for _, n := range []string{"1", "2"} {
		r, err := in.Run(t.Context(), engine.Call{Request: engine.Request{Content: `{"n":` + n + `}`}})
		if err != nil {
			t.Fatal(err)
		}
		one := "undefinedundefined," + n + ",me,object,true"
		if want := `{"text":"` + one + " " + one + `"}`; string(r.Content) != want {
			t.Errorf("got %s %v, want %s", r.Content, r.Exception, want)
		}
	}
	r := run(t, "request = 'own'; let script = 'mine';"+method("globalThis.request += '!'; return {content: {text: globalThis.request + script}}"), engine.Call{})
	if want := `{"text":"own!mine"}`; string(r.Content) != want {
		t.Errorf("got %s %v, want %s", r.Content, r.Exception, want)
	}
}

// TestGlobalsCanBeDeclared holds that a script may use a global's name for
// anything of its own.
func TestGlobalsCanBeDeclared(t *testing.T) {
	for name := range knownGlobals {
		for _, declaration := range []string{
			"let %s = 1;", "const %s = 1;", "var %s = 1;", "%s = 1;", "class %s {}", "function %s() {}", "delete globalThis.%s; globalThis.%[1]s = 1;",
			"Object.defineProperty(globalThis, '%s', {value: 1});", "(function (%s) {})(1); var %[1]s = 1;",
		} {
			source := fmt.Sprintf(declaration, name) + "\n" + method(fmt.Sprintf("return {content: {got: String(%s)}}", name))
			r := run(t, source, engine.Call{})
			var content struct{ Got string }
			if err := json.Unmarshal(r.Content, &content); err != nil || content.Got != "1" && !strings.HasSuffix(content.Got, "{}") {
				t.Errorf("%s: %s, %v", fmt.Sprintf(declaration, name), r.Content, r.Exception)
			}
		}
	}
}
