// Package underscore brings the two libraries that Rocket.Chat's manual
// promises to scripts: underscore, known as _, and underscore.string, known as
// s.
//
// # Underscore
//
// [New] makes underscore itself, release 1.13.7, whose text a Go module
// carries. It is handed the built-ins it uses by name, so a script that
// declares a Map or a Symbol of its own does not break it, and it sees neither
// a module system nor a global object, so it leaves nothing behind.
// noConflict, which the library only has where it put _ on a global object
// itself, is added. Release 1.13.8 is not carried yet; it differs in _.flatten
// and _.isEqual alone, which no longer recurse on deep values. Here very deep
// ones give a RangeError.
//
// # Strings
//
// [NewString] makes s, written for this package: it does what underscore.string
// 3.3.6 does, and what Rocket.Chat's own string functions do, which took its
// place in 2022. Eleven of them have the same name and not quite the same
// behaviour. The newer one counts, unless the call shows that the script was
// written for the older:
//
//	call                        does as        because
//	s.truncate(x, n)            Rocket.Chat    cuts to n with the dots counted; undefined throws
//	s.truncate(x, n, end)       underscore.s.  only that had a third argument; cuts at n, then end
//	s.pad(x, n, c)              Rocket.Chat    pads on the right; n below the length throws RangeError
//	s.pad(x, n, c, side)        Rocket.Chat    both have it and agree, but for the RangeError
//	s.lrpad(x, n, c)            Rocket.Chat    the RangeError, else both agree
//	s.trim, ltrim, rtrim,       Rocket.Chat    0, false and NaN are empty text;
//	capitalize, stripTags,                     else both agree
//	strLeft, strRight,
//	strRightBack
//	s.numberFormat              both           they agree
//	s.strip, lstrip, rstrip,    underscore.s.  only that had these names
//	center and all others
//	s(x).truncate(n) and        underscore.s.  only that had chains
//	every other chained call
//	s.exports()                 underscore.s.  made for mixing into _, which only that knew
//
// Rocket.Chat's stripTags also passes its text through an HTML sanitizer, which
// needs a browser's document; there is none here, and tags are gone without it.
package underscore

import (
	"github.com/dop251/goja"
	"github.com/robertkrimen/otto/underscore"

	"rocketscript/engine/internal/native"
)

// builtins are what both libraries stand on.
var builtins = []string{
	"Array", "ArrayBuffer", "Boolean", "DataView", "Date", "Error", "Function", "JSON", "Map", "Math", "Number", "Object",
	"RangeError", "RegExp", "String", "Symbol", "SyntaxError", "TypeError", "Uint8Array", "isFinite", "isNaN", "parseFloat", "parseInt",
}

// The library looks for a module system or a global object to put itself on.
var underscoreSource = native.Body("underscore-1.13.7.js", underscore.Source,
	[]string{"module", "exports", "self", "global", "globalThis", "define"}, builtins)

// New makes underscore, for a global of the name _; its noConflict sets that to
// undefined. Call it where a script runs: a script that took away the built-ins
// the library stands on gets its exception, as a panic that goja understands.
func New(rt *goja.Runtime) *goja.Object {
	module, exports := rt.NewObject(), rt.NewObject()
	set(module, "exports", exports)
	none := goja.Undefined()
	underscoreSource.Run(rt, module, exports, none, none, none, none)
	lib := module.Get("exports").ToObject(rt)
	noConflict := rt.ToValue(func(goja.FunctionCall) goja.Value {
		set(rt.GlobalObject(), "_", goja.Undefined())
		return lib
	})
	// Not enumerable: _.functions and mixins do not meet it in Node either.
	if err := lib.DefineDataProperty("noConflict", noConflict, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return lib
}

func set(o *goja.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
