package inspect

import (
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// Format joins the arguments of a console method into one text, filling the
// placeholders of a first string: %s, %d, %i, %f, %j, %o, %O, %c and %%.
func (in *Inspector) Format(args []goja.Value) string {
	var b strings.Builder
	if len(args) > 1 {
		if template, ok := args[0].(goja.String); ok {
			used := in.fill(&b, template.String(), args[1:])
			args = args[1+used:]
			if len(args) > 0 {
				b.WriteByte(' ')
			}
		}
	}
	for i, arg := range args {
		if i > 0 {
			b.WriteByte(' ')
		}
		if b.Len() > maxText {
			b.WriteString("...")
			break
		}
		b.WriteString(in.plain(arg))
	}
	return b.String()
}

// plain shows a value, strings as they are.
func (in *Inspector) plain(v goja.Value) string {
	if s, ok := v.(goja.String); ok {
		return s.String()
	}
	return in.Inspect(v)
}

// fill writes template with its placeholders filled, and returns how many
// arguments that took.
func (in *Inspector) fill(b *strings.Builder, template string, args []goja.Value) (used int) {
	for {
		i := strings.IndexByte(template, '%')
		if i < 0 || i+1 == len(template) {
			b.WriteString(template)
			return used
		}
		b.WriteString(template[:i])
		verb := template[i+1]
		switch {
		case verb == '%':
			b.WriteByte('%')
		case strings.IndexByte("sdifjoOc", verb) >= 0 && used < len(args) && b.Len() <= maxText:
			b.WriteString(in.placeholder(verb, args[used]))
			used++
		default:
			b.WriteString(template[i : i+2])
		}
		template = template[i+2:]
	}
}

func (in *Inspector) placeholder(verb byte, v goja.Value) string {
	switch verb {
	case 's':
		return in.text(v)
	case 'd', 'i', 'f':
		return in.number(verb, v)
	case 'j':
		return in.json(v)
	case 'o':
		p := in.printer(4)
		p.hidden = true
		return p.value(v, 0)
	case 'O':
		return in.inspect(v, maxDepth)
	}
	return "" // %c takes a style, which text has none of
}

// text is %s: a function shows its source, and an object with a toString of
// its own is asked for it.
func (in *Inspector) text(v goja.Value) string {
	o, ok := v.(*goja.Object)
	if !ok {
		return in.plain(v)
	}
	if _, callable := goja.AssertFunction(o); !callable && !in.hasOwnToString(o) {
		return in.inspect(o, 0)
	}
	text := ""
	if thrown := in.rt.Try(func() { text = o.String() }); thrown != nil {
		return in.inspect(o, 0)
	}
	return text
}

// hasOwnToString tells whether the script itself gave the object a toString.
func (in *Inspector) hasOwnToString(o *goja.Object) bool {
	fn, ok := in.find(o, "toString").(*goja.Object)
	return ok && !strings.Contains(fn.String(), "[native code]")
}

func (in *Inspector) number(verb byte, v goja.Value) string {
	if goja.IsBigInt(v) {
		return v.String() + "n"
	}
	switch v.(type) {
	case *goja.Symbol, *goja.Object:
		return "NaN"
	}
	f := v.ToFloat()
	switch text := strings.TrimSpace(v.String()); verb {
	case 'i':
		return in.Inspect(in.rt.ToValue(math.Trunc(leadingNumber(text, "+-0123456789"))))
	case 'f':
		return in.Inspect(in.rt.ToValue(leadingNumber(text, "+-.eE0123456789")))
	}
	return in.Inspect(in.rt.ToValue(f))
}

// leadingNumber reads the number a text begins with, as parseFloat does; NaN
// when there is none.
func leadingNumber(text, alphabet string) float64 {
	end := len(text) - len(strings.TrimLeft(text, alphabet))
	for ; end > 0; end-- {
		if f, err := strconv.ParseFloat(text[:end], 64); err == nil {
			return f
		}
	}
	return math.NaN()
}

func (in *Inspector) json(v goja.Value) string {
	if goja.IsUndefined(v) {
		return "undefined"
	}
	doc, err := in.realm.Write(v, "value", jsvalue.Limits{Bytes: maxText, Depth: 100})
	if err != nil {
		return "[" + err.Error() + "]"
	}
	return string(doc.JSON)
}
