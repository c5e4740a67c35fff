// Package arraysort makes Array.prototype.sort and toSorted ask a comparison
// function the questions that V8 asks, in V8's order. It does not matter when
// the answers make sense; but scripts sort by what is missing,
//
//	alerts.sort((a, b) => new Date(b.at) - new Date(a.at))
//
// and NaN, or an answer that contradicts another, leaves the order to how the
// sorting is done. V8 counts the run that an array begins with and puts every
// other item in its place by binary search, as long as there are fewer than 64.
// More are left to the interpreter.
package arraysort

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// short is how long an array may be that V8 does not split.
const short = 64

// Needs tells whether the text of a program may sort.
func Needs(source string) bool {
	return strings.Contains(source, "sort") || strings.Contains(source, "Sort")
}

// Install puts the methods in the place of goja's own, in a runtime that no
// script has changed.
func Install(rt *goja.Runtime) {
	s := &sorting{rt: rt}
	s.isFrozen, _ = goja.AssertFunction(rt.Get("Object").ToObject(rt).Get("isFrozen"))
	prototype := rt.Get("Array").ToObject(rt).Get("prototype").ToObject(rt)
	s.define(prototype, "sort", 1, s.inPlace)
	s.define(prototype, "toSorted", 1, s.copied)
}

type sorting struct {
	rt       *goja.Runtime
	isFrozen goja.Callable
}

// A method sorts, or leaves it to the original with false.
type method = func(array *goja.Object, length int, compare goja.Callable) (goja.Value, bool)

func (s *sorting) define(prototype *goja.Object, name string, length int, sort method) {
	original := prototype.Get(name).ToObject(s.rt)
	s.describe(original, "name", "%"+name) // stacks do not show it
	fallback, _ := goja.AssertFunction(original)
	f := s.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		array, ok := call.This.(*goja.Object)
		compare, comparing := goja.AssertFunction(call.Argument(0))
		if ok && comparing && array.ClassName() == "Array" {
			if n := array.Get("length").ToInteger(); n < short {
				if v, done := sort(array, int(n), compare); done {
					return v
				}
			}
		}
		v, err := fallback(call.This, call.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}).ToObject(s.rt)
	s.describe(f, "name", name)
	s.describe(f, "length", length)
	if err := prototype.DefineDataProperty(name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // a fresh prototype
	}
}

func (s *sorting) describe(function *goja.Object, property string, v any) {
	if err := function.DefineDataProperty(property, s.rt.ToValue(v), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err) // no script could have frozen it yet
	}
}

// inPlace is Array.prototype.sort. Holes end up last, behind what is undefined.
func (s *sorting) inPlace(array *goja.Object, length int, compare goja.Callable) (goja.Value, bool) {
	if frozen, err := s.isFrozen(nil, array); err != nil || frozen.ToBoolean() {
		return nil, false
	}
	var items []goja.Value
	missing := 0
	for i := range length {
		switch v := array.Get(strconv.Itoa(i)); {
		case v == nil:
			missing++
		default:
			items = append(items, v)
		}
	}
	items = s.sorted(items, compare)
	for i, v := range items {
		if err := array.Set(strconv.Itoa(i), v); err != nil {
			panic(err)
		}
	}
	for i := range missing {
		if err := array.Delete(strconv.Itoa(len(items) + i)); err != nil {
			panic(err)
		}
	}
	return array, true
}

// copied is Array.prototype.toSorted.
func (s *sorting) copied(array *goja.Object, length int, compare goja.Callable) (goja.Value, bool) {
	items := make([]goja.Value, length)
	for i := range items {
		if items[i] = array.Get(strconv.Itoa(i)); items[i] == nil {
			items[i] = goja.Undefined()
		}
	}
	list := make([]any, length)
	for i, v := range s.sorted(items, compare) {
		list[i] = v
	}
	return s.rt.NewArray(list...), true
}

// sorted puts what is undefined last, which is not compared.
func (s *sorting) sorted(items []goja.Value, compare goja.Callable) []goja.Value {
	undefined := 0
	defined := slices.DeleteFunc(slices.Clone(items), func(v goja.Value) bool {
		if goja.IsUndefined(v) {
			undefined++
			return true
		}
		return false
	})
	insert(defined, func(a, b goja.Value) bool { return s.isLess(compare, a, b) })
	return append(defined, slices.Repeat([]goja.Value{goja.Undefined()}, undefined)...)
}

// isLess asks the script; NaN counts as 0.
func (s *sorting) isLess(compare goja.Callable, a, b goja.Value) bool {
	v, err := compare(goja.Undefined(), a, b)
	if err != nil {
		panic(err)
	}
	if goja.IsBigInt(v) {
		panic(s.rt.NewTypeError("Cannot convert a BigInt value to a number"))
	}
	order := v.ToNumber().ToFloat()
	return !math.IsNaN(order) && order < 0
}

// insert sorts by binary insertion behind the run that the items begin with.
func insert(items []goja.Value, less func(a, b goja.Value) bool) {
	for i := run(items, less); i < len(items); i++ {
		pivot, left, right := items[i], 0, i
		for left < right {
			if middle := left + (right-left)/2; less(pivot, items[middle]) {
				right = middle
			} else {
				left = middle + 1
			}
		}
		copy(items[left+1:i+1], items[left:i])
		items[left] = pivot
	}
}

// run counts the items at the beginning that are in order already; those in
// strictly falling order are turned round.
func run(items []goja.Value, less func(a, b goja.Value) bool) int {
	if len(items) < 2 {
		return len(items)
	}
	falling := less(items[1], items[0])
	n := 2
	for n < len(items) && less(items[n], items[n-1]) == falling {
		n++
	}
	if falling {
		slices.Reverse(items[:n])
	}
	return n
}
