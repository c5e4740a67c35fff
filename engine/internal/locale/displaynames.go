package locale

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/dop251/goja"
)

// A displayFormat stands for an Intl.DisplayNames.
type displayFormat struct {
	locale, style, kind, fallback, languageDisplay string
	place                                          *place
}

func (r *room) displayNamesClass() {
	c := r.class("DisplayNames", 2, true, func(locales, given goja.Value) any {
		asked := r.localeList(locales)
		o := r.strictOptions(given, "Intl.DisplayNames")
		if o.object == nil {
			panic(r.rt.NewTypeError("invalid_argument"))
		}
		o.matcher()
		p, t := resolve(asked)
		f := &displayFormat{locale: t.keep(), place: p}
		f.style = o.text("style", "long", "narrow", "short", "long")
		if f.kind = o.text("type", "", "language", "region", "script", "currency", "calendar", "dateTimeField"); f.kind == "" {
			panic(r.rt.NewTypeError("invalid_argument"))
		}
		f.fallback = o.text("fallback", "code", "code", "none")
		f.languageDisplay = o.text("languageDisplay", "dialect", "dialect", "standard")
		return f
	})
	r.method(c.proto, "of", 1, func(call goja.FunctionCall) goja.Value {
		f := receiver[displayFormat](c, "of", call)
		code := call.Argument(0).ToString().String()
		name, valid := f.of(code)
		switch {
		case !valid:
			panic(rangeError(r.rt, "invalid_argument"))
		case name != "":
			return r.rt.ToValue(name)
		case f.fallback == "none":
			return goja.Undefined()
		}
		return r.rt.ToValue(f.canonical(code))
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		f, o := receiver[displayFormat](c, "resolvedOptions", call), r.rt.NewObject()
		for _, pair := range [][2]string{{"locale", f.locale}, {"style", f.style}, {"type", f.kind}, {"fallback", f.fallback}} {
			set(o, pair[0], pair[1])
		}
		if f.kind == "language" {
			set(o, "languageDisplay", f.languageDisplay)
		}
		return o
	})
}

var (
	regionForm = regexp.MustCompile(`^(?i:[a-z]{2}|[0-9]{3})$`)
	scriptForm = regexp.MustCompile(`^(?i:[a-z]{4})$`)
)

// of names a code; valid is false for one that cannot be.
func (f *displayFormat) of(code string) (name string, valid bool) {
	d := f.place.display()
	switch f.kind {
	case "region":
		code = strings.ToUpper(code)
		return f.short(d.Regions, code), regionForm.MatchString(code)
	case "script":
		code = f.canonical(code)
		return d.Scripts[code], scriptForm.MatchString(code)
	case "currency":
		return f.currencyName(strings.ToUpper(code)), currencyForm.MatchString(code)
	case "dateTimeField":
		return f.fieldName(code)
	case "calendar":
		return "", keywordForm.MatchString(code)
	}
	t, ok := parseTag(code)
	if !ok {
		return "", false
	}
	return f.languageName(t.base), true
}

func (f *displayFormat) canonical(code string) string {
	switch f.kind {
	case "region", "currency":
		return strings.ToUpper(code)
	case "script":
		if len(code) > 0 {
			return strings.ToUpper(code[:1]) + strings.ToLower(code[1:])
		}
	case "language":
		if t, ok := parseTag(code); ok {
			return t.String()
		}
	}
	return code
}

func (f *displayFormat) short(names map[string]string, code string) string {
	if short := names[code+"-alt-short"]; short != "" && f.style != "long" {
		return short
	}
	return names[code]
}

func (f *displayFormat) currencyName(code string) string {
	c := f.place.Numbers.Currencies[code]
	if f.style == "long" {
		return c["name"]
	}
	if f.style == "narrow" && c["narrow"] != "" {
		return c["narrow"]
	}
	return c["symbol"]
}

var dateTimeFields = []string{"era", "year", "quarter", "month", "weekOfYear", "weekday", "day", "dayPeriod", "hour", "minute", "second", "timeZoneName"}

func (f *displayFormat) fieldName(code string) (string, bool) {
	if !slices.Contains(dateTimeFields, code) {
		return "", false
	}
	key := map[string]string{"weekOfYear": "week", "dayPeriod": "dayperiod", "timeZoneName": "zone"}[code]
	if key == "" {
		key = code
	}
	return f.place.Dates.Fields[key], true
}

// languageName names a language with its script and region: "American
// English", or "English (United States)".
func (f *displayFormat) languageName(base string) string {
	d := f.place.display()
	parts := strings.Split(base, "-")
	used := 1
	if f.languageDisplay == "dialect" {
		for n := len(parts); n > 1; n-- {
			if f.short(d.Languages, strings.Join(parts[:n], "-")) != "" {
				used = n
				break
			}
		}
	}
	name := f.short(d.Languages, strings.Join(parts[:used], "-"))
	if name == "" {
		return ""
	}
	var more []string
	for _, part := range parts[used:] {
		text := d.Scripts[part+"-alt-stand-alone"]
		if text == "" {
			text = d.Scripts[part]
		}
		if isRegion(part) {
			text = f.short(d.Regions, part)
		}
		if text == "" {
			text = part
		}
		more = append(more, text)
	}
	if len(more) == 0 {
		return name
	}
	joined := more[0]
	for _, text := range more[1:] {
		joined = join(d.Separator, joined, text)
	}
	return join(d.Pattern, name, joined)
}

// supportedValuesOf lists what Intl knows of a kind.
func (r *room) supportedValuesOf(call goja.FunctionCall) goja.Value {
	kind := call.Argument(0).ToString().String()
	var list []string
	switch kind {
	case "calendar":
		list = []string{"gregory"}
	case "collation":
		list = []string{"default"}
	case "numberingSystem":
		list = []string{"latn"}
	case "currency":
		list = sorted(places()[defaultTag]().Numbers.Currencies)
	case "timeZone":
		list = sorted(facts().Zones)
	case "unit":
		for _, unit := range sorted(places()[defaultTag]().Units["short"]) {
			if unit != "per" && !strings.Contains(unit, "-per-") {
				list = append(list, unit)
			}
		}
	default:
		panic(rangeError(r.rt, "Invalid key : "+kind))
	}
	values := make([]any, len(list))
	for i, value := range list {
		values[i] = value
	}
	return r.rt.NewArray(values...)
}

// withoutPunctuation is a text without what an order may ignore.
func withoutPunctuation(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPunct(r) || unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}
