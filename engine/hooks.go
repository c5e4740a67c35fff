package engine

import (
	_ "embed"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
	"rocketscript/engine/internal/recursion"
	"rocketscript/engine/internal/regex"
	"rocketscript/engine/internal/wording"
)

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
