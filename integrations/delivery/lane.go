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

// begin runs work as a goroutine of a lane; work tells whether the lanes are to
// be looked over when it has ended. begin returns false, and does nothing, when
// the dispatcher stops, or when alone is set and the lane has a goroutine.
func (d *Dispatcher) begin(name string, alone bool, work func() (more bool)) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.lane(name)
	if d.stopped || (alone && l.runners > 0) {
		d.tidy(name)
		return false
	}
	l.runners++
	d.running.Go(func() {
		more := work()
		d.mu.Lock()
		defer d.mu.Unlock()
		l.runners--
		d.tidy(name)
		if more {
			d.lookAgain()
		}
	})
	return true
}

// wake works on a lane, once its destination has a free slot: what waits for
// one is not shown as started.
func (d *Dispatcher) wake(head integrations.LaneHead) {
	d.begin(head.Lane, true, func() bool { return d.runLane(d.start(head.Destination, head.Lane)) })
}

// start waits for the permission to post, and then starts the head of a lane;
// nil when there is nothing to post now.
func (d *Dispatcher) start(destination, lane string) (*integrations.Delivery, *leave) {
	l := d.enter(destination, lane, 0)
	if l == nil {
		return nil, nil
	}
	started, err := d.queue.Start(context.Background(), lane, d.options.Now())
	if err != nil {
		d.log.Error("a lane cannot be started, it is tried again", "lane", lane, "error", err)
	}
	if started == nil {
		l.give()
		return nil, nil
	}
	return started, l
}

// expire gives up the head of a lane that was not tried for too long, because
// its destination is closed.
func (d *Dispatcher) expire(head integrations.LaneHead, why string) {
	d.begin(head.Lane, true, func() bool {
		x, err := d.queue.Start(context.Background(), head.Lane, d.options.Now())
		if err != nil || x == nil {
			return false
		}
		putBack(x, why)
		giveUp(x, d.options.Now(), tooOld(d.options.GiveUpAfter))
		d.logAttempt(x, "")
		_, more := d.mark(x)
		return more
	})
}

// adopt goes on with a started delivery that nobody works on.
func (d *Dispatcher) adopt(head integrations.LaneHead) {
	d.begin(head.Lane, true, func() bool {
		found, err := d.queue.Deliveries(context.Background(), []int64{head.ID})
		if err != nil || len(found) == 0 || found[0].State != integrations.DeliveryStarted {
			return false
		}
		d.log.Warn("a recorded delivery was never attempted, taking it over", "delivery", head.ID, "lane", head.Lane)
		return d.runLane(found[0], nil)
	})
}

// patience is how long a started delivery waits for the permission to post
// before it is put back.
const patience = 2 * time.Second

// runLane posts a started delivery, and then the next ones of its lane, for as
// long as each end of an attempt starts another. l is the permission for the
// first; nil when there is none yet. It tells whether more may wait that was
// not started.
func (d *Dispatcher) runLane(x *integrations.Delivery, l *leave) (more bool) {
	for x != nil {
		if l == nil {
			l = d.enter(x.Destination, x.Lane, patience)
		}
		if l != nil {
			d.attempt(x, l)
			l.give()
			l = nil
		} else {
			_, why := d.closed(x.Destination)
			putBack(x, why)
		}
		x, more = d.mark(x)
	}
	return more
}

// attempt posts a delivery and leaves it as its state then is.
func (d *Dispatcher) attempt(x *integrations.Delivery, l *leave) {
	poster, ok := d.find(x.Destination)
	if !ok {
		d.configured(x.Destination)
		_, why := d.closed(x.Destination)
		putBack(x, why)
		return
	}
	before := x.Error
	ctx, cancel := context.WithTimeoutCause(d.leaseContext(), d.options.AttemptTimeout, errTimeout)
	defer cancel()
	receipt, err := d.post(ctx, poster, x)
	settle(x, receipt, err, circumstances{
		standing: d.learn(l, x, poster, receipt.Pause, err),
		now:      d.options.Now(), random: d.options.Random(), giveUpAfter: d.options.GiveUpAfter,
	})
	d.logAttempt(x, before)
}

// post calls the destination; a panic there is a failure for now.
func (d *Dispatcher) post(ctx context.Context, poster integrations.Poster, x *integrations.Delivery) (receipt integrations.Receipt, err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic in a destination", "destination", x.Destination, "panic", p, "stack", string(debug.Stack()))
			err = &integrations.TemporaryError{Reason: reasonPanic, Detail: fmt.Sprint(p)}
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
	case x.State == integrations.DeliveryGivenUp:
		log.Warn("message given up", "error", x.Error, "detail", x.Detail)
	case x.State == integrations.DeliveryWaiting && x.Error != before:
		log.Warn("posting failed, it is tried again", "error", x.Error, "next", x.NextAttempt)
	case x.State == integrations.DeliveryWaiting:
		log.Debug("posting failed again", "error", x.Error, "next", x.NextAttempt)
	case before != "":
		log.Info("posted after failures")
	}
}

// mark writes how an attempt ended, tells those who wait, and returns the next
// delivery of the lane, started. When none was started because it could not be
// posted at once, though soon, it says that there may be more. While the store cannot be
// written it keeps trying: the lane stays as it is until then.
func (d *Dispatcher) mark(x *integrations.Delivery) (next *integrations.Delivery, more bool) {
	defer d.move(x)
	for told := false; ; told = true {
		due, stopping := d.due(x), d.isStopping()
		next, err := d.queue.Finish(context.Background(), x, due)
		switch {
		case err == nil:
			return next, due.IsZero() && d.opens(x)
		case errors.Is(err, integrations.ErrNotFound):
			d.log.Warn("a delivery was gone when its attempt ended", "delivery", x.ID, "lane", x.Lane)
			return nil, false
		case stopping:
			d.log.Error("the end of an attempt could not be written, it is made again after the next start", "delivery", x.ID, "state", x.State, "error", err)
			return nil, false
		case !told:
			d.log.Error("the end of an attempt cannot be written, its lane waits until it can", "delivery", x.ID, "state", x.State, "error", err)
			d.tell(x)
		}
		select {
		case <-time.After(d.options.PassEvery):
		case <-d.stopping:
		}
	}
}

// due is the time by which the next delivery of a lane is started together with
// the end of x; zero starts none, because it could not be posted at once.
func (d *Dispatcher) due(x *integrations.Delivery) time.Time {
	until, _ := d.closed(x.Destination)
	if d.isStopping() || untried(x) || !until.IsZero() || d.options.Pace(x.Destination) != (integrations.Pace{}) {
		return time.Time{}
	}
	return d.options.Now()
}

// opens tells whether the lane of a delivery may go on although its next one was
// not started with its end.
func (d *Dispatcher) opens(x *integrations.Delivery) bool {
	until, _ := d.closed(x.Destination)
	return until.IsZero() && (untried(x) || x.State.Finished())
}

func (d *Dispatcher) isStopping() bool {
	select {
	case <-d.stopping:
		return true
	default:
		return false
	}
}
