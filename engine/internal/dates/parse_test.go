package dates_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"rocketscript/engine/internal/dates"
	"rocketscript/engine/internal/nodetest"
)

// zones are where clocks change in different ways: not at all, by an hour or
// half, at midnight, in winter, over the date line.
var zones = []string{
	"UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca", "Europe/Dublin", "Asia/Tehran",
}

// written are dates as senders write them, and as they should not.
var written = []string{
	"", " ", "now", "today", "null", "undefined", "NaN", "Invalid Date", "1577872800000", "1577872800", "20200101", "2020", "20", "0", "-1", "1", "12", "13", "31", "32", "49", "50", "99", "100", "999", "9999", "10000",
	"2020-01-01T09:30z", "2020-01-01T09:30Z", "2020-01-01T09:30", "2020-01-01 10:00", "2020-1-1", "2020-01-1", "2020-1-01", "2020-01", "2020-1", "2020-13", "2020-00", "2020-01-32", "2020-02-30", "2020-02-31T00:00", "2020-06-31",
	"Jan 1, 2020 10:00 PM GMT+0200", "1/2/2020", "2020/01/02 03:04:05.678", "Wed, 01 Jan 2020 10:00:00 GMT", "Wed, 01 Jan 2020 10:00:00 +0100", "Wed, 01 Jan 2020 10:00:00 EST", "Wednesday, 01-Jan-20 10:00:00 GMT",
	"Wed Jan  1 10:00:00 2020", "Wed Jan 01 2020 10:00:00 GMT+0100 (Central European Standard Time)", "2020-01-01T00:00:00+0100", "2020-01-01T00:00:00+01:00", "2020-01-01T00:00:00+01", "2020-01-01T00:00:00 +0100",
	"2020-01-01T00:00:00.1", "2020-01-01T00:00:00.12", "2020-01-01T00:00:00.123456789", "2020-01-01T00:00:00.1234567891234Z", "2020-01-01T00:00:00.0123456789Z", "2020-01-01T00:00:00.00001Z", "2020-01-01T00:00:00.Z", "2020-01-01T00:00:00,5Z",
	"2020-01-01 00:00:00,500", "2020-01-01 00:00:00.500000", "2020-01-01 00:00:00 UTC", "2020-01-01 00:00:00 +0000 UTC", "2020-01-01 00:00:00.123456+00:00", "2020-01-01 00:00:00+00", "2020-01-01 00:00:00 Europe/Berlin",
	"2020-01-01T24:00", "2020-01-01T24:00:01", "2020-01-01 24:00", "2020-01-01 24:00:01", "2020-01-01T25:00", "2020-01-01T10", "2020-01-01T10:60", "2020-01-01T10:00:60", "2020-01-01T1:00", "2020-01-01t10:00", "2020-01-01T10:00:00z",
	"+002020-01-01", "-002020-01-01", "-000000-01-01", "+000000-01-01", "+275760-09-13T00:00:00.000Z", "+275760-09-13T00:00:00.001Z", "-271821-04-20T00:00:00.000Z", "-271821-04-19T23:59:59.999Z", "+2020-01-01", "02020-01-01",
	"10:00", "10:00 AM", "10:00 1/2/2020", "1/2/2020 10:00 AM", "1/2/2020 10:00AM", "1/2/2020 12:00 AM", "1/2/2020 12:00 PM", "1/2/2020 13:00 PM", "1/2/2020 0:00 PM", "1/2/2020 10 PM", "1/2/2020 10:00 p.m.", "1/2/2020 10:00 a", "1/2/20", "1/2/49", "1/2/50", "1/2/1", "1/2/100",
	"Jan 1 2020", "1 Jan 2020", "2020 Jan 1", "Jan 2020", "2020 Jan", "Jan 1", "Jan", "January", "Januar 1 2020", "Janxyz 1 2020", "1-Jan-2020", "1-Jan-20", "Jan-1-2020", "2020-Jan-01", "1Jan2020", "Jan1,2020", "1st Jan 2020", "Jan 1st 2020", "Sept 5 2020", "5. März 2020", "Mai 5 2020", "may 5 2020",
	"Tuesday, January 7, 2020 at 3:04 PM", "Tue Jan 7 2020 3:04 PM", "January 7, 2020 15:04:05 GMT-8", "January 7, 2020 15:04:05 GMT-0800", "January 7, 2020 15:04:05 GMT-08:30", "January 7, 2020 15:04:05 GMT-12345", "January 7, 2020 15:04:05 GMT+", "January 7, 2020 15:04:05 UTC-", "January 7, 2020 15:04:05 PST", "January 7, 2020 15:04:05 CEST", "January 7, 2020 15:04:05 (PST)", "January 7, 2020 (comment (nested)) 15:04", "January 7, 2020 (open", "January 7, 2020 )", ") January 7, 2020",
	"2020-01-01T10:00:00-0330", "2020-01-01T10:00:00+2460", "2020-01-01T10:00:00+2400", "2020-01-01T10:00:00+23:59", "2020-01-01T10:00+1:00", "2020-01-01T10:00Zulu", "2020-01-01T10:00 Z", "2020-01-01 10:00 Z", "2020-01-01 10:00Z", "2020-01-01 10:00 z", "2020-01-01Z", "2020-01-01 Z", "2020-01-01T", "2020-01-01TZ", "2020-W01-1", "2020-001", "2020.01.02", "02.01.2020", "31.12.2020", "31/12/2020", "12/31/2020", "2020/13/01", "2020-01-01-05:00", "2020-01-01+05:00",
	"1::30 1/2/2020", "1/2/2020 1::30", "1/2/2020 1:2:3:4", "1/2/2020 1:2:3:4:5", "1/2/2020 1:2.5", "1/2/2020 1:2:3.", "1/2/2020 1:.2", "1/2/2020 1:2:3.4567", "1/2/2020 1:2:3 4", "1 2 2020", "1,2,2020", "1 2 3 4", "2020 1 2", "Date: 1/2/2020", "on1/2/2020", "1/2/2020 foo", "foo 1/2/2020", "foo-1/2/2020", "-1/2/2020", "+1/2/2020", "1/-2/2020", "1/2/-2020",
	"2020-01-01T10:00:00\u00a0", "\u00a02020-01-01", "1/2/2020,\u202f3:04:05\u202fPM", "７ Jan 2020", "7 Jan 2020 ٣", "2020‑01‑01", "2020–01–01", "2020-01-01\n", "2020\t01\t02", "\ufeff2020-01-01", "2020-01-01T10:00:00.000+0000", "/Date(1577872800000)/", "@1577872800", "1577872800.5", "1e3", "0x10", "P1D", "12:30:45 2020-01-02", "00:00:00", "Thu, 1 Jan 1970 00:00:00 GMT",
	"2020-03-08T02:30", "2020-11-01T01:30", "2020-03-29T02:30", "2020-10-25T02:30", "2018-11-04T00:00", "2018-11-04T00:30", "2011-12-30T12:00", "2011-12-30T00:00", "1900-01-01T00:00", "1883-11-18T12:00", "1850-06-01T00:00", "2040-07-01T12:00", "2099-01-01T12:00", "0001-01-01T00:00", "1/1/1", "1893-04-01T00:00", "1945-05-24T02:30", "1947-05-11T03:30",
}

// generated puts dates together of parts, some of them wrong.
func generated(n int) []string {
	r := rand.New(rand.NewPCG(3, 4))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	digits := func(high int) string { return fmt.Sprintf(pick("%d", "%02d", "%02d"), r.IntN(high)) }
	year := func() string {
		return pick("2020", "1999", "2026", "1969", "20", "70", "0099", "+012020", fmt.Sprint(1800+r.IntN(400)), digits(120))
	}
	month := func() string {
		return pick("Jan", "february", "MAR", "Apr.", "May", "June", "Jul", "August", "Sept", "Oct", "Novem", "Dec", "Foo")
	}
	clock := func() string {
		text := digits(26) + pick(":", ":", ":", "::", ".") + digits(62)
		if r.IntN(3) > 0 {
			text += ":" + digits(62)
		}
		if r.IntN(3) == 0 {
			text += pick(".", ".", ",", ":") + strings.Repeat("0", r.IntN(3)) + fmt.Sprint(r.IntN(1<<r.IntN(40)))
		}
		return text + pick("", "", "", " am", " PM", "pm", " P.M.")
	}
	zone := func() string {
		return pick("", "", "Z", "z", " UTC", " GMT", " EST", " PDT", " CET", " ", "") + pick("", "", "", "+", "-", " +", " -") + pick("", digits(15), digits(15)+":"+digits(70), digits(20)+digits(60), digits(99999)) + pick("", "", " (CET)", "(", ")")
	}
	gap := func() string { return pick(" ", " ", "T", "t", ", ", "-", "/", " at ", "") }
	var list []string
	for range n {
		var date string
		switch sep := pick("-", "/", ".", " ", ", "); r.IntN(6) {
		case 0, 1:
			date = year() + sep + digits(14) + sep + digits(33)
		case 2:
			date = digits(14) + sep + digits(33) + sep + year()
		case 3:
			date = month() + " " + digits(33) + pick(", ", " ", "-") + year()
		case 4:
			date = digits(33) + sep + month() + sep + year()
		case 5:
			date = pick("Mon", "Tuesday,", "Wed ", "(x) ", "on:") + pick(" ", "") + digits(33) + " " + month() + " " + year()
		}
		switch r.IntN(8) {
		case 0:
			list = append(list, date)
		case 1:
			list = append(list, clock()+gap()+date)
		case 2, 3:
			list = append(list, fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", 1850+r.IntN(250), 1+r.IntN(12), 1+r.IntN(31), r.IntN(24), r.IntN(60), r.IntN(60)))
		default:
			list = append(list, date+gap()+clock()+zone())
		}
	}
	return list
}

// TestParseLikeNode compares what texts stand for with node, zone by zone.
func TestParseLikeNode(t *testing.T) {
	texts := append(written, generated(3000)...)
	var want map[string][]*float64
	nodetest.Run(t, `
		const answers = {};
		for (const zone of input.zones) { process.env.TZ = zone; answers[zone] = input.texts.map((t) => Date.parse(t)); }
		done(answers);
	`, map[string]any{"zones": zones, "texts": texts}, &want)
	compared, valid := 0, 0
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, text := range texts {
			got, expected := dates.Parse(text, zone), math.NaN()
			if want[name][i] != nil {
				expected = *want[name][i]
				valid++
			}
			if got != expected && !(math.IsNaN(got) && math.IsNaN(expected)) {
				t.Errorf("%s: %q is %.0f, in node %.0f", name, text, got, expected)
			}
			compared++
		}
	}
	t.Logf("%d compared, %d of them dates", compared, valid)
}

// FuzzParse holds that every text is a time in reach, or none; and that it
// does not matter how often a time is written and read.
func FuzzParse(f *testing.F) {
	for _, text := range written {
		f.Add(text)
	}
	zone := time.FixedZone("", 5400)
	f.Fuzz(func(t *testing.T, text string) {
		at := dates.Parse(text, zone)
		if math.IsNaN(at) {
			return
		}
		if math.Abs(at) > 8.64e15 || at != math.Trunc(at) {
			t.Fatalf("%q is %f", text, at)
		}
		written := time.UnixMilli(int64(at)).UTC()
		if y := written.Year(); y < 0 || y > 9999 {
			return
		}
		if again := dates.Parse(written.Format("2006-01-02T15:04:05.000Z"), zone); again != at {
			t.Fatalf("%q is %f, and written and read again %f", text, at, again)
		}
	})
}
