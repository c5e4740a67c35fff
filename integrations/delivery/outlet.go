package delivery

import (
	"time"

	"golang.org/x/time/rate"

	"rocketscript/integrations"
)

// An outlet is what is known of a destination by name: how it does, when it may
// be posted to, and how many attempts are under way. It is guarded by the
// dispatcher's mutex; only slots and turn are used without.
type outlet struct {
	name  string
	slots chan struct{}
	// missing: no destination of this name is configured.
	missing bool
	health
	// heldUntil is until when the destination wants to be left alone; limited
	// counts how often in a row it said so without saying for how long.
	heldUntil time.Time
	limited   int
	// pace is what limiter was made for; a nil limiter limits nothing. turn is
	// held by whoever waits for it.
	pace    integrations.Pace
	limiter *rate.Limiter
	turn    chan struct{}
}

// outlet returns the entry of a destination; d.mu is held.
func (d *Dispatcher) outlet(name string) *outlet {
	o := d.outlets[name]
	if o == nil {
		o = &outlet{name: name, slots: make(chan struct{}, d.options.Parallel), turn: make(chan struct{}, 1)}
		d.outlets[name] = o
	}
	return o
}

// closed tells until when nothing may be posted, and why; the zero time says
// that it may, at least as a probe.
func (o *outlet) closed(now time.Time) (until time.Time, why string) {
	switch {
	case o.missing:
		return now.Add(longestWait), "destination \"" + o.name + "\" is not configured"
	case o.heldUntil.After(now):
		return o.heldUntil, "the destination limits how often it is posted to"
	case o.failing() && o.probing:
		return now.Add(firstWait), o.why()
	case o.failing() && o.probeAt.After(now):
		return o.probeAt, o.why()
	}
	return time.Time{}, ""
}

// closed is outlet.closed by name, and of all while the lease is lost.
func (d *Dispatcher) closed(name string) (until time.Time, why string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.shut(d.outlet(name))
}

// stuckUntil is closed for those who wait: once a probe has failed they do not
// wait for the next one, which may be in time but need not help.
func (d *Dispatcher) stuckUntil(name string) time.Time {
	until, _ := d.closed(name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if o := d.outlet(name); o.failing() && o.failures > 1 {
		return d.options.Now().Add(longestWait)
	}
	return until
}

// shut is closed with d.mu held.
func (d *Dispatcher) shut(o *outlet) (until time.Time, why string) {
	if d.lease.lost {
		return d.options.Now().Add(firstWait), "the store cannot be reached to keep the lanes"
	}
	return o.closed(d.options.Now())
}

// A leave is the permission to make one attempt.
type leave struct {
	d      *Dispatcher
	outlet *outlet
	// probe: the attempt finds out whether the destination works again.
	probe bool
}

// give returns the permission.
func (l *leave) give() {
	if l.probe {
		l.d.mu.Lock()
		l.outlet.probing = false
		l.d.mu.Unlock()
	}
	<-l.outlet.slots
}

// enter waits until one more attempt may be made at a destination, at most that
// long; zero means as long as it takes. It returns nil when that is over, when
// the destination is closed, and when the dispatcher stops.
func (d *Dispatcher) enter(name, lane string, patience time.Duration) *leave {
	d.mu.Lock()
	o := d.outlet(name)
	d.mu.Unlock()
	var over <-chan time.Time
	if patience > 0 {
		timer := time.NewTimer(patience)
		defer timer.Stop()
		over = timer.C
	}
	if d.isStopping() || !d.configured(name) {
		return nil
	}
	select {
	case <-d.stopping:
		return nil
	case <-over:
		return nil
	case o.slots <- struct{}{}:
	}
	l := &leave{d: d, outlet: o}
	if !d.keepPace(o, over) || !d.admit(l, lane) {
		<-o.slots
		return nil
	}
	return l
}

// admit takes the last look before an attempt; while a destination fails it
// lets one pass, as the probe.
func (d *Dispatcher) admit(l *leave, lane string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if until, _ := d.shut(l.outlet); !until.IsZero() {
		return false
	}
	if l.outlet.failing() {
		l.probe, l.outlet.probing, l.outlet.probed = true, true, lane
	}
	return true
}
