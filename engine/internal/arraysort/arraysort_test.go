package arraysort_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/arraysort"
	"rocketscript/engine/internal/nodetest"
)

// expressions are evaluated here and by node, with asked as what has been asked
// and make(n) as an array of n numbers.
var expressions = []string{
	"make(5).sort((a, b) => ask(a, b, a - b))", "make(63).sort((a, b) => ask(a, b, a - b))", "make(40).sort((a, b) => ask(a, b, b - a))", "make(63).sort((a, b) => ask(a, b, NaN))",
	"make(30).sort((a, b) => ask(a, b, a % 3 ? a - b : NaN))", "make(50).sort((a, b) => ask(a, b, (a * 7 + b * 3) % 5 - 2))", "make(20).sort((a, b) => a > b)", "make(20).sort((a, b) => a < b ? -1 : 1)",
	"make(20).toSorted((a, b) => ask(a, b, a % 4 - b % 4))", "make(20).sort(() => -1)", "make(20).sort(() => 1)", "make(20).sort((a, b) => undefined)", "make(6).sort((a, b) => ask(a, b, String(a - b)))",
	"[3, 2, 1, 1].sort((a, b) => ask(a, b, a - b))", "[3, 2, 2, 1].sort((a, b) => ask(a, b, a - b))", "[1].sort(() => ask(1))", "[].sort(() => ask(1))", "[2, undefined, , 1, undefined].sort((a, b) => ask(a, b, a - b))",
	"JSON.stringify([2, undefined, , 1].toSorted((a, b) => a - b))", "1 in [2, , 1].sort((a, b) => a - b)", "2 in [2, , 1].sort((a, b) => a - b)", "[2, 1].sort(5)", "[2, 1].sort(null)", "[2, 1].sort(() => 1n)", "[2, 1].sort(() => Symbol())",
	"[1, 2].sort(() => ({ valueOf() { return -1; } }))", "[2, 1].sort(() => { throw new RangeError('no'); })", "Object.freeze([2, 1]).sort((a, b) => a - b)", "var a = [2, 1]; a.sort((x, y) => x - y) === a", "var a = [2, 1]; a.toSorted((x, y) => x - y) === a",
	"[10, 9, 1].sort() + ''", "make(70).sort((a, b) => a - b)", "Array.prototype.sort.call({ length: 2, 0: 'b', 1: 'a' }, (a, b) => a < b ? -1 : 1)[0]", "Array.prototype.sort.call(null, () => 1)",
	"['sort', 'toSorted'].map((n) => [[][n].name, [][n].length, Object.getOwnPropertyDescriptor(Array.prototype, n).enumerable])", "class L extends Array {} var l = L.from([2, 1]); l.sort((a, b) => a - b) instanceof L",
	"var a = [3, 1, 2]; a.sort((x, y) => { a.length = 0; return x - y; }); a.length", "var a = make(10), n = 0; try { a.sort(() => { if (++n > 5) throw 1; return -1; }); } catch (e) {} a",
}

const evaluated = `(function (source) {
	var asked = [];
	function ask(a, b, answer) { asked.push(a + ':' + b); return answer; }
	function make(n) { var list = [], x = 7; for (var i = 0; i < n; i++) { x = (x * 31 + 17) % 101; list.push(x); } return list; }
	try { return 'value ' + JSON.stringify(eval(source)) + ' asked ' + asked.join(' '); } catch (e) { return 'throws ' + e.name + ' asked ' + asked.join(' '); }
})`

// TestLikeNode compares with node: results, and what the functions are asked.
func TestLikeNode(t *testing.T) {
	var want []string
	nodetest.Run(t, "done(input.list.map((e) => require('vm').runInNewContext(input.f)(e)))", map[string]any{"f": evaluated, "list": expressions}, &want)
	for i, e := range expressions {
		rt := goja.New()
		arraysort.Install(rt)
		f, err := rt.RunString(evaluated)
		if err != nil {
			t.Fatal(err)
		}
		call, _ := goja.AssertFunction(f)
		got, err := call(nil, rt.ToValue(e))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[i], got.String()); diff != "" {
			t.Errorf("%s (-node +here):\n%s", e, diff)
		}
	}
}

func TestNeeds(t *testing.T) {
	for source, want := range map[string]bool{"": false, "list.sort()": true, "list.toSorted(f)": true, "list['so' + 'rt']": false} {
		if got := arraysort.Needs(source); got != want {
			t.Errorf("Needs(%q) = %t, want %t", source, got, want)
		}
	}
}
