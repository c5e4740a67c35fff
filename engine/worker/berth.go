package worker

import (
	"context"
	"hash/fnv"
	"log/slog"
	"sync"
	"time"
)

// A berth is where a worker is, or will be when it is needed.
type berth struct {
	// spawner starts its processes.
	spawner *spawner
	// apart is set for a worker that belongs to one script; it holds a token
	// of Pool.extra while its process lives.
	apart bool
	// idle is how long its worker waits for something to do; zero means for ever.
	idle time.Duration
	// starting holds a token while a process is started. That takes long on a
	// machine that is overloaded, and nobody waits for it beyond a deadline.
	starting chan struct{}

	mu      sync.Mutex
	process *process
	// leave ends a worker that is not needed.
	leave *time.Timer
}

func newBerth(spawner *spawner, idle time.Duration) *berth {
	return &berth{spawner: spawner, idle: idle, starting: make(chan struct{}, 1)}
}

// alive returns the process that takes flights, else nil, and the one before.
func (b *berth) alive() (now, before *process) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.process != nil && b.process.alive() {
		return b.process, nil
	}
	return nil, b.process
}

// berth returns where a script runs.
func (p *Pool) berth(id string) *berth {
	apart := p.conduct.apart(id, p.opts.Now())
	p.mu.Lock()
	defer p.mu.Unlock()
	if apart {
		if p.apart[id] == nil {
			p.apart[id] = newBerth(p.modest, apartIdleTime)
			p.apart[id].apart = true
		}
		return p.apart[id]
	}
	if left := p.apart[id]; left != nil {
		delete(p.apart, id)
		go p.clear(left)
	}
	hash := fnv.New32a()
	hash.Write([]byte(id))
	return p.shared[int(hash.Sum32()%uint32(len(p.shared)))]
}

// processOf returns the live process at a berth, started if need be. One that is
// started too late for this call is there for the next.
func (p *Pool) processOf(ctx context.Context, b *berth) (*process, error) {
	if process, _ := b.alive(); process != nil {
		return process, nil
	}
	select {
	case b.starting <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var process *process
	var err error
	started := make(chan struct{})
	p.flying.Go(func() {
		defer func() { <-b.starting }()
		defer close(started)
		process, err = p.board(ctx, b)
	})
	select {
	case <-started:
		return process, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// board starts the process of a berth, unless it is there by now. It is called
// with the token of the berth.
func (p *Pool) board(ctx context.Context, b *berth) (*process, error) {
	process, before := b.alive()
	if process != nil {
		return process, nil
	}
	if before != nil && !before.released() {
		p.restarted(before)
	}
	if b.apart {
		if err := p.reserve(ctx); err != nil {
			return nil, err
		}
	}
	process, err := p.launchFor(b, before)
	if err != nil {
		if b.apart {
			<-p.extra
		}
		return nil, err
	}
	b.mu.Lock()
	b.process = process
	b.mu.Unlock()
	p.leave(b)
	if b.apart {
		go func() {
			<-process.died
			<-p.extra
		}()
	}
	return process, nil
}

// leave ends the worker of a berth when it is not needed for a while.
func (p *Pool) leave(b *berth) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.leave != nil {
		b.leave.Stop()
	}
	if b.idle > 0 {
		b.leave = time.AfterFunc(b.idle, func() { p.vacate(b) })
	}
}

// apartIdleTime is how long a worker apart waits for its script.
const apartIdleTime = time.Minute

// restarted tells of a worker that died.
func (p *Pool) restarted(old *process) {
	p.opts.Logger.Warn("a worker is started again; scripts that ran in it lost their state", "cause", old.endedBy())
	if id := old.hoarder(); id != "" {
		p.opts.Logger.Warn("a script seems to keep too much memory, it has a worker of its own now", "script", id)
		p.conduct.suspect(id, p.opts.Now())
	}
}

// reserve takes a place for one more worker; those that wait idle for their
// script make room.
func (p *Pool) reserve(ctx context.Context) error {
	for {
		select {
		case p.extra <- struct{}{}:
			return nil
		default:
		}
		p.evict()
		select {
		case p.extra <- struct{}{}:
			return nil
		case <-time.After(pollTime):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// evict ends the workers apart that have nothing to do.
func (p *Pool) evict() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.apart {
		if process, _ := b.alive(); process != nil {
			go process.closeIdle()
		}
	}
}

// alone starts a worker for one call.
func (p *Pool) alone(ctx context.Context) (process *process, release func(), err error) {
	if err := p.reserve(ctx); err != nil {
		return nil, nil, err
	}
	process, err = p.replacement()
	if err != nil {
		<-p.extra
		return nil, nil, err
	}
	return process, func() {
		go func() {
			process.close()
			<-p.extra
		}()
	}, nil
}

// launchFor starts the process of a berth. Calls wait for one that takes the
// place of a shared one, so there is a spare.
func (p *Pool) launchFor(b *berth, before *process) (*process, error) {
	if before != nil && b.spawner == p.spawner {
		return p.replacement()
	}
	return p.launch(b.spawner)
}

// replacement returns the spare, and has another one started.
func (p *Pool) replacement() (*process, error) {
	p.mu.Lock()
	spare := p.spare
	p.spare = nil
	if !p.sparing && !p.closed {
		p.sparing = true
		p.flying.Go(p.startSpare)
	}
	p.mu.Unlock()
	if spare != nil && spare.alive() {
		return spare, nil
	}
	return p.launch(p.spawner)
}

func (p *Pool) startSpare() {
	process, err := p.launch(p.spawner)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sparing = false
	if err == nil { // else there is none: who needs one says what is wrong
		p.spare = process
	}
}

func (p *Pool) launch(spawner *spawner) (*process, error) {
	p.mu.Lock()
	p.serial++
	serial := p.serial
	p.mu.Unlock()
	process, err := launch(p.opts, serial, spawner)
	if err == nil {
		p.tell(process)
	}
	return process, err
}

// tell logs, once, how the workers are locked in.
func (p *Pool) tell(process *process) {
	p.mu.Lock()
	told := p.told
	p.told = true
	p.mu.Unlock()
	if told {
		return
	}
	var attributes []slog.Attr
	for _, step := range process.steps {
		state := "yes"
		if step.Fault != "" {
			state = "no: " + step.Fault
		}
		attributes = append(attributes, slog.String(step.Name, state))
	}
	p.opts.Logger.LogAttrs(context.Background(), slog.LevelInfo, "scripts run in worker processes", attributes...)
}

// clear ends the worker of a berth that is given up, once it has nothing to do.
func (p *Pool) clear(b *berth) {
	b.starting <- struct{}{} // one that is started now is given up, too
	defer func() { <-b.starting }()
	if process, _ := b.alive(); process != nil {
		process.drain()
	}
}

// vacate ends the worker of a berth unless it has something to do.
func (p *Pool) vacate(b *berth) {
	if process, _ := b.alive(); process != nil {
		process.closeIdle()
	}
}
