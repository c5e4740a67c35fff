package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// buried records dead letters of an integration for a channel of the workspace,
// which refused them then, and returns their ids.
func (s *testServer) buried(t *testing.T, integration, channel string, texts ...string) []int64 {
	t.Helper()
	var ids []int64
	for i, text := range texts {
		x := &integrations.Execution{ID: fmt.Sprint(integration, channel, i), IntegrationID: integration, Reply: integrations.Reply{Status: 200}, Deliveries: []*integrations.Delivery{{
			Destination: "workspace", Lane: "workspace/" + channel, State: integrations.DeliveryRefused, Attempts: 1, Error: "invalid-channel",
			Message: message.Message{Channel: channel, Msg: text}, Sender: engine.User{Username: "rocket.cat"},
		}}}
		must(t, s.store.Record(t.Context(), x, nil))
		ids = append(ids, x.Deliveries[0].ID)
	}
	return ids
}

// apiCall makes a call of the API and decodes its answer.
func (s *testServer) apiCall(t *testing.T, method, path, body string, into any) (status int) {
	t.Helper()
	status, text := s.request(t, method, "/api/v1/"+path, map[string]string{"X-Auth-Token": testAdminToken, "Content-Type": "application/json"}, body)
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%s: %d %s", path, status, text)
	}
	return status
}

// An apiAnswer is what the calls about deliveries answer.
type apiAnswer struct {
	Success    bool
	Error      string
	ErrorType  string
	Total      int
	Next       int64
	Remaining  int
	Dropped    []int64
	Deliveries []struct {
		ID          int64 `json:"_id"`
		State       string
		Error       string
		Integration string
		RedriveOf   int64 `json:"redrive_of"`
		Message     struct{ Msg string }
	}
}

func (a apiAnswer) texts() []string {
	var all []string
	for _, d := range a.Deliveries {
		all = append(all, d.Message.Msg+" "+d.State)
	}
	return all
}

func TestDeadLettersAPI(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	ids := s.buried(t, "hook", "#alerts", "one", "two", "three")
	gone := s.buried(t, "other", "#none", "four")

	var page apiAnswer
	s.apiCall(t, http.MethodGet, "rocketscript.deliveries.list?count=2", "", &page)
	if diff := cmp.Diff([]string{"four refused", "three refused"}, page.texts()); diff != "" || page.Total != 4 || page.Next != ids[2] {
		t.Errorf("%+v %s", page, diff)
	}
	var rest apiAnswer
	s.apiCall(t, http.MethodGet, fmt.Sprint("rocketscript.deliveries.list?integration=hook&state=refused&before=", page.Next), "", &rest)
	if diff := cmp.Diff([]string{"two refused", "one refused"}, rest.texts()); diff != "" || rest.Next != 0 || rest.Deliveries[0].Integration != "hook" {
		t.Errorf("%+v %s", rest, diff)
	}

	var redriven apiAnswer
	s.apiCall(t, http.MethodPost, "rocketscript.deliveries.redrive", fmt.Sprintf(`{"ids": [%d, %d]}`, ids[0], gone[0]), &redriven)
	if diff := cmp.Diff([]string{"one posted", "four refused"}, redriven.texts()); diff != "" || redriven.Deliveries[0].RedriveOf != ids[0] {
		t.Errorf("%+v %s", redriven, diff)
	}
	if diff := cmp.Diff([]string{"one"}, s.texts(t, "alerts")); diff != "" {
		t.Error(diff)
	}
	var again apiAnswer
	s.apiCall(t, http.MethodPost, "rocketscript.deliveries.redrive", fmt.Sprintf(`{"ids": [%d]}`, ids[0]), &again)
	if len(again.Deliveries) != 1 || again.Deliveries[0].ID != redriven.Deliveries[0].ID || len(s.texts(t, "alerts")) != 1 {
		t.Errorf("sent again twice: %+v", again)
	}

	var dropped apiAnswer
	s.apiCall(t, http.MethodPost, "rocketscript.deliveries.drop", `{"filter": {"integration": "hook"}, "count": 1}`, &dropped)
	if diff := cmp.Diff([]int64{ids[1]}, dropped.Dropped); diff != "" || dropped.Remaining != 1 {
		t.Errorf("%+v %s", dropped, diff)
	}
}

func TestDeadLettersAPIRefuses(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	ids := s.buried(t, "hook", "#alerts", "one", "two")
	var dropped apiAnswer
	s.apiCall(t, http.MethodPost, "rocketscript.deliveries.drop", fmt.Sprintf(`{"ids": [%d]}`, ids[1]), &dropped)
	many := strings.TrimSuffix(strings.Repeat("1,", 1001), ",")
	tests := []struct {
		call, body, errorType, says string
	}{
		{"redrive", fmt.Sprintf(`{"ids": [%d, %d]}`, ids[0], ids[1]), "error-not-a-dead-letter", fmt.Sprintf("delivery %d is dropped", ids[1])},
		{"redrive", fmt.Sprintf(`{"ids": [%d, 999]}`, ids[0]), "error-delivery-not-found", "there is no delivery 999"},
		{"drop", `{"ids": [999]}`, "error-delivery-not-found", "nothing was changed"},
		{"drop", `{}`, "invalid-params", "either ids or filter"},
		{"drop", `{"ids": [1], "filter": {}}`, "invalid-params", "either ids or filter"},
		{"drop", `{"ids": [` + many + `]}`, "invalid-params", "1000 dead letters at most"},
		{"drop", `{"filter": {}, "count": -1}`, "invalid-params", "at most"},
		{"drop", `{"filter": {"state": "posted"}}`, "invalid-params", "not \"posted\""},
		{"drop", `{"filter": {"room": "x"}}`, "invalid-params", "unknown field"},
		{"drop", `ids=1`, "invalid-params", "has to be JSON"},
	}
	for _, test := range tests {
		var got apiAnswer
		status := s.apiCall(t, http.MethodPost, "rocketscript.deliveries."+test.call, test.body, &got)
		if status != http.StatusBadRequest || got.Success || got.ErrorType != test.errorType || !strings.Contains(got.Error, test.says) {
			t.Errorf("%s %.80s: %d %+v, want %s with %q", test.call, test.body, status, got, test.errorType, test.says)
		}
	}
	var left apiAnswer
	if s.apiCall(t, http.MethodGet, "rocketscript.deliveries.list", "", &left); left.Total != 1 {
		t.Errorf("%d dead letters are left, want 1: all or nothing", left.Total)
	}
	for _, path := range []string{"list?state=waiting", "list?before=x", "list?count=-1"} {
		if status := s.apiCall(t, http.MethodGet, "rocketscript.deliveries."+path, "", &apiAnswer{}); status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestStatusAPI(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	s.buried(t, "hook", "#alerts", "dead")
	lost := &integrations.Execution{ID: "lost", IntegrationID: "hook", Deliveries: []*integrations.Delivery{{
		Destination: "chat", Lane: "chat/#alerts", Message: message.Message{Channel: "#alerts"}, Sender: engine.User{Username: "rocket.cat"},
	}}}
	must(t, s.store.Record(t.Context(), lost, nil))
	s.dispatcher.Attempt(t.Context(), lost.Deliveries)

	var got struct {
		Success      bool
		Destinations []map[string]any
		Lanes        []map[string]any
		LanesTotal   int `json:"lanes_total"`
		Unknown      int `json:"unknown_requests"`
	}
	for _, path := range []string{"/hooks/nobody/TOKEN", "/hooks/nobody/OTHER"} {
		s.request(t, http.MethodPost, path, nil, "{}")
	}
	s.apiCall(t, http.MethodGet, "rocketscript.status", "", &got)
	for _, lane := range got.Lanes {
		delete(lane, "oldest")
	}
	want := []map[string]any{
		{"name": "chat", "state": "missing", "error": "it is not configured", "waiting": 1.0, "dead": 0.0},
		{"name": "workspace", "state": "works", "waiting": 0.0, "dead": 1.0},
	}
	if diff := cmp.Diff(want, got.Destinations); diff != "" {
		t.Error(diff)
	}
	lanes := []map[string]any{{
		"destination": "chat", "lane": "chat/#alerts", "waiting": 1.0,
		"why": "the destination is not configured", "error": `destination "chat" is not configured`,
	}}
	if diff := cmp.Diff(lanes, got.Lanes); diff != "" || got.LanesTotal != 1 {
		t.Errorf("%d lanes: %s", got.LanesTotal, diff)
	}
	if got.Unknown != 2 {
		t.Errorf("%d unknown requests, want 2", got.Unknown)
	}
	_, ready := s.request(t, http.MethodGet, "/readyz", nil, "")
	if !strings.Contains(ready, `"failing_destinations":1`) || strings.Contains(ready, "chat") {
		t.Errorf("readyz: %s", ready)
	}
}
