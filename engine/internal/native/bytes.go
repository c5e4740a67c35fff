package native

import (
	"unsafe"

	"github.com/dop251/goja"
)

// MaxBytes bounds what one allocation of a script may take. Node allows 4 GB;
// here a script with a bug would take the process with it.
const MaxBytes = 64 << 20

// Bytes returns the memory behind an ArrayBuffer, typed array or DataView
// itself, not a copy; ok is false for any other value.
func Bytes(v goja.Value) (memory []byte, ok bool) {
	o, isObject := v.(*goja.Object)
	if !isObject {
		return nil, false
	}
	switch view := o.Export().(type) {
	case goja.ArrayBuffer:
		return view.Bytes(), true
	case []uint8:
		return view, true
	case []int8:
		return raw(view), true
	case []uint16:
		return raw(view), true
	case []int16:
		return raw(view), true
	case []uint32:
		return raw(view), true
	case []int32:
		return raw(view), true
	case []float32:
		return raw(view), true
	case []float64:
		return raw(view), true
	case []int64:
		return raw(view), true
	case []uint64:
		return raw(view), true
	}
	return dataView(o)
}

// raw is the memory of a typed array, which goja exports without copying.
func raw[T any](items []T) []byte {
	var item T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(items))), len(items)*int(unsafe.Sizeof(item)))
}

// dataView reads a DataView by its properties, since goja does not export one.
func dataView(o *goja.Object) ([]byte, bool) {
	holder, ok := o.Get("buffer").(*goja.Object)
	if !ok {
		return nil, false
	}
	buffer, ok := holder.Export().(goja.ArrayBuffer)
	if !ok || o.Get("byteOffset") == nil || o.Get("byteLength") == nil {
		return nil, false
	}
	memory := buffer.Bytes()
	from, length := o.Get("byteOffset").ToInteger(), o.Get("byteLength").ToInteger()
	if from < 0 || length < 0 || from > int64(len(memory)) || length > int64(len(memory))-from {
		return nil, false
	}
	return memory[from : from+length], true
}
