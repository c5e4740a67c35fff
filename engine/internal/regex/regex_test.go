package regex_test

import (
	_ "embed"
	"errors"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/nodetest"
	"rocketscript/engine/internal/regex"
)

//go:embed testdata/generate.js
var generate string

const evaluate = `(function (source) {
	const visible = (s) => s.replace(/[^ -~]/g, (c) => '\\u' + c.charCodeAt(0).toString(16));
	try { const v = (0, eval)(source); return visible(typeof v + ' ' + v); } catch (e) { return visible('throws ' + e); }
})`

// others are expressions that the generator does not come by.
var others = []string{
	`new RegExp('[\\p{L}--[a-z]]', 'v').test('a')`, `new RegExp('^[\\p{L}&&\\p{ASCII}]+$', 'v').test('abc')`, `new RegExp('[[a-z]--[aeiou]]+', 'v').exec('aebcd')[0]`,
	`new RegExp('[\\q{abc|d|}x]', 'v').exec('abcd')[0]`, `new RegExp('^[\\q{abc|d|}x]$', 'v').test('')`, `new RegExp('[^\\q{abc}]', 'v')`, `'hello'.replace(new RegExp('[a-z&&[^aeiou]]', 'gv'), '*')`,
	`new RegExp('[\\p{Emoji}--\\p{ASCII}]', 'v').exec('1😀')[0]`, `new RegExp('[(]', 'v')`, `new RegExp('[a--b&&c]', 'v')`, `new RegExp('[&&]', 'v')`, `new RegExp('[a-z', 'v')`, `new RegExp('[z-a]', 'v')`, `new RegExp('[!!]', 'v')`,
	`new RegExp('[\\w--\\d]', 'v').test('5')`, `new RegExp('[^a]', 'iv').test('A')`, `new RegExp('\\P{Lu}', 'iv').test('A')`, `new RegExp('\\P{Lu}', 'iu').test('A')`, `new RegExp('[^\\P{Lu}]', 'iu').test('a')`,
	`new RegExp('\\p{scx=Deva}', 'u').test('।')`, `new RegExp('\\p{sc=Deva}', 'u').test('।')`, `new RegExp('\\p{scx=Hira}', 'u').test('ー')`, `new RegExp('\\p{scx=Zyyy}', 'u').test('।')`, `new RegExp('\\p{Assigned}', 'u').test('\u0378')`,
	`new RegExp('a', 'gg')`, `new RegExp('a', 'uv')`, `new RegExp('a', 'x')`, `new RegExp(undefined).source + new RegExp('').source + RegExp(null).source`, `new RegExp(/a/gi).flags + new RegExp(/a/gi, 'm').flags`,
	`var r = new RegExp('(a)*', 'y'); [new RegExp(r).source, new RegExp(r, '').flags, new RegExp(r) === r].join()`, `RegExp.name + RegExp.length + typeof RegExp + (RegExp[Symbol.species] === RegExp) + (RegExp.prototype.constructor === RegExp)`,
	`class R extends RegExp { test(s) { return 'own' + super.test(s); } } new R('(a|b)*', 'g').test('ab')`, `class S extends RegExp { exec(s) { const m = super.exec(s); if (m) m[0] = 'X'; return m; } } 'aab'.replace(new S('(?<=a)b'), '[$&]')`,
	`class T extends RegExp {} var t = new T('(?:)a', 'y'); [t instanceof T, t.flags, t.source, Object.getPrototypeOf(t) === T.prototype].join()`, `var f = Object.freeze(new RegExp('(a)*', 'g')); f.test('a')`,
	`RegExp.prototype.flags + RegExp.prototype.source + RegExp.prototype.hasIndices + RegExp.prototype`, `Object.getOwnPropertyNames(new RegExp('a', 'y')).join()`, `Object.getOwnPropertyDescriptor(RegExp.prototype, 'flags').get.name`,
	`Object.getPrototypeOf(new RegExp('(?<a>.)').exec('x').groups)`, `Object.prototype.toString.call(new RegExp('(a|b)*'))`, `RegExp.prototype.exec.call({}, 'a')`, `new RegExp('a', 'y').exec(Symbol())`, `JSON.stringify(new RegExp('(a)*'))`,
	`var n = new RegExp('(?<toString>a)(?<__proto__>b)').exec('ab').groups; Object.keys(n).join()`, `var i = new RegExp('a', 'g'); i.lastIndex = { valueOf() { return 1; } }; new RegExp('(a)|x', 'g').exec('xa').index`,
	`new RegExp('^(?:a{40}){40}$').test('a'.repeat(1600))`, `new RegExp('(?:a{40}b?){40,}', 'g').exec('a'.repeat(1601))[0].length`,
	`new RegExp('(?:a+)+$').test('a'.repeat(24) + 'b')`, `new RegExp('(a+)\\1$').exec('a'.repeat(9))[1]`, `'x'.repeat(50000).replace(new RegExp('(?:x|y)*?$'), '').length`, `new RegExp('^(?:.|\\n)*$').test('x'.repeat(20000))`,
}

// known are expressions that differ, with the reason.
var known = map[string]string{
	`["","a\ud83d\ude00b","a\ud83d\ude00b","AbK s","ab"].map((x) => { const r = new RegExp("\\B", 'iu'); r.lastIndex = 1; return JSON.stringify([r.exec(x), r.lastIndex, r.test(x), r.lastIndex, x.split(r, 2)]); })`: "V8 finds \\B within a pair of surrogates when case is ignored too, and only then",
}

// TestLikeNode compares with node.
func TestLikeNode(t *testing.T) {
	var answers [][2]string
	nodetest.Run(t, generate, map[string]any{"seed": 5, "count": 4000, "evaluate": evaluate, "others": others}, &answers)
	call := evaluator(t)
	equal := 0
	for _, answer := range answers {
		got, err := call(nil, goja.New().ToValue(answer[0]))
		switch {
		case err != nil:
			t.Fatal(answer[0], err)
		case got.String() == answer[1] && known[answer[0]] != "":
			t.Errorf("%s is as in node now", answer[0])
		case got.String() == answer[1]:
			equal++
		case known[answer[0]] == "":
			t.Errorf("%s\ngot  %.300s\nnode %.300s", answer[0], got, answer[1])
		}
	}
	t.Logf("%d of %d as in node", equal, len(answers))
}

var options = regex.Options{Interrupted: func() bool { return false }, Getters: true}

func evaluator(t testing.TB) goja.Callable {
	rt := goja.New()
	regex.Install(rt, options)
	f, err := rt.RunString(evaluate)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(f)
	return call
}

func TestTranslate(t *testing.T) {
	tests := []struct {
		source string
		any    bool
		fault  string
	}{
		{source: `/^incident\./.test(x) && /(\d+)-(\w+)/g`},
		{source: `/[^\x00-\x7F]+/g; /a|b/i; /(?:ab)+c?/`},
		{source: `/(?=a)/`, any: true},
		{source: `/\bfoo\b/`, any: true},
		{source: `/\p{L}/u`, any: true},
		{source: `/x*/g`, any: true},
		{source: `/(a|b)*c/`},
		{source: `/((a)|b)*c/`, any: true},
		{source: `/a/y; /b/d`, any: true},
		{source: `/(?:(?:a{30})+b?){30}c/; /a{1000}|b{600,}/`},
		{source: `/(?:(?:a{40})+b?){40}c/`, any: true}, // more rounds than Go's engine does
		{source: `/a{2,1}/; /[b-a]/`, fault: "Invalid regular expression: /a{2,1}/: numbers out of order in {} quantifier"},
		{source: `f(/a/gg)`, fault: "Invalid flags supplied to RegExp constructor 'gg'"},
	}
	for _, tt := range tests {
		tree, err := parser.ParseFile(nil, "", tt.source, 0)
		if err != nil {
			t.Fatal(tt.source, err)
		}
		any, fault := regex.Translate(tree)
		message := ""
		if fault != nil {
			message = fault.Err.Error()
		}
		if any != tt.any || message != tt.fault {
			t.Errorf("Translate(%s) = %v, %q, want %v, %q", tt.source, any, message, tt.any, tt.fault)
		}
	}
}

// TestInterrupted holds that a match that takes for ever ends when it should.
func TestInterrupted(t *testing.T) {
	rt := goja.New()
	looks := 0
	regex.Install(rt, regex.Options{Interrupted: func() bool { looks++; return looks > 3 }})
	v, err := rt.RunString(`new RegExp('(?=b?)(a+)+$').test('a'.repeat(60) + 'b')`)
	if err != nil || v.ToBoolean() || looks != 4 {
		t.Errorf("%v, %v after %d looks", v, err, looks)
	}
}

// TestInterruptedSplit holds that built-in functions that match again and again
// end, too.
func TestInterruptedSplit(t *testing.T) {
	rt := goja.New()
	stop := false
	regex.Install(rt, regex.Options{Interrupted: func() bool {
		if !stop {
			stop = true
			rt.Interrupt("stop")
		}
		return stop
	}})
	_, err := rt.RunString(`try { 'a'.repeat(30000).split(new RegExp('(?!b)a*?a*?c')) } catch { 'caught' }`)
	if _, interrupted := err.(*goja.InterruptedError); !interrupted { //nolint:errorlint // errors.As does not end with these
		t.Errorf("got %v", err)
	}
}

func TestTooDeep(t *testing.T) {
	rt := goja.New()
	regex.Install(rt, options)
	_, err := rt.RunString(`new RegExp('^(?:x|(y))*$').test('x'.repeat(3e6))`)
	if err == nil || !strings.Contains(err.Error(), "RangeError: Maximum call stack size exceeded") {
		t.Error(err)
	}
}

// FuzzExpression holds that any pattern either is none or matches within the
// text, in order.
func FuzzExpression(f *testing.F) {
	for _, pattern := range []string{`(a|b)*?\1`, `(?<=(a)b)c`, `[\q{ab|c}--[c]]`, `\p{L}+`, `(?<n>a)\k<n>`, `[^\W-z]`, `a{2,3}?`, `(?!x)`, `\u{61}`, `\c`, `[`} {
		for _, flags := range []string{"", "giu", "v", "dmsy"} {
			f.Add(pattern, flags, "abcab")
		}
	}
	f.Fuzz(func(t *testing.T, pattern, flags, text string) {
		err := regex.Check(pattern, flags)
		var syntax *regex.SyntaxError
		if err != nil && !errors.As(err, &syntax) {
			t.Fatal(err)
		}
		if err != nil || len(pattern) > 100 || len(text) > 100 {
			return
		}
		rt := goja.New()
		looks := 0
		regex.Install(rt, regex.Options{Interrupted: func() bool { looks++; return looks > 20 }})
		for name, v := range map[string]string{"pattern": pattern, "flags": flags, "text": text} {
			if err := rt.Set(name, v); err != nil {
				t.Fatal(err)
			}
		}
		v, err := rt.RunString(`const m = new RegExp('(?=)' + pattern, flags).exec(text); !m || m.index >= 0 && m.index + m[0].length <= text.length && text.substr(m.index, m[0].length) === m[0]`)
		if err != nil && !strings.Contains(err.Error(), "RangeError") || err == nil && !v.ToBoolean() {
			t.Fatalf("/%s/%s on %q: %v %v", pattern, flags, text, v, err)
		}
	})
}

func BenchmarkInstall(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		regex.Install(goja.New(), options)
	}
}

// BenchmarkReplace compares a pattern that stays with goja with one that does
// not.
func BenchmarkReplace(b *testing.B) {
	for name, pattern := range map[string]string{"goja": `[A-Z]`, "own": `(?=)[A-Z]`} {
		b.Run(name, func(b *testing.B) {
			rt := goja.New()
			regex.Install(rt, options)
			f, err := rt.RunString(`const r = new RegExp('` + pattern + `', 'g'); () => 'someCamelCaseString and ALL THE REST of it'.replace(r, '-')`)
			if err != nil {
				b.Fatal(err)
			}
			call, _ := goja.AssertFunction(f)
			for b.Loop() {
				if _, err := call(nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
