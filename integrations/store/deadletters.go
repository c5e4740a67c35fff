package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"rocketscript/integrations"
)

// whereDead are the dead letters, as the index deliveries_dead has them.
const whereDead = `d.state IN ('refused', 'given-up')`

// filtered is the condition of a filter, with its arguments.
func filtered(f integrations.DeadLetterFilter) (where string, arguments []any) {
	where = `WHERE ` + whereDead
	for _, c := range []struct{ column, value string }{
		{"d.destination", f.Destination}, {"d.lane", f.Lane}, {"d.state", string(f.State)}, {"x.integration_id", f.IntegrationID},
	} {
		if c.value != "" {
			where, arguments = where+` AND `+c.column+` = ?`, append(arguments, c.value)
		}
	}
	return where, arguments
}

// DeadLetters returns up to limit dead letters with an id below before, newest
// first; before 0 starts at the newest.
func (s *Store) DeadLetters(ctx context.Context, f integrations.DeadLetterFilter, before int64, limit int) ([]integrations.DeadLetter, error) {
	where, arguments := filtered(f)
	if before > 0 {
		where, arguments = where+` AND d.id < ?`, append(arguments, before)
	}
	letters, err := list(ctx, s.reader, scanDelivery, selectDeliveries+where+` ORDER BY d.id DESC LIMIT ?`, append(arguments, limit)...)
	if err != nil {
		return nil, fmt.Errorf("listing dead letters: %w", err)
	}
	all := make([]integrations.DeadLetter, len(letters))
	for i, d := range letters {
		id, err := one(ctx, s.reader, value[string], `SELECT integration_id FROM executions WHERE id = ?`, d.ExecutionID)
		if err != nil && !errors.Is(err, integrations.ErrNotFound) { // gone meanwhile
			return nil, fmt.Errorf("listing dead letters: %w", err)
		}
		all[i] = integrations.DeadLetter{Delivery: d, IntegrationID: id}
	}
	return all, nil
}

// CountDeadLetters returns how many dead letters a filter picks, by
// destination.
func (s *Store) CountDeadLetters(ctx context.Context, f integrations.DeadLetterFilter) (map[string]int, error) {
	where, arguments := filtered(f)
	type count struct {
		destination string
		n           int
	}
	counts, err := list(ctx, s.reader, func(row scanner) (c count, err error) {
		err = row.Scan(&c.destination, &c.n)
		return c, err
	}, `SELECT d.destination, count(*) FROM deliveries d JOIN executions x ON x.seq = d.execution_seq `+where+` GROUP BY d.destination`, arguments...)
	if err != nil {
		return nil, fmt.Errorf("counting dead letters: %w", err)
	}
	all := make(map[string]int)
	for _, c := range counts {
		all[c.destination] = c.n
	}
	return all, nil
}

// Backlog returns what waits, lane by lane.
func (s *Store) Backlog(ctx context.Context) ([]integrations.LaneBacklog, error) {
	all, err := list(ctx, s.reader, func(row scanner) (b integrations.LaneBacklog, err error) {
		err = row.Scan(&b.Destination, &b.Lane, &b.Unfinished, timeColumn{&b.Oldest}, timeColumn{&b.NextAttempt}, &b.State, &b.Error)
		return b, err
	}, `SELECT d.destination, d.lane, l.unfinished, d.created_at, d.next_attempt, d.state, d.error
		FROM (SELECT min(id) AS head, count(*) AS unfinished FROM deliveries WHERE finished_at IS NULL GROUP BY lane) l
		JOIN deliveries d ON d.id = l.head ORDER BY d.lane`)
	if err != nil {
		return nil, fmt.Errorf("counting what waits: %w", err)
	}
	return all, nil
}

// Redrive sends dead letters again: each becomes a new delivery at the end of
// its lane, and is itself redriven from then on. It returns the new deliveries,
// oldest dead letter first, started where their lane is free; and, of those
// chosen by id that were sent again before, what they became then.
//
// post, when not nil, is called inside the transaction before the new
// deliveries are written, and may post some of them on the workspace, which it
// leaves posted or refused. It may be called again with other deliveries if the
// transaction has to be repeated.
//
// It is all or nothing: an [*integrations.NotDeadError] names the first chosen
// delivery that cannot be sent again.
func (s *Store) Redrive(ctx context.Context, c integrations.DeadLetterChoice, post func(context.Context, integrations.Rooms, []*integrations.Delivery) error) (made, earlier []*integrations.Delivery, err error) {
	var entries []redriveEntry
	err = s.writer.do(ctx, func(t *tx) (err error) {
		var letters []*integrations.Delivery
		if letters, earlier, err = choose(t, c, integrations.DeliveryRedriven); err != nil {
			return err
		}
		if entries, err = newRedrives(t, letters); err != nil {
			return err
		}
		if post != nil {
			if err := post(context.WithoutCancel(ctx), &rooms{t}, redriven(entries)); err != nil {
				return err
			}
		}
		return insertRedrives(t, entries, s.now())
	})
	if err != nil {
		return nil, nil, fmt.Errorf("sending dead letters again: %w", err)
	}
	for i := range entries {
		entries[i].settle(entries[i].recordedAt)
	}
	return redriven(entries), earlier, nil
}

// A redriveEntry is a dead letter on its way into the tables once more.
type redriveEntry struct {
	deliveryEntry
	executionSeq int64
	recordedAt   time.Time
}

func redriven(entries []redriveEntry) []*integrations.Delivery {
	all := make([]*integrations.Delivery, len(entries))
	for i := range entries {
		all[i] = entries[i].delivery
	}
	return all
}

// newRedrives prepares the new deliveries of dead letters.
func newRedrives(t *tx, letters []*integrations.Delivery) ([]redriveEntry, error) {
	entries := make([]redriveEntry, len(letters))
	for i, d := range letters {
		e := &entries[i]
		e.delivery = &integrations.Delivery{
			ExecutionID: d.ExecutionID, Destination: d.Destination, Lane: d.Lane, Message: d.Message, Sender: d.Sender, RedriveOf: d.ID,
		}
		var err error
		if e.message, err = jsonText(d.Message); err != nil {
			return nil, fmt.Errorf("encoding delivery %d: %w", d.ID, err)
		}
		e.executionSeq, err = one(context.Background(), t, value[int64], `SELECT execution_seq FROM deliveries WHERE id = ?`, d.ID)
		if err != nil {
			return nil, err
		}
	}
	return entries, nil
}

// insertRedrives writes the new deliveries and marks the dead letters.
func insertRedrives(t *tx, entries []redriveEntry, now time.Time) error {
	for i := range entries {
		e := &entries[i]
		e.recordedAt = now
		if err := e.insert(t, e.executionSeq, now); err != nil {
			return err
		}
		if err := bury(t, e.delivery.RedriveOf, integrations.DeliveryRedriven); err != nil {
			return err
		}
	}
	t.news.others(lanes)
	return nil
}

// bury makes a dead letter one no longer.
func bury(t *tx, id int64, as integrations.DeliveryState) error {
	if _, err := t.exec(`UPDATE deliveries SET state = ? WHERE id = ?`, string(as), id); err != nil {
		return err
	}
	return forgetUnkept(t, `seq = (SELECT execution_seq FROM deliveries WHERE id = ?)`, id)
}

// Drop drops dead letters, and returns their ids; those chosen by id that were
// dropped before are among them. It is all or nothing: an
// [*integrations.NotDeadError] names the first chosen delivery that cannot be
// dropped.
func (s *Store) Drop(ctx context.Context, c integrations.DeadLetterChoice) (dropped []int64, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		letters, earlier, err := choose(t, c, integrations.DeliveryDropped)
		if err != nil {
			return err
		}
		dropped = nil
		for _, d := range slices.Concat(letters, earlier) {
			dropped = append(dropped, d.ID)
		}
		for _, d := range letters {
			if err := bury(t, d.ID, integrations.DeliveryDropped); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("dropping dead letters: %w", err)
	}
	slices.Sort(dropped)
	return dropped, nil
}

// choose finds the dead letters of a choice, oldest first. Those chosen by id
// that are in the state done already come apart: as what they were sent again
// as, or as they are.
func choose(t *tx, c integrations.DeadLetterChoice, done integrations.DeliveryState) (letters, earlier []*integrations.Delivery, err error) {
	if c.IDs == nil {
		where, arguments := filtered(c.Filter)
		letters, err = list(context.Background(), t, scanDelivery, selectDeliveries+where+` ORDER BY d.id LIMIT ?`, append(arguments, c.Limit)...)
		return letters, nil, err
	}
	for _, id := range slices.Compact(slices.Sorted(slices.Values(c.IDs))) {
		d, err := one(context.Background(), t, scanDelivery, selectDeliveries+`WHERE d.id = ?`, id)
		switch {
		case errors.Is(err, integrations.ErrNotFound):
			return nil, nil, &integrations.NotDeadError{ID: id}
		case err != nil:
			return nil, nil, err
		case d.State.Dead():
			letters = append(letters, d)
			continue
		case d.State != done:
			return nil, nil, &integrations.NotDeadError{ID: id, State: d.State}
		}
		if done == integrations.DeliveryRedriven {
			if d, err = one(context.Background(), t, scanDelivery, selectDeliveries+`WHERE d.redrive_of = ?`, id); err != nil {
				return nil, nil, err
			}
		}
		earlier = append(earlier, d)
	}
	return letters, earlier, nil
}
