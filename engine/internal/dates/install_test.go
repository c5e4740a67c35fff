package dates_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/dates"
	"rocketscript/engine/internal/nodetest"
)

// times are moments near where clocks change, long ago and far ahead.
const observe = `(function () {
	const times = [0, -1, 1e12, 1577872800000, -2e12, -2717650800000, -2840140800000, -3786825600000, -5e12, 4e12, 1e13, -62198755200000, 253402300800000, 8.64e15, -8.64e15, 946684799999];
	for (const day of ['2020-03-08', '2020-11-01', '2020-03-29', '2020-10-25', '2018-11-04', '2018-02-18', '2011-12-30', '2020-04-05', '2020-10-04', '2019-06-09', '1945-05-24', '1916-05-01', '1971-10-31', '2022-09-21']) {
		for (let h = -14; h < 38; h += 3) times.push(Date.parse(day) + h * 3600000 + 1799999);
	}
	const answers = [];
	const say = (what, f) => { let v; try { v = f(); } catch (e) { v = 'throws ' + e.name; } answers.push(what + ' → ' + v); };
	const getters = ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'];
	for (const t of times) {
		for (const m of ['toString', 'toDateString', 'toTimeString', 'toUTCString', 'toISOString', 'toJSON', 'getTimezoneOffset']) say(t + '.' + m, () => new Date(t)[m]());
		say(t + ' fields', () => getters.map((g) => new Date(t)['get' + g]()) + ' ' + getters.map((g) => new Date(t)['getUTC' + g]()));
		for (const [m, a] of [['Hours', [2, 30]], ['Hours', [0]], ['Date', [1]], ['Date', [-5]], ['Month', [2, 8]], ['Month', [10.9]], ['FullYear', [2011, 11, 30]], ['FullYear', [1850]], ['Minutes', [90, 90, 9000]], ['Seconds', [NaN]], ['Milliseconds', [-1]], ['Hours', []], ['UTCHours', [26]], ['UTCDate', [0]], ['UTCFullYear', ['2001', null]]]) {
			say(t + '.set' + m + '(' + a + ')', () => { const d = new Date(t); return d['set' + m](...a) + ' ' + d.getTime(); });
		}
	}
	for (const [y, m, d] of [[2020, 2, 8], [2020, 10, 1], [2020, 2, 29], [2020, 9, 25], [2018, 10, 4], [2018, 1, 17], [2011, 11, 30], [2020, 3, 5], [1883, 10, 18], [1893, 3, 1], [99, 0, 1], [-1, 0, 1], [1945, 4, 24]]) {
		for (let minute = 0; minute < 1440; minute += 30) say([y, m, d, minute], () => new Date(y, m, d, 0, minute).getTime());
	}
	return answers;
})`

// TestObjectsLikeNode compares Dates with node, zone by zone.
func TestObjectsLikeNode(t *testing.T) {
	var want map[string][]string
	nodetest.Run(t, `
		const observe = (0, eval)(input.observe), answers = {};
		for (const zone of input.zones) { process.env.TZ = zone; answers[zone] = observe(); }
		done(answers);
	`, map[string]any{"zones": zones, "observe": observe}, &want)
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for _, name := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		equal := 0
		for i, got := range observed(t) {
			if shown(got) != shown(want[name][i]) {
				t.Errorf("%s: %s\nnode: %s", name, got, want[name][i])
				continue
			}
			equal++
		}
		t.Logf("%s: %d of %d as in node", name, equal, len(want[name]))
	}
}

var longAgo = regexp.MustCompile(`( (?:-\d+|0\d{3}|1[0-8]\d\d|19[0-6]\d|197[01]|209\d|\d{5,}) [\d:]{8} GMT[+-]\d{4}|TimeString → [\d:]{8} GMT[+-]\d{4}) \(.*\)$`)

// shown leaves out the names of zones before 1972 and of far years: V8 takes some of those times
// for summer, whatever the clocks were.
func shown(answer string) string { return longAgo.ReplaceAllString(answer, "$1") }

func observed(t *testing.T) []string {
	t.Helper()
	rt := goja.New()
	dates.Install(rt, dates.Needs("moment"))
	f, err := rt.RunString(observe)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(f)
	v, err := call(nil)
	if err != nil {
		t.Fatal(err)
	}
	var answers []string
	if err := rt.ExportTo(v, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

func BenchmarkInstall(b *testing.B) {
	for name, source := range map[string]string{"none": "", "making": "Date", "all": "moment"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				dates.Install(goja.New(), dates.Needs(source))
			}
		})
	}
}
