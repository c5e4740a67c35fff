package jsvalue_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"rocketscript/engine/internal/jsvalue"
)

var limits = jsvalue.Limits{Bytes: 1 << 20, Depth: 500}

// A sandbox is a runtime with its realm, in which JavaScript can look at what
// Parse made (as v) and Write can be tried on what JavaScript made.
type sandbox struct {
	*testing.T
	rt    *goja.Runtime
	realm *jsvalue.Realm
}

func newSandbox(t *testing.T) sandbox {
	rt := goja.New()
	return sandbox{t, rt, jsvalue.NewRealm(rt)}
}

func (s sandbox) run(source string) goja.Value {
	s.Helper()
	v, err := s.rt.RunString(source)
	if err != nil {
		s.Fatalf("%s: %v", source, err)
	}
	return v
}

func (s sandbox) parse(text string) {
	s.Helper()
	v, err := s.realm.Parse(text)
	if err != nil {
		s.Fatalf("Parse(%.100q): %v", text, err)
	}
	if err := s.rt.Set("v", v); err != nil {
		s.Fatal(err)
	}
}

func TestParseMakesWhatJSONParseMakes(t *testing.T) {
	tests := []struct{ text, expression, want string }{
		{`{"b":1,"a":2}`, `Object.keys(v).join()`, "b,a"},
		{`{"b":1,"10":2,"9":3,"a":4,"01":5}`, `Object.keys(v).join()`, "9,10,b,a,01"},
		{`{"a":1,"b":2,"a":3}`, `JSON.stringify(v)`, `{"a":3,"b":2}`},
		{`{"__proto__":{"x":1}}`, `v.x + '|' + Object.keys(v) + '|' + v.__proto__.x`, "undefined|__proto__|1"},
		{`{"constructor":1,"toString":2,"length":3,"hasOwnProperty":4}`, `Object.keys(v).join()`, "constructor,toString,length,hasOwnProperty"},
		{`{}`, `Object.getPrototypeOf(v) === Object.prototype && Object.isExtensible(v)`, "true"},
		{`[]`, `Array.isArray(v) && v.length === 0 && Object.getPrototypeOf(v) === Array.prototype`, "true"},
		{`[1,[2,[]],{"a":[3]}]`, `JSON.stringify(v)`, `[1,[2,[]],{"a":[3]}]`},
		{`{"a":1}`, `JSON.stringify(Object.getOwnPropertyDescriptor(v, 'a'))`, `{"value":1,"writable":true,"enumerable":true,"configurable":true}`},
		{`-0`, `Object.is(v, -0)`, "true"},
		{`-0.0`, `Object.is(v, -0)`, "true"},
		{`1e999`, `v`, "Infinity"},
		{`-1e999`, `v`, "-Infinity"},
		{`1e-999`, `v`, "0"},
		{`1.5e2`, `v === 150`, "true"},
		{`123456789012345678901234567890`, `v`, "1.2345678901234568e+29"},
		{`9007199254740993`, `v`, "9007199254740992"},
		{`0.1`, `v + 0.2`, "0.30000000000000004"},
		{`"\u00e9\n\/\"\\\b\f\r\t"`, `v === 'é\n/"\\\b\f\r\t'`, "true"},
		{`"\ud83d\ude00"`, `v === '😀' && v.length === 2`, "true"},
		{`"\ud800"`, `v.length === 1 && v.charCodeAt(0) === 0xd800`, "true"},
		{`"a\udc00b\ud83dc\u00e9"`, `[v.length, v.charCodeAt(1), v.charCodeAt(3), v.charCodeAt(5)].join()`, "6,56320,55357,233"},
		{`"\ud800\ud800\udc00"`, `[v.length, v.codePointAt(1)].join()`, "3,65536"},
		{`{"\ud800":1,"\ud801":2}`, `Object.keys(v).map(k => k.charCodeAt(0)).join() + ':' + v['\ud801']`, "55296,55297:2"},
		{`"\u0000"`, `v.charCodeAt(0)`, "0"},
		{"\"\u2028 ünï 😀\"", `v === '\u2028 ünï 😀'`, "true"},
		{"\"a\xff\xe2\x82b\"", `v === 'a\ufffd\ufffdb'`, "true"},
		{" \t\r\n[ true , false , null ] \n", `JSON.stringify(v)`, "[true,false,null]"},
		{`"` + strings.Repeat("long ", 10) + `"`, `v.length`, "50"},
	}
	for _, tt := range tests {
		s := newSandbox(t)
		s.parse(tt.text)
		if diff := cmp.Diff(tt.want, s.run(tt.expression).String()); diff != "" {
			t.Errorf("v = %s; %s (-want +got):\n%s", tt.text, tt.expression, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		text   string
		offset int
	}{
		{``, 0}, {` `, 1}, {`{`, 1}, {`[`, 1}, {`[1`, 2}, {`[1,`, 3}, {`[1,]`, 3}, {`[,1]`, 1}, {`{"a"`, 4}, {`{"a":`, 5},
		{`{"a":1`, 6}, {`{"a":1,}`, 7}, {`{a:1}`, 1}, {`{'a':1}`, 1}, {`{"a" 1}`, 5}, {`{1:1}`, 1}, {`01`, 1}, {`1.`, 2},
		{`.5`, 0}, {`+1`, 0}, {`-`, 1}, {`-a`, 1}, {`1e`, 2}, {`1e+`, 3}, {`tru`, 0}, {`nul`, 0}, {`NaN`, 0}, {`"a`, 2},
		{"\"a\nb\"", 2}, {`"\x41"`, 2}, {`"\u12G4"`, 5}, {`"\u12`, 5}, {`"\`, 2}, {`1 2`, 2}, {`{} x`, 3}, {`"é"é`, 4}, {"\uFEFF{}", 0}, {`[1 2]`, 3},
	}
	for _, tt := range tests {
		v, err := newSandbox(t).realm.Parse(tt.text)
		var syntax *jsvalue.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Parse(%q) = %v, %v", tt.text, v, err)
		} else if syntax.Offset != tt.offset {
			t.Errorf("Parse(%q): %v, want offset %d", tt.text, err, tt.offset)
		}
	}
}

func TestParseDepth(t *testing.T) {
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	s := newSandbox(t)
	s.parse(nested(jsvalue.MaxParseDepth))
	for _, text := range []string{nested(jsvalue.MaxParseDepth + 1), strings.Repeat(`{"a":`, 5e6), strings.Repeat("[", 5e6)} {
		if _, err := s.realm.Parse(text); !errors.Is(err, jsvalue.ErrTooDeep) {
			t.Errorf("Parse(%.10s…): %v, want ErrTooDeep", text, err)
		}
	}
}

// What a script does to the built-in prototypes does not change what Parse
// makes, nor does Parse call any of it.
func TestParseIgnoresPollution(t *testing.T) {
	s := newSandbox(t)
	s.run(`
		for (const name of ['a', 'b', '0']) {
			Object.defineProperty(Object.prototype, name, {set() { throw new Error('called') }, get() { throw new Error('called') }});
			Object.defineProperty(Array.prototype, name, {set() { throw new Error('called') }, get() { throw new Error('called') }});
		}
		Object.keys = Object.defineProperty = Reflect.get = Object.setPrototypeOf = () => { throw new Error('called') };
		Object.freeze(Object.prototype);
	`)
	s.parse(`{"a":[1,2],"toString":3,"b":{"\ud800":4}}`)
	if got := s.run(`v.a[0] + v.a[1] + v.toString + v.b['\ud800']`).ToInteger(); got != 10 {
		t.Errorf("got %d, want 10", got)
	}
}

func TestWrite(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`undefined`, `null`}, {`null`, `null`}, {`true`, `true`}, {`0`, `0`}, {`-0`, `0`}, {`1.5`, `1.5`}, {`1e21`, `1e+21`}, {`1e-7`, `1e-7`},
		{`123456789012345680000`, `123456789012345680000`}, {`9007199254740993`, `9007199254740992`}, {`NaN`, `null`}, {`-Infinity`, `null`},
		{`''`, `""`}, {`'a"\\\n\u0001\u007f</script>&é\u2028😀'`, "\"a\\\"\\\\\\n\\u0001\u007f</script>&é\u2028😀\""},
		{`'\ud800'`, `"\ud800"`}, {`'x\udc00é\ud83d\ude00\ufffd"\ud83d'`, "\"x\\udc00é😀\uFFFD\\\"\\ud83d\""},
		{`({'\ud800': 1, b: 2})`, `{"\ud800":1,"b":2}`},
		{`({b: 1, a: undefined, 2: 3, c: null})`, `{"2":3,"b":1,"c":null}`},
		{`[undefined, , 1]`, `[null,null,1]`}, {`[]`, `[]`}, {`({})`, `{}`}, {`({a: undefined})`, `{}`},
		{`new (class A { constructor() { this.x = 1 } get y() { return 2 } m() {} })`, `{"x":1}`},
		{`({get x() { return [1] }})`, `{"x":[1]}`},
		{`Object.create({inherited: 1}, {own: {value: 2, enumerable: true}, hidden: {value: 3}})`, `{"own":2}`},
		{`new Date(0)`, `"1970-01-01T00:00:00.000Z"`}, {`new Date(NaN)`, `null`}, {`new Date(-62198755200001)`, `"-000002-12-31T23:59:59.999Z"`}, {`new Date(8.64e15)`, `"+275760-09-13T00:00:00.000Z"`},
		{`[new String('s'), new Number(1), new Boolean(false)]`, `["s",1,false]`},
		{`({m: new Map([[1, 2]]), s: new Set([1]), r: /x/, e: new Error('no')})`, `{"m":{},"s":{},"r":{},"e":{}}`},
		{`({[Symbol('s')]: 1, a: 1})`, `{"a":1}`},
		{`new Proxy([1, {a: 2}], {})`, `[1,{"a":2}]`}, {`new Proxy({a: 1}, {})`, `{"a":1}`},
		{`(() => { const o = {n: 1}; return [o, o] })()`, `[{"n":1},{"n":1}]`},
		{`new Uint8Array(2)`, `{"0":0,"1":0}`},
		{`Object.assign([1], {x: 2})`, `[1]`},
		{`({__proto__: null, a: 1})`, `{"a":1}`}, {`JSON.parse('{"__proto__": 1}')`, `{"__proto__":1}`},
		{`new (class { toJSON() { return 'poison' } })`, `{}`},
	}
	for _, tt := range tests {
		s := newSandbox(t)
		doc, err := s.realm.Write(s.run(tt.expression), "result", limits)
		if err != nil {
			t.Errorf("%s: %v", tt.expression, err)
		} else if diff := cmp.Diff(tt.want, string(doc.JSON)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.expression, diff)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	tests := []struct{ expression, want string }{
		{`() => 1`, "result is a function"},
		{`(class A {})`, "result is a function"},
		{`(function () { return arguments })(1, 2)`, "result is arguments, which cannot be copied: Array.from(arguments) can"},
		{`({content: {attachments: [{text() {}}]}})`, "result.content.attachments[0].text is a function"},
		{`({a: async () => 1})`, "result.a is a function"},
		{`({a: Symbol('x')})`, "result.a is a symbol"},
		{`({a: [1n]})`, "result.a[0] is a BigInt"},
		{`({a: Object(1n)})`, "result.a is a BigInt"},
		{`[Object(Symbol('x'))]`, "result[0] is a symbol"},
		{`({content: Promise.resolve(1)})`, "result.content is a promise (is an await missing?)"},
		{`new Proxy(function() {}, {})`, "result is a function"},
		{`(() => { const o = {a: {b: {}}}; o.a.b.c = o.a; return o })()`, "result.a.b.c refers back to result.a"},
		{`(() => { const a = []; a[0] = a; return a })()`, "result[0] refers back to result"},
		{`({'a b': {'': [Symbol.iterator]}})`, `result["a b"][""][0] is a symbol`},
		{`(() => { let o = 1; for (let i = 0; i < 501; i++) o = [o]; return o })()`, "is nested deeper than 500 levels"},
		{`({a: 'x'.repeat(2 ** 21), b: 1})`, "result is larger than 1048576 bytes of JSON"},
		{`new Array(2 ** 32 - 1)`, "result is larger than 1048576 bytes of JSON"},
		{`(() => { let o = {}; for (let i = 0; i < 100; i++) o = [o, o]; return o })()`, "result is larger than 1048576 bytes of JSON"},
	}
	for _, tt := range tests {
		s := newSandbox(t)
		_, err := s.realm.Write(s.run(tt.expression), "result", limits)
		var refused *jsvalue.UnserializableError
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.expression, err, tt.want)
		}
	}
}

func TestWriteIgnoresPoison(t *testing.T) {
	s := newSandbox(t)
	v := s.run(`
		Object.prototype.toJSON = String.prototype.toJSON = () => 'poison';
		JSON.stringify = () => 'poison';
		Object.keys = () => ['poison'];
		Array.prototype.join = Array.prototype.map = Array.prototype[Symbol.iterator] = () => { throw new Error('poison') };
		Object.defineProperty(Array.prototype, '0', {get() { return 'poison' }, set() {}});
		String.prototype.valueOf = Date.prototype.toISOString = () => 'poison';
		({a: 1, b: [2, 3], c: new String('s'), d: new Date(0), '\ud800': 4})`)
	doc, err := s.realm.Write(v, "result", limits)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"a":1,"b":[2,3],"c":"s","d":"1970-01-01T00:00:00.000Z","\ud800":4}`, string(doc.JSON)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteMembers(t *testing.T) {
	s := newSandbox(t)
	doc, err := s.realm.Write(s.run(`({x: {content: 1}, content: {text: 'a', user: 2}, error: undefined, user: null, response: 'r'})`), "result", limits)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range []string{"x", "content", "error", "user", "response", "text"} {
		if m := doc.Member(name); m != nil {
			got[name] = string(m)
		}
	}
	want := map[string]string{"x": `{"content":1}`, "content": `{"text":"a","user":2}`, "user": "null", "response": `"r"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteStops(t *testing.T) {
	s := newSandbox(t)
	asked := 0
	_, err := s.realm.Write(s.run(`Array.from({length: 5000}, () => ({a: undefined}))`), "result",
		jsvalue.Limits{Bytes: 1 << 20, Depth: 500, Stopped: func() bool { asked++; return asked == 3 }})
	if !errors.Is(err, jsvalue.ErrStopped) || asked != 3 {
		t.Errorf("err %v after %d questions", err, asked)
	}
}

// Text is parsed exactly when encoding/json finds it valid, and comes back
// from Write as text of the same meaning.
func FuzzRoundTrip(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-0,1e5,"é\ud800",null,true],"__proto__":{}}`, `"\u0000"`, `[[[]]]`, `1e400`, "\"\xff\"", `{"1":1,"0":2,"1":3}`, ` 1`, `{"a":`, `tru`, `"\ud83d\ude00\udc00"`} {
		f.Add(seed)
	}
	rt := goja.New()
	realm := jsvalue.NewRealm(rt)
	f.Fuzz(func(t *testing.T, text string) {
		v, err := realm.Parse(text)
		if valid := json.Valid([]byte(text)); valid != (err == nil) && !errors.Is(err, jsvalue.ErrTooDeep) {
			t.Fatalf("Parse(%q): %v, but json.Valid is %v", text, err, valid)
		}
		if err != nil {
			return
		}
		doc, err := realm.Write(v, "v", jsvalue.Limits{Bytes: 10*len(text) + 1000, Depth: jsvalue.MaxParseDepth})
		if err != nil {
			t.Fatalf("Write(Parse(%q)): %v", text, err)
		}
		if !json.Valid(doc.JSON) {
			t.Fatalf("Write(Parse(%q)) = %q, which is not JSON", text, doc.JSON)
		}
		var want, got any
		if strings.Contains(text, `\u`) || !utf8.ValidString(text) || json.Unmarshal([]byte(text), &want) != nil {
			return // encoding/json treats surrogates, bad UTF-8 and huge numbers differently
		}
		if err := json.Unmarshal(doc.JSON, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q became %q:\n%s", text, doc.JSON, diff)
		}
	})
}
