package worker

import (
	"fmt"
	"maps"
	"sync"
	"time"
)

// How integrations whose scripts kill their worker are treated.
const (
	// apartFor is how long a script that killed its worker has one of its own,
	// counted from the last kill.
	apartFor = time.Hour
	// freeKills are the kills without a pause.
	freeKills = 2
	// firstPause is how long a script is not run after the first kill that
	// costs it a pause; each further one doubles it, up to longestPause.
	firstPause   = 5 * time.Second
	longestPause = 10 * time.Minute
)

// A conduct remembers which scripts killed their worker. The zero value
// remembers none.
type conduct struct {
	mu      sync.Mutex
	records map[string]record
}

// A record is what one script did.
type record struct {
	kills int
	cause string
	last  time.Time
	// until is when a pause ends.
	until time.Time
}

// kill notes that a script killed its worker. It returns how long the script
// is not run now.
func (c *conduct) kill(id, cause string, now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.records == nil {
		c.records = make(map[string]record)
	}
	r := c.recordOf(id, now)
	r.kills++
	r.cause, r.last = cause, now
	pause := time.Duration(0)
	if over := r.kills - freeKills; over > 0 {
		pause = longestPause
		if over < 16 { // beyond, the shift would run over
			pause = min(firstPause<<(over-1), longestPause)
		}
	}
	r.until = now.Add(pause)
	c.records[id] = r
	return pause
}

// suspect notes that a script may have killed its worker: it gets one of its
// own, so that the next time shows.
func (c *conduct) suspect(id string, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.records == nil {
		c.records = make(map[string]record)
	}
	r := c.recordOf(id, now)
	r.kills, r.last = max(r.kills, 1), now
	c.records[id] = r
}

// apart tells whether a script has a worker of its own.
func (c *conduct) apart(id string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.recordOf(id, now).kills > 0
}

// paused says why a script is not run now; empty when it is.
func (c *conduct) paused(id string, now time.Time) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	r := c.recordOf(id, now)
	if !now.Before(r.until) {
		return ""
	}
	return fmt.Sprintf("not run until %s: the script killed its worker %d times, the last time: %s",
		r.until.UTC().Format(time.TimeOnly+" UTC"), r.kills, r.cause)
}

// recordOf returns the record of a script; none when it behaved for long
// enough. It is called with the mutex held.
func (c *conduct) recordOf(id string, now time.Time) record {
	r, known := c.records[id]
	if known && now.Sub(r.last) >= apartFor {
		delete(c.records, id)
		return record{}
	}
	return r
}

// edited ends the pause of a script that was changed: the new version may be
// the cure. It keeps its own worker until it has shown so.
func (c *conduct) edited(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if r, known := c.records[id]; known {
		r.kills, r.until = 1, time.Time{}
		c.records[id] = r
	}
}

// retain forgets the scripts that are not named.
func (c *conduct) retain(keep map[string]bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.records, func(id string, _ record) bool { return !keep[id] })
}
