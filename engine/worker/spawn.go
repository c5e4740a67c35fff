package worker

import (
	"os/exec"
	"runtime"
)

// A spawner starts processes from one thread that lives as long as it: the
// signal that tells a child of its parent's death follows the thread.
type spawner struct {
	requests chan spawning
}

type spawning struct {
	cmd    *exec.Cmd
	answer chan error
}

// newSpawner makes a spawner. The processes of a modest one let others go
// first, as far as the system can tell them apart.
func newSpawner(modest bool) *spawner {
	s := &spawner{requests: make(chan spawning)}
	go func() {
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		if modest {
			letOthersGoFirst()
		}
		for r := range s.requests {
			r.answer <- r.cmd.Start()
		}
	}()
	return s
}

func (s *spawner) start(cmd *exec.Cmd) error {
	answer := make(chan error, 1)
	s.requests <- spawning{cmd, answer}
	return <-answer
}

// close ends the thread; children would get their signal, so there must be none.
func (s *spawner) close() { close(s.requests) }
