package locale

import (
	"math/bits"
	"slices"
	"strings"
)

// patterns finds the pattern of a locale for any skeleton, by the rules of
// UTS 35 in the form ICU gives them: the nearest known pattern, widened or
// narrowed, and what it lacks appended.
type patterns struct {
	place *place
	list  []known
	hour  byte // the letter of the hour people there prefer: h or H
}

// A known pattern of the locale.
type known struct {
	skeleton  skeleton
	pattern   string
	specified bool // the locale names its skeleton
	base, key string
}

var styles = []string{"full", "long", "medium", "short"}

func (p *place) newPatterns() *patterns {
	ps := &patterns{place: p, hour: facts().hour(p.tag)}
	for _, c := range []string{"G", "y", "Q", "M", "w", "W", "E", "d", "D", "F", "a", "H", "m", "s", "S", "v"} {
		ps.add(c, "", false)
	}
	for _, style := range styles {
		ps.add(p.Dates.Date[style], "", false)
		ps.add(p.Dates.Time[style], "", false)
	}
	for _, key := range sorted(p.Dates.Available) {
		if pattern := p.Dates.Available[key]; pattern != "" {
			ps.add(pattern, key, true)
		}
	}
	// Of patterns equally near the first counts; ICU keeps them by the first
	// letter of what they were made for.
	slices.SortStableFunc(ps.list, func(a, b known) int { return int(a.base[0]^0x20) - int(b.base[0]^0x20) })
	return ps
}

// add notes a pattern; one that the locale gives for a skeleton replaces what
// was made from the styles.
func (ps *patterns) add(pattern, key string, override bool) {
	k := known{pattern: pattern, specified: key != ""}
	if key == "" {
		k.skeleton = newSkeleton(pattern)
	} else {
		k.skeleton = newSkeleton(key)
	}
	k.key, k.base = k.skeleton.key(&k.skeleton.count), k.skeleton.key(&k.skeleton.base)
	for i := range ps.list {
		old := &ps.list[i]
		if old.base == k.base && !old.specified && !override {
			return
		}
		if old.key == k.key {
			if override && !old.specified {
				*old = k
			}
			return
		}
	}
	ps.list = append(ps.list, k)
}

// hour is the letter of the hour preferred where a locale is spoken.
func (g *general) hour(tag string) byte {
	region := g.region(tag)
	for _, key := range []string{language(tag) + "-" + region, language(tag) + "_" + region, region, "001"} {
		if letters, ok := g.Hours[key]; ok {
			return letters[0][0]
		}
	}
	return 'H'
}

// nearest returns the known pattern nearest to the fields of s in mask.
func (ps *patterns) nearest(s *skeleton, mask int) (*known, gap) {
	best, least := (*known)(nil), gap{distance: 1 << 30}
	for i := range ps.list {
		if g := s.from(&ps.list[i].skeleton, mask); g.distance < least.distance {
			best, least = &ps.list[i], g
		}
	}
	return best, least
}

// best returns the pattern for a skeleton.
func (ps *patterns) best(wanted string) string { return ps.of(newSkeleton(wanted)) }

func (ps *patterns) of(s skeleton) string {
	k, g := ps.nearest(&s, -1)
	if g.missing == 0 && g.extra == 0 {
		return ps.adjust(k, &s, false)
	}
	date, time := ps.appended(&s, s.mask()&^timeMask), ps.appended(&s, s.mask()&timeMask)
	switch {
	case date == "":
		return time
	case time == "":
		return date
	}
	style := "short"
	switch {
	case s.count[fieldMonth] == 4 && s.count[fieldWeekday] > 0:
		style = "full"
	case s.count[fieldMonth] == 4:
		style = "long"
	case s.count[fieldMonth] == 3:
		style = "medium"
	}
	return join(ps.place.Dates.JoinAt[style], time, date)
}

// join fills the places {0}, {1} and so on of a pattern.
func join(pattern string, values ...string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '{' && i+2 < len(pattern) && pattern[i+2] == '}' && int(pattern[i+1]-'0') < len(values) {
			b.WriteString(values[pattern[i+1]-'0'])
			i += 2
			continue
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

// appended makes a pattern for the fields in mask, appending what the nearest
// one lacks.
func (ps *patterns) appended(s *skeleton, mask int) string {
	if mask == 0 {
		return ""
	}
	k, g := ps.nearest(s, mask)
	result := ps.adjust(k, s, false)
	for missing := g.missing; missing != 0; {
		if missing == 1<<fieldFraction && mask&(1<<fieldSecond) != 0 {
			return ps.adjust(&known{pattern: result, skeleton: k.skeleton, specified: k.specified}, s, true)
		}
		if missing&(1<<fieldSecond|1<<fieldFraction) == 1<<fieldFraction && mask&(1<<fieldSecond) != 0 {
			result = ps.adjust(&known{pattern: result, skeleton: k.skeleton, specified: k.specified}, s, true)
			missing &^= 1 << fieldFraction
			continue
		}
		next, g := ps.nearest(s, missing)
		found := missing &^ g.missing
		top := field(bits.Len(uint(found)) - 1)
		format, name := ps.appendItem(top)
		result = join(format, result, ps.adjust(next, s, false), "'"+name+"'")
		if g.missing == missing {
			return result
		}
		missing = g.missing
	}
	return result
}

func (ps *patterns) appendItem(f field) (format, name string) {
	d := &ps.place.Dates
	keys := map[field][2]string{
		fieldEra: {"Era", "era"}, fieldYear: {"Year", "year"}, fieldQuarter: {"Quarter", "quarter"}, fieldMonth: {"Month", "month"},
		fieldWeek: {"Week", "week"}, fieldWeekday: {"Day-Of-Week", "weekday"}, fieldDay: {"Day", "day"},
		fieldHour: {"Hour", "hour"}, fieldMinute: {"Minute", "minute"}, fieldSecond: {"Second", "second"},
		fieldDayPeriod: {"", "dayperiod"}, fieldZone: {"Timezone", "zone"},
	}[f]
	if format = d.Append[keys[0]]; format == "" {
		format = "{0} ├{2}: {1}┤"
	}
	return format, d.Fields[keys[1]]
}

// adjust gives the fields of a pattern the widths that are wanted.
func (ps *patterns) adjust(k *known, s *skeleton, fraction bool) string {
	var b strings.Builder
	for _, t := range tokens(k.pattern) {
		l, ok := letters[t.letter]
		switch {
		case t.letter == 0:
			b.WriteString(quote(t.text))
		case ok && fraction && l.field == fieldSecond:
			b.WriteString(strings.Repeat(string(t.letter), t.count))
			b.WriteString(quote(ps.place.Numbers.Symbols["decimal"]))
			b.WriteString(strings.Repeat("S", s.count[fieldFraction]))
		case ok && s.count[l.field] > 0:
			c, n := t.adjusted(k, s, l)
			b.WriteString(strings.Repeat(string(c), n))
		default:
			b.WriteString(strings.Repeat(string(t.letter), t.count))
		}
	}
	return b.String()
}

func (t token) adjusted(k *known, s *skeleton, l letter) (byte, int) {
	wanted, width := s.letter[l.field], s.count[l.field]
	if wanted == 'E' && width < 3 {
		width = 3
	}
	n := width
	switch {
	case l.field == fieldMinute || l.field == fieldSecond || l.field == fieldHour && s.anyHour:
		n = t.count
	case k.specified && wanted != 'c' && wanted != 'e':
		kind, _ := l.kind(t.count)
		shown, listed := kind > 0, k.skeleton.kind[l.field] > 0
		if k.skeleton.count[l.field] == width || shown != listed {
			n = t.count
		}
	}
	c := t.letter
	if l.field != fieldHour && l.field != fieldMonth && l.field != fieldWeekday && (l.field != fieldYear || wanted == 'Y') {
		c = wanted
	}
	if c == 'E' && n < 3 {
		c = 'e'
	}
	return c, n
}

// quote writes text so that a pattern shows it as it is.
func quote(text string) string {
	text = strings.ReplaceAll(text, "'", "''")
	if strings.ContainsFunc(text, func(r rune) bool { return r < 0x80 && isLetter(byte(r)) }) {
		return "'" + text + "'"
	}
	return text
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
