package worker

import "testing"

// TestSpare: from the first death of a shared worker on, another one waits to
// take its place.
func TestSpare(t *testing.T) {
	p := NewPool(Options{Workers: 1})
	next := func() *process {
		t.Helper()
		process, err := p.processOf(t.Context(), p.shared[0])
		if err != nil {
			t.Fatal(err)
		}
		p.flying.Wait() // until the spare is started
		return process
	}
	first := next()
	if p.spare != nil {
		t.Error("a spare before any death")
	}
	first.kill("to see what comes")
	second, spare := next(), p.spare
	if second == first || spare == nil {
		t.Fatal("no spare after a death")
	}
	second.kill("to see what comes")
	if third := next(); third != spare || p.spare == spare {
		t.Error("the spare did not take the place")
	}
	last := p.spare
	p.Close()
	if spare.alive() || last.alive() {
		t.Error("workers outlive their pool")
	}
}
