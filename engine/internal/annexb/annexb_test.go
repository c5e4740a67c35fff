package annexb_test

import (
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/annexb"
	"rocketscript/engine/internal/nodetest"
)

// expressions are evaluated here and by node. Each may throw.
var expressions = []string{
	"var o = {}; o.__defineGetter__('x', function () { return this.y + 1; }); o.y = 1; [o.x, Object.keys(o)]",
	"var o = {}; o.__defineSetter__('x', function (v) { this.y = v; }); o.x = 5; o.y",
	"var o = {get a() { return 1; }, set a(v) {}}; [o.__lookupGetter__('a').call(), typeof o.__lookupSetter__('a'), o.__lookupGetter__('b')]",
	"Object.create({get a() { return 7; }}).__lookupGetter__('a')()",
	"var o = {x: 1}; [typeof o.__lookupGetter__('x'), typeof o.__lookupSetter__(Symbol.iterator)]",
	"({}).__defineGetter__('x', 5)",
	"Object.prototype.__defineGetter__.call(null, 'x', function () {})",
	"Object.defineProperty({}, 'x', {value: 1}).__defineGetter__('x', function () {})",
	"var n = 0; for (var k in {}) n++; n",
	"new Date(2026, 1, 3).getYear()", "new Date(1969, 1, 3).getYear()", "new Date(NaN).getYear()",
	"var d = new Date(2026, 1, 3); [d.setYear(99) === d.getTime(), d.getFullYear()]",
	"var d = new Date(2026, 1, 3); d.setYear(2001.9); d.getFullYear()",
	"var d = new Date(NaN); d.setYear(5); d.toISOString()", "var d = new Date(0); d.setYear('x'); d.getTime()",
	"new Date(0).toGMTString()", "Date.prototype.toGMTString === Date.prototype.toUTCString", "Date.prototype.getYear.call({})",
	"['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup'].map(function (m) { return 'x<y'[m]('a\"b'); })",
	"['anchor', 'big', 'blink', 'bold', 'fixed', 'fontcolor', 'fontsize', 'italics', 'link', 'small', 'strike', 'sub', 'sup'].map(function (m) { return [''[m].name, ''[m].length, ''[m]()]; })",
	"String.prototype.bold.call(null)", "String.prototype.link.call(5, undefined)", "new String.prototype.bold()", "Object.keys(String.prototype)",
	"['', 'abc', '\\uD83D\\uDE00', '\\uD83D', '\\uDE00x', 'a\\uD83D', 'a\\uDE00\\uD83Db', '\\uD83D\\uD83D\\uDE00'].map(function (s) { return [s.isWellFormed(), escape(s.toWellFormed())]; })",
	"String.prototype.isWellFormed.call(undefined)", "(12).toString().isWellFormed()",
	"var o = {}; [new WeakRef(o).deref() === o, Object.prototype.toString.call(new WeakRef(o)), WeakRef.length, WeakRef.name, Object.keys(WeakRef.prototype)]",
	"new WeakRef(1)", "WeakRef({})", "WeakRef.prototype.deref.call({})", "class R extends WeakRef { get x() { return this.deref().x; } } new R({x: 5}).x",
	"var r = new FinalizationRegistry(() => {}), t = {}; [r.register({}, 1, t), r.unregister(t), r.unregister(t), r.unregister({}), FinalizationRegistry.length, String(r)]",
	"new FinalizationRegistry(1)", "new FinalizationRegistry(() => {}).register(1)", "var o = {}; new FinalizationRegistry(() => {}).register(o, o)", "new FinalizationRegistry(() => {}).unregister(1)",
	"escape('ä b+c/\\u20ac')", "unescape('%E4%20%u20AC%zz')", "'abcdef'.substr(-3, 2)", "typeof Date(5)", "new Date(0).getTimezoneOffset.name",
	"var o = {}; Error.captureStackTrace(o); [typeof o.stack, o.stack.split('\\n')[0], Object.keys(o), Object.getOwnPropertyDescriptor(o, 'stack') !== undefined]",
	"var o = {name: 'X', message: 'm'}; Error.captureStackTrace(o); o.stack.split('\\n')[0]",
	"function Oops(m) { this.message = m; Error.captureStackTrace(this, Oops); } Oops.prototype = Object.create(Error.prototype); Oops.prototype.name = 'Oops'; var e = new Oops('bad'); [e.stack.split('\\n')[0], e instanceof Error, String(e)]",
	"Error.captureStackTrace(5)", "Error.captureStackTrace.length",
	"/(\\d+)-(\\d+)/.test('a 12-34 b'); [RegExp.$1, RegExp.$2, RegExp.$3, RegExp.lastMatch, RegExp['$&'], RegExp.lastParen, RegExp.leftContext, RegExp.rightContext, RegExp.input]",
	"'x=1'.match(/(\\w)=(\\w)/); RegExp.$1 + RegExp.$2", "'abc'.replace(/(b)/, function (m) { return m + RegExp.$1; })", "'a1b2'.replace(/([a-z])(\\d)/g, '$2$1') + RegExp.$1 + RegExp.$2",
	"'a,b'.split(/(,)/).length + RegExp.$1", "'q'.search(/(q)/) + RegExp.$1", "/z/.test('a'); RegExp.$1 === RegExp.$1",
	"/(a)|(b)/.exec('b'); JSON.stringify([RegExp.$1, RegExp.$2, RegExp['$+'], RegExp['$`'], RegExp[\"$'\"], RegExp.$_])",
	"var r = /a/g; r.exec('aa'); r.lastIndex", "[...'a1b2'.matchAll(/[a-z](\\d)/g)].length", "RegExp.$1 = 5; typeof RegExp.$1", "RegExp.prototype.exec.name + RegExp.prototype.exec.length",
	"[...Uint8Array.from('añ', function (c) { return c.charCodeAt(0) + this.n; }, {n: 1})]", "[...Uint16Array.from('12')]", "Int8Array.from(5).length", "[...Float64Array.from(new Set([1, 2]))]", "[...Uint8Array.from([1, 300])]",
	"Uint8Array.from()", "Uint8Array.from(null)", "Uint8Array.from([1], 5)", "Uint8Array.from.call({}, 'a')", "Uint8Array.from.name + Uint8Array.from.length", "Uint8Array.from('ab') instanceof Uint8Array",
	"/a/.compile('b').test('b')",
}

const evaluated = `(function (source) {
	try { var v = (0, eval)('(function () { return eval(arguments[0]); })')(source); return 'value ' + JSON.stringify(v); }
	catch (e) { return 'throws ' + e.name; }
})`

// TestLikeNode compares with node.
func TestLikeNode(t *testing.T) {
	var want []string
	nodetest.Run(t, "const f = (0, eval)(input.f); done(input.list.map((e) => require('vm').runInNewContext(input.f)(e)))", map[string]any{"f": evaluated, "list": expressions}, &want)
	for i, e := range expressions {
		rt := goja.New()
		annexb.Install(rt, annexb.Members|annexb.Statics|annexb.Typed|annexb.Later, func(string) string { return "" })
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
			t.Errorf("%s (-node +goja):\n%s", e, diff)
		}
	}
	t.Logf("%d expressions compared", len(expressions))
}

// TestLater holds what node 20 does not have yet, as the language says it.
func TestLater(t *testing.T) {
	rt := goja.New()
	annexb.Install(rt, annexb.Later, func(string) string { return "" })
	f, err := rt.RunString(evaluated)
	if err != nil {
		t.Fatal(err)
	}
	call, _ := goja.AssertFunction(f)
	for source, want := range map[string]string{
		"Object.groupBy([1, 2, 3], x => x % 2 ? 'odd' : 'even')":                                            `value {"odd":[1,3],"even":[2]}`,
		"Object.getPrototypeOf(Object.groupBy([], x => x))":                                                 `value null`,
		"Object.groupBy('abA', (c, i) => c.toLowerCase() + (i > 9))":                                        `value {"afalse":["a","A"],"bfalse":["b"]}`,
		"Object.groupBy(null, x => x)":                                                                      `throws TypeError`,
		"Object.groupBy([1], 5)":                                                                            `throws TypeError`,
		"[...Map.groupBy([1, 2, 3], x => x > 1)]":                                                           `value [[false,[1]],[true,[2,3]]]`,
		"var r = Promise.withResolvers(); [Object.keys(r), r.promise instanceof Promise, typeof r.resolve]": `value [["promise","resolve","reject"],true,"function"]`,
		"Promise.try(x => x, 5) instanceof Promise":                                                         `value true`,
		"[...[1, 2, 3].values().map((x, i) => x * 2 + i)]":                                                  `value [2,5,8]`,
		"new Set([1, 2, 3, 4]).values().filter(x => x % 2).toArray()":                                       `value [1,3]`,
		"(function* () { let n = 0; while (true) yield n++; })().drop(2).take(3).toArray()":                 `value [2,3,4]`,
		"[1, 2].values().flatMap(x => [x, x]).toArray()":                                                    `value [1,1,2,2]`,
		"[1].values().flatMap(x => 'ab').toArray()":                                                         `throws TypeError`,
		"[1, 2, 3].values().reduce((a, b) => a + b)":                                                        `value 6`,
		"[].values().reduce((a, b) => a + b)":                                                               `throws TypeError`,
		"[1, 2].values().reduce((a, b) => a + b, 'x')":                                                      `value "x12"`,
		"var seen = []; [1, 2].values().forEach((x, i) => seen.push(x + i)); seen":                          `value [1,3]`,
		"[[1, 2].values().some(x => x > 1), [1, 2].values().every(x => x > 1), [1, 2].values().find(x => x > 1), [].values().some(x => x)]":                                                             `value [true,false,2,false]`,
		"var closed = 0; var g = { [Symbol.iterator]() { return this; }, next() { return { value: 1, done: false }; }, return() { closed++; return {}; } }; Iterator.from(g).take(2).toArray(); closed": `value 1`,
		"Iterator.from({ next() { return { done: this.n > 1, value: this.n++ }; }, n: 0 }).toArray()":                                                                                                   `value [0,1]`,
		"Iterator.from('ab').toArray()": `value ["a","b"]`,
		"Iterator.from(5)":              `throws TypeError`,
		"new Iterator()":                `throws TypeError`,
		"[].values().take(-1)":          `throws RangeError`,
		"[].values().map(5)":            `throws TypeError`,
		"class I extends Iterator { next() { return { done: true }; } } new I().map(x => x).toArray()": `value []`,
		"[1].values() instanceof Iterator":                                       `value true`,
		"Object.prototype.toString.call([].values().map(x => x))":                `value "[object Iterator Helper]"`,
		"Object.keys(Object.getPrototypeOf(Object.getPrototypeOf([].values())))": `value []`,
		"var n = 0; for (var k in [].values()) n++; n":                           `value 0`,
		"String(Symbol.asyncIterator)":                                           `value "Symbol(Symbol.asyncIterator)"`,
	} {
		got, err := call(nil, rt.ToValue(source))
		if err != nil || got.String() != want {
			t.Errorf("%s is %v, want %s (%v)", source, got, want, err)
		}
	}
}

func TestFromAsync(t *testing.T) {
	rt := goja.New()
	annexb.Install(rt, annexb.Later, func(string) string { return "" })
	_, err := rt.RunString(`
		var list = [];
		const of = (...arguments_) => Array.fromAsync(...arguments_).then((v) => list.push(v), (e) => list.push(e.name));
		of([Promise.resolve(1), 2]); of({ length: 2, 0: 'a', 1: Promise.resolve('b') }, (x, i) => x + i); of(new Set([1]), async (x) => x + 1); of([1], 5);
		of({ [Symbol.asyncIterator]() { let n = 0; return { next: async () => ({ done: n > 1, value: n++ }) }; } });
	`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rt.RunString("JSON.stringify(list.map(String).sort())")
	if want := `["0,1","1,2","2","TypeError","a0,b1"]`; err != nil || got.String() != want {
		t.Errorf("%v, %v, want %s", got, err, want)
	}
}

func TestNeeds(t *testing.T) {
	for source, want := range map[string]annexb.Need{
		"class Script {}": 0, "new Date().getYear()": annexb.Members, "x['bold']()": annexb.Members, "RegExp.$1": annexb.Statics,
		"/a/.test(x) && RegExp.$1.bold()": annexb.Members | annexb.Statics, "const link = 1": 0, "new RegExp('a')": 0,
		"Object.groupBy(a, f)": annexb.Later, "new WeakRef(o)": annexb.Later, "m.keys().map(f)": annexb.Later, "Object.keys(m).map(f)": 0, "_.groupBy(a, f)": 0,
		"Uint8Array.from('a')": annexb.Typed, "new Uint8Array(5)": 0, "Array.from('a')": 0, "const T = Uint8ClampedArray; T.from('a')": annexb.Typed,
	} {
		if got := annexb.Needs(source); got != want {
			t.Errorf("Needs(%q) = %d, want %d", source, got, want)
		}
	}
}

func BenchmarkInstall(b *testing.B) {
	b.Run("none", func(b *testing.B) {
		for b.Loop() {
			goja.New()
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			annexb.Install(goja.New(), annexb.Members|annexb.Statics|annexb.Typed|annexb.Later, func(string) string { return "" })
		}
	})
}
