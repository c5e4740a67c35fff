package recursion_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/recursion"
)

const limit, hard = 200, 300

func evaluate(t *testing.T, source string) (string, error) {
	t.Helper()
	tree, err := parser.ParseFile(nil, "test.js", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	recursion.Guard(tree)
	code, err := goja.CompileAST(tree, false)
	if err != nil {
		t.Fatal(err)
	}
	rt := goja.New()
	rt.SetMaxCallStackSize(hard)
	if err := rt.Set(recursion.Deeper, recursion.Watch(rt, limit)); err != nil {
		t.Fatal(err)
	}
	v, err := rt.RunProgram(code)
	if err != nil {
		return "", err
	}
	return v.String(), nil
}

func TestOverflowsAreCaught(t *testing.T) {
	const caught = "RangeError: Maximum call stack size exceeded true"
	tests := []struct{ name, source, want string }{
		{"declaration", "function f(n) { return f(n + 1) + 1 } attempt(() => f(0))", caught},
		{"expression", "const f = function (n) { return f(n + 1) + 1 }; attempt(() => f(0))", caught},
		{"arrow", "const f = n => f(n + 1) + 1; attempt(() => f(0))", caught},
		{"arrow with a body", "const f = n => { return f(n + 1) + 1 }; attempt(() => f(0))", caught},
		{"method", "const o = {m(n) { return this.m(n + 1) + 1 }}; attempt(() => o.m(0))", caught},
		{"within a callback", "const f = n => [n].map(x => f(x + 1)); attempt(() => f(0))", caught},
		{"strict", "function f() { 'use strict'; return this === undefined ? f() : 'sloppy' } attempt(() => f())", caught},
		{"deep enough", "const f = n => n ? f(n - 1) + 1 : 0; String(f(150))", "150"},
		{"again and again", "const f = n => n ? f(n - 1) + 1 : 0; let sum = 0; for (let i = 0; i < 100; i++) sum += f(100); String(sum)", "10000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := evaluate(t, "const attempt = f => { try { return f() } catch (e) { return e + ' ' + (e instanceof RangeError) } };"+tt.source)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
		})
	}
}

// TestTheLimitHolds holds that what is not seen to call itself ends all the same.
func TestTheLimitHolds(t *testing.T) {
	_, err := evaluate(t, "const o = {a() { return o.b() }, b() { return o.a() }}; try { o.a() } catch { }")
	if _, ok := err.(*goja.StackOverflowError); !ok { //nolint:errorlint // what it is itself
		t.Errorf("error %v, want a StackOverflowError", err)
	}
}
