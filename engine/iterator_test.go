package engine_test

import (
	"testing"

	"rocketscript/engine"
)

// Iterators without a next that can be called, as V8 says it and, up to Rocket.Chat
// 8, as Babel's output does.
func TestIteratorsWithoutNext(t *testing.T) {
	tests := []struct{ code, sloppy, strict string }{
		{"for (const x of {[Symbol.iterator]: () => ({})});", "t.next is not a function", "undefined is not a function"},
		{"class I { [Symbol.iterator]() { return this } } for (const x of new I);", "t.next is not a function", "undefined is not a function"},
		{"const [a] = {[Symbol.iterator]: () => ({next: 5})};", "i.call is not a function", "number 5 is not a function"},
		{"let a; [a] = {[Symbol.iterator]: () => ({})};", "Cannot read properties of undefined (reading 'call')", "undefined is not a function"},
		{"(([a]) => a)({[Symbol.iterator]: () => ({next: null})});", "i.call is not a function", "object null is not a function"},
		{"(function* () { yield* {[Symbol.iterator]: () => ({})} })().next();", "The iterator does not provide a 'next' method", "undefined is not a function"},
		{"for (const x of {[Symbol.iterator]() { throw new TypeError('mine') }});", "mine", "mine"},
	}
	h := newHost(t)
	for _, tt := range tests {
		for compat, want := range map[engine.Compat]string{engine.CompatSloppy: tt.sloppy, engine.CompatStrict: tt.strict} {
			source := method("try { " + tt.code + " } catch (e) { return {content: {v: e.name + ': ' + e.message}} }")
			script := engine.Script{ID: t.Name() + string(compat) + tt.code, Source: source, Compat: compat}
			r, err := h.Run(t.Context(), script, engine.Call{})
			if err != nil {
				t.Fatal(err)
			}
			if got := kept(r); got != `{"v":"TypeError: `+want+`"}` {
				t.Errorf("%s, %s\n got  %s\n want %s", tt.code, compat, got, want)
			}
		}
	}
}

// A script's own iterators are gone through and closed as ever.
func TestIteratorsOfScripts(t *testing.T) {
	r := runIn(t, newHost(t), method(`
		const seen = [];
		class List { *[Symbol.iterator]() { try { yield* [1, 2, 3] } finally { seen.push('closed') } } }
		for (const x of new List) { seen.push(x); if (x === 2) break }
		const [first, ...rest] = new List;
		for (const [k, v] of new Map([['a', 1]])) seen.push(k, v);
		return {content: {v: [...seen, first, rest].join()}}`), engine.Call{})
	if got, want := kept(r), `{"v":"1,2,closed,closed,a,1,1,2,3"}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
