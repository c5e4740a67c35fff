// Package qs parses query strings by the rules of npm's qs, the parser behind
// request.url.query in Rocket.Chat (reference §3): brackets nest, repeated
// names become arrays.
//
// The rules are those of qs 6.14.0, which Rocket.Chat's HTTP router ships,
// with its arrayLimit of 500 and qs's defaults for everything else.
package qs

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The limits of the parser. What is beyond them is kept under plain text keys
// or, for parameters, ignored; nothing fails.
const (
	// ArrayLimit is the highest index written as name[index] that makes an
	// array; a higher one makes an object.
	ArrayLimit = 500
	// Depth is how many bracket groups nest; the rest of the name is one key.
	Depth = 5
	// ParameterLimit is how many parameters are read.
	ParameterLimit = 1000
)

// An Object is a JavaScript object in the making: string keys in order of
// insertion. Its values are strings, true, []any of these, and *Object.
type Object struct {
	keys   []string
	values map[string]any
}

// Keys returns the names of the members, in order of insertion.
func (o *Object) Keys() []string { return o.keys }

// Get returns a member; nil when there is none of that name.
func (o *Object) Get(key string) any { return o.values[key] }

func newObject() *Object { return &Object{values: make(map[string]any)} }

func (o *Object) has(key string) bool {
	_, ok := o.values[key]
	return ok
}

func (o *Object) set(key string, value any) {
	if !o.has(key) {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// An array may have holes while it is built: nil items.
type array struct{ items []any }

func (a *array) put(i int, value any) {
	for len(a.items) <= i {
		a.items = append(a.items, nil)
	}
	a.items[i] = value
}

// Parse parses a query string, without its question mark. An empty one gives
// an empty object. Names that every object inherits ("toString", "__proto__")
// are left out, as qs leaves them out.
func Parse(query string) *Object {
	root := newObject()
	if query == "" {
		return root
	}
	flat := parameters(query)
	for _, key := range enumerationOrder(flat.keys) {
		if nested := nest(key, flat.values[key]); nested != nil {
			root = merge(root, nested).(*Object) // an object merged into stays an object
		}
	}
	for _, key := range root.keys {
		root.values[key] = compact(root.values[key])
	}
	return root
}

// parameters reads name=value pairs; the values of a repeated name are
// collected in an array.
func parameters(query string) *Object {
	flat := newObject()
	for i, part := range strings.Split(unescapeBrackets(query), "&") {
		if i == ParameterLimit {
			break
		}
		name, value := cutParameter(part)
		key, text := decode(name), decode(value)
		switch existing := flat.values[key].(type) {
		case nil:
			flat.set(key, text)
		case *array:
			existing.items = append(existing.items, text)
		default:
			flat.set(key, &array{items: []any{existing, text}})
		}
	}
	return flat
}

// cutParameter cuts at the equals sign that ends the name; one inside brackets
// belongs to the name.
func cutParameter(part string) (name, value string) {
	if i := strings.Index(part, "]="); i >= 0 {
		return part[:i+1], part[i+2:]
	}
	name, value, _ = strings.Cut(part, "=")
	return name, value
}

var bracketEscapes = strings.NewReplacer("%5B", "[", "%5b", "[", "%5D", "]", "%5d", "]")

func unescapeBrackets(query string) string { return bracketEscapes.Replace(query) }

// decode undoes percent-encoding. Text with a malformed escape, or one that is
// not UTF-8, stays as it is but for the plus signs, as with decodeURIComponent
// failing.
func decode(text string) string {
	text = strings.ReplaceAll(text, "+", " ")
	if !strings.Contains(text, "%") {
		return text
	}
	decoded, err := url.PathUnescape(text)
	if err != nil || !utf8.ValidString(decoded) {
		return text
	}
	return decoded
}

// nest turns one name, such as a[b][], and its value into nested containers.
// It returns nil for a name that stands for nothing.
func nest(name string, value any) any {
	if name == "" {
		return nil
	}
	segments, ok := split(name)
	if !ok {
		return nil
	}
	leaf := value
	for _, segment := range slices.Backward(segments) {
		leaf = wrap(segment, leaf)
	}
	return leaf
}

// split takes a name apart: "a[b][]" is "a", "[b]", "[]". It reports false for
// names with a part that every object inherits.
func split(name string) (segments []string, ok bool) {
	from, to := bracketGroup(name, 0)
	parent := name
	if from >= 0 {
		parent = name[:from]
	}
	if inherited(parent) {
		return nil, false
	}
	if parent != "" {
		segments = append(segments, parent)
	}
	for groups := 0; from >= 0; groups++ {
		if groups == Depth {
			return append(segments, "["+name[from:]+"]"), true
		}
		if inherited(name[from+1 : to-1]) {
			return nil, false
		}
		segments = append(segments, name[from:to])
		from, to = bracketGroup(name, to)
	}
	return segments, true
}

// bracketGroup finds the next "[…]" without brackets inside; from is negative
// when there is none.
func bracketGroup(name string, start int) (from, to int) {
	from = -1
	for i := start; i < len(name); i++ {
		switch name[i] {
		case '[':
			from = i
		case ']':
			if from >= 0 {
				return from, i + 1
			}
		}
	}
	return -1, -1
}

// inherited tells whether a name is one of Object.prototype's own.
func inherited(name string) bool {
	switch name {
	case "constructor", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable",
		"toLocaleString", "toString", "valueOf", "__proto__",
		"__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__":
		return true
	}
	return false
}

// wrap puts a value under one segment of a name.
func wrap(segment string, leaf any) any {
	if segment == "[]" {
		if inner, ok := leaf.(*array); ok {
			return &array{items: slices.Clone(inner.items)}
		}
		return &array{items: []any{leaf}}
	}
	key, bracketed := segment, false
	if strings.HasPrefix(segment, "[") && strings.HasSuffix(segment, "]") {
		key, bracketed = segment[1:len(segment)-1], true
	}
	if i, ok := arrayIndex(key); ok && bracketed && i <= ArrayLimit {
		a := &array{}
		a.put(int(i), leaf)
		return a
	}
	o := newObject()
	if key != "__proto__" {
		o.set(key, leaf)
	}
	return o
}

// merge combines what two parameters say of the same container; it may change
// and return target.
func merge(target, source any) any {
	switch source := source.(type) {
	case nil:
		return target
	case string:
		return mergeText(target, source)
	case *array:
		return mergeArray(target, source)
	case *Object:
		return mergeObject(target, source)
	}
	return target
}

func mergeText(target any, text string) any {
	if text == "" {
		return target
	}
	switch target := target.(type) {
	case *array:
		target.items = append(target.items, text)
		return target
	case *Object:
		if !inherited(text) {
			target.set(text, true)
		}
		return target
	}
	return &array{items: []any{target, text}}
}

func mergeArray(target any, source *array) any {
	switch target := target.(type) {
	case *array:
		for i, item := range source.items {
			if item != nil {
				mergeItem(target, i, item)
			}
		}
		return target
	case *Object:
		for i, item := range source.items {
			if item != nil {
				mergeMember(target, strconv.Itoa(i), item)
			}
		}
		return target
	}
	return &array{items: append([]any{target}, source.items...)}
}

func mergeItem(target *array, i int, item any) {
	switch {
	case i >= len(target.items) || target.items[i] == nil:
		target.put(i, item)
	case isContainer(target.items[i]) && isContainer(item):
		target.items[i] = merge(target.items[i], item)
	default:
		target.items = append(target.items, item)
	}
}

func mergeObject(target any, source *Object) any {
	switch target := target.(type) {
	case *array:
		o := newObject()
		for i, item := range target.items {
			if item != nil {
				o.set(strconv.Itoa(i), item)
			}
		}
		return mergeObject(o, source)
	case *Object:
		for _, key := range enumerationOrder(source.keys) {
			mergeMember(target, key, source.values[key])
		}
		return target
	}
	return &array{items: []any{target, source}}
}

func mergeMember(target *Object, key string, value any) {
	if target.has(key) {
		value = merge(target.values[key], value)
	}
	target.set(key, value)
}

func isContainer(v any) bool {
	switch v.(type) {
	case *array, *Object:
		return true
	}
	return false
}

// compact closes the holes of arrays and gives them their outward form.
func compact(v any) any {
	switch v := v.(type) {
	case *array:
		items := make([]any, 0, len(v.items))
		for _, item := range v.items {
			if item != nil {
				items = append(items, compact(item))
			}
		}
		return items
	case *Object:
		for _, key := range v.keys {
			v.values[key] = compact(v.values[key])
		}
	}
	return v
}

// enumerationOrder sorts keys as JavaScript lists those of an object: array
// indices first, by value, then the rest as they came.
func enumerationOrder(keys []string) []string {
	ordered := slices.Clone(keys)
	slices.SortStableFunc(ordered, func(a, b string) int {
		i, aIsIndex := arrayIndex(a)
		j, bIsIndex := arrayIndex(b)
		switch {
		case aIsIndex && bIsIndex:
			return int(i - j)
		case aIsIndex:
			return -1
		case bIsIndex:
			return 1
		}
		return 0
	})
	return ordered
}

// arrayIndex reads a canonical array index: digits without leading zero, below
// 2^32-1.
func arrayIndex(key string) (int64, bool) {
	if key == "" || len(key) > 10 || key[0] == '0' && len(key) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(key, 10, 32)
	return int64(n), err == nil && n < 1<<32-1
}
