package integrations

import "sync"

// How many requests may wait for their script and the store (DESIGN §6). One
// integration that is slow, or flooded, leaves room for the others.
const (
	maxWaitingEach = 64
	maxWaitingAll  = 1024
)

// An admission counts the requests that are neither recorded nor refused yet.
// The zero value is ready for use.
type admission struct {
	mu   sync.Mutex
	each map[string]int
	all  int
}

// enter admits a request of an integration, unless too many wait. Who was
// admitted leaves.
func (a *admission) enter(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	// One of them is being served; the others wait.
	if a.each[id] > maxWaitingEach || a.all > maxWaitingAll {
		return false
	}
	if a.each == nil {
		a.each = make(map[string]int)
	}
	a.each[id]++
	a.all++
	return true
}

func (a *admission) leave(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.all--
	if a.each[id]--; a.each[id] == 0 {
		delete(a.each, id)
	}
}
