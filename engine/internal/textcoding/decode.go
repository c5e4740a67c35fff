package textcoding

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"rocketscript/engine/internal/jsvalue"
)

var errMalformed = errors.New("malformed")

// A decoder decodes bytes that come in pieces.
type decoder struct {
	fatal, ignoreBOM bool
	// cut splits what can be decoded now from what needs more bytes.
	cut    func(memory []byte) (whole, rest []byte)
	whole  func(d *decoder, memory []byte, more bool) (decoded, error)
	legacy transform.Transformer
	table  *charmap.Charmap
	// kept are bytes of a character that is not complete.
	kept []byte
	// begun is set once the place for a byte order mark has passed.
	begun bool
}

// decoded is text in the form its encoding gives it.
type decoded struct {
	text  string
	units []uint16
}

func (d decoded) value(rt *goja.Runtime) goja.Value {
	if d.units != nil {
		return goja.StringFromUTF16(d.units)
	}
	return rt.ToValue(d.text)
}

func newDecoder(name string, fatal, ignoreBOM bool) (*decoder, error) {
	d := &decoder{fatal: fatal, ignoreBOM: ignoreBOM}
	switch name {
	case "utf-8":
		d.cut, d.whole = cutUTF8, (*decoder).utf8
	case "utf-16le", "utf-16be":
		d.cut, d.whole = cutUTF16(name == "utf-16be"), (*decoder).utf16
		if name == "utf-16be" {
			d.whole = (*decoder).utf16Swapped
		}
	default:
		encoding, err := htmlindex.Get(name)
		if err != nil {
			return nil, fmt.Errorf("no encoding %q", name)
		}
		d.cut = func(memory []byte) ([]byte, []byte) { return memory, nil }
		d.whole = (*decoder).transformed
		if table, ok := encoding.(*charmap.Charmap); ok {
			d.table, d.whole = table, (*decoder).mapped
			break
		}
		d.legacy = encoding.NewDecoder().Transformer
	}
	return d, nil
}

// decode decodes a piece; more says that another follows. The decoder begins
// anew after the last one.
func (d *decoder) decode(memory []byte, more bool) (decoded, error) {
	if len(d.kept) > 0 {
		memory = append(d.kept, memory...)
	}
	d.kept = nil
	if more {
		var rest []byte
		memory, rest = d.cut(memory)
		d.kept = append(d.kept, rest...)
	}
	text, err := d.whole(d, memory, more)
	if !more || err != nil {
		d.begun, d.kept = false, nil
		if d.legacy != nil {
			d.legacy.Reset()
		}
	}
	return text, err
}

// atStart tells, once, whether a byte order mark may stand here.
func (d *decoder) atStart(n int) bool {
	first := !d.begun && n > 0
	d.begun = d.begun || n > 0
	return first && !d.ignoreBOM
}

func (d *decoder) utf8(memory []byte, _ bool) (decoded, error) {
	text := string(memory)
	if d.fatal && !utf8.ValidString(text) {
		return decoded{}, errMalformed
	}
	if d.atStart(len(memory)) {
		text = strings.TrimPrefix(text, "\uFEFF")
	}
	return decoded{text: jsvalue.ValidUTF8(text)}, nil
}

// cutUTF8 keeps back the beginning of a character at the end.
func cutUTF8(memory []byte) (whole, rest []byte) {
	for back := 1; back <= min(utf8.UTFMax-1, len(memory)); back++ {
		at := len(memory) - back
		if utf8.RuneStart(memory[at]) {
			if !utf8.FullRune(memory[at:]) {
				return memory[:at], memory[at:]
			}
			break
		}
	}
	return memory, nil
}

// cutUTF16 keeps back half a unit, and the first half of a pair.
func cutUTF16(big bool) func([]byte) ([]byte, []byte) {
	return func(memory []byte) (whole, rest []byte) {
		end := len(memory) &^ 1
		if end >= 2 {
			high := memory[end-1]
			if big {
				high = memory[end-2]
			}
			if high&0xFC == 0xD8 {
				end -= 2
			}
		}
		return memory[:end], memory[end:]
	}
}

func (d *decoder) utf16Swapped(memory []byte, more bool) (decoded, error) {
	swapped := make([]byte, len(memory))
	for i := 0; i+1 < len(memory); i += 2 {
		swapped[i], swapped[i+1] = memory[i+1], memory[i]
	}
	return d.utf16(swapped, more)
}

func (d *decoder) utf16(memory []byte, _ bool) (decoded, error) {
	units := make([]uint16, 0, len(memory)/2+1)
	for i := 0; i+1 < len(memory); i += 2 {
		units = append(units, uint16(memory[i])|uint16(memory[i+1])<<8)
	}
	odd := len(memory)%2 != 0
	if replaceLone(units) || odd {
		if d.fatal {
			return decoded{}, errMalformed
		}
		if odd {
			units = append(units, utf8.RuneError)
		}
	}
	if d.atStart(len(memory)) && len(units) > 0 && units[0] == 0xFEFF {
		units = units[1:]
	}
	return decoded{units: units}, nil
}

// replaceLone puts U+FFFD in the place of lone surrogates, and reports whether
// there were any.
func replaceLone(units []uint16) (found bool) {
	for i := 0; i < len(units); i++ {
		c := rune(units[i])
		if !utf16.IsSurrogate(c) {
			continue
		}
		if i+1 < len(units) && utf16.DecodeRune(c, rune(units[i+1])) != utf8.RuneError {
			i++
			continue
		}
		units[i], found = utf8.RuneError, true
	}
	return found
}

// mapped decodes an encoding of one byte a character. What its table lacks
// among the control characters stands for itself, which x/text does not know.
func (d *decoder) mapped(memory []byte, _ bool) (decoded, error) {
	units := make([]uint16, len(memory))
	for i, c := range memory {
		r := d.table.DecodeByte(c)
		switch {
		case r == utf8.RuneError && c < 0xA0:
			r = rune(c)
		case r == utf8.RuneError && d.fatal:
			return decoded{}, errMalformed
		}
		units[i] = uint16(r)
	}
	return decoded{units: units}, nil
}

// transformed decodes a legacy encoding, which keeps its own state.
func (d *decoder) transformed(memory []byte, more bool) (decoded, error) {
	var out []byte
	buffer := make([]byte, 4096)
	for {
		written, read, err := d.legacy.Transform(buffer, memory, !more)
		out = append(out, buffer[:written]...)
		memory = memory[read:]
		if errors.Is(err, transform.ErrShortDst) {
			continue
		}
		if errors.Is(err, transform.ErrShortSrc) {
			d.kept = append(d.kept, memory...)
		}
		break
	}
	text := string(out)
	if d.fatal && strings.ContainsRune(text, utf8.RuneError) {
		return decoded{}, errMalformed
	}
	return decoded{text: text}, nil
}
