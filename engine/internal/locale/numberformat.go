package locale

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A numberFormat is how numbers are to be written: the resolved options of
// Intl.NumberFormat, by their names there.
type numberFormat struct {
	place *place
	tag   string

	style, currency, currencyDisplay, currencySign string
	unit, unitDisplay                              string
	notation, compactDisplay                       string
	signDisplay, useGrouping                       string // useGrouping "" is never
	digitOptions
}

// digitOptions are the options of digits that plurals have too. Zero maxima of
// significant digits mean that there are none.
type digitOptions struct {
	minInteger, minFraction, maxFraction int
	minSignificant, maxSignificant       int
	priority                             string // auto, morePrecision, lessPrecision; and fraction, significant, compact
	roundingMode, trailingZero           string
	increment                            int
}

// formatted is a number's text in pieces.
type formatted struct {
	parts    []part
	category string
}

// format writes a number.
func (f *numberFormat) format(d decimal) []part { return f.formatted(d).parts }

func (f *numberFormat) formatted(d decimal) formatted {
	if f.style == "percent" && d.digits != "" {
		d.point += 2
	}
	power, affix := f.scale(&d)
	var body []part
	plural := "other"
	switch {
	case d.notNumber:
		body = []part{{kind: "nan", text: f.symbol("nan")}}
	case d.infinite:
		body = []part{{kind: "infinity", text: f.symbol("infinity")}}
	default:
		whole, fraction := d.split(f.minInteger, f.minFractionOf(&d))
		plural = f.category(whole, fraction, d, power)
		body = f.digits(whole, fraction)
	}
	if f.notation == "scientific" || f.notation == "engineering" {
		body = append(body, f.exponent(d, power)...)
	}
	if affix.short && f.hasSymbol() {
		return formatted{f.withCurrency(f.sign(d), body, affix.of(plural)), plural}
	}
	if affix.short {
		body = f.wrap(affix.of(plural), body, "compact")
	}
	return formatted{f.finish(d, body, plural), plural}
}

// category finds the plural of what is written. Where a name of its own
// follows a shortened number, it is that of the whole number.
func (f *numberFormat) category(whole, fraction string, d decimal, power int) string {
	if f.notation != "compact" || power == 0 || f.style != "unit" && f.style != "currency" || f.hasSymbol() {
		return category(f.tag, whole, fraction, 0)
	}
	d.point += power
	whole, fraction = d.split(1, 0)
	return category(f.tag, whole, fraction, power)
}

// hasSymbol tells whether a currency is shown by its symbol or code.
func (f *numberFormat) hasSymbol() bool {
	return f.style == "currency" && f.currencyDisplay != "name"
}

func (f *numberFormat) symbol(name string) string {
	symbols := f.place.Numbers.Symbols
	if f.style == "currency" {
		if own := symbols["currency"+strings.ToUpper(name[:1])+name[1:]]; own != "" {
			return own
		}
	}
	return symbols[name]
}

// digits writes digits with their groups and the decimal sign.
func (f *numberFormat) digits(whole, fraction string) []part {
	var parts []part
	for i, group := range f.groups(whole) {
		if i > 0 {
			parts = append(parts, part{kind: "group", text: f.symbol("group")})
		}
		parts = append(parts, part{kind: "integer", text: group})
	}
	if fraction != "" {
		parts = append(parts, part{kind: "decimal", text: f.symbol("decimal")}, part{kind: "fraction", text: fraction})
	}
	return parts
}

// groups cuts whole digits as the pattern has it: thousands, or thousands and
// then hundreds in India.
func (f *numberFormat) groups(whole string) []string {
	primary, secondary := groupSizes(f.pattern())
	least := 1
	switch f.useGrouping {
	case "":
		primary = 0
	case "auto":
		least = f.place.Numbers.MinimumGrouping
	case "min2":
		least = max(2, f.place.Numbers.MinimumGrouping)
	}
	if primary == 0 || len(whole) < primary+least || f.notation == "scientific" || f.notation == "engineering" {
		return []string{whole}
	}
	cut := len(whole) - primary
	groups := []string{whole[cut:]}
	for rest := whole[:cut]; rest != ""; {
		cut = max(0, len(rest)-secondary)
		groups = append(groups, rest[cut:])
		rest = rest[:cut]
	}
	for i, j := 0, len(groups)-1; i < j; i, j = i+1, j-1 {
		groups[i], groups[j] = groups[j], groups[i]
	}
	return groups
}

// groupSizes reads the sizes of the last group and those before it.
func groupSizes(pattern string) (primary, secondary int) {
	positive, _, _ := strings.Cut(pattern, ";")
	integer, _, _ := strings.Cut(strings.Trim(positive, "¤% -"), ".")
	sizes := strings.Split(integer, ",")
	n := len(sizes)
	if n < 2 {
		return 0, 0
	}
	primary = strings.Count(sizes[n-1], "#") + strings.Count(sizes[n-1], "0")
	secondary = primary
	if n > 2 {
		secondary = len(sizes[n-2])
	}
	return primary, secondary
}

func (f *numberFormat) pattern() string {
	n := &f.place.Numbers
	switch {
	case f.style == "percent":
		return n.Percent
	case f.hasSymbol():
		return n.Currency[f.currencySign]
	}
	return n.Decimal
}

// exponent is the end of a number in scientific notation.
func (f *numberFormat) exponent(d decimal, power int) []part {
	if d.infinite || d.notNumber {
		return nil
	}
	parts := []part{{kind: "exponentSeparator", text: f.symbol("exponential")}}
	if power < 0 {
		parts = append(parts, part{kind: "exponentMinusSign", text: f.symbol("minusSign")})
		power = -power
	}
	return append(parts, part{kind: "exponentInteger", text: strconv.Itoa(power)})
}

// finish puts sign, percent, currency or unit around the digits.
func (f *numberFormat) finish(d decimal, body []part, plural string) []part {
	sign := f.sign(d)
	switch {
	case f.hasSymbol():
		return f.withCurrency(sign, body, f.place.Numbers.Currency[f.currencySign])
	case f.style == "currency":
		body = f.signed(sign, body)
		pattern := f.place.Numbers.CurrencyPlural.of(plural)
		return f.named(pattern, body, part{kind: "currency", text: f.currencyName(plural)})
	case f.style == "unit" && f.unit == "percent" && f.unitDisplay != "long":
		return f.surround(f.place.Numbers.Percent, sign, body, part{kind: "unit", text: f.symbol("percentSign")})
	case f.style == "unit":
		return f.withUnit(f.signed(sign, body), plural)
	case f.style == "percent":
		return f.surround(f.place.Numbers.Percent, sign, body, part{kind: "percentSign", text: f.symbol("percentSign")})
	}
	return f.signed(sign, body)
}

// approximate stands for the sign of a number that is about right.
const approximate = 2

// sign is -1, 0 or 1 for the sign that is shown.
func (f *numberFormat) sign(d decimal) int {
	negative, zero := d.negative && !d.notNumber, d.isZero() || d.notNumber
	switch f.signDisplay {
	case "approximate": // of a range alone
		return approximate
	case "never":
		return 0
	case "always":
	case "exceptZero":
		if zero {
			return 0
		}
	case "negative":
		if zero || !negative {
			return 0
		}
	default:
		if !negative {
			return 0
		}
	}
	if negative {
		return -1
	}
	return 1
}

func (f *numberFormat) signPart(sign int) []part {
	switch {
	case sign == approximate:
		return []part{{kind: "approximatelySign", text: f.symbol("approximatelySign")}}
	case sign < 0:
		return []part{{kind: "minusSign", text: f.symbol("minusSign")}}
	case sign > 0:
		return []part{{kind: "plusSign", text: f.symbol("plusSign")}}
	}
	return nil
}

func (f *numberFormat) signed(sign int, body []part) []part { return append(f.signPart(sign), body...) }

// surround puts a number and a symbol into a pattern such as "¤#,##0.00", whose
// second half, if any, is for negative numbers.
func (f *numberFormat) surround(pattern string, sign int, body []part, symbol part) []part {
	positive, negative, own := strings.Cut(pattern, ";")
	var lead []part
	switch {
	case sign < 0 && own:
		positive = negative
	case sign != 0 && own && strings.Contains(negative, "-"):
		positive = strings.ReplaceAll(negative, "-", map[int]string{1: "+", approximate: "~"}[sign])
	default:
		lead = f.signPart(sign)
	}
	first := strings.IndexAny(positive, "#0")
	last := strings.LastIndexAny(positive, "#0") + 1
	parts := append([]part{}, lead...)
	parts = append(parts, f.affix(positive[:first], symbol)...)
	parts = append(parts, body...)
	return literals(append(parts, f.affix(positive[last:], symbol)...))
}

// affix reads the text around a number: signs and the symbol have their own
// characters, other words are those of a shortened number.
func (f *numberFormat) affix(pattern string, symbol part) []part {
	var parts []part
	word := ""
	flush := func() {
		kind := "literal"
		if strings.ContainsFunc(word, unicode.IsLetter) {
			kind = "compact"
		}
		parts = append(parts, worded(word, kind)...)
		word = ""
	}
	for _, r := range pattern {
		var own []part
		switch r {
		case '¤', '%':
			own = []part{symbol}
		case '-':
			own = f.signPart(-1)
		case '+':
			own = f.signPart(1)
		case '~':
			own = f.signPart(approximate)
		default:
			word += string(r)
			continue
		}
		flush()
		parts = append(parts, own...)
	}
	flush()
	return parts
}

// wrap puts a number into a pattern such as "0 million" whose text is of a
// kind; spaces around that are literal.
func (f *numberFormat) wrap(pattern string, body []part, kind string) []part {
	first, last := strings.IndexByte(pattern, '0'), strings.LastIndexByte(pattern, '0')+1
	if first < 0 {
		return body
	}
	parts := worded(pattern[:first], kind)
	parts = append(parts, body...)
	return append(parts, worded(pattern[last:], kind)...)
}

func worded(text, kind string) []part {
	text = strings.ReplaceAll(text, "'", "")
	core := strings.TrimFunc(text, unicode.IsSpace)
	if core == "" {
		return literals([]part{{kind: "literal", text: text}})
	}
	before, after, _ := strings.Cut(text, core)
	return literals([]part{{kind: "literal", text: before}, {kind: kind, text: core}, {kind: "literal", text: after}})
}

// withCurrency writes the symbol of a currency where the pattern has it, with
// a space between it and digits when it is a word.
func (f *numberFormat) withCurrency(sign int, body []part, pattern string) []part {
	symbol := f.currencySymbol()
	if k := body[0].kind; k == "integer" {
		first, _ := utf8.DecodeRuneInString(symbol)
		last, _ := utf8.DecodeLastRuneInString(symbol)
		if !unicode.IsSymbol(last) {
			pattern = strings.NewReplacer("¤#", "¤\u00a0#", "¤0", "¤\u00a00").Replace(pattern)
		}
		if !unicode.IsSymbol(first) {
			pattern = strings.ReplaceAll(pattern, "0¤", "0\u00a0¤")
		}
	}
	return f.surround(pattern, sign, body, part{kind: "currency", text: symbol})
}

func (f *numberFormat) currencySymbol() string {
	c := f.place.Numbers.Currencies[f.currency]
	switch f.currencyDisplay {
	case "code":
		return f.currency
	case "narrowSymbol":
		if c["narrow"] != "" {
			return c["narrow"]
		}
	}
	if c["symbol"] != "" {
		return c["symbol"]
	}
	return f.currency
}

func (f *numberFormat) currencyName(plural string) string {
	c := f.place.Numbers.Currencies[f.currency]
	for _, key := range []string{plural, "other", "name"} {
		if c[key] != "" {
			return c[key]
		}
	}
	return f.currency
}

// named fills "{0} {1}" with a number and a name.
func (f *numberFormat) named(pattern string, body []part, name part) []part {
	var parts []part
	for rest := pattern; rest != ""; {
		i := strings.IndexByte(rest, '{')
		if i < 0 {
			parts = append(parts, part{kind: "literal", text: rest})
			break
		}
		parts = append(parts, part{kind: "literal", text: rest[:i]})
		if rest[i+1] == '0' {
			parts = append(parts, body...)
		} else {
			parts = append(parts, name)
		}
		rest = rest[i+3:]
	}
	return literals(parts)
}

// withUnit writes the unit, or the rate of one per another.
func (f *numberFormat) withUnit(body []part, plural string) []part {
	units := f.place.Units[f.unitDisplay]
	if patterns, ok := units[f.unit]; ok {
		return f.unitParts(patterns.of(plural), body)
	}
	unit, per, _ := strings.Cut(f.unit, "-per-")
	pattern := units[unit].of(plural)
	if rate := units[per]["per"]; rate != "" {
		return f.unitParts(join(rate, pattern), body)
	}
	single := strings.TrimFunc(strings.ReplaceAll(units[per].of("one"), "{0}", ""), unicode.IsSpace)
	return f.unitParts(join(units["per"].of("other"), pattern, single), body)
}

func (f *numberFormat) unitParts(pattern string, body []part) []part {
	const kind = "unit"
	before, after, _ := strings.Cut(pattern, "{0}")
	parts := worded(before, kind)
	parts = append(parts, body...)
	return append(parts, worded(after, kind)...)
}
