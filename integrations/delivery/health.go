package delivery

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime/debug"
	"slices"
	"time"

	"rocketscript/integrations"
)

// A health is whether a destination works, as far as attempts have shown. It
// begins to fail when an attempt fails in a way that is not one room's, unless
// it can be asked and says that it works. From then on its lanes wait, and one
// attempt at a time goes out as a probe, until something is posted.
type health struct {
	// workedAt is when it was last seen to work; zero means not yet.
	workedAt time.Time
	// since is when it began to fail; zero while it does not.
	since time.Time
	// reason and problem are why it fails.
	reason, problem string
	// failures counts the first failure and the probes since; probeAt is when
	// the next probe is due, probing that one is under way, probed the lane of
	// the last failure.
	failures int
	probeAt  time.Time
	probing  bool
	probed   string
	// poster is who failed: another one may do better.
	poster integrations.Poster
	check  *check
}

func (h *health) failing() bool { return !h.since.IsZero() }

// why tells those who wait for it what is the matter.
func (h *health) why() string { return "waiting for the destination, which fails: " + h.problem }

// fail notes a failure that counts; it tells whether it is the first.
func (h *health) fail(poster integrations.Poster, err error, now time.Time, random float64) (began bool) {
	if began = !h.failing(); began {
		h.since, h.failures = now, 0
	}
	reason, wanted := temporary(err)
	h.poster, h.reason, h.problem = poster, reason, err.Error()
	h.failures++
	h.probeAt = now.Add(max(backoff(h.failures, random), min(wanted, maxRetryAfter)))
	return began
}

// work notes that the destination works; it returns since when it had not.
func (h *health) work(now time.Time) (since time.Time) {
	since = h.since
	h.workedAt, h.since, h.reason, h.problem, h.failures, h.poster = now, time.Time{}, "", "", 0, nil
	return since
}

// A check is one question to a destination whether it works, for all who want
// to know at that time.
type check struct {
	done chan struct{}
	ok   bool
}

// learn takes what an attempt has shown of its destination, and returns how
// that does as far as the message is concerned.
func (d *Dispatcher) learn(l *leave, x *integrations.Delivery, poster integrations.Poster, pause time.Duration, err error) standing {
	reason, wanted := temporary(err)
	limited := reason == reasonRateLimit
	d.holdOutlet(l.outlet, max(pause, limitedFor(limited, wanted)), limited)
	var permanent *integrations.PermanentError
	switch {
	case err == nil, errors.As(err, &permanent):
		d.works(l.outlet)
	case slices.Contains(notTheRooms, reason):
		return d.fails(l, x, poster, err)
	case l.probe:
		d.postpone(l.outlet)
	}
	return d.standing(l.outlet)
}

func limitedFor(limited bool, wanted time.Duration) time.Duration {
	if limited {
		return wanted
	}
	return 0
}

func (d *Dispatcher) standing(o *outlet) standing {
	d.mu.Lock()
	defer d.mu.Unlock()
	return standing{failing: o.failing(), workedAt: o.workedAt}
}

// postpone puts off the next probe after one that has shown nothing.
func (d *Dispatcher) postpone(o *outlet) {
	d.mu.Lock()
	defer d.mu.Unlock()
	o.probeAt = d.options.Now().Add(backoff(o.failures, d.options.Random()))
}

// fails settles whether a failed attempt says that the destination fails.
func (d *Dispatcher) fails(l *leave, x *integrations.Delivery, poster integrations.Poster, err error) standing {
	before := d.standing(l.outlet)
	if before.failing && !l.probe {
		return before // begun before that was known
	}
	if !before.failing && before.workedAt.After(x.StartedAt) {
		return before // it worked meanwhile
	}
	if checker, ok := poster.(integrations.Checker); ok {
		if d.answers(l.outlet, checker) {
			d.works(l.outlet)
			return standing{failing: before.failing, workedAt: d.options.Now()}
		}
		before.failing = true
	}
	d.mu.Lock()
	l.outlet.probed = x.Lane
	d.mu.Unlock()
	d.breaks(l.outlet, poster, err)
	return before
}

// breaks notes that a destination fails.
func (d *Dispatcher) breaks(o *outlet, poster integrations.Poster, err error) {
	d.mu.Lock()
	began := o.fail(poster, err, d.options.Now(), d.options.Random())
	next := o.probeAt
	d.mu.Unlock()
	if began {
		d.log.Error("the destination fails, all its messages wait until it works again", "destination", o.name, "error", err, "next_probe", next)
	}
}

// works notes that a destination works, and lets its lanes go on.
func (d *Dispatcher) works(o *outlet) {
	d.mu.Lock()
	now := d.options.Now()
	since := o.work(now)
	d.mu.Unlock()
	if !since.IsZero() {
		d.log.Info("the destination works again, its messages go on", "destination", o.name, "failed_for", now.Sub(since).Round(time.Second).String())
		d.lookAgain()
	}
}

// answers asks a destination whether it works, once for all who ask meanwhile.
func (d *Dispatcher) answers(o *outlet, checker integrations.Checker) bool {
	d.mu.Lock()
	c := o.check
	if c != nil {
		d.mu.Unlock()
		<-c.done
		return c.ok
	}
	c = &check{done: make(chan struct{})}
	o.check = c
	d.mu.Unlock()
	c.ok = d.ask(o.name, checker) == nil
	d.mu.Lock()
	o.check = nil
	d.mu.Unlock()
	close(c.done)
	return c.ok
}

// ask makes one check; a panic there says that it does not work.
func (d *Dispatcher) ask(name string, checker integrations.Checker) (err error) {
	defer func() {
		if p := recover(); p != nil {
			d.log.Error("panic in a destination", "destination", name, "panic", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	ctx, cancel := context.WithTimeoutCause(d.leaseContext(), d.options.AttemptTimeout, errTimeout)
	defer cancel()
	return checker.Check(ctx)
}

// isFailing tells whether a destination is known to fail, or is missing.
func (d *Dispatcher) isFailing(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	o := d.outlet(name)
	return !d.lease.lost && (o.missing || o.failing())
}

// review has a failing destination probed at once when it is configured anew:
// somebody may have mended it.
func (d *Dispatcher) review() {
	for _, o := range d.failingOutlets() {
		poster, ok := d.find(o.name)
		d.mu.Lock()
		if ok && o.failing() && !same(poster, o.poster) {
			o.poster, o.probeAt = poster, d.options.Now()
		}
		d.mu.Unlock()
	}
}

// same tells whether two destinations are one; those that cannot be compared
// count as the same.
func same(a, b integrations.Poster) bool {
	return !reflect.ValueOf(a).Comparable() || !reflect.ValueOf(b).Comparable() || a == b
}

func (d *Dispatcher) failingOutlets() []*outlet {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []*outlet
	for _, o := range d.outlets {
		if o.failing() {
			all = append(all, o)
		}
	}
	return all
}

// probeQuiet asks the failing destinations that have no message to probe with.
func (d *Dispatcher) probeQuiet(busy map[string]integrations.LaneHead) {
	for _, o := range d.failingOutlets() {
		if _, probed := busy[o.name]; probed {
			continue
		}
		if poster, ok := d.find(o.name); ok {
			d.checkIdle(o, poster)
		}
	}
}

// checkIdle asks a failing destination that has no message to probe with.
func (d *Dispatcher) checkIdle(o *outlet, poster integrations.Poster) {
	checker, ok := poster.(integrations.Checker)
	if !ok {
		return
	}
	d.mu.Lock()
	now := d.options.Now()
	due := !d.stopped && o.failing() && !o.probing && !o.probeAt.After(now)
	if due {
		o.probing = true
		d.running.Go(func() { d.probeIdle(o, poster, checker) })
	}
	d.mu.Unlock()
}

func (d *Dispatcher) probeIdle(o *outlet, poster integrations.Poster, checker integrations.Checker) {
	if err := d.ask(o.name, checker); err != nil {
		d.breaks(o, poster, err)
	} else {
		d.works(o)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	o.probing = false
}
