package jsvalue

import (
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// An Object is a part of a document that String() shows otherwise than its
// JSON tells: a Date, an Error, a regular expression, a boxed primitive.
type Object struct {
	// Path is how a script would write the place, as in UnserializableError.
	Path string
	// Text is what String() gives of its structured clone, which is all that
	// the receiver of a result has.
	Text string
}

// maxObjects is how many objects a document tells of.
const maxObjects = 1000

var (
	bufferType = reflect.TypeFor[goja.ArrayBuffer]()
	mapType    = reflect.TypeFor[[][2]any]()
	setType    = reflect.TypeFor[[]any]()
)

// spell notes an object that is not what its JSON tells.
func (w *writer) spell(o *goja.Object, kind reflect.Type, class string) {
	if !w.tells() {
		return
	}
	if text, ok := w.spelled(o, kind, class); ok {
		w.objects = append(w.objects, Object{pathText(w.path), text})
	}
}

// tells reports whether one more object is told of. A writer of single values
// has no realm.
func (w *writer) tells() bool {
	return w.realm != nil && w.realm.DateText != nil && len(w.objects) < maxObjects
}

func (w *writer) spelled(o *goja.Object, kind reflect.Type, class string) (text string, ok bool) {
	switch {
	case kind == dateType:
		if t, valid := o.Export().(time.Time); valid {
			return w.realm.DateText(t), true
		}
		return "Invalid Date", true
	case class == "Error":
		return errorText(o), true
	case class == "RegExp":
		return "/" + o.Get("source").String() + "/" + o.Get("flags").String(), true
	case class == "String" || class == "Number" || class == "Boolean":
		return w.realm.Unbox(o).String(), true
	case kind == mapType:
		return "[object Map]", true
	case kind == setType && class != "Array":
		return "[object Set]", true
	case kind == bufferType:
		return "[object ArrayBuffer]", true
	case isTypedArray(kind, class):
		return w.items(o), true
	}
	return "", false
}

// errorText is String() of an Error that was cloned: it keeps the name of
// built-in Errors alone, and a message of its own.
func errorText(o *goja.Object) string {
	name := "Error"
	switch own := textOf(o.Get("name")); own {
	case "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError":
		name = own
	}
	for _, key := range o.GetOwnPropertyNames() {
		if key != "message" {
			continue
		}
		if message := textOf(o.Get(key)); message != "" {
			return name + ": " + message
		}
	}
	return name
}

func textOf(v goja.Value) string {
	if v == nil || goja.IsUndefined(v) {
		return ""
	}
	return v.String()
}

func isTypedArray(kind reflect.Type, class string) bool {
	return kind.Kind() == reflect.Slice && kind.Elem().Kind() != reflect.Interface && class == "Object"
}

// items joins the items of a typed array, as far as a document may be large.
func (w *writer) items(o *goja.Object) string {
	var b strings.Builder
	for i := range o.Get("length").ToInteger() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(textOf(o.Get(strconv.FormatInt(i, 10))))
		if b.Len() > w.limits.Bytes {
			break
		}
	}
	return b.String()
}

// spellNumber notes a number that JSON does not have. NaN by itself is falsy
// as null is; in a list it has a text.
func (w *writer) spellNumber(v goja.Value, f float64) {
	if !w.tells() || math.IsNaN(f) && !w.path[len(w.path)-1].indexed {
		return
	}
	w.objects = append(w.objects, Object{pathText(w.path), v.String()})
}
