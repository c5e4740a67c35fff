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
	"sync"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed buffer.js
var source string

var program = sync.OnceValue(func() *goja.Program { return native.Compile("buffer", source) })

// Load makes Buffer, atob and btoa, as members of an object. errors is what
// native.LoadErrors made.
func Load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	b := binding{rt}
	functions := native.Functions{
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
	}.Object(rt)
	if err := functions.Set("maxBytes", native.MaxBytes); err != nil {
		panic(err) // a fresh object
	}
	return native.Load(rt, program(), functions, errors)
}

// A binding is the Go functions beneath buffer.js.
type binding struct{ rt *goja.Runtime }

// bytes is the memory of an argument that buffer.js has checked.
func (b binding) bytes(v goja.Value) []byte {
	memory, ok := native.Bytes(v)
	if !ok {
		panic(b.rt.NewTypeError("argument must be a buffer"))
	}
	return memory
}

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

// text refuses a string that would not fit when encoded.
func (b binding) text(v goja.Value) goja.String {
	text, ok := v.(goja.String)
	if !ok {
		text, _ = b.rt.ToValue(v.String()).(goja.String)
	}
	if text.Length() > native.MaxBytes/3 {
		panic(b.rt.NewTypeError("a string of %d characters is too long for a Buffer here", text.Length()))
	}
	return text
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
