package server

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// Rocket.Chat's types of integrations; only the first is hosted here.
const (
	incomingType = "webhook-incoming"
	outgoingType = "webhook-outgoing"
)

// An apiIntegration is Rocket.Chat's record of an incoming integration
// (reference §7.1), and what only this server knows of it.
type apiIntegration struct {
	ID                                string          `json:"_id"`
	Type                              string          `json:"type"`
	Name                              string          `json:"name"`
	Enabled                           bool            `json:"enabled"`
	Username                          string          `json:"username"`
	UserID                            string          `json:"userId"`
	Channel                           []string        `json:"channel"`
	Alias                             string          `json:"alias"`
	Avatar                            string          `json:"avatar"`
	Emoji                             string          `json:"emoji"`
	OverrideDestinationChannelEnabled bool            `json:"overrideDestinationChannelEnabled"`
	ScriptEnabled                     bool            `json:"scriptEnabled"`
	Script                            string          `json:"script"`
	ScriptEngine                      string          `json:"scriptEngine"`
	SkipTranspile                     bool            `json:"skipTranspile"`
	ScriptError                       *apiScriptError `json:"scriptError,omitempty"`
	Token                             string          `json:"token"`
	// What follows is known of integrations made through the API only.
	CreatedAt string     `json:"_createdAt,omitempty"`
	CreatedBy *apiEditor `json:"_createdBy,omitempty"`
	UpdatedAt string     `json:"_updatedAt,omitempty"`
	UpdatedBy *apiEditor `json:"_updatedBy,omitempty"`

	Hosting apiHosting `json:"rocketscript"`
}

// An apiScriptError is why the script as it was last saved cannot run.
type apiScriptError struct {
	Name    string `json:"name"`
	Message string `json:"message"`
	Stack   string `json:"stack"`
}

// An apiEditor is who made or changed an integration.
type apiEditor struct {
	ID       string `json:"_id"`
	Username string `json:"username"`
}

// apiHosting is what Rocket.Chat's record has no place for.
type apiHosting struct {
	Destination string `json:"destination"`
	// Script is the file the script came from, Adapter that of the script
	// that runs before it; empty without one.
	Script  string        `json:"script"`
	Adapter string        `json:"adapter"`
	Compat  engine.Compat `json:"compat"`
	// Timeout bounds one call of the script, such as "3s"; empty when it is
	// the server's.
	Timeout       string                     `json:"timeout"`
	OnScriptError integrations.OnScriptError `json:"on_script_error"`
	Deduplicate   string                     `json:"deduplicate"`
	History       integrations.History       `json:"history"`
	// Globals are the integration's own, and those of all where the
	// configuration has it.
	Globals []integrations.Global `json:"globals"`
	// DefinedIn is the place in the configuration, as file:line, where alone the
	// integration can be changed; empty when it is changed through the API.
	DefinedIn string `json:"defined_in"`
	// Fault says why the script cannot run; empty when it can.
	Fault string `json:"fault"`
	// Unready says why the webhook answers 503; empty when it does not.
	Unready string `json:"unready"`
	// Paused says why the script is not run for now; empty when it is.
	Paused     string `json:"paused"`
	WebhookURL string `json:"webhook_url"`
}

// apiTime is how Rocket.Chat writes times.
const apiTime = "2006-01-02T15:04:05.000Z"

func (s *Server) apiIntegration(h *integrations.Hosted) apiIntegration {
	defined := h.Integration
	if h.Kept != nil {
		defined = h.Kept.Definition
	} else {
		defined.Script, defined.Adapter = h.Code.Source, h.Code.Adapter.Name
	}
	record := apiIntegration{
		ID: h.ID, Type: incomingType, Name: h.Name, Enabled: h.Enabled,
		Username: h.Sender.Username, UserID: h.Sender.ID, Channel: h.Channel,
		Alias: h.Alias, Avatar: h.Avatar, Emoji: h.Emoji,
		OverrideDestinationChannelEnabled: h.OverrideDestinationChannelEnabled,
		ScriptEnabled:                     defined.ScriptEnabled, Script: defined.Script, Token: h.Token,
		ScriptEngine: scriptEngines[0], SkipTranspile: h.Compat == engine.CompatStrict, ScriptError: newScriptError(h),
	}
	if k := h.Kept; k != nil {
		record.CreatedAt, record.CreatedBy = k.CreatedAt.UTC().Format(apiTime), &apiEditor{k.CreatedBy, k.CreatedBy}
		record.UpdatedAt, record.UpdatedBy = k.UpdatedAt.UTC().Format(apiTime), &apiEditor{k.UpdatedBy, k.UpdatedBy}
	}
	record.Hosting = s.apiHosting(h, defined)
	return record
}

// apiHosting tells of the settings as they are defined, and of how it goes.
func (s *Server) apiHosting(h *integrations.Hosted, defined integrations.Integration) apiHosting {
	told := apiHosting{
		Destination: h.Destination, Script: h.Code.Name, Adapter: defined.Adapter,
		Compat:        cmp.Or(h.Compat, engine.CompatSloppy),
		OnScriptError: cmp.Or(h.OnScriptError, integrations.OnScriptErrorReject),
		Deduplicate:   cmp.Or(h.Deduplicate, integrations.DeduplicateOff),
		History:       cmp.Or(h.History, integrations.HistoryFull),
		Globals:       append([]integrations.Global{}, defined.Globals...),
		WebhookURL:    s.options.BaseURL + "/hooks/" + h.ID + "/" + url.PathEscape(h.Token),
		Paused:        s.options.Paused(h.ID),
	}
	if h.Timeout > 0 {
		told.Timeout = h.Timeout.String()
	}
	if h.Kept == nil {
		told.DefinedIn = cmp.Or(h.Place, "the configuration")
	}
	if h.Fault != nil {
		told.Fault = h.Fault.Error()
	}
	if h.Unready != nil {
		told.Unready = h.Unready.Error()
	}
	return told
}

// newScriptError is nil when the script as it was last saved runs.
func newScriptError(h *integrations.Hosted) *apiScriptError {
	err := cmp.Or(h.Rejected, h.Fault)
	if err == nil {
		return nil
	}
	if exception, ok := errors.AsType[*engine.Exception](err); ok {
		return &apiScriptError{exception.Name, exception.Message, exception.Stack}
	}
	return &apiScriptError{Name: "Error", Message: err.Error()}
}

// integrationsList serves GET /api/v1/integrations.list (reference §7.3): those
// whose name contains name, in any letter case, and whose type is type.
func (s *Server) integrationsList(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	all := s.listed(query.Get("name"), query.Get("type"))
	offset, count := pageOf(query, len(all))
	answer := struct {
		Integrations []apiIntegration `json:"integrations"`
		Offset       int              `json:"offset"`
		Items        int              `json:"items"`
		Count        int              `json:"count"`
		Total        int              `json:"total"`
		Success      bool             `json:"success"`
	}{Integrations: []apiIntegration{}, Offset: offset, Total: len(all), Success: true}
	for _, h := range all[min(offset, len(all)):min(offset+count, len(all))] {
		answer.Integrations = append(answer.Integrations, s.apiIntegration(h))
	}
	answer.Items, answer.Count = len(answer.Integrations), len(answer.Integrations)
	writeJSON(w, http.StatusOK, answer)
}

// listed are the integrations of a name and a type; empty means any.
func (s *Server) listed(name, kind string) []*integrations.Hosted {
	if kind != "" && kind != incomingType {
		return nil
	}
	name = strings.ToLower(name)
	return slices.DeleteFunc(s.options.Catalog().All(), func(h *integrations.Hosted) bool {
		return !strings.Contains(strings.ToLower(h.Name), name)
	})
}

// integrationsGet serves GET /api/v1/integrations.get (reference §7.3).
func (s *Server) integrationsGet(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if !query.Has("integrationId") {
		newAPIFault(invalidParams, "must have required property 'integrationId'").write(w)
		return
	}
	id, by := query.Get("integrationId"), query.Get("createdBy")
	if strings.TrimSpace(id) == "" {
		writeFailure(w, http.StatusBadRequest, `The query parameter "integrationId" is required.`)
		return
	}
	h, ok := s.options.Catalog().Get(id)
	if !ok || by != "" && (h.Kept == nil || h.Kept.CreatedBy != by) {
		writeFailure(w, http.StatusBadRequest, "The integration does not exists.")
		return
	}
	s.answerIntegration(w, h)
}

func (s *Server) answerIntegration(w http.ResponseWriter, h *integrations.Hosted) {
	writeJSON(w, http.StatusOK, struct {
		Integration apiIntegration `json:"integration"`
		Success     bool           `json:"success"`
	}{s.apiIntegration(h), true})
}

// defaultPage is how many items a list has when the caller does not say.
const defaultPage = 50

// pageOf reads offset and count as Rocket.Chat's lists take them: count 0 means
// all.
func pageOf(query url.Values, total int) (offset, count int) {
	offset, count = 0, defaultPage
	if n, err := strconv.Atoi(query.Get("offset")); err == nil && n > 0 {
		offset = n
	}
	if n, err := strconv.Atoi(query.Get("count")); err == nil && n >= 0 {
		count = n
	}
	if count == 0 {
		count = total
	}
	return offset, count
}

// signInLink serves GET /api/v1/rocketscript.signInLink: a link that signs a
// browser in, for those who have the admin token already.
func (s *Server) signInLink(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, struct {
		URL     string `json:"url"`
		Success bool   `json:"success"`
	}{s.options.BaseURL + "/login#" + SignInKey(s.options.Access.Token, s.options.Now()), true})
}
