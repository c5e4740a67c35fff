// Package moment gives scripts the global moment: dates and durations with the
// behaviour of moment 2.31 in English, for scripts written against the sandbox
// of Rocket.Chat, which had it.
//
// It is JavaScript of our own, in the directory js, one file for each topic.
// The files share one scope, are compiled once per process and run once for
// each runtime that asks for moment. What moment documents, and what comparing
// with it in node shows, is the specification; the test compares thousands of
// expressions, and testdata/known-differences.txt lists what differs on
// purpose.
//
// The clock and the local time zone are those of the runtime's Date.
package moment

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/dop251/goja"
)

//go:embed js/*.js
var files embed.FS

// topics are the files in the order of their code.
var topics = [...]string{
	"units", "weeks", "locale", "eras", "create", "parse", "standards", "format",
	"fields", "zone", "duration", "arithmetic", "relative", "moment",
}

// builtins are handed to the code as parameters: a script's own top-level
// declarations of these names do not reach it.
var builtins = [...]string{
	"Array", "Boolean", "Date", "Error", "Map", "Math", "Number", "Object", "RegExp", "String", "Symbol",
	"isFinite", "isNaN", "parseFloat", "parseInt",
}

// program is the code of all topics as one function, which returns moment. Its
// lines count from the first of units.js.
var program = sync.OnceValue(func() *goja.Program {
	var source strings.Builder
	fmt.Fprintf(&source, "(function (%s) { 'use strict'; ", strings.Join(builtins[:], ", "))
	for _, topic := range topics {
		text, err := files.ReadFile("js/" + topic + ".js")
		if err != nil {
			panic(err) // embedded
		}
		source.Write(text)
	}
	source.WriteString("return moment; })")
	return goja.MustCompile("moment.js", source.String(), false)
})

// New makes moment for a runtime, independent of any other's. Call it where a
// script runs: a script that took away the built-ins the code stands on gets
// its exception, as a panic that goja understands.
func New(rt *goja.Runtime) goja.Value {
	function, err := rt.RunProgram(program())
	if err != nil {
		panic(err)
	}
	call, _ := goja.AssertFunction(function) // by program
	arguments := make([]goja.Value, len(builtins))
	for i, name := range builtins {
		arguments[i] = rt.GlobalObject().Get(name)
		if arguments[i] == nil {
			arguments[i] = goja.Undefined() // a script deleted it
		}
	}
	value, err := call(goja.Undefined(), arguments...)
	if err != nil {
		panic(err)
	}
	return value
}
