package inspect

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// describe decides how an object is shown.
func (p *printer) describe(o *goja.Object) shape {
	class := p.in.constructorName(o)
	s := shape{class: class, open: "{", closing: "}"}
	switch kind := o.ExportType(); {
	case o.ClassName() == "Array":
		return p.describeArray(o, s)
	case kind == dateType:
		s.head = dateText(o)
	case o.ClassName() == "RegExp", o.ClassName() == "Error":
		s.head = p.headText(o)
	case o.ClassName() == "String", o.ClassName() == "Number", o.ClassName() == "Boolean":
		s.head = "[" + o.ClassName() + ": " + p.value(p.in.realm.Unbox(o), 0) + "]"
		s.keys = p.ownKeys(o, true)
		return s
	case kind == promiseType:
		return p.describePromise(o, s)
	case kind == mapType, kind == setType:
		return p.describeCollection(o, s, kind == mapType)
	case isTypedArray(kind):
		s.contents = typedItems(o)
		s.array = o
		s.open, s.closing = fmt.Sprintf("%s(%d) [", class, o.Get("length").ToInteger()), "]"
		return s
	default:
		if _, callable := goja.AssertFunction(o); callable {
			s.head = p.functionText(o, class)
		} else if o.ClassName() == "Arguments" {
			s.open = "[Arguments] {"
		} else if class == "" {
			s.open = "[Object: null prototype] {"
		} else if class != "Object" {
			s.open = class + " {"
		}
	}
	s.keys = p.ownKeys(o, false)
	if o.ClassName() == "Error" {
		s.keys = p.errorKeys(o, s.keys)
	}
	return s
}

func isTypedArray(kind reflect.Type) bool {
	if kind == nil || kind.Kind() != reflect.Slice {
		return false
	}
	switch kind.Elem().Kind() {
	case reflect.Uint8, reflect.Int8, reflect.Uint16, reflect.Int16, reflect.Uint32, reflect.Int32,
		reflect.Float32, reflect.Float64, reflect.Int64, reflect.Uint64:
		return true
	}
	return false
}

func dateText(o *goja.Object) string {
	if t, ok := o.Export().(time.Time); ok {
		return jsvalue.ISOTime(t)
	}
	return "Invalid Date"
}

// headText shows a regular expression, or an Error by its stack.
func (p *printer) headText(o *goja.Object) string {
	if o.ClassName() == "Error" {
		return p.errorText(o)
	}
	return "/" + textOf(o, "source") + "/" + textOf(o, "flags")
}

// textOf reads a property that may be an accessor, and "" when that throws.
func textOf(o *goja.Object, name string) string {
	if v := o.Get(name); v != nil {
		if s, ok := v.(goja.String); ok {
			return s.String()
		}
	}
	return ""
}

// errorText shows an Error by name and message, then where it was made.
func (p *printer) errorText(o *goja.Object) string {
	text, message := p.in.ErrorName(o), p.in.Text(o, "message")
	if text != "" && message != "" {
		text += ": "
	}
	text += message
	frames := p.in.stack(p.in.Text(o, "stack"))
	if frames == "" {
		return "[" + text + "]"
	}
	indent := "\n" + strings.Repeat(" ", p.indent+4)
	return text + indent + strings.ReplaceAll(frames, "\n", indent)
}

// errorKeys adds an Error's cause and errors, which are not enumerable.
func (p *printer) errorKeys(o *goja.Object, keys []goja.Value) []goja.Value {
	for _, name := range []string{"cause", "errors"} {
		key := p.in.rt.ToValue(name)
		if own := p.in.property(o, key); own.exists() && !own.enumerable {
			keys = append(keys, key)
		}
	}
	return keys
}

func (p *printer) functionText(o *goja.Object, class string) string {
	name := p.in.Text(o, "name")
	if o.ExportType() == classType {
		return p.classText(o, name)
	}
	if class == "" {
		class = "Function"
	}
	if name == "" {
		return "[" + class + " (anonymous)]"
	}
	return "[" + class + ": " + name + "]"
}

func (p *printer) classText(o *goja.Object, name string) string {
	text := "[class "
	if name == "" {
		text += "(anonymous)"
	} else {
		text += name
	}
	if parent := o.Prototype(); parent != nil {
		if parent := p.in.Text(parent, "name"); parent != "" {
			text += " extends " + parent
		}
	}
	return text + "]"
}

func (p *printer) describeArray(o *goja.Object, s shape) shape {
	length := o.Get("length").ToInteger()
	s.open, s.closing = "[", "]"
	if s.class != "Array" {
		class := s.class
		if class == "" {
			class = "Array: null prototype"
		}
		s.open = fmt.Sprintf("%s(%d) [", class, length)
	}
	if length > 0 {
		s.contents = arrayItems(o, length)
		s.array = o
	}
	s.keys = p.ownKeysOfArray(o, length)
	return s
}

// ownKeysOfArray lists the named properties of an array; those of a huge one
// are not looked for, since that lists every index.
func (p *printer) ownKeysOfArray(o *goja.Object, length int64) []goja.Value {
	if length > 10_000 && p.hidden {
		return []goja.Value{p.in.rt.ToValue("length")}
	} else if length > 10_000 {
		return nil
	}
	return p.ownKeys(o, true)
}

// maxProbes bounds how far holes are looked for.
const maxProbes = 100 * maxItems

// arrayItems shows the items, runs of holes as one, at most p.maxItems in all.
func arrayItems(o *goja.Object, length int64) func(*printer, int) []string {
	return func(p *printer, depth int) []string {
		var items []string
		i := int64(0)
		for probes := 0; i < length && int64(len(items)) < p.maxItems && p.written < maxText; probes++ {
			start := i
			for i < length && probes < maxProbes && p.hole(o, i) {
				i++
				probes++
			}
			if holes := i - start; holes > 0 {
				items = append(items, holesText(holes))
				continue
			}
			if probes >= maxProbes {
				break
			}
			items = append(items, p.item(p.in.property(o, index(p, i)), depth))
			i++
		}
		if rest := length - i; rest > 0 {
			items = append(items, moreItems(rest))
		}
		return items
	}
}

func index(p *printer, i int64) goja.Value {
	return p.in.rt.ToValue(strconv.FormatInt(i, 10))
}

func (p *printer) hole(o *goja.Object, i int64) bool {
	return !p.in.property(o, index(p, i)).exists()
}

func (p *printer) item(item property, depth int) string {
	if item.value == nil {
		return "[Getter]"
	}
	p.indent += 2
	defer func() { p.indent -= 2 }()
	return p.value(item.value, depth+1)
}

func holesText(n int64) string {
	if n == 1 {
		return "<1 empty item>"
	}
	return fmt.Sprintf("<%d empty items>", n)
}

func moreItems(n int64) string {
	if n == 1 {
		return "... 1 more item"
	}
	return fmt.Sprintf("... %d more items", n)
}

func typedItems(o *goja.Object) func(*printer, int) []string {
	length := o.Get("length").ToInteger()
	return func(p *printer, depth int) []string {
		var items []string
		for i := range min(length, p.maxItems) {
			items = append(items, p.value(o.Get(strconv.FormatInt(i, 10)), depth+1))
		}
		if length > p.maxItems {
			items = append(items, moreItems(length-p.maxItems))
		}
		return items
	}
}

func (p *printer) describePromise(o *goja.Object, s shape) shape {
	s.open = s.class + " {"
	s.contents = func(p *printer, depth int) []string {
		promise, ok := o.Export().(*goja.Promise)
		if !ok || promise.State() == goja.PromiseStatePending {
			return []string{"<pending>"}
		}
		text := p.item(property{value: promise.Result()}, depth)
		if promise.State() == goja.PromiseStateRejected {
			text = "<rejected> " + text
		}
		return []string{text}
	}
	s.keys = p.ownKeys(o, false)
	return s
}

func (p *printer) describeCollection(o *goja.Object, s shape, isMap bool) shape {
	name := "Set"
	if isMap {
		name = "Map"
	}
	size := sizeOf(o)
	var entries []goja.Value
	p.in.rt.ForOf(o, func(entry goja.Value) bool {
		entries = append(entries, entry)
		return int64(len(entries)) < p.maxItems
	})
	s.open = fmt.Sprintf("%s(%d) {", s.class, size)
	if s.class != name {
		s.open = fmt.Sprintf("%s(%d) [%s] {", s.class, size, name)
	}
	s.keys = p.ownKeys(o, false)
	if len(entries) > 0 {
		s.contents = func(p *printer, depth int) []string { return p.collectionEntries(entries, isMap, size, depth) }
	}
	return s
}

// sizeOf is the size of a Map or a Set; 0 when the script took that away.
func sizeOf(o *goja.Object) int64 {
	if size := o.Get("size"); size != nil {
		return size.ToInteger()
	}
	return 0
}

func (p *printer) collectionEntries(entries []goja.Value, isMap bool, size int64, depth int) []string {
	var items []string
	for _, entry := range entries {
		pair, ok := entry.(*goja.Object)
		if !isMap || !ok {
			items = append(items, p.item(property{value: entry}, depth))
			continue
		}
		items = append(items, p.item(property{value: pair.Get("0")}, depth)+" => "+p.item(property{value: pair.Get("1")}, depth))
	}
	if rest := size - int64(len(entries)); rest > 0 {
		items = append(items, moreItems(rest))
	}
	return items
}

// lineLength is where an object is broken into lines.
const lineLength = 80

// arrange puts the parts of an object on one line if they are few and short,
// an array's into columns if they are many, else each on a line of its own.
func (p *printer) arrange(s shape, parts []string, depth int) string {
	columns := parts
	if s.array != nil && len(parts) > 6 {
		columns = p.columns(s.array, parts)
	}
	head := s.head
	if head != "" {
		head += " "
	}
	if p.deepest-depth < 3 && len(columns) == len(parts) && !strings.Contains(s.head, "\n") {
		if total, joined := p.width(s, parts), strings.Join(parts, ", "); total <= p.line && !strings.Contains(joined, "\n") {
			return head + s.open + " " + joined + " " + s.closing
		}
	}
	newline := "\n" + strings.Repeat(" ", p.indent)
	return head + s.open + newline + "  " + strings.Join(columns, ","+newline+"  ") + newline + s.closing
}

func (p *printer) width(s shape, parts []string) int {
	total := 2*len(parts) + p.indent + units(s.open) + units(s.head) + 10
	for _, part := range parts {
		total += units(part)
	}
	return total
}

// units is the length of a text as JavaScript counts it.
func units(text string) int {
	n := 0
	for _, c := range text {
		n += utf16.RuneLen(c)
	}
	return n
}

// firstUnits cuts a text to a length as JavaScript counts it; half of a
// character is left out.
func firstUnits(text string, length int) string {
	for i, c := range text {
		if length -= utf16.RuneLen(c); length < 0 {
			return text[:i]
		}
	}
	return text
}

// columns lays the items of an array out as a table, numbers to the right,
// with about two and a half times as many columns as rows. It returns the
// items unchanged when they are too long for that.
func (p *printer) columns(array *goja.Object, items []string) []string {
	shown := items
	if int64(len(items)) > p.maxItems { // and with them how many more there are
		shown = items[:len(items)-1]
	}
	longest, total := 0, 0
	for _, item := range shown {
		longest = max(longest, cellWidth(item))
		total += cellWidth(item) + 2
	}
	cell := longest + 2
	if cell*3+p.indent >= p.line || float64(total)/float64(cell) <= 5 && longest > 6 {
		return items
	}
	biased := math.Max(float64(cell)-3-math.Sqrt(float64(cell)-float64(total)/float64(len(items))), 1)
	count := min(
		int(math.Round(math.Sqrt(2.5*biased*float64(len(shown)))/biased)),
		(p.line-p.indent)/cell,
		3*4,
		15,
	)
	if count <= 1 {
		return items
	}
	rows := table(shown, count, p.numeric(array, len(items)))
	return append(rows, items[len(shown):]...)
}

func (p *printer) numeric(array *goja.Object, n int) bool {
	for i := range n {
		v := p.in.property(array, index(p, int64(i))).value
		if v == nil || !goja.IsNumber(v) && !goja.IsBigInt(v) {
			return false
		}
	}
	return true
}

func table(items []string, count int, right bool) []string {
	widths := make([]int, count)
	for i, item := range items {
		widths[i%count] = max(widths[i%count], cellWidth(item))
	}
	var rows []string
	for i := 0; i < len(items); i += count {
		var row strings.Builder
		last := min(i+count, len(items)) - 1
		for j := i; j <= last; j++ {
			padding := strings.Repeat(" ", widths[j-i]-cellWidth(items[j]))
			switch {
			case right && j == last:
				row.WriteString(padding + items[j])
			case right:
				row.WriteString(padding + items[j] + ", ")
			case j == last:
				row.WriteString(items[j])
			default:
				row.WriteString(items[j] + ", " + padding)
			}
		}
		rows = append(rows, row.String())
	}
	return rows
}
