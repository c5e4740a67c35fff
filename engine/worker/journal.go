package worker

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"rocketscript/engine/worker/internal/wire"
)

// A journal passes on the log lines of a worker, which is not believed: no more
// and no longer ones than an honest one writes. It belongs to the goroutine
// that takes the worker's frames.
type journal struct {
	logger *slog.Logger
	now    func() time.Time
	// since is when the first of lines was written; dropped counts those that
	// came after too many.
	since          time.Time
	lines, dropped int
}

const (
	// maxLogLines is how many lines a worker may log in logTime.
	maxLogLines = 50
	logTime     = 10 * time.Second
	// maxLogText bounds each text of a line; the longest is the stack of a
	// panic.
	maxLogText       = 8 << 10
	maxLogAttributes = 16
)

// write passes a line on, or counts it.
func (j *journal) write(line wire.Log) {
	if now := j.now(); j.since.IsZero() || now.Sub(j.since) >= logTime {
		j.end()
		j.since, j.lines = now, 0
	}
	if j.lines++; j.lines > maxLogLines {
		j.dropped++
		return
	}
	given := line.Attributes[:min(len(line.Attributes), maxLogAttributes)]
	attributes := make([]slog.Attr, len(given))
	for i, a := range given {
		attributes[i] = slog.String(brief(a.Key), brief(a.Value))
	}
	j.logger.LogAttrs(context.Background(), slog.Level(line.Level), brief(line.Message), attributes...)
}

// end tells how many lines were dropped.
func (j *journal) end() {
	if j.dropped > 0 {
		j.logger.Warn("a worker logged too much, lines were dropped", "lines", j.dropped)
	}
	j.dropped = 0
}

func brief(text string) string {
	if len(text) <= maxLogText {
		return text
	}
	return strings.ToValidUTF8(text[:maxLogText], "") + "…"
}
