package worker

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// A Pool runs scripts in worker processes. It does what an [engine.Host] does,
// with the same methods, and survives whatever a script does to its process.
// It is safe for concurrent use.
type Pool struct {
	opts    Options
	spawner *spawner
	// modest starts the workers of scripts that killed one, or are checked.
	modest  *spawner
	conduct conduct

	// ended is closed when Close is done.
	ended chan struct{}

	mu     sync.Mutex
	closed bool
	serial uint64
	// shared are the workers that scripts share, apart those of one script.
	shared []*berth
	apart  map[string]*berth
	// checkers are the free workers in which scripts are checked, one at a time
	// in each: what was not seen yet is nobody's neighbour. They end when
	// nothing was checked for a while.
	checkers chan *berth
	// lastRun tells where a script ran last, by the number of the process.
	lastRun map[string]place
	// extra bounds the workers besides the shared ones.
	extra chan struct{}
	// again are the calls that are run again.
	again turns
	// spare is a worker that waits to take the place of one that dies, from the
	// first death on; sparing is set while it is started.
	spare   *process
	sparing bool
	// flying counts the calls under way, and spares that are started.
	flying sync.WaitGroup
	// told is set when the measures of the workers were logged.
	told bool
}

type place struct {
	process uint64
	script  engine.Script
}

// NewPool makes a Pool. Its workers start when they are needed. Close it when
// it is not needed any more.
func NewPool(opts Options) *Pool {
	opts = opts.withDefaults()
	p := &Pool{
		opts: opts, spawner: newSpawner(false), modest: newSpawner(true), ended: make(chan struct{}),
		apart: make(map[string]*berth), lastRun: make(map[string]place),
		extra: make(chan struct{}, opts.Workers+4), checkers: make(chan *berth, checkersAtOnce),
	}
	for range checkersAtOnce {
		p.checkers <- newBerth(p.modest, checkerIdleTime)
	}
	for range opts.Workers {
		p.shared = append(p.shared, newBerth(p.spawner, 0))
	}
	return p
}

// Check is [engine.Host.Check] in a worker. A script that kills the worker is
// at fault: it loops for ever, or takes too much memory, while it is evaluated.
func (p *Pool) Check(ctx context.Context, script engine.Script) error {
	if err := p.enter(ctx); err != nil {
		return err
	}
	defer p.flying.Done()
	var checker *berth
	select {
	case checker = <-p.checkers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer p.checked(checker)
	_, process, landed, err := p.fly(ctx, checker, func(process *process) (*flight, landing) { return p.check(process, script) })
	if err != nil {
		return err
	}
	if landed.died {
		return &engine.Exception{Name: "Error", Message: landed.cause, File: script.Name}
	}
	process.forget(script.ID)
	var checked wire.Checked
	if err := open(landed.frame, wire.KindChecked, &checked); err != nil {
		return err
	}
	if checked.Fault != nil {
		return checked.Fault
	}
	return nil
}

// check sends a check.
func (p *Pool) check(process *process, script engine.Script) (*flight, landing) {
	return process.fly(script, wire.KindCheck, func(number uint64) wire.Message { return &wire.Check{Script: number} },
		engine.DefaultTimeout+p.opts.Engine.Grace, stillRunning(engine.DefaultTimeout))
}

// fly sends what send sends, through the worker of a berth. One that is on its
// way out takes nothing; then there is another, and also when it was killed for
// the sake of another script, unless HTTP calls would be made again.
func (p *Pool) fly(ctx context.Context, b *berth, send func(*process) (*flight, landing)) (*flight, *process, landing, error) {
	for {
		process, err := p.processOf(ctx, b)
		if err != nil {
			return nil, nil, landing{}, err
		}
		f, landed := send(process)
		again := landed.late || landed.innocent && !f.exchanged && ctx.Err() == nil
		if !again {
			return f, process, landed, nil
		}
	}
}

// checked frees a checker, and ends its worker when it is not needed for a
// while.
func (p *Pool) checked(checker *berth) {
	p.leave(checker)
	p.checkers <- checker
}

const (
	// checkersAtOnce is how many scripts are checked at the same time: some
	// that loop for ever must not keep the others waiting.
	checkersAtOnce = 4
	// checkerIdleTime is how long a checker waits for another script.
	checkerIdleTime = 5 * time.Second
)

// Run is [engine.Host.Run] in a worker. A call whose worker dies is run once
// more, alone in a fresh worker, for it may have been another's doing, unless
// it had made HTTP calls. If the fresh worker dies too, the script is to blame:
// the Result has an exception that says what it did, the script gets a worker
// of its own until it behaved for an hour, and one that goes on killing is not
// run for a while.
func (p *Pool) Run(ctx context.Context, script engine.Script, c engine.Call) (engine.Result, error) {
	if err := p.enter(ctx); err != nil {
		return engine.Result{}, err
	}
	defer p.flying.Done()
	p.noticeEdit(script)
	if why := p.conduct.paused(script.ID, p.opts.Now()); why != "" {
		return killed(script, landing{cause: why}, 0), nil
	}
	began := time.Now()
	timeout := cmp.Or(c.Timeout, engine.DefaultTimeout)
	berth := p.berth(script.ID)
	starting, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	c.Timeout = timeout
	f, process, landed, err := p.fly(starting, berth, func(process *process) (*flight, landing) {
		c.Spent = spent(began, timeout)
		return p.run(process, script, c)
	})
	if err != nil {
		return engine.Result{}, err
	}
	p.leave(berth)
	c.Spent = spent(began, timeout)
	if !landed.died {
		r, err := p.result(process, script, landed)
		if err == nil && curbed(r) && f.company {
			return p.unsure(ctx, script, c, r, f.exchanged, began)
		}
		return r, err
	}
	switch {
	case f.starved:
		p.opts.Logger.Warn("a script was ended because the machine is too busy to run it", "script", script.ID, "file", script.Name)
		p.noteRun(process, script)
		return killed(script, landed, time.Since(began)), nil
	case f.expired, berth.apart: // alone there, it is to blame
		return p.blame(process, script, landed, began), nil
	case f.exchanged:
		p.conduct.suspect(script.ID, p.opts.Now())
		landed.cause += "; the call had made HTTP calls, so it was not run again"
		return killed(script, landed, time.Since(began)), nil
	}
	return p.rerun(ctx, script, c, landed, began)
}

// curbed tells whether a call was stopped for the memory that it kept.
func curbed(r engine.Result) bool {
	return r.Exception != nil && r.Exception.Name == engine.MemoryError
}

// unsure deals with a call that was stopped for what its worker kept while
// other scripts ran there, and so may have been the wrong one: it is run again,
// alone, like one whose worker died. Alone it is to blame for what is kept.
func (p *Pool) unsure(ctx context.Context, script engine.Script, c engine.Call, r engine.Result, exchanged bool, began time.Time) (engine.Result, error) {
	if !exchanged {
		return p.rerun(ctx, script, c, landing{cause: r.Exception.Message, console: r.Console}, began)
	}
	p.conduct.suspect(script.ID, p.opts.Now())
	r.Exception.Message += "; other scripts ran beside it, but it had made HTTP calls, so it was not run again"
	return r, nil
}

// spent is how much of its time a call has spent that waited for a worker, or
// is run again. What is left is enough for an honest call.
func spent(began time.Time, timeout time.Duration) time.Duration {
	return min(time.Since(began), timeout-min(shortest, timeout))
}

// shortest is the least time a call has once it is begun.
const shortest = 50 * time.Millisecond

func (p *Pool) rerun(ctx context.Context, script engine.Script, c engine.Call, first landing, began time.Time) (engine.Result, error) {
	waiting, cancel := context.WithTimeout(ctx, c.Timeout-c.Spent)
	defer cancel()
	// One at a time: many calls of a script that kills must not take the
	// places of its neighbours', which died with them.
	turn, err := p.again.take(waiting, script.ID)
	if err == nil {
		defer p.again.leave(script.ID, turn)
		if why := p.conduct.paused(script.ID, p.opts.Now()); why != "" {
			return killed(script, landing{cause: why, console: first.console}, time.Since(began)), nil
		}
		err = turn.board(waiting, p)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		// Whoever it was that killed, this call ran for long.
		p.conduct.suspect(script.ID, p.opts.Now())
		first.cause += "; there was no time left to run the call again"
		return killed(script, first, time.Since(began)), nil
	}
	if err != nil {
		return engine.Result{}, fmt.Errorf("run the call again after its worker died (%s): %w", first.cause, err)
	}
	c.Spent = spent(began, c.Timeout)
	process := turn.process
	_, landed := p.run(process, script, c)
	if landed.died {
		return p.blame(process, script, landed, began), nil
	}
	r, err := p.result(process, script, landed)
	if err == nil && (curbed(r) || r.Exception != nil && r.Exception.Name == "TimeoutError") {
		// Its neighbours are better off without it; or it had less than its
		// whole time, and who knows what it would have done.
		p.conduct.suspect(script.ID, p.opts.Now())
	}
	return r, err
}

// run sends a call.
func (p *Pool) run(process *process, script engine.Script, c engine.Call) (*flight, landing) {
	return process.fly(script, wire.KindRun, func(number uint64) wire.Message { return &wire.Run{Script: number, Call: c} },
		c.Timeout-c.Spent+p.opts.Engine.Grace, stillRunning(c.Timeout))
}

func stillRunning(timeout time.Duration) string {
	return fmt.Sprintf("killed: still running after %g s", timeout.Seconds())
}

// result opens the frame a call landed with.
func (p *Pool) result(process *process, script engine.Script, landed landing) (engine.Result, error) {
	var result wire.Result
	if err := open(landed.frame, wire.KindResult, &result); err != nil {
		return engine.Result{}, err
	}
	r := engine.Result(result)
	if lost := p.noteRun(process, script); lost && r.StateLost == "" {
		r.StateLost = "worker restarted"
	}
	return r, nil
}

// open decodes a frame of the kind that was asked for.
func open(frame wire.Frame, kind wire.Kind, message wire.Message) error {
	if frame.Kind == kind {
		return wire.Decode(frame.Body, message)
	}
	var unrun wire.Unrun
	if err := wire.Decode(frame.Body, &unrun); err != nil || frame.Kind != wire.KindUnrun {
		return errors.New("worker: the call could not be sent, or its result not be read")
	}
	return errors.New("worker: " + unrun.Reason)
}

// noteRun tells whether the script had run before elsewhere, so that what it
// kept there is lost.
func (p *Pool) noteRun(process *process, script engine.Script) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	last, ran := p.lastRun[script.ID]
	if ran && last.process == process.serial && last.script.Equal(script) {
		return false
	}
	p.lastRun[script.ID] = place{process.serial, script}
	return ran && last.process != process.serial && last.script.Equal(script)
}

// noticeEdit ends the pause of a script that was changed.
func (p *Pool) noticeEdit(script engine.Script) {
	p.mu.Lock()
	last, ran := p.lastRun[script.ID]
	p.mu.Unlock()
	if ran && !last.script.Equal(script) {
		p.conduct.edited(script.ID)
	}
}

// blame ends a call whose script killed its worker.
func (p *Pool) blame(process *process, script engine.Script, landed landing, began time.Time) engine.Result {
	p.noteRun(process, script)
	if !process.blame() {
		return killed(script, landed, time.Since(began))
	}
	pause := p.conduct.kill(script.ID, landed.cause, p.opts.Now())
	log := p.opts.Logger.With("script", script.ID, "file", script.Name, "cause", landed.cause)
	if pause > 0 {
		log.Error("a script killed its worker again, it is not run for a while", "pause", pause.String())
	} else {
		log.Warn("a script killed its worker, it has one of its own now")
	}
	return killed(script, landed, time.Since(began))
}

// killed is the result of a call that was ended from outside.
func killed(script engine.Script, landed landing, took time.Duration) engine.Result {
	return engine.Result{
		Outcome:   engine.OutcomeScriptError,
		Exception: &engine.Exception{Name: "Error", Message: landed.cause, File: script.Name},
		Console:   landed.console,
		Duration:  took,
	}
}

func (p *Pool) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return engine.ErrClosed
	}
	p.flying.Add(1)
	return nil
}

// Retain is [engine.Host.Retain]. What the scripts that are not named did to
// their workers is forgotten, too.
func (p *Pool) Retain(ids ...string) {
	keep := make(map[string]bool, len(ids))
	for _, id := range ids {
		keep[id] = true
	}
	p.conduct.retain(keep)
	p.mu.Lock()
	berths := append([]*berth(nil), p.shared...)
	for id, b := range p.apart {
		if !keep[id] {
			delete(p.apart, id)
			go p.clear(b)
		}
	}
	for id := range p.lastRun {
		if !keep[id] {
			delete(p.lastRun, id)
		}
	}
	p.mu.Unlock()
	for _, b := range berths {
		if process, _ := b.alive(); process != nil {
			process.retain(keep)
		}
	}
}

// Forget is [engine.Host.Forget].
func (p *Pool) Forget(id string) {
	p.mu.Lock()
	apart := p.apart[id]
	delete(p.apart, id)
	delete(p.lastRun, id)
	berths := append([]*berth(nil), p.shared...)
	p.mu.Unlock()
	if apart != nil {
		go p.clear(apart)
	}
	for _, b := range berths {
		if process, _ := b.alive(); process != nil {
			process.forget(id)
		}
	}
}

// Paused says why a script is not run for now: it killed its worker again and
// again. It is empty for a script that is run.
func (p *Pool) Paused(id string) string { return p.conduct.paused(id, p.opts.Now()) }

// Close lets the calls under way finish, each within its deadline, and ends all
// workers; any call of it returns when that is so. Later calls of Run and Check
// get [engine.ErrClosed].
func (p *Pool) Close() {
	p.mu.Lock()
	first := !p.closed
	p.closed = true
	p.mu.Unlock()
	if first {
		p.end()
		close(p.ended)
	}
	<-p.ended
}

// end waits for the calls under way, and ends all workers.
func (p *Pool) end() {
	p.flying.Wait()
	p.mu.Lock()
	berths := append([]*berth(nil), p.shared...)
	for range checkersAtOnce {
		berths = append(berths, <-p.checkers) // nobody checks any more
	}
	for _, b := range p.apart {
		berths = append(berths, b)
	}
	if p.spare != nil {
		berths = append(berths, &berth{process: p.spare})
	}
	p.mu.Unlock()
	var ending sync.WaitGroup
	for _, b := range berths {
		ending.Go(func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			if b.leave != nil {
				b.leave.Stop()
			}
			if b.process != nil && b.process.alive() {
				b.process.close()
			}
		})
	}
	ending.Wait()
	for range cap(p.extra) { // those that ran one call are on their way out
		p.extra <- struct{}{}
	}
	p.spawner.close()
	p.modest.close()
}
