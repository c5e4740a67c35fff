package underscore_test

import (
	"strconv"
	"testing"

	"github.com/dop251/goja"
)

// answer evaluates one expression, shown as in the comparison with node.
func answer(t testing.TB, expression string) string {
	t.Helper()
	return ourAnswers(t, []string{expression})[0]
}

// TestRocketChats holds Rocket.Chat's own functions to the reference, §5.3.
func TestRocketChats(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`s.truncate('hello world', 8)`, `"hello..."`},
		{`s.truncate('hello', 5)`, `"hello"`},
		{`s.truncate('hello', 4)`, `"h..."`},
		{`s.truncate('hello', 2)`, `"hell..."`}, // the slice ends one before the end
		{`s.truncate('', 0)`, `""`},
		{`s.truncate('hello')`, `"hello"`},
		{`s.truncate(undefined, 5)`, `throws TypeError`},
		{`s.truncate(null, 5)`, `throws TypeError`},
		{`s.truncate(12345, 2)`, `12345`},
		{`s.truncate('hello world', 8, undefined)`, `"hello..."`},
		{`s.truncate('hello world', 8, '…')`, `"hello wo…"`},
		{`s.truncate('hello world', 8, '')`, `"hello wo..."`},
		{`s.truncate(undefined, 8, '…')`, `""`},
		{`s('hello world').truncate(8).value()`, `"hello wo..."`},

		{`s.trim('  x ')`, `"x"`},
		{`s.trim(undefined)`, `""`},
		{`s.trim(0)`, `""`},
		{`s.trim(false)`, `""`},
		{`s.trim(5)`, `"5"`},
		{`s.trim('--x--', '-')`, `"x"`},
		{`s.trim('.[x].', '[].')`, `"x"`},
		{`s.trim('abxba', /ab|ba/)`, `"x"`},
		{`s.trim('12x21', /\d/)`, `"x"`},
		{`s.ltrim('--x--', '-')`, `"x--"`},
		{`s.rtrim('--x--', '-')`, `"--x"`},
		{`s.ltrim('  x  ')`, `"x  "`},
		{`s.rtrim('  x  ')`, `"  x"`},
		{`s.ltrim(NaN)`, `""`},
		{`s.strip(0)`, `"0"`},

		{`s.capitalize('foo BAR')`, `"Foo BAR"`},
		{`s.capitalize('foo BAR', true)`, `"Foo bar"`},
		{`s.capitalize(0)`, `""`},
		{`s.capitalize('ßx', true)`, `"SSx"`},
		{`s.capitalize('😀 x')`, `"😀 x"`},
		{`s('x').capitalize() instanceof s`, `true`},
		{`s(0).capitalize().value()`, `"0"`},

		{`s.stripTags('a <a href="#">link</a>')`, `"a link"`},
		{`s.stripTags('1 < 2')`, `"1 < 2"`},
		{`s.stripTags(0)`, `""`},

		{`s.strLeft('a-b-c', '-')`, `"a"`},
		{`s.strRight('a-b-c', '-')`, `"b-c"`},
		{`s.strRightBack('a-b-c', '-')`, `"c"`},
		{`s.strLeft('abc', '-')`, `"abc"`},
		{`s.strRight('abc', '')`, `"abc"`},
		{`s.strRightBack('abc')`, `"abc"`},
		{`s.strLeft('a0b', 0)`, `"a0b"`},
		{`s.strLeft(0, '-')`, `""`},

		{`s.numberFormat(1234.5)`, `"1,235"`},
		{`s.numberFormat(1234567.891, 2)`, `"1,234,567.89"`},
		{`s.numberFormat(1234567.891, 2, ',', '.')`, `"1.234.567,89"`},
		{`s.numberFormat(NaN)`, `""`},
		{`s.numberFormat(null)`, `""`},
		{`s.numberFormat(undefined, 2)`, `""`},
		{`s.numberFormat(-1000)`, `"-1,000"`},

		{`s.pad('x', 3)`, `"x  "`},
		{`s.pad('x', 3, '-')`, `"x--"`},
		{`s.pad('x', 3, '-=')`, `"x--"`},
		{`s.pad('x', 4, '-', 'both')`, `"--x-"`},
		{`s.pad('x', 3, '-', 'left')`, `"--x"`},
		{`s.pad('x', 3, '-', null)`, `"--x"`},
		{`s.pad(0, 2, '-')`, `"--"`},
		{`s.pad('hello', 5)`, `"hello"`},
		{`s.pad('hello', 3)`, `throws RangeError`},
		{`s.pad('x', 3, 5)`, `throws TypeError`},
		{`s('x').pad(3).value()`, `"  x"`},
		{`s('hello').pad(3).value()`, `"hello"`},
		{`s.lpad('x', 3)`, `"  x"`},
		{`s.lpad('hello', 3)`, `"hello"`},
		{`s.lrpad('x', 4, '-')`, `"--x-"`},
		{`s.lrpad('hello', 1)`, `throws RangeError`},
		{`s.center('hello', 1)`, `"hello"`},

		{`s.exports().truncate('hello world', 8)`, `"hello wo..."`},
		{`(s.mine = () => 'mine', s.exports().mine())`, `"mine"`},
	}
	for _, tt := range tests {
		if got := answer(t, tt.expression); got != tt.want {
			t.Errorf("%s is %s, want %s", tt.expression, got, tt.want)
		}
	}
}

// What Rocket.Chat's functions throw is worded as V8 words it.
func TestRocketChatsErrors(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`s.pad('hello', 3)`, "Invalid count value: -2"},
		{`s.lrpad('hello', 1)`, "Invalid count value: -2"},
		{`s.repeat('xxxxxxxxxx', 1e9)`, "Invalid string length"},
		{`s.lpad('x', 2 ** 30)`, "Invalid string length"},
		{`s.sprintf('%2000000000d', 1)`, "Invalid string length"},
		{`s.sprintf('%d', 'x')`, "[sprintf] expecting number but found string"},
		{`s.sprintf('%(a.b)s', {})`, `[sprintf] Cannot access property "b" of undefined value "a"`},
	}
	rt := newRuntime(t)
	for _, tt := range tests {
		v, err := rt.RunString("(() => { try { return " + tt.expression + " } catch (e) { return e.message } })()")
		if err != nil || v.String() != tt.want {
			t.Errorf("%s: %v (%v), want %s", tt.expression, v, err, tt.want)
		}
	}
}

// A script may build its own methods on s, even those of the same names.
func TestPolyfillsMadeOfS(t *testing.T) {
	rt := newRuntime(t)
	for _, name := range []string{"trim", "trimStart", "repeat", "startsWith", "endsWith", "includes", "padStart", "padEnd", "replaceAll", "capitalize"} {
		own := map[string]string{"trimStart": "ltrim", "includes": "include", "padStart": "lpad", "padEnd": "rpad"}[name]
		if own == "" {
			own = name
		}
		if _, err := rt.RunString("String.prototype." + name + " = function (...rest) { return s." + own + "(this, ...rest) }"); err != nil {
			t.Fatal(err)
		}
	}
	v, err := rt.RunString(`[' x '.trim(), 'ab'.repeat(2), 'abc'.startsWith('ab'), 'abc'.endsWith('bc'), 'abc'.includes('b'), '7'.padStart(3, '0'), 'x'.padEnd(2, '.'),
		'aXa'.replaceAll('a', 'b'), 'word'.capitalize()].join()`)
	if want := "x,abab,true,true,true,007,x.,bXb,Word"; err != nil || v.String() != want {
		t.Errorf("%v (%v), want %s", v, err, want)
	}
}

func FuzzSprintf(f *testing.F) {
	for _, format := range []string{"%d", "%+05.2f|%-5s", "%(a.b[0])s", "%2$s %1$s", "%'*9s%%", "%j"} {
		f.Add(format)
	}
	rt := newRuntime(f)
	v, err := rt.RunString("(format) => { try { return s.sprintf(format, {a: {b: [1]}}, 2, 'x') } catch (e) { return e.name } }")
	if err != nil {
		f.Fatal(err)
	}
	sprintf, _ := goja.AssertFunction(v)
	f.Fuzz(func(t *testing.T, format string) {
		if len(format) > 12 {
			format = format[:12] // wide enough, and no wider than memory
		}
		if _, err := sprintf(nil, rt.ToValue(format)); err != nil {
			t.Errorf("%q: %v", format, err)
		}
	})
}

// TestWrongArguments holds the words of V8 for what the originals do with them.
func TestWrongArguments(t *testing.T) {
	for expression, want := range map[string]string{
		"s.numberFormat('12')":       "number.toFixed is not a function",
		"s.numberFormat([5])":        "number.toFixed is not a function",
		"s.truncate(null, 5)":        "Cannot read properties of null (reading 'length')",
		"s.truncate(undefined, 5)":   "Cannot read properties of undefined (reading 'length')",
		"s.toSentence(null)":         "Cannot read properties of null (reading 'slice')",
		"s.toSentence({})":           "array.slice is not a function",
		"s.toSentence('a, b')":       "a.pop is not a function",
		"s.unquote(null)":            "Cannot read properties of null (reading '0')",
		"s.toBoolean('x', 5)":        "matcher.toLowerCase is not a function",
		"s.lpad('x', 3, ['a', 'b'])": "padStr.charAt is not a function",
	} {
		got := answer(t, "(() => { try { "+expression+" } catch (e) { return e.message } })()")
		if got != strconv.Quote(want) {
			t.Errorf("%s says %s, want %q", expression, got, want)
		}
	}
}
