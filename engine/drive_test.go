package engine_test

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/engine"
)

// heldUp makes options with a clock that holds up the script that reads it.
func heldUp() (opts engine.Options, release func()) {
	c := make(chan struct{})
	return engine.Options{Now: func() time.Time { <-c; return time.Now() }}, sync.OnceFunc(func() { close(c) })
}

// The caller of the first call waits for the goroutine that runs the script,
// but no longer than for its own call.
func TestCallerIsLetGo(t *testing.T) {
	tests := []struct {
		name   string
		bodies []string
		want   string
	}{
		{"stuck", []string{`{"hang":true}`}, "timed out after 1 s inside a built-in function that cannot be stopped"},
		{"waiting while another is stuck", []string{`{"wait":true}`, `{"hang":true}`}, "timed out after 1 s waiting for a promise"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				opts, release := heldUp()
				opts.Grace = time.Second
				in := newInstance(t, method("if (request.content.wait) return new Promise(() => {}); Date.now()"), opts)
				var first engine.Result
				var took time.Duration
				var calls, others sync.WaitGroup
				start := time.Now()
				c := content(tt.bodies[0])
				c.Timeout = time.Second
				calls.Go(func() {
					first = call(t, in, c)
					took = time.Since(start)
				})
				synctest.Wait()
				for _, body := range tt.bodies[1:] {
					others.Go(func() { call(t, in, content(body)) })
				}
				calls.Wait()
				if x := first.Exception; x == nil || x.Message != tt.want || took > c.Timeout+opts.Grace {
					t.Errorf("after %v: %v, want %q", took, x, tt.want)
				}
				release()
				others.Wait()
			})
		})
	}
}

// A goroutine that keeps its thread can call, though the script runs on
// another goroutine.
func TestCallFromALockedThread(t *testing.T) {
	in := newInstance(t, method("return {content: {}}"), engine.Options{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			runtime.LockOSThread()
			defer runtime.UnlockOSThread()
			for range 50 {
				if r, err := in.Run(context.Background(), engine.Call{}); err != nil || r.Outcome != engine.OutcomeContent {
					t.Error(r.Outcome, err)
				}
			}
		})
	}
	wg.Wait()
}

// So it is answered in time, too, when the script cannot be stopped. It runs in
// a process of its own, which Go would end if it were not so.
func TestLockedCallerIsLetGo(t *testing.T) {
	if os.Getenv("ROCKETSCRIPT_TEST_LOCKED") == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestLockedCallerIsLetGo$")
		again.Env = append(os.Environ(), "ROCKETSCRIPT_TEST_LOCKED=yes")
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%v\n%.800s", err, out)
		}
		return
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	opts, release := heldUp()
	opts.Grace = 10 * time.Millisecond
	in := newInstance(t, method("Date.now()"), opts)
	c := content("{}")
	c.Timeout = 100 * time.Millisecond
	const want = "timed out after 100 ms inside a built-in function that cannot be stopped"
	if x := call(t, in, c).Exception; x == nil || x.Message != want {
		t.Errorf("%v, want %q", x, want)
	}
	release()
}
