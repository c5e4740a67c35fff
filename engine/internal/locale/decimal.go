package locale

import (
	"math"
	"strconv"
	"strings"
)

// A decimal is an exact decimal number: 0.DIGITS × 10^point, without zeros at
// either end of the digits; zero has none.
type decimal struct {
	negative  bool
	digits    string
	point     int
	infinite  bool
	notNumber bool
}

func fromFloat(f float64) decimal {
	switch {
	case math.IsNaN(f):
		return decimal{notNumber: true}
	case math.IsInf(f, 0):
		return decimal{infinite: true, negative: f < 0}
	}
	d := fromText(strconv.FormatFloat(f, 'e', -1, 64))
	d.negative = math.Signbit(f)
	return d
}

// maxExponent bounds the exponents of numbers given as text.
const maxExponent = 5000

// fromText reads a number such as -12.5e3; what is not one is NaN.
func fromText(text string) decimal {
	var d decimal
	text, d.negative = strings.CutPrefix(text, "-")
	if !d.negative {
		text = strings.TrimPrefix(text, "+")
	}
	if text == "Infinity" {
		d.infinite = true
		return d
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(text), "e")
	power := 0
	if hasExponent {
		var err error
		if power, err = strconv.Atoi(exponent); err != nil || power > maxExponent || power < -maxExponent {
			return decimal{notNumber: true}
		}
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return decimal{notNumber: true}
	}
	d.digits, d.point = digits, len(whole)+power
	d.normalize()
	return d
}

func (d *decimal) normalize() {
	short := strings.TrimLeft(d.digits, "0")
	d.point -= len(d.digits) - len(short)
	d.digits = strings.TrimRight(short, "0")
	if d.digits == "" {
		d.point = 0
	}
}

func (d *decimal) isZero() bool { return d.digits == "" && !d.infinite && !d.notNumber }

// magnitude is the power of ten of the first digit; 0 for zero.
func (d *decimal) magnitude() int {
	if d.digits == "" {
		return 0
	}
	return d.point - 1
}

// round leaves no digit below 10^-places, by a rounding mode; increment counts
// in units of that last place.
func (d *decimal) round(places int, mode string, increment int) {
	if d.infinite || d.notNumber {
		return
	}
	if increment > 1 {
		d.roundTo(places, mode, increment)
		return
	}
	keep := d.point + places
	if keep >= len(d.digits) {
		return
	}
	if keep < 0 {
		d.digits, d.point, keep = strings.Repeat("0", -keep)+d.digits, d.point-keep, 0
	}
	kept, rest := d.digits[:keep], d.digits[keep:]
	odd := keep > 0 && (kept[keep-1]-'0')%2 == 1
	up := roundsUp(mode, d.negative, compareHalf(rest), odd)
	d.digits = kept
	if up {
		d.increment(places)
	}
	d.normalize()
}

// compareHalf compares the fraction 0.rest with a half.
func compareHalf(rest string) int {
	if c := int(rest[0]) - '5'; c != 0 {
		return c
	}
	if strings.Trim(rest[1:], "0") != "" {
		return 1
	}
	return 0
}

func roundsUp(mode string, negative bool, half int, odd bool) bool {
	switch mode {
	case "ceil":
		return !negative
	case "floor":
		return negative
	case "expand":
		return true
	case "trunc":
		return false
	}
	if half != 0 {
		return half > 0
	}
	switch mode {
	case "halfCeil":
		return !negative
	case "halfFloor":
		return negative
	case "halfTrunc":
		return false
	case "halfEven":
		return odd
	}
	return true
}

// increment adds one unit of 10^-places to digits that end there.
func (d *decimal) increment(places int) {
	digits := []byte(d.digits)
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			d.digits = string(digits)
			return
		}
		digits[i] = '0'
	}
	d.digits = "1" + string(digits)
	d.point++
	if len(digits) == 0 {
		d.point = 1 - places
	}
}

// roundTo rounds to multiples of an increment, by long division.
func (d *decimal) roundTo(places int, mode string, increment int) {
	whole := d.integer(places)
	quotient, remainder := make([]byte, len(whole)), 0
	for i := range whole {
		remainder = remainder*10 + int(whole[i]-'0')
		quotient[i] = byte('0' + remainder/increment)
		remainder %= increment
	}
	exact := d.point+places >= len(d.digits)
	if remainder == 0 && exact {
		return
	}
	half := 2*remainder - increment
	if half == 0 && !exact {
		half = 1
	}
	odd := len(quotient) > 0 && (quotient[len(quotient)-1]-'0')%2 == 1
	q := decimal{negative: d.negative, digits: string(quotient), point: len(quotient)}
	if roundsUp(mode, d.negative, half, odd) {
		q.increment(0)
	}
	*d = q.times(increment)
	d.point -= places
	d.normalize()
}

// integer is the number in units of 10^-places, cut off there.
func (d *decimal) integer(places int) string {
	n := d.point + places
	switch {
	case n <= 0:
		return ""
	case n <= len(d.digits):
		return d.digits[:n]
	}
	return d.digits + strings.Repeat("0", n-len(d.digits))
}

// times multiplies a whole number.
func (d decimal) times(by int) decimal {
	whole := d.integer(0)
	product, carry := make([]byte, len(whole)), 0
	for i := len(whole) - 1; i >= 0; i-- {
		carry += int(whole[i]-'0') * by
		product[i] = byte('0' + carry%10)
		carry /= 10
	}
	head := strconv.Itoa(carry)
	return decimal{negative: d.negative, digits: head + string(product), point: len(head) + len(product)}
}

// split returns the digits before and after the point, with at least so many.
func (d *decimal) split(minInteger, minFraction int) (whole, fraction string) {
	whole = d.integer(0)
	switch {
	case d.point >= len(d.digits):
	case d.point >= 0:
		fraction = d.digits[d.point:]
	default:
		fraction = strings.Repeat("0", -d.point) + d.digits
	}
	if n := minInteger - len(whole); n > 0 {
		whole = strings.Repeat("0", n) + whole
	}
	if n := minFraction - len(fraction); n > 0 {
		fraction += strings.Repeat("0", n)
	}
	return whole, fraction
}
