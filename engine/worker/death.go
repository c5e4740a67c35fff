package worker

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// kill ends the process at once. The verdict says why, to people.
func (p *process) kill(verdict string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.killLocked(verdict, nil)
}

func (p *process) killLocked(verdict string, culprit *flight) {
	if p.flights != nil {
		_ = p.cmd.Process.Kill() // it may have ended by itself
		p.crash(verdict, culprit)
	}
}

// expire kills the process for the sake of a flight, unless that has landed.
func (p *process) expire(f *flight) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.flights[f.id] != f {
		return
	}
	f.expired = true
	f.starved = f.spell.starved(p.spell())
	verdict := f.verdict
	if f.starved {
		verdict += "; the machine is too busy to run it"
	}
	if f.place != "" {
		verdict += ", in " + f.place
	}
	p.killLocked(verdict, f)
}

// crash lands all flights of a process that has ended, or is as good as that:
// nobody waits until the system has cleared it away. The culprit is nil where it
// is not known. It is called with the mutex held.
func (p *process) crash(cause string, culprit *flight) {
	p.cause = cause
	for _, id := range slices.Sorted(maps.Keys(p.flights)) {
		f := p.flights[id]
		f.landed <- landing{died: true, cause: cause, console: f.console, innocent: culprit != nil && f.scriptID != culprit.scriptID}
	}
	p.flights = nil
}

// reap waits for the end of a process whose pipe is at its end, and lands its
// flights.
func (p *process) reap() {
	p.stopHTTP()
	_ = p.in.Close()         // it may be closed already
	_ = p.cmd.Process.Kill() // it has ended, or else it must
	err := p.cmd.Wait()
	p.watcher.stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.out.Close()
	if p.flights != nil {
		p.crash(p.collapse(err), nil)
	}
	close(p.died)
}

// collapse says what a worker died of that was not killed by its parent.
func (p *process) collapse(err error) string {
	text := p.stderr.String()
	switch {
	case strings.Contains(text, "out of memory"), strings.Contains(text, "cannot allocate memory"):
		return p.opts.overMemory() // at once, before it was seen to grow
	case strings.Contains(text, "stack exceeds"), strings.Contains(text, "stack overflow"):
		return "killed: a built-in function recursed too deep"
	}
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	switch {
	case first != "":
		return "the worker crashed: " + first
	case err != nil:
		return "the worker ended: " + err.Error()
	}
	return "the worker ended"
}

// endedBy says why the process has ended.
func (p *process) endedBy() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.cause
}

// blame tells whether the death of the process is yet to be put on a script:
// many calls of one may die with it.
func (p *process) blame() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.blamed
	p.blamed = true
	return !was
}

// A tail keeps the beginning of what a worker writes before it dies: Go's
// runtime says there what it died of.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// Write keeps the first few kilobytes.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if room := 8<<10 - len(t.text); room > 0 {
		t.text = append(t.text, b[:min(room, len(b))]...)
	}
	return len(b), nil
}

// String returns what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
