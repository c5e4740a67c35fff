package delivery_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
)

// An asked is a destination that can be asked whether it works.
type asked struct {
	*chat
	works func() error
	calls atomic.Int64
}

func (a *asked) Check(context.Context) error {
	a.calls.Add(1)
	return a.works()
}

// replace puts another destination in the place of one.
func (b *bench) replace(name string, p integrations.Poster) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.destinations[name] = p
}

// health is "name state error" of each destination.
func (b *bench) health() []string {
	var all []string
	for _, h := range b.dispatcher.Health() {
		all = append(all, fmt.Sprint(h.Name, " ", h.State, " ", h.Error))
	}
	slices.Sort(all)
	return all
}

// TestADestinationThatIsDown: only probes go out, from one lane after the other,
// and what comes meanwhile waits without an attempt.
func TestADestinationThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		down := atomic.Bool{}
		down.Store(true)
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			if down.Load() {
				return errDown
			}
			return nil
		})
		b.run()
		var all []*integrations.Delivery
		for i := range 5 {
			ds := b.record(fmt.Sprint(i), fmt.Sprint("chat/#", i))
			b.attempt(500*time.Millisecond, ds)
			all = append(all, ds...)
		}
		equal(t, "told", describe(all)[:2], []string{
			"waiting 1 connect: connection refused", "waiting 0 waiting for the destination, which fails: connect: connection refused",
		})
		equal(t, "posts", c.posted(), []post{{"0", 0}})
		equal(t, "health", b.health(), []string{"chat fails connect: connection refused"})
		time.Sleep(time.Hour)
		probes := c.posted()
		texts := []string{}
		for _, p := range probes[:7] {
			texts = append(texts, fmt.Sprint(p.Text, "@", p.At))
		}
		equal(t, "probes", texts, []string{"0@0s", "1@1s", "2@3s", "3@7s", "4@15s", "0@31s", "1@1m3s"})
		if n := len(probes); n < 12 || n > 24 {
			t.Errorf("%d probes in an hour, want one every five minutes in the end", n)
		}
		equal(t, "logged", b.log.count("the destination fails"), 1)

		down.Store(false)
		time.Sleep(5*time.Minute + time.Second)
		for _, state := range b.stored(all) {
			equal(t, "state", state.State, integrations.DeliveryPosted)
			if state.Failures > 1 {
				t.Errorf("%d failures are put down to message %s", state.Failures, state.Message.Msg)
			}
		}
		equal(t, "logged", b.log.count("the destination works again"), 1)
		equal(t, "health", b.health(), []string{"chat works "})
	})
}

// TestADestinationThatIsAsked: when it says that it works, a failure is the
// message's own and holds up nobody else.
func TestADestinationThatIsAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		c := &asked{chat: b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "poison" {
				return &integrations.TemporaryError{Reason: "server", Detail: "500"}
			}
			return nil
		}), works: func() error { return nil }}
		b.replace("chat", c)
		b.run()
		began := time.Now()
		poison, behind := b.record("poison", "chat/#a"), b.record("behind", "chat/#a")
		b.attempt(500*time.Millisecond, poison)
		equal(t, "health", b.health(), []string{"chat works "})
		other := b.record("other", "chat/#b")
		b.attempt(500*time.Millisecond, other)
		equal(t, "others go on", describe(other), []string{"posted 1"})
		time.Sleep(10 * time.Minute)
		dead := b.stored(poison)[0]
		equal(t, "poison", []any{dead.State, dead.Failures, dead.Error}, []any{integrations.DeliveryGivenUp, 10, "server: 500"})
		equal(t, "behind it", b.states(behind), []string{"posted 1"})
		if held := b.stored(behind)[0].FinishedAt.Sub(began); held < 5*time.Minute || held > 9*time.Minute {
			t.Errorf("the lane was held for %v", held)
		}
		equal(t, "asked", c.calls.Load(), int64(10))
		equal(t, "logged", []int{b.log.count("message given up"), b.log.count("the destination fails")}, []int{1, 0})
	})
}

// TestPoisonOfAnotherLane: a destination that cannot be asked works when another
// lane posts.
func TestPoisonOfAnotherLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.chat("chat", func(_ context.Context, d *integrations.Delivery) error {
			if d.Message.Msg == "poison" {
				return errDown
			}
			return nil
		})
		b.run()
		poison, behind := b.record("poison", "chat/#a"), b.record("behind", "chat/#a")
		b.attempt(500*time.Millisecond, poison)
		for range 100 {
			b.attempt(500*time.Millisecond, b.record("other", "chat/#b"))
			time.Sleep(10 * time.Second)
		}
		equal(t, "poison", b.stored(poison)[0].State, integrations.DeliveryGivenUp)
		equal(t, "behind it", b.states(behind), []string{"posted 1"})
	})
}

// TestNoPoisonWithoutProof: alone on its destination a message is tried until
// it is too old, and then the next one is.
func TestNoPoisonWithoutProof(t *testing.T) {
	const tooOld = "given up because it could not be delivered within 168h0m0s"
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{PassEvery: time.Minute})
		b.chat("chat", func(context.Context, *integrations.Delivery) error { return errDown })
		b.run()
		first, second := b.record("first", "chat/#a"), b.record("second", "chat/#a")
		b.attempt(500*time.Millisecond, first)
		time.Sleep(6 * 24 * time.Hour)
		equal(t, "after six days", b.stored(first)[0].State, integrations.DeliveryWaiting)
		time.Sleep(24*time.Hour + 10*time.Minute)
		for _, d := range b.stored(slices.Concat(first, second)) {
			equal(t, d.Message.Msg, []any{d.State, d.Detail[:len(tooOld)]}, []any{integrations.DeliveryGivenUp, tooOld})
		}
	})
}

// TestGivenUpWithoutADestination: nobody waits for ever for one that is gone.
func TestGivenUpWithoutADestination(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{PassEvery: time.Minute, GiveUpAfter: time.Hour})
		b.run()
		ds := slices.Concat(b.record("1", "gone/#a"), b.record("2", "gone/#a"))
		time.Sleep(time.Hour + 5*time.Minute)
		equal(t, "stored", b.states(ds), []string{`given-up 0 destination "gone" is not configured`, `given-up 0 destination "gone" is not configured`})
		equal(t, "health", b.health(), []string{"gone works "})
	})
}

// TestMendedConfiguration: a destination that is configured anew is probed at
// once, and one without messages is asked.
func TestMendedConfiguration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		account := &integrations.TemporaryError{Reason: "account", Detail: "check the token"}
		b.replace("chat", &asked{chat: b.chat("chat", func(context.Context, *integrations.Delivery) error { return account }), works: func() error { return account }})
		b.run()
		ds := b.record("hi", "chat/#a")
		b.attempt(500*time.Millisecond, ds)
		time.Sleep(time.Hour)
		equal(t, "health", b.health(), []string{"chat fails account: check the token"})
		b.replace("chat", &asked{chat: b.chat("chat", nil), works: func() error { return nil }})
		time.Sleep(5 * time.Second)
		synctest.Wait()
		equal(t, "stored", b.stored(ds)[0].State, integrations.DeliveryPosted)
		equal(t, "health", b.health(), []string{"chat works "})
	})
}

// TestAskedWhileQuiet: a failing destination with nothing to post is asked now
// and then.
func TestAskedWhileQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		var down atomic.Bool
		down.Store(true)
		works := func() error {
			if down.Load() {
				return errDown
			}
			return nil
		}
		first := true
		c := &asked{works: works, chat: b.chat("chat", func(context.Context, *integrations.Delivery) error {
			defer func() { first = false }()
			if first {
				return errDown
			}
			return errChannel
		})}
		b.replace("chat", c)
		b.run()
		ds := b.record("hi", "chat/#a")
		b.attempt(500*time.Millisecond, ds)
		gone := b.stored(ds)[0]
		started, err := b.store.Start(t.Context(), gone.Lane, time.Now().Add(time.Hour))
		if err != nil || started == nil {
			t.Fatal(started, err)
		}
		started.State, started.FinishedAt = integrations.DeliveryRefused, time.Now()
		if _, err := b.store.Finish(t.Context(), started, time.Time{}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		equal(t, "health", b.health(), []string{"chat fails connect: connection refused"})
		down.Store(false)
		time.Sleep(5 * time.Minute)
		equal(t, "health", b.health(), []string{"chat works "})
		equal(t, "posts", len(c.posted()), 1)
	})
}

// TestPanicInACheck says that the destination does not work.
func TestPanicInACheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		b.replace("chat", &asked{
			chat:  b.chat("chat", func(context.Context, *integrations.Delivery) error { return errDown }),
			works: func() error { panic("boom") },
		})
		b.attempt(time.Second, b.record("hi", "chat/#a"))
		equal(t, "health", b.health(), []string{"chat fails connect: connection refused"})
		equal(t, "logged", b.log.count("panic in a destination"), 1)
	})
}
