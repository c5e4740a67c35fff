package jsonobject

import (
	_ "embed"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed scripted.js
var scriptedText string

// scriptedSource is what is shorter and truer in JavaScript: keys that are not
// well-formed UTF-16 stay what they are.
var scriptedSource = native.Function("json", scriptedText)

type scripted struct{ revive, keys, get goja.Callable }

func (j *object) needScripted() *scripted {
	if j.scripted != nil {
		return j.scripted
	}
	o := scriptedSource.Run(j.rt).ToObject(j.rt)
	function := func(name string) goja.Callable {
		f, _ := goja.AssertFunction(o.Get(name))
		return f
	}
	j.scripted = &scripted{function("revive"), function("keys"), function("get")}
	return j.scripted
}

// revive runs the reviver over what was parsed, innermost values first.
func (j *object) revive(v, reviver goja.Value) goja.Value {
	return must(j.needScripted().revive(nil, v, reviver))
}

// must passes on what a call returned, and throws what it threw.
func must(v goja.Value, err error) goja.Value {
	if err != nil {
		panic(err)
	}
	return v
}
