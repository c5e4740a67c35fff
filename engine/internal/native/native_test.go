package native_test

import (
	"embed"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
	"rocketscript/engine/internal/native/nativetest"
)

//go:embed errors.js
var files embed.FS

func TestSources(t *testing.T) {
	rt := goja.New()
	sum := native.Function("sum", "(function (a, b) { return a + b + (this === undefined) })")
	if got := sum.Run(rt, rt.ToValue("x"), rt.ToValue("y")).String(); got != "xytrue" {
		t.Errorf("a function gives %s, want xytrue", got)
	}
	asked := 0
	body := native.Body("body", func() string { asked++; return "return [a, typeof Map, typeof Nothing, Object]" }, []string{"a"}, []string{"Map", "Nothing", "Object"})
	if asked != 0 {
		t.Error("the text was asked for before it was needed")
	}
	if _, err := rt.RunString("globalThis.Nothing = undefined; delete globalThis.Nothing; let Object = 5"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got := body.Run(rt, rt.ToValue(1)).String(); !strings.HasPrefix(got, "1,function,undefined,function Object()") {
			t.Errorf("a body gives %s", got)
		}
	}
	if asked != 1 {
		t.Errorf("the text was asked for %d times, want once", asked)
	}
	if text := native.Files(files, "errors.js", "errors.js")(); strings.Count(text, "DOMException.prototype = ") != 2 {
		t.Error("two files are not both of them")
	}
}

func TestLoad(t *testing.T) {
	rt := goja.New()
	double := func(call goja.FunctionCall) goja.Value { return rt.ToValue(2 * call.Argument(0).ToInteger()) }
	source := native.Function("room", "(function (native, more) { return { quadruple: (n) => native.double(native.double(n)), more, bare: Object.getPrototypeOf(native) } })")
	room := source.Load(rt, native.Functions{"double": double}, rt.ToValue("more"))
	quadruple, _ := goja.AssertFunction(room.Get("quadruple"))
	if v, err := quadruple(nil, rt.ToValue(3)); err != nil || v.ToInteger() != 12 {
		t.Errorf("quadruple(3) is %v, %v; want 12", v, err)
	}
	if room.Get("more").String() != "more" || !goja.IsNull(room.Get("bare")) {
		t.Errorf("the room got %v, %v", room.Get("more"), room.Get("bare"))
	}
}

func TestSourcesThatFail(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"not JavaScript", "(", "x: Line 1:2"},
		{"not a function", "5", "not a function"},
		{"throws", "(function () { throw new RangeError('no') })", "RangeError: no"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer func() {
				thrown := recover()
				text := ""
				switch thrown := thrown.(type) {
				case string:
					text = thrown
				case error:
					text = thrown.Error()
				}
				if !strings.Contains(text, tt.want) {
					t.Errorf("panics with %v, want %s", thrown, tt.want)
				}
			}()
			native.Function("x", tt.text).Run(goja.New())
		})
	}
}

// Bytes gives the memory itself: what Go writes, the script reads.
func TestBytes(t *testing.T) {
	tests := []struct {
		made string
		want int // bytes; negative for no memory
	}{
		{"new ArrayBuffer(3)", 3},
		{"new Uint8Array(3)", 3},
		{"new Uint8ClampedArray(3)", 3},
		{"new Int8Array(3)", 3},
		{"new Int16Array(3)", 6},
		{"new Uint16Array(3)", 6},
		{"new Int32Array(3)", 12},
		{"new Uint32Array(3)", 12},
		{"new Float32Array(3)", 12},
		{"new Float64Array(3)", 24},
		{"new BigInt64Array(3)", 24},
		{"new BigUint64Array(3)", 24},
		{"new Uint8Array(new ArrayBuffer(9), 2, 4)", 4},
		{"new Int16Array(new ArrayBuffer(9), 2, 2)", 4},
		{"new DataView(new ArrayBuffer(9), 2, 4)", 4},
		{"new DataView(new ArrayBuffer(9))", 9},
		{"new Uint8Array(0)", 0},
		{"[1, 2]", -1},
		{"'text'", -1},
		{"5", -1},
		{"null", -1},
		{"({buffer: 5})", -1},
		{"({buffer: new ArrayBuffer(4), byteOffset: 2, byteLength: 3})", -1},
		{"({buffer: new ArrayBuffer(4), byteOffset: -1, byteLength: 1})", -1},
		{"({buffer: new ArrayBuffer(4)})", -1},
	}
	for _, tt := range tests {
		rt := goja.New()
		v, err := rt.RunString("globalThis.made = " + tt.made)
		if err != nil {
			t.Fatal(err)
		}
		memory, ok := native.Bytes(v)
		if ok != (tt.want >= 0) || ok && len(memory) != tt.want {
			t.Errorf("%s: %d bytes, %t; want %d", tt.made, len(memory), ok, tt.want)
			continue
		}
		for i := range memory {
			memory[i] = 1
		}
		if tt.want > 0 {
			read := nativetest.Evaluate(t, rt, "new Uint8Array(made.buffer || made, made.byteOffset || 0, made.byteLength).every((byte) => byte === 1)")
			if read != "true" {
				t.Errorf("%s: the script does not see what was written", tt.made)
			}
		}
	}
}

func TestArguments(t *testing.T) {
	rt := goja.New()
	functions := map[string]func(goja.FunctionCall) goja.Value{
		"bytes": func(call goja.FunctionCall) goja.Value {
			return rt.ToValue(len(native.MustBytes(rt, call.Argument(0))))
		},
		"text": func(call goja.FunctionCall) goja.Value {
			return rt.ToValue(native.Text(rt, call.Argument(0)).Length())
		},
	}
	for name, function := range functions {
		if err := rt.Set(name, function); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []nativetest.Case{
		{Expression: "bytes(new Uint8Array(4))", Want: "4"},
		{Expression: "bytes('text')", Want: "throws TypeError: argument must be a buffer"},
		{Expression: "text('é€😀')", Want: "4"},
		{Expression: "text(12.5)", Want: "4"},
		{Expression: "text('x'.repeat(30e6))", Want: "throws TypeError: a string of 30000000 characters is too long to be encoded here"},
	} {
		if got := nativetest.Evaluate(t, rt, tt.Expression); got != tt.Want {
			t.Errorf("%s: %s, want %s", tt.Expression, got, tt.Want)
		}
	}
}

// How rooms word what they throw; Node says the same, which the tests of the
// rooms compare.
func TestErrors(t *testing.T) {
	nativetest.Run(t, func(_ *goja.Runtime, errors *goja.Object) *goja.Object { return errors }, []nativetest.Case{
		{Expression: "argumentType('x', 'of type string', 5)", Want: `TypeError: The "x" argument must be of type string. Received type number (5)`},
		{Expression: "argumentType('a.b', 'of type string', null)", Want: `TypeError: The "a.b" property must be of type string. Received null`},
		{Expression: "argumentType('first argument', 'of type string', undefined)", Want: "TypeError: The first argument must be of type string. Received undefined"},
		{Expression: "argumentType('x', 'a', new Map()).message", Want: `The "x" argument must be a. Received an instance of Map`},
		{Expression: "argumentType('x', 'a', function f() {}).message", Want: `The "x" argument must be a. Received function f`},
		{Expression: "argumentType('x', 'a', Object.create(null)).message", Want: `The "x" argument must be a. Received [Object: null prototype] {}`},
		{Expression: "argumentType('x', 'a', 'y'.repeat(50)).message", Want: `The "x" argument must be a. Received type string ('yyyyyyyyyyyyyyyyyyyyyyyy...)`},
		{Expression: "argumentType('x', 'a', -0).message", Want: `The "x" argument must be a. Received type number (-0)`},
		{Expression: "argumentType('x', 'a', 5n).message", Want: `The "x" argument must be a. Received type bigint (5n)`},
		{Expression: "argumentType('x', 'a', Symbol('s')).message", Want: `The "x" argument must be a. Received type symbol (Symbol(s))`},
		{Expression: "String(argumentType('x', 'a', 1))", Want: `TypeError [ERR_INVALID_ARG_TYPE]: The "x" argument must be a. Received type number (1)`},
		{Expression: "argumentValue('x', 'y')", Want: "TypeError: The argument 'x' is invalid. Received 'y'"},
		{Expression: "argumentValue('x', \"it's\")", Want: `TypeError: The argument 'x' is invalid. Received "it's"`},
		{Expression: "outOfRange('x', '>= 0', -1)", Want: `RangeError: The value of "x" is out of range. It must be >= 0. Received -1`},
		{Expression: "outOfRange('x', '>= 0', 2 ** 40).message", Want: `The value of "x" is out of range. It must be >= 0. Received 1_099_511_627_776`},
		{Expression: "outOfRange('x', '>= 0', -(2n ** 40n)).message", Want: `The value of "x" is out of range. It must be >= 0. Received -1_099_511_627_776n`},
		{Expression: "missing('a')", Want: `TypeError: The "a" argument must be specified`},
		{Expression: "missing('a', 'b', 'c')", Want: `TypeError: The "a", "b" and "c" arguments must be specified`},
		{Expression: "thisType('X')", Want: `TypeError: Value of "this" must be of type X`},
		{Expression: "[plain(Error, 'CODE', 'm').code, String(plain(Error, 'CODE', 'm'))]", Want: `["CODE","Error: m"]`},
		{Expression: "[kindOf(new Int8Array(1)), kindOf([]), kindOf(5)]", Want: `["Int8Array",null,null]`},
		{Expression: "[new ArrayBuffer(1), new Uint8Array(1), {byteLength: 1}, null].map(isArrayBuffer)", Want: "[true,false,false,false]"},
		{Expression: "((e) => [e.name, e.message, e.code, e instanceof Error, isException(e), String(e)])(new DOMException('m', 'AbortError'))", Want: `["AbortError","m",20,true,true,"AbortError: m"]`},
		{Expression: "((e) => [e.name, e.message, e.code])(new DOMException())", Want: `["Error","",0]`},
		{Expression: "new DOMException('m', {name: 'N', cause: 5}).cause", Want: "5"},
		{Expression: "[DOMException.ABORT_ERR, DOMException.prototype.DATA_CLONE_ERR]", Want: "[20,25]"},
		{Expression: "DOMException('m')", Want: "throws TypeError: Class constructor DOMException cannot be invoked without 'new'"},
		{Expression: "Object.getOwnPropertyDescriptor(DOMException.prototype, 'name').get.call({})", Want: `throws TypeError: Value of "this" must be of DOMException`},
		{Expression: "[isException({}), isException(new Error())]", Want: "[false,false]"},
	})
}
