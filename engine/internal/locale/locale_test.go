package locale_test

import (
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/locale"
)

func show(t *testing.T, rt *goja.Runtime, source string) string {
	t.Helper()
	v, err := rt.RunString(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return v.String()
}

// TestOtherLanguages holds that a language that is not known is answered in
// the default locale, and never throws.
func TestOtherLanguages(t *testing.T) {
	utc(t)
	rt := newRuntime()
	for _, tag := range []string{"ja", "ja-JP", "zh-Hant-TW", "ar-EG", "xx", "tlh", "en-Latn-US", "ru-RU-u-nu-latn"} {
		for source, want := range map[string]string{
			"new Date(0).toLocaleString('" + tag + "')":                                  "1/1/1970, 12:00:00 AM",
			"(1234.5).toLocaleString('" + tag + "')":                                     "1,234.5",
			"new Intl.ListFormat('" + tag + "').format(['a', 'b'])":                      "a and b",
			"new Intl.RelativeTimeFormat('" + tag + "').format(-1, 'day')":               "1 day ago",
			"new Intl.PluralRules('" + tag + "').select(1)":                              "one",
			"String('a'.localeCompare('b', '" + tag + "'))":                              "-1",
			"new Intl.DisplayNames('" + tag + "', {type: 'region'}).of('DE')":            "Germany",
			"new Intl.NumberFormat('" + tag + "', {style: 'percent'}).format(0.5)":       "50%",
			"[1.5].toLocaleString('" + tag + "') + 'x'.toLocaleUpperCase('" + tag + "')": "1.5X",
		} {
			if got := show(t, rt, source); got != want {
				t.Errorf("%s: %q, want %q", source, got, want)
			}
		}
	}
}

// TestLocalZone holds that dates are shown on the clocks of the process, also
// when TZ named the file of a zone.
func TestLocalZone(t *testing.T) {
	zone, err := time.LoadLocation("America/Sao_Paulo")
	if err != nil {
		t.Fatal(err)
	}
	for location, want := range map[*time.Location]string{
		zone: "31.12.1969, 21:00:00America/Sao_Paulo",
		time.FixedZone("/usr/share/zoneinfo/Asia/Tokyo", 9*60*60): "1.1.1970, 09:00:00Asia/Tokyo",
	} {
		setLocal(t, location)
		rt := newRuntime()
		if got := show(t, rt, "new Date(0).toLocaleString('de') + Intl.DateTimeFormat().resolvedOptions().timeZone"); got != want {
			t.Errorf("%s: %q, want %q", location, got, want)
		}
	}
}

// TestClock holds that format without a date shows the runtime's own clock.
func TestClock(t *testing.T) {
	utc(t)
	rt := newRuntime()
	rt.SetTimeSource(func() time.Time { return time.UnixMilli(0) })
	if got := show(t, rt, "new Intl.DateTimeFormat('en').format()"); got != "1/1/1970" {
		t.Error(got)
	}
}

// TestHostile holds that what a script may do on purpose ends, in an error at
// worst.
func TestHostile(t *testing.T) {
	rt := newRuntime()
	for source, want := range map[string]string{
		"const a = [1]; a.push(a); a.toLocaleString()":                                                             "1,",
		"try { Array.prototype.toLocaleString.call({length: 2**53}) } catch (e) { e.name }":                        "RangeError",
		"try { new Intl.ListFormat().format({*[Symbol.iterator]() { for (;;) yield 'x' }}) } catch (e) { e.name }": "RangeError",
		"try { new Intl.NumberFormat('en').format('1e999999999') } catch (e) { e.name }":                           "∞",
		"try { Intl.getCanonicalLocales({length: 2**53}).length } catch (e) { e.name }":                            "0",
		"try { 'x'.toLocaleLowerCase('en-' + 'x'.repeat(1e6)) } catch (e) { e.name }":                              "RangeError",
		"try { new Intl.NumberFormat('en').format(2n ** 400000n) } catch (e) { e.name }":                           "RangeError",
		"Date.prototype.toLocaleString.call(new Proxy(new Date(0), {})) ":                                          "",
		"RangeError = 1; try { (1).toLocaleString('x_y') } catch (e) { e.message }":                                "Incorrect locale information provided",
		"Intl.NumberFormat.call({}, 'en') instanceof Intl.NumberFormat":                                            "true",
		"Object.getOwnPropertyNames(new Intl.NumberFormat('en')).length":                                           "0",
		"Object.prototype.month = 'long'; new Date(0).toLocaleDateString('en', {timeZone: 'UTC'})":                 "January",
	} {
		v, err := rt.RunString(source)
		switch {
		case err != nil && want != "":
			t.Errorf("%s: %v", source, err)
		case err == nil && want != "" && v.String() != want:
			t.Errorf("%s: %q, want %q", source, v, want)
		}
		rt = newRuntime()
	}
}

func TestNeeds(t *testing.T) {
	for source, want := range map[string]bool{"d.toLocaleDateString()": true, "a.localeCompare(b)": true, "new Intl.NumberFormat()": false, "local": false} {
		if locale.Needs(source) != want {
			t.Errorf("Needs(%q) is %v", source, !want)
		}
	}
}

// FuzzFormat holds that no text of a locale, zone, number or option crashes.
func FuzzFormat(f *testing.F) {
	f.Add("de-AT-u-hc-h12-x-a", "Europe/Berlin", "-12.5e3", "long")
	f.Add("x_y", "UTC", "1e-400", "2-digit")
	f.Add("en-u-ca-gregory-nu-latn", "", "9.99e20", "compact")
	rt := newRuntime()
	v, err := rt.RunString(`(function (tag, zone, number, word) {
		for (const f of [
			() => new Date(Number(number)).toLocaleString(tag, {timeZone: zone || undefined, month: word}),
			() => Intl.getCanonicalLocales(tag),
			() => new Intl.Locale(tag).maximize().minimize().toString(),
			() => new Intl.NumberFormat(tag).format(number),
			() => new Intl.NumberFormat(tag, {notation: 'compact', maximumSignificantDigits: 3, style: 'unit', unit: word}).format(number),
			() => new Intl.NumberFormat(tag, {roundingIncrement: 25, minimumFractionDigits: 2, maximumFractionDigits: 2}).format(number),
			() => new Intl.DisplayNames(tag, {type: 'language'}).of(word),
			() => number.localeCompare(word, tag, {numeric: true}),
			() => [...new Intl.Segmenter(tag, {granularity: 'word'}).segment(number)].length,
		]) try { f() } catch (e) { if (!(e instanceof RangeError || e instanceof TypeError)) throw e }
	})`)
	if err != nil {
		f.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	f.Fuzz(func(t *testing.T, tag, zone, number, word string) {
		if _, err := call(goja.Undefined(), rt.ToValue(tag), rt.ToValue(zone), rt.ToValue(number), rt.ToValue(word)); err != nil {
			t.Error(err)
		}
	})
}

func BenchmarkToLocaleString(b *testing.B) {
	rt := newRuntime()
	v, err := rt.RunString("() => new Date(0).toLocaleString('de-DE', {dateStyle: 'medium', timeZone: 'Europe/Berlin'}) + (1234.5).toLocaleString('de-DE')")
	if err != nil {
		b.Fatal(err)
	}
	call, _ := goja.AssertFunction(v)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := call(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplace(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		locale.Replace(goja.New())
	}
}
