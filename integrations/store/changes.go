package store

import (
	"context"
	"sync"
)

// changes wakes those who watch the workspace. The zero value is ready.
type changes struct {
	mu       sync.Mutex
	watchers map[chan struct{}]struct{}
}

// subscribe returns a channel that is woken until ctx ends, and then closed.
func (c *changes) subscribe(ctx context.Context) <-chan struct{} {
	// Room for one value: a watcher who is behind has one wake-up waiting,
	// which covers all that came since.
	woken := make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.watchers == nil {
		c.watchers = make(map[chan struct{}]struct{})
	}
	c.watchers[woken] = struct{}{}
	context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, woken)
		close(woken)
	})
	return woken
}

// announce wakes all watchers and waits for none.
func (c *changes) announce() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for woken := range c.watchers {
		select {
		case woken <- struct{}{}:
		default:
		}
	}
}
