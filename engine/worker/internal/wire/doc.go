// Package wire is what a worker process and its parent say to each other, over
// a pair of pipes: frames of a length, a kind, a number and a body.
//
// The two do not trust each other alike. A worker believes its parent, which
// is the same program. The parent believes nothing: a script may have taken
// the worker over, so every length is checked before memory is spent on it,
// and a frame that does not read ends the worker.
//
// The bodies are described once, in messages.go, for both directions: a
// [codec] either writes the fields it is shown or reads them.
package wire
