package locale

import (
	"fmt"
	"strings"
	"time"
)

// A part is a piece of formatted text and what it shows, by the names
// formatToParts uses.
type part struct{ kind, text, source string }

func text(parts []part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.text)
	}
	return b.String()
}

// literals merges neighbouring literal parts and drops empty ones.
func literals(parts []part) []part {
	merged := parts[:0]
	for _, p := range parts {
		last := len(merged) - 1
		switch {
		case p.text == "":
		case p.kind == "literal" && last >= 0 && merged[last].kind == "literal" && merged[last].source == p.source:
			merged[last].text += p.text
		default:
			merged = append(merged, p)
		}
	}
	return merged
}

// A moment is a point of time seen on the clocks of a zone.
type moment struct {
	time.Time
	zone string // canonical name
	// noon tells that no more is shown of it than that it is noon.
	noon bool
}

// dateParts fills a pattern in.
func (p *place) dateParts(pattern string, m moment) []part {
	var parts []part
	list := tokens(pattern)
	m.noon = m.Hour() == 12
	for _, t := range list {
		m.noon = m.noon && (t.letter != 'm' || m.Minute() == 0) && (t.letter != 's' || m.Second() == 0)
	}
	for _, t := range list {
		if t.letter == 0 {
			parts = append(parts, part{kind: "literal", text: t.text})
			continue
		}
		parts = append(parts, part{kind: partKinds[t.letter], text: p.dateField(t.letter, t.count, m)})
	}
	return parts
}

var partKinds = map[byte]string{
	'G': "era", 'y': "year", 'M': "month", 'L': "month", 'E': "weekday", 'e': "weekday", 'c': "weekday", 'd': "day",
	'a': "dayPeriod", 'b': "dayPeriod", 'B': "dayPeriod", 'h': "hour", 'H': "hour", 'k': "hour", 'K': "hour",
	'm': "minute", 's': "second", 'S': "fractionalSecond", 'z': "timeZoneName", 'O': "timeZoneName", 'v': "timeZoneName",
	'Q': "quarter", 'q': "quarter",
}

func (p *place) dateField(letter byte, count int, m moment) string {
	switch letter {
	case 'G':
		return p.Dates.Eras[width(max(count, 3))][btoi(m.Year() > 0)]
	case 'y':
		year := m.Year()
		if year <= 0 {
			year = 1 - year
		}
		if count == 2 {
			year %= 100
		}
		return pad(year, count)
	case 'Q', 'q':
		return p.named(p.Dates.Quarters, letter == 'q', count, (int(m.Month())-1)/3)
	case 'M', 'L':
		return p.named(p.Dates.Months, letter == 'L', count, int(m.Month())-1)
	case 'E', 'e', 'c':
		return p.named(p.Dates.Days, letter == 'c', max(count, 3), int(m.Weekday()))
	case 'd':
		return pad(m.Day(), count)
	case 'a', 'b', 'B':
		return p.dayPeriod(letter, count, m)
	case 'z', 'O', 'v':
		return p.zoneName(letter, count, m)
	}
	return clock(letter, count, m)
}

func clock(letter byte, count int, m moment) string {
	hour := m.Hour()
	switch letter {
	case 'h':
		return pad((hour+11)%12+1, count)
	case 'K':
		return pad(hour%12, count)
	case 'H':
		return pad(hour, count)
	case 'k':
		return pad((hour+23)%24+1, count)
	case 'm':
		return pad(m.Minute(), count)
	case 's':
		return pad(m.Second(), count)
	case 'S':
		return fmt.Sprintf("%09d", m.Nanosecond())[:min(count, 9)]
	}
	return ""
}

// named is a name from a list, or its number when it is to be short.
func (p *place) named(lists map[string]names, alone bool, count, i int) string {
	if count < 3 {
		return pad(i+1, count)
	}
	context := "format"
	if alone {
		context = "stand-alone"
	}
	return lists[context][width(count)][i]
}

// width is the width of a name that a number of letters asks for.
func width(count int) string {
	switch count {
	case 4:
		return "long"
	case 5:
		return "narrow"
	case 6:
		return "shorter"
	}
	return "short"
}

func pad(n, count int) string { return fmt.Sprintf("%0*d", count, n) }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// dayPeriod is AM or PM, or with B the part of the day ("in the evening").
func (p *place) dayPeriod(letter byte, count int, m moment) string {
	texts := p.Dates.DayPeriods["format"][width(count)]
	name := "am"
	if m.Hour() >= 12 {
		name = "pm"
	}
	if letter == 'B' {
		if period := p.partOfDay(m); texts[period] != "" {
			name = period
		}
	}
	return texts[name]
}

func (p *place) partOfDay(m moment) string {
	now := fmt.Sprintf("%02d:%02d", m.Hour(), m.Minute())
	rules := facts().DayPeriods[p.tag]
	if rules == nil {
		rules = facts().DayPeriods[language(p.tag)]
	}
	found := ""
	for _, period := range sorted(rules) {
		r := rules[period]
		if m.noon && period == "noon" && p.Dates.DayPeriods["format"]["long"][period] != "" {
			return period
		}
		if from, before := r["_from"], r["_before"]; from != "" && (from <= now && now < before || from > before && (now >= from || now < before)) {
			found = period
		}
	}
	return found
}
