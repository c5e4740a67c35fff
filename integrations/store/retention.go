package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rocketscript/integrations"
)

// A Retention says how much history is kept. What is not delivered yet, and
// dead letters, stay whatever it says; so do the messages of the workspace.
type Retention struct {
	// Age is how old an execution may become; zero means any age.
	Age time.Duration
	// Size is how many bytes the store may take, its free space not counted;
	// zero means any number.
	Size int64
}

const (
	// A step of retention is one request of the writer, which others wait for:
	// it removes at most so many executions, and bodies of so many bytes.
	stepExecutions = 50
	stepBytes      = 4 << 20
	// retainEvery is how often the store looks for what is too old or too much.
	retainEvery = time.Minute
	// stepPause is between two steps, so that requests come first.
	stepPause = 5 * time.Millisecond
)

// Retain removes what retention does not keep, in small steps, now and every
// minute, until ctx ends. Failures are logged, once until it works again.
func (s *Store) Retain(ctx context.Context, r Retention) {
	failing := false
	for ctx.Err() == nil {
		removed, err := s.retainOnce(ctx, r)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil && !failing:
			s.log.Error("old history cannot be removed", "error", err)
		case removed > 0:
			s.log.Info("old history removed", "executions", removed)
		}
		failing = err != nil
		pause(ctx, retainEvery)
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// retainOnce removes all that is too old or too much now.
func (s *Store) retainOnce(ctx context.Context, r Retention) (removed int, err error) {
	for _, find := range []func(context.Context, Retention) (*sweep, error){s.unkeptSweep, s.ageSweep, s.sizeSweep} {
		sweep, err := find(ctx, r)
		if err != nil {
			return removed, err
		}
		n, err := sweep.run(ctx, s)
		removed += n
		if err != nil {
			return removed, err
		}
	}
	if err := s.forgetSeen(ctx, r); err != nil {
		return removed, err
	}
	return removed, s.database.giveBack(ctx, s)
}

// A sweep goes through executions from the oldest on.
type sweep struct {
	// more tells before each step whether to go on; nil always does.
	more func(context.Context) (bool, error)
	// where limits what is removed.
	where    string
	argument int64
	// after is the last execution looked at.
	after int64
}

// ageSweep removes what is too old.
func (s *Store) ageSweep(ctx context.Context, r Retention) (*sweep, error) {
	if r.Age <= 0 {
		return nil, nil
	}
	last, err := one(ctx, s.reader, value[int64], `SELECT seq FROM executions WHERE recorded_at < ? ORDER BY recorded_at DESC LIMIT 1`, s.now().Add(-r.Age).UnixNano())
	if errors.Is(err, integrations.ErrNotFound) {
		return nil, nil
	}
	return &sweep{where: `seq <= ?`, argument: last}, err
}

// sizeSweep removes the oldest until the store is small enough.
func (s *Store) sizeSweep(_ context.Context, r Retention) (*sweep, error) {
	if r.Size <= 0 {
		return nil, nil
	}
	return &sweep{where: `seq > ?`, more: func(ctx context.Context) (bool, error) {
		size, err := s.size(ctx)
		return size > r.Size, err
	}}, nil
}

// settled is how long an execution is left alone after it was recorded: its
// answer may not be written yet.
const settled = time.Minute

// unkeptSweep removes what its history has no place for, and a process that
// ended too early has left behind.
func (s *Store) unkeptSweep(context.Context, Retention) (*sweep, error) {
	return &sweep{where: `history <> 'full' AND history = 'none' AND recorded_at < ?`, argument: s.now().Add(-settled).UnixNano()}, nil
}

// run removes step by step; a nil sweep removes nothing.
func (w *sweep) run(ctx context.Context, s *Store) (removed int, err error) {
	for w != nil && ctx.Err() == nil {
		if w.more != nil {
			if more, err := w.more(ctx); err != nil || !more {
				return removed, err
			}
		}
		n, looked, err := w.step(ctx, s)
		removed += n
		if err != nil || !looked {
			return removed, err
		}
		pause(ctx, stepPause)
	}
	return removed, nil
}

// A candidate is an execution that may go.
type candidate struct{ seq, bytes int64 }

// step removes some executions; looked is false when there were none to look at.
func (w *sweep) step(ctx context.Context, s *Store) (removed int, looked bool, err error) {
	found, err := list(ctx, s.reader, func(row scanner) (c candidate, err error) {
		err = row.Scan(&c.seq, &c.bytes)
		return c, err
	}, `SELECT seq, coalesce((SELECT coalesce(length(c.body), 0) + coalesce(length(c.http), 0) FROM execution_contents c WHERE c.execution_seq = seq), 0)
		FROM executions WHERE seq > ? AND `+w.where+` AND `+whereDone+` ORDER BY seq LIMIT ?`, w.after, w.argument, stepExecutions)
	if err != nil || len(found) == 0 {
		return 0, false, err
	}
	var bytes int64
	for i, c := range found {
		if bytes += c.bytes; i > 0 && bytes > stepBytes {
			found = found[:i]
			break
		}
	}
	w.after = found[len(found)-1].seq
	err = s.writer.do(ctx, func(t *tx) error {
		for _, c := range found {
			gone, err := forgetDone(t, c.seq)
			if err != nil {
				return err
			}
			removed += gone
		}
		return nil
	})
	if err != nil {
		return 0, true, fmt.Errorf("removing old history: %w", err)
	}
	return removed, true, nil
}

// whereDone is the condition of executions of which nothing is undelivered or
// dead.
const whereDone = ` NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.execution_seq = executions.seq
	AND (d.finished_at IS NULL OR d.state IN ('refused', 'given-up'))) `

// forgetDone removes an execution unless it got something to do meanwhile.
func forgetDone(t *tx, seq int64) (removed int, err error) {
	done, err := one(context.Background(), t, value[bool], `SELECT EXISTS (SELECT 1 FROM executions WHERE seq = ? AND `+whereDone+`)`, seq)
	if err != nil || !done {
		return 0, err
	}
	return 1, forget(t, seq)
}

// forgetSeen removes the oldest deliveries of senders that were seen. They are
// kept as long as the history, but at least a week: senders repeat for days.
func (s *Store) forgetSeen(ctx context.Context, r Retention) error {
	if r.Age <= 0 {
		return nil
	}
	const atLeast = 7 * 24 * time.Hour
	before := s.now().Add(-max(r.Age, atLeast)).UnixNano()
	for {
		var n int64
		err := s.writer.do(ctx, func(t *tx) error {
			result, err := t.exec(`DELETE FROM seen_deliveries WHERE (integration_id, sender_delivery_id) IN
				(SELECT integration_id, sender_delivery_id FROM seen_deliveries WHERE seen_at < ? LIMIT ?)`, before, stepExecutions)
			if err == nil {
				n, err = result.RowsAffected()
			}
			return err
		})
		if err != nil || n == 0 {
			return err
		}
		pause(ctx, stepPause)
	}
}

// size is how many bytes the store takes, without free space.
func (s *Store) size(ctx context.Context) (int64, error) { return s.database.size(ctx, s.reader) }
