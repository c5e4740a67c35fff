package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
	"rocketscript/integrations/store/storetest"
)

// keepSomething fills a store with some of everything, more rows than one
// statement of a copy writes, and numbers that were given to rows that are gone.
func keepSomething(t *testing.T, s *store.Store) {
	t.Helper()
	setup(t, s)
	for i := range 120 {
		x := execution(fmt.Sprintf("x%03d", i), "a", "b", fmt.Sprint("lane", i))
		x.Request.Body, x.Request.Headers = []byte{0, 255, byte(i)}, nil
		x.SenderDeliveryID, x.Deduplicate = fmt.Sprint("sent", i), true
		x.Returned = json.RawMessage(`{"text":"ünï <\u0000> 𝒳"}`)
		ok(t, s.Record(t.Context(), x, func(ctx context.Context, rooms integrations.Rooms) error {
			x.Deliveries[2].State, x.Deliveries[2].Error = integrations.DeliveryRefused, "invalid-channel"
			return post(ctx, rooms, "general", fmt.Sprint("message ", i), nil)
		}))
		if d := x.Deliveries[0]; d.State == integrations.DeliveryStarted {
			d.State, d.Error, d.NextAttempt = integrations.DeliveryWaiting, "connect: refused", start
			must(s.Finish(t.Context(), d, time.Time{}))(t)
		}
	}
	within(t, s, func(ctx context.Context, rooms integrations.Rooms) {
		ann := must(rooms.UserByUsername(ctx, "ann"))(t)
		must(rooms.DirectRoom(ctx, ann, ann))(t)
	})
	must(s.Token(t.Context(), "gitlab"))(t)
	must(s.CreateIntegration(t.Context(), fullDefinition("full"), "ann", nil))(t)
	ok(t, s.InWriter(t.Context(), `DELETE FROM messages WHERE seq = 120`, `DELETE FROM deliveries WHERE id = (SELECT max(id) FROM deliveries)`))
}

// dump is all that a SQLite file holds, as text.
func dump(t *testing.T, path string) string {
	t.Helper()
	db := must(sql.Open("sqlite", path))(t)
	defer func() { ok(t, db.Close()) }()
	var tables []string
	rows := must(db.QueryContext(t.Context(), `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`))(t)
	for rows.Next() {
		var name string
		ok(t, rows.Scan(&name))
		tables = append(tables, name)
	}
	ok(t, errors.Join(rows.Err(), rows.Close()))
	var out bytes.Buffer
	for _, name := range tables {
		rows := must(db.QueryContext(t.Context(), `SELECT * FROM `+name+` ORDER BY 1, 2`))(t)
		columns := must(rows.Columns())(t)
		fmt.Fprintln(&out, name, columns)
		for rows.Next() {
			row, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			ok(t, rows.Scan(into...))
			fmt.Fprintf(&out, "%q\n", row)
		}
		ok(t, errors.Join(rows.Err(), rows.Close()))
	}
	return out.String()
}

func filled(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "kept.db")
	s := openStore(t, path, fixed)
	keepSomething(t, s)
	ok(t, s.Close())
	return path
}

// TestMigrate: what went to PostgreSQL and back is what it was, the numbers
// that come next included.
func TestMigrate(t *testing.T) {
	path, there, back := filled(t), storetest.Database(t), filepath.Join(t.TempDir(), "back.db")
	before := dump(t, path)
	var told []store.Progress
	rows := must(store.Migrate(t.Context(), path, there, func(p store.Progress) { told = append(told, p) }))(t)
	if n := int64(strings.Count(before, "\n")); rows < 5*120 || rows > n {
		t.Errorf("%d rows were copied, of about %d", rows, n)
	}
	equal(t, "first told", told[0], store.Progress{Table: "executions", Rows: 121, Of: 121})
	equal(t, "the source after it", dump(t, path), before)
	equal(t, "rows back", must(store.Migrate(t.Context(), there, back, nil))(t), rows)
	equal(t, "what came back", dump(t, back), before)

	for _, storage := range []string{path, there} {
		s := openStore(t, storage, fixed)
		within(t, s, func(ctx context.Context, rooms integrations.Rooms) { ok(t, post(ctx, rooms, "general", "next", nil)) })
		equal(t, "seq of the next message", must(s.LastSeq(t.Context()))(t), 121)
		x := record(t, s, execution("next", "new"))
		equal(t, "id of the next delivery", x.Deliveries[0].ID, 3*120+1)
		equal(t, "next head", must(s.Start(t.Context(), "a", start))(t).ExecutionID, "x000")
		ok(t, s.Close())
	}
}

func TestMigrateRefuses(t *testing.T) {
	path, there := filled(t), storetest.Database(t)
	missing := filepath.Join(t.TempDir(), "missing.db")
	if _, err := store.Migrate(t.Context(), missing, there, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a source that is missing: %v", err)
	}
	if _, err := os.Stat(missing); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a source that is missing was made: %v", err)
	}
	if _, err := store.Migrate(t.Context(), there, missing, nil); err == nil || !strings.Contains(err.Error(), "is no store") {
		t.Errorf("an empty source: %v", err)
	}
	var inUse *store.InUseError
	s := openStore(t, there, fixed)
	if _, err := store.Migrate(t.Context(), path, there, nil); !errors.As(err, &inUse) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) {
		t.Errorf("a target in use: %v", err)
	}
	if _, err := store.Migrate(t.Context(), there, filepath.Join(t.TempDir(), "a.db"), nil); !errors.As(err, &inUse) {
		t.Errorf("a source in use: %v", err)
	}
	must(s.Token(t.Context(), "a"))(t)
	ok(t, s.Close())
	if _, err := store.Migrate(t.Context(), path, there, nil); !errors.Is(err, store.ErrNotEmpty) || !strings.Contains(err.Error(), "tokens") {
		t.Errorf("a target that has something: %v", err)
	}
	opened := openStore(t, path, fixed)
	var locked *store.LockedError
	if _, err := store.Migrate(t.Context(), path, storetest.Database(t), nil); !errors.As(err, &locked) {
		t.Errorf("a file in use: %v", err)
	}
	ok(t, opened.Close())
}

// TestBackup: a backup of a store in use is a store that holds the same.
func TestBackup(t *testing.T) {
	for name, storage := range map[string]func(t *testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "kept.db") },
		"PostgreSQL": func(t *testing.T) string { return storetest.Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			kept := storage(t)
			s := openStore(t, kept, fixed)
			keepSomething(t, s)
			dir := t.TempDir()
			file := filepath.Join(dir, "backup.db")
			ok(t, store.Backup(t.Context(), kept, file, nil))
			if info := must(os.Stat(file))(t); info.Mode().Perm()&0o077 != 0 {
				t.Errorf("others may read the backup: %v", info.Mode())
			}
			equal(t, "files", len(must(os.ReadDir(dir))(t)), 1)
			record(t, s, execution("later", "l"))

			before := must(os.ReadFile(file))(t)
			if err := store.Backup(t.Context(), kept, file, nil); err == nil || !strings.Contains(err.Error(), "is there already") {
				t.Errorf("over another backup: %v", err)
			}
			equal(t, "the backup", bytes.Equal(must(os.ReadFile(file))(t), before), true)

			restored := openStore(t, file, fixed)
			equal(t, "an execution", must(restored.Execution(t.Context(), "x007"))(t).Returned, must(s.Execution(t.Context(), "x007"))(t).Returned)
			equal(t, "messages", must(restored.MessagesAfter(t.Context(), 0, 200))(t), must(s.MessagesAfter(t.Context(), 0, 200))(t))
			if _, err := restored.Execution(t.Context(), "later"); !errors.Is(err, integrations.ErrNotFound) {
				t.Errorf("what came after the backup: %v", err)
			}
		})
	}
}

func TestBackupOfNothing(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	ok(t, os.WriteFile(text, []byte(strings.Repeat("no database\n", 500)), 0o600))
	for path, want := range map[string]string{filepath.Join(dir, "missing.db"): "missing.db", text: "not an SQLite database"} {
		file := filepath.Join(dir, "backup.db")
		if err := store.Backup(t.Context(), path, file, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("backup of %s: %v", path, err)
		}
		if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a backup of %s was left: %v", path, err)
		}
	}
}
