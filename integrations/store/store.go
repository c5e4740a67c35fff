package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"rocketscript/integrations"
)

// A Store keeps everything in one SQLite file. It is safe for concurrent use.
type Store struct {
	log      *slog.Logger
	now      func() time.Time
	database database
	writes   *sql.DB
	writer   *writer
	reader   *reader

	changes changes
	close   func() error
}

// What others ask of a store; each of them says what it means.
var (
	_ integrations.Store = (*Store)(nil)
	_ integrations.Rooms = (*rooms)(nil)
)

// Options are the settings of [Open]; zero values are usable.
type Options struct {
	// Logger gets what an operator should know; nil discards it.
	Logger *slog.Logger
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

// interrupted is the error of a delivery whose attempt the end of the process
// cut off.
const interrupted = "the process ended during the attempt; the message may have been posted"

// Open opens the store in a file, which it makes if it is missing, with its
// directory. The store is the process's own until [Store.Close].
//
// Errors: [*LockedError] when another process has it, [*NewerError] when a
// newer version wrote it, [*DamagedError] when it is no usable store,
// [ErrUnavailable] when the disk refuses.
func Open(ctx context.Context, path string, options Options) (*Store, error) {
	db, err := newSQLite(path, busyTimeout)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	return opened(ctx, db, options, migrationFiles)
}

// opened makes a store of a database, which it releases when it fails.
func opened(ctx context.Context, db database, options Options, schema fs.FS) (*Store, error) {
	s := &Store{log: options.Logger, now: options.Now, database: db}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if err := s.start(ctx, schema); err != nil {
		return nil, fmt.Errorf("opening the store: %w", errors.Join(err, s.release()))
	}
	s.close = sync.OnceValue(func() error {
		s.writer.close()
		return errors.Join(s.reader.close(), s.release())
	})
	return s, nil
}

// start prepares the database and sets the writer and the readers going.
func (s *Store) start(ctx context.Context, schema fs.FS) error {
	var err error
	if s.writes, err = s.database.writers(); err != nil {
		return err
	}
	conn, err := s.writes.Conn(ctx)
	if err != nil {
		return damaged(err, s.database.name())
	}
	if err := s.prepare(ctx, conn, schema); err != nil {
		return errors.Join(err, conn.Close())
	}
	readers, err := s.database.readers()
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	s.reader = newReader(readers, s.database)
	s.writer = newWriter(s.writes, conn, s.database, s.log, s.changes.announce)
	return nil
}

// prepare checks the file, migrates it, and puts interrupted deliveries back.
func (s *Store) prepare(ctx context.Context, conn *sql.Conn, schema fs.FS) error {
	started := time.Now()
	whole, err := s.database.check(ctx, conn)
	if err != nil {
		return err
	}
	checked := time.Since(started)
	from, to, err := migrate(ctx, conn, s.database, schema)
	if err != nil {
		return classified(err)
	}
	if _, err := conn.ExecContext(ctx, `INSERT INTO attempts (delivery_id, number, started_at, ended_at, error)
		SELECT id, attempts, started_at, ?, ? FROM deliveries WHERE finished_at IS NULL AND state = 'started' ON CONFLICT DO NOTHING`, s.now().UnixNano(), interrupted); err != nil {
		return classified(err)
	}
	result, err := conn.ExecContext(ctx, `UPDATE deliveries SET state = 'waiting', next_attempt = NULL, error = ?
		WHERE finished_at IS NULL AND state = 'started'`, interrupted)
	if err != nil {
		return classified(err)
	}
	repeats, err := result.RowsAffected()
	if err != nil {
		return err
	}
	s.log.Info("store opened", "storage", s.database.name(), "schema_before", from, "schema", to, "check", checked.String(), "checked_all", whole)
	if repeats > 0 {
		s.log.Warn("deliveries were interrupted and will be posted again", "deliveries", repeats)
	}
	return nil
}

// release closes the writing connection and gives the database up.
func (s *Store) release() error {
	var err error
	if s.writes != nil {
		err = s.writes.Close()
	}
	return errors.Join(err, s.database.release())
}

// Name is what the store is called where people read it: the database file,
// absolute, symbolic links followed.
func (s *Store) Name() string { return s.database.name() }

// Close writes what callers have asked for so far, and gives the file up.
// Later calls of other methods return [ErrClosed]. Close may be called again.
func (s *Store) Close() error { return s.close() }
