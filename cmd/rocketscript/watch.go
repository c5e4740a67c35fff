package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Editors write in several steps: a file is read when it has been quiet for
// settle, and in a folder that is never quiet, after settleAtMost.
const (
	settle       = 100 * time.Millisecond
	settleAtMost = time.Second
	// tryAgain is when something that could not be read is read again.
	tryAgain = time.Second
)

// A fileWatcher tells when one of some paths may have changed. It watches
// folders, not files, so that a file renamed over another and a symbolic link
// pointed elsewhere are seen too.
type fileWatcher struct {
	notify *fsnotify.Watcher
	log    *slog.Logger
	folder map[string]bool
}

func newFileWatcher(log *slog.Logger) (*fileWatcher, error) {
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch files: %w", err)
	}
	return &fileWatcher{notify: notify, log: log, folder: map[string]bool{}}, nil
}

// watch makes these paths the watched ones. It reports whether any folder is
// new: what was read there before may have changed unseen.
func (w *fileWatcher) watch(paths []string) (added bool) {
	wanted := map[string]bool{}
	for _, path := range paths {
		for _, folder := range foldersOf(path) {
			wanted[folder] = true
		}
	}
	for folder := range w.folder {
		if !wanted[folder] {
			_ = w.notify.Remove(folder) // gone by itself, perhaps
			delete(w.folder, folder)
		}
	}
	for folder := range wanted {
		// Adding again is harmless, and needed when a folder was replaced.
		if err := w.notify.Add(folder); err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				w.log.Warn("a folder cannot be watched, its edits need a restart", "folder", folder, "error", err)
			}
			continue
		}
		added = added || !w.folder[folder]
		w.folder[folder] = true
	}
	return added
}

// foldersOf lists the folders in which an event tells of a change at path: its
// own, and those that symbolic links on the way to it stand in and lead to.
func foldersOf(path string) []string {
	var folders []string
	add := func(path string) {
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			folders = append(folders, path)
		}
		folders = append(folders, filepath.Dir(path))
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil
	}
	add(path)
	if real, err := filepath.EvalSymlinks(path); err == nil && real != path {
		add(real)
		for parent := filepath.Dir(path); parent != filepath.Dir(parent); parent = filepath.Dir(parent) {
			if info, err := os.Lstat(parent); err == nil && info.Mode()&fs.ModeSymlink != 0 {
				folders = append(folders, filepath.Dir(parent))
			}
		}
	}
	return folders
}

// A following takes over what has changed. It returns the paths to watch from
// then on, and whether to read everything again although no file changes.
type following func() (paths []string, again bool)

// run calls changed, one call at a time, at first and after events have
// settled, and woken as soon as wake gives a value, until ctx ends.
func (w *fileWatcher) run(ctx context.Context, changed following, wake <-chan struct{}, woken following) {
	defer w.notify.Close()
	var first time.Time
	quiet := time.After(0)
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-w.notify.Events:
			if event.Op == fsnotify.Chmod {
				continue
			}
		case err := <-w.notify.Errors:
			w.log.Warn("file events were lost, reading everything again", "error", err)
		case _, open := <-wake:
			if !open {
				wake = nil
			} else if again := w.follow(woken); again != nil {
				quiet = again
			}
			continue
		case <-quiet:
			first, quiet = time.Time{}, w.follow(changed)
			continue
		}
		if first.IsZero() {
			first = time.Now()
		}
		quiet = time.After(min(settle, time.Until(first.Add(settleAtMost))))
	}
}

// follow returns when to read everything again; nil when there is no need.
func (w *fileWatcher) follow(change following) <-chan time.Time {
	paths, again := change()
	switch {
	case w.watch(paths):
		return time.After(0)
	case again:
		return time.After(tryAgain)
	}
	return nil
}
