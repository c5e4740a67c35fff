package buffer

import (
	"math"
	"math/big"

	"github.com/dop251/goja"
)

// A layout says how a number lies in memory; buffer.js names them "u16le",
// "i24be", "f64le" and so on, with the size in bits.
type layout struct {
	kind byte // u, i, f, and U and I for BigInt
	size int  // bytes
	big  bool
}

func parseLayout(kind string, size int, bigEndian bool) layout {
	return layout{kind[0], size, bigEndian}
}

// readNumber takes bytes, kind, size, big-endian and offset, all checked.
func (b binding) readNumber(call goja.FunctionCall) goja.Value {
	memory, l := b.number(call)
	bits := l.read(memory)
	shift := 64 - 8*l.size
	signed := int64(bits<<shift) >> shift
	switch l.kind {
	case 'f':
		if l.size == 4 {
			return b.rt.ToValue(float64(math.Float32frombits(uint32(bits))))
		}
		return b.rt.ToValue(math.Float64frombits(bits))
	case 'U':
		return b.rt.ToValue(new(big.Int).SetUint64(bits))
	case 'I':
		return b.rt.ToValue(big.NewInt(signed))
	case 'i':
		return b.rt.ToValue(signed)
	}
	return b.rt.ToValue(bits)
}

// writeNumber takes bytes, kind, size, big-endian, offset and value, all
// checked.
func (b binding) writeNumber(call goja.FunctionCall) goja.Value {
	memory, l := b.number(call)
	l.write(memory, l.bits(call.Argument(5)))
	return goja.Undefined()
}

func (l layout) bits(v goja.Value) uint64 {
	switch l.kind {
	case 'f':
		if l.size == 4 {
			return uint64(math.Float32bits(float32(v.ToFloat())))
		}
		return math.Float64bits(v.ToFloat())
	case 'U', 'I':
		if n, ok := v.Export().(*big.Int); ok {
			return new(big.Int).And(n, new(big.Int).SetUint64(math.MaxUint64)).Uint64()
		}
		return 0
	}
	f := v.ToFloat()
	if math.IsNaN(f) {
		return 0
	}
	return uint64(int64(f))
}

func (b binding) number(call goja.FunctionCall) ([]byte, layout) {
	l := parseLayout(call.Argument(1).String(), int(call.Argument(2).ToInteger()), call.Argument(3).ToBoolean())
	memory, offset := b.bytes(call.Argument(0)), call.Argument(4).ToInteger()
	if l.size < 1 || l.size > 8 || offset < 0 || offset+int64(l.size) > int64(len(memory)) {
		panic(b.rt.NewTypeError("Attempt to access memory outside buffer bounds"))
	}
	return memory[offset : offset+int64(l.size)], l
}

func (l layout) read(memory []byte) (bits uint64) {
	for i := range memory {
		bits |= uint64(memory[i]) << l.shift(i)
	}
	return bits
}

func (l layout) write(memory []byte, bits uint64) {
	for i := range memory {
		memory[i] = byte(bits >> l.shift(i))
	}
}

// shift is how far the byte at i stands from the lowest.
func (l layout) shift(i int) int {
	if l.big {
		return 8 * (l.size - 1 - i)
	}
	return 8 * i
}
