package jsonobject_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsonobject"
	"rocketscript/engine/internal/jsvalue"
)

func newRuntime(t testing.TB, stopped func() bool) *goja.Runtime {
	t.Helper()
	rt := goja.New()
	if err := rt.Set("JSON", jsonobject.New(rt, jsvalue.NewRealm(rt), stopped)); err != nil {
		t.Fatal(err)
	}
	return rt
}

// TestHostileTextIsRefused holds that nothing deep ends the process.
func TestHostileTextIsRefused(t *testing.T) {
	tests := []struct{ source, want string }{
		{"JSON.parse('['.repeat(5e6))", "RangeError: Maximum call stack size exceeded"},
		{"JSON.parse('{\"a\":'.repeat(1e6))", "RangeError: Maximum call stack size exceeded"},
		{"let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)", "RangeError: Maximum call stack size exceeded"},
		{"const p = new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 53 : t[k] }); JSON.stringify(1, p)", "RangeError: Invalid string length"},
		{"JSON.stringify(new Array(2 ** 32 - 1))", "RangeError: Invalid string length"},
	}
	for _, tt := range tests {
		asked := 0
		rt := newRuntime(t, func() bool { asked++; return asked > 1000 })
		if _, err := rt.RunString(tt.source); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: %.200v, want %s", tt.source, err, tt.want)
		}
	}
}

// FuzzParse holds that text is refused exactly when it is not JSON, and that
// what was parsed prints as JSON again.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,-2.5e3,"\u00e9\n",null,true]}`, `[1,]`, `{"a"`, `"\ud800"`, "\x00", `[[[]]`, `1 2`} {
		f.Add(text)
	}
	rt := newRuntime(f, nil)
	parse, _ := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get("parse"))
	stringify, _ := goja.AssertFunction(rt.Get("JSON").ToObject(rt).Get("stringify"))
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		v, err := parse(nil, rt.ToValue(text))
		if valid := json.Valid([]byte(text)); valid != (err == nil) {
			t.Fatalf("%q: valid %v, but %v", text, valid, err)
		}
		if err != nil {
			return
		}
		for _, indent := range []int{0, 2} {
			out, err := stringify(nil, v, goja.Null(), rt.ToValue(indent))
			if err != nil || !json.Valid([]byte(out.String())) {
				t.Fatalf("%q printed as %v, %v", text, out, err)
			}
		}
	})
}
