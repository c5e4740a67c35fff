package worker

import (
	"strings"
	"testing"
	"time"
)

func TestConduct(t *testing.T) {
	start := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	var c conduct
	at := func(after time.Duration) time.Time { return start.Add(after) }
	kill := func(after, pause time.Duration) {
		t.Helper()
		if got := c.kill("x", "killed: over 64 MB", at(after)); got != pause {
			t.Errorf("a kill at %v pauses %v, want %v", after, got, pause)
		}
	}
	expect := func(after time.Duration, apart bool, paused string) {
		t.Helper()
		if got := c.apart("x", at(after)); got != apart {
			t.Errorf("at %v: apart %v", after, got)
		}
		if got := c.paused("x", at(after)); !strings.HasPrefix(got, paused) || paused == "" && got != "" {
			t.Errorf("at %v: paused %q, want %q", after, got, paused)
		}
	}
	expect(0, false, "")
	kill(time.Second, 0)
	expect(time.Second, true, "")
	kill(2*time.Second, 0)
	expect(3*time.Second, true, "")
	kill(10*time.Second, 5*time.Second)
	expect(14*time.Second, true, "not run until 08:00:15 UTC: the script killed its worker 3 times, the last time: killed: over 64 MB")
	expect(15*time.Second, true, "")
	kill(20*time.Second, 10*time.Second)
	for _, pause := range []time.Duration{20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 320 * time.Second, 10 * time.Minute, 10 * time.Minute} {
		kill(30*time.Second, pause)
	}
	for range 100 {
		c.kill("x", "", at(time.Minute))
	}
	kill(time.Minute, 10*time.Minute)
	expect(time.Minute+10*time.Minute-1, true, "not run until 08:11:00 UTC")
	expect(time.Minute+10*time.Minute, true, "")

	c.edited("x")
	expect(time.Minute, true, "")
	kill(2*time.Minute, 0)
	expect(2*time.Minute+time.Hour-1, true, "")
	expect(2*time.Minute+time.Hour, false, "")
	kill(3*time.Hour, 0)

	c.suspect("z", at(0))
	if !c.apart("z", at(0)) || c.paused("z", at(0)) != "" {
		t.Error("a suspect is paused, or not apart")
	}
	c.edited("never seen")
	if c.apart("never seen", start) || c.apart("y", start) {
		t.Error("a script that did nothing is apart")
	}
}

func TestConductOfRemovedScripts(t *testing.T) {
	start := time.Date(2026, 3, 14, 8, 0, 0, 0, time.UTC)
	p := NewPool(Options{Workers: 1, Now: func() time.Time { return start }})
	defer p.Close()
	p.Retain() // nothing is known yet
	for _, id := range []string{"kept", "removed"} {
		for range freeKills + 1 {
			p.conduct.kill(id, "killed: over 64 MB", start)
		}
	}
	p.Retain("kept")
	if p.Paused("kept") == "" || p.Paused("removed") != "" || len(p.conduct.records) != 1 {
		t.Errorf("remembered are %v", p.conduct.records)
	}
}
