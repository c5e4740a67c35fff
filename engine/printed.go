package engine

import (
	"context"
	"sync"
)

// A Printed reads what a call prints while it runs, from another goroutine. The
// zero value is ready for use with one call, by [WithPrinted].
type Printed struct {
	mu       sync.Mutex
	instance *Instance
	call     *call
	// read is how many lines were read.
	read int
}

type printedKey struct{}

// WithPrinted returns a context that lets p read the console of the call that is
// run with it.
func WithPrinted(ctx context.Context, p *Printed) context.Context {
	return context.WithValue(ctx, printedKey{}, p)
}

// Next returns the lines that were printed since it was asked last; none while
// the call has not begun.
func (p *Printed) Next() []ConsoleLine {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.call == nil {
		return nil
	}
	p.instance.mu.Lock()
	defer p.instance.mu.Unlock()
	lines := p.call.console.lines[p.read:]
	p.read += len(lines)
	return lines
}

// printing lets who asked for it read the console of c.
func (in *Instance) printing(ctx context.Context, c *call) {
	p, wanted := ctx.Value(printedKey{}).(*Printed)
	if !wanted {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.instance, p.call, p.read = in, c, 0
}
