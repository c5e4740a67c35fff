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

	"rocketscript/engine"
)

const counting = `let n = 0; class Script { process_incoming_request({request}) { n++; return request.content.wait ? new Promise(() => {}) : {content: {n}} } }`

func runID(t testing.TB, h *engine.Host, id, source string) string {
	t.Helper()
	r, err := h.Run(context.Background(), engine.Script{ID: id, Name: id + ".js", Source: source}, engine.Call{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Exception != nil {
		return r.Exception.Error()
	}
	return string(r.Content)
}

func TestHostKeepsOneInstanceForEachID(t *testing.T) {
	h := newHost(t)
	for _, step := range []struct{ id, want string }{{"a", `{"n":1}`}, {"a", `{"n":2}`}, {"b", `{"n":1}`}, {"a", `{"n":3}`}, {"b", `{"n":2}`}} {
		if got := runID(t, h, step.id, counting); got != step.want {
			t.Errorf("%s: %s, want %s", step.id, got, step.want)
		}
	}
	h.Retain("b", "unknown")
	if a, b := runID(t, h, "a", counting), runID(t, h, "b", counting); a != `{"n":1}` || b != `{"n":3}` {
		t.Errorf("after Retain(b): a %s, b %s", a, b)
	}
}

func TestHostStartsAnewWhenTheSourceChanges(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := engine.NewHost(engine.Options{})
		defer h.Close()
		var old engine.Result
		var wg sync.WaitGroup
		wg.Go(func() {
			old, _ = h.Run(context.Background(), engine.Script{ID: "a", Source: counting}, content(`{"wait":true}`))
		})
		synctest.Wait()
		if got := runID(t, h, "a", counting+"// changed"); got != `{"n":1}` {
			t.Errorf("with the new source: %s", got)
		}
		wg.Wait()
		if got := fmt.Sprint(old.Exception); !strings.Contains(got, "timed out after 3 s waiting for a promise") {
			t.Errorf("the call of the old source: %s; want it to run to its deadline", got)
		}
		if got := runID(t, h, "a", counting+"// changed"); got != `{"n":2}` {
			t.Errorf("with the new source again: %s", got)
		}
	})
}

func TestHostFaults(t *testing.T) {
	h := newHost(t)
	for range 2 {
		if got, want := runID(t, h, "a", "class Script {\n  m( {\n"), "a.js:3:1: SyntaxError: "; !strings.HasPrefix(got, want) {
			t.Errorf("syntax: %s, want %s", got, want)
		}
	}
	if got := runID(t, h, "a", counting); got != `{"n":1}` {
		t.Errorf("repaired: %s", got)
	}
}

// An evaluation that failed is tried again by the next call.
func TestHostTriesAnEvaluationAgain(t *testing.T) {
	h := newHost(t)
	source := "if (new Date().getFullYear() < 2030) throw new Error('too early');\n" + method("return {content: {}}")
	script := engine.Script{ID: "a", Name: "a.js", Source: source}
	for _, tt := range []struct {
		year int
		want engine.Outcome
	}{{2020, engine.OutcomeEvaluationError}, {2021, engine.OutcomeEvaluationError}, {2030, engine.OutcomeContent}, {2020, engine.OutcomeContent}} {
		r, err := h.Run(context.Background(), script, engine.Call{Now: time.Date(tt.year, 6, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil || r.Outcome != tt.want {
			t.Errorf("%d: %s, %v, %v; want %s", tt.year, r.Outcome, r.Exception, err, tt.want)
		}
		if r.Exception != nil && r.Exception.Line != 1 {
			t.Errorf("%d: %v, want line 1", tt.year, r.Exception)
		}
	}
}

func TestHostCheck(t *testing.T) {
	h := newHost(t)
	ctx := context.Background()
	tests := []struct{ source, want string }{
		{counting, ""},
		{"class Script {", "a.js:1:15: SyntaxError: Unexpected end of input"},
		{"\n\nthrow new Error('no')", "a.js:3:7: Error: no"},
		{"let x", "a.js: ReferenceError: Script is not defined"},
		{"class Script { constructor() { throw new TypeError('no') } }", "a.js:1:38: TypeError: no"},
	}
	for _, tt := range tests {
		err := h.Check(ctx, engine.Script{ID: "a", Name: "a.js", Source: tt.source})
		var x *engine.Exception
		if tt.want == "" && err != nil || tt.want != "" && (!errors.As(err, &x) || !strings.HasPrefix(err.Error(), tt.want)) {
			t.Errorf("Check(%q) = %v, want %s", tt.source, err, tt.want)
		}
	}
	if got := runID(t, h, "a", counting); got != `{"n":1}` {
		t.Errorf("after Check: %s, want an instance of its own", got)
	}
}

// Scripts run in parallel: each waits here until all have come.
func TestHostRunsScriptsInParallel(t *testing.T) {
	const scripts = 5
	var meeting sync.WaitGroup
	meeting.Add(scripts)
	h := engine.NewHost(engine.Options{Now: func() time.Time {
		meeting.Done()
		meeting.Wait()
		return time.Unix(0, 0)
	}})
	defer h.Close()
	var wg sync.WaitGroup
	for i := range scripts {
		wg.Go(func() {
			if got := runID(t, h, fmt.Sprint("script", i), method("return {content: {now: Date.now()}}")); got != `{"now":0}` {
				t.Errorf("script %d: %s", i, got)
			}
		})
	}
	wg.Wait()
}

func TestHostClose(t *testing.T) {
	h := engine.NewHost(engine.Options{})
	runID(t, h, "a", counting)
	runID(t, h, "b", counting)
	h.Close()
	h.Close()
	if _, err := h.Run(context.Background(), engine.Script{ID: "a", Source: counting}, engine.Call{}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Run after Close: %v", err)
	}
	if err := h.Check(context.Background(), engine.Script{ID: "a", Source: counting}); !errors.Is(err, engine.ErrClosed) {
		t.Errorf("Check after Close: %v", err)
	}
}

// Calls, edits, checks and removals at the same time: every call is answered
// by a state of its own script.
func TestHostUnderLoad(t *testing.T) {
	h := engine.NewHost(engine.Options{})
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 50 {
				id := fmt.Sprint("id", (worker+i)%3)
				version := i / 20
				source := fmt.Sprintf("// %d\n", version) + method(fmt.Sprintf("return {content: {v: '%s/%d'}}", id, version))
				if got, want := runID(t, h, id, source), fmt.Sprintf(`{"v":"%s/%d"}`, id, version); got != want {
					t.Errorf("%s, want %s", got, want)
				}
				switch i % 10 {
				case 3:
					h.Retain("id0", "id1")
				case 7:
					if err := h.Check(context.Background(), engine.Script{ID: id, Source: source}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	h.Close()
}
