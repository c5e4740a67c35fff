package delivery

import (
	"time"

	"golang.org/x/time/rate"

	"rocketscript/integrations"
)

// keepPace waits until the configured pace of a destination allows one more
// message, or returns false when over comes or the dispatcher stops first.
func (d *Dispatcher) keepPace(o *outlet, over <-chan time.Time) bool {
	limiter := d.limiter(o)
	if limiter == nil {
		return true
	}
	// One after the other: a reservation that is given back when a later one
	// was made leaves a gap.
	select {
	case o.turn <- struct{}{}:
		defer func() { <-o.turn }()
	case <-over:
		return false
	case <-d.stopping:
		return false
	}
	now := d.options.Now()
	reservation := limiter.ReserveN(now, 1)
	wait := time.NewTimer(reservation.DelayFrom(now))
	defer wait.Stop()
	select {
	case <-wait.C:
		return true
	case <-over:
	case <-d.stopping:
	}
	reservation.CancelAt(d.options.Now())
	return false
}

// limiter is that of a destination, as it is configured now; nil without a pace.
func (d *Dispatcher) limiter(o *outlet) *rate.Limiter {
	pace := d.options.Pace(o.name)
	d.mu.Lock()
	defer d.mu.Unlock()
	if pace == o.pace {
		return o.limiter
	}
	o.pace, o.limiter = pace, nil
	if pace != (integrations.Pace{}) {
		// One at a time, so that no stretch of that length has more.
		o.limiter = rate.NewLimiter(rate.Limit(float64(pace.Messages)/pace.Per.Seconds()), 1)
	}
	return o.limiter
}

// holdOutlet leaves a destination alone as it asked for: for a time, or, when limited
// without a time, longer with each time in a row.
func (d *Dispatcher) holdOutlet(o *outlet, pause time.Duration, limited bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.options.Now()
	if o.limited++; !limited {
		o.limited = 0
	}
	if limited && pause == 0 {
		pause = backoff(o.limited, d.options.Random())
	}
	if until := now.Add(min(pause, maxRetryAfter)); pause > 0 && until.After(o.heldUntil) {
		o.heldUntil = until
	}
}
