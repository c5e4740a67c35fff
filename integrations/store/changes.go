package store

import (
	"context"
	"sync"
)

// A topic is something that others watch.
type topic int

const (
	// messages: the workspace got messages.
	messages topic = iota
	// lanes: one moved on, or was freed by a process that ended.
	lanes
	// definitions: what the catalog finds in the store is another.
	definitions

	topics int = iota
)

// topicNames are the words that go over the wire to other nodes.
var topicNames = [topics]string{messages: "messages", lanes: "lanes", definitions: "definitions"}

// News is what a transaction changed: for the watchers here, and for those of
// other nodes. The zero value is none.
type news struct{ here, elsewhere [topics]bool }

func (n *news) add(more news) {
	for i := range topics {
		n.here[i] = n.here[i] || more.here[i]
		n.elsewhere[i] = n.elsewhere[i] || more.elsewhere[i]
	}
}

// everyone notes a change that all watchers want to hear of.
func (n *news) everyone(what topic) { n.here[what], n.elsewhere[what] = true, true }

// others notes a change that only other nodes do not know of.
func (n *news) others(what topic) { n.elsewhere[what] = true }

// Watched is what is watched, by topic. The zero value is ready.
type watched [topics]changes

// announce wakes the watchers of these topics.
func (w *watched) announce(what [topics]bool) {
	for i, changed := range what {
		if changed {
			w[i].announce()
		}
	}
}

// all is every topic: after something may have been missed.
func all() (what [topics]bool) {
	for i := range what {
		what[i] = true
	}
	return what
}

// changes wakes those who watch one topic. The zero value is ready.
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
