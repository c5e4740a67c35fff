package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

var replyOK = integrations.Reply{Status: http.StatusOK, Body: []byte(`{"success":true}`)}

// seenOnce is an execution of the sender's delivery "d".
func seenOnce(id string, lanes ...string) *integrations.Execution {
	x := execution(id, lanes...)
	x.SenderDeliveryID, x.Deduplicate = "d", true
	return x
}

func testSeen(t *testing.T, p Place) {
	ctx, s := t.Context(), p.Open(t, fixed)
	look := func() (integrations.SeenDelivery, bool) {
		t.Helper()
		seen, found, err := s.Seen(ctx, "pagerduty", "d")
		ok(t, err)
		return seen, found
	}
	if _, found := look(); found {
		t.Fatal("seen before it came")
	}
	first := record(t, s, seenOnce("first", "a"))
	seen, _ := look()
	equal(t, "before the answer", seen, integrations.SeenDelivery{ExecutionID: "first"})
	err := s.Record(ctx, seenOnce("second", "a"), nil)
	if duplicate, is := errors.AsType[*integrations.DuplicateError](err); !is || duplicate.ExecutionID != "first" {
		t.Errorf("the second: %v", err)
	}
	if _, err := s.Execution(ctx, "second"); !errors.Is(err, integrations.ErrNotFound) {
		t.Errorf("the second was kept: %v", err)
	}
	other := seenOnce("other", "a")
	other.IntegrationID = "gitlab"
	record(t, s, other)

	first.Reply = replyOK
	ok(t, s.Complete(ctx, first))
	seen, _ = look()
	equal(t, "answered", seen, integrations.SeenDelivery{ExecutionID: "first", Reply: replyOK})

	ok(t, s.Close())
	s = p.Open(t, fixed)
	seen, _ = look()
	equal(t, "after reopening", seen, integrations.SeenDelivery{ExecutionID: "first", Reply: replyOK})
}

func testSeenFailure(t *testing.T, p Place) {
	ctx, s := t.Context(), p.Open(t, fixed)
	refused := record(t, s, seenOnce("refused", "a"))
	refused.Reply = integrations.Reply{Status: http.StatusBadRequest, Body: []byte(`{"success":false}`)}
	ok(t, s.Complete(ctx, refused))
	failed := seenOnce("failed")
	failed.Reply = refused.Reply
	record(t, s, failed)
	record(t, s, seenOnce("third", "a"))
	seen, found, err := s.Seen(ctx, "pagerduty", "d")
	if err != nil || !found || seen.ExecutionID != "third" {
		t.Errorf("seen %v %v %v", seen, found, err)
	}
}

// testHistoryModes takes an execution with a message for "a" through its life,
// for each history, and tells after which step it was removed.
func testHistoryModes(t *testing.T, p Place) {
	ctx, s := t.Context(), p.Open(t, fixed)
	for i, test := range []struct {
		history integrations.History
		end     integrations.DeliveryState
		status  int
		kept    bool
	}{
		{integrations.HistoryFull, integrations.DeliveryPosted, 200, true},
		{integrations.HistoryFailures, integrations.DeliveryPosted, 200, false},
		{integrations.HistoryFailures, integrations.DeliveryPosted, 400, true},
		{integrations.HistoryFailures, integrations.DeliveryRefused, 400, true},
		{integrations.HistoryFailures, integrations.DeliveryRefused, 200, true},
		{integrations.HistoryNone, integrations.DeliveryPosted, 200, false},
		{integrations.HistoryNone, integrations.DeliveryPosted, 400, false},
		{integrations.HistoryNone, integrations.DeliveryRefused, 400, false},
		{integrations.HistoryNone, integrations.DeliveryRefused, 200, true},
	} {
		for _, answeredFirst := range []bool{true, false} {
			x := execution(fmt.Sprint(i, answeredFirst), "a")
			x.Outcome, x.History = engine.OutcomeContent, test.history
			record(t, s, x)
			d := x.Deliveries[0]
			d.State, d.FinishedAt = test.end, start
			x.Reply.Status = test.status
			finish := func() { _, err := s.Finish(ctx, d, time.Time{}); ok(t, err) }
			complete := func() { ok(t, s.Complete(ctx, x)) }
			first, last := finish, complete
			if answeredFirst {
				first, last = complete, finish
			}
			first()
			if _, err := s.Execution(ctx, x.ID); err != nil {
				t.Errorf("%v, answered first %v: gone too early: %v", test, answeredFirst, err)
			}
			last()
			if _, err := s.Execution(ctx, x.ID); (err == nil) != test.kept {
				t.Errorf("%v, answered first %v: %v", test, answeredFirst, err)
			}
		}
	}
}

// testRetention removes what is old, and neither what waits nor what is dead.
func testRetention(t *testing.T, p Place) {
	now := start
	s := p.Open(t, func() time.Time { return now })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	old := map[string]*integrations.Execution{}
	for _, id := range []string{"posted", "waits", "dead", "none"} {
		old[id] = record(t, s, execution(id, id))
	}
	for id, state := range map[string]integrations.DeliveryState{"posted": integrations.DeliveryPosted, "dead": integrations.DeliveryRefused, "none": integrations.DeliveryPosted} {
		d := old[id].Deliveries[0]
		d.State, d.FinishedAt = state, now
		_, err := s.Finish(ctx, d, time.Time{})
		ok(t, err)
	}
	for i := range 120 { // more than a step
		record(t, s, execution(fmt.Sprint("old", i)))
	}
	now = now.Add(31 * 24 * time.Hour)
	record(t, s, execution("new"))
	done := make(chan struct{})
	go func() { defer close(done); s.Retain(ctx, store.Retention{Age: 30 * 24 * time.Hour}) }()
	defer func() { cancel(); <-done }()
	want := []string{"new", "dead", "waits"}
	for len(all(t, s, "pagerduty")) > len(want) {
		if ctx.Err() != nil {
			t.Fatal("nothing more is removed")
		}
	}
	var kept []string
	for _, x := range all(t, s, "pagerduty") {
		kept = append(kept, x.ID)
	}
	equal(t, "kept", kept, want)
}

// TestRetentionBySize fills a store beyond its size and sees the file shrink,
// the oldest gone first.
func TestRetentionBySize(t *testing.T) {
	path := t.TempDir() + "/size.db"
	s, err := store.Open(t.Context(), path, store.Options{})
	ok(t, err)
	defer s.Close()
	for i := range 400 {
		x := execution(fmt.Sprintf("%03d", i))
		x.Request.Body = make([]byte, 100_000)
		record(t, s, x)
	}
	removed, err := s.RetainOnce(t.Context(), store.Retention{Size: 20_000_000})
	ok(t, err)
	left := all(t, s, "pagerduty")
	size := must(s.Size(t.Context()))(t)
	if removed+len(left) != 400 || len(left) < 150 || size > 20_000_000 || left[0].ID != "399" {
		t.Errorf("%d removed, %d left, the newest %s, %d bytes", removed, len(left), left[0].ID, size)
	}
	if pages := must(s.FreePages(t.Context()))(t); pages > 256 {
		t.Errorf("%d pages are free, but not given back", pages)
	}
}
