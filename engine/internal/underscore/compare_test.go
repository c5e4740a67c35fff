package underscore_test

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/nodetest"
	"rocketscript/engine/internal/underscore"
)

// answers.js evaluates expressions and shows what they give, in node and here.
//
//go:embed testdata/answers.js
var answersSource string

// newRuntime is a runtime with both libraries.
func newRuntime(t testing.TB) *goja.Runtime {
	t.Helper()
	rt := goja.New()
	for name, v := range map[string]goja.Value{"_": underscore.New(rt), "s": underscore.NewString(rt)} {
		if err := rt.Set(name, v); err != nil {
			t.Fatal(err)
		}
	}
	return rt
}

func ourAnswers(t testing.TB, expressions []string) []string {
	t.Helper()
	rt := newRuntime(t)
	v, err := rt.RunString(answersSource + "\nanswers")
	if err != nil {
		t.Fatal(err)
	}
	answers, _ := goja.AssertFunction(v)
	list := make([]any, len(expressions))
	for i, e := range expressions {
		list[i] = e
	}
	v, err = answers(nil, rt.NewArray(list...))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	if err := rt.ExportTo(v, &shown); err != nil {
		t.Fatal(err)
	}
	return shown
}

// A difference is one that is known: what node and we say, and why.
type difference struct{ Expression, Node, Ours, Reason string }

func knownDifferences(t testing.TB) map[string]difference {
	t.Helper()
	text, err := os.ReadFile("testdata/known_differences.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []difference
	if err := json.Unmarshal(text, &list); err != nil {
		t.Fatal(err)
	}
	known := make(map[string]difference)
	for _, d := range list {
		if d.Reason == "" {
			t.Errorf("the known difference of %s has no reason", d.Expression)
		}
		known[d.Expression] = d
	}
	return known
}

// TestAsNode compares both libraries with npm's underscore and
// underscore.string. A difference that is not in testdata/known_differences.json
// fails, and so does one there that is no more.
func TestAsNode(t *testing.T) {
	expressions := slices.Concat(stringExpressions(), underscoreExpressions(), written(t))
	if len(expressions) < 3000 {
		t.Fatalf("only %d expressions", len(expressions))
	}
	var theirs []string
	nodetest.Run(t, "const _ = require('underscore'), s = require('underscore.string');\n"+answersSource+"\ndone(answers(input))",
		expressions, &theirs, "underscore", "underscore.string")
	ours, known := ourAnswers(t, expressions), knownDifferences(t)
	equal, different := 0, 0
	for i, e := range expressions {
		d, isKnown := known[e]
		delete(known, e)
		switch {
		case ours[i] == theirs[i] && isKnown:
			t.Errorf("%s is %s in both, and listed as a known difference", e, ours[i])
		case ours[i] == theirs[i]:
			equal++
		case !isKnown || d.Node != theirs[i] || d.Ours != ours[i]:
			t.Errorf("%s\n  node: %s\n  ours: %s", e, theirs[i], ours[i])
		default:
			different++
		}
	}
	for e := range known {
		t.Errorf("%s is a known difference, and not compared", e)
	}
	t.Logf("%d expressions: %d equal, %d known differences", len(expressions), equal, different)
}

// written are the expressions of testdata/expressions.txt, one a line.
func written(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/expressions.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			list = append(list, line)
		}
	}
	return list
}

// oddValues are what the functions of s are called with.
var oddValues = []string{
	"undefined", "null", "0", "5", "-1.5", "NaN", "1234567.891", "1e21", "true", "false", "''", "' '", "'hello world'", "'  Foo-bar_baz  '",
	"'HelloWorld FOOBar2x'", "'ÄÖÜ ßéñ ŁÓDŹ'", "'日本語 テキスト'", "'😀 emoji 👍🏽'", `'a\nb\r\n\tc'`, "'<b>bold</b> & \"q\" &lt;&#39;&#x41;&nope;'",
	"'12345.678'", "'/-_$^.*+()[]{}|'", "['a', 'b', 'c']", "({a: 1})", `'\u00a0\ufeffx\u2003'`, "'aaaa-bbb--aa'", "new String('boxed text')",
}

// arguments are what each function of s takes after its text.
var arguments = map[string][]string{
	"trim": {"", "'a'", "'a-z'", "' '", "/[a-h]/", "0", "'-_ '", "'/'"}, "ltrim": {"", "'a'", "/\\W/", "'H h'"}, "rtrim": {"", "'a'", "/\\W/", "'cd'"},
	"strip": {"", "'a'"}, "lstrip": {"", "'a'"}, "rstrip": {"", "'a'"},
	"isBlank": {""}, "stripTags": {""}, "capitalize": {"", "true"}, "decapitalize": {""}, "chop": {"", "1", "3", "-1", "'2'", "1000"},
	"clean": {""}, "cleanDiacritics": {""}, "count": {"", "'a'", "'aa'", "''"}, "chars": {""}, "swapCase": {""}, "escapeHTML": {""}, "unescapeHTML": {""},
	"splice": {"", "1", "1, 2", "-3, 2, 'XY'", "0, -1, 'Z'", "100, 1, 'end'", "2, 100", "1, 0, ['p', 'q']"}, "insert": {"", "0, 'X'", "-2, 'X'", "99, 'X'", "3"},
	"replaceAll": {"'a', 'X'", "'A', '$&$&', true", "/[aeiou]/, '_'", "'l', (m) => m + m"}, "include": {"'a'", "''", "undefined", "5"}, "contains": {"'o'"},
	"join": {"", "'a', 'b'", "1, null, undefined, ['x', 'y']"}, "lines": {""}, "dedent": {"", "' '", "'\\\\s'"}, "reverse": {""},
	"startsWith": {"", "'h'", "''", "'hello', 0", "'b', 1", "'l', 2.5", "5", "'o', -3", "'x', 1000", "'a', null"},
	"endsWith":   {"", "'d'", "''", "'o', 5", "'l', 2.5", "5", "'o', -3", "'d', 1000", "'a', null"},
	"pred":       {""}, "succ": {""}, "titleize": {""}, "camelize": {"", "true", "1"}, "camelcase": {""}, "underscored": {""}, "dasherize": {""}, "classify": {""},
	"humanize": {""}, "slugify": {""}, "truncate": {"", "5", "5, '…'", "0", "-2", "100", "'4', ''", "3, 7"},
	"prune": {"", "5", "8", "3, '…'", "-1", "10, ''", "100", "6, null", "9"}, "words": {"", "'-'", "/\\W+/", "'a'"},
	"pad": {"", "8", "15, '*'", "15, 'xy', 'right'", "16, '-', 'both'", "-5", "'12', '0'", "20, '.', 'nowhere'", "12, 0"}, "lpad": {"", "12", "15, '0'", "14, ''"},
	"rpad": {"", "12", "15, '.,'"}, "lrpad": {"", "13", "14, '='"}, "center": {"13, '*'"}, "rjust": {"13, '*'"}, "ljust": {"13, '*'"},
	"toNumber": {"", "1", "-2", "'2'", "NaN", "null"}, "numberFormat": {"", "2", "1, ','", "3, ',', '.'", "2, '.', ''", "0, '', ' '"},
	"strRight": {"", "'-'", "'l'", "' '", "''", "0"}, "strRightBack": {"", "'-'", "'l'", "' '", "''"}, "strLeft": {"", "'-'", "'l'", "' '", "''"}, "strLeftBack": {"", "'-'", "'l'", "' '", "''"},
	"toSentence": {"", "'; '", "'; ', ' or '"}, "toSentenceSerial": {"", "'; ', ' or '"}, "surround": {"", "'|'", "null"}, "quote": {"", "'\\''"}, "q": {""}, "unquote": {"", "'a'"},
	"repeat": {"", "3", "2, '-'", "-1", "1.9, ''", "'2'", "3, 0"}, "naturalCmp": {"", "'hello 10'", "'12345.7'", "5", "'a'"}, "levenshtein": {"", "'hello wurld'", "''", "'FOO'", "null"},
	"toBoolean": {"", "['hello world', 'on']", "'hello world'", "null, ['']"}, "toBool": {""}, "escapeRegExp": {""},
	"wrap": {"", "{width: 5}", "{width: 4, cut: true}", "{width: 7, seperator: '|', preserveSpaces: true}", "{width: 6, trailingSpaces: true}", "{width: 4, cut: true, trailingSpaces: true, seperator: '|'}", "{width: -1}"}, //nolint:misspell // underscore.string's own word
	"map":  {"", "(c) => c + '.'", "(c, i) => i", "5"}, "mapChars": {"(c) => c + c.length"},
	"sprintf": {"", "'x'", "1, 2"}, "vsprintf": {"", "['x']"}, "tap": {"(x) => typeof x", "(x) => x + '!'"},
	"toUpperCase": {""}, "toLowerCase": {""}, "split": {"''", "' '", "/o/"}, "replace": {"'o', '0'"}, "slice": {"1, 3", "-2"}, "substring": {"3, 1"}, "substr": {"-3, 2"}, "concat": {"'x', 1"},
	"value": {""},
}

// rocketChats are the functions that Rocket.Chat has too; of them only the
// chains are underscore.string's alone.
const rocketChats = " trim ltrim rtrim capitalize stripTags strLeft strRight strRightBack pad lrpad truncate "

const chainsOnly = " tap toUpperCase toLowerCase split replace slice substring substr concat value "

// stringExpressions calls every function of s, and every chain, with each of
// oddValues.
func stringExpressions() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(arguments)) {
		for _, rest := range arguments[name] {
			for _, value := range oddValues {
				list = append(list, fmt.Sprintf("s(%s).%s(%s)", value, name, rest))
				if strings.Contains(rocketChats+chainsOnly, " "+name+" ") {
					continue
				}
				list = append(list, strings.TrimSuffix(fmt.Sprintf("s.%s(%s, %s", name, value, rest), ", ")+")")
			}
		}
	}
	return list
}

// underscoreValues are what underscore's functions of one value are called with.
var underscoreValues = []string{
	"undefined", "null", "0", "-0", "NaN", "Infinity", "5", "'5'", "''", "'abc'", "'日本'", "'😀'", "true", "false", "[]", "[1, 2, 3]", "[[1, [2]], [3]]", "[0, null, '', 2, 2]",
	"{}", "({a: 1, b: 'x', c: [1]})", "({length: 2, 0: 'p', 1: 'q'})", "new Date(0)", "/re/g", "new Error('e')", "(function (a) { return a })", "new Map([[1, 2]])",
	"new Set([1, 2])", "Symbol.iterator", "new String('boxed')", "new Number(3)", "new Boolean(false)", "(function () { return arguments })(3, 1)", "new Uint8Array([1, 2])", "new WeakMap()", "new WeakSet()",
	"Object.create({inherited: 1})", "({toString: 1, valueOf: 2})", "[{n: 2, k: 'b'}, {n: 1, k: 'a'}, {n: 2, k: 'c'}]", "({x: {n: 3}, y: {n: 1}})", "new DataView(new ArrayBuffer(2))", "new ArrayBuffer(1)",
}

// underscoreCalls are applied to each of them, standing for it as V.
var underscoreCalls = []string{
	"_.isArguments(V)", "_.isArray(V)", "_.isArrayBuffer(V)", "_.isBoolean(V)", "_.isDataView(V)", "_.isDate(V)", "_.isElement(V)", "_.isEmpty(V)", "_.isError(V)", "_.isFinite(V)",
	"_.isFunction(V)", "_.isMap(V)", "_.isNaN(V)", "_.isNull(V)", "_.isNumber(V)", "_.isObject(V)", "_.isRegExp(V)", "_.isSet(V)", "_.isString(V)", "_.isSymbol(V)",
	"_.isTypedArray(V)", "_.isUndefined(V)", "_.isWeakMap(V)", "_.isWeakSet(V)", "_.isEqual(V, V)", "_.isMatch(V, {a: 1})", "_.isEqual(V, 5)", "_.keys(V)", "_.allKeys(V)", "_.values(V)", "_.pairs(V)", "_.invert(V)",
	"_.size(V)", "_.toArray(V)", "_.clone(V)", "_.extend({}, V)", "_.defaults({a: 0}, V)", "_.escape(V)", "_.unescape(V)", "_.identity(V)", "_.map(V, (x) => x)", "_.map(V, 'n')", "_.each(V, () => {})",
	"_.reduce(V, (m, x, k) => m + k, '')", "_.reduceRight(V, (m, x, k) => m + k, '')", "_.filter(V, (x) => x)", "_.reject(V, (x) => x)", "_.find(V, (x) => x)", "_.some(V)", "_.every(V)", "_.contains(V, 2)", "_.max(V)", "_.min(V)",
	"_.sortBy(V, 'n')", "_.groupBy(V, 'n')", "_.indexBy(V, 'k')", "_.countBy(V, (x) => typeof x)", "_.partition(V, (x) => x)", "_.pluck(V, 'n')", "_.where(V, {n: 2})", "_.findWhere(V, {n: 2})",
	"_.first(V)", "_.first(V, 2)", "_.initial(V)", "_.last(V)", "_.last(V, 2)", "_.rest(V)", "_.compact(V)", "_.flatten(V)", "_.flatten(V, true)", "_.without(V, 2)", "_.uniq(V)", "_.uniq(V, 'n')", "_.union(V, [2])", "_.intersection(V, [2, 3])",
	"_.difference(V, [1])", "_.zip(V, [9])", "_.unzip(V)", "_.object(V)", "_.object(V, [7, 8])", "_.indexOf(V, 2)", "_.lastIndexOf(V, 2)", "_.findIndex(V, (x) => x === 2)", "_.findLastIndex(V, (x) => x)", "_.chunk(V, 2)", "_.range(V)",
	"_.has(V, 'a')", "_.has(V, ['x', 'n'])", "_.get(V, 'a', 'none')", "_.get(V, ['x', 'n'])", "_.result(V, 'toString')", "_.pick(V, 'a', 'n')", "_.omit(V, 'a')", "_.mapObject(V, (x, k) => k)", "_.functions(V)", "_.tap(V, () => {})", "_.constant(V)()",
	"_.property('length')(V)", "_.propertyOf(V)('a')", "_.matcher(V)({a: 1, b: 'x', c: [1]})", "_(V).value()", "_.chain(V).value()", "_(V).isEmpty()", "_.toPath(V)", "_.iteratee(V)", "_.invoke(V, 'toString')", "_.sample(V, 0)", "_.size(_.shuffle(V))", "_.findKey(V, (x) => x === 1)",
	"JSON.stringify(_(V))", "String(_(V))", "_.template(V)({a: 1})", "_.sortedIndex(V, 2)", "_.create(V, {own: 1})", "_.negate(_.isEmpty)(V)", "_.times(V, (i) => i)", "_.isEqual(_.clone(V), V)", "_.extendOwn({}, V)",
}

// placeholder is V by itself.
var placeholder = regexp.MustCompile(`\bV\b`)

func underscoreExpressions() []string {
	var list []string
	for _, call := range underscoreCalls {
		for _, value := range underscoreValues {
			if value == "Infinity" && (strings.Contains(call, "range") || strings.Contains(call, "times")) {
				continue // endless
			}
			if value == "{}" {
				value = "({})"
			}
			list = append(list, placeholder.ReplaceAllLiteralString(call, value))
		}
	}
	return list
}
