package delivery_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
)

// times are when a destination was posted to.
func (c *chat) times() []time.Duration {
	var all []time.Duration
	for _, p := range c.posted() {
		all = append(all, p.At)
	}
	return all
}

// TestPace: a destination gets its messages evenly, whatever lanes they are in,
// and those that wait are not shown as started for long.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pace := integrations.Pace{Messages: 6, Per: time.Minute}
		b := newBench(t, delivery.Options{Pace: func(name string) integrations.Pace {
			if name == "slow" {
				return pace
			}
			return integrations.Pace{}
		}})
		slow, fast := b.chat("slow", nil), b.chat("fast", nil)
		b.run()
		var all []*integrations.Delivery
		for i := range 3 {
			all = append(all, b.record(fmt.Sprint(i), "slow/#a", "slow/#b", "fast/#a")...)
		}
		b.attempt(time.Second, all)
		equal(t, "fast", fast.times(), []time.Duration{0, 0, 0})
		time.Sleep(4 * time.Second)
		started := 0
		for _, d := range b.stored(all) {
			if d.State == integrations.DeliveryStarted {
				started++
			}
		}
		equal(t, "started while they wait", started, 0)
		time.Sleep(2 * time.Minute)
		equal(t, "slow", rounded(slow.times()), []time.Duration{0, 10 * time.Second, 20 * time.Second, 30 * time.Second, 40 * time.Second, 50 * time.Second})
		equal(t, "attempts", slices.Compact(b.states(all)), []string{"posted 1"})

		pace = integrations.Pace{} // configured anew
		b.attempt(time.Second, b.record("at once", "slow/#a", "slow/#a"))
		equal(t, "without a pace", len(slow.times()), 8)
	})
}

// TestPaceAndStop: who waits for the pace does not keep the program from ending.
func TestPaceAndStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{Pace: func(string) integrations.Pace { return integrations.Pace{Messages: 1, Per: time.Hour} }})
		b.chat("slow", nil)
		b.run()
		ds := b.record("hi", "slow/#a", "slow/#b", "slow/#c")
		b.attempt(10*time.Second, ds)
		began := time.Now()
		b.stopRun()
		equal(t, "stopping took", time.Since(began), 0)
		states := b.states(ds)
		slices.Sort(states)
		equal(t, "stored", states, []string{"posted 1", "waiting 0", "waiting 0"})
	})
}

// A limited is a destination that says when its limit is used up.
type limited struct {
	*chat
	pause func(n int) time.Duration
}

func (l limited) Post(ctx context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	receipt, err := l.chat.Post(ctx, d)
	receipt.Pause = l.pause(len(l.posted()))
	return receipt, err
}

// TestLimitsLearned: what the destination says of its limit holds all its lanes
// until then, and no others, and is no failure of anybody.
func TestLimitsLearned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		c := b.chat("chat", nil)
		b.replace("chat", limited{c, func(n int) time.Duration {
			if n%3 == 0 {
				return time.Minute
			}
			return 0
		}})
		free := b.chat("free", nil)
		b.run()
		var all []*integrations.Delivery
		for i := range 6 {
			ds := b.record(fmt.Sprint(i), fmt.Sprint("chat/#", i), "free/#a")
			b.attempt(time.Second, ds)
			all = append(all, ds...)
		}
		equal(t, "told", describe(all)[6:8], []string{"waiting 0 the destination limits how often it is posted to", "posted 1"})
		equal(t, "health", b.health(), []string{"chat limits ", "free works "})
		time.Sleep(time.Hour)
		equal(t, "free", len(free.times()), 6)
		equal(t, "chat", c.times(), []time.Duration{0, 0, 0, time.Minute, time.Minute, time.Minute})
		equal(t, "attempts", slices.Compact(b.states(all)), []string{"posted 1"})
	})
}

// TestLimitsRefused: 429 holds the destination for as long as it says, and for
// longer each time when it does not say.
func TestLimitsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		answers := []time.Duration{0, 0, 0, 90 * time.Second, 0}
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			if len(answers) == 0 {
				return nil
			}
			after := answers[0]
			answers = answers[1:]
			return &integrations.TemporaryError{Reason: "rate-limit", Detail: "slow down", RetryAfter: after}
		})
		b.run()
		ds := b.record("hi", "chat/#a")
		b.attempt(500*time.Millisecond, ds)
		time.Sleep(time.Hour)
		seconds := func(n ...int) (all []time.Duration) {
			for _, s := range n {
				all = append(all, time.Duration(s)*time.Second)
			}
			return all
		}
		equal(t, "posts", c.times(), seconds(0, 1, 3, 7, 97, 113))
		equal(t, "state", b.states(ds), []string{"posted 6"})
		equal(t, "failures", b.stored(ds)[0].Failures, 0)
		equal(t, "logged", b.log.count("the destination fails"), 0)
	})
}

// rounded takes off what the arithmetic of rates leaves.
func rounded(times []time.Duration) []time.Duration {
	for i := range times {
		times[i] = times[i].Round(time.Millisecond)
	}
	return times
}
