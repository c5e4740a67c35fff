package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// checkForever is the time that the check of a backup may take.
const checkForever = 24 * time.Hour

// Backup writes what a storage keeps, at one moment, into a new SQLite file,
// which is a store that [Open] opens. Others may go on using the storage. The
// file has its name only when it is whole and was checked; there must be none
// of that name before.
//
// progress is called as by [Migrate]; not for SQLite, which copies its file.
func Backup(ctx context.Context, storage, file string, progress func(Progress)) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("backup: %w", err)
		}
	}()
	if file, err = filepath.Abs(file); err != nil {
		return err
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(err, fmt.Errorf("%s is there already: name a new file", file))
	}
	// Beside it, so that it can be renamed; private, as it holds what senders
	// sent.
	dir, err := os.MkdirTemp(filepath.Dir(file), "."+filepath.Base(file)+"-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	part := filepath.Join(dir, "part.db")
	if err := writeBackup(ctx, storage, part, progress); err != nil {
		return err
	}
	if err := sound(ctx, part); err != nil {
		return err
	}
	return os.Rename(part, file)
}

func writeBackup(ctx context.Context, storage, into string, progress func(Progress)) (err error) {
	target, err := newSQLite(into, busyTimeout, Options{}) // makes it, for nobody else to read
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.release()) }()
	if !isPostgres(storage) {
		if storage, err = filepath.Abs(storage); err != nil {
			return err
		}
		if _, err := os.Stat(storage); err != nil {
			return err
		}
		return vacuumInto(ctx, storage, into)
	}
	source, err := newPostgres(storage, 0)
	if err != nil {
		return err
	}
	_, err = copyAll(ctx, source, target, false, progress)
	return err
}
