package engine_test

import (
	"strings"
	"testing"
	"time"

	"rocketscript/engine"
)

// What no message can be made of: the exception names the place in the result.
func TestResultThatCannotBeKept(t *testing.T) {
	tests := []struct{ result, want string }{
		{`() => 1`, "TypeError: result is a function"},
		{`class {}`, "TypeError: result is a function"},
		{`(function () { return {content: {list: arguments}} })(1)`, "TypeError: result.content.list is arguments, which cannot be copied: Array.from(arguments) can"},
		{`{content: () => 1}`, "TypeError: result.content is a function"},
		{`{content: {attachments: [{}, {fields: [{value: Math.max}]}]}}`, "TypeError: result.content.attachments[1].fields[0].value is a function"},
		{`{content: {toJSON() { return {} }}}`, "TypeError: result.content.toJSON is a function"},
		{`{content: {get text() { return () => 1 }}}`, "TypeError: result.content.text is a function"},
		{`{content: {f: async () => 1}}`, "TypeError: result.content.f is a function"},
		{`{content: {f: function* () {}}}`, "TypeError: result.content.f is a function"},
		{`{content: new Proxy(() => 1, {})}`, "TypeError: result.content is a function"},
		{`{content: {bound: (() => 1).bind()}}`, "TypeError: result.content.bound is a function"},
		{`Symbol('s')`, "TypeError: result is a symbol"},
		{`{content: {s: Symbol.iterator}}`, "TypeError: result.content.s is a symbol"},
		{`5n`, "TypeError: result is a BigInt"},
		{`{content: {n: [1, 2n]}}`, "TypeError: result.content.n[1] is a BigInt"},
		{`(BigInt.prototype.toJSON = () => 'one', {content: {n: 1n}})`, "TypeError: result.content.n is a BigInt"},
		{`{content: {n: new BigInt64Array([1n])}}`, `TypeError: result.content.n["0"] is a BigInt`},
		{`{content: Promise.resolve({})}`, "TypeError: result.content is a promise (is an await missing?)"},
		{`{content: {text: (async () => 'x')()}}`, "TypeError: result.content.text is a promise (is an await missing?)"},
		{`{content: [Promise.reject(1).catch(() => {})]}`, "TypeError: result.content[0] is a promise (is an await missing?)"},
		{`(() => { const o = {}; o.self = o; return o })()`, "TypeError: result.self refers back to result"},
		{`(() => { const a = [1]; a.push({b: a}); return {content: a} })()`, "TypeError: result.content[1].b refers back to result.content"},
		{`(() => { const m = {}; m.attachments = [{m}]; return {content: m} })()`, "TypeError: result.content.attachments[0].m refers back to result.content"},
		{`(() => { const o = {a: {}}; o.a.p = new Proxy(o, {}); o.a.p2 = o.a; return {content: o.a} })()`, "TypeError: result.content.p.a refers back to result.content"},
		{`{content: {'a b': {'1x': {'é': () => 1}}}}`, `TypeError: result.content["a b"]["1x"]["é"] is a function`},
		{`{content: {'': {'"': () => 1}}}`, `TypeError: result.content[""]["\""] is a function`},
		{`{content: {get text() { throw new RangeError('mine') }}}`, "RangeError: mine"},
		{`{content: Object.defineProperty([1], 0, {get() { throw new TypeError('item') }})}`, "TypeError: item"},
		{`{content: new Proxy({}, {ownKeys() { throw new Error('keys') }})}`, "Error: keys"},
		{`{content: new Proxy({a: 1}, {get() { throw new Error('get') }})}`, "Error: get"},
		{`{content: {a: 'x'.repeat(2e4)}}`, "TypeError: result is larger than 10000 bytes of JSON"},
		{`{content: new Array(1e4).fill(null)}`, "TypeError: result is larger than 10000 bytes of JSON"},
		{`{content: new Uint8Array(1e4)}`, "TypeError: result is larger than 10000 bytes of JSON"},
		{`(() => { let o = {}; for (let i = 0; i < 2000; i++) o = {o}; return {content: o} })()`, "TypeError: result.content" + strings.Repeat(".o", 144) + "… is nested deeper than 500 levels"},
		{`(() => { const o = {get next() { return Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this)) }}; return {content: o} })()`, "TypeError: result.content" + strings.Repeat(".next", 58) + "… is nested deeper than 500 levels"},
	}
	h := engine.NewHost(engine.Options{Grace: time.Minute, ResultBytes: 10_000})
	defer h.Close()
	for _, tt := range tests {
		r := runIn(t, h, method("return "+tt.result), engine.Call{Timeout: time.Minute})
		if got := kept(r); got != "throws "+tt.want || r.Outcome != engine.OutcomeScriptError {
			t.Errorf("%s\n got  %s\n want throws %s", tt.result, got, tt.want)
		}
	}
}
