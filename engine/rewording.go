package engine

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/wording"
)

// The interpreter words its errors in a way of its own, and scripts post what
// they catch. So an error is given V8's words, and a stack in V8's form, where
// the script first gets hold of it: in a catch clause, in the handler of a
// rejected promise, or not at all, when it ends the call (see sandbox.thrown).
// What this needs at run time is here; package wording has the words.

// reword gives an Error V8's message and stack, once: its stack tells whether
// it is still the interpreter's.
func (s *sandbox) reword(v goja.Value) {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Error" {
		return
	}
	header, lines, ok := strings.Cut(s.stackOf(o), "\n")
	if !ok || lines != "" && !strings.Contains("\n"+header+"\n"+lines, "\n\tat ") {
		return
	}
	for lines != "" && !strings.HasPrefix(lines, "\tat ") { // messages of several lines
		_, lines, _ = strings.Cut(lines, "\n")
	}
	message := s.inspector.Text(o, "message")
	if !s.isBuiltIn(o) {
		// a script's own class
	} else if name := s.inspector.Text(o, "name"); name == "AggregateError" && message == "" && madeNatively(lines) {
		message = "All promises were rejected"
		redefine(o, "message", s.rt.ToValue(message))
	} else if reworded, ok := s.program.words().Reword(s.program.fault(name, message, lines), &s.seen); ok && reworded != message {
		message = reworded
		redefine(o, "message", s.rt.ToValue(message))
	}
	redefine(o, "stack", s.rt.ToValue(s.stackHeader(o, message)+s.withoutConstructors(o, s.program.stackInV8(lines))))
}

// madeNatively tells of a stack that it begins in the interpreter, as that of
// Promise.any does, and not where a script made the error.
func madeNatively(lines string) bool {
	first, _, _ := strings.Cut(lines, "\n")
	return strings.HasSuffix(strings.TrimSuffix(first, ")"), "native") || first == ""
}

// isBuiltIn tells whether an Error is directly of a class that the interpreter
// raises; it raises no plain Error.
func (s *sandbox) isBuiltIn(o *goja.Object) bool {
	class := o.Prototype()
	return class != nil && slices.Contains(class.GetOwnPropertyNames(), "name") && s.inspector.Text(class, "name") != "Error"
}

// redefine changes what is already there; a frozen error stays as it is.
func redefine(o *goja.Object, name string, v goja.Value) {
	_ = o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// words returns the index of the source, made when an error first needs it.
func (p *Program) words() *wording.Index { return p.wordsOnce() }

func wordsOf(script Script) func() *wording.Index {
	source, babel := script.Source, script.Compat != CompatStrict
	return sync.OnceValue(func() *wording.Index { return wording.NewIndex(source, babel) })
}

// fault describes an error by its name, its message and the lines of its stack.
func (p *Program) fault(name, message, lines string) wording.Fault {
	f := wording.Fault{Name: name, Message: message, Offset: -1}
	for line := range strings.Lines(lines) {
		line = strings.TrimSuffix(line, "\n")
		if m := nativeLine.FindStringSubmatch(line); m != nil {
			if f.Native == "" {
				f.Native = m[1]
			}
			continue
		}
		if m := stackLine.FindStringSubmatch(line); m != nil && m[2] == p.name {
			row, _ := strconv.Atoi(m[3]) // digits, by the expression
			col, _ := strconv.Atoi(m[4])
			f.Offset = p.offset(row, col)
		}
		return f
	}
	return f
}

// offset is the place in the source of a line and column, which count from 1.
func (p *Program) offset(line, column int) int {
	offset := 0
	for rest := p.source; line > 1; line-- {
		end := lineEnd(rest)
		if end < 0 {
			break
		}
		offset += end
		rest = rest[end:]
	}
	return offset + column - 1
}
