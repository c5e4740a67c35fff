package engine_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"rocketscript/engine"
)

// blockedDoer answers when it is told to.
type blockedDoer struct{ asked, answer chan struct{} }

func (d blockedDoer) Do(context.Context, engine.HTTPRequest) (engine.HTTPResponse, error) {
	d.asked <- struct{}{}
	<-d.answer
	return engine.HTTPResponse{Status: 200}, nil
}

func TestPrinted(t *testing.T) {
	doer := blockedDoer{make(chan struct{}), make(chan struct{})}
	h := engine.NewHost(engine.Options{HTTP: doer})
	defer h.Close()
	script := engine.Script{ID: "x", Source: "class Script { process_incoming_request() { console.log('one'); console.warn('two'); HTTP('GET', 'http://example/'); console.log('three'); HTTP('GET', 'http://example/'); } }"}
	var printed engine.Printed
	if lines := printed.Next(); lines != nil {
		t.Errorf("before: %v", lines)
	}
	ended := make(chan engine.Result, 1)
	go func() {
		r, err := h.Run(engine.WithPrinted(context.Background(), &printed), script, engine.Call{Timeout: time.Minute})
		if err != nil {
			t.Error(err)
		}
		ended <- r
	}()
	one, two, three := engine.ConsoleLine{Level: "log", Text: "one"}, engine.ConsoleLine{Level: "warn", Text: "two"}, engine.ConsoleLine{Level: "log", Text: "three"}
	for _, want := range [][]engine.ConsoleLine{{one, two}, {three}} {
		<-doer.asked
		if got := printed.Next(); !slices.Equal(got, want) {
			t.Errorf("printed %v, want %v", got, want)
		}
		if got := printed.Next(); len(got) != 0 {
			t.Errorf("printed again: %v", got)
		}
		doer.answer <- struct{}{}
	}
	if r := <-ended; !slices.Equal(r.Console, []engine.ConsoleLine{one, two, three}) {
		t.Errorf("the result has %v (%v)", r.Console, r.Exception)
	}
}
