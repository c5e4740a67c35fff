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

// A Store keeps everything. It is safe for concurrent use.
type Store struct {
	log      *slog.Logger
	now      func() time.Time
	database database
	writes   *sql.DB
	writer   *writer
	reader   *reader

	watched  watched
	unlisten func()
	close    func() error
	scripts  knownScripts
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
	// Now is the clock; nil means time.Now. Leases go by the clock of PostgreSQL.
	Now func() time.Time
	// Lease is how long a node holds what it has started after it was last heard
	// of; zero means ten seconds. It has no meaning for SQLite.
	Lease time.Duration
	// Patience is how long Open waits for another process that has the SQLite
	// file and may be about to end; zero does not wait.
	Patience time.Duration
}

// Open opens a store. Where it is, storage says: the path of a SQLite file, which
// it makes if it is missing, with its directory, and which is the process's own
// until [Store.Close]; or the URL of a PostgreSQL database, such as
// postgres://user:password@host/database, which any number of processes share.
//
// Errors: [*LockedError] when another process has the file, [*NewerError] when
// a newer version wrote it, [*DamagedError] when it is no usable store,
// [ErrUnavailable] when the disk refuses or PostgreSQL cannot be reached.
func Open(ctx context.Context, storage string, options Options) (*Store, error) {
	db, err := databaseOf(storage, options)
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
		s.writer.close(s.leave)
		s.unlisten()
		return errors.Join(s.reader.close(), s.release())
	})
	return s, nil
}

// start prepares the database, sets the writer and the readers going, and
// makes this process a node.
func (s *Store) start(ctx context.Context, schema fs.FS) error {
	conn, err := s.prepare(ctx, schema)
	if err != nil {
		return err
	}
	readers, err := s.database.readers()
	if err != nil {
		return errors.Join(err, conn.Close())
	}
	s.reader = newReader(readers, s.database)
	s.writer = &writer{
		db: s.writes, database: s.database, log: s.log, node: randomText(idLength), announce: s.watched.announce, unclaim: s.putBackUnclaimed,
	}
	if s.unlisten, err = s.database.listen(ctx, s.writer.node, s.watched.announce); err != nil {
		return errors.Join(err, s.reader.close(), conn.Close())
	}
	s.writer.start(conn)
	if err := s.join(ctx); err != nil {
		s.writer.close(s.leave)
		s.unlisten()
		return errors.Join(err, s.reader.close())
	}
	return nil
}

// prepare connects, checks the database and migrates it.
func (s *Store) prepare(ctx context.Context, schema fs.FS) (_ *sql.Conn, err error) {
	if s.writes, err = s.database.writers(); err != nil {
		return nil, err
	}
	conn, err := s.writes.Conn(ctx)
	if err != nil {
		return nil, damaged(err, s.database.name())
	}
	started := time.Now()
	whole, err := s.database.check(ctx, conn)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	checked := time.Since(started)
	from, to, err := migrate(ctx, conn, s.database, schema)
	if err != nil {
		return nil, errors.Join(classified(err), conn.Close())
	}
	s.log.Info("store opened", "storage", s.database.name(), "schema_before", from, "schema", to, "check", checked.String(), "checked_all", whole)
	return conn, nil
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
