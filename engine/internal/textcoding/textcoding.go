// Package textcoding is TextEncoder and TextDecoder for scripts, after the
// WHATWG Encoding Standard: every label it names, fatal, ignoreBOM and
// decoding in pieces.
//
// UTF-8 and UTF-16LE, which scripts use, are decoded here, since they are
// asked to tell what is malformed; the legacy encodings come from
// golang.org/x/text.
package textcoding

import (
	_ "embed" // the JavaScript beside this file
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
	"golang.org/x/text/encoding/htmlindex"

	"rocketscript/engine/internal/native"
)

//go:embed textcoding.js
var text string

var source = native.Function("textcoding", text)

// Load makes TextEncoder and TextDecoder, as members of an object. errors is
// what native.LoadErrors made.
func Load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	b := binding{rt}
	return source.Load(rt, native.Functions{
		"label":      b.label,
		"decoder":    b.decoder,
		"decode":     b.decode,
		"encode":     b.encode,
		"encodeInto": b.encodeInto,
	}, errors)
}

// A binding is the Go functions beneath textcoding.js.
type binding struct{ rt *goja.Runtime }

// label returns the name of the encoding that a label means; undefined for
// none.
func (b binding) label(call goja.FunctionCall) goja.Value {
	encoding, err := htmlindex.Get(strings.Trim(call.Argument(0).String(), "\t\n\f\r "))
	if err != nil {
		return goja.Undefined()
	}
	name, err := htmlindex.Name(encoding)
	if err != nil {
		return goja.Undefined()
	}
	return b.rt.ToValue(name)
}

// decoder takes the name of an encoding, fatal and ignoreBOM, and returns what
// decode decodes with.
func (b binding) decoder(call goja.FunctionCall) goja.Value {
	d, err := newDecoder(call.Argument(0).String(), call.Argument(1).ToBoolean(), call.Argument(2).ToBoolean())
	if err != nil {
		panic(b.rt.NewTypeError("%s", err.Error()))
	}
	return b.rt.ToValue(d)
}

// decode takes a decoder, bytes, and whether more follow; it returns null for
// what is malformed.
func (b binding) decode(call goja.FunctionCall) goja.Value {
	d := call.Argument(0).Export().(*decoder)
	text, err := d.decode(native.MustBytes(b.rt, call.Argument(1)), call.Argument(2).ToBoolean())
	if errors.Is(err, errMalformed) {
		return goja.Null()
	}
	return text.value(b.rt)
}

// encode takes a string and returns an ArrayBuffer.
func (b binding) encode(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(b.rt.NewArrayBuffer([]byte(b.text(call.Argument(0)))))
}

func (b binding) text(v goja.Value) string { return native.Text(b.rt, v).String() }

// encodeInto takes a string and bytes; it writes whole characters and returns
// how many UTF-16 units it read and bytes it wrote.
func (b binding) encodeInto(call goja.FunctionCall) goja.Value {
	memory := native.MustBytes(b.rt, call.Argument(1))
	read, written := 0, 0
	for _, c := range b.text(call.Argument(0)) {
		if written+utf8.RuneLen(c) > len(memory) {
			break
		}
		written += utf8.EncodeRune(memory[written:], c)
		read++
		if c > 0xFFFF {
			read++
		}
	}
	return b.rt.NewArray(read, written)
}
