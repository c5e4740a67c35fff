package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rocketscript/integrations/store"
)

func TestSecondOpener(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rocketscript.db")
	first := openStore(t, path, time.Now)
	link := filepath.Join(dir, "link.db")
	ok(t, os.Symlink(path, link))
	for _, name := range []string{path, link} {
		_, err := store.Open(t.Context(), name, store.Options{})
		var locked *store.LockedError
		if !errors.As(err, &locked) {
			t.Fatalf("opening %s again: %v", name, err)
		}
		if locked.PID != os.Getpid() || locked.Path != first.Name() {
			t.Errorf("held by process %d on %s, want %d on %s", locked.PID, locked.Path, os.Getpid(), first.Name())
		}
		for _, part := range []string{first.Name(), fmt.Sprint(os.Getpid()), "stop it"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("error %q does not tell %q", err, part)
			}
		}
	}
	record(t, first, execution("still works", "l"))
	ok(t, first.Close())
	openStore(t, path, time.Now)
}

// TestPatience: a process that starts while the one before it ends gets the
// file when that is gone.
func TestPatience(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rocketscript.db")
	first := openStore(t, path, time.Now)
	opened := make(chan error, 1)
	waits := make(chan struct{}, 1)
	go func() {
		second, err := store.Open(context.Background(), path, store.Options{Patience: time.Minute, Logger: slog.New(notifying{waits})})
		if err == nil {
			err = second.Close()
		}
		opened <- err
	}()
	<-waits
	ok(t, first.Close())
	ok(t, <-opened)
}

// notifying is a log that tells of its first line.
type notifying struct{ lines chan struct{} }

func (notifying) Enabled(context.Context, slog.Level) bool { return true }

func (n notifying) Handle(context.Context, slog.Record) error {
	select {
	case n.lines <- struct{}{}:
	default:
	}
	return nil
}

func (n notifying) WithAttrs([]slog.Attr) slog.Handler { return n }

func (n notifying) WithGroup(string) slog.Handler { return n }

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such permissions")
	}
	dir := filepath.Join(t.TempDir(), "a", "data")
	s := openStore(t, filepath.Join(dir, "rocketscript.db"), time.Now)
	record(t, s, execution("x", "l"))
	for name, want := range map[string]fs.FileMode{
		"": 0o700, "rocketscript.db": 0o600, "rocketscript.db-wal": 0o600, "rocketscript.db-shm": 0o600, "rocketscript.db.lock": 0o600,
	} {
		info := must(os.Stat(filepath.Join(dir, name)))(t)
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%q has permissions %o, want %o", name, got, want)
		}
	}
}

func TestOpenRefusesWhatIsNoFile(t *testing.T) {
	for _, path := range []string{"", ":memory:"} {
		if _, err := store.Open(t.Context(), path, store.Options{}); err == nil || !strings.Contains(err.Error(), "is not a file") {
			t.Errorf("Open(%q): %v", path, err)
		}
	}
	if _, err := store.Open(t.Context(), t.TempDir(), store.Options{}); err == nil {
		t.Error("a directory was opened")
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	for what, c := range map[string]struct {
		make func(t *testing.T, path string)
		want string
	}{
		"no database": {func(t *testing.T, path string) {
			ok(t, os.WriteFile(path, []byte(strings.Repeat("this is a text and no database\n", 200)), 0o600))
		}, "it is not an SQLite database"},
		"another program's": {func(t *testing.T, path string) { executeIn(t, path, `CREATE TABLE theirs (a)`) }, "the database of another program"},
		"marked by another": {func(t *testing.T, path string) { executeIn(t, path, `PRAGMA application_id = 7`) }, "the database of another program"},
		"overwritten":       {overwrite, "it is damaged"},
	} {
		t.Run(what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.db")
			c.make(t, path)
			before := must(os.ReadFile(path))(t)
			_, err := store.Open(t.Context(), path, store.Options{})
			var damage *store.DamagedError
			if !errors.As(err, &damage) || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "restore a backup") {
				t.Fatalf("Open: %v", err)
			}
			if what == "no database" && string(before) != string(must(os.ReadFile(path))(t)) {
				t.Error("the file was changed")
			}
			if _, err := store.Open(t.Context(), path, store.Options{}); !errors.As(err, &damage) {
				t.Errorf("the second time: %v", err)
			}
		})
	}
}

func TestCheckTakesNoLongerThanItMay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s := openStore(t, path, time.Now)
	record(t, s, execution("1", "l"))
	ok(t, s.Close())
	for limit, want := range map[time.Duration]bool{time.Minute: true, -time.Second: false} {
		if whole, err := store.CheckWithin(t.Context(), path, limit); whole != want || err != nil {
			t.Errorf("within %v: all of it %v (%v)", limit, whole, err)
		}
	}
}

// overwrite fills a store and destroys pages in the middle of it.
func overwrite(t *testing.T, path string) {
	s := openStore(t, path, time.Now)
	for i := range 100 {
		record(t, s, execution(fmt.Sprint(i), "l"))
	}
	ok(t, s.Close())
	f := must(os.OpenFile(path, os.O_RDWR, 0))(t)
	garbage := []byte(strings.Repeat("garbage!", 4096/8))
	for page := int64(4); page < 20; page++ {
		must(f.WriteAt(garbage, page*4096))(t)
	}
	ok(t, f.Close())
}

func executeIn(t *testing.T, path string, statements ...string) {
	t.Helper()
	db := must(sql.Open("sqlite", path))(t)
	for _, text := range statements {
		must(db.ExecContext(t.Context(), text))(t)
	}
	ok(t, db.Close())
}

func schemaVersion(t *testing.T, path string) (version int) {
	t.Helper()
	db := must(sql.Open("sqlite", path))(t)
	ok(t, db.QueryRowContext(t.Context(), "PRAGMA user_version").Scan(&version))
	ok(t, db.Close())
	return version
}

func TestMigrations(t *testing.T) {
	embedded := fstest.MapFS{}
	for _, name := range must(fs.Glob(store.MigrationFiles(), "migrations/*.sql"))(t) {
		embedded[name] = &fstest.MapFile{Data: must(fs.ReadFile(store.MigrationFiles(), name))(t)}
	}
	newest := len(embedded)
	with := func(name, text string) fs.FS {
		files := maps.Clone(embedded)
		files["migrations/"+name] = &fstest.MapFile{Data: []byte(text)}
		return files
	}
	path := filepath.Join(t.TempDir(), "x.db")

	s := openStore(t, path, time.Now)
	record(t, s, execution("old", "l"))
	ok(t, s.Close())
	equal(t, "version of a new store", schemaVersion(t, path), newest)

	next := fmt.Sprintf("%04d_next.sql", newest+1)
	_, err := store.OpenWith(t.Context(), path, store.Options{}, time.Second, with(next, "CREATE TABLE a (b); INSERT INTO a VALUES (1); nonsense"))
	if err == nil || !strings.Contains(err.Error(), next) {
		t.Fatalf("a migration that fails: %v", err)
	}
	equal(t, "version after a failed migration", schemaVersion(t, path), newest)

	s = must(store.OpenWith(t.Context(), path, store.Options{}, time.Second, with(next, "CREATE TABLE a (b); INSERT INTO a SELECT count(*) FROM executions")))(t)
	must(s.Execution(t.Context(), "old"))(t)
	ok(t, s.Close())
	equal(t, "version after a migration", schemaVersion(t, path), newest+1)

	_, err = store.Open(t.Context(), path, store.Options{})
	var newer *store.NewerError
	if !errors.As(err, &newer) || newer.Version != newest+1 || newer.Known != newest || !strings.Contains(err.Error(), path) {
		t.Fatalf("a store of a newer version: %v", err)
	}

	gap := fmt.Sprintf("%04d_gap.sql", newest+2)
	_, err = store.OpenWith(t.Context(), filepath.Join(t.TempDir(), "y.db"), store.Options{}, time.Second, with(gap, ""))
	if err == nil || !strings.Contains(err.Error(), gap) {
		t.Errorf("a gap in the numbers: %v", err)
	}
}

// TestPlans holds the queries that run all the time to their indexes.
func TestPlans(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "x.db"), time.Now)
	for _, query := range []string{
		`SELECT * FROM deliveries d WHERE d.lane = 'a' AND d.id = ` + strings.ReplaceAll(store.HeadOf, "?", "'a'"),
		`SELECT * FROM executions WHERE integration_id = 'a' ORDER BY seq DESC LIMIT 10`,
		`SELECT * FROM messages WHERE room_id = 'a' AND seq < 5 ORDER BY seq DESC LIMIT 10`,
		`SELECT count(*) FROM messages WHERE tmid = 'a' AND room_id = 'b'`,
	} {
		plan := must(s.Plan(t.Context(), query))(t)
		if slices.ContainsFunc(plan, func(step string) bool {
			return strings.HasPrefix(step, "SCAN ") && step != "SCAN CONSTANT ROW" || strings.Contains(step, "TEMP B-TREE")
		}) {
			t.Errorf("%s\n\t%s", query, strings.Join(plan, "\n\t"))
		}
	}
}
