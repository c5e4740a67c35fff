package integrations

import (
	"context"
	"errors"
	"time"
)

// A Kept is a definition that the store keeps, because it was made through the
// API and not in the configuration.
type Kept struct {
	// Definition is as it was given, but for its id and token. An empty
	// Destination means the default one.
	Definition Integration
	// LastGood is an earlier definition whose scripts could run. They do while
	// those of Definition cannot, after a restart too. Nil when there is none.
	LastGood  *Integration
	CreatedAt time.Time
	UpdatedAt time.Time
	// CreatedBy and UpdatedBy are usernames.
	CreatedBy string
	UpdatedBy string
}

// ErrTaken is returned for a new integration whose id another one has.
var ErrTaken = errors.New("another integration has this id")

// A ChangeFunc checks or changes a definition within the transaction that
// writes it, which rooms is part of. It may be called again if the transaction
// has to be repeated. Its error undoes everything and is returned as it is.
type ChangeFunc func(ctx context.Context, rooms Rooms, kept *Kept) error
