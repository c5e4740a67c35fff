package engine

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// ErrClosed is returned for calls that come too late: the instance or host was
// closed, or the instance was left unusable by an earlier call. None of the
// script ran for such a call, so it may be made again elsewhere.
var ErrClosed = errors.New("engine: closed")

// An Instance is a script at work: its runtime, its Script object, its
// file-level variables and Store, which calls share. Calls run one at a time,
// in order, and give way to each other only where one waits for a promise.
// Between calls no goroutine is kept.
//
// After a call was interrupted in running code the state of the script is
// anybody's guess, so the instance takes no more calls; likewise after a panic
// of the interpreter, when a call could not be stopped, or when the script
// could not be evaluated. [Host] then makes a new one.
type Instance struct {
	program *Program
	// id is the Script.ID it is kept under; empty outside a Host.
	id string
	// lost says what became of an instance that this one replaces; the first
	// call tells.
	lost string
	opts Options
	// wake holds a token when the driver should look at what has changed.
	wake chan struct{}
	// ended is closed when nothing runs any more, or nothing that could be
	// waited for: a call that cannot be stopped runs on by itself.
	ended chan struct{}
	// onEnd is called once, when ended is closed.
	onEnd func()

	mu    sync.Mutex
	state instanceState
	// queue holds the calls that have not begun, begun those that have and are
	// not answered, both in order.
	queue, begun []*call
	// driven is set while a goroutine drives the instance; leader is the call
	// whose caller waits for that goroutine, if any.
	driven bool
	leader *call
	// running is the call whose code runs now; nil between jobs. The driver
	// alone writes it, and may read it without the mutex.
	running *call
	// interrupted is set while the runtime has been told to stop running.
	interrupted bool
	// evaluated is set when the script was evaluated without a fault.
	evaluated bool
	// sandbox is made by the driver for the first call.
	sandbox *sandbox
	// fetching counts the HTTP calls under way beside the driver.
	fetching sync.WaitGroup
	// timerIDs counts the timers that were made.
	timerIDs int64

	// Of the driver alone: when the job that runs began, by which timers are
	// due; the call whose job runs now, which may continue others on the way;
	// and whether the script was evaluated.
	tick   time.Time
	turn   *call
	loaded bool
}

type instanceState int

const (
	open     instanceState = iota
	draining               // takes no more calls, finishes those it has
	dead                   // the runtime must not be touched again
)

// NewInstance makes an instance of a program. The script itself is evaluated
// by the first call. Close the instance when it is not needed any more.
func NewInstance(program *Program, opts Options) *Instance {
	return newInstance(program, "", "", opts.withDefaults(), func() {})
}

func newInstance(program *Program, id, lost string, opts Options, onEnd func()) *Instance {
	in := &Instance{
		program: program,
		id:      id,
		lost:    lost,
		opts:    opts,
		wake:    make(chan struct{}, 1),
		ended:   make(chan struct{}),
		onEnd:   onEnd,
	}
	return in
}

// A call is a Call on its way through an instance.
type call struct {
	Call
	// loading is set for a call that only evaluates the script.
	loading bool
	// done is closed when a call that does not lead is answered.
	done chan struct{}

	// Guarded by the instance's mutex.
	stage   stage
	answer  answer
	began   time.Time
	timer   *time.Timer
	console transcript
	// expired is set when the call was stopped while its code ran: its deadline
	// passed, or it kept more than so many bytes as over says. curbed is closed
	// when a call that was stopped for its memory is answered.
	expired bool
	over    int64
	curbed  chan struct{}
	// queued is when the call was taken.
	queued time.Time
	// letGo lets the caller of a leader go, wasLetGo tells that it was done.
	letGo    func()
	wasLetGo bool
	pending

	// Of the driver alone: what the method returned, if a promise, and what
	// code that nobody called threw.
	promise  promise
	uncaught *Exception
	// request is what the script sees of the request; nil until it is called.
	request *goja.Object
	// stream is where a call with Random set has its random bytes from; nil
	// until it asks for some. Of the driver alone, too.
	stream *rand.ChaCha8
}

type stage int

const (
	waiting    stage = iota
	evaluating       // the script is being evaluated on behalf of the call
	begun
	answered
)

type answer struct {
	Result
	err error
}

// Run runs one call and returns its result: whatever the script does is in
// there. An error means that the script did not run for this call: ErrClosed,
// or ctx ended before the call began. Once begun, a call is bounded by its
// Timeout alone; ctx does not stop it.
func (in *Instance) Run(ctx context.Context, c Call) (Result, error) {
	return in.run(ctx, &call{Call: c}, time.Now().Add(c.left()))
}

// Load evaluates the script and makes its Script object, unless that is done;
// the first Run does it by itself. The error is an *[Exception] when the script
// is at fault, else as with Run.
func (in *Instance) Load(ctx context.Context) error {
	r, err := in.run(ctx, &call{loading: true}, time.Now().Add(DefaultTimeout))
	if err == nil && r.Exception != nil {
		return r.Exception
	}
	return err
}

func (in *Instance) run(ctx context.Context, c *call, deadline time.Time) (Result, error) {
	if err := ctx.Err(); err != nil {
		return Result{}, err
	}
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	in.printing(ctx, c)
	leads, err := in.enqueue(c, deadline)
	if err != nil {
		return Result{}, err
	}
	if leads {
		in.lead(c)
	} else {
		select {
		case <-c.done:
		case <-ctx.Done():
			in.withdraw(c, ctx.Err())
			<-c.done
		}
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return c.answer.Result, c.answer.err
}

// enqueue takes a call, and tells whether its caller must lead.
func (in *Instance) enqueue(c *call, deadline time.Time) (leads bool, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.state != open {
		return false, ErrClosed
	}
	leads, in.driven = !in.driven, true
	if !leads {
		c.done = make(chan struct{})
	}
	in.queue = append(in.queue, c)
	c.queued = time.Now()
	c.timer = time.AfterFunc(time.Until(deadline), func() { in.expire(c) })
	in.nudge()
	return leads, nil
}

// loss says what is lost with an instance that takes no more calls: nothing if
// its script was never evaluated.
func (in *Instance) loss() string {
	if in == nil {
		return ""
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.evaluated {
		return "an earlier call of the script was stopped"
	}
	return in.lost
}

// withdraw takes back a call that has not begun.
func (in *Instance) withdraw(c *call, err error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.stage == waiting {
		in.reply(c, answer{err: err})
	}
}

// Close lets the calls that were taken finish, each within its deadline, and
// returns when they have. A call that cannot be stopped is not waited for.
func (in *Instance) Close() {
	in.retire()
	<-in.ended
}

// retire makes the instance end once it has nothing left to do.
func (in *Instance) retire() {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.state == open {
		in.state = draining
		if !in.driven {
			in.driven = true
			go in.drive()
		}
	}
	in.nudge()
}

// spend makes the instance end without the calls that have not begun, which
// their callers may make elsewhere; those that have may still finish.
func (in *Instance) spend() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.spendLocked()
}

// spendLocked is spend with the mutex held.
func (in *Instance) spendLocked() {
	in.state = max(in.state, draining)
	in.sendBack(answer{err: ErrClosed})
}

// kill answers everything: the runtime cannot be used again. It is called with
// the mutex held.
func (in *Instance) kill(why *Exception) {
	in.state = dead
	in.sendBack(answer{err: ErrClosed})
	for _, c := range slices.Clone(in.begun) {
		in.reply(c, answer{Result: c.failed(why)})
	}
}

// sendBack answers the calls that have not begun. It is called with the mutex
// held.
func (in *Instance) sendBack(a answer) {
	for _, c := range slices.Clone(in.queue) {
		in.reply(c, a)
	}
}

// finish answers a call. An answer that comes after another is dropped.
func (in *Instance) finish(c *call, r Result) {
	if c.uncaught != nil && r.Exception == nil {
		r = failed(c.uncaught)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.reply(c, answer{Result: r})
}

// reply is finish with the mutex held.
func (in *Instance) reply(c *call, a answer) {
	if c.stage == answered {
		return
	}
	if c.stage == waiting {
		in.queue = without(in.queue, c)
	} else {
		in.begun = without(in.begun, c)
		a.Duration = time.Since(c.began)
		if !c.loading {
			a.StateLost, in.lost = in.lost, ""
		}
		a.Console, a.ConsoleDropped = c.console.lines, c.console.dropped
	}
	c.stage = answered
	c.timer.Stop()
	a.HTTP = c.pending.end()
	c.answer = a
	if c.done != nil {
		close(c.done)
	}
	if c.curbed != nil {
		close(c.curbed)
	}
	if in.running != nil && in.running != c {
		in.letGo()
	}
	in.nudge()
}

func without(calls []*call, c *call) []*call {
	return slices.DeleteFunc(calls, func(other *call) bool { return other == c })
}

// failed is the result of a call that an exception ended.
func (c *call) failed(x *Exception) Result {
	if c.stage == evaluating {
		return unevaluated(x)
	}
	return failed(x)
}

// nudge makes the driver look at what has changed.
func (in *Instance) nudge() {
	select {
	case in.wake <- struct{}{}:
	default:
	}
}

// transcribe adds a line to the console of the call whose code runs. text is
// not asked for a line that would be dropped.
func (in *Instance) transcribe(level string, text func() string) {
	c := in.running
	if c == nil {
		return
	}
	in.mu.Lock()
	full := c.console.full(in.opts)
	in.mu.Unlock()
	line := ""
	if !full {
		line = text()
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	if c.stage != answered {
		c.console.add(in.opts, level, line)
	}
}

// indent opens or closes a console.group.
func (in *Instance) indent(by int) {
	if c := in.running; c != nil {
		in.mu.Lock()
		defer in.mu.Unlock()
		c.console.indent = max(0, c.console.indent+by)
	}
}

// isOpen tells whether the instance takes calls.
func (in *Instance) isOpen() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.state == open
}
