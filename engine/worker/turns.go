package worker

import (
	"context"
	"sync"
)

// Turns let the calls of one script that are run again take turns, in one worker
// of their own; those of other scripts do not wait for them. The zero value is
// ready for use.
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
	// process is where they run, nil until it is needed; release ends it. They
	// belong to the one that runs.
	process *process
	release func()
}

// take waits for the turn of a script's call. Who has taken it leaves.
func (t *turns) take(ctx context.Context, id string) (*turn, error) {
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
		return its, nil
	case <-ctx.Done():
		t.forsake(id, its)
		return nil, ctx.Err()
	}
}

// leave gives the turn to the next call of the script. The last one ends their
// worker.
func (t *turns) leave(id string, its *turn) {
	its.free <- struct{}{}
	t.forsake(id, its)
}

func (t *turns) forsake(id string, its *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if its.wanted--; its.wanted > 0 {
		return
	}
	delete(t.of, id)
	if its.release != nil {
		its.release()
	}
}

// board makes sure that there is a worker for the call whose turn it is.
func (its *turn) board(ctx context.Context, p *Pool) error {
	if its.process != nil && its.process.alive() {
		return nil
	}
	if its.release != nil {
		its.release()
	}
	var err error
	its.process, its.release, err = p.alone(ctx)
	return err
}
