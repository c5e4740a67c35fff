package engine

import (
	"cmp"
	"time"
)

// left is how long a call may take from now.
func (c Call) left() time.Duration { return cmp.Or(c.Timeout, DefaultTimeout) - c.Spent }

// expire ends a call at its deadline.
//
// The runtime is interrupted only while the call's own code runs, as seen
// under the mutex under which switchTo takes the interrupt back: it can never
// hit a later call.
func (in *Instance) expire(c *call) {
	in.mu.Lock()
	defer in.mu.Unlock()
	switch {
	case c.stage == answered:
	case c.stage == waiting:
		in.reply(c, answer{Result: failed(in.program.timedOut(c.Timeout, "waiting for an earlier call of the same script"))})
	case in.running == c:
		c.expired = true
		in.interrupt(c)
	default:
		in.reply(c, answer{Result: failed(in.program.timedOut(c.Timeout, "waiting for a promise"))})
	}
}

// curb ends a call as at its deadline, because more than limit bytes are kept:
// the one whose code runs, else the oldest that waits for a promise. The
// channel is closed when the call is answered; nil when there is none.
func (in *Instance) curb(limit int64) <-chan struct{} {
	in.mu.Lock()
	defer in.mu.Unlock()
	c := in.running
	if c == nil && len(in.begun) > 0 {
		c = in.begun[0]
	}
	if c == nil || c.expired || c.stage == answered {
		return nil
	}
	c.timer.Stop()
	c.over, c.curbed = limit, make(chan struct{})
	curbed := c.curbed
	if in.running == c {
		c.expired = true
		in.interrupt(c)
		return curbed
	}
	in.reply(c, answer{Result: failed(in.program.stopped(c, "while waiting for a promise"))})
	in.spendLocked() // else what it kept stays with the instance
	return curbed
}

// atWork tells since when an instance has a call: the one whose code runs,
// without a pause, else the oldest that waits for a promise. The zero time says
// that it has none.
func (in *Instance) atWork() (since time.Time, running bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	switch {
	case in.running != nil:
		return in.tick, true
	case len(in.begun) > 0:
		return in.begun[0].began, false
	}
	return time.Time{}, false
}

// interrupt stops the code that runs, which is that of c. It is called with
// the mutex held.
func (in *Instance) interrupt(c *call) {
	in.interrupted = true
	if in.sandbox != nil {
		in.sandbox.rt.Interrupt("deadline")
	}
	c.timer = time.AfterFunc(in.opts.Grace, func() { in.abandon(c) })
	c.stop() // the code may be waiting for an HTTP call
}

// open puts a new sandbox to use.
func (in *Instance) open(s *sandbox) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.sandbox = s
	if in.interrupted {
		s.rt.Interrupt("deadline")
	}
}

// abandon gives up a call that did not stop. It runs on until it ends by
// itself, and then finds that nobody waits.
func (in *Instance) abandon(c *call) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.running != c || !in.interrupted || in.state == dead {
		return
	}
	in.opts.Logger.Warn("a script could not be stopped at its deadline; it runs on until it ends by itself",
		"script", in.program.name, "deadline", c.Timeout)
	in.reply(c, answer{Result: c.failed(in.program.stopped(c, "inside a built-in function that cannot be stopped"))})
	in.kill(in.stateLost("another call could not be stopped"))
	in.letGo()
	in.end()
}

// startTurn makes c the call whose job runs. It reports false for a call whose
// deadline passed just now.
func (in *Instance) startTurn(c *call) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.stage == answered {
		return false
	}
	in.turn, in.tick = c, time.Now()
	in.switchLocked(c)
	return true
}

// switchTo makes c the call whose code runs; nil for none. An interrupt meant
// for the code that ran until now is taken back.
func (in *Instance) switchTo(c *call) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.switchLocked(c)
}

func (in *Instance) switchLocked(c *call) {
	if in.state == dead {
		return
	}
	if in.interrupted {
		in.interrupted = false
		if in.sandbox != nil {
			in.sandbox.rt.ClearInterrupt()
		}
	}
	if was := in.running; was != nil && was != c && was.expired {
		in.reply(was, answer{Result: was.failed(in.program.stopped(was, ""))})
	}
	if in.running = c; c != nil {
		in.letGo()
	}
	if c != nil && c.stage == answered {
		in.interrupt(c) // what is left of it would run for nobody, without a deadline
	}
}

// resume makes c the call whose code runs within the job of another. What is
// left of a call that is answered counts as the other's.
func (in *Instance) resume(c *call) {
	if c == nil || in.isAnswered(c) {
		c = in.turn
	}
	if c != in.running {
		in.switchTo(c)
	}
}

func (in *Instance) isAnswered(c *call) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return c.stage == answered
}

// isInterrupted tells native code that runs for long whether to stop.
func (in *Instance) isInterrupted() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.interrupted
}
