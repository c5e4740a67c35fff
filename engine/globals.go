package engine

import (
	"github.com/dop251/goja"

	"rocketscript/engine/internal/asyncgen"
	"rocketscript/engine/internal/sloppy"
)

// A global is a name that scripts find besides those of the language.
type global struct {
	name string
	make func(*sandbox) goja.Value
}

// globals lists every global, the union of what the eras of Rocket.Chat had
// (reference §5.1); callGlobal has two more. A global is made when a script
// first asks for it.
func globals() []global {
	return []global{
		{"console", (*sandbox).newConsole},
		{"Store", (*sandbox).newStore},
		{sloppy.Global, (*sandbox).newClasses}, // no name a script could write
		{asyncgen.Global, (*sandbox).newAsync}, // nor this
		{"_", (*sandbox).newUnderscore},
		{"s", (*sandbox).newStringLibrary},
		{"moment", (*sandbox).newMoment},
		{"global", (*sandbox).newGlobal},
		provide("setTimeout", (*platform).timerRoom),
		provide("setInterval", (*platform).timerRoom),
		provide("setImmediate", (*platform).timerRoom),
		provide("clearTimeout", (*platform).timerRoom),
		provide("clearInterval", (*platform).timerRoom),
		provide("clearImmediate", (*platform).timerRoom),
		provide("queueMicrotask", (*platform).timerRoom),
		provide("fetch", (*platform).fetchRoom),
		provide("serverFetch", (*platform).fetchRoom),
		provide("Headers", (*platform).fetchRoom),
		provide("Request", (*platform).fetchRoom),
		provide("Response", (*platform).fetchRoom),
		provide("AbortController", (*platform).fetchRoom),
		provide("AbortSignal", (*platform).fetchRoom),
		provide("FormData", (*platform).fetchRoom),
		provide("Blob", (*platform).fetchRoom),
		provide("File", (*platform).fetchRoom),
		provide("Event", (*platform).fetchRoom),
		provide("EventTarget", (*platform).fetchRoom),
		provide("HTTP", (*platform).meteorRoom),
		{"JSON", (*sandbox).newJSON},
		{"Intl", (*sandbox).newIntl},
		provide("DOMException", (*platform).errorRoom),
		provide("URL", (*platform).urlRoom),
		provide("URLSearchParams", (*platform).urlRoom),
		provide("Buffer", (*platform).bufferRoom),
		provide("atob", (*platform).bufferRoom),
		provide("btoa", (*platform).bufferRoom),
		provide("TextEncoder", (*platform).textRoom),
		provide("TextDecoder", (*platform).textRoom),
		provide("structuredClone", (*platform).cloneRoom),
		provide("crypto", (*platform).cryptoRoom),
	}
}

// lazyGlobals stands behind the global object, as its prototype: it makes the
// globals that are asked for and leaves them on the global object, as
// configurable properties. So a script may declare the same name in any way,
// and an idle instance does not pay for what it never uses.
type lazyGlobals struct {
	sandbox *sandbox
	makers  map[string]func(*sandbox) goja.Value
}

func (s *sandbox) addGlobals() {
	s.removeBuiltin("JSON") // ours is found in its place
	lazy := &lazyGlobals{s, globalMakers()}
	for _, g := range s.program.globals {
		lazy.makers[g.Name] = func(s *sandbox) goja.Value { return s.newUserGlobal(g) }
		s.removeBuiltin(g.Name)
	}
	if err := s.rt.GlobalObject().SetPrototype(s.rt.NewDynamicObject(lazy)); err != nil {
		panic(err) // a fresh global object takes any prototype
	}
}

func (s *sandbox) removeBuiltin(name string) {
	if err := s.rt.GlobalObject().Delete(name); err != nil {
		panic(err) // built-ins are configurable
	}
}

// callGlobal returns a global that is there while a call runs: up to Rocket.Chat
// 6 functions outside the class found the request and the Script object so
// (reference §5.1). It is nil for any other name, and between calls.
func (s *sandbox) callGlobal(name string) goja.Value {
	c := s.instance.running
	switch {
	case c == nil || c.request == nil:
	case name == "request":
		return c.request
	case name == "script":
		return s.script
	}
	return nil
}

func globalMakers() map[string]func(*sandbox) goja.Value {
	makers := make(map[string]func(*sandbox) goja.Value)
	for _, g := range globals() {
		makers[g.name] = g.make
	}
	return makers
}

// Get makes the global of that name; nil when there is none.
func (l *lazyGlobals) Get(name string) goja.Value {
	make, ok := l.makers[name]
	if !ok {
		if value := l.sandbox.callGlobal(name); value != nil {
			return value
		}
		return l.sandbox.hook(name)
	}
	// A library that asks for its own name has not declared it.
	delete(l.makers, name)
	defer func() { l.makers[name] = make }()
	value := make(l.sandbox)
	l.sandbox.setGlobal(name, value)
	return value
}

// Has tells whether there is a global of that name.
func (l *lazyGlobals) Has(name string) bool {
	_, ok := l.makers[name]
	return ok || l.sandbox.callGlobal(name) != nil || l.sandbox.hook(name) != nil
}

// Set is never asked for: assignments go to the global object itself.
func (l *lazyGlobals) Set(string, goja.Value) bool { return false }

// Delete does nothing: what a script deletes is on the global object.
func (l *lazyGlobals) Delete(string) bool { return false }

// Keys hides the globals from enumeration, as built-ins are hidden.
func (l *lazyGlobals) Keys() []string { return nil }
