package integrations

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// lookAgain is how often a repeated delivery that another process has in flight
// is looked up.
const lookAgain = 50 * time.Millisecond

// A deliveryKey names one delivery of one integration's sender.
type deliveryKey struct{ integrationID, id string }

// A once sees to it that one request at a time is in flight for a delivery of
// a sender. The zero value is ready for use.
type once struct {
	mu     sync.Mutex
	flying map[deliveryKey]chan struct{}
}

// begin waits until no other request of this delivery is in flight here. It
// returns how to end the flight, or ctx's error.
func (o *once) begin(ctx context.Context, key deliveryKey) (end func(), err error) {
	for {
		o.mu.Lock()
		other, flying := o.flying[key]
		if !flying {
			mine := make(chan struct{})
			if o.flying == nil {
				o.flying = make(map[deliveryKey]chan struct{})
			}
			o.flying[key] = mine
			o.mu.Unlock()
			return func() { o.end(key, mine) }, nil
		}
		o.mu.Unlock()
		select {
		case <-other:
		case <-ctx.Done():
			return nil, fmt.Errorf("wait for the first request of delivery %q: %w", key.id, ctx.Err())
		}
	}
}

func (o *once) end(key deliveryKey, mine chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.flying, key)
	close(mine)
}

// earlier returns the answer to a delivery that was taken before. One that is
// recorded and not answered yet is in flight in another process, or was when
// that ended: it is waited for, at most AnswerWithin.
func (p *Processor) earlier(ctx context.Context, key deliveryKey) (reply Reply, found bool, err error) {
	wait, cancel := context.WithTimeout(ctx, p.options.AnswerWithin)
	defer cancel()
	ticker := time.NewTicker(lookAgain)
	defer ticker.Stop()
	for {
		seen, found, err := p.store.Seen(ctx, key.integrationID, key.id)
		if err != nil || !found {
			return Reply{}, false, err
		}
		if seen.Reply.Status != 0 {
			return seen.Reply, true, nil
		}
		select {
		case <-ticker.C:
		case <-wait.Done():
			// It is kept and will be posted: what a message that waits is answered.
			return replySuccess, true, nil
		}
	}
}
