package locale

import (
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// The sources of the parts of a range.
const (
	startRange  = "startRange"
	endRange    = "endRange"
	sharedRange = "shared"
)

func (r *room) dateRanges(c *class) {
	add := func(name string, answer func([]part) goja.Value) {
		r.method(c.proto, name, 2, func(call goja.FunctionCall) goja.Value {
			f := receiver[dateFormat](c, name, call)
			if goja.IsUndefined(call.Argument(0)) || goja.IsUndefined(call.Argument(1)) {
				panic(r.rt.NewTypeError("Invalid time value"))
			}
			return answer(f.rangeParts(r.timeOf(call.Argument(0)), r.timeOf(call.Argument(1))))
		})
	}
	add("formatRange", func(parts []part) goja.Value { return r.rt.ToValue(text(parts)) })
	add("formatRangeToParts", func(parts []part) goja.Value { return r.partsValue(parts, r.source) })
}

func (r *room) source(p part, o *goja.Object) { set(o, "source", p.source) }

func sourced(parts []part, source string) []part {
	list := make([]part, len(parts))
	for i, p := range parts {
		p.source = source
		list[i] = p
	}
	return list
}

// difference is the letter, in interval patterns, of the largest field in
// which two moments differ; 0 when they are shown the same.
func difference(a, b moment) byte {
	switch {
	case (a.Year() > 0) != (b.Year() > 0):
		return 'G'
	case a.Year() != b.Year():
		return 'y'
	case a.Month() != b.Month():
		return 'M'
	case a.Day() != b.Day():
		return 'd'
	case a.Hour()/12 != b.Hour()/12:
		return 'a'
	case a.Hour() != b.Hour():
		return 'h'
	case a.Minute() != b.Minute():
		return 'm'
	case a.Second() != b.Second():
		return 's'
	case a.Nanosecond() != b.Nanosecond():
		return 'S'
	}
	return 0
}

// rangeParts writes a range of dates by the locale's pattern for the largest
// field that differs, else as two dates.
func (f *dateFormat) rangeParts(start, end float64) []part {
	a, b := f.moment(start), f.moment(end)
	single := func(m moment, source string) []part {
		return sourced(literals(f.place.dateParts(f.pattern, m)), source)
	}
	s := newSkeleton(f.rangeSkeleton())
	d := difference(a, b)
	switch {
	case s.mask()&^timeMask == 0 && strings.IndexByte("GyMd", d) >= 0:
		return f.withDates("yMd", s, start, end)
	case s.count[fieldYear] == 0 && s.count[fieldMonth] > 0 && d == 'y':
		return f.withDates("y", s, start, end)
	}
	if d == 0 || !s.shows(d) {
		parts := single(a, sharedRange)
		for i := range parts {
			parts[i].text = strings.ReplaceAll(parts[i].text, "\u202f", " ")
		}
		return parts
	}
	if strings.IndexByte("sS", d) < 0 {
		if parts := f.intervalParts(&s, d, a, b); parts != nil {
			return parts
		}
	}
	before, between, after := cutPattern(f.place.Dates.IntervalFallback)
	if s.anyHour = true; f.skeleton != "" && f.dateStyle+f.timeStyle == "" {
		whole := *f
		whole.pattern = withHours(f.place.best().of(s), hourLetters[f.hourCycle])
		f = &whole
	}
	parts := append([]part{{kind: "literal", text: before, source: sharedRange}}, single(a, startRange)...)
	parts = append(parts, part{kind: "literal", text: between, source: sharedRange})
	return literals(append(append(parts, single(b, endRange)...), part{kind: "literal", text: after, source: sharedRange}))
}

// withDates writes a range with the fields without which it would not show
// that its ends are days or years apart.
func (f *dateFormat) withDates(more string, s skeleton, start, end float64) []part {
	dated := *f
	skeleton := more + strings.ReplaceAll(s.key(&s.count), "a", "")
	dated.pattern = withHours(f.place.best().best(skeleton), hourLetters[f.hourCycle])
	return dated.rangeParts(start, end)
}

func (f *dateFormat) rangeSkeleton() string {
	var b strings.Builder
	for _, t := range tokens(f.pattern) {
		if t.letter != 0 && t.letter != 'a' {
			c := strings.NewReplacer("L", "M", "c", "E", "K", "h", "k", "H").Replace(string(t.letter))
			b.WriteString(strings.Repeat(c, t.count))
		}
	}
	return b.String()
}

// shows tells whether a skeleton shows a difference of that field: it has the
// field or a smaller one.
func (s *skeleton) shows(d byte) bool {
	order := "GyMdahmsS"
	for f, c := range map[field]byte{fieldEra: 'G', fieldYear: 'y', fieldMonth: 'M', fieldDay: 'd', fieldWeekday: 'd', fieldHour: 'h', fieldMinute: 'm', fieldSecond: 's', fieldFraction: 'S'} {
		if s.count[f] > 0 && strings.IndexByte(order, c) >= strings.IndexByte(order, d) {
			return true
		}
	}
	return false
}

// intervalParts uses the locale's interval patterns; nil when it has none that
// shows the same fields.
func (f *dateFormat) intervalParts(s *skeleton, d byte, a, b moment) []part {
	date, clock := s.mask()&^timeMask, s.mask()&timeMask
	switch {
	case date != 0 && clock != 0 && strings.IndexByte("ahm", d) >= 0:
		return f.sameDay(s, d, a, b)
	case date != 0 && clock != 0:
		return nil
	}
	return f.intervalOf(s, s.mask(), d, a, b)
}

// sameDay is a range of times on one day: the day once.
func (f *dateFormat) sameDay(s *skeleton, d byte, a, b moment) []part {
	times := f.intervalOf(s, s.mask()&timeMask, d, a, b)
	if times == nil {
		return nil
	}
	ps := f.place.best()
	day := sourced(f.place.dateParts(ps.appended(s, s.mask()&^timeMask), a), sharedRange)
	var parts []part
	for _, t := range strings.SplitAfter(strings.ReplaceAll(f.place.Dates.Join["medium"], "'", ""), "}") {
		literal, number, isPlace := strings.Cut(t, "{")
		parts = append(parts, part{kind: "literal", text: literal, source: sharedRange})
		switch {
		case isPlace && number == "0}":
			parts = append(parts, times...)
		case isPlace:
			parts = append(parts, day...)
		}
	}
	return literals(parts)
}

// intervalOf finds the interval pattern nearest to the fields of s in mask.
func (f *dateFormat) intervalOf(s *skeleton, mask int, d byte, a, b moment) []part {
	var best *known
	least := gap{distance: 1 << 30}
	for _, key := range sorted(f.place.Dates.Intervals) {
		k := &known{skeleton: newSkeleton(key), specified: true, key: key}
		if g := s.from(&k.skeleton, mask); g.distance < least.distance {
			best, least = k, g
		}
	}
	if best == nil || least.missing != 0 || least.extra != 0 {
		return nil
	}
	patterns := f.place.Dates.Intervals[best.key]
	best.pattern = patterns[string(d)]
	if d == 'h' || d == 'a' && best.pattern == "" {
		for _, letter := range []string{"h", "H", "B"} {
			if best.pattern == "" {
				best.pattern = patterns[letter]
			}
		}
	}
	if best.pattern == "" {
		return nil
	}
	return f.filled(withHours(f.place.best().adjust(best, s, false), hourLetters[f.hourCycle]), a, b)
}

// filled fills an interval pattern: from where a field repeats it is of the
// end.
func (f *dateFormat) filled(pattern string, a, b moment) []part {
	list := tokens(pattern)
	first, second := map[field]bool{}, len(list)
	for i, t := range list {
		l, ok := letters[t.letter]
		if !ok {
			continue
		}
		if first[l.field] {
			second = i
			break
		}
		first[l.field] = true
	}
	twice := map[field]bool{}
	for _, t := range list[second:] {
		twice[letters[t.letter].field] = t.letter != 0 || twice[letters[t.letter].field]
	}
	var parts []part
	for i, t := range list {
		m, source := a, startRange
		if i >= second {
			m, source = b, endRange
		}
		if t.letter == 0 {
			parts = append(parts, part{kind: "literal", text: t.text, source: f.literalSource(list, i, second)})
			continue
		}
		if l := letters[t.letter]; i < second && !twice[l.field] || i >= second && !first[l.field] {
			source = sharedRange
		}
		parts = append(parts, part{partKinds[t.letter], f.place.dateField(t.letter, t.count, m), source})
	}
	return literals(parts)
}

// literalSource is whose text stands between two fields: the shared one's at
// the seam.
func (*dateFormat) literalSource(list []token, i, second int) string {
	switch {
	case i == second-1 || i == 0 || i == len(list)-1:
		return sharedRange
	case i < second:
		return startRange
	}
	return endRange
}

func (r *room) numberRanges(c *class) {
	add := func(name string, answer func([]part) goja.Value) {
		r.method(c.proto, name, 2, func(call goja.FunctionCall) goja.Value {
			f := receiver[boundNumberFormat](c, name, call)
			if goja.IsUndefined(call.Argument(0)) || goja.IsUndefined(call.Argument(1)) {
				panic(r.rt.NewTypeError("start or end is undefined"))
			}
			start, end := decimalOf(r.rt, call.Argument(0)), decimalOf(r.rt, call.Argument(1))
			if start.notNumber || end.notNumber {
				panic(rangeError(r.rt, "Invalid argument"))
			}
			return answer(f.rangeParts(start, end))
		})
	}
	add("formatRange", func(parts []part) goja.Value { return r.rt.ToValue(text(parts)) })
	add("formatRangeToParts", func(parts []part) goja.Value { return r.partsValue(parts, r.source) })
}

// rangeParts writes a range of numbers; what stands around both is written
// once, and two numbers that look alike are one that is about right.
func (f *numberFormat) rangeParts(start, end decimal) []part {
	a, b := literals(f.format(start)), literals(f.format(end))
	if text(a) == text(b) {
		about := *f
		about.signDisplay = "approximate"
		return sourced(literals(about.format(start)), sharedRange)
	}
	head, tail := 0, 0
	if !start.negative && !end.negative {
		if head, tail = sharedEnds(a, b); utf8.RuneCountInString(text(a[:head])+text(a[len(a)-tail:])) == 1 {
			head, tail = 0, 0 // a lone symbol is repeated
		}
	}
	before, between, after := cutPattern(f.place.Numbers.Range)
	if head == 0 && tail == 0 && (f.style != "decimal" || len(a)+len(b) > 0 && (a[0].kind == "minusSign" || b[0].kind == "minusSign")) {
		between = " " + strings.TrimSpace(between) + " "
	}
	parts := append(sourced(a[:head], sharedRange), part{"literal", before, sharedRange})
	parts = append(parts, sourced(a[head:len(a)-tail], startRange)...)
	parts = append(parts, part{"literal", between, sharedRange})
	parts = append(parts, sourced(b[head:len(b)-tail], endRange)...)
	return literals(append(append(parts, part{"literal", after, sharedRange}), sourced(a[len(a)-tail:], sharedRange)...))
}

// sharedEnds counts the parts, before and after the digits, that two numbers
// have in common.
func sharedEnds(a, b []part) (head, tail int) {
	affix := func(p part) bool {
		return p.kind == "currency" || p.kind == "unit" || p.kind == "literal" || p.kind == "percentSign" || p.kind == "compact"
	}
	for head < min(len(a), len(b)) && a[head] == b[head] && affix(a[head]) {
		head++
	}
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] && affix(a[len(a)-1-tail]) {
		tail++
	}
	return head, tail
}
