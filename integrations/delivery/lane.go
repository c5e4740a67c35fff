package delivery

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"rocketscript/integrations"
)

// A lane is what this process knows of a lane while somebody works on it,
// waits for it, or its head holds it.
type lane struct {
	// runners counts the goroutines that work on it. It is 2 only while one is
	// about to leave and the next has come.
	runners int
	// heldUntil is when a head that failed for now is due again.
	heldUntil time.Time
	waiters   map[*waiter]struct{}
}

// lane returns the entry of a lane; d.mu is held.
func (d *Dispatcher) lane(name string) *lane {
	l := d.lanes[name]
	if l == nil {
		l = &lane{waiters: make(map[*waiter]struct{})}
		d.lanes[name] = l
	}
	return l
}

// tidy forgets a lane that nothing is known of any more; d.mu is held.
func (d *Dispatcher) tidy(name string) {
	l := d.lanes[name]
	if l != nil && l.runners == 0 && len(l.waiters) == 0 && !l.heldUntil.After(d.options.Now()) {
		delete(d.lanes, name)
	}
}

// begin runs work as a goroutine of a lane. It returns false, and does
// nothing, when the dispatcher stops, or when alone is set and the lane has a
// goroutine.
func (d *Dispatcher) begin(name string, alone bool, work func()) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lane(name)
	if d.stopped || (alone && l.runners > 0) {
		d.tidy(name)
		return false
	}
	l.runners++
	d.running.Go(func() {
		work()
		d.mu.Lock()
		defer d.mu.Unlock()
		l.runners--
		d.tidy(name)
	})
	return true
}

// wake starts the head of a lane, once its destination has a free slot: what
// waits for one is not shown as started.
func (d *Dispatcher) wake(head integrations.LaneHead) {
	d.begin(head.Lane, true, func() {
		release, ok := d.slot(head.Destination)
		if !ok {
			return
		}
		started, err := d.queue.Start(context.Background(), head.Lane, d.options.Now())
		if err != nil {
			d.log.Error("a lane cannot be started, it is tried again", "lane", head.Lane, "error", err)
		}
		if started == nil {
			release()
			return
		}
		d.runLane(started, release)
	})
}

// adopt goes on with a started delivery that nobody works on.
func (d *Dispatcher) adopt(head integrations.LaneHead) {
	d.begin(head.Lane, true, func() {
		found, err := d.queue.Deliveries(context.Background(), []int64{head.ID})
		if err != nil || len(found) == 0 || found[0].State != integrations.DeliveryStarted {
			return
		}
		d.log.Warn("a recorded delivery was never attempted, taking it over", "delivery", head.ID, "lane", head.Lane)
		d.runLane(found[0], nil)
	})
}

// runLane posts a started delivery, and then the next ones of its lane, for as
// long as each end of an attempt starts another. release gives back the slot
// that the first one has already; nil when it has none.
func (d *Dispatcher) runLane(x *integrations.Delivery, release func()) {
	for x != nil {
		begun := release != nil
		if !begun {
			release, begun = d.slot(x.Destination)
		}
		if begun {
			d.attempt(x)
			release()
			release = nil
		} else {
			putBack(x, "", time.Time{})
		}
		x = d.mark(x)
	}
}

// slot waits until the destination has room for one more attempt. It returns
// false when the dispatcher stops first.
func (d *Dispatcher) slot(destination string) (release func(), ok bool) {
	d.mu.Lock()
	slots := d.slots[destination]
	if slots == nil {
		slots = make(chan struct{}, d.options.Parallel)
		d.slots[destination] = slots
	}
	d.mu.Unlock()
	select {
	case <-d.stopping:
		return nil, false
	default:
	}
	select {
	case <-d.stopping:
		return nil, false
	case slots <- struct{}{}:
		return func() { <-slots }, true
	}
}

// attempt posts a delivery and leaves it as its state then is.
func (d *Dispatcher) attempt(x *integrations.Delivery) {
	poster, ok := d.destinations(x.Destination)
	if !ok {
		d.configured(x.Destination) // logs it
		putBack(x, fmt.Sprintf("destination %q is not configured", x.Destination), d.options.Now().Add(d.options.RetryEvery))
		return
	}
	before := x.Error
	ctx, cancel := context.WithTimeoutCause(d.attempts, d.options.AttemptTimeout, errTimeout)
	defer cancel()
	receipt, err := d.post(ctx, poster, x)
	settle(x, receipt, err, d.options.Now(), d.options.RetryEvery)
	d.logAttempt(x, before)
}

// post calls the destination; a panic there is a failure for now.
func (d *Dispatcher) post(ctx context.Context, poster integrations.Poster, x *integrations.Delivery) (receipt integrations.Receipt, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic in a destination", "destination", x.Destination, "panic", p, "stack", string(debug.Stack()))
			err = &integrations.TemporaryError{Reason: "panic", Detail: fmt.Sprint(p)}
		}
	}()
	// The destination gets a copy: what it does to it is not kept.
	copied := *x
	receipt, err = poster.Post(ctx, &copied)
	return receipt, explained(ctx, err)
}

// logAttempt logs refusals, the first failure of its kind, and the success
// that ends failures. before is the error of the attempt before.
func (d *Dispatcher) logAttempt(x *integrations.Delivery, before string) {
	log := d.log.With("delivery", x.ID, "execution", x.ExecutionID, "lane", x.Lane, "attempt", x.Attempts)
	switch {
	case x.State == integrations.DeliveryRefused:
		log.Warn("message refused for good", "error", x.Error, "detail", x.Detail)
	case x.State == integrations.DeliveryWaiting && x.Error != before:
		log.Warn("posting failed, it is tried again", "error", x.Error, "next", x.NextAttempt)
	case x.State == integrations.DeliveryWaiting:
		log.Debug("posting failed again", "error", x.Error, "next", x.NextAttempt)
	case before != "":
		log.Info("posted after failures")
	}
}

// mark writes how an attempt ended, tells those who wait, and returns the next
// delivery of the lane, started; nil when there is none. While the store
// cannot be written it keeps trying: the lane stays as it is until then.
func (d *Dispatcher) mark(x *integrations.Delivery) *integrations.Delivery {
	defer d.move(x)
	for told := false; ; told = true {
		due, stopping := d.options.Now(), d.isStopping()
		if stopping {
			due = time.Time{} // nothing more is begun
		}
		next, err := d.queue.Finish(context.Background(), x, due)
		switch {
		case err == nil:
			return next
		case errors.Is(err, integrations.ErrNotFound):
			d.log.Warn("a delivery was gone when its attempt ended", "delivery", x.ID, "lane", x.Lane)
			return nil
		case stopping:
			d.log.Error("the end of an attempt could not be written, it is made again after the next start", "delivery", x.ID, "state", x.State, "error", err)
			return nil
		case !told:
			d.log.Error("the end of an attempt cannot be written, its lane waits until it can", "delivery", x.ID, "state", x.State, "error", err)
			d.tell(x)
		}
		select {
		case <-time.After(d.options.RetryEvery):
		case <-d.stopping:
		}
	}
}

func (d *Dispatcher) isStopping() bool {
	select {
	case <-d.stopping:
		return true
	default:
		return false
	}
}
