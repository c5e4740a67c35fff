package engine

import (
	"bytes"
	"iter"
	"runtime"
)

// An instance is driven only while it has calls, on a goroutine of the call
// that found it at rest: the leader. Only the leader's caller waits for that
// goroutine, which begins and ends with it; so the two are a coroutine, and no
// scheduler comes between them. Handing each call to a goroutine that waits for
// it would wake an idle thread twice, which takes as long as a third of a call.
//
// A leader that was answered while there are other calls is followed by a
// goroutine without one. In the middle of a job, which may never end, another
// goroutine takes the place of its caller in the coroutine. For a caller that
// keeps its thread (runtime.LockOSThread) none can, Go would end the process:
// it waits for a goroutine of its own.

// lead drives the instance until c is answered.
func (in *Instance) lead(c *call) {
	back := make(chan struct{})
	next, _ := iter.Pull(func(yield func(struct{}) bool) {
		if keepsThread() { // as its caller does
			in.leadApart(c)
			return
		}
		in.follow(c, func() { yield(struct{}{}) })
		enlargeStack(0)
		in.drive()
		if in.wasLetGo(c) {
			<-back // until then the place in the coroutine is being taken
		}
	})
	next()
	close(back)
}

// leadApart has another goroutine drive the instance, and waits until c is
// answered.
func (in *Instance) leadApart(c *call) {
	in.mu.Lock()
	done := make(chan struct{})
	if c.stage == answered {
		close(done)
	} else {
		c.done = done
	}
	in.mu.Unlock()
	go in.drive()
	<-done
}

// keepsThread tells whether the goroutine is locked to its thread. Go says so
// only in the first line of a stack, whose making takes a microsecond or two
// for a stack as short as that of a new coroutine.
func keepsThread() bool {
	var stack [64]byte
	n := runtime.Stack(stack[:], false)
	first, _, _ := bytes.Cut(stack[:n], []byte("\n"))
	return bytes.Contains(first, []byte("locked to thread"))
}

// follow makes c the leader; letGo is how its caller is let go.
func (in *Instance) follow(c *call, letGo func()) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.leader, c.letGo = c, letGo
}

// relieved tells whether the driver is done, because there are no calls or
// because another goroutine drives for those that are left. It is called with
// the mutex held.
func (in *Instance) relieved() bool {
	switch {
	case in.state == open && len(in.queue) == 0 && len(in.begun) == 0:
		in.driven, in.leader = false, nil
		return true
	case in.leader != nil && in.leader.stage == answered:
		in.leader = nil
		go in.drive()
		return true
	}
	return false
}

// letGo lets the leader's caller go in the middle of a job, if its call is
// answered. It is called with the mutex held.
func (in *Instance) letGo() {
	if c := in.leader; c != nil && c.stage == answered {
		in.leader = nil
		c.wasLetGo = true
		go c.letGo()
	}
}

func (in *Instance) wasLetGo(c *call) bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return c.wasLetGo
}

// enlargeStack makes a new goroutine's stack as large as most calls need, at
// once: growing it step by step, each time copying what is on it, takes longer
// than all else the coroutine costs.
//
//go:noinline
func enlargeStack(i int) byte {
	var frame [9 << 10]byte
	return frame[i]
}
