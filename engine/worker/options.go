package worker

import (
	"cmp"
	"log/slog"
	"runtime"
	"time"

	"rocketscript/engine"
	"rocketscript/engine/worker/internal/wire"
)

// Options configure a Pool. The zero value is ready for use.
type Options struct {
	// Engine configures the instances in the workers. Its Logger, HTTP and
	// limits are used; its Now is not, for a function cannot go to another
	// process: there the clock is the machine's, unless [engine.Call.Now] is
	// set. Its Grace is how long after its deadline a call may take to end by
	// itself, before its worker is killed; zero means 150 ms.
	Engine engine.Options
	// Workers is how many processes scripts share; zero means one for each
	// processor. Scripts that killed one get another for themselves, at most
	// Workers + 4 at a time.
	Workers int
	// Memory is how far a call may make its worker grow, in bytes. Zero means
	// 64 MB.
	Memory int64
	// Logger hears of workers that start, are killed or crash, and what
	// Engine.Logger would. Nil means Engine.Logger, or nothing.
	Logger *slog.Logger
	// Now is the clock by which scripts that killed their worker are treated.
	// Nil is time.Now. Deadlines always follow the real clock.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.Workers = cmp.Or(o.Workers, runtime.NumCPU())
	o.Memory = cmp.Or(o.Memory, 64_000_000)
	o.Engine.ConsoleBytes, o.Engine.ConsoleLines = cmp.Or(o.Engine.ConsoleBytes, 64<<10), cmp.Or(o.Engine.ConsoleLines, 1000)
	o.Engine.Grace = cmp.Or(o.Engine.Grace, 150*time.Millisecond)
	if o.Logger == nil {
		o.Logger = o.Engine.Logger
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// settings are what a worker is told.
func (o Options) settings() wire.Settings {
	return wire.Settings{
		Zone: localZone(), Memory: o.Memory,
		// Together they use all; one that has more than its share pays for
		// waking threads that find nothing to do.
		Processors:   max(1, runtime.GOMAXPROCS(0)/o.Workers),
		ConsoleBytes: o.Engine.ConsoleBytes, ConsoleLines: o.Engine.ConsoleLines, ResultBytes: o.Engine.ResultBytes,
		StackDepth: o.Engine.StackDepth, HTTPCalls: o.Engine.HTTPCalls, HTTPBytes: o.Engine.HTTPBytes,
		// A call that does not end is the parent's to stop, with the worker.
		Grace: time.Hour,
		HTTP:  o.Engine.HTTP != nil,
	}
}

// localZone names the zone of this process for one with an empty environment:
// a zone, a file, or nothing for the machine's own.
func localZone() string {
	if name := time.Local.String(); name != "Local" {
		return name
	}
	return ""
}
