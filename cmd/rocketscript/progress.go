package main

import (
	"fmt"
	"io"
	"strings"
)

// A progress tells on a terminal how far a long run is, on a line that is
// written again; elsewhere, every hundredth time, on a line of its own.
type progress struct {
	out   io.Writer
	all   int
	shown bool
}

// progressFrom is how many steps a run needs to be worth telling of.
const progressFrom = 20

func (p *progress) show(done int) {
	switch {
	case p.all < progressFrom:
	case isTerminal(p.out):
		fmt.Fprintf(p.out, "\r%d of %d", done, p.all)
		p.shown = true
	case done%100 == 0 && done < p.all:
		fmt.Fprintf(p.out, "%d of %d\n", done, p.all)
	}
}

// clear takes the line away, for other output.
func (p *progress) clear() {
	if p.shown {
		fmt.Fprintf(p.out, "\r%s\r", strings.Repeat(" ", 40))
		p.shown = false
	}
}
