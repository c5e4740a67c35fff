package worker

import (
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	"rocketscript/engine/worker/internal/wire"
)

// pollTime is how often the size of a busy worker is looked at. Memory is
// written at some gigabytes a second, so a script can be tens of megabytes over
// its limit when it is killed, no more.
const pollTime = 5 * time.Millisecond

// A worker that has nothing to do may be restingGrowth times Options.Memory
// bigger than at its start, and restingScript for each of its scripts.
const (
	restingGrowth = 4
	restingScript = 2 << 20
)

// A watcher looks at the size of a worker while it has something to do.
type watcher struct {
	// size is what was seen last, first what it was at the start, in bytes.
	size, first atomic.Int64
	busy        chan struct{}
	done        chan struct{}
}

func (w *watcher) begin(p *process) {
	w.busy, w.done = make(chan struct{}, 1), make(chan struct{})
	if size, err := residentSize(p.cmd.Process.Pid); err == nil {
		w.size.Store(size)
		w.first.Store(size)
		go w.run(p)
	}
}

// wake starts the watch; it goes on until it finds nothing to do.
func (w *watcher) wake() {
	select {
	case w.busy <- struct{}{}:
	default:
	}
}

func (w *watcher) stop() {
	if w.done != nil {
		close(w.done)
	}
}

func (w *watcher) run(p *process) {
	ticker := time.NewTicker(pollTime)
	defer ticker.Stop()
	for {
		ticker.Stop()
		select {
		case <-w.busy:
		case <-w.done:
			return
		}
		ticker.Reset(pollTime)
		for idle := false; !idle; {
			select {
			case <-ticker.C:
			case <-w.done:
				return
			}
			size, err := residentSize(p.cmd.Process.Pid)
			if err != nil {
				return // it has ended
			}
			grown := size - w.size.Swap(size)
			idle = p.judge(size, grown)
		}
	}
}

// judge kills a worker that has grown too much since a flight began, and has
// one replaced that keeps too much when there is none. It tells which.
func (p *process) judge(size, grown int64) (idle bool) {
	p.mu.Lock()
	over := false
	for _, f := range p.flights {
		over = over || size-f.baseline > p.opts.Memory
		if !f.weighed && size-f.baseline > p.opts.Memory/heavy {
			f.weighed = true
			go p.to.Write(wire.KindWeigh, 0, nil) //nolint:errcheck // one that cannot be told is killed
		}
		if grown > 0 {
			p.grown[f.scriptID] += grown
		}
	}
	idle = len(p.flights) == 0
	p.mu.Unlock()
	switch {
	case over:
		p.kill(p.opts.overMemory())
	case idle && size-p.watcher.first.Load() > restingGrowth*p.opts.Memory+restingScript*p.known.Load():
		p.kill(keepsTooMuch)
	}
	return idle
}

// heavy is what part of Options.Memory a worker has grown by when it is to look
// at what its calls keep: a half.
const heavy = 2

// keepsTooMuch is why a worker is replaced that does nothing.
const keepsTooMuch = "its scripts keep too much memory"

// hoarder returns the script with which the worker grew most, if it may be why
// the worker was replaced; empty when no script stands out.
func (p *process) hoarder() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := slices.Sorted(maps.Keys(p.grown))
	if len(ids) == 0 || p.cause != keepsTooMuch {
		return ""
	}
	most := slices.MaxFunc(ids, func(a, b string) int { return int(p.grown[a] - p.grown[b]) })
	if p.grown[most] < p.opts.Memory {
		return ""
	}
	return most
}

func (o Options) overMemory() string { return fmt.Sprintf("killed: over %d MB", o.Memory/1_000_000) }
