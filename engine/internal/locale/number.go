package locale

import (
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// newNumberFormat reads options as the constructor of Intl.NumberFormat does.
func newNumberFormat(rt *goja.Runtime, locales, given goja.Value, service string) *numberFormat {
	asked := localeList(rt, locales)
	o := coerced(rt, given, service)
	o.matcher()
	o.keyword("numberingSystem")
	p, t := resolve(asked)
	f := &numberFormat{place: p, tag: t.base}
	f.readUnit(o)
	f.notation = o.text("notation", "standard", "standard", "scientific", "engineering", "compact")
	least, most := f.usualDigits()
	f.digitOptions = o.digits(least, most, f.notation == "compact")
	f.compactDisplay = o.text("compactDisplay", "short", "short", "long")
	f.useGrouping = o.grouping(f.notation == "compact")
	f.signDisplay = o.text("signDisplay", "auto", "auto", "never", "always", "exceptZero", "negative")
	return f
}

var (
	currencyForm = regexp.MustCompile(`^[A-Za-z]{3}$`)
	currencySign = []string{"standard", "accounting"}
)

func (f *numberFormat) readUnit(o options) {
	f.style = o.text("style", "decimal", "decimal", "percent", "currency", "unit")
	currency := o.text("currency", "")
	if hasCurrency := !goja.IsUndefined(o.get("currency")); hasCurrency && !currencyForm.MatchString(currency) {
		panic(rangeError(o.rt, "Invalid currency code : "+currency))
	} else if !hasCurrency && f.style == "currency" {
		panic(o.rt.NewTypeError("Currency code is required with currency style."))
	}
	f.currency = strings.ToUpper(currency)
	f.currencyDisplay = o.text("currencyDisplay", "symbol", "code", "symbol", "narrowSymbol", "name")
	f.currencySign = o.text("currencySign", "standard", currencySign...)
	unit := o.text("unit", "")
	complaint := "Invalid unit argument for " + o.service + "() '" + unit + "'"
	if hasUnit := !goja.IsUndefined(o.get("unit")); hasUnit && !f.knowsUnit(unit) {
		panic(rangeError(o.rt, complaint))
	} else if !hasUnit && f.style == "unit" {
		panic(o.rt.NewTypeError("%s", complaint))
	}
	f.unit = unit
	f.unitDisplay = o.text("unitDisplay", "short", "short", "narrow", "long")
}

func (f *numberFormat) knowsUnit(unit string) bool {
	known := f.place.Units["short"]
	one, per, rate := strings.Cut(unit, "-per-")
	simple := func(name string) bool {
		_, ok := known[name]
		return ok && name != "per" && !strings.Contains(name, "-per-")
	}
	return simple(one) && (!rate || simple(per))
}

// usualDigits are the digits of the fraction a style has.
func (f *numberFormat) usualDigits() (least, most int) {
	switch {
	case f.style == "currency" && f.notation == "standard":
		digits := currencyDigits(f.currency)
		return digits, digits
	case f.style == "percent":
		return 0, 0
	}
	return 0, 3
}

func currencyDigits(code string) int {
	if digits, ok := facts().Digits[code]; ok {
		return digits
	}
	return 2
}

var (
	increments    = []int{1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000}
	roundingModes = []string{"ceil", "floor", "expand", "trunc", "halfCeil", "halfFloor", "halfExpand", "halfTrunc", "halfEven"}
)

// The bounds of the options of digits.
const (
	maxFractionDigits    = 20
	maxSignificantDigits = 21
)

// digits reads the options of digits; least and most are the usual digits of
// the fraction.
func (o options) digits(least, most int, compact bool) digitOptions {
	d := digitOptions{minInteger: o.number("minimumIntegerDigits", 1, maxSignificantDigits, 1)}
	minFraction, maxFraction := o.get("minimumFractionDigits"), o.get("maximumFractionDigits")
	minSignificant, maxSignificant := o.get("minimumSignificantDigits"), o.get("maximumSignificantDigits")
	d.increment = o.number("roundingIncrement", 1, increments[len(increments)-1], 1)
	if !slices.Contains(increments, d.increment) {
		panic(rangeError(o.rt, "roundingIncrement value is out of range."))
	}
	d.roundingMode = o.text("roundingMode", "halfExpand", roundingModes...)
	d.priority = o.text("roundingPriority", "auto", "auto", "morePrecision", "lessPrecision")
	d.trailingZero = o.text("trailingZeroDisplay", "auto", "auto", "stripIfInteger")
	if d.increment != 1 {
		most = least
	}
	given := func(values ...goja.Value) bool {
		return slices.ContainsFunc(values, func(v goja.Value) bool { return !goja.IsUndefined(v) })
	}
	hasFraction, hasSignificant := given(minFraction, maxFraction), given(minSignificant, maxSignificant)
	both := d.priority != "auto"
	if hasSignificant || both {
		d.minSignificant = o.bounded("minimumSignificantDigits", minSignificant, 1, maxSignificantDigits, 1)
		d.maxSignificant = o.bounded("maximumSignificantDigits", maxSignificant, d.minSignificant, maxSignificantDigits, maxSignificantDigits)
	}
	useFraction := both || !hasSignificant && (hasFraction || !compact)
	if useFraction {
		d.minFraction, d.maxFraction = o.fraction(minFraction, maxFraction, least, most)
	}
	d.settle(hasSignificant, useFraction)
	o.checkIncrement(d)
	return d
}

func (o options) fraction(least, most goja.Value, usualLeast, usualMost int) (int, int) {
	const absent = -1
	lo := o.bounded("minimumFractionDigits", least, 0, maxFractionDigits, absent)
	hi := o.bounded("maximumFractionDigits", most, 0, maxFractionDigits, absent)
	switch {
	case lo == absent && hi == absent:
		return usualLeast, usualMost
	case lo == absent:
		return min(usualLeast, hi), hi
	case hi == absent:
		return lo, max(usualMost, lo)
	case lo > hi:
		panic(rangeError(o.rt, "maximumFractionDigits value is out of range."))
	}
	return lo, hi
}

// settle decides which of the two kinds of digits rounds.
func (o *digitOptions) settle(hasSignificant, useFraction bool) {
	switch {
	case o.priority != "auto":
	case hasSignificant:
		o.priority = "significant"
	case useFraction:
		o.priority = "fraction"
	default:
		o.priority, o.minSignificant, o.maxSignificant = "compact", 1, 2
	}
}

func (o options) checkIncrement(d digitOptions) {
	if d.increment == 1 {
		return
	}
	if d.priority != "fraction" {
		panic(o.rt.NewTypeError("roundingIncrement value is invalid."))
	}
	if d.maxFraction != d.minFraction {
		panic(rangeError(o.rt, "roundingIncrement value is out of range."))
	}
}

// grouping reads useGrouping, a boolean or one of several names.
func (o options) grouping(compact bool) string {
	usual := "auto"
	if compact {
		usual = "min2"
	}
	v := o.get("useGrouping")
	switch {
	case goja.IsUndefined(v):
		return usual
	case v.StrictEquals(o.rt.ToValue(true)):
		return "always"
	case !v.ToBoolean():
		return ""
	}
	text := v.ToString().String()
	if text == "true" || text == "false" {
		return usual
	}
	return o.among("useGrouping", text, "min2", "auto", "always")
}

// maxDigits bounds the digits of a BigInt that is written; a longer one takes
// long to turn into text.
const maxDigits = 100_000

// decimalOf reads the number argument of format: numbers, BigInts and texts
// exactly.
func decimalOf(rt *goja.Runtime, v goja.Value) decimal {
	if o, ok := v.(*goja.Object); ok {
		v = primitive(rt, o)
	}
	if n, ok := v.Export().(*big.Int); ok {
		if n.BitLen() > maxDigits*3 {
			panic(rangeError(rt, "Maximum BigInt size exceeded"))
		}
		return fromText(n.String())
	}
	if _, ok := v.(goja.String); ok {
		exact := fromText(strings.TrimSpace(v.String()))
		if f := v.ToFloat(); !exact.notNumber && f == f {
			return exact
		}
		return fromFloat(v.ToFloat())
	}
	return fromFloat(v.ToNumber().ToFloat())
}

// primitive turns an object into the number or text it stands for.
func primitive(rt *goja.Runtime, o *goja.Object) goja.Value {
	if o.ClassName() == "String" || o.ClassName() == "Array" {
		return o.ToString()
	}
	if n, ok := o.Export().(*big.Int); ok {
		return rt.ToValue(n)
	}
	return o.ToNumber()
}

func (r *room) numberFormatClass() {
	c := r.class("NumberFormat", 0, false, func(locales, given goja.Value) any {
		return &boundNumberFormat{numberFormat: newNumberFormat(r.rt, locales, given, "Intl.NumberFormat")}
	})
	r.getter(c.proto, "format", func(call goja.FunctionCall) goja.Value {
		f, ok := boxed[boundNumberFormat](call.This)
		if !ok {
			panic(r.rt.NewTypeError("Method get Intl.NumberFormat.prototype.format called on incompatible receiver %s", shown(call.This)))
		}
		if f.bound == nil {
			f.bound = r.function("", 1, func(call goja.FunctionCall) goja.Value {
				return r.rt.ToValue(text(f.format(decimalOf(r.rt, call.Argument(0)))))
			})
		}
		return f.bound
	})
	r.method(c.proto, "formatToParts", 1, func(call goja.FunctionCall) goja.Value {
		f := receiver[boundNumberFormat](c, "formatToParts", call)
		return r.partsValue(literals(f.format(decimalOf(r.rt, call.Argument(0)))), nil)
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		return receiver[boundNumberFormat](c, "resolvedOptions", call).resolved(r.rt)
	})
	r.numberRanges(c)
}

// A boundNumberFormat keeps its function format, once asked for.
type boundNumberFormat struct {
	*numberFormat
	bound *goja.Object
}

func (f *numberFormat) resolved(rt *goja.Runtime) *goja.Object {
	o := rt.NewObject()
	set(o, "locale", f.tag)
	set(o, "numberingSystem", "latn")
	set(o, "style", f.style)
	if f.style == "currency" {
		set(o, "currency", f.currency)
		set(o, "currencyDisplay", f.currencyDisplay)
		set(o, "currencySign", f.currencySign)
	}
	if f.style == "unit" {
		set(o, "unit", f.unit)
		set(o, "unitDisplay", f.unitDisplay)
	}
	f.resolvedDigits(o)
	if f.useGrouping == "" {
		set(o, "useGrouping", false)
	} else {
		set(o, "useGrouping", f.useGrouping)
	}
	set(o, "notation", f.notation)
	if f.notation == "compact" {
		set(o, "compactDisplay", f.compactDisplay)
	}
	set(o, "signDisplay", f.signDisplay)
	f.resolvedRounding(o)
	return o
}

func (o *digitOptions) resolvedDigits(into *goja.Object) {
	set(into, "minimumIntegerDigits", o.minInteger)
	if o.priority != "fraction" {
		set(into, "minimumSignificantDigits", o.minSignificant)
		set(into, "maximumSignificantDigits", o.maxSignificant)
	}
	if o.priority != "significant" {
		set(into, "minimumFractionDigits", o.minFraction)
		set(into, "maximumFractionDigits", o.maxFraction)
	}
}

func (o *digitOptions) resolvedRounding(into *goja.Object) {
	set(into, "roundingMode", o.roundingMode)
	set(into, "roundingIncrement", o.increment)
	set(into, "trailingZeroDisplay", o.trailingZero)
	switch o.priority {
	case "fraction", "significant":
		set(into, "roundingPriority", "auto")
	case "compact":
		set(into, "roundingPriority", "morePrecision")
	default:
		set(into, "roundingPriority", o.priority)
	}
}
