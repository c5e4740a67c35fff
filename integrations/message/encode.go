package message

import (
	"bytes"
	"encoding/json"
)

// quote writes a text as JSON.stringify does. Unlike json.Marshal it leaves <,
// > and & as they are: the text is read by chat servers and people, not by an
// HTML parser.
func quote(s string) value { return appendQuoted(make(value, 0, len(s)+2), s) }

func appendQuoted(dst value, s string) value {
	dst = append(dst, '"')
	done := 0
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			dst = append(dst, s[done:i]...)
			dst = appendEscape(dst, c)
			done = i + 1
		}
	}
	return append(append(dst, s[done:]...), '"')
}

func appendEscape(dst value, c byte) value {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	const digits = "0123456789abcdef"
	return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
}

// compact is v as text without space and without needless escapes, numbers as
// their author wrote them: what people are shown in place of "[object Object]".
func (v value) compact() string {
	var out value
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case ' ', '\n', '\t', '\r':
		case '"':
			end := stringEnd(v, i)
			out = appendQuoted(out, v[i:end].str())
			i = end - 1
		default:
			out = append(out, v[i])
		}
	}
	return string(out)
}

// indented is compact, over several lines where that is readable: not where it
// is big, nor where it is so deep that indentation would make it big.
func (v value) indented() string {
	const readableSize, readableDepth = 1 << 16, 12
	text := v.compact()
	if len(text) > readableSize || v.depth() > readableDepth {
		return text
	}
	var buf bytes.Buffer
	_ = json.Indent(&buf, []byte(text), "", "  ") // v is valid JSON
	return buf.String()
}

// depth is how many arrays and objects are around the innermost value.
func (v value) depth() int {
	depth, deepest := 0, 0
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '"':
			i = stringEnd(v, i) - 1
		case '[', '{':
			depth++
			deepest = max(deepest, depth)
		case ']', '}':
			depth--
		}
	}
	return deepest
}
