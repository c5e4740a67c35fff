package delivery

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"rocketscript/integrations"
)

// Health returns how the destinations do, of which something is known, in no
// order.
func (d *Dispatcher) Health() []integrations.DestinationHealth {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.options.Now()
	var all []integrations.DestinationHealth
	for _, o := range d.outlets {
		all = append(all, o.report(now))
	}
	return all
}

// report is how a destination does.
func (o *outlet) report(now time.Time) integrations.DestinationHealth {
	h := integrations.DestinationHealth{Name: o.name, State: integrations.DestinationWorks}
	switch {
	case o.missing:
		h.State, h.Error = integrations.DestinationMissing, "it is not configured"
	case o.failing():
		h.State, h.Since, h.Error, h.Next = integrations.DestinationFails, o.since, o.problem, o.probeAt
	case o.heldUntil.After(now):
		h.State, h.Next = integrations.DestinationLimits, o.heldUntil
	}
	return h
}

// status puts together what is known of destinations and lanes.
func status(healths []integrations.DestinationHealth, names []string, lanes []integrations.LaneBacklog, dead map[string]int, now time.Time) integrations.DeliveryStatus {
	known := make(map[string]*integrations.DestinationStatus)
	of := func(name string) *integrations.DestinationStatus {
		if known[name] == nil {
			known[name] = &integrations.DestinationStatus{DestinationHealth: integrations.DestinationHealth{Name: name, State: integrations.DestinationWorks}}
		}
		return known[name]
	}
	for _, h := range healths {
		of(h.Name).DestinationHealth = h
	}
	for _, name := range names {
		of(name)
	}
	for name, n := range dead {
		of(name).Dead = n
	}
	var s integrations.DeliveryStatus
	for _, l := range lanes {
		d := of(l.Destination)
		d.Unfinished += l.Unfinished
		s.Lanes = append(s.Lanes, integrations.LaneStatus{LaneBacklog: l, Why: why(l, d.DestinationHealth, now)})
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		s.Destinations = append(s.Destinations, *known[name])
	}
	return s
}

// why is why a lane does not move.
func why(l integrations.LaneBacklog, h integrations.DestinationHealth, now time.Time) string {
	switch {
	case l.State == integrations.DeliveryStarted:
		return ""
	case h.State == integrations.DestinationFails:
		return "the destination fails"
	case h.State == integrations.DestinationLimits:
		return "the destination limits how often it is posted to"
	case h.State == integrations.DestinationMissing:
		return "the destination is not configured"
	case l.NextAttempt.After(now):
		return "its first message failed: " + cmp.Or(l.Error, "unknown why")
	}
	return "its turn comes"
}
