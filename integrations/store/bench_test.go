package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
	"rocketscript/integrations/store/storetest"
)

// benchExecution is like what a PagerDuty event becomes: a body of 2.5 KB, a
// dozen headers, one message with an attachment.
func benchExecution(id int64, lane string) *integrations.Execution {
	headers := make([]engine.Header, 12)
	for i := range headers {
		headers[i] = engine.Header{Name: fmt.Sprintf("X-Header-%d", i), Value: strings.Repeat("v", 20)}
	}
	return &integrations.Execution{
		ID: fmt.Sprintf("019a0000-0000-7000-8000-%012d", id), IntegrationID: "pagerduty",
		Request: integrations.Incoming{
			Method: "POST", Target: "/hooks/pagerduty/***", Headers: headers,
			Body: bytes.Repeat([]byte(`{"event":1}`), 2500/11), ReceivedAt: time.Now(), RemoteAddr: "192.0.2.1:1",
		},
		ScriptName: "rocketchat_pagerduty_incoming.js", ScriptHash: strings.Repeat("a", 64),
		Outcome: engine.OutcomeContent, Returned: []byte(`{"content":{"text":"` + strings.Repeat("t", 400) + `"}}`),
		Deliveries: []*integrations.Delivery{{
			Destination: "chat", Lane: lane, Sender: engine.User{ID: "rocket.cat", Username: "rocket.cat", Name: "Rocket.Cat"},
			Message: message.Message{Channel: "#alerts", Msg: strings.Repeat("t", 200), Alias: "PagerDuty", Attachments: []json.RawMessage{json.RawMessage(`{"title":"` + strings.Repeat("t", 200) + `"}`)}},
		}},
		Reply: integrations.Reply{Status: 200, Body: []byte(`{"success":true}`)},
	}
}

// onEach runs a benchmark on an empty store in each database.
func onEach(b *testing.B, run func(*testing.B, *store.Store)) {
	for name, storage := range map[string]func(*testing.B) string{
		"SQLite":   func(b *testing.B) string { return filepath.Join(b.TempDir(), "bench.db") },
		"Postgres": func(b *testing.B) string { return storetest.Database(b) },
	} {
		b.Run(name, func(b *testing.B) {
			s, err := store.Open(b.Context(), storage(b), store.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					b.Error(err)
				}
			}()
			run(b, s)
		})
	}
}

// BenchmarkRecord is one durable Record, by how many callers there are.
func BenchmarkRecord(b *testing.B) {
	onEach(b, func(b *testing.B, s *store.Store) {
		var id atomic.Int64
		for _, callers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("callers=%d", callers), func(b *testing.B) { benchRecord(b, s, callers, &id) })
		}
	})
}

// BenchmarkHistory is what recording and looking things up cost as the history
// grows; -short leaves the million out.
func BenchmarkHistory(b *testing.B) { onEach(b, benchHistory) }

func benchHistory(b *testing.B, s *store.Store) {
	var id atomic.Int64
	for _, size := range []int64{1_000, 10_000, 100_000, 1_000_000} {
		if size == 1_000_000 && testing.Short() {
			return
		}
		fill(b, s, &id, size)
		b.Run(fmt.Sprintf("executions=%d", size), func(b *testing.B) {
			for _, callers := range []int{1, 16} {
				b.Run(fmt.Sprintf("record/callers=%d", callers), func(b *testing.B) { benchRecord(b, s, callers, &id) })
			}
			for _, search := range searches {
				b.Run(search.name, func(b *testing.B) { benchSearch(b, s, search.filter, search.found) })
			}
			b.Run("retain", func(b *testing.B) {
				for b.Loop() {
					if _, err := s.RetainOnce(b.Context(), store.Retention{Age: 24 * time.Hour, Size: 1 << 40}); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
	}
}

// Every rareEvery-th execution of a filled history is of another integration;
// the first of all has a word in its body and an id of its sender.
const (
	rareEvery = 900
	word      = "needle"
)

var searches = []struct {
	name   string
	filter integrations.ExecutionFilter
	found  int
}{
	{"first page", integrations.ExecutionFilter{}, 50},
	{"an integration", integrations.ExecutionFilter{IntegrationID: "pagerduty"}, 50},
	{"a rare integration", integrations.ExecutionFilter{IntegrationID: "rare"}, 1},
	{"an integration that has none", integrations.ExecutionFilter{IntegrationID: "none"}, 0},
	{"failed", integrations.ExecutionFilter{Failed: true}, 0},
	{"failed, of an integration that never does", integrations.ExecutionFilter{IntegrationID: "rare", Failed: true}, 0},
	{"the sender's id of the oldest", integrations.ExecutionFilter{SenderDeliveryID: word}, 1},
	{"a text that all have", integrations.ExecutionFilter{Text: "tttt"}, 50},
	{"a text of the oldest alone", integrations.ExecutionFilter{Text: word}, 1},
	{"a day without any", integrations.ExecutionFilter{Until: time.Unix(1, 0)}, 0},
}

// benchSearch looks for as many as there are, at most a page, however often it
// has to go on.
func benchSearch(b *testing.B, s *store.Store, filter integrations.ExecutionFilter, found int) {
	pages := 0
	for b.Loop() {
		got, before := 0, int64(0)
		for more := true; more; more = before > 0 && got < 50 {
			page, err := s.Executions(b.Context(), filter, before, 50)
			if err != nil {
				b.Fatal(err)
			}
			got, before = got+len(page.Executions), page.Next
			pages++
		}
		if got < found {
			b.Fatalf("found %d, not %d", got, found)
		}
	}
	b.ReportMetric(float64(pages)/float64(b.N), "pages/op")
}

// BenchmarkBacklog is what the lanes cost when 100,000 deliveries wait in 20 of
// them.
func BenchmarkBacklog(b *testing.B) { onEach(b, benchBacklog) }

func benchBacklog(b *testing.B, s *store.Store) {
	var id atomic.Int64
	run(b, 64, func(ctx context.Context) bool {
		i := id.Add(1)
		if i > 100_000 {
			return false
		}
		if err := s.Record(ctx, benchExecution(i, fmt.Sprintf("chat/#room%d", i%20)), nil); err != nil {
			b.Error(err)
			return false
		}
		return true
	})
	b.Run("heads", func(b *testing.B) {
		for b.Loop() {
			if heads, err := s.Heads(b.Context()); err != nil || len(heads) != 20 {
				b.Fatal(len(heads), err)
			}
		}
	})
	b.Run("finish and next", func(b *testing.B) {
		heads, err := s.Heads(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		found, err := s.Deliveries(b.Context(), []int64{heads[0].ID})
		if err != nil {
			b.Fatal(err)
		}
		for d := found[0]; b.Loop(); {
			d.State, d.FinishedAt = integrations.DeliveryPosted, time.Now()
			if d, err = s.Finish(b.Context(), d, time.Now()); err != nil || d == nil {
				b.Fatal(d, err)
			}
		}
	})
}

func fill(b *testing.B, s *store.Store, id *atomic.Int64, n int64) {
	b.Helper()
	run(b, 64, func(ctx context.Context) bool {
		i := id.Add(1)
		if i > n {
			return false
		}
		x := benchExecution(i, "chat/#alerts")
		x.Request.Body, x.Deliveries[0].State = nil, integrations.DeliveryPosted // as small as real ones can be
		x.Request.Headers = x.Request.Headers[:2]
		switch {
		case i == 1:
			x.Request.Body, x.SenderDeliveryID = []byte(word), word
		case i%rareEvery == 0:
			x.IntegrationID = "rare"
		}
		if err := s.Record(ctx, x, nil); err != nil {
			b.Error(err)
			return false
		}
		return true
	})
}

func benchRecord(b *testing.B, s *store.Store, callers int, id *atomic.Int64) {
	b.Helper()
	b.ReportAllocs()
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	run(b, callers, func(ctx context.Context) bool {
		if left.Add(-1) < 0 {
			return false
		}
		i := id.Add(1)
		if err := s.Record(ctx, benchExecution(i, fmt.Sprintf("chat/#room%09d", i)), nil); err != nil {
			b.Error(err)
			return false
		}
		return true
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// run calls step from so many goroutines until it says no.
func run(b *testing.B, callers int, step func(context.Context) bool) {
	b.Helper()
	done := make(chan struct{})
	for range callers {
		go func() {
			defer func() { done <- struct{}{} }()
			for step(b.Context()) {
			}
		}()
	}
	for range callers {
		<-done
	}
}
