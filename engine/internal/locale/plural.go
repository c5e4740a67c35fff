package locale

import "strings"

// maxOperand is how many digits before the point ICU looks at.
const maxOperand = 18

// category is the plural category of a number as it is written: its digits
// before and after the point, those with their zeros, and the power of ten it
// is shortened by ("1.2M": 6).
func category(tag, whole, fraction string, power int) string {
	whole = strings.TrimLeft(whole[max(0, len(whole)-maxOperand):], "0")
	significant := strings.TrimRight(fraction, "0")
	integer := significant == ""
	switch language(tag) {
	case "en", "de":
		if whole == "1" && fraction == "" {
			return "one"
		}
		return "other"
	case "es":
		if whole == "1" && integer {
			return "one"
		}
	case "fr":
		if whole == "" || whole == "1" {
			return "one"
		}
	case "pt":
		if tag == "pt-PT" {
			if whole == "1" && fraction == "" {
				return "one"
			}
		} else if whole == "" || whole == "1" {
			return "one"
		}
	}
	millions := whole != "" && strings.HasSuffix(whole, "000000")
	if power == 0 && millions && fraction == "" || power > 5 {
		return "many"
	}
	return "other"
}

// ordinal is the category of 1st, 2nd and so on.
func ordinal(tag, whole string) string {
	whole = strings.TrimLeft(whole, "0")
	tens, last := "", whole
	if len(whole) > 0 {
		last = whole[len(whole)-1:]
	}
	if len(whole) > 1 {
		tens = whole[len(whole)-2 : len(whole)-1]
	}
	switch language(tag) {
	case "en":
		if named := map[string]string{"1": "one", "2": "two", "3": "few"}[last]; named != "" && tens != "1" {
			return named
		}
	case "fr":
		if whole == "1" {
			return "one"
		}
	}
	return "other"
}
