package regex

import "github.com/dop251/goja"

// defineClass puts RegExp in the place of goja's.
func (x *Expressions) defineClass(original *goja.Object) {
	x.class = x.function("RegExp", 2, x.constructor)
	define := func(on *goja.Object, name string, v goja.Value, writable, configurable goja.Flag) {
		if err := on.DefineDataProperty(name, v, writable, configurable, goja.FLAG_FALSE); err != nil {
			panic(err) // nothing ran that could have frozen it
		}
	}
	if err := x.class.Set("prototype", x.prototype); err != nil {
		panic(err)
	}
	define(x.class, "prototype", x.prototype, goja.FLAG_FALSE, goja.FLAG_FALSE)
	species := x.function("get [Symbol.species]", 0, func(call goja.FunctionCall) goja.Value { return call.This })
	if err := x.class.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	define(x.prototype, "constructor", x.class, goja.FLAG_TRUE, goja.FLAG_TRUE)
	define(x.rt.GlobalObject(), "RegExp", x.class, goja.FLAG_TRUE, goja.FLAG_TRUE)
}

// constructor is RegExp, called or constructed, which goja does not tell
// apart: a copy is made in either case.
func (x *Expressions) constructor(call goja.ConstructorCall) *goja.Object {
	pattern, flags := call.Argument(0), call.Argument(1)
	o, isObject := pattern.(*goja.Object)
	isExpression := isObject && isRegExp(o)
	source := pattern
	switch e := x.of(o); {
	case e != nil:
		source = goja.StringFromUTF16(e.source)
		if goja.IsUndefined(flags) {
			flags = x.rt.ToValue(e.flags.String())
		}
	case isExpression:
		source = o.Get("source")
		if goja.IsUndefined(flags) {
			flags = o.Get("flags")
		}
	}
	return x.make(x.orEmpty(source), x.orEmpty(flags), call.NewTarget)
}

func (x *Expressions) orEmpty(v goja.Value) goja.String {
	if v == nil || goja.IsUndefined(v) {
		return goja.StringFromUTF16(nil)
	}
	return x.text(v)
}

// of is the expression of an object with a program; nil for any other.
func (x *Expressions) of(o *goja.Object) *expression {
	if o == nil || o.ClassName() != "RegExp" {
		return nil
	}
	return x.known.get(o)
}

// isRegExp tells whether an object counts as a regular expression.
func isRegExp(o *goja.Object) bool {
	if matcher := o.GetSymbol(goja.SymMatch); matcher != nil && !goja.IsUndefined(matcher) {
		return matcher.ToBoolean()
	}
	return o.ClassName() == "RegExp"
}

// getters puts those in place that tell of the parts of an expression. Where
// RegExp's own serve all expressions they leave goja's to goja.
func (x *Expressions) getters() {
	x.getter(x.exact, "source", func(o *goja.Object, original goja.Callable) goja.Value {
		if e := x.of(o); e != nil {
			return goja.StringFromUTF16(escaped(e.source))
		}
		return x.original(original, goja.FunctionCall{This: o})
	})
	x.getter(x.exact, "flags", func(o *goja.Object, _ goja.Callable) goja.Value { return x.rt.ToValue(flagsOf(o)) })
	on := x.exact
	if x.options.Getters {
		on = x.prototype
	}
	x.getter(on, "hasIndices", x.flag("hasIndices", func(f Flags) bool { return f.HasIndices }))
	x.getter(on, "unicodeSets", x.flag("unicodeSets", func(f Flags) bool { return f.UnicodeSets }))
}

// flag is a getter of a flag that goja does not have.
func (x *Expressions) flag(name string, of func(Flags) bool) func(*goja.Object, goja.Callable) goja.Value {
	return func(o *goja.Object, _ goja.Callable) goja.Value {
		switch e := x.of(o); {
		case e != nil:
			return x.rt.ToValue(of(e.flags))
		case o == x.prototype:
			return goja.Undefined()
		case o.ClassName() == "RegExp":
			return x.rt.ToValue(false)
		}
		panic(x.rt.NewTypeError("RegExp.prototype.%s getter called on non-RegExp object", name))
	}
}

func (x *Expressions) getter(on *goja.Object, name string, f func(o *goja.Object, original goja.Callable) goja.Value) {
	var original goja.Callable
	if on == x.prototype {
		original = x.getterOf(name)
	}
	get := x.function("get "+name, 0, func(call goja.FunctionCall) goja.Value {
		o, ok := call.This.(*goja.Object)
		if !ok {
			panic(x.rt.NewTypeError("RegExp.prototype.%s getter called on non-object %s", name, call.This))
		}
		return f(o, original)
	})
	if err := on.DefineAccessorProperty(name, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // nothing ran that could have frozen it
	}
}

// getterOf is goja's getter; nil if it has none.
func (x *Expressions) getterOf(name string) goja.Callable {
	describe, _ := goja.AssertFunction(x.rt.Get("Object").ToObject(x.rt).Get("getOwnPropertyDescriptor"))
	descriptor, err := describe(goja.Undefined(), x.prototype, x.rt.ToValue(name))
	if err != nil || goja.IsUndefined(descriptor) {
		return nil
	}
	original, _ := goja.AssertFunction(descriptor.ToObject(x.rt).Get("get"))
	return original
}

// flagsOf reads the flags off an object's properties, as the language says.
func flagsOf(o *goja.Object) string {
	flags := ""
	for _, f := range []struct{ name, letter string }{
		{"hasIndices", "d"}, {"global", "g"}, {"ignoreCase", "i"}, {"multiline", "m"}, {"dotAll", "s"}, {"unicode", "u"}, {"unicodeSets", "v"}, {"sticky", "y"},
	} {
		if v := o.Get(f.name); v != nil && v.ToBoolean() {
			flags += f.letter
		}
	}
	return flags
}

// escaped is a pattern as it may stand between slashes.
func escaped(source []uint16) []uint16 {
	if len(source) == 0 {
		return []uint16{'(', '?', ':', ')'}
	}
	var result []uint16
	class, quoted := false, false
	for _, c := range source {
		if text := lineEnds[c]; text != "" {
			if !quoted {
				result = append(result, '\\')
			}
			for _, letter := range text {
				result = append(result, uint16(letter))
			}
			quoted = false
			continue
		}
		if c == '/' && !class && !quoted {
			result = append(result, '\\')
		}
		result = append(result, c)
		switch {
		case quoted:
			quoted = false
		case c == '\\':
			quoted = true
		case c == '[':
			class = true
		case c == ']':
			class = false
		}
	}
	return result
}

// lineEnds are how line ends are written in a pattern.
var lineEnds = map[uint16]string{'\n': "n", '\r': "r", 0x2028: "u2028", 0x2029: "u2029"}
