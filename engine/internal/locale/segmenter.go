package locale

import (
	"unicode"

	"github.com/dop251/goja"
	"github.com/rivo/uniseg"
)

// A segmenter stands for an Intl.Segmenter.
type segmenter struct{ locale, granularity string }

// segmented stands for what its method segment returns.
type segmented struct {
	*segmenter
	input    goja.String
	segments []segment
}

// A segment is a piece of a text; at counts UTF-16 units from its start.
type segment struct {
	text     string
	at       int
	wordLike bool
}

// maxSegmented bounds the text that is segmented, in UTF-16 units.
const maxSegmented = 1 << 20

func (r *room) segmenterClass() {
	c := r.class("Segmenter", 0, true, func(locales, given goja.Value) any {
		asked := r.localeList(locales)
		o := r.strictOptions(given, "Intl.Segmenter")
		o.matcher()
		_, t := resolve(asked)
		return &segmenter{t.keep(), o.text("granularity", "grapheme", "grapheme", "word", "sentence")}
	})
	proto := r.segmentsPrototype()
	r.method(c.proto, "segment", 1, func(call goja.FunctionCall) goja.Value {
		s := receiver[segmenter](c, "segment", call)
		input := call.Argument(0).ToString().(goja.String)
		if input.Length() > maxSegmented {
			panic(rangeError(r.rt, "Invalid string length"))
		}
		o := r.rt.ToValue(&segmented{s, input, s.cut(input.String())}).ToObject(r.rt)
		if err := o.SetPrototype(proto); err != nil {
			panic(err)
		}
		return o
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		s, o := receiver[segmenter](c, "resolvedOptions", call), r.rt.NewObject()
		set(o, "locale", s.locale)
		set(o, "granularity", s.granularity)
		return o
	})
}

// cut cuts a text at the boundaries of UAX 29.
func (s *segmenter) cut(text string) []segment {
	var list []segment
	at, state := 0, -1
	for text != "" {
		var piece string
		switch s.granularity {
		case "word":
			piece, text, state = uniseg.FirstWordInString(text, state)
		case "sentence":
			piece, text, state = uniseg.FirstSentenceInString(text, state)
		default:
			piece, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		}
		list = append(list, segment{piece, at, wordLike(piece)})
		for _, c := range piece {
			at += 1 + btoi(c > 0xFFFF)
		}
	}
	return list
}

func wordLike(text string) bool {
	for _, c := range text {
		if unicode.IsLetter(c) || unicode.IsNumber(c) {
			return true
		}
	}
	return false
}

// segmentsPrototype is the prototype of what segment returns.
func (r *room) segmentsPrototype() *goja.Object {
	proto := r.rt.NewObject()
	c := &class{room: r, name: "%SegmentsPrototype%", proto: proto}
	r.method(proto, "containing", 1, func(call goja.FunctionCall) goja.Value {
		s, at := receiver[segmented](c, "containing", call), call.Argument(0).ToInteger()
		if at < 0 || at >= int64(s.input.Length()) {
			return goja.Undefined()
		}
		i := len(s.segments) - 1
		for int64(s.segments[i].at) > at {
			i--
		}
		return r.segmentValue(s, i)
	})
	iterate := r.function("[Symbol.iterator]", 0, func(call goja.FunctionCall) goja.Value {
		return r.iterator(receiver[segmented](c, "[Symbol.iterator]", call))
	})
	if err := proto.DefineDataPropertySymbol(goja.SymIterator, iterate, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return proto
}

func (r *room) iterator(s *segmented) *goja.Object {
	i, it := 0, r.rt.NewObject()
	r.tag(it, "Segmenter String Iterator")
	r.method(it, "next", 0, func(goja.FunctionCall) goja.Value {
		step := r.rt.NewObject()
		if i < len(s.segments) {
			set(step, "value", r.segmentValue(s, i))
			set(step, "done", false)
			i++
			return step
		}
		set(step, "value", goja.Undefined())
		set(step, "done", true)
		return step
	})
	self := r.function("[Symbol.iterator]", 0, func(call goja.FunctionCall) goja.Value { return call.This })
	if err := it.DefineDataPropertySymbol(goja.SymIterator, self, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return it
}

func (r *room) segmentValue(s *segmented, i int) goja.Value {
	o := r.rt.NewObject()
	set(o, "segment", s.segments[i].text)
	set(o, "index", s.segments[i].at)
	set(o, "input", s.input)
	if s.granularity == "word" {
		set(o, "isWordLike", s.segments[i].wordLike)
	}
	return o
}
