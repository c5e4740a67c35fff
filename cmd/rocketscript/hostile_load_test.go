package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// The load on the neighbours: each gets a request every loadEvery, whether or
// not those before were answered.
const (
	neighbours = 6
	loadEvery  = 100 * time.Millisecond
)

const neighbourScript = `let calls = 0;

class Script {
  process_incoming_request({ request }) {
    calls++;
    return { content: { text: 'call ' + calls }, response: { n: request.content.n } };
  }
}
`

func neighbourID(i int) string { return fmt.Sprintf("neighbour-%d", i) }

// A load posts to the neighbours until it is stopped.
type load struct {
	t      *testing.T
	base   string
	client *http.Client
	cancel context.CancelFunc
	busy   sync.WaitGroup

	mu      sync.Mutex
	more    *sync.Cond
	samples []sample
	faults  []string
}

// A sample is one request to a neighbour: when it was due, and how long after
// that it was answered.
type sample struct {
	due  time.Time
	took time.Duration
}

func startLoad(t *testing.T, base string) *load {
	ctx, cancel := context.WithCancel(t.Context())
	l := &load{t: t, base: base, cancel: cancel, client: &http.Client{Timeout: hung, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	l.more = sync.NewCond(&l.mu)
	for i := range neighbours {
		l.busy.Go(func() { l.run(ctx, i) })
	}
	return l
}

func (l *load) run(ctx context.Context, neighbour int) {
	ticker := time.NewTicker(loadEvery)
	defer ticker.Stop()
	due := time.Now()
	for n := 0; ; n++ {
		due = due.Add(loadEvery)
		l.busy.Go(func() { l.post(neighbour, n, due) })
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return
		}
	}
}

func (l *load) post(neighbour, n int, due time.Time) {
	began := time.Now()
	fault := l.ask(neighbourID(neighbour), n)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.samples = append(l.samples, sample{due, time.Since(began)})
	if fault != "" {
		l.faults = append(l.faults, fault)
	}
	l.more.Broadcast()
}

// ask posts to a neighbour; its script tells which request it answers.
func (l *load) ask(id string, n int) (fault string) {
	response, err := l.client.Post(l.base+"/hooks/"+id+"/t", "application/json", strings.NewReader(fmt.Sprintf(`{"n":%d}`, n)))
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(text), fmt.Sprintf(`"n":%d`, n)) {
		return fmt.Sprintf("%s answered request %d with %d %s", id, n, response.StatusCode, text)
	}
	return ""
}

func (l *load) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.samples)
}

// until waits until that many requests were answered.
func (l *load) until(count int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.samples) < count {
		l.more.Wait()
	}
}

// stop ends the load, which no neighbour may have failed.
func (l *load) stop() {
	l.cancel()
	l.busy.Wait()
	l.client.CloseIdleConnections()
	for _, fault := range l.faults[:min(10, len(l.faults))] {
		l.t.Errorf("a neighbour failed (%d times in all): %s", len(l.faults), fault)
	}
}

// between returns how long requests took that were due between two times,
// sorted.
func (l *load) between(from, to time.Time) (took []time.Duration) {
	for _, s := range l.samples {
		if s.due.After(from) && s.due.Before(to) {
			took = append(took, s.took)
		}
	}
	slices.Sort(took)
	return took
}

// quantile of sorted durations; 0 of none.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}
