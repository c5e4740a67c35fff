package worker

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"rocketscript/engine/worker/internal/wire"
)

func TestJournal(t *testing.T) {
	now := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	j := &journal{logger: slog.New(slog.NewTextHandler(&out, nil)), now: func() time.Time { return now }}
	for i := range 1000 {
		j.write(wire.Log{Message: fmt.Sprintf("line %d.", i)})
	}
	if text := out.String(); strings.Count(text, "\n") != maxLogLines || !strings.Contains(text, "line 49.") {
		t.Errorf("%d lines, want the first %d", strings.Count(text, "\n"), maxLogLines)
	}
	out.Reset()
	now = now.Add(logTime)
	j.write(wire.Log{Message: "later", Attributes: []wire.Attribute{{Key: "script", Value: "x.js"}}})
	j.end()
	if text := out.String(); !strings.Contains(text, "lines were dropped\" lines=950\n") || !strings.HasSuffix(text, "msg=later script=x.js\n") {
		t.Errorf("after a while:\n%s", text)
	}
}

func TestJournalCutsWhatIsLong(t *testing.T) {
	long := strings.Repeat("ä", 1<<20)
	var out bytes.Buffer
	j := &journal{logger: slog.New(slog.NewTextHandler(&out, nil)), now: time.Now}
	j.write(wire.Log{Message: "short", Attributes: slices.Repeat([]wire.Attribute{{Key: "k", Value: "v"}}, 1000)})
	if n := strings.Count(out.String(), "k=v"); n != maxLogAttributes {
		t.Errorf("%d attributes", n)
	}
	out.Reset()
	j.write(wire.Log{Message: long, Attributes: []wire.Attribute{{Key: long, Value: long}}})
	if text := out.String(); len(text) > 4*maxLogText || strings.Contains(text, "\uFFFD") || strings.Count(text, "…") != 3 {
		t.Errorf("%d bytes: %.200s", len(text), text)
	}
}
