package jsonobject

import (
	_ "embed"
	"sync"

	"github.com/dop251/goja"
)

//go:embed scripted.js
var scriptedSource string

// scriptedProgram is what is shorter and truer in JavaScript: keys that are not
// well-formed UTF-16 stay what they are.
var scriptedProgram = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("", scriptedSource, true)
})

type scripted struct{ revive, keys, get goja.Callable }

func (j *object) needScripted() *scripted {
	if j.scripted != nil {
		return j.scripted
	}
	v, err := j.rt.RunProgram(scriptedProgram())
	if err != nil {
		panic(err)
	}
	o := v.ToObject(j.rt)
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
