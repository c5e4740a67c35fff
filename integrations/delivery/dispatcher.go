package delivery

import (
	"context"
	"log/slog"
	"math/rand/v2"
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
	// Random gives the jitter of waits, from [0,1); nil means math/rand/v2.
	Random func() float64
	// PassEvery is how often all lanes are looked over at least, and a store
	// that cannot be written is tried again; zero means 5 s.
	PassEvery time.Duration
	// GiveUpAfter is how long delivery of a message is tried; zero means
	// DefaultGiveUpAfter.
	GiveUpAfter time.Duration
	// Pace returns the pace set for a destination; nil sets none for any.
	Pace func(destination string) integrations.Pace
	// AttemptTimeout bounds one attempt of a destination that has no limit of
	// its own; zero means 2 min.
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
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Pace == nil {
		o.Pace = func(string) integrations.Pace { return integrations.Pace{} }
	}
	o.PassEvery = orDefault(o.PassEvery, 5*time.Second)
	o.GiveUpAfter = orDefault(o.GiveUpAfter, DefaultGiveUpAfter)
	o.AttemptTimeout = orDefault(o.AttemptTimeout, 2*time.Minute)
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
	queue   Queue
	find    func(name string) (integrations.Poster, bool)
	options Options
	log     *slog.Logger

	// attempts is the parent of every attempt's context, done when attempts
	// under way are cut off.
	attempts context.Context
	cutOff   context.CancelCauseFunc
	// stopping is closed when no new attempts may begin.
	stopping chan struct{}
	running  sync.WaitGroup
	// look has a value when the lanes are to be looked over at once.
	look chan struct{}

	mu      sync.Mutex
	stopped bool
	lease   lease
	lanes   map[string]*lane
	outlets map[string]*outlet
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
		queue: queue, find: destinations, options: options.withDefaults(),
		stopping: make(chan struct{}),
		look:     make(chan struct{}, 1),
		lanes:    make(map[string]*lane),
		outlets:  make(map[string]*outlet),
		orphans:  make(map[int64]time.Time),
		adopted:  make(map[int64]bool),
	}
	d.log = d.options.Logger
	d.attempts, d.cutOff = context.WithCancelCause(context.Background())
	d.lease.attempts, d.lease.cancel = context.WithCancelCause(d.attempts)
	return d
}

// Run posts what is due, until ctx ends. Then it lets no attempt begin, gives
// those under way StopWithin to finish, cuts off the rest, and returns when the
// end of each is written. A dispatcher runs once. End Run after the last
// Attempt and before the store is closed; an Attempt that comes later puts its
// deliveries back to wait.
func (d *Dispatcher) Run(ctx context.Context) {
	// The lease is needed for as long as attempts may be under way.
	holding, release := context.WithCancel(context.Background())
	var keeper sync.WaitGroup
	keeper.Go(func() { d.keepLease(holding) })
	d.passes(ctx)
	d.stop()
	release()
	keeper.Wait()
}

// restPause is how long after the last look over the lanes the next one is
// made at the earliest, however often something changes.
const restPause = 20 * time.Millisecond

// passes looks over the lanes again and again until ctx ends.
func (d *Dispatcher) passes(ctx context.Context) {
	changes := d.queue.LaneChanges(ctx)
	for ctx.Err() == nil {
		rested := time.Now().Add(restPause)
		wait := time.NewTimer(d.pass(ctx))
		select {
		case <-ctx.Done():
		case <-wait.C:
		case <-d.look:
			sleep(ctx, time.Until(rested))
		case <-changes:
			d.lookUp(ctx, d.awaited())
			sleep(ctx, time.Until(rested))
		}
		wait.Stop()
	}
}

// sleep waits, or for less when ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// lookAgain has the lanes looked over at once.
func (d *Dispatcher) lookAgain() {
	select {
	case d.look <- struct{}{}:
	default:
	}
}

// lookAt has the lanes looked over then, if that is before the next pass.
func (d *Dispatcher) lookAt(t time.Time) {
	if wait := t.Sub(d.options.Now()); wait < d.options.PassEvery {
		time.AfterFunc(wait, d.lookAgain)
	}
}

// pass wakes every lane whose head is due, and returns how long to wait for
// the next one: at most PassEvery, because definitions may have changed.
func (d *Dispatcher) pass(ctx context.Context) time.Duration {
	heads, err := d.queue.Heads(ctx)
	if err != nil {
		if ctx.Err() == nil {
			d.log.Error("the queue cannot be read, nothing is retried until it can", "error", err)
		}
		return d.options.PassEvery
	}
	p := pass{Dispatcher: d, now: d.options.Now(), wait: d.options.PassEvery, probes: make(map[string]integrations.LaneHead)}
	d.forget(heads)
	d.review()
	for _, head := range heads {
		p.look(head)
	}
	for _, head := range p.probes {
		d.wake(head)
	}
	d.probeQuiet(p.probes)
	return max(p.wait, time.Millisecond)
}

// A pass is one look over the lanes.
type pass struct {
	*Dispatcher
	now time.Time
	// wait is how long nothing more is due.
	wait time.Duration
	// probes has the lane that is to be the probe of each failing destination
	// whose probe is due.
	probes map[string]integrations.LaneHead
}

// look does for a lane what its head needs.
func (p *pass) look(head integrations.LaneHead) {
	if head.State == integrations.DeliveryStarted {
		if !head.Elsewhere {
			p.lookAfter(head, p.now)
		}
		return
	}
	p.configured(head.Destination)
	until, why := p.closed(head.Destination)
	switch {
	case !until.IsZero() && p.isFailing(head.Destination) && p.now.Sub(head.CreatedAt) >= p.options.GiveUpAfter:
		p.expire(head, why)
	case !until.IsZero():
		p.waitUntil(until)
	case head.NextAttempt.After(p.now):
		p.hold(head.Lane, head.NextAttempt)
		p.waitUntil(head.NextAttempt)
	case p.isFailing(head.Destination):
		p.probeWith(head)
	default:
		p.wake(head)
	}
}

func (p *pass) waitUntil(t time.Time) { p.wait = min(p.wait, t.Sub(p.now)) }

// probeWith makes a head the probe of its failing destination if its lane comes
// next after the last one: a message that is at fault itself must not be the
// only one that is tried.
func (p *pass) probeWith(head integrations.LaneHead) {
	p.mu.Lock()
	last := p.outlet(head.Destination).probed
	p.mu.Unlock()
	chosen, any := p.probes[head.Destination]
	switch before, after := chosen.Lane > last, head.Lane > last; {
	case !any, after && !before, after == before && head.Lane < chosen.Lane:
		p.probes[head.Destination] = head
	}
}

// lookAfter takes over a started delivery that nobody works on: whoever
// recorded it never came to Attempt. To tell it from one that is just about
// to, it must be seen so twice, PassEvery apart.
func (d *Dispatcher) lookAfter(head integrations.LaneHead, now time.Time) {
	d.mu.Lock()
	since, known := d.orphans[head.ID]
	busy := d.lanes[head.Lane] != nil && d.lanes[head.Lane].runners > 0
	adopt := known && !busy && now.Sub(since) >= d.options.PassEvery
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

// forget drops what is known of lanes that are quiet, of destinations that are
// not missed any more, and the candidates for orphans that are no heads now.
func (d *Dispatcher) forget(heads []integrations.LaneHead) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, o := range d.outlets {
		o.missing = o.missing && slices.ContainsFunc(heads, func(h integrations.LaneHead) bool { return h.Destination == o.name })
	}
	for name := range d.lanes {
		d.tidy(name)
	}
	for id := range d.orphans {
		if !slices.ContainsFunc(heads, func(h integrations.LaneHead) bool { return h.ID == id }) {
			delete(d.orphans, id)
		}
	}
}

// configured notes whether there is such a destination, and logs once when
// there is not, and when it is back.
func (d *Dispatcher) configured(name string) bool {
	_, ok := d.find(name)
	d.mu.Lock()
	o := d.outlet(name)
	changed := o.missing == ok
	o.missing = !ok
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
