package store

import (
	"context"
	"time"
)

// Every open store is a node, with a random id of its own. What a node has
// started is its own to finish, as long as its lease lasts; see package delivery
// for what that means to an attempt under way.

// interrupted is the error of a delivery whose attempt was cut off.
const interrupted = "the process ended during the attempt; the message may have been posted"

// Renew renews this process's hold on the deliveries it has started, and
// puts back those of processes whose hold has ended. It returns how long the
// hold lasts, counted from before the call; zero means that it never ends, and
// that nobody else shares the store.
//
// Every other write renews the hold as well, so that what it starts is held.
func (s *Store) Renew(ctx context.Context) (time.Duration, error) {
	lease := s.database.lease()
	if lease == 0 {
		return 0, nil
	}
	err := s.writer.do(ctx, func(t *tx) error {
		ended, err := s.database.expire(t)
		if err != nil || !ended {
			return err
		}
		return s.putBackAbandoned(t)
	})
	return lease, err
}

// LaneChanges returns a channel that gets a value after another process may
// have changed the lanes, several changes perhaps as one, until ctx ends; then
// it is closed. It is nil when nobody else shares the store.
func (s *Store) LaneChanges(ctx context.Context) <-chan struct{} {
	if s.database.lease() == 0 {
		return nil
	}
	return s.watched[lanes].subscribe(ctx)
}

// DefinitionChanges returns a channel that gets a value after what the store
// says of integrations has changed, several changes perhaps as one, until ctx
// ends; then it is closed.
func (s *Store) DefinitionChanges(ctx context.Context) <-chan struct{} {
	return s.watched[definitions].subscribe(ctx)
}

// putBackUnclaimed puts back what was started in a batch of which nobody
// learned whether it was kept.
func (s *Store) putBackUnclaimed(t *tx, claims []claim) error {
	for _, c := range claims {
		if err := s.putBack(t, `id = ? AND node = ? AND attempts = ?`, c.delivery, t.writer.node, c.attempt); err != nil {
			return err
		}
	}
	return nil
}

// join puts back what earlier processes have left started.
func (s *Store) join(ctx context.Context) error {
	return s.writer.do(ctx, func(t *tx) error {
		if _, err := s.database.expire(t); err != nil {
			return err
		}
		return s.putBackAbandoned(t)
	})
}

// leave gives up what this process holds.
func (s *Store) leave(t *tx) error {
	if err := s.putBack(t, `coalesce(node, '') = ?`, t.writer.node); err != nil {
		return err
	}
	return s.database.leave(t)
}

// putBackAbandoned puts back what nobody is attempting any more.
func (s *Store) putBackAbandoned(t *tx) error {
	return s.putBack(t, `coalesce(node, '') <> ? AND `+s.database.abandoned(), t.writer.node)
}

// putBack makes started deliveries wait again, those that a condition names,
// and notes the attempts that were cut off.
func (s *Store) putBack(t *tx, which string, arguments ...any) error {
	which = `finished_at IS NULL AND state = 'started' AND ` + which
	_, err := t.exec(`INSERT INTO attempts (delivery_id, number, started_at, ended_at, error)
		SELECT id, attempts, started_at, ?, ? FROM deliveries WHERE `+which+` ON CONFLICT DO NOTHING`,
		append([]any{s.now().UnixNano(), interrupted}, arguments...)...)
	if err != nil {
		return err
	}
	result, err := t.exec(`UPDATE deliveries SET state = 'waiting', node = NULL, next_attempt = NULL, error = ? WHERE `+which,
		append([]any{interrupted}, arguments...)...)
	if err != nil {
		return err
	}
	n, err := result.RowsAffected()
	if err != nil || n == 0 {
		return err
	}
	t.news.everyone(lanes)
	s.log.Warn("deliveries were interrupted and will be posted again", "deliveries", n)
	return nil
}
