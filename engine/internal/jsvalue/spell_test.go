package jsvalue_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Objects and what V8's String gives of their structured clone; nothing where
// JSON tells it.
func TestWriteTellsOfObjects(t *testing.T) {
	tests := []struct {
		expression string
		want       []string
	}{
		{`({a: [1, 'x', null, undefined, true, {b: -0}], n: NaN})`, nil},
		{`new (class { toString() { return 'mine' } })`, nil},
		{`({[Symbol.toPrimitive]: () => 'mine', [Symbol.toStringTag]: 'mine'})`, nil},
		{`Object.create(null)`, nil},
		{`({content: {text: new Error('x')}})`, []string{"result.content.text: Error: x"}},
		{`[new TypeError('x'), new Error(''), new AggregateError([], 'm')]`, []string{"result[0]: TypeError: x", "result[1]: Error", "result[2]: Error: m"}},
		{`[Object.assign(new Error('x'), {name: ''}), Object.assign(new TypeError('x'), {name: 'Mine'}), Object.assign(new Error('x'), {name: 'RangeError'})]`,
			[]string{"result[0]: Error: x", "result[1]: Error: x", "result[2]: RangeError: x"}},
		{`[new (class extends Error { get message() { return 'inherited' } })]`, []string{"result[0]: Error"}},
		{`[new Date(0), new Date(NaN)]`, []string{"result[0]: date 1970", "result[1]: Invalid Date"}},
		{`[/a\/b/gi, new Map([[1, 2]]), new Set([1]), new ArrayBuffer(2)]`,
			[]string{`result[0]: /a\/b/gi`, "result[1]: [object Map]", "result[2]: [object Set]", "result[3]: [object ArrayBuffer]"}},
		{`[new Uint8Array([1, 2]), new Float64Array([1.5, NaN])]`, []string{"result[0]: 1,2", "result[1]: 1.5,NaN"}},
		{`[new String('s'), new Number(0), new Boolean(false)]`, []string{"result[0]: s", "result[1]: 0", "result[2]: false"}},
		{`[NaN, Infinity, [-Infinity]]`, []string{"result[0]: NaN", "result[1]: Infinity", "result[2][0]: -Infinity"}},
		{`({a: Infinity})`, []string{"result.a: Infinity"}},
	}
	for _, tt := range tests {
		s := newSandbox(t)
		s.realm.DateText = func(at time.Time) string { return "date " + at.UTC().Format("2006") }
		doc, err := s.realm.Write(s.run(tt.expression), "result", limits)
		if err != nil {
			t.Fatalf("%s: %v", tt.expression, err)
		}
		var got []string
		for _, o := range doc.Objects {
			got = append(got, o.Path+": "+o.Text)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.expression, diff)
		}
	}
}

func TestWriteTellsOfFewObjects(t *testing.T) {
	s := newSandbox(t)
	s.realm.DateText = time.Time.String
	v := s.run(`Array.from({length: 1500}, () => new Date(0))`)
	doc, err := s.realm.Write(v, "result", limits)
	if err != nil || len(doc.Objects) != 1000 {
		t.Errorf("%d objects, %v", len(doc.Objects), err)
	}
	if s.realm.DateText = nil; strings.Count(string(doc.JSON), "1970") != 1500 {
		t.Errorf("%.200s", doc.JSON)
	}
	if doc, err = s.realm.Write(v, "result", limits); err != nil || doc.Objects != nil {
		t.Errorf("%d objects without a way to show dates, %v", len(doc.Objects), err)
	}
}
