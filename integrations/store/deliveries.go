package store

import (
	"context"
	"fmt"
	"time"

	"rocketscript/integrations"
)

const selectDeliveries = `SELECT d.id, x.id, d.destination, d.lane, d.message, d.sender_id, d.sender_username, d.sender_name,
	d.state, d.attempts, d.failures, d.failing_since, d.next_attempt, d.error, d.detail, d.message_id, d.room_id, d.stored,
	coalesce(d.redrive_of, 0), coalesce(d.node, ''), d.created_at, d.started_at, d.finished_at
	FROM deliveries d JOIN executions x ON x.seq = d.execution_seq `

func scanDelivery(row scanner) (*integrations.Delivery, error) {
	d := &integrations.Delivery{}
	err := row.Scan(&d.ID, &d.ExecutionID, &d.Destination, &d.Lane, jsonColumn{&d.Message}, &d.Sender.ID, &d.Sender.Username, &d.Sender.Name,
		&d.State, &d.Attempts, &d.Failures, timeColumn{&d.FailingSince}, timeColumn{&d.NextAttempt}, &d.Error, &d.Detail,
		&d.Receipt.MessageID, &d.Receipt.RoomID, rawColumn{&d.Receipt.Stored},
		&d.RedriveOf, &d.Node, timeColumn{&d.CreatedAt}, timeColumn{&d.StartedAt}, timeColumn{&d.FinishedAt})
	return d, err
}

// headOf finds the first unfinished delivery of a lane, or, where the lane has
// none, of the next lane that has: callers look at its lane. Asked in this way,
// and not for the smallest id of the lane, no planner can think of walking
// through all ids instead of going to the place in the index.
const headOf = `(SELECT h.id FROM deliveries h WHERE h.finished_at IS NULL AND h.lane >= ? ORDER BY h.lane, h.id LIMIT 1)`

// Heads returns the first unfinished delivery of every lane, by lane. It costs
// as much as there are lanes, however much waits in them: each step of the
// recursion jumps to the next lane of the index.
func (s *Store) Heads(ctx context.Context) ([]integrations.LaneHead, error) {
	return list(ctx, s.reader, scanHead, `WITH RECURSIVE heads (id) AS (
			SELECT `+headOf+`
			UNION ALL
			SELECT (SELECT n.id FROM deliveries n WHERE n.finished_at IS NULL
				AND n.lane > (SELECT p.lane FROM deliveries p WHERE p.id = heads.id) ORDER BY n.lane, n.id LIMIT 1)
			FROM heads WHERE heads.id IS NOT NULL
		)
		SELECT d.id, d.destination, d.lane, d.state, d.next_attempt, d.created_at, d.state = 'started' AND coalesce(d.node, '') <> ?
		FROM heads JOIN deliveries d ON d.id = heads.id ORDER BY d.lane`, "", s.writer.node)
}

func scanHead(row scanner) (h integrations.LaneHead, err error) {
	err = row.Scan(&h.ID, &h.Destination, &h.Lane, &h.State, timeColumn{&h.NextAttempt}, timeColumn{&h.CreatedAt}, &h.Elsewhere)
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
		d, err = startHead(t, lane, due, s.now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("starting lane %q: %w", lane, err)
	}
	return d, nil
}

func startHead(t *tx, lane string, due, now time.Time) (*integrations.Delivery, error) {
	heads, err := list(context.Background(), t, scanDelivery, selectDeliveries+`WHERE d.id = `+headOf+` AND d.lane = ?`, lane, lane)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	d := heads[0]
	if d.State != integrations.DeliveryWaiting || d.NextAttempt.After(due) {
		return nil, nil
	}
	d.State, d.Attempts, d.NextAttempt, d.StartedAt = integrations.DeliveryStarted, d.Attempts+1, time.Time{}, now
	d.Node = t.writer.node
	t.claimed(d.ID, d.Attempts)
	_, err = t.exec(`UPDATE deliveries SET state = 'started', attempts = ?, next_attempt = NULL, started_at = ?, node = ? WHERE id = ?`,
		d.Attempts, nanoseconds(now), d.Node, d.ID)
	return d, err
}

// Finish ends an attempt: it writes the delivery as it was left, waiting,
// posted or refused. In the same transaction it starts the head of the lane,
// as Start does, unless due is zero, and returns it.
//
// It returns integrations.ErrNotFound for a delivery that is finished already,
// or gone, and when this attempt is no longer the one under way: another node
// has taken the lane over. Finish empties Node, as no attempt is under way then.
func (s *Store) Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (next *integrations.Delivery, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		if err := finish(t, d, s.now()); err != nil || due.IsZero() {
			return err
		}
		next, err = startHead(t, d.Lane, due, s.now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("marking delivery %d %s: %w", d.ID, d.State, err)
	}
	d.Node = ""
	return next, nil
}

func finish(t *tx, d *integrations.Delivery, now time.Time) error {
	result, err := t.exec(`UPDATE deliveries SET state = ?, attempts = ?, failures = ?, failing_since = ?, next_attempt = ?, error = ?, detail = ?,
		message_id = ?, room_id = ?, stored = ?, started_at = ?, finished_at = ?, node = NULL
		WHERE id = ? AND state = 'started' AND node = ? AND attempts = ?`,
		string(d.State), d.Attempts, d.Failures, nanoseconds(d.FailingSince), nanoseconds(d.NextAttempt), d.Error, d.Detail,
		d.Receipt.MessageID, d.Receipt.RoomID, rawText(d.Receipt.Stored), nanoseconds(d.StartedAt), nanoseconds(d.FinishedAt), d.ID, d.Node, begun(d))
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return orNotFound(err)
	}
	t.news.others(lanes)
	switch {
	case d.State.Finished():
		return forgetUnkept(t, `seq = (SELECT execution_seq FROM deliveries WHERE id = ?)`, d.ID)
	case !d.StartedAt.IsZero() && d.Error != "": // else the attempt was not begun
		return insertAttempt(t, d, now)
	}
	return nil
}

// begun is the number that the attempt of a delivery got when it was started:
// one that was not begun after all is not counted any more.
func begun(d *integrations.Delivery) int {
	if d.StartedAt.IsZero() {
		return d.Attempts + 1
	}
	return d.Attempts
}

// keptAttempts is how many failed attempts of a delivery are kept: the first
// ones tell how it began, the last ones how it is.
const keptAttempts = 100

// insertAttempt notes an attempt that failed, and forgets the oldest but the
// first when there are too many.
func insertAttempt(t *tx, d *integrations.Delivery, ended time.Time) error {
	_, err := t.exec(`INSERT INTO attempts (delivery_id, number, started_at, ended_at, error) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (delivery_id, number) DO UPDATE SET ended_at = excluded.ended_at, error = excluded.error`,
		d.ID, d.Attempts, nanoseconds(d.StartedAt), ended.UnixNano(), d.Error)
	if err != nil || d.Attempts <= keptAttempts {
		return err
	}
	_, err = t.exec(`DELETE FROM attempts WHERE delivery_id = ? AND number BETWEEN 2 AND ?`, d.ID, d.Attempts-keptAttempts+1)
	return err
}

// Attempts returns the attempts of a delivery that failed for now, or were cut
// off, oldest first: of many, the first and the newest.
func (s *Store) Attempts(ctx context.Context, deliveryID int64) ([]integrations.Attempt, error) {
	return list(ctx, s.reader, func(row scanner) (a integrations.Attempt, err error) {
		err = row.Scan(&a.Number, timeColumn{&a.StartedAt}, timeColumn{&a.EndedAt}, &a.Error)
		return a, err
	}, `SELECT number, started_at, ended_at, error FROM attempts WHERE delivery_id = ? ORDER BY number`, deliveryID)
}
