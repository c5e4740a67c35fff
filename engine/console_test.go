package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

func TestConsoleMethods(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"levels", `for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level](level, {a: 1})`,
			"log: log { a: 1 }\ninfo: info { a: 1 }\nwarn: warn { a: 1 }\nerror: error { a: 1 }\ndebug: debug { a: 1 }"},
		{"placeholders", `console.log('%s has %d of %j', 'x', 4, {a: [1]}, 'rest')`, `log: x has 4 of {"a":[1]} rest`},
		{"nothing", `console.log()`, "log: "},
		{"trace", `console.trace('here %d', 5)`, "trace: Trace: here 5\n    at Script.process_incoming_request (test.js:3:14)"},
		{"trace alone", `console.trace()`, "trace: Trace\n    at Script.process_incoming_request (test.js:3:14)"},
		{"error with stack", `console.error(new TypeError('no'))`, "error: TypeError: no\n    at Script.process_incoming_request (test.js:3:15)"},
		{"assert", `console.assert(1, 'x'); console.assert(0, 'n is %d', 5); console.assert(false); console.assert()`,
			"warn: Assertion failed: n is 5\nwarn: Assertion failed\nwarn: Assertion failed"},
		{"count", `console.count(); console.count(); console.count('a'); console.countReset(); console.count()`, "log: default: 1\nlog: default: 2\nlog: a: 1\nlog: default: 1"},
		{"time", `console.time(); console.timeLog('default', 'x'); console.timeEnd(); console.timeEnd()`,
			"log: default: 0.000ms x\nlog: default: 0.000ms\nwarn: no timer called \"default\" is running"},
		{"group", `console.group('g'); console.log('a\nb'); console.group(); console.info('c'); console.groupEnd(); console.groupEnd(); console.groupEnd(); console.log('d')`,
			"log: g\nlog:   a\n  b\ninfo:     c\nlog: d"},
		{"dir", `console.dir({a: 1}, {depth: 0}); console.dirxml('x'); console.dir('x'); console.dir()`, "log: { a: 1 }\nlog: x\nlog: 'x'\nlog: undefined"},
		{"dir of a depth", `const o = {a: {b: {c: {d: 1}}}}; console.dir(o); console.dir(o, {}); console.dir(o, {depth: 0}); console.dir(o, {depth: '1'}); console.dir(o, {depth: -1})`,
			"log: { a: { b: { c: [Object] } } }\nlog: { a: { b: { c: [Object] } } }\nlog: { a: [Object] }\nlog: { a: { b: [Object] } }\nlog: [Object]"},
		{"dir of all", `console.dir({a: {b: {c: {d: 1}}}}, {depth: null}); console.dir([[[[[5]]]]], {depth: Infinity})`,
			"log: {\n  a: { b: { c: { d: 1 } } }\n}\nlog: [\n  [\n    [ [ [ 5 ] ] ]\n  ]\n]"},
		{"table", `console.group(); console.table([{a: 1}, {get a() { console.log('asked'); return 2 }}]); console.table('x')`,
			"log:   asked\nlog:   ┌─────────┬───┐\n  │ (index) │ a │\n  ├─────────┼───┤\n  │ 0       │ 1 │\n  │ 1       │ 2 │\n  └─────────┴───┘\nlog:   x"},
		{"throwing table", `console.table([{get a() { throw 1 }}])`, "log: [a value that cannot be shown]"},
		{"quiet", `console.clear(); console.timeStamp(); console.profile(); console.profileEnd()`, ""},
		{"apart from console", `const { log } = console; log('x'); [1].forEach(console.warn)`, "log: x\nwarn: 1 0 [ 1 ]"},
		{"unknown", `console.nothing && console.nothing()`, ""},
		{"throwing values", `console.log({ get a() { throw 1 } }, new Proxy({}, { ownKeys() { throw 1 } })); console.log('%s', { toString() { throw 1 } })`,
			"log: { a: [Getter] } {}\nlog: { toString: [Function: toString] }"},
		{"a function and a promise", `console.log(() => 1, Promise.resolve(1))`, "log: [Function (anonymous)] Promise { 1 }"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, method(tt.body), engine.Call{Now: time.Unix(0, 0)})
			if r.Exception != nil {
				t.Fatal(r.Exception)
			}
			if diff := cmp.Diff(tt.want, consoleText(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestConsoleOfEvaluationAndFailure(t *testing.T) {
	h := newHost(t)
	source := "console.log('top');\n" + method("console.log('call'); throw new Error('no')")
	for i, want := range []string{"log: top\nlog: call", "log: call"} {
		if got := consoleText(runIn(t, h, source, engine.Call{})); got != want {
			t.Errorf("call %d: console %q, want %q", i, got, want)
		}
	}
	if got, want := consoleText(run(t, "console.log('top'); throw 1", engine.Call{})), "log: top"; got != want {
		t.Errorf("evaluation: console %q, want %q", got, want)
	}
}

func TestConsoleLimits(t *testing.T) {
	tests := []struct {
		name, body     string
		lines, dropped int
	}{
		{"lines", `for (let i = 0; i < 1500; i++) console.log(i)`, 1000, 500},
		{"bytes", `for (let i = 0; i < 10; i++) console.log('é'.repeat(10000))`, 4, 6},
		{"one line", `console.log('x'.repeat(1e6))`, 1, 0},
		{"values", `const a = Array.from({length: 100}, (_, i) => ({i, s: 'x'.repeat(9000)})); for (let i = 0; i < 3; i++) console.log(a)`, 1, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, method(tt.body), engine.Call{})
			if len(r.Console) != tt.lines || r.ConsoleDropped != tt.dropped {
				t.Errorf("%d lines and %d dropped, want %d and %d", len(r.Console), r.ConsoleDropped, tt.lines, tt.dropped)
			}
			total := 0
			for _, l := range r.Console {
				total += len(l.Text)
				if !utf8.ValidString(l.Text) {
					t.Errorf("line is not UTF-8")
				}
			}
			if total > 64<<10+100 {
				t.Errorf("%d bytes kept", total)
			}
		})
	}
}

func TestConsoleLimitsFromOptions(t *testing.T) {
	h := engine.NewHost(engine.Options{ConsoleBytes: 20, ConsoleLines: 3})
	defer h.Close()
	r := runIn(t, h, method(`for (let i = 0; i < 5; i++) console.log('12345')`), engine.Call{})
	if len(r.Console) != 3 || r.ConsoleDropped != 2 {
		t.Errorf("%v and %d dropped", r.Console, r.ConsoleDropped)
	}
	r = runIn(t, h, method(`console.log('a'.repeat(30))`), engine.Call{})
	if got, want := consoleText(r), "log: "+strings.Repeat("a", 20)+"… (10 more bytes)"; got != want {
		t.Errorf("console %q, want %q", got, want)
	}
}

// A flood of lines stops at the deadline like any other loop.
func TestConsoleFlood(t *testing.T) {
	h := engine.NewHost(engine.Options{ConsoleLines: 5})
	defer h.Close()
	r := runIn(t, h, method(`for (let i = 0; ; i++) console.log(i, request)`), engine.Call{Timeout: 100 * time.Millisecond})
	if got := fmt.Sprint(r.Exception); !strings.Contains(got, "timed out after 100 ms") || r.ConsoleDropped == 0 {
		t.Errorf("exception %s, %d dropped", got, r.ConsoleDropped)
	}
}
