package locale_test

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/nodetest"
)

// evaluate gives what an expression of JavaScript shows: its text, its JSON or
// what it throws.
const evaluate = `(function (source) {
	try {
		const value = (0, eval)('(' + source + ')');
		return typeof value === 'object' ? JSON.stringify(value) : String(value);
	} catch (e) { return String(e) }
})`

// knownDifferences are the expressions that are to differ, each with its
// reason, from testdata/differences.txt: "reason: text" lines head those they
// are the reason of.
func knownDifferences(t *testing.T) map[string]bool {
	file, err := os.Open("testdata/differences.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	known := map[string]bool{}
	lines := bufio.NewScanner(file)
	reason := false
	for lines.Scan() {
		switch line := lines.Text(); {
		case line == "":
			reason = false
		case strings.HasPrefix(line, "# "):
			reason = true
		case !reason:
			t.Errorf("testdata/differences.txt: %s has no reason", line)
		default:
			known[line] = true
		}
	}
	return known
}

func utc(t *testing.T) { setLocal(t, time.UTC) }

func setLocal(t *testing.T, zone *time.Location) {
	local := time.Local
	time.Local = zone
	t.Cleanup(func() { time.Local = local })
}

func newRuntime() *goja.Runtime {
	rt := goja.New()
	locale.Replace(rt)
	rt.Set("Intl", locale.New(rt))
	return rt
}

// TestAsNode compares, text for text, with what node 20 makes of many
// expressions, generated and written.
func TestAsNode(t *testing.T) {
	utc(t)
	expressions := expressions(t)
	var want []string
	nodetest.Run(t, "const evaluate = "+evaluate+"; done(input.map(evaluate))", expressions, &want)
	rt := newRuntime()
	v, err := rt.RunString(evaluate)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	known, equal := knownDifferences(t), 0
	for i, source := range expressions {
		got, err := call(goja.Undefined(), rt.ToValue(source))
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		same := got.String() == want[i]
		switch {
		case same && known[source]:
			t.Errorf("a known difference is none any more: %s", source)
		case same:
			equal++
		case !known[source]:
			t.Errorf("%s\n got %q\nwant %q", source, got, want[i])
		}
		delete(known, source)
	}
	for source := range known {
		t.Errorf("a known difference is not compared: %s", source)
	}
	t.Logf("%d of %d expressions equal", equal, len(expressions))
}

// expressions are those of testdata/expressions.txt and generated ones.
func expressions(t *testing.T) []string {
	data, err := os.ReadFile("testdata/expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	seen := map[string]bool{}
	add := func(format string, values ...any) {
		if source := fmt.Sprintf(format, values...); !seen[source] {
			seen[source] = true
			list = append(list, source)
		}
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			add("%s", line)
		}
	}
	generateDates(add)
	generateNumbers(add)
	generateWords(add)
	return list
}

var tags = []string{
	"en-US", "en-GB", "en-CA", "en-AU", "en-IN", "en-NZ", "en-ZA", "en-IE", "en", "de", "de-DE", "de-AT", "de-CH", "es", "es-ES", "es-MX", "es-AR", "es-CO", "es-CL",
	"es-US", "fr", "fr-FR", "fr-CA", "fr-CH", "fr-BE", "pt", "pt-BR", "pt-PT", "pt-AO",
}

// dates are moments of interest, in milliseconds.
var dates = []string{"1767625445678", "1783166400000", "0", "-62198755200000", "1793664000000", "1767225600000"}

var dateChoices = []string{
	"", "dateStyle: 'full'", "dateStyle: 'long'", "dateStyle: 'medium'", "dateStyle: 'short'",
	"timeStyle: 'full'", "timeStyle: 'long'", "timeStyle: 'medium'", "timeStyle: 'short'",
	"dateStyle: 'full', timeStyle: 'full'", "dateStyle: 'long', timeStyle: 'long'", "dateStyle: 'medium', timeStyle: 'short'", "dateStyle: 'short', timeStyle: 'medium'",
	"month: 'short', year: 'numeric'", "month: 'long', year: 'numeric'", "month: 'long'", "month: 'short'", "month: 'numeric'", "month: '2-digit'", "month: 'narrow'",
	"year: 'numeric'", "year: '2-digit'", "day: 'numeric'", "weekday: 'long'", "weekday: 'short'", "weekday: 'narrow'",
	"weekday: 'long', year: 'numeric', month: 'long', day: 'numeric'", "weekday: 'short', year: 'numeric', month: 'short', day: 'numeric'",
	"year: 'numeric', month: '2-digit', day: '2-digit'", "year: 'numeric', month: 'short', day: 'numeric'", "year: 'numeric', month: 'long', day: 'numeric'",
	"month: 'short', day: 'numeric'", "month: 'long', day: 'numeric'", "month: '2-digit', day: '2-digit'", "month: 'numeric', day: 'numeric', weekday: 'short'",
	"hour: 'numeric'", "hour: '2-digit'", "hour: 'numeric', minute: 'numeric'", "hour: '2-digit', minute: '2-digit'", "hour: '2-digit', minute: '2-digit', second: '2-digit'",
	"minute: 'numeric', second: 'numeric'", "minute: '2-digit'", "second: '2-digit'", "hour: 'numeric', minute: '2-digit', hour12: true", "hour: 'numeric', minute: '2-digit', hour12: false",
	"hour: '2-digit', minute: '2-digit', hourCycle: 'h23'", "hour: 'numeric', hourCycle: 'h11'", "hour12: false", "hour12: true", "timeStyle: 'short', hour12: false", "timeStyle: 'short', hour12: true", "dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23'",
	"hour: 'numeric', minute: 'numeric', second: 'numeric', fractionalSecondDigits: 3", "fractionalSecondDigits: 2", "second: 'numeric', fractionalSecondDigits: 1", "minute: 'numeric', fractionalSecondDigits: 3",
	"year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit'", "year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit'",
	"year: 'numeric', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit'", "weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric'", "weekday: 'short', hour: 'numeric', minute: '2-digit'",
	"era: 'short'", "era: 'long', year: 'numeric'", "era: 'short', year: 'numeric', month: 'short', day: 'numeric'", "weekday: 'long', day: 'numeric'", "weekday: 'long', year: 'numeric'", "year: 'numeric', month: 'numeric'", "year: '2-digit', month: '2-digit', day: '2-digit'",
	"dayPeriod: 'short', hour: 'numeric'", "dayPeriod: 'long', hour: 'numeric', minute: '2-digit'", "hour: 'numeric', dayPeriod: 'narrow', hour12: true", "dayPeriod: 'long'",
	"timeZoneName: 'short'", "timeZoneName: 'long'", "hour: 'numeric', minute: '2-digit', timeZoneName: 'short'", "timeZone: 'America/New_York', timeZoneName: 'short'", "timeZone: 'America/New_York', timeZoneName: 'long'",
	"timeZone: 'Europe/London', timeZoneName: 'shortOffset'", "timeZone: 'Asia/Kolkata', timeZoneName: 'longOffset'", "timeZone: 'America/Los_Angeles', timeZoneName: 'shortGeneric'", "timeZone: 'Europe/Berlin', timeZoneName: 'longGeneric'",
	"timeZone: 'Europe/Berlin', timeZoneName: 'short'", "timeZone: 'Europe/Berlin', timeZoneName: 'long'", "timeZone: 'America/Sao_Paulo', dateStyle: 'long', timeStyle: 'full'", "timeZone: 'Asia/Tokyo', timeStyle: 'long'", "timeZone: 'Australia/Sydney', timeStyle: 'full'",
}

func generateDates(add func(string, ...any)) {
	for i, choice := range dateChoices {
		for j, tag := range tags {
			date := dates[(i+j)%len(dates)]
			if i < 40 && j%3 == 0 {
				add("new Date(%s).toLocaleDateString('%s', {%s})", date, tag, choice)
				add("new Date(%s).toLocaleTimeString('%s', {%s})", date, tag, choice)
			}
			add("new Date(%s).toLocaleString('%s', {%s})", date, tag, choice)
			if j%5 == 0 {
				add("new Intl.DateTimeFormat('%s', {%s}).formatToParts(%s)", tag, choice, date)
				add("new Intl.DateTimeFormat('%s', {%s}).resolvedOptions()", tag, choice)
			}
		}
	}
	for i, zone := range []string{"Pacific/Auckland", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Europe/Dublin", "Africa/Cairo", "America/Argentina/Buenos_Aires", "Europe/Moscow", "Asia/Shanghai", "UTC", "Etc/GMT+5", "America/Phoenix", "Europe/Lisbon", "Atlantic/Azores", "Africa/Casablanca", "America/Halifax", "Pacific/Honolulu", "Asia/Dubai", "US/Pacific", "GMT"} {
		for j, style := range []string{"short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"} {
			for k, tag := range []string{"en-US", "en-GB", "de", "es-MX", "fr", "fr-CA", "pt-BR", "pt-PT"} {
				add("new Date(%s).toLocaleTimeString('%s', {timeZone: '%s', timeZoneName: '%s'})", dates[(i+j+k)%2], tag, zone, style)
			}
		}
	}
	ranges := []string{"1767625445678, 1767632645678", "1767625445678, 1767629045678", "1767625445678, 1767712000000", "1767625445678, 1770000000000", "1767625445678, 1799000000000", "1767625445678, 1767625445678", "1767625445678, 1767625505678"}
	for i, choice := range []string{"", "month: 'short', day: 'numeric'", "year: 'numeric', month: 'long', day: 'numeric'", "hour: 'numeric', minute: '2-digit'", "hour: 'numeric'", "dateStyle: 'medium'", "dateStyle: 'short', timeStyle: 'short'", "month: 'short', year: 'numeric'", "year: 'numeric', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit'"} {
		for j, tag := range []string{"en-US", "en-GB", "de", "es", "fr", "pt-BR", "fr-CA", "es-MX"} {
			for k := range 3 {
				add("new Intl.DateTimeFormat('%s', {%s}).formatRange(%s)", tag, choice, ranges[(i+j+k)%len(ranges)])
			}
		}
	}
}

var (
	numbers       = []string{"0", "1", "-1", "1234.5", "1234567.891", "-98765.4321", "0.000123", "999999", "1e21", "NaN", "Infinity", "-0", "12", "1500000000", "0.5", "2.5", "1050"}
	numberChoices = []string{
		"", "style: 'percent'", "style: 'percent', minimumFractionDigits: 1", "style: 'currency', currency: 'USD'", "style: 'currency', currency: 'EUR'", "style: 'currency', currency: 'BRL'", "style: 'currency', currency: 'JPY'",
		"style: 'currency', currency: 'CHF'", "style: 'currency', currency: 'GBP', currencyDisplay: 'code'", "style: 'currency', currency: 'USD', currencyDisplay: 'name'", "style: 'currency', currency: 'CAD', currencyDisplay: 'narrowSymbol'",
		"style: 'currency', currency: 'USD', currencySign: 'accounting'", "style: 'currency', currency: 'EUR', minimumFractionDigits: 0", "style: 'currency', currency: 'EUR', maximumFractionDigits: 0", "style: 'currency', currency: 'USD', notation: 'compact'",
		"notation: 'compact'", "notation: 'compact', compactDisplay: 'long'", "notation: 'scientific'", "notation: 'engineering'", "notation: 'compact', maximumFractionDigits: 1",
		"minimumFractionDigits: 2", "maximumFractionDigits: 0", "maximumFractionDigits: 1", "minimumFractionDigits: 2, maximumFractionDigits: 2", "maximumSignificantDigits: 3", "minimumSignificantDigits: 5", "minimumIntegerDigits: 2",
		"useGrouping: false", "useGrouping: 'always'", "useGrouping: 'min2'", "signDisplay: 'always'", "signDisplay: 'never'", "signDisplay: 'exceptZero'", "signDisplay: 'negative'",
		"style: 'unit', unit: 'kilometer'", "style: 'unit', unit: 'kilometer-per-hour'", "style: 'unit', unit: 'byte', unitDisplay: 'long'", "style: 'unit', unit: 'megabyte'", "style: 'unit', unit: 'celsius'", "style: 'unit', unit: 'second', unitDisplay: 'narrow'",
		"style: 'unit', unit: 'day', unitDisplay: 'long'", "style: 'unit', unit: 'megabyte-per-second'", "style: 'unit', unit: 'liter', unitDisplay: 'long'", "style: 'unit', unit: 'percent'", "style: 'unit', unit: 'hour', unitDisplay: 'narrow'",
		"roundingMode: 'floor', maximumFractionDigits: 1", "roundingMode: 'halfEven', maximumFractionDigits: 0", "roundingIncrement: 5, maximumFractionDigits: 2, minimumFractionDigits: 2", "trailingZeroDisplay: 'stripIfInteger', minimumFractionDigits: 2",
		"maximumSignificantDigits: 3, maximumFractionDigits: 1, roundingPriority: 'lessPrecision'", "maximumSignificantDigits: 3, maximumFractionDigits: 1, roundingPriority: 'morePrecision'", "style: 'currency', currency: 'USD', signDisplay: 'always'", "style: 'currency', currency: 'INR', notation: 'compact', compactDisplay: 'long'",
	}
)

func generateNumbers(add func(string, ...any)) {
	for i, choice := range numberChoices {
		for j, tag := range tags {
			add("(%s).toLocaleString('%s', {%s})", numbers[(i+j)%len(numbers)], tag, choice)
			add("(%s).toLocaleString('%s', {%s})", numbers[(i+j*3+7)%len(numbers)], tag, choice)
			if j%6 == 0 {
				add("new Intl.NumberFormat('%s', {%s}).formatToParts(%s)", tag, choice, numbers[(i+j+4)%len(numbers)])
				add("new Intl.NumberFormat('%s', {%s}).resolvedOptions()", tag, choice)
			}
		}
	}
	for _, tag := range tags {
		for _, pair := range []string{"3, 5", "1000, 2000", "1, 1", "-3, 5"} {
			add("new Intl.NumberFormat('%s').formatRange(%s)", tag, pair)
			add("new Intl.NumberFormat('%s', {style: 'currency', currency: 'EUR'}).formatRange(%s)", tag, pair)
		}
	}
}

func generateWords(add func(string, ...any)) {
	for _, tag := range tags {
		for _, unit := range []string{"day", "days", "hour", "month", "year", "week", "quarter", "second", "minute"} {
			for i, n := range []string{"-1", "1", "0", "3", "-2", "-0", "1.5", "1000000"} {
				style := []string{"long", "short", "narrow"}[i%3]
				add("new Intl.RelativeTimeFormat('%s', {numeric: 'auto', style: '%s'}).format(%s, '%s')", tag, style, n, unit)
				add("new Intl.RelativeTimeFormat('%s').format(%s, '%s')", tag, n, unit)
			}
		}
		for _, kind := range []string{"conjunction", "disjunction", "unit"} {
			for _, style := range []string{"long", "short", "narrow"} {
				for _, list := range []string{"['a', 'b', 'c', 'd']", "['x', 'iglesia']", "['a', 'b', 'ocho']", "['one']", "[]"} {
					add("new Intl.ListFormat('%s', {type: '%s', style: '%s'}).format(%s)", tag, kind, style, list)
				}
			}
		}
		for _, kind := range []string{"cardinal", "ordinal"} {
			add("[0, 1, 2, 3, 4, 11, 12, 13, 21, 22, 100, 1000000, 1.5, 0.5, 1e6].map(n => new Intl.PluralRules('%s', {type: '%s'}).select(n)).join()", tag, kind)
			add("new Intl.PluralRules('%s', {type: '%s'}).resolvedOptions()", tag, kind)
		}
		add("['z', 'a', 'Z', 'ä', 'é', 'e', 'ñ', 'n', 'o', 'A', '10', '2', '_', '-', 'ß', 'ss', ' '].sort(new Intl.Collator('%s').compare).join('|')", tag)
		add("['a10', 'a9', 'A1', 'b'].sort((a, b) => a.localeCompare(b, '%s', {numeric: true, sensitivity: 'base'})).join('|')", tag)
		for _, code := range []string{"US", "DE", "419", "BR", "GB"} {
			add("new Intl.DisplayNames('%s', {type: 'region'}).of('%s')", tag, code)
		}
		for _, code := range []string{"en", "en-US", "pt-BR", "zh-Hant", "fr-CA", "de-AT", "es-419"} {
			add("new Intl.DisplayNames('%s', {type: 'language'}).of('%s')", tag, code)
		}
		for _, code := range []string{"USD", "EUR", "JPY", "CHF"} {
			add("new Intl.DisplayNames('%s', {type: 'currency'}).of('%s')", tag, code)
		}
	}
}
