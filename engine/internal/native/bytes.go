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

// MustBytes is Bytes for what the JavaScript of a room has checked; anything
// else is a mistake of it, and throws a TypeError.
func MustBytes(rt *goja.Runtime, v goja.Value) []byte {
	memory, ok := Bytes(v)
	if !ok {
		panic(rt.NewTypeError("argument must be a buffer"))
	}
	return memory
}

// Text is a string to be encoded; it throws a TypeError for one that would not
// fit when encoded. Other values become strings.
func Text(rt *goja.Runtime, v goja.Value) goja.String {
	text, ok := v.(goja.String)
	if !ok {
		text, _ = rt.ToValue(v.String()).(goja.String)
	}
	if text.Length() > MaxBytes/3 {
		panic(rt.NewTypeError("a string of %d characters is too long to be encoded here", text.Length()))
	}
	return text
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
