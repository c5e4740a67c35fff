package store

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// MigrationFiles are the embedded migrations.
func MigrationFiles() fs.FS { return migrationFiles }

// HeadOf finds the head of a lane.
const HeadOf = headOf

// OpenWith opens a store with another patience, for locks of SQLite or for
// commits of PostgreSQL that were cut off, and another schema.
func OpenWith(ctx context.Context, storage string, options Options, patience time.Duration, schema fs.FS) (*Store, error) {
	db, err := databaseOf(storage, options)
	if err != nil {
		return nil, err
	}
	switch db := db.(type) {
	case *sqliteFile:
		db.busy = patience
	case *postgres:
		db.doubt = patience
	}
	return opened(ctx, db, options, schema)
}

// CheckWithin checks the file of a store as its start does, and then whether the
// connection still serves.
func CheckWithin(ctx context.Context, path string, limit time.Duration) (whole bool, err error) {
	db, err := openWriter(path, busyTimeout)
	if err != nil {
		return false, err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return false, errors.Join(err, db.Close())
	}
	whole, err = check(ctx, conn, path, limit)
	return whole, errors.Join(err, conn.PingContext(ctx), conn.Close(), db.Close())
}

// InWriter runs statements as one request of the writer.
func (s *Store) InWriter(ctx context.Context, statements ...string) error {
	return s.writer.do(ctx, func(t *tx) error {
		for _, text := range statements {
			if _, err := t.exec(text); err != nil {
				return err
			}
		}
		return nil
	})
}

// Swallow runs statements as one request of the writer that hides their
// failures.
func (s *Store) Swallow(ctx context.Context, statements ...string) error {
	return s.writer.do(ctx, func(t *tx) error {
		for _, text := range statements {
			_, _ = t.exec(text)
		}
		return nil
	})
}

// Plan is how SQLite answers a query of the readers, a step a line.
func (s *Store) Plan(ctx context.Context, query string, arguments ...any) ([]string, error) {
	return list(ctx, s.reader, func(row scanner) (step string, err error) {
		var id, parent, unused int
		err = row.Scan(&id, &parent, &unused, &step)
		return step, err
	}, "EXPLAIN QUERY PLAN "+query, arguments...)
}

// RetainOnce removes what retention does not keep now.
func (s *Store) RetainOnce(ctx context.Context, r Retention) (int, error) {
	return s.retainOnce(ctx, r)
}

// Size is how many bytes the store takes.
func (s *Store) Size(ctx context.Context) (int64, error) { return s.size(ctx) }

// FreePages is how many pages of the file are free.
func (s *Store) FreePages(ctx context.Context) (int64, error) {
	return one(ctx, s.reader, value[int64], `SELECT freelist_count FROM pragma_freelist_count`)
}
