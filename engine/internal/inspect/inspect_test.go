package inspect_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/inspect"
	"rocketscript/engine/internal/jsvalue"
)

// formatter returns a function that runs the arguments of a console call, as
// JavaScript text, and formats them.
func formatter(t testing.TB) func(arguments string) string {
	t.Helper()
	rt := goja.New()
	in := inspect.New(rt, jsvalue.NewRealm(rt), func(string) string { return "at somewhere" })
	text := ""
	if err := rt.Set("show", func(call goja.FunctionCall) goja.Value {
		text = in.Format(call.Arguments)
		return goja.Undefined()
	}); err != nil {
		t.Fatal(err)
	}
	return func(arguments string) string {
		t.Helper()
		text = ""
		if _, err := rt.RunString("(() => show(" + arguments + "))()"); err != nil {
			t.Fatalf("show(%s): %v", arguments, err)
		}
		return text
	}
}

// testdata/node.json holds argument lists and what util.format of Node 20
// makes of them.
func TestFormatAgreesWithNode(t *testing.T) {
	text, err := os.ReadFile("testdata/node.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Arguments, Text string }
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 80 {
		t.Fatalf("%d cases in testdata, want at least 80", len(cases))
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.Text, formatter(t)(c.Arguments)); diff != "" {
			t.Errorf("show(%.300s) (-node +ours):\n%s", c.Arguments, diff)
		}
	}
}

func TestFormatErrors(t *testing.T) {
	tests := []struct{ arguments, want string }{
		{`new Error('no')`, "Error: no\n    at somewhere"},
		{`new TypeError('no')`, "TypeError: no\n    at somewhere"},
		{`new (class HTTPError extends Error {})('no')`, "HTTPError: no\n    at somewhere"},
		{`Object.assign(new Error('no'), {code: 5})`, "Error: no\n    at somewhere {\n  code: 5\n}"},
		{`{e: new Error('no')}`, "{\n  e: Error: no\n      at somewhere\n}"},
		{`new Error('outer', {cause: 'inner'})`, "Error: outer\n    at somewhere {\n  [cause]: 'inner'\n}"},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, formatter(t)(tt.arguments)); diff != "" {
			t.Errorf("show(%s) (-want +got):\n%s", tt.arguments, diff)
		}
	}
}

// Values made to hurt are shown in bounded text, and none of their code runs.
func TestFormatHostileValues(t *testing.T) {
	tests := []struct{ name, arguments, want string }{
		{"getter", `{get a() { throw 1 }}`, "{ a: [Getter] }"},
		{"proxy", `new Proxy({a: 1}, {get() { throw 1 }, ownKeys() { throw 2 }, getPrototypeOf() { throw 3 }, getOwnPropertyDescriptor() { throw 4 }})`, "{ a: 1 }"},
		{"revoked proxy", `(() => { const r = Proxy.revocable({}, {}); r.revoke(); return r.proxy })()`, "<Revoked Proxy>"},
		{"constructor getter", `{get constructor() { throw 1 }}`, "{ constructor: [Getter] }"},
		{"throwing toString", `'%s', {toString() { throw 1 }}`, "{ toString: [Function: toString] }"},
		{"sparse array", `new Array(2**32-1)`, "more items"},
		{"long array", `new Array(1e6).fill(1)`, "... 999900 more items"},
		{"many members", `Object.fromEntries(Array.from({length: 5000}, (_, i) => ['k' + i, i]))`, "... 4000 more members"},
		{"deep", `(() => { let o = {}; for (let i = 0; i < 1e5; i++) o = {o}; return o })()`, "{ o: [Object] }"},
		{"long string", `{s: 'x'.repeat(1e6)}`, "... 990000 more characters"},
		{"deep cycle of arrays", `(() => { const a = []; a.push(a, [a]); return a })()`, "<ref *1> [ [Circular *1], [ [Circular *1] ] ]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := formatter(t)(tt.arguments)
			if !strings.Contains(got, tt.want) || len(got) > 256<<10 {
				t.Errorf("%d bytes: %.400s\nwant %s in it", len(got), got, tt.want)
			}
		})
	}
}

// FuzzFormat holds that no format makes the console fail, and that each
// argument a format does not use is shown after it.
func FuzzFormat(f *testing.F) {
	f.Add("%s is %d%% of %o%c", "five", 5.5)
	f.Add("%%s%j%i%f%O%", "{", math.Copysign(0, -1))
	f.Add("no directive", "\xff", 1e21)
	f.Fuzz(func(t *testing.T, format, text string, number float64) {
		rt := goja.New()
		in := inspect.New(rt, jsvalue.NewRealm(rt), func(string) string { return "" })
		object := rt.NewObject()
		if err := object.Set(text, number); err != nil {
			t.Fatal(err)
		}
		arguments := []goja.Value{rt.ToValue(format), rt.ToValue(text), rt.ToValue(number), object}
		whole := in.Format(arguments)
		if last := in.Format(append(arguments, rt.ToValue("the last"))); strings.Count(format, "%") < 3 && last != whole+" the last" {
			t.Errorf("%q: with a further argument %q, without %q", format, last, whole)
		}
		if alone := in.Format(arguments[:1]); !strings.Contains(format, "%") && alone != rt.ToValue(format).String() {
			t.Errorf("%q alone is %q", format, alone)
		}
	})
}
