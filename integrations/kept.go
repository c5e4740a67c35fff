package integrations

import (
	"errors"
	"time"
)

// A Kept is a definition that the store keeps, because it was made through the
// API and not in the configuration.
type Kept struct {
	// Definition is as it was given, but for its id and token. An empty
	// Destination means the default one.
	Definition Integration
	CreatedAt  time.Time
	UpdatedAt  time.Time
	// CreatedBy and UpdatedBy are usernames.
	CreatedBy string
	UpdatedBy string
}

// ErrTaken is returned for a new integration whose id another one has.
var ErrTaken = errors.New("another integration has this id")
