package server_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
)

func TestIntegrationsListTellsSettings(t *testing.T) {
	const script = "class Script {\n process_incoming_request() {} }"
	type settings struct {
		Adapter       string `json:"adapter"`
		Compat        string `json:"compat"`
		Timeout       string `json:"timeout"`
		OnScriptError string `json:"on_script_error"`
	}
	plain := integrations.Integration{ID: "plain", Enabled: true, Channel: []string{"#alerts"}, Username: "rocket.cat", Token: "t", Destination: "workspace"}
	rich := plain
	rich.ID, rich.ScriptEnabled, rich.Script, rich.Adapter = "rich", true, script, script
	rich.Compat, rich.Timeout, rich.OnScriptError = engine.CompatStrict, 1500*time.Millisecond, integrations.OnScriptErrorFallback
	s := startServer(t, plain, rich)
	status, body := s.request(t, http.MethodGet, "/api/v1/integrations.list", map[string]string{"X-Auth-Token": testAdminToken}, "")
	var answer struct {
		Integrations []struct {
			ID       string   `json:"_id"`
			Settings settings `json:"rocketscript"`
		} `json:"integrations"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s: %v", status, body, err)
	}
	got := map[string]settings{}
	for _, i := range answer.Integrations {
		got[i.ID] = i.Settings
	}
	want := map[string]settings{
		"plain": {Compat: "sloppy", OnScriptError: "reject"},
		"rich":  {Adapter: "script.js", Compat: "strict", Timeout: "1.5s", OnScriptError: "fallback"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
