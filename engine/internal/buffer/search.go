package buffer

import (
	"bytes"

	"github.com/dop251/goja"
)

// indexOf takes the bytes, what to look for, where to begin, whether to look
// forward, and the size of a unit: two for utf16le, whose characters are found
// at even places only. It returns -1 for not found.
func (b binding) indexOf(call goja.FunctionCall) goja.Value {
	memory, wanted := b.bytes(call.Argument(0)), b.bytes(call.Argument(1))
	from, forward := call.Argument(2).ToInteger(), call.Argument(3).ToBoolean()
	unit := int(call.Argument(4).ToInteger())
	if forward {
		return b.rt.ToValue(firstIndex(memory, wanted, int(clamp(from, 0, int64(len(memory)))), unit))
	}
	return b.rt.ToValue(lastIndex(memory, wanted, int(clamp(from, -1, int64(len(memory)))), unit))
}

func firstIndex(memory, wanted []byte, from, unit int) int {
	for from -= from % unit; from <= len(memory); {
		i := bytes.Index(memory[from:], wanted)
		if i < 0 {
			return -1
		}
		if from += i; from%unit == 0 {
			return from
		}
		from++
	}
	return -1
}

func lastIndex(memory, wanted []byte, from, unit int) int {
	for from >= 0 {
		i := bytes.LastIndex(memory[:min(len(memory), from+len(wanted))], wanted)
		if i < 0 || i%unit == 0 {
			return i
		}
		from = i - 1
	}
	return -1
}

// compare takes two byte sequences and returns their order.
func (b binding) compare(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(bytes.Compare(b.bytes(call.Argument(0)), b.bytes(call.Argument(1))))
}

// fill takes the bytes, the pattern, start and end.
func (b binding) fill(call goja.FunctionCall) goja.Value {
	target, pattern := b.part(call.Argument(0), call.Argument(2), call.Argument(3)), bytes.Clone(b.bytes(call.Argument(1)))
	if len(pattern) == 0 {
		return goja.Undefined()
	}
	for done := copy(target, pattern); done > 0 && done < len(target); {
		done += copy(target[done:], target[:done])
	}
	return goja.Undefined()
}

// swap reverses the bytes of every unit of the size given.
func (b binding) swap(call goja.FunctionCall) goja.Value {
	memory, size := b.bytes(call.Argument(0)), int(call.Argument(1).ToInteger())
	for ; len(memory) >= size; memory = memory[size:] {
		for i, j := 0, size-1; i < j; i, j = i+1, j-1 {
			memory[i], memory[j] = memory[j], memory[i]
		}
	}
	return goja.Undefined()
}
