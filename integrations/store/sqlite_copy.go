package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// The parts of a copy that are SQLite's own. Nobody else has the file open, as
// it is locked.

func (f *sqliteFile) snapshot() *sql.TxOptions { return nil }

func (f *sqliteFile) unhurried(context.Context, *sql.Tx, bool) error { return nil }

func (f *sqliteFile) found(ctx context.Context, tx *sql.Tx) (int, error) { return f.version(ctx, tx) }

// counter is the last number given, which may be that of a row that is gone.
func (f *sqliteFile) counter(ctx context.Context, tx *sql.Tx, t table) (last int64, err error) {
	if t.counter == "" {
		return 0, nil
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max((SELECT seq FROM sqlite_sequence WHERE name = ?), (SELECT max(`+t.counter+`) FROM `+t.name+`)),
		(SELECT max(`+t.counter+`) FROM `+t.name+`), 0)`, t.name).Scan(&last)
	return last, err
}

// setCounter has something to do where SQLite keeps a counter: it is where
// there was a row.
func (f *sqliteFile) setCounter(ctx context.Context, tx *sql.Tx, t table, last int64) error {
	if t.counter == "" {
		return nil
	}
	var counts bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = ? AND sql LIKE '%AUTOINCREMENT%')`, t.name).Scan(&counts)
	if err != nil || !counts {
		return err
	}
	for _, text := range []string{`DELETE FROM sqlite_sequence WHERE name = ?1`, `INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)`} {
		if _, err := tx.ExecContext(ctx, text, t.name, last); err != nil {
			return err
		}
	}
	return nil
}

// vacuumInto copies a file that others may be writing to, as it is at one
// moment, into another one.
func vacuumInto(ctx context.Context, path, into string) (err error) {
	db, err := openPool(1, dsn(path, busyTimeout))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return damaged(err, path)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var id int
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return damaged(err, path)
	}
	if id != applicationID {
		return fmt.Errorf("%s is no store of rocketscript", path)
	}
	if _, err := conn.ExecContext(ctx, "VACUUM INTO ?", into); err != nil {
		return damaged(err, path)
	}
	return nil
}

// sound makes sure that a whole file is a store, and that it is on the disk.
func sound(ctx context.Context, path string) (err error) {
	db, err := openReaders(path, busyTimeout)
	if err != nil {
		return err
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(damaged(err, path), db.Close())
	}
	_, err = check(ctx, conn, path, checkForever)
	if err := errors.Join(err, conn.Close(), db.Close()); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
