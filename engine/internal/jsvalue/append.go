package jsvalue

import "github.com/dop251/goja"

// AppendString appends a string as JSON.stringify writes it.
func AppendString(buf []byte, s goja.String) []byte {
	w := writer{buf: buf}
	w.string(s)
	return w.buf
}

// AppendText is AppendString for a Go string.
func AppendText(buf []byte, text string) []byte {
	w := writer{buf: buf}
	w.quote(text)
	return w.buf
}

// AppendNumber appends a number as JSON.stringify writes it: null when it is
// not finite.
func AppendNumber(buf []byte, v goja.Value) []byte {
	w := writer{buf: buf}
	w.number(v)
	return w.buf
}

// IsArray tells whether o is an array or a proxy of one, as Array.isArray.
func IsArray(o *goja.Object) bool {
	return o.ClassName() == "Array" || o.ExportType() == proxyType && isArrayProxy(o)
}
