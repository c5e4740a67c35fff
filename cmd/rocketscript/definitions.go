package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/destination"
)

// workspaceType is the type, and by default the name, of the embedded chat.
const workspaceType = "workspace"

// definitionReader turns the lists of a configuration into definitions and
// collects what is wrong with them, each fault with file and line.
type definitionReader struct {
	config *config
	dir    string
	faults []error
	// places remember where each name was defined first.
	places map[string]string
	// globals are those of all integrations.
	globals []integrations.Global
	// fallback is the default destination's name.
	fallback string
}

// readDefinitions reads the destinations and integrations of all documents;
// the first is the main file.
func (c *config) readDefinitions(documents []*configDocument) []error {
	r := &definitionReader{config: c, dir: c.dir, places: map[string]string{}}
	r.fallback = documents[0].content.DefaultDestination
	for _, document := range documents {
		for i, d := range document.content.Destinations {
			r.destination(document, i, d)
		}
	}
	r.ensureDefault(documents[0])
	r.globals = r.readGlobals(documents[0].content.Globals)
	for _, fault := range integrations.ValidateGlobals(r.globals) {
		r.fault(documents[0].position("globals", fault.Index), "%w", fault)
	}
	c.defaultDestination, c.globals = r.fallback, r.globals
	for _, document := range documents {
		for i, d := range document.content.Integrations {
			r.integration(document, i, d)
		}
	}
	return r.faults
}

func (r *definitionReader) fault(where, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("%s: %w", where, fmt.Errorf(format, args...)))
}

// once reports a name that is defined twice.
func (r *definitionReader) once(kind, name, where string) bool {
	key := kind + " " + name
	if first, taken := r.places[key]; taken {
		r.fault(where, "there is already %s at %s", key, first)
		return false
	}
	r.places[key] = where
	return true
}

func (r *definitionReader) destination(document *configDocument, index int, d fileDestination) {
	where := func(path ...any) string {
		return document.position(append([]any{"destinations", index}, path...)...)
	}
	if d.Name != "" && !r.once("a destination", d.Name, where("name")) {
		return
	}
	kind := destination.Config{Name: d.Name, Type: d.Type, URL: destination.Address(r.expand(d.URL, where("url"), "url")), CAFile: r.config.resolve(d.CAFile)}
	if d.Timeout != "" {
		timeout, err := parseDuration(d.Timeout)
		if err != nil {
			r.fault(where("timeout"), "timeout: %w", err)
		}
		kind.Timeout = timeout
	}
	pace, err := integrations.ParsePace(d.Pace)
	if err != nil {
		r.fault(where("pace"), "pace: %w", err)
	}
	kind.Pace = pace
	for i, account := range d.Accounts {
		at := func(key string) string { return where("accounts", i, key) }
		kind.Accounts = append(kind.Accounts, destination.Account{
			Username: account.Username,
			UserID:   r.expand(account.UserID, at("user_id"), "user_id"),
			Token:    r.expand(account.Token, at("token"), "token"),
		})
	}
	_, err = destination.New(kind, destination.Deps{Out: io.Discard})
	for _, problem := range destination.FieldErrors(err) {
		r.fault(where(destinationField(problem.Field)...), "destination %q: %w", d.Name, problem)
	}
	r.workspace(d, where)
	r.config.destinations = append(r.config.destinations, kind)
}

// workspace reads the rooms and users that only the workspace has.
func (r *definitionReader) workspace(d fileDestination, where func(...any) string) {
	if d.Type != workspaceType {
		if len(d.Channels) > 0 {
			r.fault(where("channels"), "channels: only a destination of type workspace has channels of ours; %q has its own", d.Name)
		}
		if len(d.Users) > 0 {
			r.fault(where("users"), "users: only a destination of type workspace has users of ours; %q has its own", d.Name)
		}
		return
	}
	setup := &r.config.workspace
	for i, channel := range d.Channels {
		name := strings.TrimPrefix(channel.Name, "#")
		switch {
		case name == "" || strings.ContainsAny(name, "#@/ "):
			r.fault(where("channels", i, "name"), "name: %q is no name of a channel; use letters, digits, - _ .", channel.Name)
		case r.once("a channel", name, where("channels", i, "name")):
			setup.Rooms = append(setup.Rooms, integrations.RoomSetup{
				Name: name, Private: channel.Private, ReadOnly: channel.ReadOnly, Topic: channel.Topic, Members: channel.Members,
			})
		}
	}
	for i, user := range d.Users {
		switch {
		case user.Username == "" || strings.ContainsAny(user.Username, "#@/ "):
			r.fault(where("users", i, "username"), "username: %q is no username; use letters, digits, - _ .", user.Username)
		case r.once("a user", user.Username, where("users", i, "username")):
			setup.Users = append(setup.Users, integrations.WorkspaceUser{Username: user.Username, Name: user.Name, Avatar: user.Avatar})
		}
	}
}

// ensureDefault settles the default destination; the workspace needs no entry.
func (r *definitionReader) ensureDefault(document *configDocument) {
	if r.fallback == "" {
		r.fallback = workspaceType
	}
	if r.find(r.fallback) != nil {
		return
	}
	if r.fallback == workspaceType {
		r.config.destinations = append(r.config.destinations, destination.Config{Name: r.fallback, Type: workspaceType})
		return
	}
	r.fault(document.position("default_destination"), "default_destination: there is no destination %q; there is %s", r.fallback, r.destinationNames())
}

func (r *definitionReader) find(name string) *destination.Config {
	for i := range r.config.destinations {
		if r.config.destinations[i].Name == name {
			return &r.config.destinations[i]
		}
	}
	return nil
}

func (r *definitionReader) destinationNames() string {
	if len(r.config.destinations) == 0 {
		return "none; define it under destinations"
	}
	var names []string
	for _, d := range r.config.destinations {
		names = append(names, d.Name)
	}
	return strings.Join(names, ", ")
}

func (r *definitionReader) integration(document *configDocument, index int, d fileIntegration) {
	where := func(path ...any) string {
		return document.position(append([]any{"integrations", index}, path...)...)
	}
	definition := integrations.Integration{
		ID: d.ID, Name: d.Name, Enabled: d.Enabled == nil || *d.Enabled,
		Channel: d.Channel, Username: "rocket.cat", Alias: d.Alias, Avatar: d.Avatar, Emoji: d.Emoji,
		ScriptEnabled: d.Script != "", Script: d.Script, Adapter: d.Adapter, Compat: engine.Compat(d.Compat),
		OnScriptError:                     integrations.OnScriptError(d.OnScriptError),
		Deduplicate:                       strings.TrimSpace(d.Deduplicate),
		History:                           integrations.History(d.History),
		OverrideDestinationChannelEnabled: d.Override,
		Token:                             r.expand(d.Token, where("token"), "token"),
		Destination:                       d.Destination,
		Place:                             where(),
	}
	definition.Globals = r.readGlobals(d.Globals)
	if d.Timeout != "" {
		timeout, err := parseDuration(d.Timeout)
		if err != nil {
			r.fault(where("timeout"), "integration %q: timeout: %w", d.ID, err)
		}
		definition.Timeout = timeout
	}
	if d.Username != nil {
		definition.Username = strings.TrimPrefix(strings.TrimSpace(*d.Username), "@")
	}
	if d.ScriptEnabled != nil {
		definition.ScriptEnabled = *d.ScriptEnabled
	}
	if definition.Destination == "" {
		definition.Destination = r.fallback
	}
	for _, fault := range definition.Validate() {
		at := []any{fault.Field}
		if fault.Index >= 0 {
			at = append(at, fault.Index)
		}
		r.fault(where(at...), "integration %q: %w", d.ID, fault)
	}
	definition.Globals = withGlobals(definition.Globals, r.globals)
	if d.ID != "" && !r.once("an integration", d.ID, where("id")) {
		return
	}
	r.bind(&definition, where)
	r.config.integrations = append(r.config.integrations, definition)
}

func (r *definitionReader) readGlobals(list []fileGlobal) []integrations.Global {
	var globals []integrations.Global
	for _, g := range list {
		value := g.Value
		if !strings.Contains(value, "\n") {
			value = r.config.resolve(value)
		}
		globals = append(globals, integrations.Global{Name: g.Name, Value: value})
	}
	return globals
}

// withGlobals puts the globals of all before an integration's own, which
// replace those of the same name.
func withGlobals(own, all []integrations.Global) []integrations.Global {
	var merged []integrations.Global
	for _, g := range all {
		if !slices.ContainsFunc(own, func(o integrations.Global) bool { return o.Name == g.Name }) {
			merged = append(merged, g)
		}
	}
	return append(merged, own...)
}

// bind checks that the destination and the account exist, and has the
// workspace make the rooms and users the integration names.
func (r *definitionReader) bind(definition *integrations.Integration, where func(...any) string) {
	kind := r.find(definition.Destination)
	switch {
	case kind == nil:
		if definition.Destination != r.fallback {
			r.fault(where("destination"), "integration %q: destination: there is no destination %q; there is %s", definition.ID, definition.Destination, r.destinationNames())
		}
	case kind.Type == workspaceType:
		r.makeNamed(definition)
	case len(kind.Accounts) > 0 && !slices.ContainsFunc(kind.Accounts, func(a destination.Account) bool { return a.Username == definition.Username }):
		r.fault(where("username"), "integration %q: username: destination %q has no account for the post-as user %q; add one under accounts [error-invalid-post-as-user]",
			definition.ID, kind.Name, definition.Username)
	}
}

// makeNamed adds what an integration names to the setup of the workspace; what
// is listed there keeps its settings.
func (r *definitionReader) makeNamed(definition *integrations.Integration) {
	setup := &r.config.workspace
	user := func(username string) {
		if !slices.ContainsFunc(setup.Users, func(u integrations.WorkspaceUser) bool { return u.Username == username }) {
			setup.Users = append(setup.Users, integrations.WorkspaceUser{Username: username})
		}
	}
	if definition.Username != "" {
		user(definition.Username)
	}
	for _, channel := range definition.Channel {
		name := strings.TrimLeft(channel, "#@")
		switch {
		case name == "":
		case channel[0] == '@':
			user(name)
		case !slices.ContainsFunc(setup.Rooms, func(room integrations.RoomSetup) bool { return room.Name == name }):
			setup.Rooms = append(setup.Rooms, integrations.RoomSetup{Name: name})
		}
	}
}

func (r *definitionReader) expand(text, where, field string) string {
	expanded, err := expandSecret(text, r.dir)
	if err != nil {
		r.fault(where, "%s: %w", field, err)
	}
	return expanded
}

// destinationField turns "accounts[1].token" into the path of its node.
func destinationField(field string) []any {
	var path []any
	for part := range strings.SplitSeq(field, ".") {
		name, index, indexed := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		path = append(path, name)
		var n int
		if _, err := fmt.Sscanf(index, "%d", &n); indexed && err == nil {
			path = append(path, n)
		}
	}
	return path
}
