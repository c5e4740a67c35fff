package store

import (
	"errors"
	"fmt"
)

// ErrUnavailable is in the tree of every error that comes of the store's
// surroundings: the disk is full or broken, the file is read-only or held by
// another program, the store is closed, PostgreSQL cannot be reached. Trying again
// later can help. Nothing of the request was kept, but for one case, which the
// text of the error tells: when the connection to PostgreSQL is lost while the
// transaction is committed, the store connects again and asks; only when the
// server stays away for longer, it is not known.
var ErrUnavailable = errors.New("the store is not available")

// errInDoubt is in the tree of an [ErrUnavailable] when the connection was lost
// while the transaction was being committed and the database did not come back
// in time to be asked: what was written may have been kept.
var errInDoubt = errors.New("it is not known whether the last changes were kept")

// ErrClosed is returned after Close. It is an [ErrUnavailable].
var ErrClosed = fmt.Errorf("%w: it is closed", ErrUnavailable)

// A NewerError says that a store was written by a newer version of the program.
type NewerError struct {
	Path string
	// Version is that of the file, Known the newest this program can read.
	Version, Known int
}

// Error says what to do.
func (e *NewerError) Error() string {
	return fmt.Sprintf("%s was written by a newer rocketscript (schema %d, this one knows up to %d): use that version, or another storage", e.Path, e.Version, e.Known)
}

// A DamagedError says that a file is no usable store.
type DamagedError struct {
	Path string
	// Problem is what was found.
	Problem string
}

// Error says what to do.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%s cannot be used: %s; restore a backup, or move the file away to start with an empty store", e.Path, e.Problem)
}

// classified wraps an error of a driver, with [ErrUnavailable] when the
// surroundings are at fault. Other errors and nil come back as they are.
func classified(err error) error {
	if err == nil || errors.Is(err, ErrUnavailable) {
		return err
	}
	for _, cause := range []func(error) (string, bool){sqliteCause, postgresCause} {
		if text, outside := cause(err); outside {
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, text, err)
		}
	}
	return err
}
