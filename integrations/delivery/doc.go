// Package delivery gets messages out: every delivery that integrations.Store
// has recorded for a destination outside this process is posted by a
// [Dispatcher], at the first try or later.
//
// # States
//
//	                 Record, its lane is free
//	               ┌──────────────────────────────────┐
//	               │                                  ▼
//	──► Record ────┤                             ┌─────────┐  taken    ┌────────┐
//	               │ lane is busy    its turn    │ started ├──────────►│ posted │
//	               │  ┌─────────┐ ──────────────►│         │           └────────┘
//	               └─►│ waiting │   and due      │ attempt │  refused  ┌─────────┐
//	                  │         │◄───────────────┤  under  ├──────────►│ refused │
//	                  └─────────┘ failed for now │   way   │  for good └─────────┘
//	                       ▲      or not begun   └────┬────┘
//	                       └──────────────────────────┘
//	                         the process died: found
//	                         started when the store opens
//
// Every arrow is one transaction of the store. Entering started counts an
// attempt, and happens before the destination hears anything of it.
//
// # Lanes
//
// A lane is destination and channel. Its head is its unfinished delivery with
// the lowest id, which is the oldest: only a head is ever started, and while
// one is started nothing else in its lane is. A head that failed for now keeps
// its place, so it holds its own lane until it is due again, and no other.
//
//	lane "chat/#alerts"   7 started │ 9 waiting │ 12 waiting     one at a time,
//	lane "chat/#db"       8 waiting until 12:00:05 │ 10 waiting  in order of id
//	lane "mail/#alerts"  11 started                              side by side
//
// # What is guaranteed, and where
//
//   - Nothing is lost: Record commits a delivery before anybody is answered,
//     and only posted and refused end it (store).
//   - At least once: an attempt that the end of the process cut off is made
//     again, because nobody can know how it ended (store.Open puts it back). So
//     is one whose end could not be written before the process ended. Otherwise
//     a message the destination has taken is not posted again.
//   - In order within a lane: the store starts only heads, and a lane has one
//     goroutine here (Dispatcher.runLane).
//   - What [Dispatcher.Attempt] tells of a delivery is in the store by then;
//     only when the store cannot be written is the caller told first, and the
//     mark written as soon as it can be.
//
// # Seams
//
// What happens after a failed attempt is decided in one pure function
// (outcome.go), who may post when in the store behind [Queue]. Other paces,
// dead letters and leases of several nodes change these and nothing else.
package delivery
