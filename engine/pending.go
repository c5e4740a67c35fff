package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/timers"
)

// A pending is what a call waits for from outside the runtime: its timers and
// HTTP calls. It ends with the call, and is guarded by the instance's mutex.
type pending struct {
	timers timers.Queue
	// alarm wakes the driver when the first timer is due; nil until needed.
	alarm *time.Timer
	// passed is how far timers have moved a clock that stands still.
	passed time.Duration
	// exchanges are the HTTP calls whose answer was not delivered, in the
	// order they began; http are those to be shown in the result.
	exchanges, http []*exchange
}

// maxTimers is how many timers a call may have at once.
const maxTimers = 10_000

// stop ends the HTTP calls under way.
func (p *pending) stop() {
	for _, x := range p.exchanges {
		x.cancel()
	}
}

// end drops everything, and returns what is kept of the HTTP calls.
func (p *pending) end() []HTTPCall {
	p.stop()
	p.timers.Clear()
	if p.alarm != nil {
		p.alarm.Stop()
	}
	calls := make([]HTTPCall, len(p.http))
	for i, x := range p.http {
		if !x.done {
			x.record.Error = "the call ended before the answer came"
			x.record.DurationMS = float64(time.Since(x.began)) / float64(time.Millisecond)
			x.done = true
		}
		calls[i] = x.record
	}
	p.exchanges, p.http = nil, nil
	return slices.Clip(calls)
}

// oldest finds the begun call with the thing to do that has waited longest,
// and since when; nil when there is nothing to do. It is called with the mutex
// held.
func (in *Instance) oldest(now time.Time) (oldest *call, since time.Time) {
	for _, c := range in.begun {
		if ready, ok := c.ready(now); ok && (oldest == nil || ready.Before(since)) {
			oldest, since = c, ready
		}
	}
	return oldest, since
}

// ready tells since when there is something to do for the call.
func (c *call) ready(now time.Time) (since time.Time, ok bool) {
	if x := c.arrivedExchange(); x != nil {
		since, ok = x.arrived, true
	}
	if t := c.dueTimer(now); t != nil && (!ok || c.timerSince(t).Before(since)) {
		since, ok = c.timerSince(t), true
	}
	return since, ok
}

// stands tells whether the call's clock stands still.
func (c *call) stands() bool { return !c.Now.IsZero() }

// arrivedExchange is the first HTTP call whose answer has come. With a clock
// that stands still the answers come in the order they were asked for, so that
// a call always goes the same way.
func (c *call) arrivedExchange() (first *exchange) {
	for _, x := range c.exchanges {
		if x.done && (first == nil || x.arrived.Before(first.arrived)) {
			first = x
		}
		if c.stands() {
			break
		}
	}
	return first
}

// dueTimer is the timer to fire; nil when none is due.
func (c *call) dueTimer(now time.Time) *timers.Timer {
	t := c.timers.First()
	switch {
	case t == nil:
	case c.stands():
		if len(c.exchanges) == 0 {
			return t
		}
	case !c.timerSince(t).After(now):
		return t
	}
	return nil
}

// timerSince is when the timer was due, by the real clock.
func (c *call) timerSince(t *timers.Timer) time.Time {
	if c.stands() {
		return t.Added
	}
	return c.began.Add(t.Due)
}

// pop takes what oldest found, and returns the job that does it. It is called
// with the mutex held.
func (in *Instance) pop(c *call) func(*call) {
	x, t := c.arrivedExchange(), c.dueTimer(time.Now())
	if x != nil && (t == nil || !c.timerSince(t).Before(x.arrived)) {
		c.exchanges = slices.DeleteFunc(c.exchanges, func(other *exchange) bool { return other == x })
		return func(c *call) { in.delivered(c, x) }
	}
	c.timers.Take()
	c.passed = max(c.passed, t.Due)
	return func(c *call) { in.fire(c, t) }
}

// delivered gives the answer of an HTTP call to the script.
func (in *Instance) delivered(c *call, x *exchange) {
	in.mu.Lock()
	deliver := x.deliver
	in.mu.Unlock()
	if deliver == nil {
		return
	}
	if err := deliver(x.answer); err != nil {
		in.fail(c, err)
	}
}

// fire runs what a timer was set for. As in Node nothing can catch what it
// throws, and that is the end of the call.
func (in *Instance) fire(c *call, t *timers.Timer) {
	if err := t.Fire(); err != nil && in.fail(c, err) == c {
		return
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	c.timers.Again(t, in.clock(c), time.Now())
	in.arm(c)
}

// clock is how long the call has run, as its timers count: when the job that
// runs began. It is called with the mutex held.
func (in *Instance) clock(c *call) time.Duration {
	if c.stands() {
		return c.passed
	}
	return in.tick.Sub(c.began)
}

// arm sets the alarm for the first timer. It is called with the mutex held.
func (in *Instance) arm(c *call) {
	t := c.timers.First()
	if t == nil || c.stands() || c.stage == answered {
		return
	}
	wait := time.Until(c.timerSince(t))
	if c.alarm == nil {
		c.alarm = time.AfterFunc(wait, in.alarmed)
		return
	}
	c.alarm.Reset(wait)
}

func (in *Instance) alarmed() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.nudge()
}

// setTimer sets a timer of the call whose code runs, in place of the one with
// that id; 0 makes a new one.
func (in *Instance) setTimer(id int64, delay time.Duration, repeat bool, fire func() error) (int64, error) {
	c := in.running
	in.mu.Lock()
	defer in.mu.Unlock()
	if id == 0 {
		in.timerIDs++
		id = in.timerIDs
	}
	switch {
	case c.stage == answered:
		return id, nil
	case c.timers.Len() >= maxTimers:
		return 0, fmt.Errorf("too many timers: a run of a script may have %d at once", maxTimers)
	}
	t := timers.Timer{ID: id, Due: in.clock(c) + delay, Fire: fire, Added: time.Now()}
	if repeat {
		t.Every = delay
	}
	in.removeTimer(id)
	c.timers.Add(t)
	in.arm(c)
	return id, nil
}

func (in *Instance) clearTimer(id int64) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.removeTimer(id)
}

// removeTimer takes a timer from whatever call set it.
func (in *Instance) removeTimer(id int64) {
	for _, c := range in.begun {
		if c.timers.Remove(id) {
			return
		}
	}
}

// threw ends the call whose code runs, once its job is over, with what code
// threw that was called by nobody: a microtask, the listener of an event.
func (in *Instance) threw(v goja.Value) {
	c := in.running
	if c.uncaught != nil {
		return
	}
	x, err := in.sandbox.describe(v, nil)
	if err != nil {
		return // stopped, which ends the call by itself
	}
	c.uncaught = x
}
