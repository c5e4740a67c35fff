package locale

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"
)

var keywordForm = regexp.MustCompile(`(?i)^[a-z0-9]{3,8}(-[a-z0-9]{3,8})*$`)

// A dateFormat is how dates are to be written: what Intl.DateTimeFormat
// resolved its options to.
type dateFormat struct {
	place                *place
	locale               string
	pattern, skeleton    string
	hourCycle            string // h11, h12, h23, h24; empty without an hour
	zoneID               string
	location             *time.Location
	dateStyle, timeStyle string
	bound                *goja.Object // the function format, once asked for
}

// What a toLocale method shows: which options it takes, and what it shows
// without any.
type need struct{ date, time, defaultDate, defaultTime bool }

var (
	anyDate  = need{true, true, true, false} // of Intl.DateTimeFormat
	allDate  = need{true, true, true, true}  // of toLocaleString
	onlyDate = need{date: true, defaultDate: true}
	onlyTime = need{time: true, defaultTime: true}
)

// A dateOption is an option that names a field, with the letters its values
// stand for.
type dateOption struct {
	name    string
	values  []string
	letters []string
}

var (
	textWidths   = []string{"narrow", "short", "long"}
	numberWidths = []string{"2-digit", "numeric"}
	dateOptions  = []dateOption{
		{"weekday", textWidths, []string{"EEEEE", "EEE", "EEEE"}},
		{"era", textWidths, []string{"GGGGG", "GGG", "GGGG"}},
		{"year", numberWidths, []string{"yy", "y"}},
		{"month", []string{"narrow", "short", "long", "2-digit", "numeric"}, []string{"MMMMM", "MMM", "MMMM", "MM", "M"}},
		{"day", numberWidths, []string{"dd", "d"}},
		{"dayPeriod", textWidths, []string{"BBBBB", "B", "BBBB"}},
		{"hour", numberWidths, []string{"jj", "j"}},
		{"minute", numberWidths, []string{"mm", "m"}},
		{"second", numberWidths, []string{"ss", "s"}},
	}
	zoneNameOption = dateOption{"timeZoneName",
		[]string{"short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"}, []string{"z", "zzzz", "O", "OOOO", "v", "vvvv"}}
	hourLetters = map[string]string{"h11": "K", "h12": "h", "h23": "H", "h24": "k"}
	hourCycles  = map[string]string{"K": "h11", "h": "h12", "H": "h23", "k": "h24"}
)

// newDateFormat reads options as the constructor does; service names the
// reader in messages.
func newDateFormat(rt *goja.Runtime, locales, given goja.Value, n need, service string) *dateFormat {
	asked := localeList(rt, locales)
	o := coerced(rt, given, service)
	o.matcher()
	o.keyword("calendar")
	o.keyword("numberingSystem")
	hour12, hasHour12 := o.yes("hour12")
	cycle := o.text("hourCycle", "", "h11", "h12", "h23", "h24")
	p, t := resolve(asked)
	f := &dateFormat{place: p}
	f.readZone(o)
	fields := o.dateFields()
	o.text("formatMatcher", "best fit", "basic", "best fit")
	f.dateStyle = o.text("dateStyle", "", styles...)
	f.timeStyle = o.text("timeStyle", "", styles...)
	if hasHour12 {
		cycle = ""
	}
	keys := usedKeywords(t, cycle, hasHour12)
	if cycle == "" && !hasHour12 && slices.Contains(keys, "hc") {
		cycle = t.keywords["hc"]
	}
	f.locale = t.keep(keys...)
	f.build(o, fields, n, f.cycle(cycle, hour12, hasHour12))
	return f
}

// usedKeywords are the keywords of the locale that count.
func usedKeywords(t tag, cycle string, hasHour12 bool) []string {
	var keys []string
	if hc := t.keywords["hc"]; hourLetters[hc] != "" && !hasHour12 && (cycle == "" || cycle == hc) {
		keys = append(keys, "hc")
	}
	if t.keywords["ca"] == "gregory" {
		keys = append(keys, "ca")
	}
	if t.keywords["nu"] == "latn" {
		keys = append(keys, "nu")
	}
	return keys
}

// cycle decides how hours are counted.
func (f *dateFormat) cycle(asked string, hour12, hasHour12 bool) string {
	usual := hourCycles[string(f.place.best().hour)]
	fromZero := usual == "h11" || usual == "h23"
	switch {
	case hasHour12 && hour12 && fromZero:
		return "h11"
	case hasHour12 && hour12:
		return "h12"
	case hasHour12 && fromZero:
		return "h23"
	case hasHour12:
		return "h24"
	case asked != "":
		return asked
	}
	return usual
}

func (f *dateFormat) readZone(o options) {
	v := o.get("timeZone")
	if goja.IsUndefined(v) {
		f.zoneID, f.location = facts().localZone()
		return
	}
	name := v.ToString().String()
	var ok bool
	if f.zoneID, f.location, ok = facts().zone(name); !ok {
		panic(rangeError(o.rt, "Invalid time zone specified: "+name))
	}
	if f.zoneID == "Etc/GMT" {
		f.zoneID = utc // one zone, for V8
	}
}

// dateFields reads the options that name fields, as letters by option.
func (o options) dateFields() map[string]string {
	fields := map[string]string{}
	read := func(d dateOption) {
		if value := o.text(d.name, "", d.values...); value != "" {
			fields[d.name] = d.letters[slices.Index(d.values, value)]
		}
	}
	for _, d := range dateOptions {
		read(d)
	}
	if n := o.number("fractionalSecondDigits", 1, 3, 0); n > 0 {
		fields["fractionalSecondDigits"] = strings.Repeat("S", n)
	}
	read(zoneNameOption)
	return fields
}

var (
	dateFieldNames = []string{"weekday", "year", "month", "day"}
	timeFieldNames = []string{"dayPeriod", "hour", "minute", "second", "fractionalSecondDigits"}
)

func (f *dateFormat) build(o options, fields map[string]string, n need, cycle string) {
	if f.dateStyle != "" || f.timeStyle != "" {
		f.checkStyles(o, fields, n)
		f.pattern = f.styled(cycle)
	} else {
		f.skeleton = skeletonText(withDefaults(fields, n), cycle)
		f.pattern = withHours(f.place.best().best(f.skeleton), hourLetters[cycle])
	}
	f.hourCycle = ""
	for _, t := range tokens(f.pattern) {
		if c := hourCycles[string(t.letter)]; c != "" && t.letter != 0 {
			f.hourCycle = c
		}
	}
}

func (f *dateFormat) checkStyles(o options, fields map[string]string, n need) {
	used := "dateStyle"
	if f.dateStyle == "" {
		used = "timeStyle"
	}
	for _, name := range []string{"weekday", "era", "year", "month", "day", "dayPeriod", "hour", "minute", "second", "fractionalSecondDigits", "timeZoneName"} {
		if fields[name] != "" {
			panic(o.rt.NewTypeError("Can't set option %s when %s is used", name, used))
		}
	}
	switch {
	case f.timeStyle != "" && !n.time:
		panic(o.rt.NewTypeError("Invalid option : timeStyle"))
	case f.dateStyle != "" && !n.date:
		panic(o.rt.NewTypeError("Invalid option : dateStyle"))
	}
}

// withDefaults adds the fields that are shown when none that counts is named.
func withDefaults(fields map[string]string, n need) map[string]string {
	given := func(names []string) bool {
		return slices.ContainsFunc(names, func(name string) bool { return fields[name] != "" })
	}
	if n.date && given(dateFieldNames) || n.time && given(timeFieldNames) {
		return fields
	}
	if n.defaultDate {
		fields["year"], fields["month"], fields["day"] = "y", "M", "d"
	}
	if n.defaultTime {
		fields["hour"], fields["minute"], fields["second"] = "j", "m", "s"
	}
	return fields
}

func skeletonText(fields map[string]string, cycle string) string {
	var b strings.Builder
	for _, d := range dateOptions {
		b.WriteString(strings.ReplaceAll(fields[d.name], "j", hourLetters[cycle]))
	}
	b.WriteString(fields["fractionalSecondDigits"])
	b.WriteString(fields["timeZoneName"])
	return b.String()
}

// styled returns the pattern of dateStyle and timeStyle, made anew when it
// counts hours in another way than is wanted.
func (f *dateFormat) styled(cycle string) string {
	d := &f.place.Dates
	date, clock := d.Date[f.dateStyle], d.Time[f.timeStyle]
	pattern := date + clock
	if date != "" && clock != "" {
		pattern = join(d.JoinAt[f.dateStyle], clock, date)
	}
	f.skeleton = ""
	own := ""
	for _, t := range tokens(pattern) {
		switch {
		case t.letter == 0 || strings.IndexByte("abB", t.letter) >= 0:
			continue
		case hourCycles[string(t.letter)] != "":
			own = hourCycles[string(t.letter)]
			f.skeleton += strings.Repeat(hourLetters[cycle], t.count)
		default:
			f.skeleton += strings.Repeat(string(t.letter), t.count)
		}
	}
	if own == "" || own == cycle {
		return pattern
	}
	return withHours(f.place.best().best(f.skeleton), hourLetters[cycle])
}

// withHours gives a pattern the letter that hours are counted by.
func withHours(pattern, letter string) string {
	var b strings.Builder
	for i, quoted := 0, false; i < len(pattern); i++ {
		c := pattern[i]
		switch {
		case c == '\'':
			quoted = !quoted
			b.WriteByte(c)
		case !quoted && strings.IndexByte("HhKk", c) >= 0:
			if i > 0 && pattern[i-1] == 'd' {
				b.WriteByte(' ')
			}
			b.WriteString(letter)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func (f *dateFormat) moment(ms float64) moment {
	return moment{Time: time.UnixMilli(int64(ms)).In(f.location), zone: f.zoneID}
}

// parts writes a date, in parts.
func (f *dateFormat) parts(ms float64) []part {
	return literals(f.place.dateParts(f.pattern, f.moment(ms)))
}

// text writes a date. V8 puts a plain space where CLDR has a narrow one, though
// not in parts.
func (f *dateFormat) text(ms float64) string {
	return strings.ReplaceAll(text(f.parts(ms)), "\u202f", " ")
}

// maxTime is the largest time value of a Date, in milliseconds.
const maxTime = 8.64e15

func timeClip(f float64) (float64, bool) {
	if math.IsNaN(f) || math.Abs(f) > maxTime {
		return 0, false
	}
	return math.Trunc(f), true
}

// timeOf reads the date argument of format; without one it is now.
func (r *room) timeOf(v goja.Value) float64 {
	if goja.IsUndefined(v) {
		now, err := r.rt.New(r.rt.Get("Date"))
		if err != nil {
			panic(err)
		}
		v = now
	}
	ms, ok := timeClip(v.ToNumber().ToFloat())
	if !ok {
		panic(rangeError(r.rt, "Invalid time value"))
	}
	return ms
}

func (r *room) dateTimeFormatClass() {
	c := r.class("DateTimeFormat", 0, false, func(locales, given goja.Value) any {
		return newDateFormat(r.rt, locales, given, anyDate, "Intl.DateTimeFormat")
	})
	r.getter(c.proto, "format", func(call goja.FunctionCall) goja.Value {
		f, ok := boxed[dateFormat](call.This)
		if !ok {
			panic(r.rt.NewTypeError("Method get Intl.DateTimeFormat.prototype.format called on incompatible receiver %s", shown(call.This)))
		}
		if f.bound == nil {
			f.bound = r.function("", 1, func(call goja.FunctionCall) goja.Value {
				return r.rt.ToValue(f.text(r.timeOf(call.Argument(0))))
			})
		}
		return f.bound
	})
	r.method(c.proto, "formatToParts", 1, func(call goja.FunctionCall) goja.Value {
		return r.partsValue(receiver[dateFormat](c, "formatToParts", call).parts(r.timeOf(call.Argument(0))), nil)
	})
	r.method(c.proto, "resolvedOptions", 0, func(call goja.FunctionCall) goja.Value {
		return receiver[dateFormat](c, "resolvedOptions", call).resolved(r.rt)
	})
	r.dateRanges(c)
}

// resolved is the answer of resolvedOptions; the fields are those of the
// pattern.
func (f *dateFormat) resolved(rt *goja.Runtime) *goja.Object {
	o := rt.NewObject()
	set(o, "locale", f.locale)
	set(o, "calendar", "gregory")
	set(o, "numberingSystem", "latn")
	set(o, "timeZone", shownZone(f.zoneID))
	if f.hourCycle != "" {
		set(o, "hourCycle", f.hourCycle)
		set(o, "hour12", f.hourCycle == "h11" || f.hourCycle == "h12")
	}
	if f.dateStyle == "" && f.timeStyle == "" {
		f.resolvedFields(o)
	}
	if f.dateStyle != "" {
		set(o, "dateStyle", f.dateStyle)
	}
	if f.timeStyle != "" {
		set(o, "timeStyle", f.timeStyle)
	}
	return o
}

// shownZone is how V8 names a zone.
func shownZone(id string) string {
	if id == utc {
		return "UTC"
	}
	return id
}

// resolvedFields reads the fields off the pattern. V8 looks for their letters
// anywhere, in quoted text too.
func (f *dateFormat) resolvedFields(o *goja.Object) {
	same := strings.NewReplacer("L", "M", "c", "E", "H", "j", "h", "j", "K", "j", "k", "j")
	pattern := same.Replace(f.pattern)
	for _, d := range append(slices.Clone(dateOptions), zoneNameOption) {
		if d.name == "timeZoneName" && strings.Contains(pattern, "S") {
			set(o, "fractionalSecondDigits", strings.Count(pattern, "S"))
		}
		longest := ""
		for i, letters := range d.letters {
			if strings.Contains(pattern, letters) && len(letters) > len(longest) {
				longest = letters
				set(o, d.name, d.values[i])
			}
		}
	}
}
