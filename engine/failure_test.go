package engine_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rocketscript/engine"
)

// What a script throws goes into the log and the execution: it is cut there.
func TestWhatIsThrownIsCut(t *testing.T) {
	for name, c := range map[string]struct{ throw, name, message string }{
		"message":  {"throw new Error('x'.repeat(1e6))", "Error", strings.Repeat("x", 8<<10) + "… (991808 more bytes)"},
		"name":     {"const e = new Error('m'); e.name = '☃'.repeat(1000); throw e", strings.Repeat("☃", 66) + "… (2800 more bytes)", "m"},
		"stack":    {"const e = new Error('m'); e.stack = 'at a (b:1:1)\\n'.repeat(1e6); throw e", "Error", "m"},
		"frames":   {"const f = Object.defineProperty(() => { throw new Error('m') }, 'name', { value: 'x'.repeat(1e6) }); f()", "Error", "m"},
		"rejected": {"return Promise.reject(new Error('x'.repeat(1e6)))", "Error", strings.Repeat("x", 8<<10) + "… (991808 more bytes)"},
		"result":   {"const o = {}; o['k'.repeat(1e6)] = o; return o", "TypeError", ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := engine.NewHost(engine.Options{Grace: time.Minute})
			defer h.Close()
			r := runIn(t, h, "class Script { process_incoming_request() { "+c.throw+" } }", engine.Call{Timeout: time.Minute})
			x := r.Exception
			if x == nil || x.Name != c.name || c.message != "" && x.Message != c.message {
				t.Fatalf("got %.300v", x)
			}
			if len(x.Message) > 9<<10 || len(x.Stack) > 17<<10 {
				t.Errorf("%d bytes of message, %d of stack", len(x.Message), len(x.Stack))
			}
		})
	}
}

// A script that is deep inside a built-in function does not notice that its
// time is up: its caller gets an answer all the same, and the next call a
// fresh instance.
func TestCallThatCannotBeStopped(t *testing.T) {
	unrelated := goleak.IgnoreCurrent()
	var log syncBuffer
	opts, began := signals()
	opts.Logger, opts.Grace = slog.New(slog.NewTextHandler(&log, nil)), time.Millisecond
	h := engine.NewHost(opts)
	source := `let n = 0; class Script { process_incoming_request({request}) {
		n++;
		if (request.content.wait) { Date.now(); return new Promise(() => {}) }
		if (request.content.search) { Date.now(); Array.prototype.indexOf.call({length: request.content.search}, 1) }
		return {content: {n}};
	} }`
	do := func(body string, timeout time.Duration) engine.Result {
		c := content(body)
		c.Timeout = timeout
		return runIn(t, h, source, c)
	}
	// A search that keeps the built-in busy for a second or two.
	sample := do(`{"search":200000}`, time.Minute).Duration
	<-began
	long := fmt.Sprintf(`{"search":%d}`, int(200_000*1500*time.Millisecond/sample))

	var waiting, stuck, queued engine.Result
	var wg sync.WaitGroup
	wg.Go(func() { waiting = do(`{"wait":true}`, time.Minute) })
	<-began
	wg.Go(func() { stuck = do(long, 50*time.Millisecond) })
	<-began
	wg.Go(func() { queued = do(`{}`, time.Minute) })
	wg.Wait()

	if stuck.Exception == nil || stuck.Exception.Message != "timed out after 50 ms inside a built-in function that cannot be stopped" {
		t.Errorf("the stuck call: %s, %v", stuck.Outcome, stuck.Exception)
	}
	if waiting.Exception == nil || waiting.Exception.Message != "the state of the script was lost while this call waited for a promise: another call could not be stopped" {
		t.Errorf("the waiting call: %s, %v", waiting.Outcome, waiting.Exception)
	}
	if string(queued.Content) != `{"n":1}` {
		t.Errorf("the queued call: %s, %v; want content from a fresh instance", queued.Content, queued.Exception)
	}
	if !strings.Contains(log.String(), "could not be stopped") {
		t.Errorf("log %q", log.String())
	}
	h.Close()
	var err error
	for range 20 { // each waits for about a second
		if err = goleak.Find(unrelated); err == nil {
			return
		}
	}
	t.Errorf("the built-in function runs on: %v", err)
}

// A panic of the interpreter, here one from the clock it was given, is the end
// of that instance and of nothing else.
func TestInterpreterPanics(t *testing.T) {
	var log syncBuffer
	h := engine.NewHost(engine.Options{
		Logger: slog.New(slog.NewTextHandler(&log, nil)),
		Now:    func() time.Time { panic("broken clock") },
	})
	defer h.Close()
	source := `let n = 0; class Script { process_incoming_request({request}) { n++; if (request.content.now) Date.now(); return {content: {n}} } }`
	for _, step := range []struct{ body, want string }{{`{}`, `{"n":1}`}, {`{}`, `{"n":2}`}, {`{"now":true}`, ``}, {`{}`, `{"n":1}`}} {
		r := runIn(t, h, source, content(step.body))
		if string(r.Content) != step.want {
			t.Errorf("after %s: content %s, want %s (%v)", step.body, r.Content, step.want, r.Exception)
		}
		if step.want == "" && (r.Outcome != engine.OutcomeScriptError || r.Exception.Error() != "test.js: InternalError: the JavaScript interpreter panicked: broken clock") {
			t.Errorf("the panicking call: %s, %v", r.Outcome, r.Exception)
		}
	}
	if r := runIn(t, h, "Date.now()", engine.Call{}); r.Outcome != engine.OutcomeEvaluationError {
		t.Errorf("a panic while the script is evaluated: %s, %v", r.Outcome, r.Exception)
	}
	if !strings.Contains(log.String(), "broken clock") || !strings.Contains(log.String(), "script=test.js") {
		t.Errorf("log %q", log.String())
	}
}

// A call that waits when the interpreter panics in another is told at once.
func TestWaitingCallLosesItsState(t *testing.T) {
	var broken bool
	in := newInstance(t, `class Script { process_incoming_request({request}) {
		Date.now();
		return new Promise(() => {});
	} }`, engine.Options{Now: func() time.Time {
		if broken {
			panic("broken clock")
		}
		broken = true
		return time.Now()
	}})
	results := make(chan engine.Result, 2)
	for range 2 {
		go func() {
			r, err := in.Run(context.Background(), engine.Call{Timeout: time.Minute})
			if err != nil && !errors.Is(err, engine.ErrClosed) {
				t.Error(err)
			}
			results <- r
		}()
	}
	texts := (<-results).Exception.Message + "\n" + (<-results).Exception.Message
	for _, want := range []string{"the JavaScript interpreter panicked: broken clock", "the state of the script was lost while this call waited for a promise: the JavaScript interpreter panicked in another call"} {
		if !strings.Contains(texts, want) {
			t.Errorf("exceptions %q, want %q", texts, want)
		}
	}
}

// syncBuffer is a buffer that several goroutines may write to.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
