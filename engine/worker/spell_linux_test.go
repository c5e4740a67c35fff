package worker

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"rocketscript/engine"
)

func TestSpell(t *testing.T) {
	begin := spell{time.Unix(100, 0), 7 * time.Second}
	at := func(passed, used time.Duration) spell { return spell{begin.from.Add(passed), begin.used + used} }
	for _, test := range []struct {
		name        string
		from, later spell
		want        bool
	}{
		{"it ran all the time", begin, at(2*time.Second, 2*time.Second), false},
		{"it ran a tenth of it", begin, at(2*time.Second, 200*time.Millisecond), false},
		{"it hardly ran", begin, at(2*time.Second, 190*time.Millisecond), true},
		{"too short to tell", begin, at(900*time.Millisecond, 0), false},
		{"not looked at before", spell{}, at(2*time.Second, 0), false},
		{"gone meanwhile", begin, spell{}, false},
	} {
		if got := test.from.starved(test.later); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
	used, err := processorTime(os.Getpid())
	if err != nil || used < 0 || used > 24*time.Hour {
		t.Errorf("processor time of this process: %v, %v", used, err)
	}
}

// TestStarved: a script in a process that the system does not let run is ended,
// and not held to have done anything.
func TestStarved(t *testing.T) {
	p := NewPool(Options{Workers: 1, Engine: engine.Options{Grace: 200 * time.Millisecond}})
	defer p.Close()
	script := engine.Script{ID: "honest", Name: "honest.js", Source: "class Script { process_incoming_request() { return {content: {text: 'fine'}} } }"}
	call := func(timeout time.Duration) engine.Result {
		r, err := p.Run(t.Context(), script, engine.Call{Timeout: timeout})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := call(time.Minute); r.Outcome != engine.OutcomeContent {
		t.Fatalf("at first: %s %v", r.Outcome, r.Exception)
	}
	pid := p.berth("honest").process.cmd.Process.Pid
	if err := syscall.Kill(pid, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for stopped := false; !stopped; { // the signal reaches a busy process a moment later
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			t.Fatal(err)
		}
		stopped = strings.Contains(string(stat), ") T ")
	}
	r := call(1500 * time.Millisecond)
	if r.Outcome != engine.OutcomeScriptError || !strings.Contains(r.Exception.Message, "the machine is too busy to run it") {
		t.Errorf("in a stopped process: %s %v", r.Outcome, r.Exception)
	}
	if p.conduct.apart("honest", time.Now()) {
		t.Error("the script is held to have killed its worker")
	}
	if r := call(time.Minute); r.Outcome != engine.OutcomeContent {
		t.Errorf("afterwards: %s %v", r.Outcome, r.Exception)
	}
}
