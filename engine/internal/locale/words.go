package locale

import (
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// A pluralRules stands for an Intl.PluralRules.
type pluralRules struct {
	tag  string
	kind string
	digitOptions
}

func (r *room) pluralRulesClass() {
	c := r.class("PluralRules", 0, true, func(locales, given goja.Value) any {
		asked := r.localeList(locales)
		o := r.options(given, "Intl.PluralRules")
		o.matcher()
		_, t := resolve(asked)
		return &pluralRules{pluralTag(t.base), o.text("type", "cardinal", "cardinal", "ordinal"), o.digits(0, 3, false)}
	})
	r.method(c.proto, "select", 1, func(call goja.FunctionCall) goja.Value {
		p := receiver[pluralRules](c, "select", call)
		return r.rt.ToValue(p.category(fromFloat(call.Argument(0).ToNumber().ToFloat())))
	})
	r.method(c.proto, "selectRange", 2, func(call goja.FunctionCall) goja.Value {
		p := receiver[pluralRules](c, "selectRange", call)
		start, end := call.Argument(0).ToNumber().ToFloat(), call.Argument(1).ToNumber().ToFloat()
		if start != start || end != end {
			panic(rangeError(r.rt, "Invalid argument"))
		}
		return r.rt.ToValue(p.rangeCategory(fromFloat(start), fromFloat(end)))
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		return receiver[pluralRules](c, "resolvedOptions", call).resolved(r.rt)
	})
}

// pluralTag is the locale whose plurals a locale has.
func pluralTag(tag string) string {
	if tag == "pt-PT" {
		return "pt-PT"
	}
	return language(tag)
}

func (p *pluralRules) category(d decimal) string {
	if d.notNumber || d.infinite {
		return "other"
	}
	whole, fraction := p.text(d)
	if p.kind == "ordinal" {
		if fraction != "" {
			return "other"
		}
		return ordinal(p.tag, whole)
	}
	return category(p.tag, whole, fraction, 0)
}

// rangeCategory is the plural of a range: that of its end, but in English
// always other.
func (p *pluralRules) rangeCategory(start, end decimal) string {
	last := p.category(end)
	if language(p.tag) == "en" && p.kind == "cardinal" {
		return "other"
	}
	if p.kind == "ordinal" && language(p.tag) != "en" {
		return "other"
	}
	return last
}

func (p *pluralRules) resolved(rt *goja.Runtime) *goja.Object {
	o := rt.NewObject()
	set(o, "locale", p.tag)
	set(o, "type", p.kind)
	p.resolvedDigits(o)
	set(o, "pluralCategories", rt.NewArray(p.categories()...))
	return o
}

func (p *pluralRules) categories() []any {
	switch lang := language(p.tag); {
	case p.kind == "ordinal" && lang == "en":
		return []any{"few", "one", "two", "other"}
	case p.kind == "ordinal" && lang == "fr":
		return []any{"one", "other"}
	case p.kind == "ordinal":
		return []any{"other"}
	case lang == "en" || lang == "de":
		return []any{"one", "other"}
	}
	return []any{"many", "one", "other"}
}

// A relativeFormat stands for an Intl.RelativeTimeFormat.
type relativeFormat struct {
	locale, style, numeric string
	place                  *place
	number                 *numberFormat
}

func (r *room) relativeTimeFormatClass() {
	c := r.class("RelativeTimeFormat", 0, true, func(locales, given goja.Value) any {
		asked := r.localeList(locales)
		o := r.options(given, "Intl.RelativeTimeFormat")
		o.matcher()
		o.keyword("numberingSystem")
		p, t := resolve(asked)
		f := &relativeFormat{locale: t.keep(), place: p}
		f.style = o.text("style", "long", "long", "short", "narrow")
		f.numeric = o.text("numeric", "always", "always", "auto")
		f.number = newNumberFormat(r.rt, r.rt.ToValue(t.base), goja.Undefined(), "Intl.NumberFormat")
		return f
	})
	r.method(c.proto, "format", 2, func(call goja.FunctionCall) goja.Value {
		parts := receiver[relativeFormat](c, "format", call).parts(r.rt, call, "format")
		return r.rt.ToValue(text(parts))
	})
	r.method(c.proto, "formatToParts", 2, func(call goja.FunctionCall) goja.Value {
		parts := receiver[relativeFormat](c, "formatToParts", call).parts(r.rt, call, "formatToParts")
		return r.partsValue(parts, func(p part, o *goja.Object) {
			if p.source != "" {
				set(o, "unit", p.source)
			}
		})
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		f, o := receiver[relativeFormat](c, "resolvedOptions", call), r.rt.NewObject()
		for _, pair := range [][2]string{{"locale", f.locale}, {"style", f.style}, {"numeric", f.numeric}, {"numberingSystem", "latn"}} {
			set(o, pair[0], pair[1])
		}
		return o
	})
}

func (f *relativeFormat) parts(rt *goja.Runtime, call goja.FunctionCall, method string) []part {
	n := call.Argument(0).ToNumber().ToFloat()
	given := call.Argument(1).ToString().String()
	unit := strings.TrimSuffix(given, "s")
	where := "Intl.RelativeTimeFormat.prototype." + method + "()"
	if math.IsNaN(n) || math.IsInf(n, 0) {
		panic(rangeError(rt, "Value need to be finite number for "+where))
	}
	if _, ok := f.place.Dates.Relative[unit]; !ok {
		panic(rangeError(rt, "Invalid unit argument for "+where+" '"+given+"'"))
	}
	data := f.place.Dates.Relative[unit+map[string]string{"short": "-short", "narrow": "-narrow"}[f.style]]
	if f.numeric == "auto" && n == math.Trunc(n) && math.Abs(n) < 3 {
		if word := data.Words[strconv.Itoa(int(n))]; word != "" {
			return []part{{kind: "literal", text: word}}
		}
	}
	patterns := data.Future
	if math.Signbit(n) {
		patterns = data.Past
	}
	number := f.number.formatted(fromFloat(math.Abs(n)))
	for i := range number.parts {
		number.parts[i].source = unit
	}
	before, after, _ := strings.Cut(patterns.of(number.category), "{0}")
	parts := append([]part{{kind: "literal", text: before}}, number.parts...)
	return literals(append(parts, part{kind: "literal", text: after}))
}

// A listFormat stands for an Intl.ListFormat.
type listFormat struct {
	locale, kind, style string
	patterns            map[string]string
}

func (r *room) listFormatClass() {
	c := r.class("ListFormat", 0, true, func(locales, given goja.Value) any {
		asked := r.localeList(locales)
		o := r.strictOptions(given, "Intl.ListFormat")
		o.matcher()
		p, t := resolve(asked)
		f := &listFormat{locale: t.keep()}
		f.kind = o.text("type", "conjunction", "conjunction", "disjunction", "unit")
		f.style = o.text("style", "long", "long", "short", "narrow")
		key := map[string]string{"conjunction": "standard", "disjunction": "or", "unit": "unit"}[f.kind]
		f.patterns = p.Lists[key+map[string]string{"short": "-short", "narrow": "-narrow"}[f.style]]
		return f
	})
	r.method(c.proto, "format", 1, func(call goja.FunctionCall) goja.Value {
		return r.rt.ToValue(text(receiver[listFormat](c, "format", call).parts(r.texts(call.Argument(0)))))
	})
	r.method(c.proto, "formatToParts", 1, func(call goja.FunctionCall) goja.Value {
		return r.partsValue(receiver[listFormat](c, "formatToParts", call).parts(r.texts(call.Argument(0))), nil)
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		f, o := receiver[listFormat](c, "resolvedOptions", call), r.rt.NewObject()
		for _, pair := range [][2]string{{"locale", f.locale}, {"type", f.kind}, {"style", f.style}} {
			set(o, pair[0], pair[1])
		}
		return o
	})
}

// maxList bounds a list; an iterator may go on for ever.
const maxList = 100_000

func (r *room) texts(v goja.Value) []string {
	var list []string
	if goja.IsUndefined(v) {
		return nil
	}
	if o, ok := v.(*goja.Object); !ok || o.GetSymbol(goja.SymIterator) == nil {
		if _, isText := v.(goja.String); !isText {
			kind := "object"
			if !ok && v.ExportType() != nil {
				kind = map[bool]string{true: "boolean", false: "number"}[v.ExportType().Kind().String() == "bool"]
			}
			panic(r.rt.NewTypeError("%s %s is not iterable (cannot read property Symbol(Symbol.iterator))", kind, v.String()))
		}
	}
	r.rt.ForOf(v, func(item goja.Value) bool {
		if _, ok := item.(goja.String); !ok {
			panic(r.rt.NewTypeError("Iterable yielded %s which is not a string", item.String()))
		}
		if len(list) == maxList {
			panic(rangeError(r.rt, "Invalid array length"))
		}
		list = append(list, item.String())
		return true
	})
	return list
}

func (f *listFormat) parts(items []string) []part {
	element := func(i int) part { return part{kind: "element", text: items[i]} }
	switch len(items) {
	case 0:
		return nil
	case 1:
		return []part{element(0)}
	case 2:
		return literals(f.two(f.pattern("2", items), []part{element(0)}, []part{element(1)}))
	}
	// The patterns nest to the right: {0}, ({1}, ({2} and {3})).
	last := len(items) - 1
	result := f.two(f.pattern("end", items), []part{element(last - 1)}, []part{element(last)})
	for i := last - 2; i >= 0; i-- {
		key := "middle"
		if i == 0 {
			key = "start"
		}
		first, between, rest := cutPattern(f.patterns[key])
		head := []part{{kind: "literal", text: first}, element(i), {kind: "literal", text: between}}
		result = append(head, append(result, part{kind: "literal", text: rest})...)
	}
	return literals(result)
}

// pattern is the one that joins the last two items. In Spanish "y" is "e"
// before the sound of i, and "o" is "u" before that of o.
func (f *listFormat) pattern(key string, items []string) string {
	pattern := f.patterns[key]
	if language(f.locale) != "es" {
		return pattern
	}
	next := strings.ToLower(items[len(items)-1])
	switch {
	case strings.Contains(pattern, " y ") && soundsLikeI(next):
		return strings.Replace(pattern, " y ", " e ", 1)
	case strings.Contains(pattern, " o ") && soundsLikeO(next):
		return strings.Replace(pattern, " o ", " u ", 1)
	}
	return pattern
}

func soundsLikeI(word string) bool {
	for _, diphthong := range []string{"hia", "hie"} {
		if strings.HasPrefix(word, diphthong) {
			return false
		}
	}
	return strings.HasPrefix(word, "i") || strings.HasPrefix(word, "hi") || strings.HasPrefix(word, "y") && (len(word) == 1 || !strings.ContainsRune("aeiou", rune(word[1])))
}

func soundsLikeO(word string) bool {
	return strings.HasPrefix(word, "o") || strings.HasPrefix(word, "ho") || strings.HasPrefix(word, "8") || word == "11" || strings.HasPrefix(word, "11 ")
}

func (f *listFormat) two(pattern string, first, second []part) []part {
	before, between, after := cutPattern(pattern)
	parts := append([]part{{kind: "literal", text: before}}, first...)
	parts = append(parts, part{kind: "literal", text: between})
	return append(append(parts, second...), part{kind: "literal", text: after})
}

func cutPattern(pattern string) (before, between, after string) {
	before, rest, _ := strings.Cut(pattern, "{0}")
	between, after, _ = strings.Cut(rest, "{1}")
	return before, between, after
}
