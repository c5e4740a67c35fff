package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// applicationID marks a SQLite file as a store of ours ("rock"), so that the
// database of some other program is never taken for one.
const applicationID = 0x726f636b

// A migration is one numbered step of the schema.
type migration struct {
	version int
	name    string
	text    string
}

// migrations reads the steps, in order. Their numbers count from 1 without gaps.
func migrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	steps := make([]migration, 0, len(names))
	for i, name := range names {
		base := strings.TrimPrefix(name, "migrations/")
		number, _, _ := strings.Cut(base, "_")
		if version, err := strconv.Atoi(number); err != nil || version != i+1 {
			return nil, fmt.Errorf("migration %s: expected number %d", base, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, migration{version: i + 1, name: base, text: string(text)})
	}
	return steps, nil
}

// migrate brings the schema up to date: forward only, each step in its own
// transaction together with the version it leads to. It returns the version
// found and the one reached.
func migrate(ctx context.Context, conn *sql.Conn, path string, files fs.FS) (from, to int, err error) {
	steps, err := migrations(files)
	if err != nil {
		return 0, 0, err
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA user_version").Scan(&from); err != nil {
		return 0, 0, err
	}
	if from > len(steps) {
		return from, from, &NewerError{Path: path, Version: from, Known: len(steps)}
	}
	for _, step := range steps[from:] {
		if err := apply(ctx, conn, step); err != nil {
			return from, step.version - 1, fmt.Errorf("migration %s: %w", step.name, err)
		}
	}
	return from, len(steps), nil
}

func apply(ctx context.Context, conn *sql.Conn, step migration) (err error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	// PRAGMA takes no parameters; both numbers are ours.
	mark := fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d", applicationID, step.version)
	for _, text := range []string{step.text, mark} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return tx.Commit()
}
