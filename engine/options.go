package engine

import (
	"cmp"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Options configure instances. The zero value is ready for use.
type Options struct {
	// Logger hears what an operator should know: panics inside the
	// interpreter, scripts that could not be stopped. Nil logs nothing. What
	// scripts print is not logged; it is in the [Result].
	Logger *slog.Logger
	// Now is the clock scripts read unless [Call.Now] is set. Nil is time.Now.
	// Deadlines always follow the real clock.
	Now func() time.Time
	// ConsoleBytes and ConsoleLines bound what is kept of the console of one
	// call. Zero means 64 KB and 1,000 lines.
	ConsoleBytes, ConsoleLines int
	// ResultBytes bounds the JSON of what a script returns. Zero means 4 MB.
	ResultBytes int
	// StackDepth bounds how deep functions may call each other. Zero means
	// 3,000. V8 allows about 10,000; but here it takes time that grows with
	// the square of the depth to leave a recursion through built-in functions
	// (a getter, a callback of map), and at 3,000 that is within a second. A
	// function that calls itself gets a RangeError, which the script may catch;
	// others may go a quarter deeper, which ends the call.
	StackDepth int
	// Grace is how long a call whose deadline passed may take to notice,
	// before it is given up and left to end by itself. The interpreter notices
	// between two instructions; only a built-in function that runs for long,
	// such as an evil regular expression, takes any time, and a machine that
	// is short of processors. Zero means 200 ms.
	Grace time.Duration
	// HTTP makes the HTTP calls of scripts. Nil refuses them all.
	HTTP HTTPDoer
	// HTTPCalls bounds how many HTTP calls one run of a script may make, and
	// HTTPBytes the body of an answer. Zero means 20, and 5 MB.
	HTTPCalls int
	HTTPBytes int64
}

// resultDepth is how deep a result may nest; nothing Rocket.Chat shows comes
// near it.
const resultDepth = 500

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.ConsoleBytes = cmp.Or(o.ConsoleBytes, 64<<10)
	o.ConsoleLines = cmp.Or(o.ConsoleLines, 1000)
	o.ResultBytes = cmp.Or(o.ResultBytes, 4<<20)
	o.Grace = cmp.Or(o.Grace, 200*time.Millisecond)
	o.HTTPCalls = cmp.Or(o.HTTPCalls, 20)
	o.HTTPBytes = cmp.Or(o.HTTPBytes, 5<<20)
	o.StackDepth = cmp.Or(o.StackDepth, 3000)
	return o
}

// now is what clocks read in the code of c; c may be nil.
func (o Options) now(c *call) time.Time {
	if c != nil && !c.Now.IsZero() {
		return c.Now
	}
	return o.Now()
}

// random is what Math.random returns in the code of c; c may be nil.
func (o Options) random(c *call) float64 {
	if c != nil && c.Random != nil {
		return *c.Random
	}
	return rand.Float64()
}
