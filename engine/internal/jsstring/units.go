package jsstring

import (
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Of is a value as a string, as String.prototype's methods convert their
// arguments; converting may throw.
func Of(v goja.Value) goja.String {
	if s, ok := v.ToString().(goja.String); ok {
		return s
	}
	return goja.StringFromUTF16(utf16.Encode([]rune(v.String()))) // undefined and null stay themselves
}

// Units are the UTF-16 units of a string.
func Units(s goja.String) []uint16 {
	units := make([]uint16, s.Length())
	for i := range units {
		units[i] = s.CharAt(i)
	}
	return units
}

// IsWellFormed tells whether every surrogate of a string is one of a pair. It
// costs nothing for ASCII, which has as many bytes as units.
func IsWellFormed(s goja.String) bool {
	text := s.String()
	if len(text) == s.Length() || !strings.ContainsRune(text, utf8.RuneError) {
		return true
	}
	for run := range Runs(s) {
		if run.Lone {
			return false
		}
	}
	return true
}

// A Run is a part of a string: one lone surrogate, or as much as there is
// without any.
type Run struct {
	Units []uint16
	Lone  bool
}

// Runs are the parts of a string, in order.
func Runs(s goja.String) iter.Seq[Run] {
	return func(yield func(Run) bool) {
		units := Units(s)
		from := 0
		for i := 0; i < len(units); i++ {
			switch {
			case !utf16.IsSurrogate(rune(units[i])):
				continue
			case i+1 < len(units) && utf16.DecodeRune(rune(units[i]), rune(units[i+1])) != utf8.RuneError:
				i++
				continue
			}
			if from < i && !yield(Run{Units: units[from:i]}) || !yield(Run{units[i : i+1], true}) {
				return
			}
			from = i + 1
		}
		if from < len(units) {
			yield(Run{Units: units[from:]})
		}
	}
}
