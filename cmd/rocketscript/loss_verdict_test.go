package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// A promise is a request as its sender knows it. Answered 200, its messages are
// promised; without an answer, or with 503, they may or may not come.
type promise struct {
	// key is the text of its messages, one in each of its lanes.
	key   string
	lanes []string
	// status is 0 when no answer came.
	status      int
	sent, ended time.Time
}

// A taking is a request to post as its destination saw it.
type taking struct {
	lane, key string
	node      int
	// at is when the message was taken; zero when it was not.
	from, at, to time.Time
	// told: the node was told that the message was taken.
	told bool
	// did is what the destination did to it, for people.
	did string
}

// A blow is what happened to a node: it was killed, or stopped for a while.
type blow struct {
	node     int
	from, to time.Time
	stopped  bool
	// measured: nothing but the blow kept its lanes from going on.
	measured bool
}

// A verdict is what promises, takings and blows say together.
type verdict struct {
	faults []string
	// promised counts messages, not requests.
	promised, lost, posted int
	// unanswered and refused (with 503) were posted all the same.
	unanswered, refused int
	// repeats by what had interrupted the attempt before.
	afterBlows, afterLostAnswers, byStopped int
	overlaps                                int
	// takeovers are how long after a measured blow somebody went on with a lane
	// whose attempt it had interrupted.
	takeovers []time.Duration
}

func (v *verdict) fault(format string, args ...any) {
	v.faults = append(v.faults, fmt.Sprintf(format, args...))
}

// judge holds that nothing promised is lost, that each lane got its messages in
// the order of their requests, one at a time, and that none was repeated but
// where the attempt before was interrupted.
func judge(promises []promise, takings []taking, blows []blow) *verdict {
	v := &verdict{}
	lanes := make(map[string][]taking)
	posted := make(map[place]bool)
	for _, x := range takings {
		lanes[x.lane] = append(lanes[x.lane], x)
		if !x.at.IsZero() {
			posted[place{x.lane, x.key}] = true
		}
	}
	known := make(map[string]promise)
	for _, p := range promises {
		known[p.key] = p
		v.keeps(p, posted)
	}
	for _, name := range slices.Sorted(maps.Keys(lanes)) {
		l := &laneJudge{v, name, lanes[name], blows}
		l.oneAtATime()
		l.inOrder(l.firsts(), known)
	}
	return v
}

// A place is one message's in one lane.
type place struct{ lane, key string }

func (v *verdict) keeps(p promise, posted map[place]bool) {
	for _, lane := range p.lanes {
		there := posted[place{lane, p.key}]
		switch {
		case p.status == 200:
			if v.promised++; !there {
				v.lost++
				v.fault("%s: %q was answered 200 and never posted", lane, p.key)
			}
		case there && p.status == 0:
			v.unanswered++
		case there:
			v.refused++
		}
	}
}

// A laneJudge judges one lane.
type laneJudge struct {
	*verdict
	name    string
	takings []taking
	blows   []blow
}

// struck returns the first blow to a node between two times, nil without one.
func (l *laneJudge) struck(node int, from, to time.Time) *blow {
	i := slices.IndexFunc(l.blows, func(b blow) bool { return b.node == node && !b.from.After(to) && !b.to.Before(from) })
	if i < 0 {
		return nil
	}
	return &l.blows[i]
}

// resumed is how long after it goes on a stopped node may still do what it was
// about to do.
const resumed = time.Second

// stale tells whether x is what a node was about to do when it was stopped,
// while another one had taken its lanes over.
func (l *laneJudge) stale(x taking) bool {
	return slices.ContainsFunc(l.blows, func(b blow) bool {
		return b.stopped && b.node == x.node && !x.from.Before(b.from) && x.from.Before(b.to.Add(resumed))
	})
}

// oneAtATime holds that no request to post overlaps with another.
func (l *laneJudge) oneAtATime() {
	byStart := slices.SortedFunc(slices.Values(l.takings), func(a, b taking) int { return a.from.Compare(b.from) })
	for i, b := range byStart {
		if i > 0 {
			l.takenOver(byStart[i-1], b)
		}
		for _, a := range byStart[max(0, i-10):i] {
			switch {
			case !b.from.Before(a.to):
			case l.struck(a.node, a.from, b.from) != nil, l.stale(b):
				l.overlaps++
			default:
				l.fault("%s: node %d posts %q while node %d posts %q (%s)", l.name, b.node, b.key, a.node, a.key, a.did)
			}
		}
	}
}

// takenOver notes that b went on where a blow had interrupted a.
func (l *laneJudge) takenOver(a, b taking) {
	if struck := l.struck(a.node, a.from, a.to); struck != nil && struck.measured && !a.told {
		l.takeovers = append(l.takeovers, b.from.Sub(struck.from))
	}
}

// firsts returns the messages in the order the destination took them. A repeat
// must follow at once, and have a reason.
func (l *laneJudge) firsts() (order []taking) {
	taken := slices.DeleteFunc(slices.Clone(l.takings), func(x taking) bool { return x.at.IsZero() })
	slices.SortStableFunc(taken, func(a, b taking) int { return a.at.Compare(b.at) })
	last := make(map[string]taking)
	for _, x := range taken {
		before, repeated := last[x.key]
		if last[x.key] = x; !repeated {
			order = append(order, x)
			continue
		}
		late := order[len(order)-1].key != x.key
		switch {
		case !late && l.struck(before.node, before.from, x.from) != nil:
			l.afterBlows++
		case !late && !before.told:
			l.afterLostAnswers++
		case l.stale(x):
			l.byStopped++
		case late:
			l.fault("%s: %q was repeated after %q", l.name, x.key, order[len(order)-1].key)
		default:
			l.fault("%s: %q was repeated although nothing had happened to it: by node %d, %v after node %d", l.name, x.key, x.node, x.at.Sub(before.at), before.node)
		}
	}
	l.posted += len(order)
	return order
}

// inOrder holds that of two requests, of which one was sent after the other was
// answered, the other one's message came first.
func (l *laneJudge) inOrder(order []taking, known map[string]promise) {
	var earliest promise // of those behind, the one that was over first
	for _, x := range slices.Backward(order) {
		p, sent := known[x.key]
		if !sent {
			l.fault("%s: %q was posted and never sent", l.name, x.key)
			continue
		}
		if earliest.key != "" && earliest.ended.Before(p.sent) {
			l.fault("%s: %q was posted before %q, which was over %v before it was sent", l.name, p.key, earliest.key, p.sent.Sub(earliest.ended))
		}
		if earliest.key == "" || p.ended.Before(earliest.ended) {
			earliest = p
		}
	}
}

// TestVerdict: what the proofs rely on finds what they look for.
func TestVerdict(t *testing.T) {
	at := func(second float64) time.Time { return time.Unix(1000, int64(second*1e9)) }
	asked := func(key string, status int, sent, ended float64) promise {
		return promise{key, []string{"lane"}, status, at(sent), at(ended)}
	}
	took := func(node int, key string, from float64) taking {
		return taking{lane: "lane", key: key, node: node, from: at(from), at: at(from + .1), to: at(from + .2), told: true}
	}
	untold := func(x taking) taking { x.told = false; return x }
	until := func(x taking, second float64) taking { x.to = at(second); return x }
	both := []promise{asked("a", 200, 1, 2), asked("b", 200, 3, 4)}
	for name, c := range map[string]struct {
		promises []promise
		takings  []taking
		blows    []blow
		want     string
	}{
		"all well":                {promises: both, takings: []taking{took(0, "a", 1), took(0, "b", 3)}},
		"lost":                    {promises: both, takings: []taking{took(0, "b", 3)}, want: `"a" was answered 200 and never posted`},
		"only tried":              {promises: both[:1], takings: []taking{{lane: "lane", key: "a", from: at(1), to: at(2)}}, want: `"a" was answered 200 and never posted`},
		"not promised":            {promises: []promise{asked("a", 0, 1, 2), asked("b", 503, 1, 2)}},
		"made up":                 {takings: []taking{took(0, "c", 1)}, want: `"c" was posted and never sent`},
		"wrong order":             {promises: both, takings: []taking{took(0, "b", 3), took(0, "a", 4)}, want: `"b" was posted before "a"`},
		"either order":            {promises: []promise{asked("a", 200, 1, 3), asked("b", 200, 2, 4)}, takings: []taking{took(0, "b", 3), took(0, "a", 4)}},
		"wrong order, unanswered": {promises: []promise{asked("a", 0, 1, 2), both[1]}, takings: []taking{took(0, "b", 3), took(0, "a", 4)}, want: `"b" was posted before "a"`},
		"needless repeat":         {promises: both[:1], takings: []taking{took(0, "a", 1), took(0, "a", 2)}, want: `"a" was repeated although nothing had happened`},
		"answer was lost":         {promises: both[:1], takings: []taking{untold(took(0, "a", 1)), took(0, "a", 2)}},
		"killed":                  {promises: both[:1], takings: []taking{took(0, "a", 1), took(0, "a", 3)}, blows: []blow{{from: at(2), to: at(2.1)}}},
		"another one killed":      {promises: both[:1], takings: []taking{took(0, "a", 1), took(0, "a", 3)}, blows: []blow{{node: 1, from: at(2), to: at(2.1)}}, want: "was repeated although"},
		"killed before":           {promises: both[:1], takings: []taking{took(0, "a", 1), took(0, "a", 3)}, blows: []blow{{from: at(0), to: at(.5)}}, want: "was repeated although"},
		"late repeat":             {promises: both, takings: []taking{untold(took(0, "a", 1)), took(0, "b", 3), took(0, "a", 4)}, want: `"a" was repeated after "b"`},
		"late repeat of one that was stopped": {
			promises: both, takings: []taking{took(1, "a", 2), took(1, "b", 3), took(0, "a", 9.1)}, blows: []blow{{0, at(1), at(9), true, false}}},
		"two at once":               {promises: both, takings: []taking{until(took(0, "a", 1), 4), took(1, "b", 3)}, want: `node 1 posts "b" while node 0 posts "a"`},
		"two at once, one is dead":  {promises: both, takings: []taking{until(took(0, "a", 1), 4), took(1, "b", 3)}, blows: []blow{{from: at(2), to: at(2.1)}}},
		"two at once, killed after": {promises: both, takings: []taking{until(took(0, "a", 1), 4), took(1, "b", 3)}, blows: []blow{{from: at(3.5), to: at(3.6)}}, want: "while node 0 posts"},
	} {
		t.Run(name, func(t *testing.T) {
			got := strings.Join(judge(c.promises, c.takings, c.blows).faults, "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("found %q, want %q", got, c.want)
			}
		})
	}
}
