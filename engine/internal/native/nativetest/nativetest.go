// Package nativetest evaluates JavaScript against one room of the sandbox, for
// the room's own tests.
package nativetest

import (
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

// A Case is an expression and what it gives: strings as they are, errors and
// what is thrown as "Name: message", anything else as JSON.
type Case struct{ Expression, Want string }

// Run evaluates every case in a runtime of its own, with the members of what
// load makes as globals. Promises are awaited.
func Run(t *testing.T, load func(rt *goja.Runtime, errors *goja.Object) *goja.Object, cases []Case) {
	t.Helper()
	for _, c := range cases {
		rt := goja.New()
		room := load(rt, native.LoadErrors(rt))
		for _, name := range room.Keys() {
			if err := rt.Set(name, room.Get(name)); err != nil {
				t.Fatal(err)
			}
		}
		if got := Evaluate(t, rt, c.Expression); got != c.Want {
			t.Errorf("%s\n got  %s\n want %s", c.Expression, got, c.Want)
		}
	}
}

// Evaluate evaluates one expression and shows it as [Case] says.
func Evaluate(t testing.TB, rt *goja.Runtime, expression string) string {
	t.Helper()
	v, err := rt.RunString(`(async () => {
		const show = (v) => v instanceof Error ? v.name + ': ' + v.message : typeof v === 'string' ? v : typeof v === 'bigint' ? v + 'n' : String(JSON.stringify(v));
		try {
			return show(await (` + expression + `));
		} catch (error) {
			return 'throws ' + show(error);
		}
	})()`)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	promise, ok := v.Export().(*goja.Promise)
	if !ok || promise.State() != goja.PromiseStateFulfilled {
		t.Fatalf("%s: still waits", expression)
	}
	return promise.Result().String()
}
