package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"reflect"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/pflag"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/store"
)

// A hosting holds the integrations that are served, and follows the edits of
// their configuration and scripts.
type hosting struct {
	log    *slog.Logger
	store  *store.Store
	engine scriptEngine
	deps   destination.Deps
	// started is the configuration of the start.
	started *config
	catalog atomic.Pointer[integrations.Catalog]
	// paces are those of the destinations in force.
	paces atomic.Pointer[map[string]integrations.Pace]

	// applying is held by whoever puts something in force.
	applying sync.Mutex
	// config is the configuration in force, configured its integrations with
	// their tokens, made is what its destinations became, kept what the store
	// keeps. They change under applying only, and config in the goroutine that
	// reloads it.
	config     *config
	configured []integrations.Integration
	made       map[string]madeDestination
	kept       []*integrations.Kept
	// hidden are the ids of kept integrations that the configuration has too.
	hidden map[string]bool
	// fault is the fault of the configuration that was logged last.
	fault string
}

type madeDestination struct {
	config      destination.Config
	destination integrations.Destination
}

// Catalog returns the integrations in force.
func (h *hosting) Catalog() *integrations.Catalog { return h.catalog.Load() }

// poster returns a remote destination in force, for the dispatcher.
func (h *hosting) poster(name string) (integrations.Poster, bool) {
	d, _ := h.Catalog().Destination(name)
	poster, ok := d.(integrations.Poster)
	return poster, ok
}

// pace returns how often a destination in force may be posted to.
func (h *hosting) pace(name string) integrations.Pace { return (*h.paces.Load())[name] }

// apply puts a configuration in force, and what the store keeps, or leaves
// everything as it is.
func (h *hosting) apply(ctx context.Context, c *config) error {
	h.applying.Lock()
	defer h.applying.Unlock()
	made, err := h.makeDestinations(c)
	if err != nil {
		return err
	}
	configured, err := h.withTokens(ctx, c.integrations)
	if err != nil {
		return err
	}
	if err := h.store.SetupWorkspace(ctx, withBot(c.workspace)); err != nil {
		return fmt.Errorf("set up the workspace: %w", err)
	}
	kept, err := h.store.Integrations(ctx)
	if err != nil {
		return err
	}
	if err := h.assemble(ctx, c, made, configured, kept); err != nil {
		return err
	}
	paces := map[string]integrations.Pace{}
	for _, d := range c.destinations {
		paces[d.Name] = d.Pace
	}
	h.paces.Store(&paces)
	h.closeReplaced(made)
	h.config, h.configured, h.made = c, configured, made
	return nil
}

// withBot adds Rocket.Chat's own bot, who is everywhere: integrations that are
// made through the API can post as them, whoever else there is.
func withBot(setup integrations.WorkspaceSetup) integrations.WorkspaceSetup {
	const bot = "rocket.cat"
	if !slices.ContainsFunc(setup.Users, func(u integrations.WorkspaceUser) bool { return u.Username == bot }) {
		setup.Users = append(slices.Clone(setup.Users), integrations.WorkspaceUser{Username: bot, Name: "Rocket.Cat"})
	}
	return setup
}

// assemble makes the catalog and puts it in force. The caller holds applying.
func (h *hosting) assemble(ctx context.Context, c *config, made map[string]madeDestination, configured []integrations.Integration, kept []*integrations.Kept) error {
	destinations := map[string]integrations.Destination{}
	for name, entry := range made {
		destinations[name] = entry.destination
	}
	assembler := integrations.Assembler{Scripts: scriptFolder{c.scripts}, Runner: h.engine}
	previous := h.Catalog()
	if previous == nil {
		// What is not checked by then is when the watcher of files begins.
		assembler.Patience = startPatience
	}
	catalog, events, err := assembler.Assemble(ctx, h.definitions(c, configured, kept), destinations, previous)
	if err != nil {
		return err
	}
	h.catalog.Store(catalog)
	h.kept = kept
	var ids []string
	for _, hosted := range catalog.All() {
		ids = append(ids, hosted.ID, integrations.AdapterID(hosted.ID))
	}
	h.engine.Retain(ids...)
	h.logScripts(events)
	h.logReadiness(catalog, previous)
	return nil
}

// startPatience is how long the start waits for scripts to be checked: those
// that loop for ever when they are evaluated must not keep the others' webhooks
// from being served.
const startPatience = 1500 * time.Millisecond

// logScripts tells what became of the scripts; a good one at the start is no news.
func (h *hosting) logScripts(events []integrations.ScriptEvent) {
	for _, e := range events {
		log := h.log.With("integration", e.IntegrationID, "script", e.Script)
		switch {
		case e.Err == nil && e.Before == integrations.ScriptNew:
			log.Debug("script loaded")
		case e.Err == nil:
			log.Info("script changed")
		case errors.Is(e.Err, context.DeadlineExceeded):
			log.Warn("a script takes long to be checked, its webhook is served meanwhile")
		case errors.Is(e.Err, integrations.ErrNotChecked):
			log.Error("script could not be checked, the next change of a file or of the configuration tries again", "error", e.Err)
		case e.Before == integrations.ScriptGood:
			log.Error("script is broken, its last good version stays", "error", e.Err)
		default:
			log.Error("script is broken, its webhook answers error-evaluating-script", "error", e.Err)
		}
	}
}

// makeDestinations makes the destinations of c; one that did not change is
// kept with its connections.
func (h *hosting) makeDestinations(c *config) (map[string]madeDestination, error) {
	made := map[string]madeDestination{}
	for _, d := range c.destinations {
		entry, kept := h.made[d.Name]
		if !kept || !reflect.DeepEqual(entry.config, d) {
			destination, err := destination.New(d, h.deps)
			if err != nil {
				return nil, fmt.Errorf("destination %q: %w", d.Name, err)
			}
			entry = madeDestination{d, destination}
		}
		made[d.Name] = entry
	}
	return made, nil
}

// closeReplaced gives up the idle connections of destinations that are not in
// force any more. Attempts under way finish on theirs.
func (h *hosting) closeReplaced(made map[string]madeDestination) {
	for name, old := range h.made {
		if closer, ok := old.destination.(io.Closer); ok && made[name].destination != old.destination {
			if err := closer.Close(); err != nil {
				h.log.Warn("close a replaced destination", "destination", name, "error", err)
			}
		}
	}
}

// withTokens fills in the generated tokens of integrations that have none.
func (h *hosting) withTokens(ctx context.Context, definitions []integrations.Integration) ([]integrations.Integration, error) {
	filled := make([]integrations.Integration, len(definitions))
	for i, definition := range definitions {
		if definition.Token == "" {
			token, err := h.store.Token(ctx, definition.ID)
			if err != nil {
				return nil, fmt.Errorf("make the token of integration %s: %w", definition.ID, err)
			}
			definition.Token = token
		}
		filled[i] = definition
	}
	return filled, nil
}

// reload reads the configuration again. What is wrong with it is logged, and
// the last good one stays. It reports whether to try again although nothing
// changes, because the store was not available.
func (h *hosting) reload(ctx context.Context, path string, flags *pflag.FlagSet) (again bool) {
	c, err := loadConfig(path, flags)
	if err == nil {
		old := h.config
		if err = h.apply(ctx, c); err == nil && !reflect.DeepEqual(c, old) {
			h.warnRestart(old, c)
			h.log.Info("configuration changed", "config", c.file)
		}
	}
	if err == nil {
		if h.fault != "" {
			h.log.Info("the configuration has no fault any more", "config", c.file)
		}
		h.fault = ""
		return false
	}
	if ctx.Err() != nil {
		return false // the server stops
	}
	again, said := errors.Is(err, store.ErrUnavailable), "the configuration has a fault, the last good one stays"
	if again {
		said = "the configuration cannot be put in force, it is tried again"
	}
	if h.fault != err.Error() {
		h.fault = err.Error()
		h.log.Error(said, "error", err)
	}
	return again
}

// warnRestart tells of settings that are read at the start only, were changed
// now, and are not what they were then.
func (h *hosting) warnRestart(old, now *config) {
	waits := fixedChanges(h.started, now)
	for _, key := range fixedChanges(old, now) {
		if slices.Contains(waits, key) {
			h.log.Warn("a changed setting takes effect at the next start", "key", key)
		}
	}
}

// fixedChanges lists the settings that are read at the start only and differ.
func fixedChanges(old, now *config) []string {
	changes := map[string]bool{
		"server.address":       now.address != old.address,
		"server.public_url":    !reflect.DeepEqual(now.publicURL, old.publicURL),
		"server.max_body":      now.maxBody != old.maxBody,
		"server.answer_within": now.answerWithin != old.answerWithin,
		"admin.token":          now.adminToken != old.adminToken,
		"storage":              now.storage != old.storage,
		"delivery":             now.giveUpAfter != old.giveUpAfter,
		"retention":            now.retention != old.retention,
		"engine.isolation":     now.isolation != old.isolation,
		"engine.workers":       now.workers != old.workers,
		"engine.memory":        now.memory != old.memory,
		"engine.timeout":       now.timeout != old.timeout,
		"http.allow":           !slices.Equal(now.allow, old.allow),
		"message":              now.message != old.message,
	}
	maps.DeleteFunc(changes, func(_ string, changed bool) bool { return !changed })
	return slices.Sorted(maps.Keys(changes))
}

// watched lists the files and folders whose change may change what is hosted.
func (h *hosting) watched() []string {
	paths := append([]string{h.config.scripts}, h.config.watched...)
	folder := scriptFolder{h.config.scripts}
	for _, hosted := range h.Catalog().All() {
		for _, path := range folder.candidates(hosted.Integration) {
			if fileExists(path) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

func fileExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
