package worker

import (
	"slices"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// keepConsole keeps the console of a call that begins, for the parent to ask
// for: when the worker is killed, nobody else knows it. Nil says that the call
// has ended, with a result that has its console.
func (w *worker) keepConsole(id uint64, printed *engine.Printed) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if printed == nil {
		delete(w.consoles, id)
		return
	}
	w.consoles[id] = printed
}

// printed sends what a call has printed since it was sent last.
func (w *worker) printed(id uint64) {
	w.mu.Lock()
	printed := w.consoles[id]
	w.mu.Unlock()
	if printed == nil {
		return
	}
	if lines := printed.Next(); len(lines) > 0 {
		w.send(wire.KindConsole, id, &wire.Console{Lines: lines})
	}
}

// printedAll does so for all calls: one of them may be killed any moment.
func (w *worker) printedAll() {
	w.mu.Lock()
	ids := make([]uint64, 0, len(w.consoles))
	for id := range w.consoles {
		ids = append(ids, id)
	}
	w.mu.Unlock()
	for _, id := range slices.Sorted(slices.Values(ids)) {
		w.printed(id)
	}
}
