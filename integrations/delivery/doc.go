// Package delivery gets messages out: every delivery that integrations.Store
// has recorded for a destination outside this process is posted by a
// [Dispatcher], at the first try or later. A [Desk] is where people look after
// what waits and what has failed.
//
// # States
//
//	                 Record, its lane is free
//	               ┌──────────────────────────────────┐
//	               │                                  ▼
//	──► Record ────┤                             ┌─────────┐  taken    ┌────────┐
//	               │ lane is busy    its turn    │ started ├──────────►│ posted │
//	               │  ┌─────────┐ ──────────────►│         │           └────────┘
//	               └─►│ waiting │   and due      │ attempt │  refused  ┌─────────┐ ─┐
//	                  │         │◄───────────────┤  under  ├──────────►│ refused │  │
//	                  └─────────┘ failed for now │   way   │  for good └─────────┘  │
//	                       ▲      or not begun   │         │  failed   ┌──────────┐ ├─ dead letters
//	                       │                     │         ├──────────►│ given-up │ │
//	                       └─────────────────────┴─────────┘ too often └──────────┘ ┘
//	                         the process died: put back      or too long
//	                         when the store opens, or by
//	                         another process
//
//	dead letter ──► redriven   sent again: a new delivery at the end of its lane
//	            └─► dropped    nobody wants it any more
//
// Every arrow is one transaction of the store. Entering started counts an
// attempt, and happens before the destination hears anything of it. First try,
// retry and what is sent again are one path.
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
// # Destinations
//
//	          an attempt fails in a way that is not one room's, nothing was
//	          posted meanwhile, and it does not answer when it is asked
//	┌───────┐ ─────────────────────────────────────────────────────► ┌───────┐
//	│ works │                                                        │ fails │
//	└───────┘ ◄───────────────────────────────────────────────────── └───────┘
//	          something is posted or refused, or it answers
//
// While a destination fails its lanes wait, whatever is in them, and one lane
// after the other sends its head as a probe, up to 5 minutes apart. So a message
// is never given up for a failure of its destination; one that fails 8 times
// over 5 minutes while the destination works is, and any that is a week old.
// What a destination says of its rate limit holds all of its lanes until then.
//
// # What is guaranteed, and where
//
//   - Nothing is lost: Record commits a delivery before anybody is answered,
//     and only posted, refused and given-up end it (store).
//   - At least once: an attempt that the end of the process cut off is made
//     again, because nobody can know how it ended (the store puts it back). So
//     is one whose end could not be written before the process ended. Otherwise
//     a message the destination has taken is not posted again.
//   - In order within a lane: the store starts only heads, and a lane has one
//     goroutine here (Dispatcher.runLane).
//   - What [Dispatcher.Attempt] tells of a delivery is in the store by then;
//     only when the store cannot be written is the caller told first, and the
//     mark written as soon as it can be.
//   - Several processes can share a store: each holds what it has started by a
//     lease, and stops posting before that can have ended (lease.go).
//
// # Seams
//
// What happens after an attempt is decided in one pure function (outcome.go),
// how a destination does in health.go and pace.go, who may post when in the
// store behind [Queue].
package delivery
