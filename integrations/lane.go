package integrations

import "time"

// A LaneHead is the first unfinished delivery of a lane, as far as it takes to
// decide when the lane moves.
type LaneHead struct {
	// ID is that of the delivery.
	ID                int64
	Destination, Lane string
	// State is waiting or started.
	State DeliveryState
	// NextAttempt is when a waiting head is due; zero means at once.
	NextAttempt time.Time
	// CreatedAt is when it was recorded.
	CreatedAt time.Time
	// Elsewhere tells of a started head that another process makes the attempt.
	Elsewhere bool
}
