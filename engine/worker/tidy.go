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
	limit := func() { debug.SetMemoryLimit(memoryInUse() + w.memory*7/8) }
	limit()
	seen := int64(0)
	for range time.Tick(tidyTime) {
		if served := w.served.Load(); served != seen && w.active.Load() == 0 {
			seen = served
			limit()
		}
	}
}

// memoryInUse returns how much memory Go's runtime holds, in bytes.
func memoryInUse() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
