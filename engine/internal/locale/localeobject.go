package locale

import (
	"slices"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/text/cases"
	xlanguage "golang.org/x/text/language"
)

// A localeObject stands for an Intl.Locale.
type localeObject struct{ tag tag }

// localeKeywords are the options of Intl.Locale and the keywords they set.
var localeKeywords = []struct {
	name, key string
	allowed   []string
}{
	{"calendar", "ca", nil}, {"collation", "co", nil},
	{"hourCycle", "hc", []string{"h11", "h12", "h23", "h24"}},
	{"caseFirst", "kf", []string{"upper", "lower", "false"}},
	{"numberingSystem", "nu", nil},
}

func (r *room) localeClass() {
	c := r.class("Locale", 1, true, func(given, options goja.Value) any { return r.newLocale(given, options) })
	get := func(name string, value func(tag) any) {
		r.getter(c.proto, name, func(call goja.FunctionCall) goja.Value {
			v := value(receiver[localeObject](c, name, call).tag)
			if v == "" {
				return goja.Undefined()
			}
			return r.rt.ToValue(v)
		})
	}
	get("baseName", func(t tag) any { return t.base })
	get("language", func(t tag) any { return language(t.base) })
	get("script", func(t tag) any { return subtag(t.base, func(s string) bool { return len(s) == 4 && s[0] > '9' }) })
	get("region", func(t tag) any {
		return subtag(t.base, func(s string) bool { return len(s) == 2 || len(s) == 3 && s[0] <= '9' })
	})
	for _, k := range localeKeywords {
		get(k.name, func(t tag) any { return t.keywords[k.key] })
	}
	get("numeric", func(t tag) any {
		value, ok := t.keywords["kn"]
		return ok && value == ""
	})
	r.method(c.proto, "toString", 0, func(call goja.FunctionCall) goja.Value {
		return r.rt.ToValue(receiver[localeObject](c, "toString", call).tag.String())
	})
	change := func(name string, base func(string) string) {
		r.method(c.proto, name, 0, func(call goja.FunctionCall) goja.Value {
			t := receiver[localeObject](c, name, call).tag
			t.base = base(t.base)
			o := r.rt.ToValue(&localeObject{t}).ToObject(r.rt)
			if err := o.SetPrototype(c.proto); err != nil {
				panic(err)
			}
			return o
		})
	}
	change("maximize", maximized)
	change("minimize", minimized)
}

func (r *room) newLocale(given, opts goja.Value) *localeObject {
	var t tag
	switch v := given.(type) {
	case goja.String:
		t = mustTag(r.rt, v.String())
	case *goja.Object:
		if known, ok := boxed[localeObject](v); ok {
			t = known.tag
			t.keywords = copied(t.keywords)
			break
		}
		t = mustTag(r.rt, v.String())
	default:
		panic(r.rt.NewTypeError("First argument to Intl.Locale constructor can't be empty or missing"))
	}
	o := r.options(opts, "Intl.Locale")
	parts := [3]string{language(t.base), subtag(t.base, isScript), subtag(t.base, isRegion)}
	for i, name := range []string{"language", "script", "region"} {
		if value := o.text(name, ""); value != "" {
			parts[i] = value
		}
	}
	rest := slices.DeleteFunc(strings.Split(t.base, "-")[1:], func(s string) bool { return isScript(s) || isRegion(s) })
	base := slices.DeleteFunc(append(parts[:], rest...), func(s string) bool { return s == "" })
	t.base = mustTag(r.rt, strings.Join(base, "-")).base
	for _, k := range localeKeywords {
		if value := o.text(k.name, "", k.allowed...); value != "" {
			t.keywords[k.key] = strings.ToLower(value)
		}
	}
	if numeric, ok := o.yes("numeric"); ok {
		t.keywords["kn"] = map[bool]string{true: "", false: "false"}[numeric]
	}
	return &localeObject{t}
}

func copied(m map[string]string) map[string]string {
	n := make(map[string]string, len(m))
	for key, value := range m {
		n[key] = value
	}
	return n
}

func isScript(s string) bool { return len(s) == 4 && s[0] > '9' }
func isRegion(s string) bool { return len(s) == 2 || len(s) == 3 && s[0] <= '9' }

func subtag(base string, is func(string) bool) string {
	for _, part := range strings.Split(base, "-")[1:] {
		if is(part) {
			return part
		}
	}
	return ""
}

// maximized adds the script and region that are likely.
func maximized(base string) string {
	t, err := xlanguage.Raw.Parse(base)
	if err != nil {
		return base
	}
	lang, _ := t.Base()
	script, _ := t.Script()
	region, _ := t.Region()
	parts := []string{lang.String(), script.String(), region.String()}
	rest := slices.DeleteFunc(strings.Split(base, "-")[1:], func(s string) bool { return isScript(s) || isRegion(s) })
	return strings.Join(append(parts, rest...), "-")
}

// minimized drops what is likely.
func minimized(base string) string {
	full := maximized(base)
	parts := strings.Split(full, "-")
	if len(parts) < 3 {
		return base
	}
	rest := parts[3:]
	for _, shorter := range [][]string{{parts[0]}, {parts[0], parts[2]}, {parts[0], parts[1]}} {
		if maximized(strings.Join(shorter, "-")) == strings.Join(parts[:3], "-") {
			return strings.Join(append(shorter, rest...), "-")
		}
	}
	return full
}

// foldCase takes the case out of a text.
func foldCase(text string) string { return cases.Fold().String(text) }
