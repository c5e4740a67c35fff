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
}
