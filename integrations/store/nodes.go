package store

import (
	"context"
	"time"
)

// Renew renews this process's hold on the deliveries it has started, and
// returns how long it lasts. It returns zero: it lasts as long as the store is
// open, because the file is locked for one process.
func (s *Store) Renew(context.Context) (time.Duration, error) { return 0, nil }

// LaneChanges returns a channel that gets a value after another process may
// have changed the lanes. It is nil: there is none.
func (s *Store) LaneChanges(context.Context) <-chan struct{} { return nil }
