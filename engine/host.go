package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"
)

// A Host runs many scripts, each in an instance that is kept between calls.
// Calls of one [Script.ID] share an instance, different IDs run in parallel,
// and equal sources are compiled once. It is safe for concurrent use.
type Host struct {
	opts     Options
	programs programs

	mu     sync.Mutex
	closed bool
	hosted map[string]*hosted
	// alive counts the instances that have not ended, and living lists them.
	alive  sync.WaitGroup
	living living
}

// A hosted script is what a Host keeps under an ID.
type hosted struct {
	script Script
	// ready is closed when program or fault is known.
	ready    chan struct{}
	program  *Program
	fault    *Exception
	instance *Instance
}

// NewHost makes a Host. Close it when it is not needed any more.
func NewHost(opts Options) *Host {
	return &Host{opts: opts.withDefaults(), hosted: make(map[string]*hosted)}
}

// Check compiles and evaluates a script and makes its Script object, in an
// instance of its own, without running a request. The error is an *[Exception]
// when the script is at fault; ErrClosed or ctx's when it was not checked.
func (h *Host) Check(ctx context.Context, script Script) error {
	program, err := h.programs.compile(script)
	if err != nil {
		return err
	}
	in := h.start(program, script.ID)
	if in == nil {
		return ErrClosed
	}
	defer in.retire()
	return in.Load(ctx)
}

// Run runs one call in the kept instance of the script. Whatever the script
// does is in the Result; an error means that the call did not run: ErrClosed,
// or ctx ended before it began.
//
// A Source that differs from the last one under the same ID starts a new
// instance, and the old one ends when its calls have. An instance that an
// earlier call left unusable is replaced. So is one that could not be
// evaluated, for that may have been bad luck (a slow moment, the time of day):
// every call tries again, and the evaluation is part of its time. Source that
// is not JavaScript is not tried again.
func (h *Host) Run(ctx context.Context, script Script, c Call) (Result, error) {
	deadline := time.Now().Add(c.left())
	for {
		s, err := h.script(script)
		if err != nil {
			return Result{}, err
		}
		if <-s.ready; s.fault != nil {
			return unevaluated(s.fault), nil
		}
		in, kept := h.instance(script.ID, s)
		if in == nil {
			return Result{}, ErrClosed
		}
		r, err := in.run(ctx, &call{Call: c}, deadline)
		if !kept {
			in.retire()
		}
		if !errors.Is(err, ErrClosed) {
			return r, err
		}
	}
}

// Retain ends the instances of all scripts but these. Their calls finish
// first; Retain does not wait for them.
func (h *Host) Retain(ids ...string) {
	keep := make(map[string]bool, len(ids))
	for _, id := range ids {
		keep[id] = true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for id, s := range h.hosted {
		if !keep[id] {
			delete(h.hosted, id)
			s.retire()
		}
	}
}

// Forget ends the instance of one script, as Retain does with those it is not
// given; a later call begins a new one.
func (h *Host) Forget(id string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if s := h.hosted[id]; s != nil {
		delete(h.hosted, id)
		s.retire()
	}
}

// Close lets the calls under way finish, each within its deadline, ends all
// instances and returns when they have ended. Later calls get ErrClosed. A
// script that cannot be stopped is not waited for.
func (h *Host) Close() {
	h.mu.Lock()
	h.closed = true
	for _, s := range h.hosted {
		s.retire()
	}
	clear(h.hosted)
	h.mu.Unlock()
	h.alive.Wait()
}

// instance returns the live instance of a hosted script; nil when the host is
// closed. A script that was replaced or dropped since it was looked up gets an
// instance that is not kept: for this call alone, to be retired after it.
func (h *Host) instance(id string, s *hosted) (in *Instance, kept bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.hosted[id] != s {
		return h.startLocked(s.program, id, ""), false
	}
	if s.instance == nil || !s.instance.isOpen() {
		s.instance = h.startLocked(s.program, id, s.instance.loss())
	}
	return s.instance, true
}

// start makes an instance that Close waits for; nil when the host is closed.
func (h *Host) start(program *Program, id string) *Instance {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.startLocked(program, id, "")
}

func (h *Host) startLocked(program *Program, id, lost string) *Instance {
	if h.closed {
		return nil
	}
	in := newInstance(program, id, lost, h.opts, nil)
	in.onEnd = func() {
		h.living.remove(in)
		h.alive.Done()
	}
	h.alive.Add(1)
	h.living.add(in)
	return in
}

// Curb stops one call, as at its deadline, because more than limit bytes are
// kept: the one whose code has run longest without a pause, of all scripts; when
// no code runs, the one that has waited longest for a promise. It ends with an
// exception of the name [MemoryError], and what it kept can be freed with its
// instance. Go does not tell who keeps what, so this may be the wrong one where
// several calls run.
//
// The channel is closed when the call is answered; nil says that there is none.
func (h *Host) Curb(limit int64) <-chan struct{} {
	var longest *Instance
	var since time.Time
	running := false
	for _, in := range h.living.list() {
		began, runs := in.atWork()
		if began.IsZero() || running && !runs {
			continue
		}
		if longest == nil || runs && !running || began.Before(since) {
			longest, since, running = in, began, runs
		}
	}
	if longest == nil {
		return nil
	}
	return longest.curb(limit)
}

// A living is the instances of a host that have not ended. It has a mutex of
// its own, which is held while nothing else is locked.
type living struct {
	mu  sync.Mutex
	all map[*Instance]struct{}
}

func (l *living) add(in *Instance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = make(map[*Instance]struct{})
	}
	l.all[in] = struct{}{}
}

func (l *living) remove(in *Instance) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, in)
}

func (l *living) list() []*Instance {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Keys(l.all))
}

// script returns what is hosted under the ID, which is made, or made anew for
// a changed source, by the first call that comes with it.
func (h *Host) script(script Script) (*hosted, error) {
	h.mu.Lock()
	if h.closed {
		h.mu.Unlock()
		return nil, ErrClosed
	}
	old := h.hosted[script.ID]
	if old != nil && old.script.Equal(script) {
		h.mu.Unlock()
		return old, nil
	}
	s := &hosted{script: script, ready: make(chan struct{})}
	h.hosted[script.ID] = s
	old.retire()
	h.mu.Unlock()

	defer close(s.ready)
	program, err := h.programs.compile(script)
	if err != nil && !errors.As(err, &s.fault) {
		s.fault = &Exception{Name: "Error", Message: err.Error(), File: script.Name}
	}
	s.program = program
	return s, nil
}

// retire ends the instance of a hosted script, if there is one, once its calls
// have finished.
func (s *hosted) retire() {
	if s != nil && s.instance != nil {
		s.instance.retire()
	}
}
