//go:build !linux

package worker

import (
	"errors"
	"os"
	"time"
)

// residentSize is known on Linux only: elsewhere a worker watches itself.
func residentSize(int) (int64, error) { return 0, errors.ErrUnsupported }

// processorTime is known on Linux only.
func processorTime(int) (time.Duration, error) { return 0, errors.ErrUnsupported }

// watchSelf ends this process when it grows too much while calls run. Go
// interrupts even a built-in function for it, which a parent could not tell.
func (w *worker) watchSelf() {
	resting := memoryNow().total
	for range time.Tick(pollTime) {
		size := memoryNow().total
		switch {
		case w.active.Load() == 0:
			resting = size
		case size-resting > w.memory:
			os.Stderr.WriteString("out of memory: over the limit of a call\n") //nolint:forbidigo,errcheck // last words
			os.Exit(1)                                                         //nolint:forbidigo // nothing else ends it
		case size-resting > w.memory/heavy:
			go w.weigh()
		}
	}
}
