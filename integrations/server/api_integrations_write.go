package server

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// Definitions changes the integrations that are no part of the configuration. A
// change is in force when a method returns, and soon on other servers that share
// the store.
type Definitions interface {
	// DefaultDestination is where integrations post that do not say where.
	DefaultDestination() string
	// CreateIntegration keeps a new definition, with an id and token where it
	// has none, after check accepts it. integrations.ErrTaken.
	CreateIntegration(ctx context.Context, definition integrations.Integration, by string, check integrations.ChangeFunc) (*integrations.Kept, error)
	// UpdateIntegration writes what change makes of a definition.
	// integrations.ErrNotFound.
	UpdateIntegration(ctx context.Context, id, by string, change integrations.ChangeFunc) (*integrations.Kept, error)
	// RemoveIntegration returns the definition as it was.
	// integrations.ErrNotFound.
	RemoveIntegration(ctx context.Context, id string) (*integrations.Kept, error)
}

// editor is who changes integrations: there is one admin.
const editor = "admin"

// definitionsAPI makes, changes and removes integrations, as Rocket.Chat's API
// does (reference §7.2, §7.3).
type definitionsAPI struct {
	*Server
	definitions Definitions
}

// create serves POST /api/v1/integrations.create. The settings that Rocket.Chat
// does not have are under rocketscript, with the names of the configuration;
// scripts in them are texts, not names of files.
func (a *definitionsAPI) create(w http.ResponseWriter, r *http.Request) {
	p, ok := a.read(w, r, createSchema)
	if !ok {
		return
	}
	definition, err := newDefinition(p)
	if err == nil {
		err = a.inConfiguration(definition.ID)
	}
	if err != nil {
		a.fail(w, r, err)
		return
	}
	kept, err := a.definitions.CreateIntegration(r.Context(), definition, editor, a.createCheck())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, kept)
}

// newDefinition is the definition of rules 3 to 5.
func newDefinition(p definitionParams) (d integrations.Integration, err error) {
	if d.Channel, err = channelsOf(*p.Channel, addMethod); err != nil {
		return d, err
	}
	if strings.TrimSpace(*p.Username) == "" {
		return d, broken(addMethod, "error-invalid-username", "Invalid username")
	}
	if err := checkEngine(p); err != nil {
		return d, err
	}
	if p.Settings != nil {
		set(&d.ID, p.Settings.ID)
		set(&d.Token, p.Settings.Token)
	}
	return d, p.put(&d)
}

// createCheck are the rules from 6 on.
func (a *definitionsAPI) createCheck() integrations.ChangeFunc {
	place := a.placement(addMethod)
	return func(ctx context.Context, rooms integrations.Rooms, kept *integrations.Kept) error {
		d := &kept.Definition
		p := place(rooms, d)
		if err := p.checkDestination(); err != nil {
			return err
		}
		if err := p.checkUser(ctx, d.Username); err != nil {
			return err
		}
		if err := p.checkRooms(ctx, d.Channel); err != nil {
			return err
		}
		return checkSettings(*d)
	}
}

// update serves PUT /api/v1/integrations.update. What is not sent stays, but
// for skipTranspile.
func (a *definitionsAPI) update(w http.ResponseWriter, r *http.Request) {
	p, ok := a.read(w, r, updateSchema)
	if !ok {
		return
	}
	if err := a.inConfiguration(*p.IntegrationID); err != nil {
		a.fail(w, r, err)
		return
	}
	kept, err := a.definitions.UpdateIntegration(r.Context(), *p.IntegrationID, editor, a.updateChange(p))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	a.answer(w, kept)
}

func (a *definitionsAPI) updateChange(params definitionParams) integrations.ChangeFunc {
	place := a.placement(updateMethod)
	return func(ctx context.Context, rooms integrations.Rooms, kept *integrations.Kept) error {
		d := &kept.Definition
		channels, err := channelsOf(*params.Channel, updateMethod)
		if err != nil {
			return err
		}
		if err := checkEngine(params); err != nil {
			return err
		}
		if s := params.Settings; s != nil && (s.ID != nil || s.Token != nil) {
			return settingFault("id", "id and token of an integration never change")
		}
		d.Channel = channels
		if err := params.put(d); err != nil {
			return err
		}
		p := place(rooms, d)
		if err := p.checkDestination(); err != nil {
			return err
		}
		if err := p.checkRooms(ctx, channels); err != nil {
			return err
		}
		if err := p.checkUser(ctx, d.Username); err != nil {
			return err
		}
		return checkSettings(*d)
	}
}

// remove serves POST /api/v1/integrations.remove. The history of the
// integration stays.
func (a *definitionsAPI) remove(w http.ResponseWriter, r *http.Request) {
	p, ok := a.read(w, r, removeSchema)
	if !ok {
		return
	}
	if err := a.inConfiguration(*p.IntegrationID); err != nil {
		a.fail(w, r, err)
		return
	}
	last, hosted := a.options.Catalog().Get(*p.IntegrationID)
	kept, err := a.definitions.RemoveIntegration(r.Context(), *p.IntegrationID)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if !hosted {
		last = unhosted(kept)
	}
	a.answerIntegration(w, last)
}

// read reads a body by its schema, and answers what does not fit.
func (a *definitionsAPI) read(w http.ResponseWriter, r *http.Request, s schema) (p definitionParams, ok bool) {
	body, err := readBody(r, a.options.MaxBody)
	if fault, wrong := errors.AsType[*bodyError](err); wrong {
		writeFailure(w, fault.status, fault.text)
		drain(w, r)
		return p, false
	}
	p, fault := s.read(body)
	switch {
	case fault != nil:
		fault.write(w)
	case strings.Contains(*p.Type, outgoingType):
		newAPIFault("error-outgoing-not-hosted", "Outgoing integrations are not hosted here").write(w)
	case *p.Type != incomingType:
		writeFailure(w, http.StatusBadRequest, "Invalid integration type.")
	default:
		return p, true
	}
	return p, false
}

// inConfiguration refuses what only the configuration can change.
func (a *definitionsAPI) inConfiguration(id string) error {
	h, ok := a.options.Catalog().Get(id)
	if !ok || h.Kept != nil {
		return nil
	}
	return &ruleError{newAPIFault("error-integration-in-config", fmt.Sprintf("The integration %q is defined in %s: change it there, not through the API", id, cmp.Or(h.Place, "the configuration")))}
}

// placement returns what checks definitions by what there is in a transaction.
// It is called outside of one, because the default destination may have to be
// waited for.
func (a *definitionsAPI) placement(method string) func(integrations.Rooms, *integrations.Integration) placement {
	catalog, fallback := a.options.Catalog(), a.definitions.DefaultDestination()
	return func(rooms integrations.Rooms, d *integrations.Integration) placement {
		p := placement{method: method, rooms: rooms, name: cmp.Or(d.Destination, fallback), names: catalog.DestinationNames()}
		p.destination, _ = catalog.Destination(p.name)
		return p
	}
}

// answer answers the record of what was written.
func (a *definitionsAPI) answer(w http.ResponseWriter, kept *integrations.Kept) {
	h, ok := a.options.Catalog().Get(kept.Definition.ID)
	if !ok {
		h = unhosted(kept) // removed meanwhile
	}
	a.answerIntegration(w, h)
}

// unhosted is a definition that is not in the catalog.
func unhosted(kept *integrations.Kept) *integrations.Hosted {
	h := &integrations.Hosted{Integration: kept.Definition, Sender: engine.User{Username: kept.Definition.Username}}
	h.Kept = kept
	return h
}

// fail answers an error of the rules or of the store.
func (a *definitionsAPI) fail(w http.ResponseWriter, r *http.Request, err error) {
	rule, isRule := errors.AsType[*ruleError](err)
	switch {
	case isRule:
		rule.fault.write(w)
	case errors.Is(err, integrations.ErrNotFound):
		writeFailure(w, http.StatusBadRequest, "No integration found.")
	case errors.Is(err, integrations.ErrTaken):
		newAPIFault("error-integration-exists", "There is already an integration with this id").write(w)
	default:
		if r.Context().Err() == nil {
			a.log.Error("an integration could not be changed", "error", err)
		}
		writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
	}
}
