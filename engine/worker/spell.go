package worker

import "time"

// A spell is how much processor time a process had used at some moment. The
// zero value is not known.
type spell struct {
	from time.Time
	used time.Duration
}

// spell looks at the process now.
func (p *process) spell() spell {
	used, err := processorTime(p.cmd.Process.Pid)
	if err != nil {
		return spell{}
	}
	return spell{time.Now(), used}
}

// shortestSpell is how long a process has to be looked at to be judged: the
// system counts in hundredths of a second.
const shortestSpell = time.Second

// starving is the part of the time that a process has to have the processor
// for, to be held to have had its chance. A script that hangs takes all it gets.
const starving = 0.1

// starved tells whether a process hardly ran between s and later: what it did
// not get done then is not its scripts' fault.
func (s spell) starved(later spell) bool {
	passed := later.from.Sub(s.from)
	if s.from.IsZero() || later.from.IsZero() || passed < shortestSpell {
		return false
	}
	return float64(later.used-s.used) < starving*float64(passed)
}
