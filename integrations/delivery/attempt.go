package delivery

import (
	"context"
	"time"

	"rocketscript/integrations"
)

// A waiter is a caller of Attempt who waits for one delivery.
type waiter struct {
	id                int64
	destination, lane string
	// until is when the caller stops waiting; zero means never.
	until time.Time
	// told gets the delivery after its attempt, or nil when it is certain that
	// its turn does not come in time.
	told chan *integrations.Delivery
}

// Attempt implements integrations.Dispatcher. Deliveries that Record left
// started are posted, each lane on a goroutine of its own; those left waiting
// get their turn. Attempt returns when each of them was posted, refused or has
// failed for now, when ctx ends, or as soon as it is known that a turn cannot
// come before ctx ends because the lane is held for longer.
//
// Those that were attempted are left as the attempt left them, the others as
// they were. ctx ends the waiting only: what is not finished goes on.
func (d *Dispatcher) Attempt(ctx context.Context, deliveries []*integrations.Delivery) {
	waiters := make([]*waiter, len(deliveries))
	var look []int64
	for i, x := range deliveries {
		switch x.State {
		case integrations.DeliveryStarted:
			waiters[i] = d.watch(ctx, x)
			if !d.takeUp(x) {
				look = append(look, x.ID)
			}
		case integrations.DeliveryWaiting:
			waiters[i] = d.watch(ctx, x)
			look = append(look, x.ID)
		}
	}
	d.lookUp(ctx, look)
	for i, w := range waiters {
		if w == nil {
			continue
		}
		if deliveries[i].State == integrations.DeliveryWaiting {
			d.dismissHeld(w)
		}
		if after := w.wait(ctx); after != nil {
			*deliveries[i] = *after
		}
		d.unwatch(w)
	}
}

// takeUp begins the attempt of a started delivery. It returns false when
// somebody else sees to it, or nobody because the dispatcher stops.
func (d *Dispatcher) takeUp(x *integrations.Delivery) bool {
	d.mu.Lock()
	adopted := d.adopted[x.ID]
	delete(d.adopted, x.ID)
	d.mu.Unlock()
	if adopted {
		return false
	}
	mine := *x
	if d.begin(x.Lane, false, func() bool { return d.runLane(&mine, nil) }) {
		return true
	}
	putBack(&mine, "")
	if _, err := d.queue.Finish(context.Background(), &mine, time.Time{}); err != nil {
		d.log.Error("a delivery could not be put back while stopping, it counts as attempted", "delivery", mine.ID, "error", err)
	}
	d.tell(&mine)
	return true
}

// lookUp tells the waiters of deliveries whose attempt ended before they began
// to wait for it.
func (d *Dispatcher) lookUp(ctx context.Context, ids []int64) {
	if len(ids) == 0 {
		return
	}
	found, err := d.queue.Deliveries(ctx, ids)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("the state of deliveries cannot be read, waiting for them", "error", err)
		}
		return
	}
	for _, x := range found {
		failed := x.State == integrations.DeliveryWaiting && x.Attempts > 0
		if x.State.Finished() || failed {
			d.tell(x)
		}
	}
}

// watch registers a waiter for a delivery.
func (d *Dispatcher) watch(ctx context.Context, x *integrations.Delivery) *waiter {
	w := &waiter{id: x.ID, destination: x.Destination, lane: x.Lane, told: make(chan *integrations.Delivery, 1)}
	if deadline, ok := ctx.Deadline(); ok {
		// On the dispatcher's clock, as the times it is compared with.
		w.until = d.options.Now().Add(time.Until(deadline))
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lane(x.Lane).waiters[w] = struct{}{}
	return w
}

// dismissHeld tells a waiter that its turn does not come in time, when the lane
// is known to be held for longer than it waits.
func (d *Dispatcher) dismissHeld(w *waiter) {
	stuck := d.stuckUntil(w.destination)
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.lane(w.lane); l.runners == 0 && w.late(latest(l.heldUntil, stuck)) {
		w.tell(nil)
	}
}

func (d *Dispatcher) unwatch(w *waiter) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.lane(w.lane).waiters, w)
	d.tidy(w.lane)
}

// late tells whether a lane that is held until then moves too late for w.
func (w *waiter) late(held time.Time) bool { return !w.until.IsZero() && held.After(w.until) }

// tell tells a waiter, who takes the first that is told.
func (w *waiter) tell(x *integrations.Delivery) {
	select {
	case w.told <- x:
	default:
	}
}

// wait returns what the waiter is told, nil when ctx ends first. What was told
// by then counts.
func (w *waiter) wait(ctx context.Context) *integrations.Delivery {
	select {
	case x := <-w.told:
		return x
	case <-ctx.Done():
	}
	select {
	case x := <-w.told:
		return x
	default:
		return nil
	}
}

// tell tells those who wait for a delivery how its attempt ended.
func (d *Dispatcher) tell(x *integrations.Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lanes[x.Lane]
	if l == nil {
		return
	}
	for w := range l.waiters {
		if w.id == x.ID {
			copied := *x
			w.tell(&copied)
		}
	}
}

// move tells how an attempt ended, and the others in the lane when that holds
// the lane for longer than they wait.
func (d *Dispatcher) move(x *integrations.Delivery) {
	d.tell(x)
	closed, _ := d.closed(x.Destination)
	if stuck := d.stuckUntil(x.Destination); !stuck.IsZero() {
		d.dismissLate(x.Lane, stuck)
	}
	if x.State == integrations.DeliveryWaiting {
		d.hold(x.Lane, x.NextAttempt)
		d.lookAt(latest(x.NextAttempt, closed))
	}
}

// hold notes that the head of a lane is not due before then.
func (d *Dispatcher) hold(name string, until time.Time) {
	d.mu.Lock()
	d.lane(name).heldUntil = until
	d.mu.Unlock()
	d.dismissLate(name, until)
}

// dismissLate tells those who wait for a lane that does not move before then,
// and do not wait as long.
func (d *Dispatcher) dismissLate(name string, until time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for w := range d.lane(name).waiters {
		if w.late(until) {
			w.tell(nil)
		}
	}
	d.tidy(name)
}

// awaited are the deliveries that somebody waits for.
func (d *Dispatcher) awaited() []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	var ids []int64
	for _, l := range d.lanes {
		for w := range l.waiters {
			ids = append(ids, w.id)
		}
	}
	return ids
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
