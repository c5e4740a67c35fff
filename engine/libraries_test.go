package engine_test

import (
	"fmt"
	"testing"

	"rocketscript/engine"
)

// TestLibraries uses _ and s as Rocket.Chat's manual shows them, the first
// time within a call, and again.
func TestLibraries(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`_.chain([3, 1, 2]).sortBy().map((n) => n * 2).value().join()`, "2,4,6"},
		{`_.template('<b><%- name %></b>')({name: '<x>'})`, "<b>&lt;x&gt;</b>"},
		{`_.pluck(request.content.items, 'id').join()`, "1,2"},
		{`s(request.content.text).trim().capitalize().value()`, "Hello world"},
		{`s.trim(request.content.text)`, "hello world"},
		{`s.truncate('hello world', 8)`, "hello..."},
		{`s.sprintf('%s has %d', 'it', 2)`, "it has 2"},
		{`_.isFunction(s) && s === globalThis.s && _ === global._`, "true"},
		{`(_.mixin(s.exports()), _.titleize('a title'))`, "A Title"},
		{`(() => { const own = _.noConflict(); return [typeof _, own.first([1])].join() })()`, "undefined,1"},
		{`global === globalThis && typeof global.console.log`, "function"},
		{`(global.kept = 5, kept)`, "5"},
		{`typeof Promise.allSettled`, "function"},
	}
	for _, tt := range tests {
		source := method(fmt.Sprintf("return {content: {got: String(%s)}}", tt.expression))
		r := run(t, source, engine.Call{Request: engine.Request{Content: `{"items": [{"id": 1}, {"id": 2}], "text": "  hello world "}`}})
		if got, want := string(r.Content), fmt.Sprintf(`{"got":%q}`, tt.want); got != want {
			t.Errorf("%s: %s, want %s (%v)", tt.expression, got, want, r.Exception)
		}
	}
}

// TestNamesOfOtherEras holds that what only Rocket.Chat itself could have, its
// database and its own plumbing, is not there, and that a script which uses it
// is told so by name.
func TestNamesOfOtherEras(t *testing.T) {
	for _, name := range []string{
		"Livechat", "Users", "Rooms", "Messages", "Subscriptions", "Settings", "Uploads", "Fiber", "Meteor", "ivm", "reproxy", "scriptTimeout", "require", "process",
	} {
		r := run(t, method(fmt.Sprintf("const known = typeof %s; if (known !== 'undefined') return {content: {known}}; return {content: %[1]s.find()}", name)), engine.Call{})
		if r.Exception == nil || r.Exception.Name != "ReferenceError" || r.Exception.Message != name+" is not defined" {
			t.Errorf("%s: %s, %v", name, r.Content, r.Exception)
		}
	}
}

// The frames of a library are not the script's: an error is placed where the
// script called it.
func TestErrorsInsideLibraries(t *testing.T) {
	r := run(t, method("return {content: {\n  got: s.pad('hello', 3)}}"), engine.Call{})
	if x := r.Exception; x == nil || x.Name != "RangeError" || x.Message != "Invalid count value: -2" || x.Line == 0 {
		t.Errorf("%+v", x)
	}
	if x := r.Exception; x != nil && x.File != "test.js" {
		t.Errorf("placed in %s", x.File)
	}
}
