package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"rocketscript/integrations"
)

// deadLetters is what those who look after deliveries ask of a store.
type deadLetters interface {
	Backlog(ctx context.Context) ([]integrations.LaneBacklog, error)
	DeadLetters(ctx context.Context, f integrations.DeadLetterFilter, before int64, limit int) ([]integrations.DeadLetter, error)
	CountDeadLetters(ctx context.Context, f integrations.DeadLetterFilter) (map[string]int, error)
	Redrive(ctx context.Context, c integrations.DeadLetterChoice, post func(context.Context, integrations.Rooms, []*integrations.Delivery) error) (made, earlier []*integrations.Delivery, err error)
	Drop(ctx context.Context, c integrations.DeadLetterChoice) ([]int64, error)
}

// die ends the head of a lane as a dead letter.
func die(t *testing.T, s Kept, d *integrations.Delivery, as integrations.DeliveryState) {
	t.Helper()
	started := must(s.Deliveries(t.Context(), []int64{d.ID}))(t)[0]
	started.State, started.Error, started.FinishedAt = as, "invalid-channel", start
	must(s.Finish(t.Context(), started, start))(t)
}

// graves records five dead letters, of two integrations, in three lanes.
func graves(t *testing.T, s Kept) []*integrations.Delivery {
	t.Helper()
	var all []*integrations.Delivery
	for i, as := range []integrations.DeliveryState{"refused", "given-up", "refused", "given-up", "refused"} {
		x := execution(fmt.Sprint("x", i), fmt.Sprint("lane", i%3))
		x.IntegrationID = fmt.Sprint("i", i%2)
		x.Deliveries[0].Destination = []string{"chat", "mail"}[i/4]
		record(t, s, x)
		die(t, s, x.Deliveries[0], as)
		all = append(all, x.Deliveries[0])
	}
	return all
}

func testDeadLetters(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	record(t, s, execution("alive", "a", "b"))
	all := graves(t, s)
	tests := []struct {
		name   string
		filter integrations.DeadLetterFilter
		before int64
		limit  int
		want   []int
	}{
		{"all", integrations.DeadLetterFilter{}, 0, 10, []int{4, 3, 2, 1, 0}},
		{"a page", integrations.DeadLetterFilter{}, 0, 2, []int{4, 3}},
		{"the next page", integrations.DeadLetterFilter{}, all[3].ID, 2, []int{2, 1}},
		{"by state", integrations.DeadLetterFilter{State: integrations.DeliveryGivenUp}, 0, 10, []int{3, 1}},
		{"by lane", integrations.DeadLetterFilter{Lane: "lane0"}, 0, 10, []int{3, 0}},
		{"by destination", integrations.DeadLetterFilter{Destination: "mail"}, 0, 10, []int{4}},
		{"by integration", integrations.DeadLetterFilter{IntegrationID: "i1"}, 0, 10, []int{3, 1}},
		{"by all", integrations.DeadLetterFilter{Destination: "chat", Lane: "lane0", IntegrationID: "i0", State: integrations.DeliveryRefused}, all[1].ID, 10, []int{0}},
		{"none", integrations.DeadLetterFilter{Lane: "a"}, 0, 10, nil},
	}
	for _, test := range tests {
		var got []int
		for _, letter := range must(s.DeadLetters(t.Context(), test.filter, test.before, test.limit))(t) {
			i := int(letter.ID - all[0].ID)
			got = append(got, i)
			if letter.IntegrationID != fmt.Sprint("i", i%2) || letter.Error != "invalid-channel" {
				t.Errorf("%s: %+v", test.name, letter)
			}
		}
		equal(t, test.name, got, test.want)
	}
	equal(t, "counts", must(s.CountDeadLetters(t.Context(), integrations.DeadLetterFilter{}))(t), map[string]int{"chat": 4, "mail": 1})
	equal(t, "counts by filter", must(s.CountDeadLetters(t.Context(), integrations.DeadLetterFilter{IntegrationID: "i0"}))(t), map[string]int{"chat": 2, "mail": 1})
}

// chosen is a choice by id.
func chosen(deliveries ...*integrations.Delivery) integrations.DeadLetterChoice {
	c := integrations.DeadLetterChoice{IDs: []int64{}}
	for _, d := range deliveries {
		c.IDs = append(c.IDs, d.ID)
	}
	return c
}

func testRedrive(t *testing.T, p Place) {
	s, ctx := p.Open(t, fixed), t.Context()
	all := graves(t, s)
	busy := record(t, s, execution("busy", "lane1")).Deliveries[0]
	made, earlier, err := s.Redrive(ctx, chosen(all[3], all[0], all[1], all[0]), nil)
	ok(t, err)
	equal(t, "earlier", len(earlier), 0)
	equal(t, "made", made, must(s.Deliveries(ctx, []int64{busy.ID + 1, busy.ID + 2, busy.ID + 3}))(t))
	equal(t, "states", statesOf(made), []integrations.DeliveryState{"started", "waiting", "waiting"})
	equal(t, "redrive of", []int64{made[0].RedriveOf, made[1].RedriveOf, made[2].RedriveOf}, []int64{all[0].ID, all[1].ID, all[3].ID})
	equal(t, "as it was", []any{made[1].ExecutionID, made[1].Destination, made[1].Lane, made[1].Message.Msg, made[1].Sender, made[1].Error},
		[]any{all[1].ExecutionID, all[1].Destination, all[1].Lane, all[1].Message.Msg, all[1].Sender, ""})
	equal(t, "the dead letters", statesOf(must(s.Deliveries(ctx, chosen(all...).IDs))(t)),
		[]integrations.DeliveryState{"redriven", "redriven", "refused", "redriven", "refused"})

	made, earlier, err = s.Redrive(ctx, chosen(all[0], all[2]), nil)
	ok(t, err)
	equal(t, "once more", []int64{made[0].RedriveOf, earlier[0].ID}, []int64{all[2].ID, busy.ID + 1})

	made, _, err = s.Redrive(ctx, integrations.DeadLetterChoice{Filter: integrations.DeadLetterFilter{Destination: "mail"}, Limit: 10}, nil)
	ok(t, err)
	equal(t, "by filter", []int64{int64(len(made)), made[0].RedriveOf}, []int64{1, all[4].ID})
	checkNotDead(t, s, all[0], busy)
}

// checkNotDead: what is no dead letter spoils the whole request.
func checkNotDead(t *testing.T, s Kept, redriven, alive *integrations.Delivery) {
	t.Helper()
	dead := record(t, s, execution("dead", "another")).Deliveries[0]
	die(t, s, dead, integrations.DeliveryRefused)
	for _, test := range []struct {
		other *integrations.Delivery
		want  integrations.DeliveryState
	}{{alive, "started"}, {&integrations.Delivery{ID: 999}, ""}} {
		var notDead *integrations.NotDeadError
		if _, _, err := s.Redrive(t.Context(), chosen(dead, test.other), nil); !errors.As(err, &notDead) || *notDead != (integrations.NotDeadError{ID: test.other.ID, State: test.want}) {
			t.Errorf("redrive of %s: %v", test.want, err)
		}
		if _, err := s.Drop(t.Context(), chosen(dead, test.other)); !errors.As(err, &notDead) || notDead.ID != test.other.ID {
			t.Errorf("drop of %s: %v", test.want, err)
		}
	}
	if _, err := s.Drop(t.Context(), chosen(redriven)); err == nil {
		t.Error("what was sent again was dropped")
	}
	equal(t, "nothing was done", statesOf(must(s.Deliveries(t.Context(), []int64{dead.ID}))(t)), []integrations.DeliveryState{"refused"})
}

func testRedriveWorkspace(t *testing.T, p Place) {
	s, ctx := p.Open(t, fixed), t.Context()
	setup(t, s)
	all := graves(t, s)
	made, _, err := s.Redrive(ctx, chosen(all[0], all[1]), func(ctx context.Context, rooms integrations.Rooms, deliveries []*integrations.Delivery) error {
		d := deliveries[0]
		d.State, d.Attempts, d.FinishedAt = integrations.DeliveryPosted, 1, start
		return post(ctx, rooms, "general", "posted within", nil)
	})
	ok(t, err)
	equal(t, "states", statesOf(made), []integrations.DeliveryState{"posted", "started"})
	equal(t, "stored", must(s.Deliveries(ctx, chosen(made...).IDs))(t), made)
	before := must(s.LastSeq(ctx))(t)

	failure := errors.New("the workspace is closed")
	_, _, err = s.Redrive(ctx, chosen(all[2]), func(ctx context.Context, rooms integrations.Rooms, _ []*integrations.Delivery) error {
		return errors.Join(post(ctx, rooms, "general", "undone", nil), failure)
	})
	if !errors.Is(err, failure) {
		t.Errorf("the error of post: %v", err)
	}
	equal(t, "messages", must(s.LastSeq(ctx))(t), before)
	equal(t, "still dead", statesOf(must(s.Deliveries(ctx, []int64{all[2].ID}))(t)), []integrations.DeliveryState{"refused"})
}

func testDrop(t *testing.T, p Place) {
	s, ctx := p.Open(t, fixed), t.Context()
	all := graves(t, s)
	equal(t, "dropped", must(s.Drop(ctx, chosen(all[1], all[0])))(t), chosen(all[0], all[1]).IDs)
	equal(t, "dropped again", must(s.Drop(ctx, chosen(all[0], all[2])))(t), chosen(all[0], all[2]).IDs)
	equal(t, "by filter", must(s.Drop(ctx, integrations.DeadLetterChoice{Limit: 1}))(t), chosen(all[3]).IDs)
	equal(t, "states", statesOf(must(s.Deliveries(ctx, chosen(all...).IDs))(t)), []integrations.DeliveryState{"dropped", "dropped", "dropped", "dropped", "refused"})
	if _, _, err := s.Redrive(ctx, chosen(all[0]), nil); err == nil {
		t.Error("what was dropped was sent again")
	}
}

func testBacklog(t *testing.T, p Place) {
	s, ctx := p.Open(t, fixed), t.Context()
	equal(t, "nothing", len(must(s.Backlog(ctx))(t)), 0)
	x := record(t, s, execution("1", "b", "a", "b"))
	record(t, s, execution("2", "b"))
	head := x.Deliveries[0]
	head.State, head.NextAttempt, head.Error = integrations.DeliveryWaiting, start.Add(time.Second), "timeout: no answer"
	must(s.Finish(ctx, head, time.Time{}))(t)
	equal(t, "backlog", must(s.Backlog(ctx))(t), []integrations.LaneBacklog{
		{Destination: "chat", Lane: "a", Unfinished: 1, Oldest: start, State: integrations.DeliveryStarted},
		{Destination: "chat", Lane: "b", Unfinished: 3, Oldest: start, NextAttempt: start.Add(time.Second), State: integrations.DeliveryWaiting, Error: "timeout: no answer"},
	})
}
