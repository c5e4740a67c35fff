package delivery_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/store"
)

var (
	// errDown is the destination's, errBusy one room's.
	errDown    = &integrations.TemporaryError{Reason: "connect", Detail: "connection refused"}
	errBusy    = &integrations.TemporaryError{Reason: "busy", Detail: "the room is busy"}
	errChannel = &integrations.PermanentError{Code: "invalid-channel", Detail: "there is no such channel, make it"}
)

func TestFirstTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		c := b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			switch d.Message.Channel {
			case "#none":
				return fmt.Errorf("posting: %w", errChannel)
			case "#busy":
				return fmt.Errorf("posting: %w", errBusy)
			}
			return nil
		})
		began := time.Now()
		ds := b.record("hi", "chat/#a", "chat/#none", "chat/#busy", "chat/#b")
		b.attempt(time.Minute, ds)
		equal(t, "told", describe(ds), []string{"posted 1", "refused 1 invalid-channel", "waiting 1 posting: busy: the room is busy", "posted 1"})
		equal(t, "stored", b.stored(ds), ds)
		equal(t, "receipt", ds[0].Receipt, integrations.Receipt{MessageID: "id of hi", RoomID: "chat/#a"})
		equal(t, "detail", ds[1].Detail, "there is no such channel, make it")
		equal(t, "times", []time.Time{ds[0].FinishedAt, ds[1].FinishedAt, ds[2].FinishedAt, ds[2].NextAttempt},
			[]time.Time{began, began, {}, began.Add(time.Second)})
		equal(t, "posts", len(c.posted()), 4)
	})
}

func TestRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		failures := 3
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			if failures--; failures >= 0 {
				return errBusy
			}
			return nil
		})
		b.run()
		time.Sleep(3 * time.Second) // the loop is in the middle of a pause
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Second, ds)
		equal(t, "told", describe(ds), []string{"waiting 1 busy: the room is busy"})
		time.Sleep(time.Minute)
		equal(t, "posts", c.posted(), []post{{"hi", 3 * time.Second}, {"hi", 4 * time.Second}, {"hi", 6 * time.Second}, {"hi", 10 * time.Second}})
		equal(t, "stored", b.states(ds), []string{"posted 4"})
		equal(t, "failures logged", b.log.count("posting failed"), 1)
		equal(t, "success logged", b.log.count("posted after failures"), 1)
	})
}

func TestRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		waits := []time.Duration{time.Second, time.Minute, 24 * time.Hour}
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			if len(waits) == 0 {
				return nil
			}
			wait := waits[0]
			waits = waits[1:]
			return &integrations.TemporaryError{Reason: "rate-limit", Detail: "slow down", RetryAfter: wait}
		})
		b.run()
		b.attempt(time.Second, b.record("hi", "chat/#a"))
		time.Sleep(time.Hour)
		equal(t, "posts", c.posted(), []post{{"hi", 0}, {"hi", time.Second}, {"hi", 61 * time.Second}, {"hi", 361 * time.Second}})
	})
}

func TestWaitingForOnesTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		slow := func(context.Context, *integrations.Delivery) error {
			time.Sleep(800 * time.Millisecond)
			return nil
		}
		c := b.chat("chat", slow)
		began := time.Now()
		var wg sync.WaitGroup
		var took [4]time.Duration
		var all []*integrations.Delivery
		for i := range took {
			ds := b.record(fmt.Sprint(i), "chat/#a")
			all = append(all, ds...)
			wg.Go(func() {
				b.attempt(2*time.Second, ds)
				took[i] = time.Since(began)
			})
		}
		wg.Wait()
		equal(t, "returned", took, [4]time.Duration{800 * time.Millisecond, 1600 * time.Millisecond, 2 * time.Second, 2 * time.Second})
		equal(t, "told", describe(all), []string{"posted 1", "posted 1", "waiting 0", "waiting 0"})
		time.Sleep(time.Minute) // the rest goes on without its callers
		equal(t, "stored", b.states(all), []string{"posted 1", "posted 1", "posted 1", "posted 1"})
		equal(t, "posts", c.posted(), []post{{"0", 0}, {"1", 800 * time.Millisecond}, {"2", 1600 * time.Millisecond}, {"3", 2400 * time.Millisecond}})
	})
}

// TestOneCallSeveralTurns: one request with several messages for one channel.
func TestOneCallSeveralTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", nil)
		ds := b.record("hi", "chat/#a", "chat/#a", "chat/#b", "chat/#a")
		b.attempt(time.Minute, ds)
		equal(t, "told", describe(ds), []string{"posted 1", "posted 1", "posted 1", "posted 1"})
		equal(t, "stored", b.stored(ds), ds)
	})
}

// TestNobodyWaitsForAHeldLane: while a destination is down, senders are not
// kept waiting for a turn that cannot come in time.
func TestNobodyWaitsForAHeldLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		down := true
		b.chat("chat", func(context.Context, *integrations.Delivery) error {
			time.Sleep(100 * time.Millisecond)
			if down {
				return errDown
			}
			return nil
		})
		b.run()
		head, second := b.record("head", "chat/#a"), b.record("second", "chat/#a")
		began := time.Now()
		var wg sync.WaitGroup
		wg.Go(func() { b.attempt(500*time.Millisecond, head) })
		wg.Go(func() {
			b.attempt(500*time.Millisecond, second)
			equal(t, "the second waited", time.Since(began), 100*time.Millisecond)
		})
		wg.Wait()
		third := b.record("third", "chat/#a")
		began = time.Now()
		b.attempt(500*time.Millisecond, third)
		equal(t, "the third waited", time.Since(began), 0)
		equal(t, "told", describe(slices.Concat(head, second, third)), []string{"waiting 1 connect: connection refused", "waiting 0", "waiting 0"})

		down = false
		b.attempt(10*time.Second, third) // long enough for the retry
		equal(t, "told who waits longer", describe(third), []string{"posted 1"})
		equal(t, "stored", b.states(slices.Concat(head, second)), []string{"posted 2", "posted 1"})
	})
}

// TestAFailingHeadHoldsOnlyItsLane also shows that order holds through retries.
func TestAFailingHeadHoldsOnlyItsLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		failures := 2
		c := b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "1" && d.Message.Channel == "#a" && failures > 0 {
				failures--
				return errBusy
			}
			return nil
		})
		b.run()
		for i := range 3 {
			b.attempt(time.Second, b.record(fmt.Sprint(i), "chat/#a", "chat/#b"))
		}
		time.Sleep(time.Minute)
		var texts []string
		for _, p := range c.posted() {
			texts = append(texts, fmt.Sprint(p.Text, "@", p.At))
		}
		slices.Sort(texts) // lanes run side by side
		equal(t, "posts", texts, []string{"0@0s", "0@0s", "1@0s", "1@0s", "1@1s", "1@3s", "2@0s", "2@3s"})
	})
}

func TestPostedBeforeTheCallerWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "fails" {
				return errDown
			}
			return nil
		})
		head, second, third := b.record("head", "chat/#a"), b.record("second", "chat/#a"), b.record("fails", "chat/#a")
		b.attempt(time.Second, head) // takes the whole lane along
		synctest.Wait()
		began := time.Now()
		b.attempt(time.Hour, second)
		b.attempt(time.Second, third)
		equal(t, "waited", time.Since(began), 0)
		equal(t, "told", describe(slices.Concat(second, third)), []string{"posted 1", "waiting 1 connect: connection refused"})
	})
}

func TestInterruptedIsPostedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		ds := slices.Concat(b.record("1", "chat/#a"), b.record("2", "chat/#a"))
		b.close() // before any attempt, as a crash would
		b.open()
		c := b.chat("chat", nil)
		b.run()
		synctest.Wait()
		equal(t, "posts", c.posted(), []post{{"1", 0}, {"2", 0}})
		equal(t, "stored", b.states(ds), []string{"posted 2", "posted 1"})
	})
}

// TestRecordedButNeverAttempted: a lane is not blocked for ever by a caller
// who recorded and then died on the way to Attempt.
func TestRecordedButNeverAttempted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		c := b.chat("chat", nil)
		b.run()
		time.Sleep(time.Second)
		lost, second := b.record("lost", "chat/#a"), b.record("second", "chat/#a")
		time.Sleep(8 * time.Second)
		equal(t, "posts after one look", len(c.posted()), 0)
		time.Sleep(5 * time.Second)
		equal(t, "posts", c.posted(), []post{{"lost", 10 * time.Second}, {"second", 10 * time.Second}})
		b.attempt(time.Hour, lost) // late after all: not posted twice
		equal(t, "told", describe(lost), []string{"posted 1"})
		equal(t, "stored", b.states(slices.Concat(lost, second)), []string{"posted 1", "posted 1"})
		equal(t, "posts", len(c.posted()), 2)
	})
}

func TestSlowRequestIsNoOrphan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{AttemptTimeout: time.Minute})
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			time.Sleep(30 * time.Second)
			return nil
		})
		b.run()
		ds := b.record("slow", "chat/#a")
		b.attempt(2*time.Second, ds)
		equal(t, "told", describe(ds), []string{"started 1"})
		time.Sleep(time.Minute)
		equal(t, "posts", len(c.posted()), 1)
		equal(t, "stored", b.states(ds), []string{"posted 1"})
	})
}

func TestTimeoutOfAnAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{AttemptTimeout: 15 * time.Second})
		c := b.chat("chat", func(ctx context.Context, _ *integrations.Delivery) error {
			<-ctx.Done()
			return ctx.Err()
		})
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Second, ds)
		equal(t, "the caller's time was over", describe(ds), []string{"started 1"})
		time.Sleep(13 * time.Second)
		equal(t, "an attempt outlives its caller", b.states(ds), []string{"started 1"})
		time.Sleep(time.Second)
		synctest.Wait()
		equal(t, "stored", b.states(ds), []string{"waiting 1 timeout: the destination did not answer in time; it may have taken the message"})
		equal(t, "posts", len(c.posted()), 1)
	})
}

func TestPanicInADestination(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", func(context.Context, *integrations.Delivery) error { panic("boom") })
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Minute, ds)
		equal(t, "told", describe(ds), []string{"waiting 1 panic: boom"})
		equal(t, "logged", b.log.count("panic in a destination"), 1)
	})
}

// TestADestinationKeepsNothing: what a destination does to its copy is gone.
func TestADestinationKeepsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			d.Attempts, d.Lane, d.Message.Msg = 99, "elsewhere", "changed"
			return nil
		})
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Minute, ds)
		equal(t, "message", b.stored(ds)[0].Message.Msg, "hi")
		equal(t, "stored", b.states(ds), []string{"posted 1"})
	})
}

func TestADestinationThatVanished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.run()
		ds := slices.Concat(b.record("1", "chat/#a"), b.record("2", "chat/#b"), b.record("3", "chat/#a"))
		b.attempt(2*time.Second, ds)
		equal(t, "told", describe(ds), []string{
			`waiting 0 destination "chat" is not configured`, `waiting 0 destination "chat" is not configured`, "waiting 0",
		})
		time.Sleep(time.Hour)
		equal(t, "stored", b.states(ds), describe(ds))
		equal(t, "logged", b.log.count("not configured any more"), 1)

		c := b.chat("chat", nil)
		time.Sleep(5 * time.Second)
		synctest.Wait()
		equal(t, "stored when it is back", b.states(ds), []string{"posted 1", "posted 1", "posted 1"})
		equal(t, "posts", len(c.posted()), 3)
		equal(t, "logged when it is back", b.log.count("configured again"), 1)
		b.remove("chat")
		b.attempt(2*time.Second, b.record("4", "chat/#a"))
		equal(t, "logged when it vanished again", b.log.count("not configured any more"), 2)
	})
}

// TestADestinationThatHangs takes nothing from the others, and gets only so
// many attempts at a time.
func TestADestinationThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{Parallel: 4})
		hanging := b.chat("hanging", func(ctx context.Context, _ *integrations.Delivery) error {
			<-ctx.Done()
			return ctx.Err()
		})
		working := b.chat("working", nil)
		b.run()
		var wg sync.WaitGroup
		for i := range 20 {
			ds := b.record("hi", fmt.Sprintf("hanging/#%d", i))
			wg.Go(func() { b.attempt(2*time.Second, ds) })
		}
		ds := b.record("hi", "working/#a")
		began := time.Now()
		b.attempt(2*time.Second, ds)
		equal(t, "waited", time.Since(began), 0)
		equal(t, "told", describe(ds), []string{"posted 1"})
		wg.Wait()
		time.Sleep(10 * time.Minute)
		equal(t, "most at a time", hanging.mostAtOnce(), 4)
		equal(t, "posts", len(working.posted()), 1)
		if n := len(hanging.posted()); n < 6 || n > 12 {
			t.Errorf("%d attempts in ten minutes, want four and then probes", n)
		}
	})
}

func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{Parallel: 2})
		c := b.chat("chat", func(ctx context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "hangs" {
				<-ctx.Done()
				return ctx.Err()
			}
			time.Sleep(3 * time.Second)
			return nil
		})
		b.run()
		hangs, slow := b.record("hangs", "chat/#a"), b.record("slow", "chat/#b")
		behind := b.record("behind", "chat/#b")
		b.attempt(time.Second, slices.Concat(hangs, slow))
		noRoom := b.record("no room", "chat/#c") // both slots are taken
		b.attempt(time.Second, noRoom)
		began := time.Now()
		b.stopRun()
		equal(t, "stopping took", time.Since(began), 10*time.Second)
		late := b.record("late", "chat/#d")
		b.attempt(time.Second, late)
		cut := "canceled: the attempt was cut off because the program stopped; the destination may have taken the message"
		equal(t, "stored", b.states(slices.Concat(hangs, slow, behind, noRoom, late)),
			[]string{"waiting 1 " + cut, "posted 1", "waiting 0", "waiting 0", "waiting 0"})
		equal(t, "told", describe(late), []string{"waiting 0"})
		equal(t, "posts", len(c.posted()), 2)
	})
}

// TestADestinationThatCannotBeStopped does not keep the program from ending.
func TestADestinationThatCannotBeStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		release := make(chan struct{})
		b.chat("chat", func(context.Context, *integrations.Delivery) error { <-release; return nil })
		b.run()
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Second, ds)
		began := time.Now()
		b.stopRun()
		equal(t, "stopping took", time.Since(began), 20*time.Second)
		equal(t, "stored", b.states(ds), []string{"started 1"}) // repeated after the next start
		close(release)
		synctest.Wait()
	})
}

// A brokenQueue is a store that cannot be written, or read, for a while.
type brokenQueue struct {
	*store.Store
	mu            sync.Mutex
	writes, reads bool // broken
}

var errDisk = fmt.Errorf("%w: the disk is full", store.ErrUnavailable)

func (q *brokenQueue) set(change func(q *brokenQueue)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	change(q)
}

func (q *brokenQueue) Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (*integrations.Delivery, error) {
	q.mu.Lock()
	broken := q.writes
	q.mu.Unlock()
	if broken {
		return nil, errDisk
	}
	return q.Store.Finish(ctx, d, due)
}

func (q *brokenQueue) Heads(ctx context.Context) ([]integrations.LaneHead, error) {
	q.mu.Lock()
	broken := q.reads
	q.mu.Unlock()
	if broken {
		return nil, errDisk
	}
	return q.Store.Heads(ctx)
}

func TestAMarkThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.close()
		queue := &brokenQueue{writes: true}
		b.queue = func(s *store.Store) delivery.Queue { queue.Store = s; return queue }
		b.open()
		c := b.chat("chat", nil)
		b.run()
		ds, second := b.record("hi", "chat/#a"), b.record("second", "chat/#a")
		began := time.Now()
		b.attempt(2*time.Second, ds)
		equal(t, "waited", time.Since(began), 0)
		equal(t, "told", describe(ds), []string{"posted 1"})
		time.Sleep(time.Hour)
		equal(t, "stored", b.states(slices.Concat(ds, second)), []string{"started 1", "waiting 0"})
		queue.set(func(q *brokenQueue) { q.writes = false })
		time.Sleep(5 * time.Second)
		synctest.Wait()
		equal(t, "stored afterwards", b.states(slices.Concat(ds, second)), []string{"posted 1", "posted 1"})
		equal(t, "posts", len(c.posted()), 2)

		queue.set(func(q *brokenQueue) { q.writes = true })
		last := b.record("last", "chat/#a")
		b.attempt(2*time.Second, last)
		began = time.Now()
		b.stopRun()
		equal(t, "stopping took", time.Since(began), 0)
		equal(t, "logged", b.log.count("it is made again after the next start"), 1)
	})
}

func TestAQueueThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		ds := b.record("hi", "chat/#a")
		b.close()
		queue := &brokenQueue{reads: true}
		b.queue = func(s *store.Store) delivery.Queue { queue.Store = s; return queue }
		b.open()
		b.chat("chat", nil)
		b.run()
		time.Sleep(time.Minute)
		equal(t, "stored", b.states(ds)[0][:9], "waiting 1")
		queue.set(func(q *brokenQueue) { q.reads = false })
		time.Sleep(5 * time.Second)
		synctest.Wait()
		equal(t, "stored afterwards", b.states(ds), []string{"posted 2"})
	})
}

// TestGoneDelivery: one that was removed while it was posted does not hold up
// its dispatcher.
func TestGoneDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", func(ctx context.Context, d *integrations.Delivery) error {
			gone := *d
			gone.State, gone.FinishedAt = integrations.DeliveryRefused, time.Now()
			_, err := b.store.Finish(ctx, &gone, time.Time{})
			return err
		})
		ds := b.record("hi", "chat/#a")
		b.attempt(time.Minute, ds)
		equal(t, "stored", b.states(ds), []string{"refused 1"})
		equal(t, "logged", b.log.count("a delivery was gone"), 1)
	})
}

// TestUnderLoad: many callers, lanes and failures; everything is posted, once,
// in order of commit within each lane.
func TestUnderLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		var mu sync.Mutex
		taken := make(map[string][]int64)
		calls := 0
		b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			mu.Lock()
			defer mu.Unlock()
			if calls++; calls%5 == 0 {
				return errDown
			}
			taken[d.Lane] = append(taken[d.Lane], d.ID)
			return nil
		})
		b.run()
		const callers, each = 16, 15
		var wg sync.WaitGroup
		for caller := range callers {
			wg.Go(func() {
				for i := range each {
					b.attempt(2*time.Second, b.record("hi", fmt.Sprint("chat/#", (caller+i)%5), fmt.Sprint("chat/#", caller%3)))
				}
			})
		}
		wg.Wait()
		time.Sleep(time.Hour)
		total := 0
		for lane, ids := range taken {
			total += len(ids)
			if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
				t.Errorf("%s was posted in this order: %v", lane, ids)
			}
		}
		equal(t, "posted", total, 2*callers*each)
		heads, err := b.store.Heads(t.Context())
		if err != nil || len(heads) != 0 {
			t.Errorf("left over: %v, %v", heads, err)
		}
	})
}
