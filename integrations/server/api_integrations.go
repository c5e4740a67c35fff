package server

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// An apiIntegration is Rocket.Chat's record of an incoming integration
// (reference §7.1), and what only this server knows of it.
type apiIntegration struct {
	ID                                string   `json:"_id"`
	Type                              string   `json:"type"`
	Name                              string   `json:"name"`
	Enabled                           bool     `json:"enabled"`
	Username                          string   `json:"username"`
	UserID                            string   `json:"userId"`
	Channel                           []string `json:"channel"`
	Alias                             string   `json:"alias"`
	Avatar                            string   `json:"avatar"`
	Emoji                             string   `json:"emoji"`
	OverrideDestinationChannelEnabled bool     `json:"overrideDestinationChannelEnabled"`
	ScriptEnabled                     bool     `json:"scriptEnabled"`
	Script                            string   `json:"script"`
	Token                             string   `json:"token"`
	Hosting                           struct {
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
		// Fault says why the script cannot run; empty when it can.
		Fault string `json:"fault"`
		// Paused says why it is not run for now; empty when it is.
		Paused     string `json:"paused"`
		WebhookURL string `json:"webhook_url"`
	} `json:"rocketscript"`
}

func (s *Server) apiIntegration(h *integrations.Hosted) apiIntegration {
	record := apiIntegration{
		ID: h.ID, Type: "webhook-incoming", Name: h.Name, Enabled: h.Enabled,
		Username: h.Sender.Username, UserID: h.Sender.ID, Channel: h.Channel,
		Alias: h.Alias, Avatar: h.Avatar, Emoji: h.Emoji,
		OverrideDestinationChannelEnabled: h.OverrideDestinationChannelEnabled,
		ScriptEnabled:                     h.ScriptEnabled, Script: h.Code.Source, Token: h.Token,
	}
	record.Hosting.Destination, record.Hosting.Script = h.Destination, h.Code.Name
	record.Hosting.Adapter, record.Hosting.Compat = h.Code.Adapter.Name, cmp.Or(h.Compat, engine.CompatSloppy)
	record.Hosting.OnScriptError = cmp.Or(h.OnScriptError, integrations.OnScriptErrorReject)
	if h.Timeout > 0 {
		record.Hosting.Timeout = h.Timeout.String()
	}
	record.Hosting.WebhookURL = s.options.BaseURL + "/hooks/" + h.ID + "/" + url.PathEscape(h.Token)
	record.Hosting.Paused = s.options.Paused(h.ID)
	if h.Fault != nil {
		record.Hosting.Fault = h.Fault.Error()
	}
	return record
}

// integrationsList serves GET /api/v1/integrations.list (reference §7.3).
func (s *Server) integrationsList(w http.ResponseWriter, r *http.Request) {
	all := s.options.Catalog().All()
	offset, count := pageOf(r.URL.Query(), len(all))
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
