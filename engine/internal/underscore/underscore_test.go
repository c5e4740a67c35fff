package underscore_test

import (
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/underscore"
)

func TestNoConflict(t *testing.T) {
	rt := newRuntime(t)
	v, err := rt.RunString(`var mine = _.noConflict(); [typeof _, mine.first([5]), mine.VERSION].join()`)
	if err != nil || v.String() != "undefined,5,1.13.7" {
		t.Errorf("%v (%v)", v, err)
	}
}

// TestLeaveNothing holds that the libraries come without further globals.
func TestLeaveNothing(t *testing.T) {
	rt := goja.New()
	underscore.New(rt)
	underscore.NewString(rt)
	v, err := rt.RunString("[Object.keys(globalThis).length, typeof _, typeof s, typeof module, typeof exports].join()")
	if want := "0,undefined,undefined,undefined,undefined"; err != nil || v.String() != want {
		t.Errorf("%v (%v), want %s", v, err, want)
	}
}

// TestAfterTheScript loads the libraries where a script declared names of
// built-ins, or changed them, before it first asked.
func TestAfterTheScript(t *testing.T) {
	scripts := []string{
		"let Map = 1, Symbol = 2, Date = 3, module = {}, exports = {}, self = {}, define = () => {}; const isNaN = 1, String = 0; class RegExp {} ",
		"let Object = null, Function = null, Math = null",
		"Object.prototype.extra = function () {}; Array.prototype.last = function () {}; String.prototype.trim = null",
		"var module = {exports: {}}, exports = module.exports, global = {}, self = globalThis",
		"delete globalThis.DataView; delete globalThis.Uint8Array",
		"Object.freeze(Array.prototype)",
	}
	for _, script := range scripts {
		rt := goja.New()
		if _, err := rt.RunString(script); err != nil {
			t.Fatal(err)
		}
		var lib, s *goja.Object
		if thrown := rt.Try(func() { lib, s = underscore.New(rt), underscore.NewString(rt) }); thrown != nil {
			t.Errorf("%s: %v", script, thrown)
			continue
		}
		f, err := rt.RunString("(_, s) => [_.chain([3, 1]).sortBy().map((x) => x * 2).value().join('-'), _.template('<%= a %>')({a: 1}), s(' x ').trim().value(), s.sprintf('%d', 4)].join()")
		if err != nil {
			t.Fatal(err)
		}
		call, _ := goja.AssertFunction(f)
		if v, err := call(nil, lib, s); err != nil || v.String() != "2-6,1,x,4" {
			t.Errorf("%s: %v (%v)", script, v, err)
		}
	}
}

// A script that took away what the libraries stand on gets an exception.
func TestBroken(t *testing.T) {
	rt := goja.New()
	if _, err := rt.RunString("globalThis.Object = undefined; globalThis.String = globalThis.Array = null"); err != nil {
		t.Fatal(err)
	}
	if thrown := rt.Try(func() { underscore.New(rt) }); thrown == nil {
		t.Error("nothing thrown")
	}
}

func BenchmarkNew(b *testing.B) {
	libraries := map[string]func(*goja.Runtime) *goja.Object{"underscore": underscore.New, "string": underscore.NewString}
	for name, make := range libraries {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				rt := goja.New()
				b.StartTimer()
				make(rt)
			}
		})
	}
}
