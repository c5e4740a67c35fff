package message

import (
	"bytes"
	"encoding/json"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// A value is one JSON value in its author's own bytes, without space around
// it; nil is JavaScript's undefined. Values are cut out of a text that was
// found valid as a whole (readContent, ParseAttachment), so reading them cannot
// fail.
type value []byte

// A kind says what a value is, as JavaScript would ask for it.
type kind byte

const (
	kindUndefined kind = iota
	kindNull
	kindBoolean
	kindNumber
	kindString
	kindArray
	kindObject
)

func (v value) kind() kind {
	if len(v) == 0 {
		return kindUndefined
	}
	switch v[0] {
	case 'n':
		return kindNull
	case 't', 'f':
		return kindBoolean
	case '"':
		return kindString
	case '[':
		return kindArray
	case '{':
		return kindObject
	}
	return kindNumber
}

// given reports whether v is neither undefined nor null.
func (v value) given() bool { return v.kind() > kindNull }

// typeof is the word JavaScript's typeof gives.
func (v value) typeof() string {
	switch v.kind() {
	case kindUndefined:
		return "undefined"
	case kindBoolean:
		return "boolean"
	case kindNumber:
		return "number"
	case kindString:
		return "string"
	}
	return "object"
}

// truthy reports whether JavaScript takes v for true.
func (v value) truthy() bool {
	switch v.kind() {
	case kindUndefined, kindNull:
		return false
	case kindBoolean:
		return v[0] == 't'
	case kindNumber:
		return v.number() != 0
	case kindString:
		return len(v) > len(`""`)
	}
	return true
}

// firstTruthy is a || b || …: the first truthy value, else the last.
func firstTruthy(values ...value) (v value) {
	for _, v = range values {
		if v.truthy() {
			break
		}
	}
	return v
}

// number is the double that JSON.parse makes of a number; ±Inf when it is too
// big.
func (v value) number() float64 {
	f, _ := strconv.ParseFloat(string(v), 64) // the error says out of range, f is ±Inf then
	return f
}

// str is the text of a string, and "" for every other kind.
func (v value) str() string {
	if v.kind() != kindString {
		return ""
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return string(v[1 : len(v)-1])
	}
	var s string
	_ = json.Unmarshal(v, &s) // v is valid JSON
	return s
}

// text is String(v). It reports false where JavaScript throws instead, because
// an object has a member called toString and so cannot become a primitive.
func (v value) text() (string, bool) {
	switch v.kind() {
	case kindUndefined:
		return "undefined", true
	case kindNumber:
		return formatNumber(v.number()), true
	case kindString:
		return v.str(), true
	case kindArray:
		return v.join()
	case kindObject:
		return "[object Object]", membersOf(v).get("toString") == nil
	}
	return string(v), true
}

// join is what String makes of an array: the elements' texts between commas,
// with nothing for null. Arrays inside it come out flat, so one pass will do,
// however deep they are.
func (v value) join() (string, bool) {
	var out strings.Builder
	for i := 0; i < len(v); {
		switch v[i] {
		case '[', ']', ' ', '\n', '\t', '\r':
			i++
		case ',':
			out.WriteByte(',')
			i++
		default:
			end := valueEnd(v, i)
			if e := v[i:end]; e.given() {
				s, ok := e.text()
				if !ok {
					return "", false
				}
				out.WriteString(s)
			}
			i = end
		}
	}
	return out.String(), true
}

// formatNumber prints a double as JavaScript does: the shortest digits that
// read back as the same double, with an exponent from 1e21 up and below 1e-6.
func formatNumber(f float64) string {
	abs := math.Abs(f)
	switch {
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case f == 0: // also -0
		return "0"
	case abs >= 1e-6 && abs < 1e21:
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	s := strconv.FormatFloat(f, 'e', -1, 64)
	return strings.Replace(s, "e-0", "e-", 1) // Go writes two digits at least: 1e-07
}

// jsTrim trims what String.prototype.trim does. Unlike strings.TrimSpace it
// takes the byte order mark for space, and not U+0085.
func jsTrim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool {
		switch r {
		case '\t', '\n', '\v', '\f', '\r', ' ', '\u2028', '\u2029', '\ufeff':
			return true
		}
		return r > unicode.MaxASCII && unicode.Is(unicode.Zs, r)
	})
}

// elements yields the elements of an array, and nothing for other kinds.
func (v value) elements() iter.Seq[value] {
	return func(yield func(value) bool) {
		if v.kind() != kindArray {
			return
		}
		for i := skipSpace(v, 1); v[i] != ']'; {
			end := valueEnd(v, i)
			if !yield(v[i:end:end]) {
				return
			}
			i = nextItem(v, end)
		}
	}
}

// members yields the members of an object in their order, and nothing for other
// kinds. Names are still quoted, as quote would do it: a name without special
// characters is just itself between quotes.
func (v value) members() iter.Seq2[value, value] {
	return func(yield func(name, val value) bool) {
		if v.kind() != kindObject {
			return
		}
		for i := skipSpace(v, 1); v[i] != '}'; {
			end := valueEnd(v, i)
			name := v[i:end:end]
			if bytes.IndexByte(name, '\\') >= 0 {
				name = quote(name.str())
			}
			i = skipSpace(v, skipSpace(v, end)+len(":"))
			end = valueEnd(v, i)
			if !yield(name, v[i:end:end]) {
				return
			}
			i = nextItem(v, end)
		}
	}
}

// nextItem returns where the item after the one that ended at i begins, or
// where the closing bracket is.
func nextItem(b []byte, i int) int {
	i = skipSpace(b, i)
	if b[i] == ',' {
		i = skipSpace(b, i+1)
	}
	return i
}

func skipSpace(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r' {
		i++
	}
	return i
}

// valueEnd returns where the value that begins at i ends.
func valueEnd(b []byte, i int) int {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '"':
			i = stringEnd(b, i) - 1
		case '{', '[':
			depth++
			continue
		case '}', ']':
			depth--
		default:
			if depth > 0 {
				continue
			}
			return scalarEnd(b, i)
		}
		if depth == 0 {
			return i + 1
		}
	}
	return i
}

func stringEnd(b []byte, i int) int {
	for i++; ; i++ {
		i += bytes.IndexByte(b[i:], '"')
		if !escaped(b, i) {
			return i + 1
		}
	}
}

// escaped reports whether an odd number of backslashes stands before i.
func escaped(b []byte, i int) bool {
	n := 0
	for b[i-n-1] == '\\' {
		n++
	}
	return n%2 == 1
}

func scalarEnd(b []byte, i int) int {
	for i < len(b) && bytes.IndexByte([]byte(" \t\r\n,:]}"), b[i]) < 0 {
		i++
	}
	return i
}
