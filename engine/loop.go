package engine

import (
	"fmt"
	"reflect"
	"runtime/debug"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
)

// promise is what a call waits for.
type promise = *goja.Promise

var promiseType = reflect.TypeFor[promise]()

// drive runs the calls of an instance until there are none left, and ends the
// instance if it takes no more. Everything that touches the runtime happens
// here.
func (in *Instance) drive() {
	c, work, then := in.next()
	for ; then == run; c, work, then = in.next() {
		in.job(c, work)
	}
	if then == rest {
		return
	}
	in.fetching.Wait() // whose they were has been answered: they are stopping
	in.mu.Lock()
	defer in.mu.Unlock()
	in.end()
}

// end tells who waits for the instance that it has ended; once. It is called
// with the mutex held.
func (in *Instance) end() {
	select {
	case <-in.ended: // it was given up before
	default:
		close(in.ended)
		in.onEnd()
	}
}

// A step is what the driver of an instance does next.
type step int

const (
	run  step = iota // a job
	wait             // for what a call waits for
	rest             // nothing: there are no calls, or another goroutine drives
	stop             // nothing any more
)

// next waits for something to do, and for whom.
func (in *Instance) next() (*call, func(*call), step) {
	for {
		c, work, then := in.take()
		if then != wait {
			return c, work, then
		}
		<-in.wake
	}
}

// take finds what to do next: to go on with a call whose promise was kept or
// broken meanwhile, else what has waited longest.
func (in *Instance) take() (*call, func(*call), step) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.relieved() {
		return nil, nil, rest
	}
	if in.state == dead {
		return nil, nil, stop
	}
	if c := in.settled(); c != nil {
		return c, in.resolve, run
	}
	now := time.Now()
	c, since := in.oldest(now)
	switch {
	case len(in.queue) > 0 && (c == nil || in.queue[0].queued.Before(since)):
		c = in.queue[0]
		in.queue = in.queue[1:]
		in.begun = append(in.begun, c)
		c.stage, c.began = begun, now
		return c, in.begin, run
	case c != nil:
		return c, in.pop(c), run
	case in.state == draining && len(in.begun) == 0:
		return nil, nil, stop
	}
	return nil, nil, wait
}

// settled finds a begun call whose promise was kept or broken. It is called
// with the mutex held.
func (in *Instance) settled() *call {
	for _, c := range in.begun {
		if c.uncaught != nil || c.promise != nil && c.promise.State() != goja.PromiseStatePending {
			return c
		}
	}
	return nil
}

// job runs a piece of work on behalf of a call. The pieces end when no
// JavaScript is left to run: promises that can go on have gone on.
func (in *Instance) job(c *call, work func(*call)) {
	defer func() {
		if r := recover(); r != nil {
			in.crash(c, r, debug.Stack())
		}
	}()
	if in.startTurn(c) {
		work(c)
		in.switchTo(nil)
	}
}

// crash ends the instance after a panic of the interpreter.
func (in *Instance) crash(c *call, panicked any, stack []byte) {
	in.opts.Logger.Error("the JavaScript interpreter panicked", "script", in.program.name, "panic", fmt.Sprint(panicked), "stack", string(stack))
	in.mu.Lock()
	defer in.mu.Unlock()
	in.reply(c, answer{Result: c.failed(&Exception{
		Name: "InternalError", Message: fmt.Sprintf("the JavaScript interpreter panicked: %v", panicked), File: in.program.name,
	})})
	in.kill(in.stateLost("the JavaScript interpreter panicked in another call"))
}

func (in *Instance) stateLost(why string) *Exception {
	return &Exception{Name: "Error", File: in.program.name, Message: "the state of the script was lost while this call waited for a promise: " + why}
}

// begin starts a call: it evaluates the script if need be, and calls its
// method.
func (in *Instance) begin(c *call) {
	if in.sandbox == nil {
		in.open(newSandbox(in))
	}
	if !in.loaded && !in.load(c) {
		return
	}
	if c.loading {
		in.tryGlobals(c)
		return
	}
	v, err := in.sandbox.invoke(c)
	if err == errNoMethod { //nolint:errorlint // see sandbox.exception
		in.transcribe("warn", func() string { return "nothing was done: " + err.Error() })
		in.finish(c, Result{Outcome: OutcomeNothing, Returned: []byte("null")})
		return
	}
	if err != nil && in.fail(c, err) == c {
		return
	}
	in.returned(c, v)
}

// load evaluates the script on behalf of a call, and reports whether it may be
// called. A script that failed is not tried again in this runtime, where half
// of it may be declared.
func (in *Instance) load(c *call) bool {
	in.setStage(c, evaluating)
	err := in.sandbox.load()
	if err == nil {
		in.setStage(c, begun)
		in.loaded = true
		in.setEvaluated()
		return true
	}
	x, _ := in.exception(c, err)
	in.mu.Lock()
	defer in.mu.Unlock()
	in.state = max(in.state, draining)
	in.reply(c, answer{Result: unevaluated(x)})
	// The calls behind this one would meet the same script.
	in.sendBack(answer{Result: unevaluated(x)})
	return false
}

// tryGlobals ends a call that only evaluates the script. The user's globals
// are evaluated too: one that cannot be is better known now.
func (in *Instance) tryGlobals(c *call) {
	for _, g := range in.program.globals {
		if err := in.sandbox.enter(func() { in.sandbox.rt.GlobalObject().Get(g.Name) }); err != nil {
			if in.fail(c, err) == c {
				return
			}
		}
	}
	in.finish(c, Result{Outcome: OutcomeNothing})
}

func (in *Instance) setEvaluated() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.evaluated = true
}

func (in *Instance) setStage(c *call, s stage) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.stage != answered {
		c.stage = s
	}
}

// returned deals with what the method returned.
func (in *Instance) returned(c *call, v goja.Value) {
	if o, ok := v.(*goja.Object); ok && o.ExportType() == promiseType {
		c.promise, _ = o.Export().(promise)
		return
	}
	in.conclude(c, v)
}

// resolve deals with a promise that was kept or broken, and with what was
// thrown where no promise could tell.
func (in *Instance) resolve(c *call) {
	p := c.promise
	c.promise = nil
	if c.uncaught != nil {
		in.finish(c, failed(c.uncaught))
		return
	}
	if p.State() != goja.PromiseStateRejected {
		in.conclude(c, p.Result())
		return
	}
	x, err := in.sandbox.describe(p.Result(), nil)
	if err != nil {
		in.fail(c, err)
		return
	}
	in.finish(c, failed(x))
}

func (in *Instance) conclude(c *call, v goja.Value) {
	r, awaited, err := in.sandbox.conclude(v)
	if awaited != nil {
		if err == nil || in.fail(c, err) != c {
			c.promise = awaited
		}
		return
	}
	switch err := err.(type) { //nolint:errorlint // see sandbox.exception
	case nil:
	case *jsvalue.UnserializableError:
		r = failed(&Exception{Name: "TypeError", Message: err.Error(), File: in.program.name})
	default:
		if err == jsvalue.ErrStopped { //nolint:errorlint // see sandbox.exception
			r = failed(in.stopped(c, "while its result was read"))
		} else if in.fail(c, err) == c {
			return
		}
	}
	in.finish(c, r)
}

// fail ends the call in whose code the interpreter gave up, and returns it.
// That is the call whose turn it is, unless its own part was over and a
// promise it settled went on with another.
func (in *Instance) fail(c *call, err error) *call {
	victim := c
	if isUncatchable(err) && in.running != nil {
		victim = in.running
	}
	x, stopped := in.exception(victim, err)
	in.finish(victim, failed(x))
	if stopped {
		in.spend()
	}
	if victim != c {
		in.switchTo(c)
	}
	return victim
}

// exception describes what ended a call, and tells whether it was stopped.
func (in *Instance) exception(c *call, err error) (x *Exception, stopped bool) {
	if x, err = in.describable(err); x != nil {
		return x, false
	}
	x = in.stopped(c, "")
	if interrupted, ok := err.(*goja.InterruptedError); ok { //nolint:errorlint // see sandbox.exception
		in.program.place(x, in.program.frames(interrupted.Stack()))
	}
	return x, true
}

// stopped is Program.stopped, for the driver.
func (in *Instance) stopped(c *call, during string) *Exception {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.program.stopped(c, during)
}

// describable describes what a script threw; nil, and the interrupt, when its
// own code was stopped.
func (in *Instance) describable(err error) (*Exception, error) {
	for !isInterrupt(err) {
		x, stopped := in.sandbox.exception(err)
		if stopped == nil {
			return x, nil
		}
		err = stopped // by its deadline, or by too deep a recursion
	}
	return nil, err
}

func isInterrupt(err error) bool {
	_, ok := err.(*goja.InterruptedError) //nolint:errorlint // see sandbox.exception
	return ok
}

// isUncatchable tells whether err unwound everything that ran, not only the
// code of one call.
func isUncatchable(err error) bool {
	_, overflow := err.(*goja.StackOverflowError) //nolint:errorlint // see sandbox.exception
	return overflow || isInterrupt(err)
}
