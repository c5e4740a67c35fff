package integrations

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"rocketscript/engine"
)

// A ScriptSource reads the script an integration names.
type ScriptSource interface {
	// ReadScript returns the text of a script and the name it goes by in
	// positions. script is Integration.Script.
	ReadScript(script string) (name, source string, err error)
	// ReadAdapter does the same for Integration.Adapter.
	ReadAdapter(adapter string) (name, source string, err error)
	// ReadGlobal does the same for the Value of a Global.
	ReadGlobal(value string) (name, source string, err error)
}

// An Assembler makes catalogs out of definitions: it reads and checks the
// scripts, and keeps the last good version of one that was broken by an edit.
type Assembler struct {
	Scripts ScriptSource
	Runner  Runner
	// Patience is how long Assemble waits for scripts to be checked, all
	// together; those that take longer are not checked (see ErrNotChecked).
	// Zero waits for all.
	Patience time.Duration
}

// An assembly is one run of an Assembler. A library is large, and many
// integrations share it: it is read once.
type assembly struct {
	*Assembler
	globals map[Global]readGlobal
}

type readGlobal struct {
	engine.Global
	err error
}

// A ScriptEvent tells what became of a script that was not looked at before.
type ScriptEvent struct {
	IntegrationID string
	// Script is the script as the integration names it; the name in positions
	// when it stands in the configuration itself.
	Script string
	// Err is why it cannot run; nil when it can.
	Err error
	// Before is what there was before. A good script stays when Err is set.
	Before ScriptState
}

// A ScriptState is what is known of an integration's script.
type ScriptState int

// The states of a script.
const (
	ScriptNew ScriptState = iota
	ScriptGood
	ScriptBroken
)

// Assemble returns the catalog of these definitions. previous is the catalog
// in force, nil at the start. A script that cannot run is a fault of its
// integration alone (DESIGN §4): with a previous good version that one stays,
// without one its hook answers error-evaluating-script.
//
// The events are in the order of the definitions; what was decided about a
// script before is no event again.
//
// Definitions of the configuration must be valid and their destinations among
// destinations, and an error is returned when a post-as user is unknown there.
// Where that is not so of a definition that the store keeps, it alone is
// Unready.
func (a *Assembler) Assemble(ctx context.Context, definitions []Integration, destinations map[string]Destination, previous *Catalog) (*Catalog, []ScriptEvent, error) {
	hosted := make([]*Hosted, 0, len(definitions))
	var loads []*load
	run := assembly{a, map[Global]readGlobal{}}
	for _, definition := range definitions {
		h := &Hosted{Integration: definition}
		if err := h.bind(ctx, destinations); err != nil {
			return nil, nil, fmt.Errorf("integration %s: %w", definition.ID, err)
		}
		if definition.ScriptEnabled {
			old := previousScript(previous, h.ID)
			recalled := old == nil
			if recalled {
				old = run.lastGood(h)
			}
			if l := run.read(h, old); l != nil {
				l.recalled = recalled
				loads = append(loads, l)
			}
		}
		hosted = append(hosted, h)
	}
	a.check(ctx, loads)
	events := make([]ScriptEvent, len(loads))
	for i, l := range loads {
		events[i] = l.decide()
	}
	return NewCatalog(hosted, destinations), events, nil
}

// bind finds the post-as user, or sets why the integration is not ready.
func (h *Hosted) bind(ctx context.Context, destinations map[string]Destination) error {
	destination, known := destinations[h.Destination]
	if h.Kept != nil {
		if faults := h.Validate(); len(faults) > 0 {
			h.Unready = faults[0]
		} else if !known {
			h.Unready = fmt.Errorf("destination: there is no destination %q", h.Destination)
		}
		if h.Unready != nil {
			h.Sender = engine.User{Username: h.Username}
			return nil
		}
	}
	sender, err := destination.User(ctx, h.Username)
	if err != nil {
		err = fmt.Errorf("post-as user %q on destination %q: %w", h.Username, h.Destination, err)
	}
	if h.Kept != nil && errors.Is(err, ErrNoUser) {
		h.Unready, sender, err = err, engine.User{Username: h.Username}, nil
	}
	h.Sender = sender
	return err
}

// A load is a script that was read and is not decided about.
type load struct {
	hosted *Hosted
	// old is the integration as it is in force, nil when it is new.
	old *Hosted
	// recalled is set when old is from the store, and was never in force here.
	recalled bool
	wanted   Code
	err      error
}

// read reads the code of h; nil when it was decided about before.
func (a assembly) read(h, old *Hosted) *load {
	wanted, err := a.readCode(h)
	if old != nil && settled(h, wanted, old) {
		return nil
	}
	return &load{hosted: h, old: old, wanted: wanted, err: err}
}

// lastGood is what the store keeps of a definition whose script could run; nil
// when there is none.
func (a assembly) lastGood(h *Hosted) *Hosted {
	if h.Kept == nil || h.Kept.LastGood == nil {
		return nil
	}
	old := &Hosted{Integration: *h.Kept.LastGood}
	code, err := a.readCode(old)
	if err != nil {
		return nil
	}
	old.Code = code
	return old
}

// configuredName is how the configuration names a script, which tells those of
// several folders apart; for one that stands in the configuration, its name in
// positions.
func configuredName(h *Hosted, code Code) string {
	if strings.Contains(h.Script, "\n") {
		return code.Name
	}
	return h.Script
}

// checksAtOnce bounds how many scripts are checked at the same time. One that
// loops for ever takes as long as a check may, and the others wait for it.
const checksAtOnce = 8

// check checks the scripts that could be read. Checks that are not waited for
// end by themselves, or do not begin.
func (a *Assembler) check(ctx context.Context, loads []*load) {
	if a.Patience > 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, a.Patience)
		defer stop()
	}
	outcomes := make([]chan error, len(loads))
	for i, l := range loads {
		if l.err == nil {
			outcomes[i] = make(chan error, 1)
		}
	}
	go a.begin(ctx, loads, outcomes)
	for i, l := range loads {
		if outcomes[i] != nil {
			l.err = await(ctx, outcomes[i])
		}
	}
}

// begin begins the checks that have an outcome, in order, until ctx ends.
func (a *Assembler) begin(ctx context.Context, loads []*load, outcomes []chan error) {
	room := make(chan struct{}, checksAtOnce)
	for i, l := range loads {
		if outcomes[i] == nil {
			continue
		}
		select {
		case room <- struct{}{}:
		case <-ctx.Done():
			return
		}
		go func() {
			outcomes[i] <- a.checkCode(ctx, l.wanted)
			<-room
		}()
	}
}

// await waits for the outcome of a check as long as ctx lasts.
func await(ctx context.Context, outcome <-chan error) error {
	select {
	case err := <-outcome:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-outcome: // just in time
		return err
	default:
		return fmt.Errorf("%w: it takes too long (%w)", ErrNotChecked, ctx.Err())
	}
}

// ErrNotChecked is in the Err of a ScriptEvent when the script could not be
// checked, which is no fault of the script: it runs unless there is a good
// version before, and the next Assemble checks it again.
var ErrNotChecked = errors.New("not checked")

// decide sets the code of an integration, or its fault.
func (l *load) decide() ScriptEvent {
	before := stateOf(l.old)
	if l.recalled && (l.err == nil || errors.Is(l.err, ErrNotChecked)) {
		before = ScriptNew
	}
	switch {
	case l.err == nil:
		l.hosted.Code = l.wanted
	case errors.Is(l.err, ErrNotChecked) && before != ScriptGood:
		l.hosted.Code, l.hosted.unchecked = l.wanted, true
	case errors.Is(l.err, ErrNotChecked):
		l.hosted.Code = l.old.Code
	case before == ScriptGood:
		l.hosted.Code, l.hosted.rejected, l.hosted.Rejected = l.old.Code, l.wanted, l.err
	default:
		l.hosted.Code, l.hosted.Fault = l.wanted, l.err
	}
	return ScriptEvent{IntegrationID: l.hosted.ID, Script: configuredName(l.hosted, l.wanted), Err: l.err, Before: before}
}

// readCode reads the script and the adapter that an integration names.
func (a assembly) readCode(h *Hosted) (code Code, err error) {
	globals, globalsErr := a.readGlobals(h.Globals)
	name, source, err := a.Scripts.ReadScript(h.Script)
	code.Script = engine.Script{ID: h.ID, Name: name, Source: source, Compat: h.Compat, Globals: globals}
	if err == nil {
		err = globalsErr
	}
	if err != nil || h.Adapter == "" {
		return code, err
	}
	name, source, err = a.Scripts.ReadAdapter(h.Adapter)
	// An id of its own: an adapter keeps its state apart from the script's.
	code.Adapter = engine.Script{ID: AdapterID(h.ID), Name: name, Source: source, Globals: globals}
	return code, err
}

// ReadGlobals reads globals that belong to no assembly.
func ReadGlobals(source ScriptSource, list []Global) ([]engine.Global, error) {
	return assembly{&Assembler{Scripts: source}, map[Global]readGlobal{}}.readGlobals(list)
}

func (a assembly) readGlobals(list []Global) ([]engine.Global, error) {
	var globals []engine.Global
	var faults []error
	for _, g := range list {
		known := a.readGlobal(g)
		globals = append(globals, known.Global)
		faults = append(faults, known.err)
	}
	return globals, errors.Join(faults...)
}

func (a assembly) readGlobal(g Global) readGlobal {
	if known, seen := a.globals[g]; seen {
		return known
	}
	name, source, err := a.Scripts.ReadGlobal(g.Value)
	if err != nil {
		err = fmt.Errorf("the global %s: %w", g.Name, err)
	}
	known := readGlobal{engine.Global{Name: g.Name, File: name, Source: source}, err}
	a.globals[g] = known
	return known
}

// AdapterID is the id of the instance of an integration's adapter.
func AdapterID(integrationID string) string { return integrationID + "/adapter" }

func (a *Assembler) checkCode(ctx context.Context, code Code) error {
	if code.Adapter.Source != "" {
		if err := a.checkScript(ctx, code.Adapter); err != nil {
			return err
		}
	}
	return a.checkScript(ctx, code.Script)
}

func (a *Assembler) checkScript(ctx context.Context, script engine.Script) error {
	err := a.Runner.Check(ctx, script)
	if _, fault := errors.AsType[*engine.Exception](err); err == nil || fault {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotChecked, err)
}

func stateOf(h *Hosted) ScriptState {
	switch {
	case h == nil, h.unchecked:
		return ScriptNew
	case h.Fault != nil:
		return ScriptBroken
	}
	return ScriptGood
}

// settled takes over what was decided about exactly this script before.
func settled(h *Hosted, wanted Code, old *Hosted) bool {
	switch {
	case old.unchecked:
		return false
	case wanted.equal(old.Code):
		h.Code, h.Fault = old.Code, old.Fault
	case wanted.equal(old.rejected):
		h.Code, h.rejected, h.Rejected = old.Code, old.rejected, old.Rejected
	default:
		return false
	}
	return true
}

// previousScript returns the integration as it is in force, when it has a script.
func previousScript(previous *Catalog, id string) *Hosted {
	if previous == nil {
		return nil
	}
	if old, ok := previous.Get(id); ok && old.ScriptEnabled {
		return old
	}
	return nil
}
