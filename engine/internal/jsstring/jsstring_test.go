package jsstring_test

import (
	"encoding/json"
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsstring"
	"rocketscript/engine/internal/nodetest"
)

// texts are the parts that the strings of the comparison are made of.
var texts = []string{
	``, `a`, `\ud83d`, `\ude00`, `\ud83d\ude00`, ` `, `\u00df`, `e\u0301`, `\u03a3`, `\u0130`, `\ufb00`, `\ufeff\u00a0`, `\n`, `\u1e9e`, `\u0149`, `\u1100\u1161`, `\u200b`, `\u180e`,
}

// expressions are evaluated for each pair of texts, as s.
var expressions = []string{
	"s.toUpperCase()", "s.toLowerCase()", "s.trim()", "s.trimStart()", "s.trimEnd()", "s.trimLeft()", "s.trimRight()",
	"s.normalize()", "s.normalize('NFD')", "s.normalize('NFKC')", "s.normalize('NFKD')", "s.normalize('x')", "s.replaceAll('', '<$`$&$\\'$$$1>')", "s.replaceAll('', (...a) => a.join('|'))",
	"s.replaceAll('a', '-')", "s.replaceAll(/a/g, '-')", "s.replaceAll(/a/, '-')", "s.charAt(0).toUpperCase() + s.slice(1)", "[...s].map((c) => c.toUpperCase()).join()",
	"s.split('').reverse().join('')", "s.padStart(5, '\\ud83d\\ude00')", "s.at(-1)", "new String(s).trim()", "`${s}`.length", "encodeURIComponent(s)", "escape(s)", "[s, 'b'].sort().join()",
}

// others are evaluated once.
var others = []string{
	"['toUpperCase', 'toLowerCase', 'trim', 'trimStart', 'trimEnd', 'trimLeft', 'trimRight', 'normalize', 'replaceAll'].map((n) => [''[n].toString(), ''[n].name, ''[n].length, Object.getOwnPropertyDescriptor(String.prototype, n).enumerable])",
	"Object.keys(String.prototype)", "''.trimLeft === ''.trimStart", "new ''.trim()", "String.prototype.trim.call(null)", "String.prototype.toUpperCase.call(undefined)",
	"String.prototype.trim.call({ toString() { return ' a '; } })", "String.prototype.trim.call(Symbol())", "String.prototype.toUpperCase.call(Symbol())", "String.prototype.trim.call(12)",
	"String.prototype.replaceAll.call({ toString() { return 'é'; } }, '', '-')", "'é'.replaceAll('')", "'é'.replaceAll('', () => { throw new RangeError('x'); })", "'é'.replaceAll(undefined, 1)",
	"String.prototype.cap = function () { return this.charAt(0).toUpperCase() + this.slice(1); }; '\\u{1F600}x'.cap()",
	"var own = String.prototype.trim; String.prototype.trim = () => 'own'; var r = ' a '.trim(); String.prototype.trim = own; r",
}

const evaluate = `(function ({ texts, expressions, others }) {
	const visible = (s) => s.replace(/[^ -~]/g, (c) => '\\u' + c.charCodeAt(0).toString(16));
	const shown = (f) => {
		try { const v = f(); return typeof v + ' ' + visible(String(v)); } catch (e) { return 'throws ' + e.name; }
	};
	const answers = [];
	for (const e of others) answers.push(e + ' → ' + shown(() => (0, eval)(e)));
	for (const e of expressions) {
		const f = (0, eval)('(s) => ' + e);
		for (const a of texts) for (const b of texts) for (const c of ['', 'x', '\ud83d']) {
			const s = (0, eval)('"' + a + b + '"') + c;
			answers.push(e + ' of ' + visible(s) + ' → ' + shown(() => f(s)));
		}
	}
	return JSON.stringify(answers);
})`

// TestLikeNode compares with node.
func TestLikeNode(t *testing.T) {
	input := map[string]any{"f": evaluate, "texts": texts, "expressions": expressions, "others": others}
	var answer string
	nodetest.Run(t, "done((0, eval)(input.f)(input))", input, &answer)
	want, got := list(t, answer), list(t, here(t, input))
	if len(want) != len(got) || len(want) < 1000 {
		t.Fatalf("%d answers, node %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%s\nnode: %s", got[i], want[i])
		}
	}
	t.Logf("%d compared", len(want))
}

func here(t *testing.T, input map[string]any) string {
	t.Helper()
	rt := goja.New()
	jsstring.Install(rt, jsstring.Needs("_.all()"))
	f, err := rt.RunString(evaluate)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(f)
	answer, err := call(nil, rt.ToValue(input))
	if err != nil {
		t.Fatal(err)
	}
	return answer.String()
}

func TestNeeds(t *testing.T) {
	none := jsstring.Needs("class Script { process_incoming_request({ request }) { return request.words.length; } }")
	if none != 0 {
		t.Errorf("an ordinary script needs %b", none)
	}
	all := jsstring.Needs("_.capitalize(x)")
	for _, source := range []string{"s(x).capitalize()", "return s.trim(x)", "global._.map(x)"} {
		if got := jsstring.Needs(source); got != all {
			t.Errorf("%s needs %b, not %b", source, got, all)
		}
	}
	for _, source := range []string{"x.toUpperCase()", "x['to' + 'Lower' + 'Case']()", "x.trimStart()", "x.normalize()", "x.replaceAll('a', 'b')"} {
		if got := jsstring.Needs(source); got == 0 || got == all {
			t.Errorf("%s needs %b", source, got)
		}
	}
}

func BenchmarkInstall(b *testing.B) {
	for name, source := range map[string]string{"none": "", "one": "x.toUpperCase()", "all": "_.all()"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				jsstring.Install(goja.New(), jsstring.Needs(source))
			}
		})
	}
}

func list(t *testing.T, text string) []string {
	t.Helper()
	var items []string
	if err := json.Unmarshal([]byte(text), &items); err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return items
}
