package worker

import (
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// tidyTime is how often a worker that was at work looks at its size.
const tidyTime = 200 * time.Millisecond

// tidy lets garbage be collected early enough that a call is not killed for it:
// Go's limit is kept a little below where the parent's begins, from the size
// that the worker has at rest.
func (w *worker) tidy() {
	// A call makes garbage faster than it keeps anything. Below the limit
	// collecting it rarely is worth the memory.
	debug.SetGCPercent(400)
	limit := func() {
		use := memoryNow()
		debug.SetMemoryLimit(use.total + w.memory*collectAt/100)
		w.kept.Store(use.heap + w.memory*curbAt/100)
	}
	limit()
	seen := int64(0)
	for range time.Tick(tidyTime) {
		served, idle := w.served.Load(), w.active.Load() == 0
		switch {
		case idle && served != seen:
			seen = served
			limit()
		case !idle && memoryNow().kept >= w.kept.Load():
			go w.weigh() // it was not told: what it keeps was not touched yet
		}
	}
}

// How much of Options.Memory calls may use until garbage is collected whatever
// it takes, and how much they may keep until one of them is stopped, in percent.
const (
	collectAt = 85
	curbAt    = 70
)

// weighTime is how often a worker that has grown looks at what is kept.
const weighTime = 2 * time.Millisecond

// weigh looks at what is kept, not garbage, while calls run, and has the
// interpreter stop one when that is too much: so a script that piles up values
// learns at which line, and the worker lives on. What grows too fast for that,
// or inside a built-in function, is killed.
//
// Go's collector tells what is kept after each of its cycles, and it runs one
// after the other when the limit that tidy sets is near.
func (w *worker) weigh() {
	if !w.weighing.CompareAndSwap(false, true) {
		return
	}
	defer w.weighing.Store(false)
	for range time.Tick(weighTime) {
		if w.active.Load() == 0 {
			return
		}
		if memoryNow().kept < w.kept.Load() {
			continue
		}
		if stopped := w.host.Curb(w.memory); stopped != nil {
			<-stopped // else its deadline ends this process
			debug.FreeOSMemory()
		}
	}
}

// A memoryUse is what Go's runtime says of its memory, in bytes.
type memoryUse struct {
	// total is all it holds, heap what is set aside for values, and kept what of
	// them the last collection had to keep, with the stacks.
	total, heap, kept int64
}

func memoryNow() memoryUse {
	samples := []metrics.Sample{
		{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/gc/heap/live:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"},
	}
	metrics.Read(samples)
	of := func(i int) int64 { return int64(samples[i].Value.Uint64()) }
	return memoryUse{total: of(0) - of(1), heap: of(2) + of(3) + of(5), kept: of(4) + of(5)}
}
