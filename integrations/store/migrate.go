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
func migrate(ctx context.Context, conn *sql.Conn, db database, files fs.FS) (from, to int, err error) {
	steps, err := migrations(files)
	if err != nil {
		return 0, 0, err
	}
	for first := true; ; first = false {
		found, done, err := migrateStep(ctx, conn, db, steps)
		if first {
			from = found
		}
		if err != nil || done {
			return from, found, err
		}
	}
}

// migrateStep applies the step that follows the version found, if there is one.
// The version is read in the transaction: where several processes share a
// database, another may have been quicker.
func migrateStep(ctx context.Context, conn *sql.Conn, db database, steps []migration) (found int, done bool, err error) {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return 0, false, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tx.Rollback())
		}
	}()
	if found, err = db.version(ctx, tx); err != nil {
		return 0, false, err
	}
	if found > len(steps) {
		return found, false, &NewerError{Path: db.name(), Version: found, Known: len(steps)}
	}
	if found == len(steps) {
		return found, true, tx.Commit()
	}
	step := steps[found]
	for _, text := range []string{db.schema(step.text), db.mark(step.version)} {
		if _, err := tx.ExecContext(ctx, text); err != nil {
			return found, false, fmt.Errorf("migration %s: %w", step.name, err)
		}
	}
	return found, false, tx.Commit()
}
