// Package regex has regular expressions as V8 has them.
//
// goja hands them to Go's engine, or to one made after .NET's. Those differ
// from V8 in much: in what a group holds after another round, in matches of
// nothing, in the flags d and v and y, in properties of characters, in \b and
// \w beyond ASCII, in escapes, in the source they show; and the second cannot
// be stopped. So a pattern is read here, by the grammar of the language with
// its leniencies, and if goja does not do it exactly as V8 (see isOrdinary) it
// is run here too, by a backtracking machine. Most patterns of scripts are
// ordinary ones, and stay with goja.
//
// [Translate] looks at the literals of a script when it is compiled, [Install]
// puts RegExp in place in a runtime.
package regex
