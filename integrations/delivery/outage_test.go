package delivery_test

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/message"
)

// An outage is a destination that is down, and then takes everything but a
// poison message.
type outage struct {
	mu     sync.Mutex
	down   bool
	posts  int
	order  map[string][]int64
	last   time.Time
	behind time.Time // when the message behind the poison was taken
}

func (o *outage) answer(_ context.Context, d *integrations.Delivery) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.posts++
	if o.down {
		return errDown
	}
	if d.Message.Msg == "poison" {
		return &integrations.TemporaryError{Reason: "server", Detail: "500"}
	}
	if d.Message.Msg == "behind" {
		o.behind = time.Now()
	}
	o.order[d.Lane], o.last = append(o.order[d.Lane], d.ID), time.Now()
	return nil
}

// works is what it says when it is asked.
func (o *outage) works() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down {
		return errDown
	}
	return nil
}

// TestOutage: a destination is down for 48 hours while messages come in. They
// cost little while they wait, requests are answered at once, and afterwards
// all are posted in order, but for a poison message, which holds its lane for
// minutes.
func TestOutage(t *testing.T) {
	messages, lanes := 2000, 50
	if *proof {
		messages, lanes = 100_000, 300
	}
	host := newStopwatch(t)
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{PassEvery: time.Minute})
		o := &outage{down: true, order: make(map[string][]int64)}
		b.replace("chat", &asked{chat: b.chat("chat", o.answer), works: o.works})
		b.run()
		began := time.Now()
		var waited time.Duration // of all requests, on the clock of the test
		wall, memory := host.now(), heap()
		every := 48 * time.Hour / time.Duration(messages)
		for i := range messages {
			text := map[int]string{messages / 2: "poison", messages/2 + lanes: "behind"}[i]
			ds := b.record(cmp.Or(text, "hi"), fmt.Sprint("chat/#", i%lanes))
			asked := time.Now()
			b.attempt(2*time.Second, ds)
			waited += time.Since(asked)
			time.Sleep(every)
		}
		grown := heap() - memory
		if waited > 10*time.Second {
			t.Errorf("requests waited for %v in all", waited)
		}
		if o.posts > 48*60/4+50 {
			t.Errorf("%d probes in 48 hours", o.posts)
		}
		if grown > 8<<20 {
			t.Errorf("memory grew by %d KiB", grown>>10)
		}
		t.Logf("%d messages in %d lanes wait after %v: %d probes, requests waited %v, heap grew by %d KiB, %v on the host", messages, lanes, time.Since(began), o.posts, waited, grown>>10, host.now().Sub(wall))

		o.mu.Lock()
		o.down = false
		o.mu.Unlock()
		mended := time.Now()
		wall = host.now()
		time.Sleep(time.Hour)
		checkOutage(t, b, o, messages)
		if held := o.behind.Sub(mended); held > 20*time.Minute {
			t.Errorf("the poison message held its lane for %v", held)
		}
		drained := host.now().Sub(wall)
		t.Logf("all posted %v after it worked again, the poison's lane after %v; %v on the host, %.0f messages/s", o.last.Sub(mended), o.behind.Sub(mended), drained, float64(messages)/drained.Seconds())
	})
}

// checkOutage checks that everything but the poison was posted, in order.
func checkOutage(t *testing.T, b *bench, o *outage, messages int) {
	t.Helper()
	total := 0
	for lane, ids := range o.order {
		total += len(ids)
		if !slices.IsSorted(ids) || len(slices.Compact(slices.Clone(ids))) != len(ids) {
			t.Errorf("%s was not posted once and in order", lane)
		}
	}
	equal(t, "posted", total, messages-1)
	heads, err := b.store.Heads(t.Context())
	if err != nil || len(heads) > 0 {
		t.Errorf("left over: %v, %v", heads, err)
	}
	dead, err := b.store.DeadLetters(t.Context(), integrations.DeadLetterFilter{}, 0, 10)
	if err != nil || len(dead) != 1 || dead[0].Message.Msg != "poison" {
		t.Errorf("dead letters: %v, %v", dead, err)
	}
}

// A stopwatch tells the time of the host to a test in a bubble, for its report.
type stopwatch struct {
	ask  chan struct{}
	time chan time.Time
}

func newStopwatch(t *testing.T) *stopwatch {
	s := &stopwatch{make(chan struct{}), make(chan time.Time)}
	var ended sync.WaitGroup
	ended.Go(func() {
		for range s.ask {
			s.time <- time.Now()
		}
	})
	t.Cleanup(func() { close(s.ask); ended.Wait() })
	return s
}

func (s *stopwatch) now() time.Time {
	s.ask <- struct{}{}
	return <-s.time
}

// heap is how much memory is in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// A hall is a destination of the embedded workspace: it posts within the
// transaction.
type hall struct{ *chat }

func (hall) PostAll(_ context.Context, _ integrations.Rooms, deliveries []*integrations.Delivery, _ bool, now time.Time) error {
	for _, d := range deliveries {
		d.State, d.Attempts, d.FinishedAt = integrations.DeliveryPosted, 1, now
	}
	return nil
}

// TestDesk: dead letters go out once more through the lanes, or at once on the
// workspace, and the status tells what waits and why.
func TestDesk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, delivery.Options{})
		refuse := true
		c := b.chat("chat", func(context.Context, *integrations.Delivery) error {
			if refuse {
				return errChannel
			}
			return nil
		})
		b.chat("down", func(context.Context, *integrations.Delivery) error { return errDown })
		desk := delivery.NewDesk(b.store, b.dispatcher, func(name string) (integrations.Destination, bool) { return hall{}, name == "workspace" })
		b.run()
		dead := b.record("hi", "chat/#a", "chat/#b", "down/#a")
		b.attempt(500*time.Millisecond, dead)
		here := &integrations.Execution{ID: "here", Deliveries: []*integrations.Delivery{{
			Destination: "workspace", Lane: "workspace/#a", State: integrations.DeliveryRefused, Message: message.Message{Msg: "hi"},
		}}}
		if err := b.store.Record(t.Context(), here, nil); err != nil {
			t.Fatal(err)
		}

		s, err := desk.Status(t.Context(), []string{"chat", "unused"})
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, d := range s.Destinations {
			told = append(told, fmt.Sprint(d.Name, " ", d.State, " ", d.Unfinished, " ", d.Dead))
		}
		equal(t, "destinations", told, []string{"chat works 0 2", "down fails 1 0", "unused works 0 0", "workspace works 0 1"})
		equal(t, "lanes", []any{len(s.Lanes), s.Lanes[0].Lane, s.Lanes[0].Why}, []any{1, "down/#a", "the destination fails"})

		refuse = false
		choice := integrations.DeadLetterChoice{IDs: []int64{dead[0].ID, here.Deliveries[0].ID, dead[1].ID}}
		made, err := desk.Redrive(t.Context(), choice)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "sent again", describe(made), []string{"posted 1", "posted 1", "posted 1"})
		equal(t, "stored", b.states(made), describe(made))
		equal(t, "posts", len(c.posted()), 4)
		again, err := desk.Redrive(t.Context(), choice)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "the same once more", describe(again), describe(made))
		equal(t, "posts", len(c.posted()), 4)
	})
}
