package delivery_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/delivery"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

// instant is a destination that takes everything at once.
type instant struct{}

func (instant) User(context.Context, string) (engine.User, error) { return engine.User{}, nil }

func (instant) Post(context.Context, *integrations.Delivery) (integrations.Receipt, error) {
	return integrations.Receipt{}, nil
}

// BenchmarkFirstTry is the durable way of a message from Record to posted and
// marked, with everyone in one lane, and with a lane a caller.
func BenchmarkFirstTry(b *testing.B) {
	for _, callers := range []int{1, 16, 64} {
		for _, lanes := range []int{1, 64} {
			b.Run(fmt.Sprintf("callers=%d/lanes=%d", callers, lanes), func(b *testing.B) { firstTry(b, callers, lanes) })
		}
	}
}

func firstTry(b *testing.B, callers, lanes int) {
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	d := delivery.New(s, func(string) (integrations.Poster, bool) { return instant{}, true }, delivery.Options{})
	var id atomic.Int64
	done := make(chan struct{})
	b.ResetTimer()
	for caller := range callers {
		go func() {
			defer func() { done <- struct{}{} }()
			lane := fmt.Sprint("lane", caller%lanes)
			for i := id.Add(1); i <= int64(b.N); i = id.Add(1) {
				x := &integrations.Execution{
					ID: fmt.Sprintf("%09d", i), IntegrationID: "pagerduty", Request: integrations.Incoming{Body: make([]byte, 2500), ReceivedAt: time.Now()},
					Deliveries: []*integrations.Delivery{{Destination: "chat", Lane: lane, Message: message.Message{Channel: "#alerts", Msg: "hi"}}},
				}
				if err := s.Record(b.Context(), x, nil); err != nil {
					b.Error(err)
					return
				}
				d.Attempt(b.Context(), x.Deliveries)
				if x.Deliveries[0].State != integrations.DeliveryPosted {
					b.Errorf("delivery is %s", x.Deliveries[0].State)
				}
			}
		}()
	}
	for range callers {
		<-done
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}

// BenchmarkDrain is how fast what has waited goes out: a thousand messages over
// some lanes, from the first to the last, to a destination that takes them at
// once.
func BenchmarkDrain(b *testing.B) {
	for _, lanes := range []int{1, 16, 256} {
		b.Run(fmt.Sprintf("lanes=%d", lanes), func(b *testing.B) {
			total := 0
			for b.Loop() {
				total += drain(b, lanes)
			}
			b.ReportMetric(float64(total)/b.Elapsed().Seconds(), "posts/s")
		})
	}
}

// A countdown is a destination that tells when it has taken so many.
type countdown struct {
	instant
	left  atomic.Int64
	empty chan struct{}
}

func (c *countdown) Post(context.Context, *integrations.Delivery) (integrations.Receipt, error) {
	if c.left.Add(-1) == 0 {
		close(c.empty)
	}
	return integrations.Receipt{}, nil
}

func drain(b *testing.B, lanes int) (total int) {
	const messages = 1000
	b.StopTimer()
	s, err := store.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	x := &integrations.Execution{ID: "x", IntegrationID: "pagerduty"}
	for i := range messages {
		x.Deliveries = append(x.Deliveries, &integrations.Delivery{Destination: "chat", Lane: fmt.Sprint("lane", i%lanes), Message: message.Message{Channel: "#alerts", Msg: "hi"}})
	}
	if err := s.Record(b.Context(), x, nil); err != nil {
		b.Fatal(err)
	}
	c := &countdown{empty: make(chan struct{})}
	c.left.Store(messages)
	d := delivery.New(s, func(string) (integrations.Poster, bool) { return c, true }, delivery.Options{})
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan struct{})
	b.StartTimer()
	go func() { defer close(ended); d.Run(ctx) }()
	attempt, leave := context.WithCancel(b.Context())
	leave()
	d.Attempt(attempt, x.Deliveries) // takes up the heads
	<-c.empty
	cancel()
	<-ended
	return messages
}
