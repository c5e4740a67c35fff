package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A target is an integration that senders post to.
type target struct {
	id    string
	lanes []string
	// insists: its sender sends a request again, under the same delivery id,
	// until it is answered 200, and now and then twice at once.
	insists bool
}

// sendEvery is how often a sender sends, if it is answered by then.
const sendEvery = 100 * time.Millisecond

// senders post to the nodes until they are stopped.
type senders struct {
	nodes  []*node
	client *http.Client
	stop   context.CancelFunc
	busy   sync.WaitGroup

	mu       sync.Mutex
	answered *sync.Cond
	promises []promise
	tries    int
	statuses map[int]int
}

func startSenders(nodes []*node, targets []target, each int) *senders {
	ctx, stop := context.WithCancel(context.Background())
	s := &senders{nodes: nodes, stop: stop, statuses: make(map[int]int), client: &http.Client{Timeout: 2 * time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	s.answered = sync.NewCond(&s.mu)
	for _, t := range targets {
		for i := range each {
			s.busy.Go(func() { s.run(ctx, t, fmt.Sprintf("%s.%d", t.id, i)) })
		}
	}
	return s
}

// finish stops the senders, when their last requests are answered.
func (s *senders) finish() {
	s.stop()
	s.busy.Wait()
	s.client.CloseIdleConnections()
}

// run sends one request after the other.
func (s *senders) run(ctx context.Context, t target, name string) {
	ticker := time.NewTicker(sendEvery)
	defer ticker.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		p := promise{key: fmt.Sprintf("%s %d", name, n), lanes: t.lanes, sent: time.Now()}
		p.status = s.send(t, p.key)
		for t.insists && p.status != http.StatusOK {
			p.status = s.send(t, p.key)
		}
		p.ended = time.Now()
		s.mu.Lock()
		s.promises = append(s.promises, p)
		s.mu.Unlock()
	}
}

// send sends a request to one of the nodes that are up, or twice at once to two
// of them. It returns the best answer.
func (s *senders) send(t target, key string) (status int) {
	if !t.insists || rand.IntN(10) > 0 {
		return s.ask(t, key)
	}
	twin := make(chan int)
	go func() { twin <- s.ask(t, key) }()
	status = s.ask(t, key)
	if other := <-twin; status != http.StatusOK {
		status = other
	}
	return status
}

func (s *senders) ask(t target, key string) (status int) {
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.tries++
		s.statuses[status]++
		s.answered.Broadcast()
	}()
	request, err := http.NewRequest(http.MethodPost, s.up()+"/hooks/"+t.id+"/t", strings.NewReader(fmt.Sprintf(`{"text":%q}`, key)))
	if err != nil {
		return 0
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Delivery", key)
	response, err := s.client.Do(request)
	if err != nil {
		return 0
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return 0
	}
	return response.StatusCode
}

// up is the address of a node that serves, once there is one.
func (s *senders) up() string {
	for {
		for _, i := range rand.Perm(len(s.nodes)) {
			if base := s.nodes[i].base(); base != "" {
				return base
			}
		}
		<-time.After(5 * time.Millisecond)
	}
}

// until waits until that many more requests were answered.
func (s *senders) until(more int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for wanted := s.answers() + more; s.answers() < wanted; {
		s.answered.Wait()
	}
}

func (s *senders) answers() int { return s.tries - s.statuses[0] }
