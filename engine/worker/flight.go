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
	// innocent is set when the process was killed for another flight's sake.
	innocent bool
	// late is set for a flight that came when the process took none any more:
	// it did not begin.
	late bool
}

// fly sends a call or check and waits for how it ends. The process is killed
// when limit has passed.
func (p *process) fly(script engine.Script, kind wire.Kind, message func(number uint64) wire.Message, limit time.Duration, verdict string) (*flight, landing) {
	f := &flight{scriptID: script.ID, landed: make(chan landing, 1)}
	id := p.board(f)
	if id == 0 {
		return f, landing{late: true}
	}
	ask := p.opts.Engine.Grace / 2
	timer := time.AfterFunc(limit-ask, func() {
		time.AfterFunc(ask, func() { p.expire(verdict, f) })
		_ = p.to.Write(wire.KindWhere, id, nil) // one that cannot be asked is killed as well
	})
	defer timer.Stop()
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
	p.watcher.wake()
	return p.numbers
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
