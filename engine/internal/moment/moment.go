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

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed js/*.js
var files embed.FS

// source is the code of all topics, in the order of their code, as one function,
// which returns moment.
var source = native.Body("moment.js", native.Files(files,
	"js/units.js", "js/weeks.js", "js/locale.js", "js/eras.js", "js/create.js",
	"js/parse.js", "js/standards.js", "js/format.js", "js/fields.js", "js/zone.js",
	"js/duration.js", "js/arithmetic.js", "js/relative.js", "js/moment.js",
), nil, []string{
	"Array", "Boolean", "Date", "Error", "Map", "Math", "Number", "Object", "RegExp", "String", "Symbol",
	"isFinite", "isNaN", "parseFloat", "parseInt",
})

// New makes moment for a runtime, independent of any other's. Call it where a
// script runs: a script that took away the built-ins the code stands on gets
// its exception, as a panic that goja understands.
func New(rt *goja.Runtime) goja.Value { return source.Run(rt) }
