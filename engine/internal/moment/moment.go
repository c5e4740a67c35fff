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
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed js/*.js
var files embed.FS

// topics are the files in the order of their code.
var topics = [...]string{
	"units", "weeks", "locale", "eras", "create", "parse", "standards", "format",
	"fields", "zone", "duration", "arithmetic", "relative", "moment",
}

// source is the code of all topics as one function, which returns moment.
var source = native.Body("moment.js", text, nil, []string{
	"Array", "Boolean", "Date", "Error", "Map", "Math", "Number", "Object", "RegExp", "String", "Symbol",
	"isFinite", "isNaN", "parseFloat", "parseInt",
})

func text() string {
	var all strings.Builder
	all.WriteString("'use strict'; ")
	for _, topic := range topics {
		text, err := files.ReadFile("js/" + topic + ".js")
		if err != nil {
			panic(err) // embedded
		}
		all.Write(text)
	}
	all.WriteString("return moment;")
	return all.String()
}

// New makes moment for a runtime, independent of any other's. Call it where a
// script runs: a script that took away the built-ins the code stands on gets
// its exception, as a panic that goja understands.
func New(rt *goja.Runtime) goja.Value { return source.Run(rt) }
