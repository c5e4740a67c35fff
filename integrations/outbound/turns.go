package outbound

import (
	"context"
	"sync"
)

// turns bound how many exchanges run at once, in all and for one script. A
// script's exchanges wait for each other first, and only as many as may run
// wait among those of all scripts: so no script takes another's turn for long.
type turns struct {
	all       chan struct{}
	perScript int

	mu sync.Mutex
	of map[string]*scriptTurns
}

// scriptTurns are those of one script.
type scriptTurns struct {
	turns chan struct{}
	// wanted counts the exchanges that run or wait.
	wanted int
}

func newTurns(all, perScript int) *turns {
	return &turns{all: make(chan struct{}, all), perScript: perScript, of: make(map[string]*scriptTurns)}
}

// take waits for the turn of a script's exchange, first come first served. Who
// has taken one leaves it with release. The error is ctx's.
func (t *turns) take(ctx context.Context, script string) (release func(), err error) {
	own := t.enter(script)
	if err := take(ctx, own.turns); err != nil {
		t.exit(script, own)
		return nil, err
	}
	if err := take(ctx, t.all); err != nil {
		<-own.turns
		t.exit(script, own)
		return nil, err
	}
	return func() {
		<-t.all
		<-own.turns
		t.exit(script, own)
	}, nil
}

func take(ctx context.Context, turns chan struct{}) error {
	select {
	case turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *turns) enter(script string) *scriptTurns {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := t.of[script]
	if own == nil {
		own = &scriptTurns{turns: make(chan struct{}, t.perScript)}
		t.of[script] = own
	}
	own.wanted++
	return own
}

// exit forgets a script none of whose exchanges runs or waits.
func (t *turns) exit(script string, own *scriptTurns) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if own.wanted--; own.wanted == 0 {
		delete(t.of, script)
	}
}
