package delivery

import (
	"context"
	"time"

	"rocketscript/integrations"
)

// Records are the deliveries as the store keeps them, for those who look after
// them.
type Records interface {
	// Backlog returns what waits, lane by lane.
	Backlog(ctx context.Context) ([]integrations.LaneBacklog, error)
	// DeadLetters returns up to limit dead letters with an id below before (0:
	// the newest), newest first.
	DeadLetters(ctx context.Context, f integrations.DeadLetterFilter, before int64, limit int) ([]integrations.DeadLetter, error)
	// CountDeadLetters counts them by destination.
	CountDeadLetters(ctx context.Context, f integrations.DeadLetterFilter) (map[string]int, error)
	// Redrive makes new deliveries of dead letters, with post called in the
	// transaction; earlier are those that were made before.
	Redrive(ctx context.Context, c integrations.DeadLetterChoice, post func(context.Context, integrations.Rooms, []*integrations.Delivery) error) (made, earlier []*integrations.Delivery, err error)
	// Drop drops dead letters and returns their ids.
	Drop(ctx context.Context, c integrations.DeadLetterChoice) ([]int64, error)
}

// A Desk is where people look after deliveries: what waits and why, and what is
// to become of dead letters. It is safe for concurrent use.
type Desk struct {
	Records
	dispatcher   *Dispatcher
	destinations func(name string) (integrations.Destination, bool)
}

// NewDesk returns a desk for the deliveries of a dispatcher. destinations finds
// a destination, the workspace too, by its name in the configuration in force.
func NewDesk(records Records, dispatcher *Dispatcher, destinations func(name string) (integrations.Destination, bool)) *Desk {
	return &Desk{Records: records, dispatcher: dispatcher, destinations: destinations}
}

// firstTryWithin is how long Redrive waits for the first tries.
const firstTryWithin = 2 * time.Second

// Redrive sends dead letters again: on the workspace at once, elsewhere at the
// end of their lanes. It returns the new deliveries as they stand after the
// first try, or after two seconds; of dead letters chosen by id that were sent
// again before, it returns what was made of them then.
//
// It is all or nothing: a *[integrations.NotDeadError] names the first delivery
// that cannot be sent again.
func (k *Desk) Redrive(ctx context.Context, c integrations.DeadLetterChoice) ([]*integrations.Delivery, error) {
	made, earlier, err := k.Records.Redrive(ctx, c, k.post)
	if err != nil {
		return nil, err
	}
	wait, cancel := context.WithTimeout(ctx, firstTryWithin)
	defer cancel()
	k.dispatcher.Attempt(wait, made)
	return append(made, earlier...), nil
}

// post posts those that go to the workspace.
func (k *Desk) post(ctx context.Context, rooms integrations.Rooms, deliveries []*integrations.Delivery) error {
	for _, d := range deliveries {
		destination, configured := k.destinations(d.Destination)
		workspace, ok := destination.(integrations.Workspace)
		if !configured || !ok {
			continue
		}
		if err := workspace.PostAll(ctx, rooms, []*integrations.Delivery{d}, true, k.dispatcher.options.Now()); err != nil {
			return err
		}
	}
	return nil
}

// Health returns how the destinations do, of which something is known, in no
// order.
func (k *Desk) Health() []integrations.DestinationHealth { return k.dispatcher.Health() }

// Status returns how the delivery of messages does. names are the destinations
// to tell of besides those of which something is known.
func (k *Desk) Status(ctx context.Context, names []string) (integrations.DeliveryStatus, error) {
	lanes, err := k.Backlog(ctx)
	if err != nil {
		return integrations.DeliveryStatus{}, err
	}
	dead, err := k.CountDeadLetters(ctx, integrations.DeadLetterFilter{})
	if err != nil {
		return integrations.DeliveryStatus{}, err
	}
	return status(k.Health(), names, lanes, dead, k.dispatcher.options.Now()), nil
}
