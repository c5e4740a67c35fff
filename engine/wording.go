package engine

import (
	"cmp"
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
	"rocketscript/engine/internal/recursion"
	"rocketscript/engine/internal/regex"
	"rocketscript/engine/internal/wording"
)

// The interpreter words its errors in a way of its own, and scripts post what
// they catch. So an error is given V8's words, and a stack in V8's form, where
// the script first gets hold of it: in a catch clause, in the handler of a
// rejected promise, or not at all, when it ends the call (see sandbox.thrown).
// What this needs at run time is here; package wording has the words.

// hook returns what an instrumented script calls under a hidden name; nil
// for any other name. Hooks never become properties of the global object.
func (s *sandbox) hook(name string) goja.Value {
	switch name {
	case wording.Caught:
		return s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			s.reword(call.Argument(0))
			return call.Argument(0)
		})
	case wording.Nullish:
		return s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			v := call.Argument(0)
			s.seen.Add(int(call.Argument(1).ToInteger()), goja.IsNull(v), keyName(call.Argument(2)))
			return v
		})
	case wording.Entered:
		return s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			s.seen.Add(int(call.Argument(1).ToInteger()), true, "")
			return call.Argument(0)
		})
	case wording.Argument:
		return s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			v := call.Argument(0)
			s.seen.AddArgument(int(call.Argument(1).ToInteger()), argumentText(v))
			return v
		})
	case wording.Iterable:
		return s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
			return s.iterable(call.Argument(0), call.Argument(1).String())
		})
	case recursion.Deeper:
		if s.deeper == nil { // it counts
			s.deeper = s.native(recursion.Deeper, recursion.Watch(s.rt, s.instance.opts.StackDepth))
		}
		return s.deeper
	case regex.Literal:
		return s.rt.ToValue(s.expressions.Literal)
	}
	return nil
}

// iterable returns what is gone through in the place of v: v itself, or, when
// it makes its own iterator, one that finds out whether that has next.
func (s *sandbox) iterable(v goja.Value, by string) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() == "Array" {
		return v
	}
	method, ok := goja.AssertFunction(o.GetSymbol(goja.SymIterator))
	if !ok {
		return v
	}
	checked := s.rt.NewObject()
	if err := checked.SetSymbol(goja.SymIterator, s.native("[Symbol.iterator]", func(goja.FunctionCall) goja.Value {
		iterator, err := method(o)
		if err != nil {
			panic(err) // what the method threw, or a stop
		}
		s.needNext(iterator, by)
		return iterator
	})); err != nil {
		panic(err) // a fresh object takes any property
	}
	return checked
}

// needNext throws when an iterator's next is no function.
func (s *sandbox) needNext(iterator goja.Value, by string) {
	o, ok := iterator.(*goja.Object)
	if !ok {
		return // goja says so
	}
	next := o.Get("next")
	if _, ok := goja.AssertFunction(next); ok {
		return
	}
	panic(s.rt.NewTypeError("%s", wording.NoNext(by, described(next), s.program.babel)))
}

// described is a value as V8 describes it where it is no function; empty for
// undefined.
func described(v goja.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case *goja.Object:
		return "object"
	case goja.String:
		return "string " + strconv.Quote(v.String())
	default:
		switch {
		case goja.IsUndefined(v):
			return ""
		case goja.IsNull(v):
			return "object null"
		case goja.IsNumber(v):
			return "number " + v.String()
		}
		return v.String()
	}
}

// argumentText is a primitive as text; objects, whose text their own code makes,
// have none.
func argumentText(v goja.Value) string {
	switch v.(type) {
	case *goja.Object, *goja.Symbol:
		return ""
	}
	return v.String()
}

// keyName is how V8's messages name a computed property.
func keyName(key goja.Value) string {
	switch key := key.(type) {
	case *goja.Object:
		return "#<" + key.ClassName() + ">"
	case *goja.Symbol:
		return "Symbol(" + key.String() + ")"
	}
	if key == nil || goja.IsUndefined(key) {
		return ""
	}
	return key.String()
}

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

// stackHeader is the first line of a stack.
func (s *sandbox) stackHeader(o *goja.Object, message string) string {
	name := cmp.Or(s.inspector.Text(o, "name"), "Error")
	if message == "" {
		return name
	}
	return name + ": " + message
}

// withoutConstructors drops the frames of the constructors of a script's own
// error class, as V8 does.
func (s *sandbox) withoutConstructors(o *goja.Object, stack string) string {
	class := o.Prototype()
	if class == nil || slices.Contains(class.GetOwnPropertyNames(), "name") {
		return stack
	}
	for strings.HasPrefix(stack, "\n    at new ") {
		end := strings.IndexByte(stack[1:], '\n')
		if end < 0 {
			break
		}
		stack = stack[end+1:]
	}
	return stack
}

// words returns the index of the source, made when an error first needs it.
func (p *Program) words() *wording.Index { return p.wordsOnce() }

func wordsOf(script Script) func() *wording.Index {
	source, babel := script.Source, script.Compat != CompatStrict
	return sync.OnceValue(func() *wording.Index { return wording.NewIndex(source, babel) })
}

// nativeLine is a frame of a built-in function as goja writes it.
var nativeLine = regexp.MustCompile(`^\tat (?:(.*) )?\(native\)$`)

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

// v8Frames is how many frames V8 keeps.
const v8Frames = 10

// stackInV8 writes the lines of a stack as V8 does. Functions of the engine's
// own do not show.
func (p *Program) stackInV8(lines string) string {
	var b strings.Builder
	shown := 0
	for line := range strings.Lines(lines) {
		if text := p.frameInV8(strings.TrimSuffix(line, "\n")); text != "" && shown < v8Frames {
			b.WriteString("\n    at " + text)
			shown++
		}
	}
	return b.String()
}

func (p *Program) frameInV8(line string) string {
	if m := nativeLine.FindStringSubmatch(line); m != nil {
		if strings.HasPrefix(m[1], "%") {
			return ""
		}
		return wording.BuiltIn(m[1]) + " (<anonymous>)"
	}
	m := stackLine.FindStringSubmatch(line)
	if m == nil || m[2] != p.name {
		return ""
	}
	row, _ := strconv.Atoi(m[3]) // digits, by the expression
	col, _ := strconv.Atoi(m[4])
	name := m[1]
	if name == "<anonymous>" {
		name = ""
	}
	position := p.name + ":" + m[3] + ":" + strconv.Itoa(p.column(row, col))
	if name = p.methods.Shown(name, row, col); name != "" {
		return name + " (" + position + ")"
	}
	return position
}

//go:embed rejections.js
var rejectionsText string

var rejections = native.Function("rejections", rejectionsText)

// mentionsPromises tells whether a script may give a promise a handler. Most do
// not, and need no Promise of their own.
func mentionsPromises(source string) bool {
	for _, word := range []string{"then", ".catch", "Promise", "finally"} {
		if strings.Contains(source, word) {
			return true
		}
	}
	return false
}

// hearRejections makes handlers of rejected promises get reworded errors.
func (s *sandbox) hearRejections() {
	if s.program.promises {
		rejections.Run(s.rt, s.hook(wording.Caught))
	}
}
