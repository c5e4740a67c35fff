package locale

import (
	"github.com/dop251/goja"
	"golang.org/x/text/collate"
	xlanguage "golang.org/x/text/language"
)

// A collation stands for an Intl.Collator.
type collation struct {
	locale                        string
	usage, sensitivity, caseFirst string
	numeric, ignorePunctuation    bool
	order                         *collate.Collator
	bound                         *goja.Object
}

func (r *room) newCollation(locales, given goja.Value, service string) *collation {
	asked := r.localeList(locales)
	o := r.options(given, service)
	c := &collation{usage: o.text("usage", "sort", "sort", "search")}
	o.matcher()
	o.keyword("collation")
	_, t := resolve(asked)
	numeric, hasNumeric := o.yes("numeric")
	c.caseFirst = o.text("caseFirst", "", "upper", "lower", "false")
	var keys []string
	if kn, ok := t.keywords["kn"]; ok && !hasNumeric {
		numeric, keys = kn == "", append(keys, "kn")
	}
	if kf, ok := t.keywords["kf"]; ok && c.caseFirst == "" {
		c.caseFirst, keys = kf, append(keys, "kf")
	}
	if c.caseFirst == "" {
		c.caseFirst = "false"
	}
	c.numeric, c.locale = numeric, t.keep(keys...)
	c.sensitivity = o.text("sensitivity", "variant", "base", "accent", "case", "variant")
	c.ignorePunctuation, _ = o.yes("ignorePunctuation")
	c.order = collate.New(xlanguage.Make(language(t.base)), c.settings()...)
	return c
}

func (c *collation) settings() []collate.Option {
	var list []collate.Option
	if c.numeric {
		list = append(list, collate.Numeric)
	}
	switch c.sensitivity {
	case "base":
		list = append(list, collate.IgnoreDiacritics, collate.IgnoreCase)
	case "accent":
		list = append(list, collate.IgnoreCase)
	case "case":
		list = append(list, collate.IgnoreDiacritics)
	}
	return list
}

func (c *collation) compare(a, b string) int {
	if a == b {
		return 0
	}
	if c.ignorePunctuation {
		a, b = withoutPunctuation(a), withoutPunctuation(b)
	}
	if c.caseFirst == "upper" && c.sensitivity == "variant" {
		// Upper case before lower, where nothing weightier differs.
		if n := c.order.CompareString(foldCase(a), foldCase(b)); n != 0 {
			return n
		}
		return -c.order.CompareString(a, b)
	}
	return c.order.CompareString(a, b)
}

func (r *room) collatorClass() {
	c := r.class("Collator", 0, false, func(locales, given goja.Value) any {
		return r.newCollation(locales, given, "Intl.Collator")
	})
	r.getter(c.proto, "compare", func(call goja.FunctionCall) goja.Value {
		order, ok := boxed[collation](call.This)
		if !ok {
			panic(r.rt.NewTypeError("Method get Intl.Collator.prototype.compare called on incompatible receiver %s", shown(call.This)))
		}
		if order.bound == nil {
			order.bound = r.function("", 2, func(call goja.FunctionCall) goja.Value {
				return r.rt.ToValue(order.compare(call.Argument(0).ToString().String(), call.Argument(1).ToString().String()))
			})
		}
		return order.bound
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		order, o := receiver[collation](c, "resolvedOptions", call), r.rt.NewObject()
		set(o, "locale", order.locale)
		set(o, "usage", order.usage)
		set(o, "sensitivity", order.sensitivity)
		set(o, "ignorePunctuation", order.ignorePunctuation)
		set(o, "collation", "default")
		set(o, "numeric", order.numeric)
		set(o, "caseFirst", order.caseFirst)
		return o
	})
}
