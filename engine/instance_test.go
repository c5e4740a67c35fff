package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
)

// newInstance makes an instance that is closed with the test.
func newInstance(t testing.TB, source string, opts engine.Options) *engine.Instance {
	t.Helper()
	program, err := engine.Compile(engine.Script{Name: "test.js", Source: source})
	if err != nil {
		t.Fatal(err)
	}
	in := engine.NewInstance(program, opts)
	t.Cleanup(in.Close)
	return in
}

func call(t testing.TB, in *engine.Instance, c engine.Call) engine.Result {
	t.Helper()
	r, err := in.Run(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestStateSurvivesBetweenCalls(t *testing.T) {
	in := newInstance(t, `
		let calls = 0;
		class Script {
			constructor() { this.own = 10 }
			process_incoming_request() {
				globalThis.everyone = (globalThis.everyone || 20) + 1;
				return {content: {
					calls: ++calls, own: ++this.own, everyone,
					before: Store.get('n') === undefined ? 'unset' : Store.get('n'), set: Store.set('n', calls), get: Store.get('n'),
					inherited: Store.get('toString') === undefined,
				}};
			}
		}`, engine.Options{Grace: time.Minute})
	for _, want := range []string{
		`{"calls":1,"own":11,"everyone":21,"before":"unset","set":1,"get":1,"inherited":true}`,
		`{"calls":2,"own":12,"everyone":22,"before":1,"set":2,"get":2,"inherited":true}`,
	} {
		r := call(t, in, engine.Call{})
		if diff := cmp.Diff(want, string(r.Content)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", r.Exception, diff)
		}
	}
}

// Scripts may declare the names of the globals themselves, in any way.
func TestGlobalsMayBeDeclared(t *testing.T) {
	for _, global := range []string{"console", "Store"} {
		for _, declaration := range []string{"var %s = 1;", "let %s = 1;", "const %s = 1;", "function %s() {}", "class %s {}", "%s = 1;", "delete globalThis.%s;"} {
			source := fmt.Sprintf(declaration, global) + method("return {content: {}}")
			if r := run(t, source, engine.Call{}); r.Outcome != engine.OutcomeContent {
				t.Errorf(declaration+" %v", global, r.Exception)
			}
		}
	}
}

func TestClockAndRandomOfTheCall(t *testing.T) {
	clock := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	in := newInstance(t, `
		const top = Date.now();
		class Script { async process_incoming_request() {
			const before = [Date.now(), new Date().toISOString(), Math.random()];
			await null;
			return {content: {top, before, after: [Date.now(), Math.random()]}};
		} }`, engine.Options{Now: func() time.Time { return clock }})
	half := 0.5
	r := call(t, in, engine.Call{Now: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC), Random: &half})
	want := `{"top":1893456000000,"before":[1893456000000,"2030-01-01T00:00:00.000Z",0.5],"after":[1893456000000,0.5]}`
	if diff := cmp.Diff(want, string(r.Content)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a, b := call(t, in, engine.Call{}), call(t, in, engine.Call{})
	if string(a.Content) == string(b.Content) {
		t.Errorf("two calls without Random saw the same numbers: %s", a.Content)
	}
	if !strings.Contains(string(a.Content), `"2020-01-02T03:04:05.000Z"`) {
		t.Errorf("content %s, want the clock of the options", a.Content)
	}
}

// interleaving is a script in which one call waits for another.
const interleaving = `
	let release;
	class Script {
		async process_incoming_request({ request }) {
			const name = request.content.name;
			console.log(name, 'begins');
			if (request.content.release) {
				release(name);
			} else {
				const by = await new Promise(resolve => { release = resolve });
				console.log(name, 'released by', by);
			}
			console.log(name, 'ends');
			return { content: { name } };
		}
	}`

func TestCallsInterleaveAtAwait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, interleaving, engine.Options{})
		var first engine.Result
		var wg sync.WaitGroup
		wg.Go(func() { first = call(t, in, content(`{"name":"first"}`)) })
		synctest.Wait()
		second := call(t, in, content(`{"name":"second","release":true}`))
		wg.Wait()
		if diff := cmp.Diff("log: first begins\nlog: first released by second\nlog: first ends", consoleText(first)); diff != "" {
			t.Errorf("console of the first call (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff("log: second begins\nlog: second ends", consoleText(second)); diff != "" {
			t.Errorf("console of the second call (-want +got):\n%s", diff)
		}
		if string(first.Content) != `{"name":"first"}` || string(second.Content) != `{"name":"second"}` {
			t.Errorf("contents %s and %s", first.Content, second.Content)
		}
	})
}

func TestPromiseThatNeverSettles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, `let n = 0; class Script { process_incoming_request({request}) { n++; return request.content.wait ? new Promise(() => {}) : {content: {n}} } }`, engine.Options{})
		start := time.Now()
		r := call(t, in, content(`{"wait":true}`))
		if took := time.Since(start); took != engine.DefaultTimeout || r.Duration != took {
			t.Errorf("answered after %v (Duration %v), want %v", took, r.Duration, engine.DefaultTimeout)
		}
		if got, want := fmt.Sprint(r.Outcome, " ", r.Exception), "script-error test.js: TimeoutError: timed out after 3 s waiting for a promise"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if r := call(t, in, engine.Call{}); string(r.Content) != `{"n":2}` {
			t.Errorf("the next call returned %s, want the same state", r.Content)
		}
	})
}

func TestEveryCallHasItsOwnDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, method("return new Promise(() => {})"), engine.Options{})
		start := time.Now()
		var wg sync.WaitGroup
		for _, timeout := range []time.Duration{time.Second, 1500 * time.Millisecond, 250 * time.Millisecond} {
			wg.Go(func() {
				r := call(t, in, engine.Call{Timeout: timeout})
				if took := time.Since(start); took != timeout {
					t.Errorf("a call with %v was answered after %v", timeout, took)
				}
				text := strings.NewReplacer("ms", " ms", "s", " s").Replace(timeout.String())
				if got, want := r.Exception.Message, "timed out after "+text+" waiting for a promise"; got != want {
					t.Errorf("message %q, want %q", got, want)
				}
			})
		}
		wg.Wait()
	})
}

func TestDeadlineInRunningCode(t *testing.T) {
	tests := []struct {
		name, source string
		outcome      engine.Outcome
		line         int
	}{
		{"loop", "class Script {\n  process_incoming_request() {\n    for (;;) {\n      Math.random();\n    }\n  }\n}", engine.OutcomeScriptError, 4},
		{"caught", "class Script {\n  process_incoming_request() {\n    for (;;) { try { for (;;) Math.random() } catch (e) {} finally { continue } }\n  }\n}", engine.OutcomeScriptError, 3},
		{"after await", "class Script {\n  async process_incoming_request() {\n    await null;\n    for (;;) {\n      Math.random();\n    }\n  }\n}", engine.OutcomeScriptError, 5},
		{"microtasks", "class Script {\n  async process_incoming_request() {\n    for (;;)\n      await null;\n  }\n}", engine.OutcomeScriptError, 0},
		{"result getter", "class Script {\n  process_incoming_request() {\n    return { get content() {\n      for (;;) Math.random();\n    } };\n  }\n}", engine.OutcomeScriptError, 4},
		{"console", "class Script {\n  process_incoming_request() {\n    console.log('%s', { toString() {\n      for (;;) Math.random();\n    } });\n  }\n}", engine.OutcomeScriptError, 4},
		{"message getter", "class Endless extends Error {\n  get message() {\n    for (;;) Math.random();\n  }\n}\n" + method("throw new Endless()"), engine.OutcomeScriptError, 3},
		{"message getter of a rejection", "class Endless extends Error {\n  get message() {\n    for (;;) Math.random();\n  }\n}\n" + method("return Promise.reject(new Endless())"), engine.OutcomeScriptError, 3},
		{"evaluation", "let i = 0;\nfor (;;) Math.random();", engine.OutcomeEvaluationError, 2},
		{"constructor", "class Script {\n  constructor() {\n    for (;;) Math.random();\n  }\n}", engine.OutcomeEvaluationError, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t)
			r := runIn(t, h, tt.source, engine.Call{Timeout: 300 * time.Millisecond})
			if r.Outcome != tt.outcome || r.Exception == nil || r.Exception.Message != "timed out after 300 ms" {
				t.Fatalf("outcome %s, exception %v", r.Outcome, r.Exception)
			}
			if tt.line > 0 && r.Exception.Line != tt.line {
				t.Errorf("exception %v, want line %d", r.Exception, tt.line)
			}
		})
	}
}

// After a call was stopped in running code, the next one meets a fresh
// instance.
func TestInstanceIsReplacedAfterInterrupt(t *testing.T) {
	h := newHost(t)
	source := `let n = 0; class Script { process_incoming_request({request}) { n++; while (request.content.loop) {} return {content: {n}} } }`
	for _, step := range []struct {
		body, want string
		timeout    time.Duration
	}{
		{`{}`, `{"n":1}`, time.Minute}, {`{}`, `{"n":2}`, time.Minute},
		{`{"loop":true}`, ``, 100 * time.Millisecond}, {`{}`, `{"n":1}`, time.Minute},
	} {
		c := content(step.body)
		c.Timeout = step.timeout
		if r := runIn(t, h, source, c); string(r.Content) != step.want {
			t.Errorf("after %s: content %s, want %s (%v)", step.body, r.Content, step.want, r.Exception)
		}
	}
}

// A call whose promise another call settles can be stopped there without harm
// to the other.
func TestDeadlineHitsTheCallWhoseCodeRuns(t *testing.T) {
	in := newInstance(t, `
		let release;
		class Script {
			async process_incoming_request({ request }) {
				if (request.content.release) {
					release();
					return {content: {done: true}};
				}
				await new Promise(resolve => { release = resolve });
				for (;;) Math.random();
			}
		}`, engine.Options{Grace: time.Minute})
	slow := content(`{}`)
	slow.Timeout = time.Second
	var stopped engine.Result
	var wg sync.WaitGroup
	began := make(chan struct{})
	wg.Go(func() {
		close(began)
		stopped = call(t, in, slow)
	})
	<-began
	var released engine.Result
	for released.Outcome != engine.OutcomeContent {
		released = call(t, in, content(`{"release":true}`)) // fails until the first call waits
	}
	wg.Wait()
	if stopped.Exception == nil || stopped.Exception.Line != 10 {
		t.Errorf("the looping call: %s, %v; want it stopped at line 10", stopped.Outcome, stopped.Exception)
	}
	if _, err := in.Run(context.Background(), engine.Call{}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("a call after that: %v, want ErrClosed", err)
	}
}

// However close to its deadline a call ends, the interrupt never reaches the
// next one.
func TestInterruptNeverHitsALaterCall(t *testing.T) {
	h := newHost(t)
	source := `class Script { process_incoming_request({request}) { for (let i = 0; i < request.content.n; i++); return {content: {}} } }`
	one := func(n int, timeout time.Duration) engine.Result {
		c := content(fmt.Sprintf(`{"n":%d}`, n))
		c.Timeout = timeout
		return runIn(t, h, source, c)
	}
	const n = 2000
	took := one(n, time.Minute).Duration
	ended := map[engine.Outcome]int{}
	for i := range 200 {
		ended[one(n, took*time.Duration(50+i%100)/100).Outcome]++
		if r := one(1, time.Minute); r.Outcome != engine.OutcomeContent {
			t.Fatalf("round %d: a call with a minute to go ended with %v", i, r.Exception)
		}
	}
	t.Logf("calls close to their deadline: %v", ended)
}

// signals makes options whose clock tells when a script reads it.
func signals() (opts engine.Options, read <-chan struct{}) {
	c := make(chan struct{}, 100)
	return engine.Options{Now: func() time.Time { c <- struct{}{}; return time.Now() }, Grace: time.Minute}, c
}

func TestWaitingForAnEarlierCall(t *testing.T) {
	opts, began := signals()
	h := engine.NewHost(opts)
	defer h.Close()
	source := method("if (request.content.loop) { Date.now(); for (;;) Math.random() }\n return {content: {}}")
	do := func(body string, timeout time.Duration) engine.Result {
		c := content(body)
		c.Timeout = timeout
		return runIn(t, h, source, c)
	}
	var looping engine.Result
	var wg sync.WaitGroup
	wg.Go(func() { looping = do(`{"loop":true}`, time.Second) })
	<-began
	var patient engine.Result
	wg.Go(func() { patient = do(`{}`, time.Minute) })
	if hasty := do(`{}`, 50*time.Millisecond); hasty.Exception == nil || hasty.Exception.Message != "timed out after 50 ms waiting for an earlier call of the same script" {
		t.Errorf("the hasty call: %s, %v", hasty.Outcome, hasty.Exception)
	}
	wg.Wait()
	if looping.Exception == nil || looping.Exception.Message != "timed out after 1 s" {
		t.Errorf("the looping call: %s, %v", looping.Outcome, looping.Exception)
	}
	if patient.Outcome != engine.OutcomeContent || patient.Duration >= looping.Duration {
		t.Errorf("the patient call: %s after %v, %v; want content from a fresh instance, waiting left out", patient.Outcome, patient.Duration, patient.Exception)
	}
}

func TestContextEndsBeforeTheCallBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, interleaving, engine.Options{})
		ended, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := in.Run(ended, engine.Call{}); !errors.Is(err, context.Canceled) {
			t.Errorf("Run with an ended context: %v", err)
		}
	})
}

// A context that ends while the call runs does not stop it: the message it
// makes is still wanted.
func TestContextEndsWhileTheCallRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, interleaving, engine.Options{})
		ctx, cancel := context.WithCancel(context.Background())
		var r engine.Result
		var err error
		var wg sync.WaitGroup
		wg.Go(func() { r, err = in.Run(ctx, content(`{"name":"first"}`)) })
		synctest.Wait()
		cancel()
		synctest.Wait()
		call(t, in, content(`{"name":"second","release":true}`))
		wg.Wait()
		if err != nil || r.Outcome != engine.OutcomeContent {
			t.Errorf("got %s, %v", r.Outcome, err)
		}
	})
}

func TestCloseLetsCallsFinish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := newInstance(t, method("return new Promise(() => {})"), engine.Options{})
		var r engine.Result
		var wg sync.WaitGroup
		wg.Go(func() { r = call(t, in, engine.Call{}) })
		synctest.Wait()
		start := time.Now()
		in.Close()
		wg.Wait()
		if took := time.Since(start); took != engine.DefaultTimeout || r.Exception == nil {
			t.Errorf("Close returned after %v, the call with %s", took, r.Outcome)
		}
		if _, err := in.Run(context.Background(), engine.Call{}); !errors.Is(err, engine.ErrClosed) {
			t.Errorf("Run after Close: %v, want ErrClosed", err)
		}
		in.Close() // again, to no effect
	})
}

func TestLoad(t *testing.T) {
	in := newInstance(t, "console.log('top'); let n = 0; class Script { constructor() { n++ } process_incoming_request() { return {content: {n}} } }", engine.Options{})
	for range 2 {
		if err := in.Load(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if r := call(t, in, engine.Call{}); string(r.Content) != `{"n":1}` || len(r.Console) != 0 {
		t.Errorf("content %s, console %v", r.Content, r.Console)
	}
	in = newInstance(t, "\nthrow new Error('top')", engine.Options{})
	var x *engine.Exception
	if err := in.Load(context.Background()); !errors.As(err, &x) || x.Line != 2 {
		t.Errorf("Load: %v, want an Exception at line 2", err)
	}
	if err := in.Load(context.Background()); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Load after a failure: %v, want ErrClosed", err)
	}
}
