package main

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Who changes a setting that is read at the start is told so, once; who changes
// it back is not.
func TestRestartIsWarnedOf(t *testing.T) {
	first, second, third := &config{timeout: time.Second}, &config{timeout: 2 * time.Second}, &config{timeout: 2 * time.Second, workers: 3}
	for _, tt := range []struct {
		name     string
		old, now *config
		want     string
	}{
		{"nothing changed", first, first, ""},
		{"changed", first, second, "engine.timeout"},
		{"another changed", second, third, "engine.workers"},
		{"both changed", first, third, "engine.timeout engine.workers"},
		{"changed back", second, first, ""},
	} {
		var log bytes.Buffer
		h := &hosting{log: slog.New(slog.NewTextHandler(&log, nil)), started: first}
		h.warnRestart(tt.old, tt.now)
		var got []string
		for line := range strings.Lines(log.String()) {
			_, key, _ := strings.Cut(strings.TrimSpace(line), "key=")
			got = append(got, key)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: warned of %q, want %q", tt.name, got, tt.want)
		}
	}
}

// A configuration that cannot be read is told of, unless the server stops.
func TestReloadWhileStopping(t *testing.T) {
	stopping, stop := context.WithCancel(t.Context())
	stop()
	for _, tt := range []struct {
		name string
		ctx  context.Context
		want int
	}{{"serving", t.Context(), 1}, {"stopping", stopping, 0}} {
		var log bytes.Buffer
		h := &hosting{log: slog.New(slog.NewTextHandler(&log, nil))}
		again := h.reload(tt.ctx, filepath.Join(t.TempDir(), "missing.yaml"), nil)
		if lines := strings.Count(log.String(), "\n"); again || lines != tt.want {
			t.Errorf("%s: again %v, logged\n%s", tt.name, again, log.String())
		}
	}
}
