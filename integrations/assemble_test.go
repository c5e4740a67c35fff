package integrations_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// scriptMap is a folder of scripts that a test can edit.
type scriptMap map[string]string

func (m scriptMap) ReadScript(script string) (name, source string, err error) {
	source, ok := m[script]
	if !ok {
		return script, "", errors.New("there is no script " + script)
	}
	return script, source, nil
}

func (m scriptMap) ReadAdapter(adapter string) (name, source string, err error) {
	return m.ReadScript(adapter)
}

func (m scriptMap) ReadGlobal(value string) (name, source string, err error) {
	return m.ReadScript(value)
}

// anyUser is a destination on which everybody but "nobody" has an account.
type anyUser struct{}

func (anyUser) User(_ context.Context, name string) (engine.User, error) {
	if name == "nobody" {
		return engine.User{}, integrations.ErrNoUser
	}
	return engine.User{ID: name, Username: name}, nil
}

const (
	good   = "class Script { process_incoming_request() { return { content: { text: 'good' } }; } }"
	better = "class Script { process_incoming_request() { return { content: { text: 'better' } }; } }"
	broken = "class Script { process_incoming_request() {"
)

func TestScriptsThroughEdits(t *testing.T) {
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	files := scriptMap{"a.js": good, "b.js": broken}
	assembler := integrations.Assembler{Scripts: files, Runner: host}
	destinations := map[string]integrations.Destination{"chat": anyUser{}}
	definitions := []integrations.Integration{
		{ID: "a", Enabled: true, ScriptEnabled: true, Script: "a.js", Username: "cat", Destination: "chat"},
		{ID: "b", Enabled: true, ScriptEnabled: true, Script: "b.js", Username: "cat", Destination: "chat"},
		{ID: "c", Enabled: true, ScriptEnabled: true, Script: "c.js", Username: "cat", Destination: "chat"},
	}
	var catalog *integrations.Catalog
	for _, step := range []struct {
		name string
		edit map[string]string
		// want is the source of each script in force, or "fault".
		want map[string]string
		// events are "ID", with "!" when broken, "+" when it was good before, "-" when broken.
		events []string
	}{
		{"start", nil, map[string]string{"a": good, "b": "fault", "c": "fault"}, []string{"a", "b!", "c!"}},
		{"nothing changed", nil, map[string]string{"a": good, "b": "fault", "c": "fault"}, nil},
		{"broken", map[string]string{"a.js": broken}, map[string]string{"a": good, "b": "fault", "c": "fault"}, []string{"a!+"}},
		{"still broken", nil, map[string]string{"a": good, "b": "fault", "c": "fault"}, nil},
		{"mended", map[string]string{"a.js": better, "b.js": good, "c.js": good}, map[string]string{"a": better, "b": good, "c": good}, []string{"a+", "b-", "c-"}},
		{"gone", map[string]string{"a.js": ""}, map[string]string{"a": better, "b": good, "c": good}, []string{"a!+"}},
		{"back", map[string]string{"a.js": better}, map[string]string{"a": better, "b": good, "c": good}, nil},
	} {
		maps.Copy(files, step.edit)
		if files["a.js"] == "" {
			delete(files, "a.js")
		}
		next, events, err := assembler.Assemble(t.Context(), definitions, destinations, catalog)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		catalog = next
		inForce := map[string]string{}
		for _, h := range catalog.All() {
			inForce[h.ID] = h.Code.Source
			if h.Fault != nil {
				inForce[h.ID] = "fault"
			}
		}
		if diff := cmp.Diff(step.want, inForce); diff != "" {
			t.Errorf("%s: scripts in force (-want +got):\n%s", step.name, diff)
		}
		var told []string
		for _, e := range events {
			text := e.IntegrationID
			if e.Err != nil {
				text += "!"
			}
			text += map[integrations.ScriptState]string{integrations.ScriptGood: "+", integrations.ScriptBroken: "-"}[e.Before]
			told = append(told, text)
		}
		if diff := cmp.Diff(step.events, told); diff != "" {
			t.Errorf("%s: events (-want +got):\n%s", step.name, diff)
		}
	}
}

// lateRunner ends the check of "late" when that of "good" has ended.
type lateRunner struct {
	integrations.Runner
	checked chan struct{}
}

func (r lateRunner) Check(_ context.Context, script engine.Script) error {
	if script.ID == "late" {
		<-r.checked
		return errors.New("too late")
	}
	close(r.checked)
	return nil
}

// TestChecksDoNotWait: a script that loops for ever when it is evaluated does
// not keep others from being checked.
func TestChecksDoNotWait(t *testing.T) {
	assembler := integrations.Assembler{Scripts: scriptMap{"x.js": good}, Runner: lateRunner{checked: make(chan struct{})}}
	definitions := []integrations.Integration{
		{ID: "late", Script: "x.js", ScriptEnabled: true, Destination: "chat"}, {ID: "good", Script: "x.js", ScriptEnabled: true, Destination: "chat"},
	}
	_, events, err := assembler.Assemble(t.Context(), definitions, map[string]integrations.Destination{"chat": anyUser{}}, nil)
	if err != nil || len(events) != 2 || events[0].Err == nil || events[1].Err != nil {
		t.Errorf("got %v %v", events, err)
	}
}

// TestPatience: a script whose check takes long is served unchecked, and checked
// the next time; those that are checked by then are not kept waiting.
func TestPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		runner := stuckRunner{make(chan struct{})}
		assembler := integrations.Assembler{Scripts: scriptMap{"x.js": good}, Runner: runner, Patience: time.Second}
		var definitions []integrations.Integration
		for i := range 20 {
			definitions = append(definitions, integrations.Integration{ID: fmt.Sprintf("stuck-%d", i), Script: "x.js", ScriptEnabled: true, Destination: "chat"})
		}
		definitions[0].ID = "good"
		destinations := map[string]integrations.Destination{"chat": anyUser{}}
		began := time.Now()
		catalog, events, err := assembler.Assemble(t.Context(), definitions, destinations, nil)
		if took := time.Since(began); err != nil || took != time.Second || events[0].Err != nil {
			t.Errorf("%v after %v: %v", err, took, events[0].Err)
		}
		for i, h := range catalog.All() {
			if h.Code.Source != good || h.Fault != nil || i > 0 && !errors.Is(events[i].Err, integrations.ErrNotChecked) {
				t.Errorf("%s: %v, %v", h.ID, h.Fault, events[i].Err)
			}
		}
		close(runner.free)
		_, events, err = assembler.Assemble(t.Context(), definitions, destinations, catalog)
		if err != nil || len(events) != 19 || events[0].Err == nil || errors.Is(events[0].Err, integrations.ErrNotChecked) {
			t.Errorf("%v %v", err, events)
		}
	})
}

// stuckRunner checks nothing until it is free, but what is called good.
type stuckRunner struct{ free chan struct{} }

func (stuckRunner) Run(context.Context, engine.Script, engine.Call) (engine.Result, error) {
	return engine.Result{}, errors.ErrUnsupported
}

func (r stuckRunner) Check(_ context.Context, script engine.Script) error {
	if script.ID == "good" {
		return nil
	}
	<-r.free
	return &engine.Exception{Message: "it loops for ever"}
}

// busyRunner cannot check scripts while it is busy.
type busyRunner struct {
	integrations.Runner
	busy bool
}

func (r *busyRunner) Check(context.Context, engine.Script) error {
	if r.busy {
		return errors.New("start a worker: no more processes")
	}
	return nil
}

// TestChecksAreMadeUp: a script that could not be checked, at the start or after
// an edit, is checked again the next time.
func TestChecksAreMadeUp(t *testing.T) {
	files, runner := scriptMap{"x.js": good}, &busyRunner{}
	assembler := integrations.Assembler{Scripts: files, Runner: runner}
	definitions := []integrations.Integration{{ID: "a", Script: "x.js", ScriptEnabled: true, Destination: "chat"}}
	var catalog *integrations.Catalog
	for i, step := range []struct {
		source string
		busy   bool
		want   string
	}{
		{good, true, good}, {good, false, good},
		{better, true, good}, {better, false, better},
	} {
		files["x.js"], runner.busy = step.source, step.busy
		next, events, err := assembler.Assemble(t.Context(), definitions, map[string]integrations.Destination{"chat": anyUser{}}, catalog)
		if err != nil || len(events) != 1 || (events[0].Err != nil) != step.busy {
			t.Fatalf("step %d: %v %v", i, events, err)
		}
		catalog = next
		if h, _ := catalog.Get("a"); h.Fault != nil || h.Code.Source != step.want {
			t.Errorf("step %d: %s is in force (%v), want %s", i, h.Code.Source, h.Fault, step.want)
		}
	}
}

func TestUnknownPostAsUserIsAConfigurationError(t *testing.T) {
	assembler := integrations.Assembler{Scripts: scriptMap{}}
	_, _, err := assembler.Assemble(t.Context(),
		[]integrations.Integration{{ID: "a", Username: "nobody", Destination: "chat"}},
		map[string]integrations.Destination{"chat": anyUser{}}, nil)
	if !errors.Is(err, integrations.ErrNoUser) || !strings.Contains(err.Error(), "integration a") {
		t.Errorf("got %v", err)
	}
}

// TestKeptDefinitionsStopNothing: a definition of the store that cannot be
// hosted is not ready, alone, until its cause is gone; its last good script
// outlives that.
func TestKeptDefinitionsStopNothing(t *testing.T) {
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	files := scriptMap{"a.js": good, "bad.js": broken, "better.js": better}
	assembler := integrations.Assembler{Scripts: files, Runner: host}
	kept := integrations.Integration{
		ID: "a", Enabled: true, Channel: []string{"#x"}, ScriptEnabled: true, Script: "a.js", Username: "cat", Destination: "chat", Kept: &integrations.Kept{},
	}
	other := integrations.Integration{ID: "b", Username: "cat", Destination: "chat"}
	var catalog *integrations.Catalog
	earlier := kept
	earlier.Kept = nil
	for name, c := range map[string]struct {
		script   string
		code     string
		rejected bool
		before   integrations.ScriptState
	}{
		"a last good version runs in place of a broken one":     {"bad.js", good, true, integrations.ScriptGood},
		"and not in place of a good one, which is no news then": {"better.js", better, false, integrations.ScriptNew},
	} {
		definition := kept
		definition.Script, definition.Kept = c.script, &integrations.Kept{LastGood: &earlier}
		first, events, err := assembler.Assemble(t.Context(), []integrations.Integration{definition}, map[string]integrations.Destination{"chat": anyUser{}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if h, _ := first.Get("a"); h.Code.Source != c.code || h.Fault != nil || (h.Rejected != nil) != c.rejected || events[0].Before != c.before {
			t.Errorf("%s: %+v, %+v", name, h, events)
		}
	}
	for _, step := range []struct {
		name              string
		edit              func(*integrations.Integration)
		unready, rejected string
	}{
		{"no user", func(i *integrations.Integration) { i.Username = "nobody" }, `post-as user "nobody" on destination "chat"`, ""},
		{"no destination", func(i *integrations.Integration) { i.Destination = "gone" }, `there is no destination "gone"`, ""},
		{"invalid", func(i *integrations.Integration) { i.Compat = "other" }, `compat: "other"`, ""},
		{"broken", func(i *integrations.Integration) { i.Script = "bad.js" }, "", "SyntaxError"},
		{"broken and no user", func(i *integrations.Integration) { i.Script, i.Username = "bad.js", "nobody" }, "post-as user", "SyntaxError"},
		{"mended", func(*integrations.Integration) {}, "", ""},
	} {
		definition := kept
		step.edit(&definition)
		next, _, err := assembler.Assemble(t.Context(), []integrations.Integration{definition, other}, map[string]integrations.Destination{"chat": anyUser{}}, catalog)
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		catalog = next
		h, _ := catalog.Get("a")
		for what, c := range map[string]struct {
			got  error
			want string
		}{"unready": {h.Unready, step.unready}, "fault": {h.Fault, ""}, "rejected": {h.Rejected, step.rejected}} {
			if (c.got != nil) != (c.want != "") || c.got != nil && !strings.Contains(c.got.Error(), c.want) {
				t.Errorf("%s: %s is %v, want %q", step.name, what, c.got, c.want)
			}
		}
		if b, _ := catalog.Get("b"); b.Unready != nil || b.Sender.Username != "cat" {
			t.Errorf("%s: the other one is %+v", step.name, b)
		}
		if h.Code.Source != good {
			t.Errorf("%s: script in force is %q", step.name, h.Code.Source)
		}
	}
}
