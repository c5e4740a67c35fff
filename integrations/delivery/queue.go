package delivery

import (
	"context"
	"time"

	"rocketscript/integrations"
)

// A Queue is the lanes as the store keeps them. Each method is one
// transaction; what it has returned is durable.
type Queue interface {
	// Heads returns the first unfinished delivery of every lane.
	Heads(ctx context.Context) ([]integrations.LaneHead, error)
	// Start marks the head of a lane started and counts the attempt. It returns
	// nil when there is none, when it is started already, or not due by then.
	Start(ctx context.Context, lane string, due time.Time) (*integrations.Delivery, error)
	// Finish writes how an attempt ended: the delivery is waiting, posted or
	// refused. In the same transaction, unless due is zero, it does for the
	// lane of the delivery what Start does. integrations.ErrNotFound says that
	// the delivery is finished already, or gone.
	Finish(ctx context.Context, d *integrations.Delivery, due time.Time) (next *integrations.Delivery, err error)
	// Deliveries returns those with these ids as they stand.
	Deliveries(ctx context.Context, ids []int64) ([]*integrations.Delivery, error)
	// Renew renews this process's hold on the deliveries it has started, and
	// puts back those of processes whose hold has ended. It returns how long
	// the hold lasts, counted from before the call; zero means that it never
	// ends, and that nobody else shares the lanes.
	Renew(ctx context.Context) (time.Duration, error)
	// LaneChanges returns a channel that gets a value after another process
	// may have changed the lanes, several changes perhaps as one, until ctx
	// ends. It is nil when nobody else shares the lanes.
	LaneChanges(ctx context.Context) <-chan struct{}
}
