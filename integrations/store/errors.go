package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrUnavailable is in the tree of every error that comes of the store's
// surroundings: the disk is full or broken, the file is read-only or held by
// another program, the store is closed. Nothing of the request was kept, and
// trying again later can help.
var ErrUnavailable = errors.New("the store is not available")

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

// cause tells, for the primary result codes that speak of the surroundings
// and not of the statement, what is the matter and what to do.
func cause(code int) (text string, outside bool) {
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return "the disk is full, free some space", true
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL:
		return "another program holds the file, let it finish", true
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "the file may not be written, check its permissions and the mount", true
	case sqlite3.SQLITE_CANTOPEN:
		return "the file cannot be opened, check that its directory exists and may be written", true
	case sqlite3.SQLITE_IOERR:
		return "the disk failed, check it and the free space", true
	case sqlite3.SQLITE_NOMEM:
		return "out of memory", true
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return "the file is damaged, restore a backup", true
	}
	return "", false
}

// classified wraps an error of the driver, with [ErrUnavailable] when the
// surroundings are at fault. Other errors and nil come back as they are.
func classified(err error) error {
	var fault *sqlite.Error
	if errors.As(err, &fault) && !errors.Is(err, ErrUnavailable) {
		if text, outside := cause(fault.Code()); outside {
			return fmt.Errorf("%w: %s: %w", ErrUnavailable, text, err)
		}
	}
	return err
}
