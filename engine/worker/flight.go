package worker

import (
	"errors"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// A flight is a call or check on its way through a worker.
type flight struct {
	id       uint64
	scriptID string
	landed   chan landing
	// expired is set when the process was killed for this flight's sake.
	expired bool
	// exchanged is set when the script made an HTTP call meanwhile.
	exchanged bool
	// company is set when another script had a call in the worker meanwhile.
	company bool
	// ends is when the process is killed for it, with the verdict; timer comes
	// before, to ask what it does.
	ends    time.Time
	verdict string
	timer   *time.Timer
	// spell is what processor time the process had used when it was first
	// looked at.
	spell spell
	// starved is set when the process was killed for this flight's sake although
	// the machine had hardly let it run.
	starved bool
	// console is what the call has printed, as far as that was asked, in
	// printed bytes.
	console []engine.ConsoleLine
	printed int
	// place is where the call is, once that was asked and is known.
	place string
	// baseline is how big the worker was before; weighed is set when the worker
	// has been told that it has grown much since.
	baseline int64
	weighed  bool
}

// A landing is how a flight ended: with a frame, or with the process.
type landing struct {
	frame wire.Frame
	died  bool
	// cause is why the process ended.
	cause string
	// console is what the call had printed then, as far as that is known.
	console []engine.ConsoleLine
	// innocent is set when the process was killed for another flight's sake.
	innocent bool
	// late is set for a flight that came when the process took none any more:
	// it did not begin.
	late bool
}

// fly sends a call or check and waits for how it ends. The process is killed
// when limit has passed.
func (p *process) fly(script engine.Script, kind wire.Kind, message func(number uint64) wire.Message, limit time.Duration, verdict string) (*flight, landing) {
	f := &flight{scriptID: script.ID, landed: make(chan landing, 1), ends: time.Now().Add(limit), verdict: verdict}
	id := p.board(f)
	if id == 0 {
		return f, landing{late: true}
	}
	defer f.timer.Stop()
	number, err := p.define(script)
	if err == nil {
		err = p.to.Write(kind, id, message(number))
	}
	if errors.Is(err, wire.ErrTooLong) {
		p.disembark(id)
		return f, landing{frame: wire.Frame{Kind: wire.KindUnrun}}
	}
	// Any other error is the end of the process, which listen tells of.
	return f, <-f.landed
}

// board makes the parent know the flight; it returns 0 when there are no more
// flights.
func (p *process) board(f *flight) (id uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flights == nil || p.leaving {
		return 0
	}
	for _, other := range p.flights {
		if other.scriptID != f.scriptID {
			f.company, other.company = true, true
		}
	}
	p.numbers++
	f.id = p.numbers
	f.baseline = p.watcher.size.Load()
	p.flights[p.numbers] = f
	f.timer = time.AfterFunc(min(printedEvery, p.ask(f)), func() { p.alarm(f) })
	p.watcher.wake()
	return p.numbers
}

// printedEvery is how often a worker is asked for what a long call has printed,
// in case it is killed. Most calls are shorter.
const printedEvery = 100 * time.Millisecond

// ask is how long it is until the worker is asked where a flight is.
func (p *process) ask(f *flight) time.Duration {
	return time.Until(f.ends) - p.opts.Engine.Grace/2
}

// alarm asks what a flight does, as long as it is under way, and kills the
// process for it at its end. A worker that cannot be asked is killed as well.
func (p *process) alarm(f *flight) {
	left := p.ask(f)
	p.mu.Lock()
	underway := p.flights[f.id] == f
	if underway && f.spell.from.IsZero() {
		f.spell = p.spell()
	}
	switch {
	case !underway:
	case left > 0:
		f.timer.Reset(min(printedEvery, left))
	default:
		time.AfterFunc(p.opts.Engine.Grace/2, func() { p.expire(f) })
	}
	p.mu.Unlock()
	if !underway {
		return
	}
	_ = p.to.Write(wire.KindPrinted, f.id, nil) // as said
	if left <= 0 {
		_ = p.to.Write(wire.KindWhere, f.id, nil) // as said
	}
}

// print keeps what a call has printed, no more of it than a result may have: a
// worker is not believed.
func (f *flight) print(lines []engine.ConsoleLine, o engine.Options) {
	for _, line := range lines {
		if len(f.console) >= o.ConsoleLines || f.printed+len(line.Text) > o.ConsoleBytes {
			return
		}
		f.console = append(f.console, line)
		f.printed += len(line.Text)
	}
}

func (p *process) disembark(id uint64) *flight {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.flights[id]
	delete(p.flights, id)
	return f
}

// A defined script is one that the worker was given.
type defined struct {
	number uint64
	script engine.Script
}

// define makes the worker know the script, and returns its number.
func (p *process) define(script engine.Script) (number uint64, err error) {
	p.defining.Lock()
	defer p.defining.Unlock()
	known, is := p.scripts[script.ID]
	if is && known.script.Equal(script) {
		return known.number, nil
	}
	p.defined++
	number = p.defined
	if err := p.to.Write(wire.KindDefine, number, (*wire.Script)(&script)); err != nil {
		return 0, err
	}
	p.scripts[script.ID] = defined{number, script}
	p.known.Store(int64(len(p.scripts)))
	if is {
		err = p.to.Write(wire.KindForget, known.number, nil)
	}
	return number, err
}

// retain has the worker forget the scripts that are not named.
func (p *process) retain(keep map[string]bool) {
	p.defining.Lock()
	defer p.defining.Unlock()
	for id := range p.scripts {
		if !keep[id] {
			p.drop(id)
		}
	}
}

// forget has the worker forget one script.
func (p *process) forget(id string) {
	p.defining.Lock()
	defer p.defining.Unlock()
	p.drop(id)
}

// drop is forget, called with defining held.
func (p *process) drop(id string) {
	if known, is := p.scripts[id]; is {
		delete(p.scripts, id)
		p.known.Store(int64(len(p.scripts)))
		_ = p.to.Write(wire.KindForget, known.number, nil) // a process that has ended knows nothing anyway
	}
}
