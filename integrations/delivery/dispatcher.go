package delivery

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"rocketscript/integrations"
)

// Options are the settings of a [Dispatcher]; zero values are usable.
type Options struct {
	// Logger gets what an operator should know; nil discards it.
	Logger *slog.Logger
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// RetryEvery is how long a delivery that failed for now waits, unless the
	// destination asks for more; zero means 5 s.
	RetryEvery time.Duration
	// AttemptTimeout bounds one attempt; zero means 15 s.
	AttemptTimeout time.Duration
	// Parallel is how many attempts of one destination are under way at most,
	// each of another lane; zero means 16. Destinations do not share them, so
	// that one that hangs takes nothing from the others.
	Parallel int
	// StopWithin is how long attempts under way may take to finish when Run's
	// context ends, before they are cut off; zero means 10 s.
	StopWithin time.Duration
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.RetryEvery = orDefault(o.RetryEvery, 5*time.Second)
	o.AttemptTimeout = orDefault(o.AttemptTimeout, 15*time.Second)
	o.StopWithin = orDefault(o.StopWithin, 10*time.Second)
	o.Parallel = orDefault(o.Parallel, 16)
	return o
}

func orDefault[T int | time.Duration](given, fallback T) T {
	if given <= 0 {
		return fallback
	}
	return given
}

// A Dispatcher posts deliveries. [Dispatcher.Attempt] makes the first try of
// new ones, [Dispatcher.Run] sees to all others. It is safe for concurrent use.
type Dispatcher struct {
	queue        Queue
	destinations func(name string) (integrations.Poster, bool)
	options      Options
	log          *slog.Logger

	// attempts is the parent of every attempt's context, done when attempts
	// under way are cut off.
	attempts context.Context
	cutOff   context.CancelCauseFunc
	// stopping is closed when no new attempts may begin.
	stopping chan struct{}
	running  sync.WaitGroup

	mu      sync.Mutex
	stopped bool
	lanes   map[string]*lane
	slots   map[string]chan struct{}
	missing map[string]bool
	// orphans are started heads that nobody here works on, and since when;
	// adopted are those that were then taken over.
	orphans map[int64]time.Time
	adopted map[int64]bool
}

var _ integrations.Dispatcher = (*Dispatcher)(nil)

// New returns a dispatcher of the deliveries in queue. destinations finds a
// destination by its name in the configuration in force. Until Run is called,
// only Attempt posts.
func New(queue Queue, destinations func(name string) (integrations.Poster, bool), options Options) *Dispatcher {
	d := &Dispatcher{
		queue: queue, destinations: destinations, options: options.withDefaults(),
		stopping: make(chan struct{}),
		lanes:    make(map[string]*lane),
		slots:    make(map[string]chan struct{}),
		missing:  make(map[string]bool),
		orphans:  make(map[int64]time.Time),
		adopted:  make(map[int64]bool),
	}
	d.log = d.options.Logger
	d.attempts, d.cutOff = context.WithCancelCause(context.Background())
	return d
}

// Run posts what is due, until ctx ends. Then it lets no attempt begin, gives
// those under way StopWithin to finish, cuts off the rest, and returns when the
// end of each is written. A dispatcher runs once. End Run after the last
// Attempt and before the store is closed; an Attempt that comes later puts its
// deliveries back to wait.
func (d *Dispatcher) Run(ctx context.Context) {
	for ctx.Err() == nil {
		wait := time.NewTimer(d.pass(ctx))
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
		wait.Stop()
	}
	d.stop()
}

// pass wakes every lane whose head is due, and returns how long to wait for
// the next one: at most RetryEvery, because definitions may have changed.
func (d *Dispatcher) pass(ctx context.Context) time.Duration {
	heads, err := d.queue.Heads(ctx)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("the queue cannot be read, nothing is retried until it can", "error", err)
		}
		return d.options.RetryEvery
	}
	now, wait := d.options.Now(), d.options.RetryEvery
	d.forget(heads)
	for _, head := range heads {
		switch {
		case head.State == integrations.DeliveryStarted:
			d.lookAfter(head, now)
		case head.NextAttempt.After(now):
			d.hold(head.Lane, head.NextAttempt)
			wait = min(wait, head.NextAttempt.Sub(now))
		case d.configured(head.Destination):
			d.wake(head)
		}
	}
	return max(wait, time.Millisecond)
}

// lookAfter takes over a started delivery that nobody works on: whoever
// recorded it never came to Attempt. To tell it from one that is just about
// to, it must be seen so twice, RetryEvery apart.
func (d *Dispatcher) lookAfter(head integrations.LaneHead, now time.Time) {
	d.mu.Lock()
	since, known := d.orphans[head.ID]
	busy := d.lanes[head.Lane] != nil && d.lanes[head.Lane].runners > 0
	adopt := known && !busy && now.Sub(since) >= d.options.RetryEvery
	switch {
	case adopt:
		d.adopted[head.ID] = true
		delete(d.orphans, head.ID)
	case busy:
		delete(d.orphans, head.ID)
	case !known:
		d.orphans[head.ID] = now
	}
	d.mu.Unlock()
	if adopt {
		d.adopt(head)
	}
}

// forget drops what is known of lanes that are quiet, and the candidates for
// orphans that are no heads any more.
func (d *Dispatcher) forget(heads []integrations.LaneHead) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for name := range d.lanes {
		d.tidy(name)
	}
	for id := range d.orphans {
		if !slices.ContainsFunc(heads, func(h integrations.LaneHead) bool { return h.ID == id }) {
			delete(d.orphans, id)
		}
	}
}

// configured tells whether there is such a destination, and logs once when
// there is not, and when it is back.
func (d *Dispatcher) configured(name string) bool {
	_, ok := d.destinations(name)
	d.mu.Lock()
	changed := d.missing[name] == ok
	if ok {
		delete(d.missing, name)
	} else {
		d.missing[name] = true
	}
	d.mu.Unlock()
	switch {
	case changed && ok:
		d.log.Info("the destination is configured again, its deliveries go on", "destination", name)
	case changed:
		d.log.Warn("the destination is not configured any more, its deliveries wait for it", "destination", name)
	}
	return ok
}

// stop ends everything that is under way.
func (d *Dispatcher) stop() {
	d.mu.Lock()
	if !d.stopped {
		d.stopped = true
		close(d.stopping)
	}
	d.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		d.running.Wait()
		close(ended)
	}()
	if !within(ended, d.options.StopWithin) {
		d.log.Warn("attempts under way did not finish in time, cutting them off", "after", d.options.StopWithin)
	}
	d.cutOff(errStopped)
	if !within(ended, d.options.StopWithin) {
		d.log.Error("attempts under way do not end, they are made again after the next start")
	}
}

// within waits for done, at most that long, and tells whether it came.
func within(done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
		return false
	}
}
