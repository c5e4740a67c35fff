package clone_test

import (
	"testing"

	"rocketscript/engine/internal/clone"
	"rocketscript/engine/internal/native/nativetest"
)

func TestStructuredClone(t *testing.T) {
	nativetest.Run(t, clone.Load, []nativetest.Case{
		{Expression: "structuredClone({a: [1, {b: null}], c: 'x', d: undefined})", Want: `{"a":[1,{"b":null}],"c":"x"}`},
		{Expression: "((o) => structuredClone(o).a !== o.a)({a: {}})", Want: "true"},
		{Expression: "((o) => { o.self = o; const c = structuredClone(o); return c.self === c && c !== o })({})", Want: "true"},
		{Expression: "((x) => { const c = structuredClone([x, x]); return c[0] === c[1] })({})", Want: "true"},
		{Expression: "(([a, , b]) => [a, b])(structuredClone([1, , 3]))", Want: "[1,3]"},
		{Expression: "1 in structuredClone([1, , 3])", Want: "false"},
		{Expression: "((d) => [d instanceof Date, d.getTime()])(structuredClone(new Date(5)))", Want: "[true,5]"},
		{Expression: "((r) => [r instanceof RegExp, String(r), r.lastIndex])(structuredClone(Object.assign(/a/gi, {lastIndex: 2})))", Want: `[true,"/a/gi",0]`},
		{Expression: "((m) => [m instanceof Map, [...m]])(structuredClone(new Map([[{a: 1}, new Set([2])]])))", Want: `[true,[[{"a":1},{}]]]`},
		{Expression: "[...structuredClone(new Set([1, 'a']))]", Want: `[1,"a"]`},
		{Expression: "((b) => [typeof b, b.valueOf()])(structuredClone(Object('s')))", Want: `["object","s"]`},
		{Expression: "structuredClone(5n)", Want: "5n"},
		{Expression: "structuredClone(Object(5n)).valueOf()", Want: "5n"},
		{Expression: "((b) => [b instanceof ArrayBuffer, b.byteLength])(structuredClone(new ArrayBuffer(3)))", Want: "[true,3]"},
		{Expression: "((u) => [u.byteOffset, u.length, u.buffer.byteLength])(structuredClone(new Uint16Array(new ArrayBuffer(8), 2, 2)))", Want: "[2,2,8]"},
		{Expression: "((v) => [v instanceof DataView, v.byteLength])(structuredClone(new DataView(new ArrayBuffer(4), 1)))", Want: "[true,3]"},
		{Expression: "((e) => [e instanceof RangeError, e.message, e.cause.a, e.extra])(structuredClone(Object.assign(new RangeError('m', {cause: {a: 1}}), {extra: 1})))", Want: `[true,"m",1,null]`},
		{Expression: "((e) => [e.name, e.constructor === Error])(structuredClone(new (class Mine extends Error { name = 'Mine' })('m')))", Want: `["Error",true]`},
		{Expression: "structuredClone(new (class { a = 1; get b() { return 2 } })()).constructor === Object", Want: "true"},
		{Expression: "structuredClone({get a() { delete this.b; return 1 }, b: 2})", Want: `{"a":1}`},
		{Expression: "structuredClone(JSON.parse('{\"__proto__\": 1}'))", Want: `{"__proto__":1}`},
		{Expression: "((b) => { const c = structuredClone(b, {transfer: [b]}); return [c.byteLength, b.byteLength] })(new ArrayBuffer(3))", Want: "[3,0]"},

		{Expression: "structuredClone()", Want: "throws TypeError: The value argument must be specified"},
		{Expression: "structuredClone(1, 5)", Want: "throws TypeError: The options argument must be either an object or undefined"},
		{Expression: "structuredClone(1, {transfer: [{}]})", Want: "throws TypeError: Found invalid object in transferList"},
		{Expression: "((b) => structuredClone(b, {transfer: [b, b]}))(new ArrayBuffer(1))", Want: "throws DataCloneError: ArrayBuffer occurs in the transfer list more than once"},
		{Expression: "structuredClone(() => 1)", Want: "throws DataCloneError: () => 1 could not be cloned."},
		{Expression: "structuredClone({a: Symbol('s')})", Want: "throws DataCloneError: Symbol(s) could not be cloned."},
		{Expression: "structuredClone([Promise.resolve()])", Want: "throws DataCloneError: #<Promise> could not be cloned."},
		{Expression: "structuredClone(new WeakMap())", Want: "throws DataCloneError: #<WeakMap> could not be cloned."},
		{Expression: "structuredClone(new WeakSet())", Want: "throws DataCloneError: #<WeakSet> could not be cloned."},
		{Expression: "structuredClone(new Proxy([], {}))", Want: "throws DataCloneError: [object Array] could not be cloned."},
		{Expression: "structuredClone((function () { return arguments })())", Want: "throws DataCloneError: #<Object> could not be cloned."},
		{Expression: "structuredClone((function* () {})())", Want: "throws DataCloneError: [object Generator] could not be cloned."},
		{Expression: "structuredClone({get a() { throw new RangeError('mine') }})", Want: "throws RangeError: mine"},
		{Expression: "structuredClone(Object.setPrototypeOf(new Map([[1, 2]]), null)) instanceof Map", Want: "true"},
	})
}
