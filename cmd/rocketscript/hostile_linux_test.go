package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// watchEvery is how often the processes are looked at.
const watchEvery = 10 * time.Millisecond

// A processWatch looks at a server and its workers.
type processWatch struct {
	t      *testing.T
	server int
	done   chan struct{}
	ended  sync.WaitGroup

	mu sync.Mutex
	// seen has when each process started, by which a number that was used
	// again is told.
	seen map[int]string
	// highest is since peak was asked for last.
	highest, most, mostOfServer int64
}

func watchProcesses(t *testing.T, server int) *processWatch {
	w := &processWatch{t: t, server: server, done: make(chan struct{}), seen: make(map[int]string)}
	w.ended.Go(func() {
		ticker := time.NewTicker(watchEvery)
		defer ticker.Stop()
		for {
			w.look()
			select {
			case <-ticker.C:
			case <-w.done:
				return
			}
		}
	})
	return w
}

func (w *processWatch) look() {
	server := resident(w.server)
	sum := server
	workers := childrenOf(w.server)
	for _, pid := range workers {
		sum += resident(pid)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, pid := range workers {
		if w.seen[pid] == "" {
			w.seen[pid] = startOf(pid)
		}
	}
	w.highest, w.most, w.mostOfServer = max(w.highest, sum), max(w.most, sum), max(w.mostOfServer, server)
}

// peak returns the most that all processes together had in memory since it was
// asked last.
func (w *processWatch) peak() int64 {
	w.look()
	w.mu.Lock()
	defer w.mu.Unlock()
	highest := w.highest
	w.highest = 0
	return highest
}

// end holds that no process is left.
func (w *processWatch) end() {
	close(w.done)
	w.ended.Wait()
	for pid, start := range w.seen {
		if left := startOf(pid); start != "" && left == start {
			w.t.Errorf("process %d is an orphan", pid)
		}
	}
	if len(w.seen) == 0 {
		w.t.Error("no workers were seen")
	}
}

// descriptors waits until the server has no more than that many open.
func (w *processWatch) descriptors(atMost int) (open int) {
	for deadline := time.Now().Add(hung); time.Now().Before(deadline); {
		if open = openDescriptors(w.server); open <= atMost {
			break
		}
		<-time.After(watchEvery)
	}
	return open
}

// openDescriptors counts what a process has open.
func openDescriptors(pid int) int {
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		return 0
	}
	return len(entries)
}

// childrenOf lists the processes that the threads of one started.
func childrenOf(pid int) (children []int) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return nil
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		for _, field := range strings.Fields(string(text)) {
			if child, err := strconv.Atoi(field); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// resident is what a process has in memory; 0 when it has ended.
func resident(pid int) int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	fields := strings.Fields(string(text))
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// startOf is when a process started; empty when there is none.
func startOf(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, found := strings.Cut(string(text), ") ")
	fields := strings.Fields(rest)
	if err != nil || !found || len(fields) < 20 || fields[0] == "Z" {
		return ""
	}
	return fields[19]
}
