// Package buffer is Node's Buffer for scripts, with atob and btoa.
//
// A Buffer is a Uint8Array with more methods, so the class is JavaScript
// (buffer.js): subclassing, species and argument checking are the language's
// own there. What touches many bytes is Go: text encodings (encoding.go),
// searching and comparing (search.go), numbers (number.go). Go works on the
// memory of the typed array itself.
package buffer

import (
	_ "embed" // the JavaScript beside this file

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed buffer.js
var text string

var source = native.Function("buffer", text)

// Load makes Buffer, atob and btoa, as members of an object. errors is what
// native.LoadErrors made.
func Load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	b := binding{rt}
	return source.Load(rt, native.Functions{
		"fromText":    b.fromText,
		"writeText":   b.writeText,
		"byteLength":  b.byteLength,
		"toText":      b.toText,
		"indexOf":     b.indexOf,
		"compare":     b.compare,
		"fill":        b.fill,
		"swap":        b.swap,
		"readNumber":  b.readNumber,
		"writeNumber": b.writeNumber,
		"decode64":    b.decode64,
		"encode64":    b.encode64,
		"hex":         b.hex,
	}, errors, rt.ToValue(native.MaxBytes))
}

// A binding is the Go functions beneath buffer.js.
type binding struct{ rt *goja.Runtime }

func (b binding) bytes(v goja.Value) []byte { return native.MustBytes(b.rt, v) }

func (b binding) text(v goja.Value) goja.String { return native.Text(b.rt, v) }

// part is the memory from one index to another, both put right.
func (b binding) part(v, from, to goja.Value) []byte {
	memory := b.bytes(v)
	end := clamp(to.ToInteger(), 0, int64(len(memory)))
	start := clamp(from.ToInteger(), 0, end)
	return memory[start:end]
}

func clamp(n, low, high int64) int64 { return max(low, min(n, high)) }

// fromText takes a string and its encoding, and returns an ArrayBuffer.
func (b binding) fromText(call goja.FunctionCall) goja.Value {
	text := b.text(call.Argument(0))
	return b.rt.ToValue(b.rt.NewArrayBuffer(Encode(text, call.Argument(1).String())))
}

// writeText takes bytes, string, encoding, offset and length, and returns how
// many bytes it wrote: whole characters only.
func (b binding) writeText(call goja.FunctionCall) goja.Value {
	encoding := call.Argument(2).String()
	from := call.Argument(3).ToInteger()
	target := b.part(call.Argument(0), call.Argument(3), b.rt.ToValue(from+call.Argument(4).ToInteger()))
	encoded := Encode(b.text(call.Argument(1)), encoding)
	return b.rt.ToValue(copy(target, whole(encoded, len(target), encoding)))
}

// byteLength tells how long a string is in an encoding; for base64 it trusts
// the length, as Node does.
func (b binding) byteLength(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(byteLength(b.text(call.Argument(0)), call.Argument(1).String()))
}

// toText takes bytes, encoding, start and end.
func (b binding) toText(call goja.FunctionCall) goja.Value {
	return Decode(b.rt, b.part(call.Argument(0), call.Argument(2), call.Argument(3)), call.Argument(1).String())
}

// hex takes bytes and how many to show, and returns them in hexadecimal, with
// spaces.
func (b binding) hex(call goja.FunctionCall) goja.Value {
	memory := b.bytes(call.Argument(0))
	memory = memory[:clamp(call.Argument(1).ToInteger(), 0, int64(len(memory)))]
	out := make([]byte, 0, 3*len(memory))
	for i, c := range memory {
		if i > 0 {
			out = append(out, ' ')
		}
		out = append(out, hexDigits[c>>4], hexDigits[c&15])
	}
	return b.rt.ToValue(string(out))
}

const hexDigits = "0123456789abcdef"
