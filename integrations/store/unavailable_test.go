package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

// openImpatient opens a store that waits only a moment for locks.
func openImpatient(t *testing.T, path string) (*store.Store, *bytes.Buffer) {
	t.Helper()
	log := new(bytes.Buffer)
	s := must(store.OpenWith(t.Context(), path, store.Options{Logger: slog.New(slog.NewTextHandler(log, nil))}, 50*time.Millisecond, store.MigrationFiles()))(t)
	t.Cleanup(func() { ok(t, s.Close()) })
	return s, log
}

func unavailable(t *testing.T, err error, hint string) {
	t.Helper()
	if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), hint) {
		t.Errorf("error %v, want ErrUnavailable that says %q", err, hint)
	}
}

// loggedOnce checks that the failure and the recovery were each logged once.
func loggedOnce(t *testing.T, log *bytes.Buffer) {
	t.Helper()
	for _, text := range []string{"the store cannot be written", "the store can be written again"} {
		if n := strings.Count(log.String(), text); n != 1 {
			t.Errorf("%q was logged %d times:\n%s", text, n, log)
		}
	}
}

func TestLockedByAnotherProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	s, log := openImpatient(t, path)
	other := must(sql.Open("sqlite", path))(t)
	defer func() { ok(t, other.Close()) }()
	conn := must(other.Conn(t.Context()))(t)
	must(conn.ExecContext(t.Context(), "BEGIN IMMEDIATE"))(t)
	for range 2 {
		unavailable(t, s.Record(t.Context(), execution("x", "l"), nil), "another program holds the file")
	}
	all(t, s, "pagerduty") // reading goes on
	must(conn.ExecContext(t.Context(), "ROLLBACK"))(t)
	ok(t, conn.Close())
	record(t, s, execution("x", "l"))
	ok(t, s.Close())
	loggedOnce(t, log)
}

func TestDiskFull(t *testing.T) {
	s, log := openImpatient(t, filepath.Join(t.TempDir(), "x.db"))
	record(t, s, execution("before", "l"))
	// The limit is the connection's, which is replaced after the failure: like
	// a disk on which space was made.
	ok(t, s.InWriter(t.Context(), "PRAGMA max_page_count = 1"))
	big := execution("big", "l")
	big.Request.Body = bytes.Repeat([]byte("x"), 1<<20)
	unavailable(t, s.Record(t.Context(), big, nil), "the disk is full")
	if big.Deliveries[0].ID != 0 || big.Deliveries[0].State != "" {
		t.Errorf("a delivery of a failed Record has id %d, %q", big.Deliveries[0].ID, big.Deliveries[0].State)
	}
	record(t, s, big)
	ok(t, s.Close())
	loggedOnce(t, log)
}

// TestLostBatch: when the transaction is lost, everyone in it hears of it, and
// nothing of it is there.
func TestLostBatch(t *testing.T) {
	s, _ := openImpatient(t, filepath.Join(t.TempDir(), "x.db"))
	ok(t, s.InWriter(t.Context(), "PRAGMA max_page_count = 1"))
	release := hold(t, s)
	const n = 40
	errs := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			x := execution(fmt.Sprint(i), "l")
			if i == n/2 {
				x.Request.Body = bytes.Repeat([]byte("x"), 1<<20)
			}
			errs[i] = s.Record(t.Context(), x, nil)
		})
	}
	release()
	wg.Wait()
	failed := 0
	for i, err := range errs {
		_, missing := s.Execution(t.Context(), fmt.Sprint(i))
		if (err == nil) != (missing == nil) {
			t.Errorf("%d: Record said %v, Execution %v", i, err, missing)
		}
		if err != nil {
			failed++
			unavailable(t, err, "the disk is full")
		}
	}
	if failed == 0 {
		t.Error("nothing failed")
	}
}

// hold keeps the writer busy until release is called.
func hold(t *testing.T, s *store.Store) (release func()) {
	t.Helper()
	inside, done := make(chan struct{}), make(chan struct{})
	go func() {
		_ = s.Record(t.Context(), execution("hold"), func(context.Context, integrations.Rooms) error {
			close(inside)
			<-done
			return nil
		})
	}()
	<-inside
	return func() { close(done) }
}

func TestReadOnlyFile(t *testing.T) {
	s, log := openImpatient(t, filepath.Join(t.TempDir(), "x.db"))
	ok(t, s.InWriter(t.Context(), "PRAGMA query_only = 1"))
	unavailable(t, s.Record(t.Context(), execution("x", "l"), nil), "may not be written")
	record(t, s, execution("x", "l")) // on a new connection
	ok(t, s.Close())
	loggedOnce(t, log)
}

// TestHiddenFailure: a request whose last statement failed is not committed,
// even when it says nothing about it.
func TestHiddenFailure(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "x.db"), time.Now)
	if err := s.Swallow(t.Context(), "INSERT INTO tokens VALUES ('a', 'b')", "INSERT INTO tokens VALUES ('a', 'c')"); err == nil {
		t.Fatal("no error")
	}
	if token := must(s.Token(t.Context(), "a"))(t); token == "b" {
		t.Error("the statement before the failure was kept")
	}
}
