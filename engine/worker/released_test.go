package worker

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"rocketscript/engine"
)

func TestWorkerThatWasNotNeededIsNoNews(t *testing.T) {
	var log bytes.Buffer
	p := NewPool(Options{Workers: 1, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	defer p.Close()
	for range 2 {
		if _, err := p.Run(t.Context(), engine.Script{ID: "x", Source: good}, engine.Call{}); err != nil {
			t.Fatal(err)
		}
		p.vacate(p.shared[0])
	}
	if strings.Contains(log.String(), "started again") {
		t.Errorf("logged\n%s", log.String())
	}
}
