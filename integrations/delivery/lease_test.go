package delivery_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/store"
)

var errUnreachable = errors.New("the database cannot be reached")

// A sharedQueue is a queue whose lanes other processes share: the hold on them
// lasts ten seconds, and cannot be renewed while cut.
type sharedQueue struct {
	*store.Store
	changes chan struct{}

	mu      sync.Mutex
	cut     bool
	renewed int
}

func (q *sharedQueue) set(cut bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cut = cut
}

func (q *sharedQueue) Renew(context.Context) (time.Duration, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.cut {
		return 0, errUnreachable
	}
	q.renewed++
	return 10 * time.Second, nil
}

func (q *sharedQueue) LaneChanges(context.Context) <-chan struct{} { return q.changes }

// shared is a bench whose store others share.
func shared(t *testing.T, options delivery.Options) (*bench, *sharedQueue) {
	b := newBench(t, options)
	b.close()
	q := &sharedQueue{changes: make(chan struct{}, 1)}
	b.queue = func(s *store.Store) delivery.Queue { q.Store = s; return q }
	b.open()
	return b, q
}

// TestLeaseLost: an attempt is cut off before the hold on its lane can have
// ended, nothing is begun until it is renewed, and then all goes on.
func TestLeaseLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, q := shared(t, delivery.Options{})
		c := b.chat("chat", func(ctx context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "slow" {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		b.run()
		time.Sleep(4 * time.Second) // renewed at 0 and 3
		q.set(true)
		slow := b.record("slow", "chat/#a")
		b.attempt(time.Second, slow)
		time.Sleep(7*time.Second - time.Millisecond)
		equal(t, "within the lease", b.states(slow), []string{"started 1"})
		time.Sleep(time.Millisecond)
		synctest.Wait()
		equal(t, "at its end", b.states(slow), []string{"waiting 1 canceled: the attempt was cut off because the store could not be reached to keep the lane; the destination may have taken the message"})
		next := b.record("next", "chat/#b")
		b.attempt(500*time.Millisecond, next)
		equal(t, "without a lease", b.states(next), []string{"waiting 0 the store cannot be reached to keep the lanes"})
		time.Sleep(time.Minute)
		equal(t, "posts", len(c.posted()), 1)
		equal(t, "logged", b.log.count("nothing is posted until it is"), 1)

		q.set(false)
		time.Sleep(4 * time.Second)
		equal(t, "renewed", b.states(next), []string{"posted 1"})
		equal(t, "again", b.states(slow)[0][:9], "started 2")
		equal(t, "logged", b.log.count("posting goes on"), 1)
		equal(t, "failures", b.stored(slow)[0].Failures, 0)
	})
}

// TestLeaseWhileStopping: it is kept until the attempts under way have ended.
func TestLeaseWhileStopping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, q := shared(t, delivery.Options{StopWithin: 30 * time.Second})
		b.chat("chat", func(context.Context, *integrations.Delivery) error {
			time.Sleep(25 * time.Second)
			return nil
		})
		b.run()
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Second, ds)
		b.stopRun()
		equal(t, "stored", b.states(ds), []string{"posted 1"})
		equal(t, "renewed", q.renewed, 9)
	})
}

// TestAnotherProcessPosts: who waits for a delivery is told when another
// process has finished it, and lanes are looked at when they have changed.
func TestAnotherProcessPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, q := shared(t, delivery.Options{})
		c := b.chat("chat", nil)
		b.run()
		time.Sleep(time.Second)
		head, second := b.record("head", "chat/#a"), b.record("second", "chat/#a") // head is never attempted here
		var told sync.WaitGroup
		began := time.Now()
		told.Go(func() { b.attempt(10*time.Second, second) })
		time.Sleep(time.Second)
		for _, d := range []*integrations.Delivery{head[0], second[0]} {
			finished := b.stored([]*integrations.Delivery{d})[0]
			finished.State, finished.FinishedAt = integrations.DeliveryPosted, time.Now()
			if _, err := q.Finish(t.Context(), finished, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
		q.changes <- struct{}{}
		told.Wait()
		equal(t, "told after", time.Since(began), time.Second)
		equal(t, "told", describe(second), []string{"posted 1"})
		equal(t, "posts here", len(c.posted()), 0)

		third := b.record("third", "chat/#a")
		putBack := b.stored(third)[0]
		putBack.State, putBack.Attempts, putBack.StartedAt = integrations.DeliveryWaiting, 0, time.Time{}
		if _, err := q.Finish(t.Context(), putBack, time.Time{}); err != nil {
			t.Fatal(err)
		}
		q.changes <- struct{}{}
		time.Sleep(100 * time.Millisecond)
		synctest.Wait()
		equal(t, "freed by another process", b.states(third), []string{"posted 1"})
	})
}
