package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"rocketscript/integrations"
)

// DefaultDestination is where integrations post that do not say where.
func (h *hosting) DefaultDestination() string {
	h.applying.Lock()
	defer h.applying.Unlock()
	return h.config.defaultDestination
}

// CreateIntegration keeps a new definition and puts it in force; see
// store.Store.
func (h *hosting) CreateIntegration(ctx context.Context, definition integrations.Integration, by string, check integrations.ChangeFunc) (*integrations.Kept, error) {
	kept, err := h.store.CreateIntegration(ctx, definition, by, check)
	return kept, h.inForce(ctx, err)
}

// UpdateIntegration changes a definition that is kept and puts it in force; see
// store.Store.
func (h *hosting) UpdateIntegration(ctx context.Context, id, by string, change integrations.ChangeFunc) (*integrations.Kept, error) {
	good := h.goodDefinition(id)
	kept, err := h.store.UpdateIntegration(ctx, id, by, func(ctx context.Context, rooms integrations.Rooms, k *integrations.Kept) error {
		if good != nil {
			k.LastGood = good
		}
		return change(ctx, rooms, k)
	})
	return kept, h.inForce(ctx, err)
}

// goodDefinition is a kept definition as it is in force, if its script runs.
func (h *hosting) goodDefinition(id string) *integrations.Integration {
	hosted, ok := h.Catalog().Get(id)
	if !ok || hosted.Kept == nil || !hosted.ScriptEnabled || hosted.Fault != nil || hosted.Rejected != nil {
		return nil
	}
	definition := hosted.Kept.Definition
	return &definition
}

// RemoveIntegration removes a definition that is kept, also from what is in
// force; see store.Store.
func (h *hosting) RemoveIntegration(ctx context.Context, id string) (*integrations.Kept, error) {
	kept, err := h.store.RemoveIntegration(ctx, id)
	return kept, h.inForce(ctx, err)
}

// inForce puts a change that was written without error in force here.
func (h *hosting) inForce(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	// It is written: a caller who goes away does not undo it.
	if err := h.refresh(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("the change is kept, but not in force here yet: %w", err)
	}
	return nil
}

// refresh puts what the store keeps in force, where that has changed.
func (h *hosting) refresh(ctx context.Context) error {
	h.applying.Lock()
	defer h.applying.Unlock()
	kept, err := h.store.Integrations(ctx)
	if err != nil || reflect.DeepEqual(kept, h.kept) {
		return err
	}
	return h.assemble(ctx, h.config, h.made, h.configured, kept)
}

// follow is refresh after a change that somebody else may have made. It reports
// whether to try again.
func (h *hosting) follow(ctx context.Context) (again bool) {
	err := h.refresh(ctx)
	if err != nil && ctx.Err() == nil {
		h.log.Error("changed integrations could not be read, the last ones stay", "error", err)
	}
	return err != nil
}

// definitions are those of the configuration, then those that the store keeps.
func (h *hosting) definitions(c *config, configured []integrations.Integration, kept []*integrations.Kept) []integrations.Integration {
	places := map[string]string{}
	for _, d := range configured {
		places[d.ID] = d.Place
	}
	all, hidden := slices.Clone(configured), map[string]bool{}
	for _, k := range kept {
		id := k.Definition.ID
		if place, taken := places[id]; taken {
			if hidden[id] = true; !h.hidden[id] {
				h.log.Warn("an integration is defined twice: the configuration's is in force, not the one made through the API", "integration", id, "config", place)
			}
			continue
		}
		all = append(all, hostedForm(c, k))
	}
	h.hidden = hidden
	return all
}

// hostedForm is a definition that is kept as the assembler takes it.
func hostedForm(c *config, k *integrations.Kept) integrations.Integration {
	d := asConfigured(c, k.Definition)
	d.Kept = k
	if k.LastGood != nil {
		lastGood, form := asConfigured(c, *k.LastGood), *k
		form.LastGood, d.Kept = &lastGood, &form
	}
	return d
}

// asConfigured is a definition of the store as the configuration would have it:
// its scripts stand in it.
func asConfigured(c *config, d integrations.Integration) integrations.Integration {
	// As in Rocket.Chat, a script that is enabled and empty is none.
	d.ScriptEnabled = d.ScriptEnabled && strings.TrimSpace(d.Script) != ""
	d.Script = inline(d.Script)
	if d.Destination == "" {
		d.Destination = c.defaultDestination
	}
	d.Globals = slices.Clone(d.Globals)
	for i, g := range d.Globals {
		d.Globals[i].Value = inline(g.Value)
	}
	d.Globals = withGlobals(d.Globals, c.globals)
	return d
}

// inline gives a script the line end by which it is told from a file name.
func inline(script string) string {
	if script == "" || strings.Contains(script, "\n") {
		return script
	}
	return script + "\n"
}

// logReadiness tells which integrations cannot be hosted, and which can again.
func (h *hosting) logReadiness(now, before *integrations.Catalog) {
	for _, hosted := range now.All() {
		var earlier error
		if before != nil {
			if old, known := before.Get(hosted.ID); known {
				earlier = old.Unready
			}
		}
		switch {
		case hosted.Unready != nil && (earlier == nil || earlier.Error() != hosted.Unready.Error()):
			h.log.Error("integration cannot be hosted, its webhook asks senders to come again", "integration", hosted.ID, "error", hosted.Unready)
		case hosted.Unready == nil && earlier != nil:
			h.log.Info("integration is hosted again", "integration", hosted.ID)
		}
	}
}
