package integrations

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Pace is how many messages a destination may get in a time, evenly spread.
// The zero value sets no limit.
type Pace struct {
	Messages int
	Per      time.Duration
}

// paceUnits are the times a pace can be given for.
var paceUnits = map[string]time.Duration{"s": time.Second, "m": time.Minute, "h": time.Hour}

// maxPace is far more than a store can note as posted.
const maxPace = 1_000_000

// ParsePace reads a pace such as 10/s, 60/m or 500/h. Empty sets no limit.
func ParsePace(text string) (Pace, error) {
	if text == "" {
		return Pace{}, nil
	}
	count, unit, _ := strings.Cut(text, "/")
	n, err := strconv.Atoi(strings.TrimSpace(count))
	per, known := paceUnits[strings.TrimSpace(unit)]
	if err != nil || n < 1 || n > maxPace || !known {
		return Pace{}, fmt.Errorf("%q is not a pace such as 10/s, 60/m or 500/h", text)
	}
	return Pace{Messages: n, Per: per}, nil
}
