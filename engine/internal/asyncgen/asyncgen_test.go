package asyncgen_test

import (
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/asyncgen"
	"rocketscript/engine/internal/syntax"
)

// run runs the body of an async function and returns what print was given, in
// lines, when all promises had their turn.
func run(t *testing.T, body string) string {
	t.Helper()
	tree, err := syntax.Parse("test.js", "var seen = '', print = (x) => { seen += x + '\\n'; };\n(async () => {\n"+body+"\n})().catch(e => print('uncaught ' + e));")
	if err != nil {
		t.Fatal(err)
	}
	asyncgen.Lower(tree)
	code, err := goja.CompileAST(tree, false)
	if err != nil {
		t.Fatal(err)
	}
	rt := goja.New()
	if err := rt.Set(asyncgen.Global, asyncgen.Load(rt)); err != nil {
		t.Fatal(err)
	}
	if _, err := rt.RunProgram(code); err != nil {
		t.Fatal(err)
	}
	return rt.Get("seen").String()
}

// TestLowered has what Babel's output, with which most is compared
// (engine/testdata/sloppy/syntax.js), gets wrong or never ends with.
func TestLowered(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"a result that is no object", `
			const odd = { [Symbol.iterator]() { return { next() { return 5; }, return() { print('never'); } }; } };
			for await (const x of odd) print(x);`,
			"uncaught TypeError: Iterator result 5 is not an object\n"},
		{"an iterator that is no object", `
			for await (const x of { [Symbol.iterator]() { return 1; } }) print(x);`,
			"uncaught TypeError: Iterator result 1 is not an object\n"},
		{"what return gives is looked at", `
			async function* f() { yield* { [Symbol.iterator]() { return { next: () => ({ value: 1 }), return: () => 7 }; } }; }
			for await (const x of f()) { print(x); break; }`,
			"1\nuncaught TypeError: Iterator result 7 is not an object\n"},
		{"a rejected return", `
			async function* f() { try { yield 1; } catch (e) { print('caught ' + e); return 'back'; } }
			const it = f(); await it.next(); print(JSON.stringify(await it.return(Promise.reject('no'))));`,
			"caught no\n{\"value\":\"back\",\"done\":true}\n"},
		{"a returned promise that rejects", `
			async function* f() { try { return Promise.reject('r'); } catch (e) { print('caught ' + e); } }
			print((await f().next()).done);`,
			"caught r\ntrue\n"},
		{"strict bodies stay strict", `
			async function* f() { 'use strict'; undeclared = 1; }
			try { await f().next(); } catch (e) { print(e.name); }`,
			"ReferenceError\n"},
		{"lines", "async function* f() {\n  yield 1;\n  throw new Error('x');\n}\ntry { for await (const x of f()); } catch (e) { print(/test.js:\\d+:\\d+/.exec(e.stack)[0]); }",
			"test.js:5:9\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := run(t, tt.body); got != tt.want {
				t.Errorf("got  %q\nwant %q", got, tt.want)
			}
		})
	}
}
