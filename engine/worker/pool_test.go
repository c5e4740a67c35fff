package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker"
)

// returning is a script that returns an expression as text.
func returning(expression string) string {
	return "class Script { async process_incoming_request({ request }) { const text = String(" + expression + "); return { content: { text } }; } }"
}

func script(id, expression string) engine.Script {
	return engine.Script{ID: id, Name: id + ".js", Source: returning(expression)}
}

func newPool(t testing.TB, opts worker.Options) *worker.Pool {
	t.Helper()
	p := worker.NewPool(opts)
	t.Cleanup(p.Close)
	return p
}

func run(t testing.TB, p *worker.Pool, s engine.Script, c engine.Call) engine.Result {
	t.Helper()
	r, err := p.Run(context.Background(), s, c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func expect(t testing.TB, r engine.Result, text string) {
	t.Helper()
	if want := `{"text":"` + text + `"}`; string(r.Content) != want {
		t.Errorf("got %s %s %v, want %s", r.Outcome, r.Content, r.Exception, want)
	}
}

// wild is a script that does as its request says.
const wild = `let n = 0;
class Script {
  async process_incoming_request({ request }) {
    n++;
    switch (request.content.do) {
      case 'grow': return 'y'.repeat(2 ** 29);
      case 'keep': for (const kept = [];;) { kept.push('y'.repeat(1000) + kept.length); for (let i = 0; i < 100; i++); }
      case 'hang': return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);
      case 'loop': for (;;);
      case 'fetch and hang': { await fetch('http://example/'); return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1); }
      case 'wait': await new Promise(() => {});
    }
    return { content: { text: String(n) } };
  }
}`

func wildScript(id string) engine.Script {
	return engine.Script{ID: id, Name: id + ".js", Source: wild}
}

// doing asks a wild script to do something. What has to be killed by its time
// has little, what grows, or is killed with that, has plenty.
func doing(what string) engine.Call {
	body := `{"do":"` + what + `"}`
	timeout := 2 * time.Second
	if what == "grow" || what == "keep" || what == "fetch and hang" {
		timeout = time.Minute
	}
	return engine.Call{Timeout: timeout, Request: engine.Request{Body: body, Content: body}}
}

func TestRunsAsAHostDoes(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 2})
	half := 0.5
	call := engine.Call{
		Now: time.Date(2026, 3, 14, 8, 2, 11, 0, time.UTC), Random: &half,
		Request: engine.Request{
			Target: "/hooks/a/b?x=1", Params: engine.Params{IntegrationID: "a", Token: "b"}, Headers: []engine.Header{{Name: "X-Event", Value: "push"}},
			Body: `{"n": "é"}`, Content: `{"n": "é"}`, User: engine.User{ID: "u", Name: "U", Username: "uu"},
		},
	}
	r := run(t, p, script("a", "[request.url.query.x, request.headers['x-event'], request.content.n, request.content_raw, request.user.username, Math.random(), new Date().toISOString(), console.warn('w')].join()"), call)
	if want := `1,push,é,{\"n\": \"é\"},uu,0.5,2026-03-14T08:02:11.000Z,`; true {
		expect(t, r, want)
	}
	if len(r.Console) != 1 || r.Console[0] != (engine.ConsoleLine{Level: "warn", Text: "w"}) {
		t.Errorf("console: %v", r.Console)
	}
	for i := range 3 {
		expect(t, run(t, p, wildScript("counter"), engine.Call{}), fmt.Sprint(i+1))
	}
	edited := wildScript("counter")
	edited.Source += "\n// edited"
	r = run(t, p, edited, engine.Call{})
	expect(t, r, "1")
	if r.StateLost != "" {
		t.Errorf("an edit is no loss: %q", r.StateLost)
	}
	r = run(t, p, script("throws", "request.nothing.here"), engine.Call{})
	if r.Outcome != engine.OutcomeScriptError || r.Exception.Line != 1 || r.Exception.File != "throws.js" {
		t.Errorf("got %s %v", r.Outcome, r.Exception)
	}
	r = run(t, p, engine.Script{ID: "broken", Name: "broken.js", Source: "class Script {\n  oops"}, engine.Call{})
	if r.Outcome != engine.OutcomeEvaluationError || r.Exception.Line != 2 {
		t.Errorf("got %s %v", r.Outcome, r.Exception)
	}
	r = run(t, p, engine.Script{ID: "global", Source: returning("lib.x"), Globals: []engine.Global{{Name: "lib", File: "lib.js", Source: "exports.x = 7"}}}, engine.Call{})
	expect(t, r, "7")
}

func TestCheck(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1, Memory: 32_000_000})
	for _, c := range []struct{ name, source, want string }{
		{"good", returning("1"), ""},
		{"syntax", "class Script {", "x.js:1:15: SyntaxError"},
		{"kills", "'y'.repeat(2 ** 29)", "x.js: Error: killed: over 32 MB"},
		{"keeps", "let n = 0; for (const kept = [];;) { kept.push('y'.repeat(1000) + kept.length); for (let i = 0; i < 10; i++); }", "x.js:1:"},
		{"good again", returning("1"), ""},
	} {
		if c.name == "keeps" && raceDetector {
			continue
		}
		err := p.Check(context.Background(), engine.Script{ID: "x", Name: "x.js", Source: c.source})
		if fault, is := errors.AsType[*engine.Exception](err); c.name == "keeps" && (!is || fault.Name != engine.MemoryError) {
			t.Errorf("keeps: got %v", err)
		}
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestKills(t *testing.T) {
	for _, c := range []struct {
		what, want string
		grace      time.Duration
	}{
		{"grow", "killed: over 64 MB", 0},
		{"hang", "killed: still running after 2 s, in Array.prototype.indexOf", 0},
		{"loop", "timed out after 2 s", time.Minute},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			// The interpreter stops a loop by itself, given time.
			p := newPool(t, worker.Options{Workers: 1, Engine: engine.Options{Grace: c.grace}})
			r := run(t, p, wildScript("wild"), doing(c.what))
			if r.Outcome != engine.OutcomeScriptError || r.Exception == nil || !strings.HasPrefix(r.Exception.Message, c.want) {
				t.Errorf("got %s %v", r.Outcome, r.Exception)
			}
			r = run(t, p, wildScript("wild"), doing("good"))
			expect(t, r, "1")
		})
	}
}

// TestConsoleOfKilledCall: what a script has printed before it was killed is
// known, and nothing of a call that ends well is there twice.
func TestConsoleOfKilledCall(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1})
	s := script("prints", `[console.log('one'), console.warn('two'), await new Promise(f => setTimeout(f, 300)), console.log('three'),
		request.content.hang ? Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1) : 'done'].at(-1)`)
	want := []engine.ConsoleLine{{Level: "log", Text: "one"}, {Level: "warn", Text: "two"}, {Level: "log", Text: "three"}}
	r := run(t, p, s, engine.Call{Timeout: time.Second, Request: engine.Request{Content: `{"hang":true}`}})
	if r.Exception == nil || !strings.HasPrefix(r.Exception.Message, "killed: ") || !slices.Equal(r.Console, want) {
		t.Errorf("killed: %v, printed %v", r.Exception, r.Console)
	}
	r = run(t, p, s, engine.Call{Timeout: time.Minute})
	expect(t, r, "done")
	if !slices.Equal(r.Console, want) {
		t.Errorf("printed %v", r.Console)
	}
}

// TestNeighbours: calls in flight in a worker that dies are run again, and only
// the script that killed it is to blame.
func TestNeighbours(t *testing.T) {
	var log bytes.Buffer
	p := newPool(t, worker.Options{Workers: 1, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	expect(t, run(t, p, wildScript("neighbour"), doing("good")), "1")
	waits := engine.Script{ID: "waits", Source: "class Script { async process_incoming_request() { await new Promise(f => setTimeout(f, 500)); return { content: { text: 'done' } }; } }"}
	var group sync.WaitGroup
	group.Go(func() { expect(t, run(t, p, waits, engine.Call{}), "done") })
	group.Go(func() {
		if r := run(t, p, wildScript("wild"), doing("grow")); r.Exception == nil || r.Exception.Message != "killed: over 64 MB" {
			t.Errorf("the culprit got %s %v", r.Outcome, r.Exception)
		}
	})
	group.Wait()
	r := run(t, p, wildScript("neighbour"), doing("good"))
	expect(t, r, "1")
	if r.StateLost != "worker restarted" {
		t.Errorf("state lost: %q", r.StateLost)
	}
	r = run(t, p, wildScript("neighbour"), doing("good"))
	expect(t, r, "2")
	if r.StateLost != "" {
		t.Errorf("state lost again: %q", r.StateLost)
	}
	// The culprit has a worker of its own now: it kills nobody else.
	expect(t, run(t, p, wildScript("wild"), doing("good")), "1")
	run(t, p, wildScript("wild"), doing("grow"))
	expect(t, run(t, p, wildScript("neighbour"), doing("good")), "3")
	if text := log.String(); strings.Count(text, "script=wild") != 2 || strings.Contains(text, "script=neighbour") {
		t.Errorf("the log:\n%s", text)
	}
}

// TestKeeping: a call that piles up values is stopped at a line, and its worker
// lives on, with the state of the others.
func TestKeeping(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector's memory counts as the script's")
	}
	p := newPool(t, worker.Options{Workers: 1})
	expect(t, run(t, p, wildScript("neighbour"), doing("good")), "1")
	for range 2 {
		r := run(t, p, wildScript("wild"), doing("keep"))
		if r.Outcome != engine.OutcomeScriptError || r.Exception == nil || !strings.HasPrefix(r.Exception.Error(), "wild.js:7:") || r.Exception.Message != "over 64 MB" {
			t.Errorf("got %s %v", r.Outcome, r.Exception)
		}
	}
	r := run(t, p, wildScript("neighbour"), doing("good"))
	expect(t, r, "2")
	if r.StateLost != "" {
		t.Errorf("state lost: %q", r.StateLost)
	}
	if r = run(t, p, wildScript("wild"), doing("good")); r.StateLost == "" {
		t.Error("it goes on with the state it had when it was stopped")
	}
}

// TestWhoKeeps: when several scripts run, one that works may be stopped for what
// another keeps that mostly waits. It is run again.
func TestWhoKeeps(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1})
	hoards := script("hoards", "await (async kept => { for (;;) { kept.push(new Uint8Array(1e6).fill(1)); await new Promise(f => setTimeout(f, 10)); } })([])")
	works := script("works", "(() => { for (let i = 0; i < 5e6; i++); return 'done'; })()")
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { expect(t, run(t, p, works, engine.Call{Timeout: time.Minute}), "done") })
	}
	if r := run(t, p, hoards, engine.Call{Timeout: time.Minute}); r.Exception == nil || !strings.Contains(r.Exception.Message, "over 64 MB") {
		t.Errorf("got %s %v", r.Outcome, r.Exception)
	}
	group.Wait()
	expect(t, run(t, p, works, engine.Call{Timeout: time.Minute}), "done")
}

func TestQuarantine(t *testing.T) {
	now := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	p := newPool(t, worker.Options{Workers: 1, Memory: 16_000_000, Now: func() time.Time { return now }})
	for range 3 {
		if r := run(t, p, wildScript("wild"), doing("grow")); r.Exception == nil || r.Exception.Message != "killed: over 16 MB" {
			t.Fatalf("got %s %v", r.Outcome, r.Exception)
		}
	}
	r := run(t, p, wildScript("wild"), doing("good"))
	if want := "not run until 08:00:05 UTC: the script killed its worker 3 times, the last time: killed: over 16 MB"; r.Outcome != engine.OutcomeScriptError || r.Exception.Message != want {
		t.Errorf("got %s %v, want %s", r.Outcome, r.Exception, want)
	}
	if p.Paused("wild") != r.Exception.Message || p.Paused("other") != "" {
		t.Errorf("paused %q, %q", p.Paused("wild"), p.Paused("other"))
	}
	expect(t, run(t, p, wildScript("other"), doing("good")), "1")
	now = now.Add(5 * time.Second)
	expect(t, run(t, p, wildScript("wild"), doing("good")), "1")
	run(t, p, wildScript("wild"), doing("grow"))
	if r := run(t, p, wildScript("wild"), doing("good")); r.Exception == nil {
		t.Error("it runs although it killed again")
	}
	edited := wildScript("wild")
	edited.Source += "\n// mended"
	expect(t, run(t, p, edited, doing("good")), "1")
}

// A doer answers after a channel says so.
type doer struct {
	requests chan engine.HTTPRequest
	answers  chan engine.HTTPResponse
}

func (d *doer) Do(ctx context.Context, request engine.HTTPRequest) (engine.HTTPResponse, error) {
	d.requests <- request
	select {
	case answer := <-d.answers:
		if answer.Status == 0 {
			return answer, &engine.HTTPError{Kind: engine.HTTPRefused, Message: "not there"}
		}
		return answer, nil
	case <-ctx.Done():
		return engine.HTTPResponse{}, ctx.Err()
	}
}

func TestHTTPIsDoneByTheParent(t *testing.T) {
	d := &doer{requests: make(chan engine.HTTPRequest, 10), answers: make(chan engine.HTTPResponse, 10)}
	p := newPool(t, worker.Options{Workers: 1, Engine: engine.Options{HTTP: d}})
	d.answers <- engine.HTTPResponse{Status: 200, Headers: []engine.Header{{Name: "X-A", Value: "b"}}, Body: []byte("pong")}
	s := script("a", "await (await fetch('http://example/ping', { method: 'POST', body: 'ping' })).text()")
	r := run(t, p, s, engine.Call{})
	expect(t, r, "pong")
	if got := <-d.requests; got.ScriptID != "a" || got.URL != "http://example/ping" || string(got.Body) != "ping" {
		t.Errorf("asked for %+v", got)
	}
	if len(r.HTTP) != 1 || r.HTTP[0].Status != 200 {
		t.Errorf("recorded %+v", r.HTTP)
	}
	d.answers <- engine.HTTPResponse{}
	r = run(t, p, script("b", "HTTP('GET', 'http://example/').error.message"), engine.Call{})
	if !strings.Contains(string(r.Content), "not there") {
		t.Errorf("got %s %v", r.Content, r.Exception)
	}
	<-d.requests
	// A call that ends stops its exchange, here and there.
	r = run(t, p, script("c", "await (await fetch('http://example/')).text()"), engine.Call{Timeout: 200 * time.Millisecond})
	if r.Outcome != engine.OutcomeScriptError {
		t.Errorf("got %s %s", r.Outcome, r.Content)
	}
	<-d.requests

	refused := newPool(t, worker.Options{Workers: 1})
	r = run(t, refused, script("a", "HTTP('GET', 'http://example/').error.message"), engine.Call{})
	if !strings.Contains(string(r.Content), "cannot make HTTP calls here") {
		t.Errorf("got %s %v", r.Content, r.Exception)
	}
}

// TestHTTPCallsAreNotRepeated: what a call has done outside cannot be undone.
func TestHTTPCallsAreNotRepeated(t *testing.T) {
	d := &doer{requests: make(chan engine.HTTPRequest, 10), answers: make(chan engine.HTTPResponse, 10)}
	p := newPool(t, worker.Options{Workers: 1, Engine: engine.Options{HTTP: d}})
	d.answers <- engine.HTTPResponse{Status: 200}
	var group sync.WaitGroup
	var first, second engine.Result
	group.Go(func() { first = run(t, p, wildScript("fetches"), doing("fetch and hang")) })
	<-d.requests
	group.Go(func() { second = run(t, p, wildScript("wild"), doing("grow")) })
	group.Wait()
	if first.Exception == nil || !strings.Contains(first.Exception.Message, "killed: over 64 MB; the call had made HTTP calls, so it was not run again") {
		t.Errorf("got %s %v", first.Outcome, first.Exception)
	}
	if second.Exception == nil || second.Exception.Message != "killed: over 64 MB" {
		t.Errorf("got %s %v", second.Outcome, second.Exception)
	}
	if len(d.requests) != 0 {
		t.Error("the HTTP call was made again")
	}
}

// TestKillsAfterHTTPAreBlamed: a script that makes an HTTP call before it kills
// its worker does so to its neighbours once, and then stands apart.
func TestKillsAfterHTTPAreBlamed(t *testing.T) {
	d := &doer{requests: make(chan engine.HTTPRequest, 10), answers: make(chan engine.HTTPResponse, 10)}
	now := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	p := newPool(t, worker.Options{Workers: 1, Memory: 16_000_000, Engine: engine.Options{HTTP: d}, Now: func() time.Time { return now }})
	sly := script("sly", "(await fetch('http://example/'), 'y'.repeat(2 ** 29))")
	for _, want := range []string{"; the call had made HTTP calls, so it was not run again", "", ""} {
		d.answers <- engine.HTTPResponse{Status: 200}
		if r := run(t, p, sly, engine.Call{Timeout: time.Minute}); r.Exception == nil || r.Exception.Message != "killed: over 16 MB"+want {
			t.Errorf("got %s %v", r.Outcome, r.Exception)
		}
	}
	if r := run(t, p, sly, engine.Call{}); r.Exception == nil || !strings.HasPrefix(r.Exception.Message, "not run until 08:00:05 UTC: ") {
		t.Errorf("got %s %v", r.Outcome, r.Exception)
	}
}

// TestInnocentNeighbour: when it is known who kept a worker busy, the others'
// calls go on where all scripts run, and lose their state once.
func TestInnocentNeighbour(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1})
	slow := script("slow", "await new Promise(f => setTimeout(f, request.content.wait ? 700 : 0)) ?? 'done'")
	expect(t, run(t, p, slow, engine.Call{}), "done")
	var group sync.WaitGroup
	group.Go(func() {
		c := doing("hang")
		c.Timeout = 300 * time.Millisecond
		if r := run(t, p, wildScript("wild"), c); r.Exception == nil || !strings.HasPrefix(r.Exception.Message, "killed: still running") {
			t.Errorf("got %s %v", r.Outcome, r.Exception)
		}
	})
	r := run(t, p, slow, engine.Call{Timeout: time.Minute, Request: engine.Request{Content: `{"wait":true}`}})
	expect(t, r, "done")
	group.Wait()
	if r.StateLost == "" {
		t.Error("the worker was not killed")
	}
	if r = run(t, p, slow, engine.Call{}); r.StateLost != "" {
		t.Errorf("state lost again: %s", r.StateLost)
	}
}

// TestManyCallsOfOneThatKills: calls that die together are run again one after
// the other, and those of a script that kills each time not for long; who died
// with them does not wait behind them.
func TestManyCallsOfOneThatKills(t *testing.T) {
	d := &doer{requests: make(chan engine.HTTPRequest, 100)}
	now := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	p := newPool(t, worker.Options{Workers: 1, Memory: 16_000_000, Engine: engine.Options{HTTP: d}, Now: func() time.Time { return now }})
	slow := script("slow", "await new Promise(f => setTimeout(f, 300)) ?? 'done'")
	expect(t, run(t, p, slow, engine.Call{}), "done")
	var group sync.WaitGroup
	var mu sync.Mutex
	ended := map[string]int{}
	for range 20 {
		group.Go(func() {
			r := run(t, p, wildScript("wild"), doing("grow"))
			mu.Lock()
			defer mu.Unlock()
			message, _, _ := strings.Cut(r.Exception.Error(), " until ")
			ended[message]++
		})
	}
	group.Go(func() { expect(t, run(t, p, slow, engine.Call{Timeout: time.Minute}), "done") })
	group.Wait()
	if got := ended["wild.js: Error: killed: over 16 MB"]; got > 10 || got == 0 || got+ended["wild.js: Error: not run"] != 20 {
		t.Errorf("calls ended so: %v", ended)
	}
}

// TestOneDeathIsOneKill: that many calls of a script die together is no reason
// to keep it from running.
func TestOneDeathIsOneKill(t *testing.T) {
	d := &doer{requests: make(chan engine.HTTPRequest, 10)}
	now := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	p := newPool(t, worker.Options{Workers: 1, Memory: 16_000_000, Engine: engine.Options{HTTP: d}, Now: func() time.Time { return now }})
	wild := script("wild", "request.content.do === 'grow' ? 'y'.repeat(2 ** 29) : request.content.do === 'good' ? 'good' : await fetch('http://example/')")
	run(t, p, wild, doing("grow"))
	var group sync.WaitGroup
	for range 5 {
		group.Go(func() {
			if r := run(t, p, wild, doing("fetch")); r.Exception == nil || r.Exception.Message != "killed: over 16 MB" {
				t.Errorf("got %s %v", r.Outcome, r.Exception)
			}
		})
		<-d.requests
	}
	run(t, p, wild, doing("grow"))
	group.Wait()
	expect(t, run(t, p, wild, doing("good")), "good")
}

func TestClose(t *testing.T) {
	p := worker.NewPool(worker.Options{Workers: 1})
	slow := engine.Script{ID: "slow", Source: "class Script { async process_incoming_request() { console.log('begun'); await new Promise(f => setTimeout(f, 300)); return { content: { text: 'done' } }; } }"}
	expect(t, run(t, p, slow, engine.Call{}), "done")
	var group sync.WaitGroup
	group.Go(func() {
		r, err := p.Run(context.Background(), slow, engine.Call{})
		if err != nil && !errors.Is(err, engine.ErrClosed) {
			t.Errorf("got %v", err)
		} else if err == nil {
			expect(t, r, "done")
		}
	})
	p.Close()
	group.Wait()
	p.Close()
	if _, err := p.Run(context.Background(), slow, engine.Call{}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
	if err := p.Check(context.Background(), slow); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

func TestRetain(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1})
	for range 2 {
		run(t, p, wildScript("kept"), engine.Call{})
		run(t, p, wildScript("dropped"), engine.Call{})
	}
	p.Retain("kept")
	expect(t, run(t, p, wildScript("kept"), engine.Call{}), "3")
	r := run(t, p, wildScript("dropped"), engine.Call{})
	expect(t, r, "1")
	if r.StateLost != "" {
		t.Errorf("what was dropped is not lost: %q", r.StateLost)
	}
}

func TestContext(t *testing.T) {
	p := newPool(t, worker.Options{Workers: 1})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Run(ctx, wildScript("a"), engine.Call{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
