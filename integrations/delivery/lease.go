package delivery

import (
	"context"
	"time"
)

const (
	// renewEvery is how often a lease is renewed.
	renewEvery = 3 * time.Second
	// leaseMargin is how long before its end a lease counts as lost, so that
	// attempts have stopped when another process may take the lanes over.
	leaseMargin = time.Second
)

// A lease is this process's right to post: lost when it could not be renewed
// in time, until it is renewed. Guarded by the dispatcher's mutex.
type lease struct {
	lost bool
	// attempts is the parent of the attempts made under it.
	attempts context.Context
	cancel   context.CancelCauseFunc
	// until is when it ends, and end takes it away then; nil for one that
	// never ends.
	until time.Time
	end   *time.Timer
}

// leaseContext is the parent of attempts that begin now.
func (d *Dispatcher) leaseContext() context.Context {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lease.attempts
}

// keepLease renews the lease until ctx ends, or for as long as it can end.
func (d *Dispatcher) keepLease(ctx context.Context) {
	defer d.endLease()
	for {
		asked := time.Now()
		term, err := d.queue.Renew(ctx)
		switch {
		case err != nil && ctx.Err() == nil:
			d.log.Error("the hold on the lanes cannot be renewed, posting stops before it ends", "error", err)
		case err == nil && term == 0:
			return
		case err == nil:
			d.renewed(asked.Add(term - leaseMargin))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(renewEvery):
		}
	}
}

// renewed notes until when the lease lasts.
func (d *Dispatcher) renewed(until time.Time) {
	left := time.Until(until)
	d.mu.Lock()
	d.lease.until = until
	if d.lease.end != nil {
		d.lease.end.Stop()
	}
	back := d.lease.lost && left > 0
	if back {
		d.lease.lost = false
		d.lease.attempts, d.lease.cancel = context.WithCancelCause(d.attempts)
	}
	d.lease.end = time.AfterFunc(left, d.loseLease)
	d.mu.Unlock()
	if back {
		d.log.Info("the hold on the lanes is renewed, posting goes on")
		d.lookAgain()
	}
}

// loseLease cuts off the attempts under way and lets none begin.
func (d *Dispatcher) loseLease() {
	d.mu.Lock()
	ends := !d.lease.lost && !time.Now().Before(d.lease.until) // else just renewed
	if ends {
		d.lease.lost = true
		d.lease.cancel(errLeaseLost)
	}
	d.mu.Unlock()
	if ends {
		d.log.Error("the hold on the lanes could not be renewed in time, nothing is posted until it is")
	}
}

func (d *Dispatcher) endLease() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lease.end != nil {
		d.lease.end.Stop()
	}
}
