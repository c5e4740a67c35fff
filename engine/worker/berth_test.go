package worker

import (
	"context"
	"errors"
	"testing"
	"time"

	"rocketscript/engine"
)

// A worker that takes long to start keeps no call beyond its time, neither the
// one it is started for nor those behind it; it is there for later ones.
func TestSlowStart(t *testing.T) {
	p := NewPool(Options{Workers: 1})
	slow := &spawner{requests: make(chan spawning)}
	defer close(slow.requests)
	defer p.Close()
	p.shared[0].spawner = slow
	script := engine.Script{ID: "x", Source: good}
	for range 2 {
		if _, err := p.Run(t.Context(), script, engine.Call{Timeout: 10 * time.Millisecond}); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("got %v", err)
		}
	}
	go func() {
		for request := range slow.requests {
			p.spawner.requests <- request
		}
	}()
	if r, err := p.Run(t.Context(), script, engine.Call{Timeout: time.Minute}); err != nil || r.Outcome != engine.OutcomeContent {
		t.Errorf("got %v %v", r.Outcome, err)
	}
}
