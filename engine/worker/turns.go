package worker

import (
	"context"
	"sync"
)

// Turns let the calls of one script take turns, while those of others do not
// wait for them. The zero value is ready for use.
type turns struct {
	mu sync.Mutex
	of map[string]*turn
}

// A turn is whose calls wait, or run.
type turn struct {
	// free holds a token when nobody's turn it is.
	free chan struct{}
	// wanted counts those that wait and the one that runs.
	wanted int
}

// take waits for the turn of a script's call. Who has taken it leaves.
func (t *turns) take(ctx context.Context, id string) (leave func(), err error) {
	t.mu.Lock()
	its := t.of[id]
	if its == nil {
		if t.of == nil {
			t.of = make(map[string]*turn)
		}
		its = &turn{free: make(chan struct{}, 1)}
		its.free <- struct{}{}
		t.of[id] = its
	}
	its.wanted++
	t.mu.Unlock()
	select {
	case <-its.free:
		return func() {
			its.free <- struct{}{}
			t.forsake(id, its)
		}, nil
	case <-ctx.Done():
		t.forsake(id, its)
		return nil, ctx.Err()
	}
}

func (t *turns) forsake(id string, its *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if its.wanted--; its.wanted == 0 {
		delete(t.of, id)
	}
}
