package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/internal/nodetest"
)

// TestRandomIsRepeatable holds that a call with Random set gives the same
// random bytes whenever it runs, and different ones within itself.
func TestRandomIsRepeatable(t *testing.T) {
	source := method("const a = crypto.randomUUID(), b = crypto.randomBytes(8).toString('hex'); return {content: {a, b, c: crypto.randomUUID(), n: crypto.randomInt(1e9)}}")
	half, third := 0.5, 0.3
	h := newHost(t)
	first := runIn(t, h, source, engine.Call{Random: &half})
	second := runIn(t, h, source, engine.Call{Random: &half})
	other := runIn(t, h, source, engine.Call{Random: &third})
	free := runIn(t, h, source, engine.Call{})
	if first.Exception != nil || string(first.Content) != string(second.Content) {
		t.Errorf("the same Random gives %s and %s (%v)", first.Content, second.Content, first.Exception)
	}
	if string(first.Content) == string(other.Content) || string(first.Content) == string(free.Content) {
		t.Errorf("another Random, or none, gives the same: %s", first.Content)
	}
	if m := members(t, first.Content); m["a"] == m["c"] {
		t.Errorf("two UUIDs of a call are equal: %v", m)
	}
}

// TestPlatformLimits holds that what takes much memory is refused in words a
// script's author understands.
func TestPlatformLimits(t *testing.T) {
	for expression, want := range map[string]string{
		"Buffer.alloc(1e12)":                          "RangeError",
		"Buffer.alloc(2 ** 31)":                       "RangeError",
		"Buffer.allocUnsafe(1e8)":                     "RangeError",
		"Buffer.from({length: 1e9})":                  "RangeError",
		"Buffer.concat([], 1e9).length":               "0",
		"Buffer.concat([Buffer.alloc(1)], 1e9)":       "RangeError",
		"crypto.randomBytes(1e9)":                     "RangeError",
		"Buffer.alloc(1 << 20).length":                "1048576",
		"structuredClone(deep(1e5))":                  "RangeError",
		"Buffer.from('x'.repeat(1 << 25))":            "TypeError",
		"new TextEncoder().encode('x'.repeat(1<<25))": "TypeError",
	} {
		source := "function deep(n) { let o = {}; while (n--) o = {o}; return o }\n" +
			method(fmt.Sprintf("try { return {content: {got: String(%s)}} } catch (e) { return {content: {got: e.name + ': ' + e.message}} }", expression))
		r := run(t, source, engine.Call{Timeout: time.Minute})
		got := string(r.Content)
		if r.Exception != nil {
			got = r.Exception.Name
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", expression, got, want)
		}
	}
}

// TestPlatformThrowsWhereTheScriptIs holds that errors made inside a room have
// the position of the script's own line.
func TestPlatformThrowsWhereTheScriptIs(t *testing.T) {
	r := run(t, method("  const u = 1\n  return new URL('nope')"), engine.Call{})
	if r.Exception == nil || r.Exception.Message != "Invalid URL" || r.Exception.Line != 4 {
		t.Errorf("got %+v", r.Exception)
	}
}

func BenchmarkFirstUse(b *testing.B) {
	for _, expression := range []string{
		"1", "URL", "Buffer", "TextDecoder", "structuredClone", "crypto", "new URL('http://a/b?c=d').href", "Buffer.from('hi').toString('base64')",
	} {
		b.Run(expression, func(b *testing.B) {
			program, err := engine.Compile(engine.Script{Source: method("return {content: {got: String(" + expression + ").length}}")})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				in := engine.NewInstance(program, engine.Options{})
				if r, err := in.Run(b.Context(), engine.Call{}); err != nil || r.Exception != nil {
					b.Fatal(err, r.Exception)
				}
				in.Close()
			}
		})
	}
}

// TestPlatformInConsole holds that the console shows objects of the platform
// as Node's does.
func TestPlatformInConsole(t *testing.T) {
	const program = `const util = require('util'); done(input.map((e) => util.inspect((0, eval)('(' + e + ')'))))`
	expressions := []string{
		"Buffer.from('hi')", "Buffer.alloc(0)", "Buffer.alloc(52)", "{b: Buffer.from('a'), c: [Buffer.from('z')]}",
		"new URL('http://u:p@a:8/b?c=d&e=f#g')", "{u: new URL('http://a')}", "[[[new URL('http://a')]]]",
		"new URLSearchParams('a=1&b=2')", "new URLSearchParams()", "{p: new URLSearchParams('a=1')}",
		"new URLSearchParams({a: 'x'.repeat(60), b: 'y'.repeat(60)})", "Buffer.from", "TextEncoder",
		"{[Symbol.for('nodejs.util.inspect.custom')]() { return 'mine' }}", "[{[Symbol.for('nodejs.util.inspect.custom')]() { return {x: 1} }}]",
		"new Uint8Array([1, 2])", "structuredClone(new Map([[1, {a: 2}]]))",
	}
	var theirs []string
	nodetest.Run(t, program, expressions, &theirs)
	for i, expression := range expressions {
		r := run(t, method("console.log("+expression+"); return {content: {}}"), engine.Call{})
		if got := strings.TrimPrefix(consoleText(r), "log: "); got != theirs[i] {
			t.Errorf("%s:\n ours %s (%v)\n node %s", expression, got, r.Exception, theirs[i])
		}
	}
}

// TestPlatformInResult holds what becomes of objects of the platform in a
// result: own members, as of any class instance, and huge ones refused.
func TestPlatformInResult(t *testing.T) {
	for expression, want := range map[string]string{
		"new Uint8Array([7, 8])":  `{"v":{"0":7,"1":8}}`,
		"Buffer.from('hi')":       `{"v":{"0":104,"1":105}}`,
		"String(new URL('a:b'))":  `{"v":"a:b"}`,
		"new URL('http://a')":     `{"v":{}}`,
		"new URLSearchParams('')": `{"v":{}}`,
		"Buffer.alloc(1 << 25)":   ``,
	} {
		r := run(t, method("return {content: {v: "+expression+"}}"), engine.Call{})
		if got := string(r.Content); got != want {
			t.Errorf("%s: %s, want %s (%v)", expression, got, want, r.Exception)
		}
	}
}

// TestUncaughtDOMException: what a DOMException says is in getters; it is told
// all the same.
func TestUncaughtDOMException(t *testing.T) {
	for throw, want := range map[string]string{
		"throw new DOMException('the text', 'AbortError')": "AbortError: the text",
		"structuredClone(() => {})":                        "DataCloneError: () => {} could not be cloned.",
		"throw new Error('another')":                       "Error: another",
	} {
		r := runIn(t, newHost(t), method(throw), engine.Call{})
		if r.Exception == nil || r.Exception.Name+": "+r.Exception.Message != want {
			t.Errorf("%s: got %v, want %s", throw, r.Exception, want)
		}
	}
}
