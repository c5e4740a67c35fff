package moment_test

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/moment"
	"rocketscript/engine/internal/nodetest"
)

// TestRuntimesAreIndependent holds that what a script changes about moment
// stays in its runtime.
func TestRuntimesAreIndependent(t *testing.T) {
	one, other := newRuntime(t), newRuntime(t)
	mustRun(t, one, "moment.fn.format = () => 'mine'; moment.updateLocale('en', {invalidDate: 'nope'})")
	if got := mustRun(t, other, "moment.utc(0).format('YYYY') + moment.invalid().format()").String(); got != "1970Invalid date" {
		t.Errorf("the other runtime says %s", got)
	}
}

// TestClock holds that moment follows the runtime's clock.
func TestClock(t *testing.T) {
	if got := mustRun(t, newRuntime(t), "moment().valueOf() === Date.now() && moment.utc().format()").String(); got != "2026-10-25T00:30:15Z" {
		t.Errorf("now is %s", got)
	}
}

// TestScriptsOwnBuiltins holds that a script may use the names of built-ins for
// its own, and extend prototypes, before it asks for moment.
func TestScriptsOwnBuiltins(t *testing.T) {
	rt := goja.New()
	mustRun(t, rt, `let Map = 1; const parseInt = 2; class Symbol {}
		Object.prototype.extra = function () {}; Array.prototype.last = function () {}; String.prototype.year = 5;`)
	if err := rt.Set("moment", moment.New(rt)); err != nil {
		t.Fatal(err)
	}
	got := mustRun(t, rt, "moment.utc({y: 2013, M: 1}).add({days: 1}).format('LL') + moment.duration({hours: 5}).humanize() + moment.utc('Feb 2013', 'MMM YYYY').month()").String()
	if got != "February 2, 20135 hours1" {
		t.Errorf("got %s", got)
	}
}

// TestManyFormats holds that formats made up by a script do not pile up.
func TestManyFormats(t *testing.T) {
	got := mustRun(t, newRuntime(t), "let last; for (let i = 0; i < 1000; i++) last = moment.utc(0).format('[' + i + '] YYYY'); last").String()
	if got != "999 1970" {
		t.Errorf("got %s", got)
	}
}

// TestWarnings holds that the console hears of an old call once.
func TestWarnings(t *testing.T) {
	got := warnings(t, "moment('8 February'); moment('9 February')")
	if len(got) != 1 {
		t.Errorf("the console heard %q", got)
	}
}

// warned are calls of which moment warns, each once.
var warned = []string{
	"moment('not a date')", "moment.utc('foo bar')", "moment().add('days', 1)", "moment().subtract('day', 1)", "moment().zone(60)",
	"moment().dates(1)", "moment().months(1)", "moment().years(2000, 1)", "moment().isDSTShifted()", "moment.lang('en')", "moment().lang()",
	"moment.duration(1).toIsoString()", "moment.duration(1).lang()", "moment.langData()", "moment.defineLocale('en', {})", "moment().max('2013-02-08', 'YYYY')", "moment().min([2013, 1], 'YYYY')",
}

// TestWarningsLikeMoment compares what the console hears with npm's moment.
func TestWarningsLikeMoment(t *testing.T) {
	var theirs []string
	nodetest.Run(t, `
	const { warn } = console;
	done(input.map((expression) => {
		delete require.cache[require.resolve('moment')];
		globalThis.moment = require('moment');
		let heard = '';
		console.warn = (text) => { heard += text; };
		(0, eval)(expression);
		console.warn = warn;
		return heard.replace(/\n\s+at [^]*$/, '');
	}));`, warned, &theirs, "moment")
	for i, expression := range warned {
		if diff := cmp.Diff(theirs[i], strings.Join(warnings(t, expression), "")); diff != "" || theirs[i] == "" {
			t.Errorf("%s (-moment +ours):\n%s", expression, diff)
		}
	}
}

// warnings are what the console hears in a new runtime.
func warnings(t *testing.T, source string) (said []string) {
	rt := goja.New()
	if err := rt.Set("moment", moment.New(rt)); err != nil {
		t.Fatal(err)
	}
	if err := rt.Set("said", func(text string) { said = append(said, text) }); err != nil {
		t.Fatal(err)
	}
	mustRun(t, rt, "var console = {warn: said};"+source)
	return said
}

// FuzzParse holds that no text and format break anything: there is a moment,
// and it can be shown and reckoned with.
func FuzzParse(f *testing.F) {
	f.Add("2013-02-08T09:30:26.123+07:00", "YYYY-MM-DD")
	f.Add("Fri, 08 Feb 2013 09:30:26 GMT", "ddd, DD MMM YYYY")
	f.Add("P1Y2M3DT4H5M6S", "[[]\\")
	f.Add("-1.02:03:04.567", "LTSLLLLl")
	rt := newRuntime(f)
	try, ok := goja.AssertFunction(mustRun(f, rt, `(text, format) => {
		for (const m of [moment(text), moment.utc(text, format), moment.utc(text, [format, 'YYYY'], true), moment.parseZone(text)]) {
			if (typeof m.format(format) !== 'string' || typeof m.fromNow() !== 'string' || typeof m.calendar() !== 'string') throw new Error('no text');
			if (m.isValid() === isNaN(m)) throw new Error('valid without a time');
			m.add(moment.duration(text)).startOf('week').diff(moment(), 'months', true);
		}
		moment.duration(text).humanize(true);
	}`))
	if !ok {
		f.Fatal("no function")
	}
	f.Fuzz(func(t *testing.T, text, format string) {
		if _, err := try(nil, rt.ToValue(text), rt.ToValue(format)); err != nil {
			t.Errorf("%q by %q: %v", text, format, err)
		}
	})
}

// BenchmarkNew is the first use in an instance; compiling is done by then.
func BenchmarkNew(b *testing.B) {
	moment.New(goja.New())
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		rt := goja.New()
		b.StartTimer()
		moment.New(rt)
	}
}

func BenchmarkCalls(b *testing.B) {
	for name, source := range map[string]string{
		"format":  "moment.utc('2013-02-08T09:30:26Z').format('MMM D, YYYY h:mm A')",
		"parse":   "moment('08 Feb 2013 09:30', 'DD MMM YYYY HH:mm')",
		"fromNow": "moment(1360314303007).fromNow()",
		"add":     "moment(1360314303007).add(1, 'month').startOf('day').valueOf()",
	} {
		b.Run(name, func(b *testing.B) {
			rt := newRuntime(b)
			program := goja.MustCompile("call.js", source, false)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rt.RunProgram(program); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
