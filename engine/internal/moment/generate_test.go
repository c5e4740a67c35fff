package moment_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// js writes a string as JavaScript does.
func js(text string) string { return fmt.Sprintf("%q", text) }

var generators = map[string]func() []string{
	"format": generateFormats, "parse": generateParses, "guess": generateGuesses,
	"fields": generateFields, "arithmetic": generateArithmetic, "relative": generateRelative,
	"duration": generateDurations, "zone": generateZones, "mixed": generateMixed,
}

// someTimes are moments around everything that can go wrong: ends of years and
// months, leap days, changes of the clock in Berlin and New York, the week
// years that differ from the year, and odd years.
var someTimes = []string{
	"2013-02-08T09:05:03.007Z", "2000-02-29T23:59:59.999Z", "2024-12-30T12:00:00.000Z", "2027-01-03T00:00:00.500Z",
	"2026-03-29T01:30:00.000Z", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z", "2026-03-08T07:30:00.000Z",
	"2026-11-01T05:30:00.000Z", "1969-12-31T23:59:59.001Z", "0044-03-15T11:00:00.000Z", "-000044-03-15T13:14:15.160Z",
	"+012345-06-07T20:21:22.345Z", "2021-01-11T13:13:13.130Z", "2022-11-23T22:22:22.220Z",
}

var allTokens = strings.Fields(`M Mo MM MMM MMMM Q Qo D Do DD DDD DDDo DDDD d do dd ddd dddd e E w wo ww W Wo WW
	Y YY YYYY YYYYY YYYYYY y yy yyy yyyy yo N NN NNN NNNN NNNNN gg gggg ggggg GG GGGG GGGGG a A H HH h hh k kk hmm hmmss Hmm Hmmss
	m mm s ss S SS SSS SSSS SSSSS SSSSSS SSSSSSS SSSSSSSS SSSSSSSSS z zz Z ZZ X x L LL LLL LLLL l ll lll llll LT LTS`)

func generateFormats() (all []string) {
	for _, at := range someTimes {
		for _, maker := range []string{"moment", "moment.utc"} {
			all = append(all, fmt.Sprintf("%s(%s).format(%s)", maker, js(at), js(strings.Join(allTokens, "|"))))
		}
	}
	for _, token := range allTokens {
		all = append(all, fmt.Sprintf("moment.utc('2013-02-08T21:05:03.987Z').format(%s)", js(token)))
	}
	return all
}

func generateParses() (all []string) {
	for token, texts := range map[string]string{
		"Y": "2013 -5 +12345 99999 x", "YY": "13 69 68 5 2013", "YYYY": "2013 13 5 123 20134 +2013", "YYYYY": "02013 2013 +12345", "YYYYYY": "+002013 2013 -000005",
		"y": "2013 13 0 5", "yyyy": "2013", "yo": "2013th 5", "N": "AD BC ad XX", "NNNN": "AnnoDomini", "NNNNN": "BC B",
		"Q": "1 4 5 0 x", "M": "1 01 12 13 0 x", "MM": "1 01 12 13 0", "MMM": "Jan jan JANUARY Febr. Xyz 1 Ma", "MMMM": "January jan May Sept september Xyz",
		"D": "1 01 31 32 0 x", "DD": "1 01 31 32", "Do": "1st 2nd 3 31th 45th xth", "DDD": "1 60 366 367 0 x", "DDDD": "001 60 365 366",
		"d": "0 6 7 3", "e": "0 6 7", "E": "1 7 8 0", "dd": "Mo mo Monday Xx", "ddd": "Mon mon Monday Mox", "dddd": "Monday mon Mo Friyay",
		"w": "1 01 52 53 54 0", "ww": "1 01 53", "W": "1 01 53 54 0", "WW": "07 7", "gg": "13 70", "gggg": "2013 13", "ggggg": "02013", "GG": "13", "GGGG": "2013", "GGGGG": "02013",
		"H": "0 5 05 23 24 25 x", "HH": "5 05 24", "h": "0 5 12 13 24", "hh": "05 12 13", "k": "1 24 25 0", "kk": "01 24", "hmm": "930 1230 1330 99", "hmmss": "93015 123015", "Hmm": "930 2330 2460", "Hmmss": "93015 233015",
		"a": "am pm AM p a.m. x", "A": "PM P.M. q", "m": "0 05 59 60", "mm": "5 05 60", "s": "0 05 59 60", "ss": "5 59 61",
		"S": "1 12 999", "SS": "1 12", "SSS": "1 12 123", "SSSS": "1234 1", "SSSSSSSSS": "123456789", "Z": "Z +07:00 -0730 +07 +7 +15:00 -12:00 +05:75 z", "ZZ": "+0700 Z",
		"X": "1360314303 1360314303.123 -5 1.5e3 x", "x": "1360314303007 -1 x", "z": "UTC EST", "g": "5", "[W]": "W w", "[at] LT": "at", "x.": "5.",
	} {
		for text := range strings.FieldsSeq(texts) {
			all = append(all, fmt.Sprintf("moment.utc(%s, %s)", js(text), js(token)), fmt.Sprintf("moment.utc(%s, %s, true)", js(text), js(token)))
		}
	}
	return append(all, crossedParses()...)
}

// crossedParses are all of some formats with all of some texts.
func crossedParses() (all []string) {
	formats := []string{
		"YYYY-MM-DD", "DD/MM/YYYY", "MM-DD-YY", "YYYY-MM-DD HH:mm:ss", "YYYY-MM-DDTHH:mm:ssZ", "MMM D YYYY", "MMMM Do, YYYY h:mm A", "dddd, MMMM Do YYYY",
		"h:mm a", "HH:mm", "GGGG-[W]WW-E", "gggg-ww-e", "YYYY-DDDD", "L LT", "LLLL", "ddd D MMM", "YYYYMMDDHHmmss", "X", "[Day] D", "D.M.YYYY k:mm",
	}
	texts := []string{
		"2013-02-08", "2013-02-30", "08/02/2013", "2013-02-08 09:30:26", "2013-02-08 24:00:00", "2013-02-08T09:30:26-07:00", "Feb 8 2013", "February 8th, 2013 9:30 PM",
		"Friday, February 8th 2013", "Monday, February 8th 2013", "13:30 pm", "2013-W06-5", "2013-06-5", "20130208093026", "02/08/2013 9:30 AM", "8.2.2013 24:30", "garbage", "", "  2013  02  08", "Day 8",
	}
	for _, format := range formats {
		for _, text := range texts {
			all = append(all, fmt.Sprintf("moment(%s, %s)", js(text), js(format)), fmt.Sprintf("moment(%s, %s, true)", js(text), js(format)))
		}
	}
	for _, text := range texts {
		all = append(all,
			fmt.Sprintf("moment(%s, ['YYYY-MM-DD', 'DD/MM/YYYY', 'LLLL', moment.ISO_8601])", js(text)),
			fmt.Sprintf("moment.utc(%s, ['MM/DD/YYYY LT', 'YYYY', 'YYYY-MM-DD HH:mm:ss'], true)", js(text)),
			fmt.Sprintf("moment(%s, moment.ISO_8601)", js(text)), fmt.Sprintf("moment(%s, moment.RFC_2822, true)", js(text)))
	}
	return all
}

func generateGuesses() (all []string) {
	dates := strings.Fields(`2013-02-08 2013-02 2013 20130208 201302 2013-039 2013039 2013-W06-5 2013-W06 2013W065 2013W06 +002013-02-08 +0020130208 -000005-03-01
		2013-13-01 2013-02-30 2013-2-8 2013-W54-1 2013-W06-8 2013-366 2013-000 13-02-08 12345 2013-02-08T`)
	times := strings.Split("|T09|T09:30|T09:30:26|T09:30:26.123|T09:30:26,123456|T0930|T093026|T093026.5| 09:30|T24:00|T24:00:00.001|T25:00|T09:60|T9:30|t09:30|T09:30 x", "|")
	zones := []string{"", "Z", " Z", "+07", "-0700", "+07:30", "+7", "+15:00", "z"}
	for i, date := range dates {
		for j, time := range times {
			all = append(all, fmt.Sprintf("moment(%s, undefined, true)", js(date+time+zones[(i+j)%len(zones)])))
			all = append(all, fmt.Sprintf("moment.utc(%s, moment.ISO_8601)", js(date+time)))
		}
		all = append(all, fmt.Sprintf("moment.parseZone(%s)", js(date+"T10:00-07:00")))
	}
	for _, zone := range zones {
		all = append(all, fmt.Sprintf("moment('2013-02-08T09:30' + %s)", js(zone)))
	}
	for _, text := range []string{
		"Fri, 08 Feb 2013 09:30:26 GMT", "Fri, 08 Feb 2013 09:30:26 +0700", "08 Feb 2013 09:30 EST", "8 Feb 13 09:30 Z", "8 Feb 50 09:30 PDT", "8 Feb 113 09:30 UT", "Mon, 08 Feb 2013 09:30:26 GMT",
		"Fri 08 Feb 2013 09:30:26 GMT", "Fri, 08 Feb 2013 09:30:26 (comment) GMT", " Fri, 08  Feb\n2013 09:30:26 A", "Fri, 08 Feb 2013 09:30:26 z", "Fri, 08 Feb 2013 25:30:26 GMT", "Fri, 31 Feb 2013 09:30:26 GMT", "Fri, 08 Feb 2013 09:30:61 GMT",
		"/Date(1198908717056-0700)/", "Date(5)", "/Date(x)/", "08/02/2013", "Feb 8, 2013", "8 February 2013 10:00 PM", "tomorrow", "2013/02/08 10:00", "1360314303", "Fri Feb 08 2013 09:30:26 GMT+0100",
	} {
		for _, maker := range []string{"moment(%s)", "moment.utc(%s)", "moment.parseZone(%s)", "moment(%s, true)", "moment.utc(%s, moment.RFC_2822)"} {
			all = append(all, fmt.Sprintf(maker, js(text)))
		}
	}
	return all
}

var allUnits = strings.Fields(`year quarter month week isoWeek weekYear isoWeekYear day date weekday isoWeekday dayOfYear hour minute second millisecond
	y Q M w W gg GG d D e E DDD h m s ms years quarters months weeks isoWeeks days dates hours minutes seconds milliseconds Years nonsense`)

func generateFields() (all []string) {
	for i, unit := range allUnits {
		for j := range 4 {
			at := js(someTimes[(i*4+j)%len(someTimes)])
			maker := []string{"moment", "moment.utc"}[(i+j)%2]
			all = append(all,
				fmt.Sprintf("%s(%s).get(%s)", maker, at, js(unit)),
				fmt.Sprintf("%s(%s).set(%s, %d)", maker, at, js(unit), []int{0, 3, 31, -2}[j]),
				fmt.Sprintf("%s(%s).startOf(%s)", maker, at, js(unit)),
				fmt.Sprintf("%s(%s).endOf(%s)", maker, at, js(unit)))
		}
	}
	for _, at := range someTimes {
		all = append(all, fmt.Sprintf("['year','years','weekYear','isoWeekYear','quarter','quarters','month','daysInMonth','weeks','week','isoWeeks','isoWeek','weeksInYear','weeksInWeekYear','isoWeeksInYear','isoWeeksInISOWeekYear','date','day','days','weekday','isoWeekday','dayOfYear','hour','hours','minute','minutes','second','seconds','millisecond','milliseconds','utcOffset','isDST','isLeapYear','eraName','eraNarrow','eraAbbr','eraYear','unix','valueOf','toISOString','toJSON','toString','inspect','toArray','toObject','toDate','hasAlignedHourOffset','isLocal','isUtc','isUTC','isUtcOffset','zoneAbbr','zoneName','invalidAt','isValid'].map((k) => moment(%s)[k]())", js(at)))
	}
	for _, value := range []string{"'February'", "'feb'", "'2'", "'x'", "'Monday'", "'mo'", "''", "null", "undefined", "NaN", "1.5", "'7'", "true", "-8", "100", "{}"} {
		for _, setter := range []string{"month", "day", "isoWeekday", "weekday", "date", "year", "hour", "week", "quarter", "dayOfYear", "minute", "isoWeek", "weekYear"} {
			all = append(all, fmt.Sprintf("moment.utc('2013-01-31T09:30:26Z').%s(%s)", setter, value))
		}
	}
	return all
}

func generateArithmetic() (all []string) {
	for i, unit := range allUnits {
		for j, amount := range []string{"1", "-1", "1.5", "'2'", "13", "-400"} {
			at := js(someTimes[(i+j*5)%len(someTimes)])
			maker := []string{"moment", "moment.utc"}[(i+j)%2]
			all = append(all, fmt.Sprintf("%s(%s).add(%s, %s)", maker, at, amount, js(unit)), fmt.Sprintf("%s(%s).subtract(%s, %s)", maker, at, amount, js(unit)))
		}
	}
	for i, from := range someTimes {
		to := someTimes[(i*7+3)%len(someTimes)]
		for _, unit := range allUnits {
			all = append(all, fmt.Sprintf("[moment(%s).diff(%s, %s), moment(%[1]s).diff(%[2]s, %[3]s, true)]", js(from), js(to), js(unit)))
		}
	}
	for i, from := range someTimes {
		for j, unit := range []string{"", "year", "month", "week", "isoWeek", "day", "hour", "minute"} {
			to := js(someTimes[(i+j)%len(someTimes)])
			all = append(all, fmt.Sprintf("['isBefore','isAfter','isSame','isSameOrBefore','isSameOrAfter'].map((k) => moment(%s)[k](%s, %s))", js(from), to, js(unit)),
				fmt.Sprintf("['()','[)','(]','[]'].map((k) => moment(%s).isBetween(%s, %s, %s, k))", js(from), to, js(from), js(unit)))
		}
	}
	return all
}

func generateRelative() (all []string) {
	for _, seconds := range []int{0, 1, 44, 45, 89, 90, 2640, 2699, 2700, 5399, 5400, 75600, 79199, 79200, 129599, 129600, 2160000, 2246400, 3888000, 4000000, 27000000, 28000000, 31536000, 47304000, 63072000, 1e9} {
		for _, sign := range []string{"", "-"} {
			s := fmt.Sprintf("%s%d", sign, seconds)
			all = append(all, fmt.Sprintf("moment().add(%s, 's').fromNow()", s), fmt.Sprintf("moment().add(%s, 's').toNow(true)", s),
				fmt.Sprintf("moment().add(%s, 's').calendar()", s), fmt.Sprintf("moment.duration(%s, 's').humanize(true)", s),
				fmt.Sprintf("moment.duration(%s, 's').humanize({s: 60, m: 60, h: 24, d: 7, w: 4})", s), fmt.Sprintf("moment.duration(%s, 's').humanize(true, {ss: 3, w: 5})", s))
		}
	}
	for days := -9; days <= 9; days++ {
		all = append(all, fmt.Sprintf("moment().add(%d, 'd').calendar()", days), fmt.Sprintf("moment('2026-03-29T12:00').add(%d, 'd').calendar('2026-03-29')", days),
			fmt.Sprintf("moment.utc().add(%d, 'd').calendar(null, {sameDay: '[now]', lastDay: (now) => 'D', sameElse: 'YYYY', nextDay: function () { return '[' + this.date() + ']'; }})", days),
			fmt.Sprintf("moment().add(%d, 'd').calendar({lastWeek: '[lw]', nextWeek: '[nw]'})", days))
	}
	return all
}

func generateDurations() (all []string) {
	inputs := []string{
		"0", "1", "-1", "1000", "90061001", "-90061001", "1e12", "31556952000", "'5'", "'abc'", "''", "null", "undefined", "NaN", "Infinity", "true", "[]", "{}", "1.5", "'1.5'",
		"'23:59'", "'23:59:59'", "'1.02:03:04.567'", "'-1.02:03:04.567'", "'7 23:59:59'", "'10:30:00.9999'", "'+1:00'", "'1:2:3'",
		"'P1Y2M3DT4H5M6S'", "'-P1Y2M3DT4H5M6S'", "'P1W'", "'PT0.5S'", "'PT1,5H'", "'P-1D'", "'PT'", "'P'", "'P1YT'", "'+PT5M'", "'P1.5M'", "'P1Y-2M'",
		"{days: 1, hours: 25}", "{y: 1, M: 13, d: 40}", "{months: 1.5}", "{months: 1.5, days: 1}", "{weeks: 2, isoWeeks: 1}", "{isoWeeks: 1}", "{quarters: 3}", "{days: 'x'}", "{day: '2'}", "{hours: 1, minutes: -90}",
		"{months: 1, days: -1}", "{from: '2013-01-31', to: '2013-03-01'}", "{from: '2013-03-01', to: '2013-01-31'}", "{to: moment.utc('2013-03-01'), from: moment.utc('2012-02-29')}", "{from: 'x', to: 5}", "moment.duration(5, 'd')", "moment.duration.invalid()", "new Date(5)", "moment.utc(7)", "{ms: 5, nonsense: 1}", "{date: 5}",
	}
	for _, input := range inputs {
		all = append(all, fmt.Sprintf("moment.duration(%s)", input),
			fmt.Sprintf("['y','Q','M','w','d','h','m','s','ms'].map((u) => [moment.duration(%s).as(u), u !== 'Q' && moment.duration(%[1]s).get(u)])", input),
			fmt.Sprintf("((d) => [d.humanize(), d.humanize(true), d.valueOf(), d.weeks(), JSON.stringify(d), String(d), d.clone().abs()])(moment.duration(%s))", input),
			fmt.Sprintf("moment.duration(%s).add(1, 'month').subtract({days: 2})", input),
			fmt.Sprintf("moment.utc('2012-02-29T12:00Z').add(%s)", input), fmt.Sprintf("moment('2026-03-29T00:30Z').subtract(moment.duration(%s))", input))
	}
	for _, unit := range allUnits {
		all = append(all, fmt.Sprintf("moment.duration(2.25, %s)", js(unit)), fmt.Sprintf("moment.duration(100000000).as(%s)", js(unit)), fmt.Sprintf("moment.duration(-7, %s).humanize(true)", js(unit)))
	}
	return all
}

func generateZones() (all []string) {
	for _, offset := range []string{"0", "1", "-5", "15", "16", "330", "-570", "840", "900", "'+05:30'", "'-0800'", "'Z'", "'x'", "'+15:00'", "null", "NaN", "'+02'", "90.5"} {
		for _, at := range someTimes[:6] {
			all = append(all, fmt.Sprintf("moment(%s).utcOffset(%s)", js(at), offset), fmt.Sprintf("moment(%s).utcOffset(%s, true)", js(at), offset),
				fmt.Sprintf("moment(%s).utcOffset(%s).startOf('day').add(1, 'M').endOf('hour').inspect()", js(at), offset),
				fmt.Sprintf("moment(%s).utcOffset(%s).local(true)", js(at), offset), fmt.Sprintf("moment(%s).utcOffset(%s).local()", js(at), offset),
				fmt.Sprintf("moment(%s).utcOffset(%s).toISOString(true)", js(at), offset))
		}
	}
	for _, at := range someTimes {
		all = append(all, fmt.Sprintf("[moment(%s).utc(true), moment(%[1]s).utc().local(true), moment(%[1]s).utc().local(), moment.parseZone(%[1]s).utcOffset(), moment(%[1]s).parseZone()]", js(at)))
	}
	return all
}

// generateMixed reads what a format made up at random wrote, by that format, by
// another, and without any. The seed is fixed.
func generateMixed() (all []string) {
	random := rand.New(rand.NewPCG(3, 14))
	pick := func(from []string) string { return from[random.IntN(len(from))] }
	separators := []string{" ", "-", "/", ", ", "", "T", ":", ".", " [at] ", "\\d", "ä"}
	format := func() (made string) {
		for range 1 + random.IntN(5) {
			made += pick(allTokens) + pick(separators)
		}
		return js(made)
	}
	for range 400 {
		at := fmt.Sprintf("moment.utc(%d)", random.Int64N(8e12)-3e12)
		one, other := format(), format()
		all = append(all,
			fmt.Sprintf("moment.utc(%s.format(%s), %[2]s, true)", at, one),
			fmt.Sprintf("moment(%s.format(%s), %[2]s)", at, one),
			fmt.Sprintf("moment.utc(%s.format(%s), %s)", at, one, other),
			fmt.Sprintf("moment.utc(%s.format(%s), [%s, %[2]s])", at, one, other),
			fmt.Sprintf("moment.utc(%s.format(%s), moment.ISO_8601)", at, one))
	}
	return all
}
