package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"rocketscript/integrations"
)

// A ruleError is a rule that a definition breaks, as the API answers it.
type ruleError struct{ fault *apiFault }

func (e *ruleError) Error() string { return e.fault.Error }

// broken is a rule of one of Rocket.Chat's methods that is broken.
func broken(method, code, reason string) error {
	fault := newAPIFault(code, reason)
	fault.Details = &faultDetails{method}
	return &ruleError{fault}
}

// settingFault is a wrong setting that Rocket.Chat does not have.
func settingFault(field, problem string) error {
	return &ruleError{newAPIFault("error-invalid-setting", "rocketscript."+field+": "+problem)}
}

// The methods that Rocket.Chat names in the details of errors.
const (
	addMethod    = "addIncomingIntegration"
	updateMethod = "updateIncomingIntegration"
)

// scriptEngines are the engines Rocket.Chat has had; scripts run in ours,
// whatever is said.
var scriptEngines = []string{"isolated-vm", "vm2"}

// checkEngine refuses what was never an engine.
func checkEngine(p definitionParams) error {
	if p.ScriptEngine != nil && !slices.Contains(scriptEngines, *p.ScriptEngine) {
		return &ruleError{newAPIFault(invalidParams, "scriptEngine must be equal to one of the allowed values: "+strings.Join(scriptEngines, ", "))}
	}
	return nil
}

// channelsOf splits a list of channels (reference §7.2 rule 3).
func channelsOf(text, method string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return nil, broken(method, "error-invalid-channel", "Invalid channel")
	}
	channels := strings.Split(text, ",")
	for i, channel := range channels {
		channels[i] = strings.TrimSpace(channel)
		if !strings.HasPrefix(channels[i], "#") && !strings.HasPrefix(channels[i], "@") {
			// Rocket.Chat names this method in both cases.
			return nil, broken(updateMethod, "error-invalid-channel-start-with-chars", "Invalid channel. Start with @ or #")
		}
	}
	return channels, nil
}

// A placement checks whether a definition fits its destination, by what is
// there while it is written.
type placement struct {
	method string
	rooms  integrations.Rooms
	name   string
	// destination is nil for one that does not exist, names are those that do.
	destination integrations.Destination
	names       []string
}

// checkDestination refuses a destination that is not there.
func (p placement) checkDestination() error {
	if p.destination == nil {
		return settingFault("destination", fmt.Sprintf("there is no destination %q; there is %s", p.name, strings.Join(p.names, ", ")))
	}
	return nil
}

// checkUser refuses a post-as user whom the destination does not know (rule 6).
func (p placement) checkUser(ctx context.Context, username string) error {
	var err error
	if p.onWorkspace() {
		_, err = p.rooms.UserByUsername(ctx, username)
	} else {
		_, err = p.destination.User(ctx, username)
	}
	switch missing := errors.Is(err, integrations.ErrNotFound) || errors.Is(err, integrations.ErrNoUser); {
	case missing && p.method == addMethod:
		return broken(p.method, "error-invalid-user", "Invalid user")
	case missing:
		return broken(p.method, "error-invalid-post-as-user", "Invalid Post As User")
	}
	return err
}

// checkRooms refuses rooms and users that the workspace does not have (rule 8).
// Those of other destinations are not known here.
func (p placement) checkRooms(ctx context.Context, channels []string) error {
	if !p.onWorkspace() {
		return nil
	}
	for _, channel := range channels {
		err := p.checkRoom(ctx, channel)
		if errors.Is(err, integrations.ErrNotFound) {
			return broken(p.method, "error-invalid-room", "Invalid room")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p placement) checkRoom(ctx context.Context, channel string) error {
	name := channel[1:]
	if channel[0] == '#' {
		_, err := p.rooms.RoomByNameOrID(ctx, name)
		return err
	}
	_, err := p.rooms.UserByUsername(ctx, name)
	if errors.Is(err, integrations.ErrNotFound) {
		_, err = p.rooms.UserByID(ctx, name)
	}
	return err
}

func (p placement) onWorkspace() bool {
	_, ok := p.destination.(integrations.Workspace)
	return ok
}

// settingNames are the settings that stand under rocketscript.
var settingNames = []string{"id", "token", "compat", "adapter", "globals", "on_script_error", "deduplicate", "history"}

// checkSettings refuses what Rocket.Chat has no rule for.
func checkSettings(d integrations.Integration) error {
	// As in Rocket.Chat, a script that is enabled and empty is none.
	d.ScriptEnabled = d.ScriptEnabled && strings.TrimSpace(d.Script) != ""
	if !strings.Contains(d.Adapter, "\n") && strings.ContainsAny(d.Adapter, `/\`) {
		return settingFault("adapter", fmt.Sprintf("%q is no name of an adapter; its text may stand here instead", d.Adapter))
	}
	faults := d.Validate()
	switch {
	case len(faults) == 0:
		return nil
	case slices.Contains(settingNames, faults[0].Field):
		return settingFault(faults[0].Field, faults[0].Problem)
	}
	return &ruleError{newAPIFault(cmp.Or(faults[0].Code, invalidParams), faults[0].Problem)}
}
