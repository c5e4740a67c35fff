package store_test

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"rocketscript/integrations/store"
)

func TestSQLite(t *testing.T) {
	RunConformance(t, func(t *testing.T) Place {
		path := filepath.Join(t.TempDir(), "data", "it's a #1 test%20?.db")
		return Place{Open: func(t *testing.T, now func() time.Time) Kept { return openStore(t, path, now) }}
	})
}

// TestSQLiteHasNoLease: the file is locked, so what a process holds it holds.
func TestSQLiteHasNoLease(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "x.db"), fixed)
	equal(t, "lease", must(s.Renew(t.Context()))(t), 0)
	if s.LaneChanges(t.Context()) != nil {
		t.Error("another process may change the lanes of a locked file")
	}
}

func openStore(t *testing.T, storage string, now func() time.Time) *store.Store {
	t.Helper()
	return openAs(t, storage, store.Options{Now: now})
}

func openAs(t *testing.T, storage string, options store.Options) *store.Store {
	t.Helper()
	options.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	s, err := store.Open(t.Context(), storage, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}
