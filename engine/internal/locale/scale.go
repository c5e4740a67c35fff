package locale

import (
	"strings"
)

// A compactAffix is the text of a shortened number by plural category.
type compactAffix struct {
	short    bool
	patterns map[string]string
	power    string // "1000"
}

func (c compactAffix) of(plural string) string {
	for _, key := range []string{plural, "other"} {
		if text := c.patterns[c.power+" "+key]; text != "" {
			return text
		}
	}
	return ""
}

// scale divides the number by the power of ten its notation writes apart and
// rounds it.
func (f *numberFormat) scale(d *decimal) (power int, affix compactAffix) {
	switch {
	case d.infinite || d.notNumber || f.notation == "standard":
		f.round(d)
		return 0, affix
	}
	powerOf := f.scientific
	if f.notation == "compact" {
		powerOf = f.compactPower
	}
	power = powerOf(d.magnitude())
	rounded := *d
	rounded.shift(-power)
	was := rounded.magnitude()
	f.round(&rounded)
	if rounded.magnitude() > was { // 999.9 became 1000
		if again := powerOf(d.magnitude() + 1); again != power {
			power, rounded = again, *d
			rounded.shift(-power)
			f.round(&rounded)
		}
	}
	*d = rounded
	if f.notation == "compact" && power > 0 {
		affix = f.affixOf(d.magnitude() + power)
	}
	return power, affix
}

func (d *decimal) shift(power int) {
	if d.digits != "" {
		d.point += power
	}
}

func (f *numberFormat) scientific(magnitude int) int {
	if f.notation == "engineering" {
		return magnitude - ((magnitude%3)+3)%3
	}
	return magnitude
}

func (f *numberFormat) compactPatterns() map[string]string {
	c := f.place.Numbers.Compact
	switch {
	case f.hasSymbol():
		return c["currency"]
	case f.compactDisplay == "long":
		return c["long"]
	}
	return c["short"]
}

// maxCompact is the largest power that has a word of its own.
const maxCompact = 14

// compactPower is the power of ten that the word for a magnitude stands for.
func (f *numberFormat) compactPower(magnitude int) int {
	affix := f.affixOf(magnitude)
	zeros := strings.Count(affix.of("other"), "0")
	if !affix.short {
		return 0
	}
	return min(magnitude, maxCompact) - zeros + 1
}

func (f *numberFormat) affixOf(magnitude int) compactAffix {
	magnitude = min(magnitude, maxCompact)
	if magnitude < 3 {
		return compactAffix{}
	}
	affix := compactAffix{patterns: f.compactPatterns(), power: "1" + strings.Repeat("0", magnitude)}
	text := affix.of("other")
	affix.short = strings.Trim(text, "0¤\u00a0 ") != ""
	return affix
}

// round rounds by the options of digits.
func (o *digitOptions) round(d *decimal) {
	if d.infinite || d.notNumber {
		return
	}
	d.round(o.places(d), o.roundingMode, o.increment)
}

// places is how many digits after the point the number is rounded to.
func (o *digitOptions) places(d *decimal) int {
	significant := o.maxSignificant - 1 - d.magnitude()
	switch o.priority {
	case "fraction":
		return o.maxFraction
	case "significant":
		return significant
	case "lessPrecision":
		return min(significant, o.maxFraction)
	}
	return max(significant, o.maxFraction)
}

// minFractionOf is how many digits after the point are written at least.
func (o *digitOptions) minFractionOf(d *decimal) int {
	significant := o.minSignificant - 1 - d.magnitude()
	least := o.minFraction
	switch o.priority {
	case "significant":
		least = significant
	case "morePrecision", "compact":
		if o.maxSignificant-1-d.magnitude() > o.maxFraction {
			least = significant
		}
	case "lessPrecision":
		if o.maxSignificant-1-d.magnitude() <= o.maxFraction {
			least = significant
		}
	}
	if o.trailingZero == "stripIfInteger" && d.point >= len(d.digits) {
		return 0
	}
	return max(0, least)
}

// text rounds a number: its digits as they are written.
func (o *digitOptions) text(d decimal) (whole, fraction string) {
	o.round(&d)
	return d.split(max(1, o.minInteger), o.minFractionOf(&d))
}
