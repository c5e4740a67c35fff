package inspect

import (
	"strings"

	"github.com/dop251/goja"
)

// customSymbol is Symbol.for('nodejs.util.inspect.custom').
func customSymbol(rt *goja.Runtime) goja.Value {
	shared, ok := goja.AssertFunction(rt.Get("Symbol").ToObject(rt).Get("for"))
	if !ok {
		panic("inspect: goja has no Symbol.for")
	}
	symbol, err := shared(goja.Undefined(), rt.ToValue("nodejs.util.inspect.custom"))
	if err != nil {
		panic(err)
	}
	return symbol
}

// custom asks an object to show itself, as Node's console does and the classes
// of the platform rely on: the method gets the depth that is left, options and
// a function that inspects. What it returns is the text, or a value to show
// instead. An object whose method throws is shown like any other.
func (p *printer) custom(o *goja.Object, depth int) (string, bool) {
	method, ok := goja.AssertFunction(p.in.findKey(o, p.in.customKey))
	if !ok {
		return "", false
	}
	rt := p.in.rt
	options := rt.NewObject()
	left := rt.ToValue(p.maxDepth - depth)
	if err := options.Set("depth", left); err != nil {
		panic(err) // a fresh object takes any property
	}
	shown, err := method(o, left, options, rt.ToValue(p.inspectFunction))
	if err != nil {
		if _, thrown := err.(*goja.Exception); !thrown { //nolint:errorlint // an interrupt goes on
			panic(err)
		}
		return "", false
	}
	if text, ok := shown.(goja.String); ok {
		return strings.ReplaceAll(bounded(text.String()), "\n", "\n"+strings.Repeat(" ", p.indent)), true
	}
	if shown == goja.Value(o) {
		return "", false
	}
	p.parents = append(p.parents, o)
	defer func() { p.parents = p.parents[:len(p.parents)-1] }()
	return p.value(shown, depth), true
}

func bounded(text string) string {
	if len(text) > maxText {
		return strings.ToValidUTF8(text[:maxText], "") + "..."
	}
	return text
}

// inspectFunction is util.inspect(value, {depth}) for custom methods.
func (p *printer) inspectFunction(call goja.FunctionCall) goja.Value {
	depth := maxDepth
	if options, ok := call.Argument(1).(*goja.Object); ok {
		if given := options.Get("depth"); given != nil && goja.IsNumber(given) {
			depth = int(given.ToInteger())
		}
	}
	return p.in.rt.ToValue(p.in.inspect(call.Argument(0), depth))
}
