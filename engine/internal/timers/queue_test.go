package timers

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestQueueOrder(t *testing.T) {
	var q Queue
	random := rand.New(rand.NewPCG(1, 2))
	for id := range int64(1000) {
		q.Add(Timer{ID: id + 1, Due: time.Duration(random.IntN(50))})
	}
	for id := int64(1); id < 1000; id += 3 {
		if !q.Remove(id) || q.Remove(id) {
			t.Fatalf("timer %d was not there once", id)
		}
	}
	var last *Timer
	n := 0
	for q.First() != nil {
		next := q.Take()
		if last != nil && (next.Due < last.Due || next.Due == last.Due && next.ID < last.ID) {
			t.Fatalf("%d (due %d) after %d (due %d)", next.ID, next.Due, last.ID, last.Due)
		}
		last, n = next, n+1
	}
	if n != 667 || q.Len() != 0 {
		t.Errorf("%d timers came out, %d are left", n, q.Len())
	}
}

func TestQueueRepeats(t *testing.T) {
	var q Queue
	q.Add(Timer{ID: 1, Due: 5, Every: 10})
	first := q.Take()
	if q.First() != nil || q.Len() != 1 {
		t.Error("a timer that fires waits as well")
	}
	q.Again(first, 7, time.Time{})
	if again := q.Take(); again.Due != 17 {
		t.Errorf("due at %d, want 17", again.Due)
	}
	q.Remove(1)
	q.Again(first, 20, time.Time{})
	if q.First() != nil {
		t.Error("a removed timer came back")
	}
}
