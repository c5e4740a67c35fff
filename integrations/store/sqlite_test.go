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
