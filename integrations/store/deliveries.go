package store

import (
	"context"
	"fmt"
	"time"

	"rocketscript/integrations"
)

const selectDeliveries = `SELECT d.id, x.id, d.destination, d.lane, d.message, d.sender_id, d.sender_username, d.sender_name,
	d.state, d.attempts, d.next_attempt, d.error, d.detail, d.message_id, d.room_id, d.stored, d.created_at, d.finished_at
	FROM deliveries d JOIN executions x ON x.seq = d.execution_seq `

func scanDelivery(row scanner) (*integrations.Delivery, error) {
	d := &integrations.Delivery{}
	err := row.Scan(&d.ID, &d.ExecutionID, &d.Destination, &d.Lane, jsonColumn{&d.Message}, &d.Sender.ID, &d.Sender.Username, &d.Sender.Name,
		&d.State, &d.Attempts, timeColumn{&d.NextAttempt}, &d.Error, &d.Detail, &d.Receipt.MessageID, &d.Receipt.RoomID, rawColumn{&d.Receipt.Stored},
		timeColumn{&d.CreatedAt}, timeColumn{&d.FinishedAt})
	return d, err
}

// Heads returns the first unfinished delivery of every lane, by lane. It costs
// as much as there are lanes, however much waits in them: each step of the
// recursion jumps to the next lane of the index.
func (s *Store) Heads(ctx context.Context) ([]integrations.LaneHead, error) {
	return list(ctx, s.reader, scanHead, `WITH RECURSIVE lanes (lane) AS (
			SELECT min(lane) FROM deliveries WHERE finished_at IS NULL
			UNION ALL
			SELECT (SELECT min(lane) FROM deliveries WHERE finished_at IS NULL AND lane > lanes.lane) FROM lanes WHERE lanes.lane IS NOT NULL
		)
		SELECT d.id, d.destination, d.lane, d.state, d.next_attempt FROM lanes JOIN deliveries d
		ON d.id = (SELECT min(id) FROM deliveries WHERE lane = lanes.lane AND finished_at IS NULL)`)
}

func scanHead(row scanner) (h integrations.LaneHead, err error) {
	err = row.Scan(&h.ID, &h.Destination, &h.Lane, &h.State, timeColumn{&h.NextAttempt})
	return h, err
}

// Deliveries returns the deliveries with these ids, as they stand; unknown ones
// are left out.
func (s *Store) Deliveries(ctx context.Context, ids []int64) ([]*integrations.Delivery, error) {
	var all []*integrations.Delivery
	for _, id := range ids {
		found, err := list(ctx, s.reader, scanDelivery, selectDeliveries+`WHERE d.id = ?`, id)
		if err != nil {
			return nil, fmt.Errorf("delivery %d: %w", id, err)
		}
		all = append(all, found...)
	}
	return all, nil
}

// Start begins an attempt: it marks the head of a lane started, counts the
// attempt, and returns the delivery. It returns nil when the lane is empty,
// when its head is started already, or not due at that time.
func (s *Store) Start(ctx context.Context, lane string, due time.Time) (d *integrations.Delivery, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		d, err = startHead(t, lane, due)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("starting lane %q: %w", lane, err)
	}
	return d, nil
}

func startHead(t *tx, lane string, due time.Time) (*integrations.Delivery, error) {
	heads, err := list(context.Background(), t, scanDelivery, selectDeliveries+`WHERE d.lane = ? AND d.finished_at IS NULL ORDER BY d.id LIMIT 1`, lane)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	d := heads[0]
	if d.State != integrations.DeliveryWaiting || d.NextAttempt.After(due) {
		return nil, nil
	}
	d.State, d.Attempts, d.NextAttempt = integrations.DeliveryStarted, d.Attempts+1, time.Time{}
	_, err = t.exec(`UPDATE deliveries SET state = 'started', attempts = ?, next_attempt = NULL WHERE id = ?`, d.Attempts, d.ID)
	return d, err
}

// Finish ends an attempt: it writes the delivery as it was left, waiting,
// posted or refused. In the same transaction it starts the head of the lane,
// as Start does, unless due is zero, and returns it.
//
// It returns integrations.ErrNotFound for a delivery that is finished already,
// or gone.
func (s *Store) Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (next *integrations.Delivery, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		if err := finish(t, d); err != nil || due.IsZero() {
			return err
		}
		next, err = startHead(t, d.Lane, due)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("marking delivery %d %s: %w", d.ID, d.State, err)
	}
	return next, nil
}

func finish(t *tx, d *integrations.Delivery) error {
	result, err := t.exec(`UPDATE deliveries SET state = ?, attempts = ?, next_attempt = ?, error = ?, detail = ?,
		message_id = ?, room_id = ?, stored = ?, finished_at = ? WHERE id = ? AND finished_at IS NULL`,
		string(d.State), d.Attempts, nanoseconds(d.NextAttempt), d.Error, d.Detail,
		d.Receipt.MessageID, d.Receipt.RoomID, rawText(d.Receipt.Stored), nanoseconds(d.FinishedAt), d.ID)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return orNotFound(err)
	}
	return nil
}
