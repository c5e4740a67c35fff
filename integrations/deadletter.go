package integrations

import (
	"fmt"
	"time"
)

// A DeadLetter is a delivery that was refused or given up.
type DeadLetter struct {
	*Delivery
	IntegrationID string
}

// A DeadLetterFilter picks dead letters; its zero value picks all.
type DeadLetterFilter struct {
	// Destination, Lane and IntegrationID are exact; empty picks any.
	Destination, Lane, IntegrationID string
	// State is DeliveryRefused or DeliveryGivenUp; empty picks both.
	State DeliveryState
}

// A DeadLetterChoice says which dead letters a request is about.
type DeadLetterChoice struct {
	// IDs are the deliveries; nil chooses by Filter.
	IDs []int64
	// Filter chooses the oldest ones it picks, Limit at most.
	Filter DeadLetterFilter
	Limit  int
}

// A NotDeadError says that a delivery is no dead letter, so that it can be
// neither sent again nor dropped.
type NotDeadError struct {
	ID int64
	// State is where it stands; empty when there is no such delivery.
	State DeliveryState
}

// Error says what there is instead.
func (e *NotDeadError) Error() string {
	if e.State == "" {
		return fmt.Sprintf("there is no delivery %d", e.ID)
	}
	return fmt.Sprintf("delivery %d is %s: only one that is %s or %s is a dead letter", e.ID, e.State, DeliveryRefused, DeliveryGivenUp)
}

// A LaneBacklog is what waits in a lane.
type LaneBacklog struct {
	Destination, Lane string
	// Unfinished counts what is not posted yet, what is being posted included.
	Unfinished int
	// Oldest is when the head was recorded, NextAttempt when it is due (zero: at
	// once), State where it stands, Error why its last attempt failed.
	Oldest, NextAttempt time.Time
	State               DeliveryState
	Error               string
}

// A DestinationState is how a destination does.
type DestinationState string

// The states of a destination.
const (
	// DestinationWorks: nothing is known to the contrary.
	DestinationWorks DestinationState = "works"
	// DestinationFails: its messages wait, and one goes out now and then to see
	// whether it works again.
	DestinationFails DestinationState = "fails"
	// DestinationLimits: it wants to be left alone for a while.
	DestinationLimits DestinationState = "limits"
	// DestinationMissing: messages wait for it, but it is not configured.
	DestinationMissing DestinationState = "missing"
)

// A DestinationHealth is how a destination does.
type DestinationHealth struct {
	Name  string
	State DestinationState
	// Since is when it began to fail, Error why; zero unless it fails.
	Since time.Time
	Error string
	// Next is when it is tried again; zero unless it fails or limits.
	Next time.Time
}

// A DeliveryStatus is how the delivery of messages does.
type DeliveryStatus struct {
	// Destinations are those that something is known of, by name.
	Destinations []DestinationStatus
	// Lanes are those in which something waits, by name.
	Lanes []LaneStatus
}

// A DestinationStatus is how a destination does and what is kept for it.
type DestinationStatus struct {
	DestinationHealth
	// Unfinished counts what is not posted yet, Dead the dead letters.
	Unfinished, Dead int
}

// A LaneStatus is what waits in a lane, and why.
type LaneStatus struct {
	LaneBacklog
	// Why is empty when it is being posted.
	Why string
}
