package engine_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

// summary is what a script made of a call, in short.
type summary struct {
	Outcome                                 engine.Outcome
	Returned                                string
	Content, Error, Response, User, Message string
}

func summarize(r engine.Result) summary {
	s := summary{r.Outcome, string(r.Returned), string(r.Content), string(r.Error), string(r.Response), string(r.User), ""}
	if r.Exception != nil {
		s.Message = r.Exception.Name + ": " + r.Exception.Message
	}
	return s
}

// Every row of reference §4, as DESIGN §7 and §8 settle it.
func TestContract(t *testing.T) {
	const (
		posted    = engine.OutcomeContent
		fault     = engine.OutcomeError
		nothing   = engine.OutcomeNothing
		noContent = engine.OutcomeNoContent
		scriptErr = engine.OutcomeScriptError
		evalErr   = engine.OutcomeEvaluationError
	)
	returns := func(expression string) string { return method("return " + expression) }
	tests := []struct {
		name, source string
		want         summary
	}{
		// Ways to declare Script.
		{"class", `class Script { process_incoming_request() { return {content: {}} } }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"function", `function Script() {} Script.prototype.process_incoming_request = function() { return {content: {}} }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"var", `var Script = class { process_incoming_request() { return {content: {}} } }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"let", `let Script = class { process_incoming_request() { return {content: {}} } }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"const", `const Script = function() { this.process_incoming_request = () => ({content: {}}) }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"global", `globalThis.Script = class { process_incoming_request() { return {content: {}} } }`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"inherited method", `class Base { process_incoming_request() { return {content: {}} } } class Script extends Base {}`, summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"arrow field", `class Script { process_incoming_request = ({request}) => ({content: {t: request.content_raw}}) }`, summary{posted, `{"content":{"t":""}}`, `{"t":""}`, "", "", "", ""}},
		{"final comment", "class Script { process_incoming_request() { return null } }\n// end", summary{nothing, `null`, "", "", "", "", ""}},

		// Evaluation.
		{"syntax error", `class Script {`, summary{evalErr, "", "", "", "", "", "SyntaxError: Unexpected end of input"}},
		{"top-level throw", `throw new TypeError('no')`, summary{evalErr, "", "", "", "", "", "TypeError: no"}},
		{"class missing", `const x = 1`, summary{evalErr, "", "", "", "", "", "ReferenceError: Script is not defined: the file must declare class Script { process_incoming_request({ request }) { … } }"}},
		{"Script undefined", `var Script`, summary{evalErr, "", "", "", "", "", "ReferenceError: Script is not defined: the file must declare class Script { process_incoming_request({ request }) { … } }"}},
		{"Script an object", `const Script = {process_incoming_request() {}}`, summary{evalErr, "", "", "", "", "", "TypeError: Script is not a constructor: it must be a class or a function"}},
		{"Script an arrow", `const Script = () => {}`, summary{evalErr, "", "", "", "", "", "TypeError: Script is not a constructor: it must be a class or a function"}},
		{"constructor throws", `class Script { constructor() { throw new Error('no') } }`, summary{evalErr, "", "", "", "", "", "Error: no"}},
		{"declared twice", "let a\nlet a", summary{evalErr, "", "", "", "", "", "SyntaxError: Identifier 'a' has already been declared"}},

		// Nothing.
		{"method missing", `class Script {}`, summary{nothing, `null`, "", "", "", "", ""}},
		{"method static", `class Script { static process_incoming_request() { return {content: {}} } }`, summary{nothing, `null`, "", "", "", "", ""}},
		{"method not a function", `class Script { process_incoming_request = 5 }`, summary{nothing, `null`, "", "", "", "", ""}},
		{"undefined", returns(""), summary{nothing, `null`, "", "", "", "", ""}},
		{"null", returns("null"), summary{nothing, `null`, "", "", "", "", ""}},
		{"false", returns("false"), summary{nothing, `false`, "", "", "", "", ""}},
		{"zero", returns("0"), summary{nothing, `0`, "", "", "", "", ""}},
		{"empty text", returns("''"), summary{nothing, `""`, "", "", "", "", ""}},
		{"NaN", returns("NaN"), summary{nothing, `null`, "", "", "", "", ""}},
		{"0n", returns("0n"), summary{nothing, `null`, "", "", "", "", ""}},
		{"promise of undefined", returns("Promise.resolve()"), summary{nothing, `null`, "", "", "", "", ""}},

		// Errors.
		{"error text", returns("{error: 'txt'}"), summary{fault, `{"error":"txt"}`, "", `"txt"`, "", "", ""}},
		{"error object", returns("{error: {success: false, message: 'Error example'}}"), summary{fault, `{"error":{"success":false,"message":"Error example"}}`, "", `{"success":false,"message":"Error example"}`, "", "", ""}},
		{"error true", returns("{error: true}"), summary{fault, `{"error":true}`, "", `true`, "", "", ""}},
		{"error before content", returns("{content: {text: 'x'}, error: 'txt', user: {}, response: {}}"), summary{fault, `{"content":{"text":"x"},"error":"txt","user":{},"response":{}}`, "", `"txt"`, "", "", ""}},
		{"falsy error", returns("{error: '', content: {}}"), summary{posted, `{"error":"","content":{}}`, `{}`, "", "", "", ""}},
		{"error zero", returns("{error: 0, content: {}}"), summary{posted, `{"error":0,"content":{}}`, `{}`, "", "", "", ""}},
		{"error null", returns("{error: null, content: {}}"), summary{posted, `{"error":null,"content":{}}`, `{}`, "", "", "", ""}},
		{"error NaN", returns("{error: NaN, content: {}}"), summary{posted, `{"error":null,"content":{}}`, `{}`, "", "", "", ""}},
		{"error undefined", returns("{error: undefined, content: {}}"), summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},

		// Content.
		{"content", returns("{content: {text: 'x', attachments: [{color: '#ff0000'}]}}"), summary{posted, `{"content":{"text":"x","attachments":[{"color":"#ff0000"}]}}`, `{"text":"x","attachments":[{"color":"#ff0000"}]}`, "", "", "", ""}},
		{"content empty", returns("{content: {}}"), summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"content an array", returns("{content: ['x']}"), summary{posted, `{"content":["x"]}`, `["x"]`, "", "", "", ""}},
		{"content of a class", returns("{content: new (class { constructor() { this.text = 'x' } })}"), summary{posted, `{"content":{"text":"x"}}`, `{"text":"x"}`, "", "", "", ""}},
		{"response object", returns("{content: {}, response: {custom: 'body'}}"), summary{posted, `{"content":{},"response":{"custom":"body"}}`, `{}`, "", `{"custom":"body"}`, "", ""}},
		{"response text", returns("{content: {}, response: 'text'}"), summary{posted, `{"content":{},"response":"text"}`, `{}`, "", `"text"`, "", ""}},
		{"user", returns("{content: {}, user: {_id: '1', username: 'u'}}"), summary{posted, `{"content":{},"user":{"_id":"1","username":"u"}}`, `{}`, "", "", `{"_id":"1","username":"u"}`, ""}},
		{"separateResponse", returns("{content: {separateResponse: false}}"), summary{posted, `{"content":{"separateResponse":false}}`, `{"separateResponse":false}`, "", "", "", ""}},
		{"async", `class Script { async process_incoming_request() { await null; return {content: {n: 1}} } }`, summary{posted, `{"content":{"n":1}}`, `{"n":1}`, "", "", "", ""}},
		{"promise", returns("new Promise(resolve => resolve({content: {n: 1}}))"), summary{posted, `{"content":{"n":1}}`, `{"n":1}`, "", "", "", ""}},

		// Truthy without usable content.
		{"content undefined", returns("{content: undefined}"), summary{noContent, `{}`, "", "", "", "", ""}},
		{"content null", returns("{content: null}"), summary{noContent, `{"content":null}`, "", "", "", "", ""}},
		{"content text", returns("{content: 'x'}"), summary{noContent, `{"content":"x"}`, "", "", "", "", ""}},
		{"content number", returns("{content: 5}"), summary{noContent, `{"content":5}`, "", "", "", "", ""}},
		{"content boolean", returns("{content: true}"), summary{noContent, `{"content":true}`, "", "", "", "", ""}},
		{"response alone", returns("{response: {}}"), summary{noContent, `{"response":{}}`, "", "", "", "", ""}},
		{"true", returns("true"), summary{noContent, `true`, "", "", "", "", ""}},
		{"text", returns("'x'"), summary{noContent, `"x"`, "", "", "", "", ""}},
		{"array", returns("[1]"), summary{noContent, `[1]`, "", "", "", "", ""}},

		// Failures.
		{"throw", method("throw new RangeError('far')"), summary{scriptErr, "", "", "", "", "", "RangeError: far"}},
		{"throw own class", "class HTTPError extends Error {}\n" + method("throw new HTTPError('404')"), summary{scriptErr, "", "", "", "", "", "HTTPError: 404"}},
		{"throw text", method("throw 'text'"), summary{scriptErr, "", "", "", "", "", ": text"}},
		{"throw object", method("throw {code: 5}"), summary{scriptErr, "", "", "", "", "", ": { code: 5 }"}},
		{"throw error-like", method("throw {name: 'Mine', message: 'm'}"), summary{scriptErr, "", "", "", "", "", "Mine: m"}},
		{"throw null", method("throw null"), summary{scriptErr, "", "", "", "", "", ": null"}},
		{"throw undefined", method("throw undefined"), summary{scriptErr, "", "", "", "", "", ": undefined"}},
		{"throw proxy", method("throw new Proxy({}, new Proxy({}, { get() { for (;;); } }))"), summary{scriptErr, "", "", "", "", "", ": {}"}},
		{"throw error with getters", method("throw Object.defineProperty(new Error(), 'message', { get() { throw 1 } })"), summary{scriptErr, "", "", "", "", "", "Error: "}},
		{"undeclared variable", method("return undeclared"), summary{scriptErr, "", "", "", "", "", "ReferenceError: undeclared is not defined"}},
		{"reject", returns("Promise.reject(new Error('no'))"), summary{scriptErr, "", "", "", "", "", "Error: no"}},
		{"reject with text", returns("Promise.reject('no')"), summary{scriptErr, "", "", "", "", "", ": no"}},
		{"async throw", `class Script { async process_incoming_request() { await null; throw new Error('late') } }`, summary{scriptErr, "", "", "", "", "", "Error: late"}},
		{"method getter throws", `class Script { get process_incoming_request() { throw new Error('get') } }`, summary{scriptErr, "", "", "", "", "", "Error: get"}},
		{"recursion caught", method("const f = n => [n].map(x => f(x + 1)); try { f(0) } catch (e) { return {content: {text: e instanceof RangeError && e.message}} }"), summary{Outcome: engine.OutcomeContent, Returned: `{"content":{"text":"Maximum call stack size exceeded"}}`, Content: `{"text":"Maximum call stack size exceeded"}`}},
		{"recursion", method("return this.process_incoming_request({request})"), summary{scriptErr, "", "", "", "", "", "RangeError: Maximum call stack size exceeded"}},
		{"function", returns("() => 1"), summary{scriptErr, "", "", "", "", "", "TypeError: result is a function"}},
		{"nested function", returns("{content: {attachments: [{text() {}}]}}"), summary{scriptErr, "", "", "", "", "", "TypeError: result.content.attachments[0].text is a function"}},
		{"function beside error", returns("{error: 'x', f() {}}"), summary{scriptErr, "", "", "", "", "", "TypeError: result.f is a function"}},
		{"nested promise", returns("{content: Promise.resolve({})}"), summary{scriptErr, "", "", "", "", "", "TypeError: result.content is a promise (is an await missing?)"}},
		{"thenable", returns("{then(resolve) { resolve({content: {}}) }}"), summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"thenable of a thenable", returns("{then(f) { f({then(g) { setTimeout(g, 1, {content: {}}) }}) }}"), summary{posted, `{"content":{}}`, `{}`, "", "", "", ""}},
		{"thenable that refuses", returns("{then(resolve, reject) { reject(new RangeError('no')) }}"), summary{scriptErr, "", "", "", "", "", "RangeError: no"}},
		{"thenable that throws", returns("{then() { throw new RangeError('no') }}"), summary{scriptErr, "", "", "", "", "", "RangeError: no"}},
		{"thenable that cannot be asked", returns("{get then() { throw new RangeError('no') }}"), summary{scriptErr, "", "", "", "", "", "RangeError: no"}},
		{"then that is no function", returns("{then: 1, content: {}}"), summary{posted, `{"then":1,"content":{}}`, `{}`, "", "", "", ""}},
		{"error without a name", method("throw Object.assign(new Error('no'), {name: ''})"), summary{scriptErr, "", "", "", "", "", ": no"}},
		{"bigint", returns("{content: {n: 1n}}"), summary{scriptErr, "", "", "", "", "", "TypeError: result.content.n is a BigInt"}},
		{"cycle", method("const o = {}; o.content = o; return o"), summary{scriptErr, "", "", "", "", "", "TypeError: result.content refers back to result"}},
		{"result getter throws", returns("{get content() { throw new Error('get') }}"), summary{scriptErr, "", "", "", "", "", "Error: get"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, summarize(run(t, tt.source, engine.Call{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMissingMethodIsSaid(t *testing.T) {
	r := run(t, `class Script {}`, engine.Call{})
	if got, want := consoleText(r), "warn: nothing was done: the script has no process_incoming_request"; got != want {
		t.Errorf("console %q, want %q", got, want)
	}
}

func TestResultLimits(t *testing.T) {
	h := engine.NewHost(engine.Options{ResultBytes: 1000, StackDepth: 100})
	defer h.Close()
	r := runIn(t, h, method("return {content: {text: 'x'.repeat(1000)}}"), engine.Call{})
	if got, want := r.Exception.Message, "result is larger than 1000 bytes of JSON"; got != want {
		t.Errorf("exception %q, want %q", got, want)
	}
	r = runIn(t, h, "const f = n => n ? f(n - 1) : n\n"+method("return {content: {a: f(50), b: f(200)}}"), engine.Call{})
	if r.Exception == nil || r.Exception.Name != "RangeError" {
		t.Errorf("exception %v, want RangeError", r.Exception)
	}
}

// What a script does to the built-in objects does not change how its result is
// read, in this call or a later one.
func TestPoisonedIntrinsics(t *testing.T) {
	h := newHost(t)
	source := `
		Object.prototype.toJSON = Array.prototype.toJSON = () => 'poison';
		JSON.stringify = JSON.parse = () => 'poison';
		Promise.prototype.then = () => 'poison';
		Object.defineProperty(Object.prototype, 'text', {set() { throw new Error('poison') }, get() { return 'poison' }});
		Function.prototype.call = Function.prototype.apply = () => 'poison';
		class Script { async process_incoming_request({request}) { return {content: {a: request.content, list: [1]}} } }`
	for range 2 {
		r := runIn(t, h, source, content(`{"text":"hello"}`))
		if got, want := string(r.Content), `{"a":{"text":"hello"},"list":[1]}`; got != want {
			t.Errorf("content %s, want %s (%v)", got, want, r.Exception)
		}
	}
}
