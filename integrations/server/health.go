package server

import (
	"net/http"

	"rocketscript/integrations"
)

// healthz answers 200 as soon as hooks answer, whatever the destinations do.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// readyz tells more: whether the store answers, how many integrations cannot take
// requests, how many scripts cannot run, or are not run for now, and how many
// destinations do not work. It names none of
// them, because it is open to everyone.
func (s *Server) readyz(w http.ResponseWriter, r *http.Request) {
	state := struct {
		Status        string `json:"status"`
		Store         string `json:"store"`
		Integrations  int    `json:"integrations"`
		Unready       int    `json:"unready_integrations"`
		BrokenScripts int    `json:"broken_scripts"`
		PausedScripts int    `json:"paused_scripts"`
		Failing       int    `json:"failing_destinations"`
	}{Status: "ready", Store: "ok"}
	for _, h := range s.options.Catalog().All() {
		state.Integrations++
		if h.Unready != nil {
			state.Unready++
		}
		if h.Fault != nil {
			state.BrokenScripts++
		}
		if s.options.Paused(h.ID) != "" {
			state.PausedScripts++
		}
	}
	for _, h := range s.options.Deliveries.Health() {
		if h.State == integrations.DestinationFails || h.State == integrations.DestinationMissing {
			state.Failing++
		}
	}
	status := http.StatusOK
	if _, err := s.options.Chat.LastSeq(r.Context()); err != nil {
		s.log.Error("the store does not answer", "error", err)
		state.Status, state.Store, status = "not ready", "does not answer", http.StatusServiceUnavailable
	}
	writeJSON(w, status, state)
}
