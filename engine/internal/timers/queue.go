// Package timers is what stands behind setTimeout and its relatives: a [Queue]
// of timers in the order they are due, and [Load], which makes the functions
// that scripts know, as Node has them.
//
// The queue knows no clock. Times are durations since some beginning that its
// owner chooses, so that a clock which stands still can be used as well: the
// owner then takes timers one after the other and lets the time of each pass
// at once.
package timers

import (
	"container/heap"
	"time"
)

// A Timer is something to do at a certain time.
type Timer struct {
	// ID is chosen by the owner; it is never 0.
	ID int64
	// Due is when the timer fires; of several due at the same time the one
	// that was added first.
	Due time.Duration
	// Every is how long after it fired the timer fires again; zero is never.
	Every time.Duration
	Fire  func() error
	// Added is when the timer was added, by the owner's real clock.
	Added time.Time

	order int64
	index int
}

// A Queue holds timers. The zero value is empty and ready for use.
type Queue struct {
	waiting waiting
	byID    map[int64]*Timer
	added   int64
}

// Len is how many timers there are, those that fire now and will again
// included.
func (q *Queue) Len() int { return len(q.byID) }

// Add adds a timer, in place of one with the same ID.
func (q *Queue) Add(t Timer) {
	q.Remove(t.ID)
	if q.byID == nil {
		q.byID = make(map[int64]*Timer)
	}
	q.byID[t.ID] = &t
	q.push(&t)
}

func (q *Queue) push(t *Timer) {
	q.added++
	t.order = q.added
	heap.Push(&q.waiting, t)
}

// Remove takes a timer out, and tells whether it was there.
func (q *Queue) Remove(id int64) bool {
	t, ok := q.byID[id]
	if ok {
		delete(q.byID, id)
		if t.index >= 0 {
			heap.Remove(&q.waiting, t.index)
		}
	}
	return ok
}

// First is the timer to fire next; nil when none waits.
func (q *Queue) First() *Timer {
	if len(q.waiting) == 0 {
		return nil
	}
	return q.waiting[0]
}

// Take takes the first timer out to fire it. One that repeats is given back
// with Again.
func (q *Queue) Take() *Timer {
	t := heap.Pop(&q.waiting).(*Timer)
	if t.Every == 0 {
		delete(q.byID, t.ID)
	}
	return t
}

// Again lets a repeating timer that has fired wait for its next time, unless
// it was removed or replaced meanwhile.
func (q *Queue) Again(t *Timer, now time.Duration, added time.Time) {
	if t.Every > 0 && q.byID[t.ID] == t {
		t.Due, t.Added = now+t.Every, added
		q.push(t)
	}
}

// Clear takes everything out.
func (q *Queue) Clear() { q.waiting, q.byID = nil, nil }

// waiting is a heap of timers.
type waiting []*Timer

func (w waiting) Len() int { return len(w) }

func (w waiting) Less(i, j int) bool {
	if w[i].Due != w[j].Due {
		return w[i].Due < w[j].Due
	}
	return w[i].order < w[j].order
}

func (w waiting) Swap(i, j int) {
	w[i], w[j] = w[j], w[i]
	w[i].index, w[j].index = i, j
}

func (w *waiting) Push(t any) {
	t.(*Timer).index = len(*w)
	*w = append(*w, t.(*Timer))
}

func (w *waiting) Pop() any {
	last := len(*w) - 1
	t := (*w)[last]
	(*w)[last] = nil
	*w = (*w)[:last]
	t.index = -1
	return t
}
