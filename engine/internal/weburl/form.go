package weburl

import (
	"strings"

	"rocketscript/engine/internal/jsvalue"
)

// ParseForm reads application/x-www-form-urlencoded text as names and values
// in turn.
func ParseForm(text string) []string {
	var list []string
	for pair := range strings.SplitSeq(text, "&") {
		if pair == "" {
			continue
		}
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, decodeForm(name), decodeForm(value))
	}
	return list
}

func decodeForm(text string) string {
	return jsvalue.ValidUTF8(PercentDecode(strings.ReplaceAll(text, "+", " ")))
}

// SerializeForm writes names and values in turn as
// application/x-www-form-urlencoded text.
func SerializeForm(list []string) string {
	var b strings.Builder
	for i := 0; i+1 < len(list); i += 2 {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(encodeForm(list[i]) + "=" + encodeForm(list[i+1]))
	}
	return b.String()
}

func encodeForm(text string) string {
	return strings.ReplaceAll(formSpaces.encode(text), " ", "+")
}

// formSpaces leaves spaces, which become plus signs.
var formSpaces = func() percentSet {
	set := formSet
	set[' '] = false
	return set
}()
