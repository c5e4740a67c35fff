package jsonobject

import (
	"strings"

	"github.com/dop251/goja"
)

// circle describes, as V8 does, the way from the object at open[from] back to
// itself, which the member named last closes. Of a long way the middle is left
// out.
func (p *printer) circle(from int, last key) string {
	const first, end = 2, 1 // how many steps are shown at either end
	var b strings.Builder
	b.WriteString("Converting circular structure to JSON\n    --> starting at object with constructor " + p.constructor(p.open[from].o))
	steps := p.open[from+1:]
	for i, step := range steps {
		switch {
		case i < first || i >= len(steps)-end:
			b.WriteString("\n    |     " + step.at.text() + " -> object with constructor " + p.constructor(step.o))
		case i == first:
			b.WriteString("\n    |     ...")
		}
	}
	b.WriteString("\n    --- " + last.text() + " closes the circle")
	return b.String()
}

func (k key) text() string {
	if k.index {
		return "index " + k.name
	}
	return "property '" + k.name + "'"
}

// constructor is the quoted name of an object's class.
func (p *printer) constructor(o *goja.Object) string {
	name := o.ClassName()
	_ = p.rt.Try(func() { // name and constructor may be getters that throw
		if c, ok := o.Get("constructor").(*goja.Object); ok {
			if s, ok := c.Get("name").(goja.String); ok && s.Length() > 0 {
				name = s.String()
			}
		}
	})
	return "'" + name + "'"
}
