package server_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"rocketscript/integrations"
)

type object = map[string]any

// ask calls an endpoint of the API and returns what it answers.
func (s *testServer) ask(t *testing.T, method, endpoint string, body any) (int, object) {
	t.Helper()
	text, err := json.Marshal(body)
	must(t, err)
	status, answer := s.request(t, method, "/api/v1/"+endpoint, map[string]string{"X-Auth-Token": testAdminToken, "X-User-Id": "any"}, string(text))
	var decoded object
	if err := json.Unmarshal([]byte(answer), &decoded); err != nil {
		t.Fatalf("%s answers no JSON: %s", endpoint, answer)
	}
	return status, decoded
}

// with returns a copy of a body with some members changed; nil takes one away.
func with(body, change object) object {
	changed := maps.Clone(body)
	for key, value := range change {
		if changed[key] = value; value == nil {
			delete(changed, key)
		}
	}
	return changed
}

// wanted is what a new integration needs.
var wanted = object{
	"type": "webhook-incoming", "name": "Alerts", "enabled": true, "username": "rocket.cat", "channel": "#alerts", "scriptEnabled": false,
}

// null stands for a member that is sent as null.
type null struct{}

func (null) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

const saying = "class Script {\n  process_incoming_request({ request }) { return { content: { text: 'said' } } }\n}"

// create makes an integration and returns its record.
func (s *testServer) create(t *testing.T, change object) object {
	t.Helper()
	status, answer := s.ask(t, http.MethodPost, "integrations.create", with(wanted, change))
	if status != http.StatusOK || answer["success"] != true {
		t.Fatalf("create: %d %v", status, answer)
	}
	return answer["integration"].(object)
}

func hookOf(record object) string {
	return "/hooks/" + record["_id"].(string) + "/" + record["token"].(string)
}

// A refusal is a body that is refused, and how.
type refusal struct {
	name   string
	change object
	// text is the whole error, or the beginning of one that ends in "…".
	text string
	code string
	// method is that of the details.
	method string
}

// refused sends a body and checks how it is refused.
func (s *testServer) refused(t *testing.T, method, endpoint string, body object, r refusal) {
	t.Helper()
	status, answer := s.ask(t, method, endpoint, with(body, r.change))
	text, _ := answer["error"].(string)
	want, part := strings.CutSuffix(r.text, "…")
	if r.code != "" && !part {
		want += " [" + r.code + "]"
	}
	if status != http.StatusBadRequest || answer["success"] != false || text != want && !(part && strings.HasPrefix(text, want)) {
		t.Errorf("%s: %d %v\nwant %q", r.name, status, answer, want)
	}
	details, _ := answer["details"].(object)
	if code, _ := answer["errorType"].(string); code != r.code || r.method != "" && details["method"] != r.method {
		t.Errorf("%s: type %q, details %v, want %q, %q", r.name, code, details, r.code, r.method)
	}
}

const oneOf = "\nmust match exactly one schema in oneOf"

// schemaRefusals are refused by the schemas of create and update alike.
var schemaRefusals = []refusal{
	{"no type", object{"type": nil}, "must have required property 'type'" + oneOf, "invalid-params", ""},
	{"no channel", object{"channel": nil}, "must have required property 'channel'" + oneOf, "invalid-params", ""},
	{"no scriptEnabled", object{"scriptEnabled": nil}, "must have required property 'scriptEnabled'" + oneOf, "invalid-params", ""},
	{"no name", object{"name": nil}, "must have required property 'name'" + oneOf, "invalid-params", ""},
	{"no enabled", object{"enabled": nil}, "must have required property 'enabled'" + oneOf, "invalid-params", ""},
	{"unknown key", object{"urls": []string{}}, "must NOT have additional properties: 'urls'" + oneOf, "invalid-params", ""},
	{"type is a number", object{"type": 1}, "/type must be string" + oneOf, "invalid-params", ""},
	{"name is null", object{"name": null{}}, "/name must be string" + oneOf, "invalid-params", ""},
	{"channel is a list", object{"channel": []string{"#alerts"}}, "/channel must be string" + oneOf, "invalid-params", ""},
	{"username is a number", object{"username": 1}, "/username must be string" + oneOf, "invalid-params", ""},
	{"enabled is a string", object{"enabled": "true"}, "/enabled must be boolean" + oneOf, "invalid-params", ""},
	{"scriptEnabled is a number", object{"scriptEnabled": 1}, "/scriptEnabled must be boolean" + oneOf, "invalid-params", ""},
	{"alias is a boolean", object{"alias": true}, "/alias must be string" + oneOf, "invalid-params", ""},
	{"emoji is an object", object{"emoji": object{}}, "/emoji must be string" + oneOf, "invalid-params", ""},
	{"avatar is a list", object{"avatar": []string{}}, "/avatar must be string" + oneOf, "invalid-params", ""},
	{"script is a number", object{"script": 1}, "/script must be string" + oneOf, "invalid-params", ""},
	{"scriptEngine is a boolean", object{"scriptEngine": true}, "/scriptEngine must be string" + oneOf, "invalid-params", ""},
	{"override is a string", object{"overrideDestinationChannelEnabled": "no"}, "/overrideDestinationChannelEnabled must be boolean" + oneOf, "invalid-params", ""},
	{"no such type", object{"type": "webhook"}, `/type must match pattern "webhook-incoming"` + oneOf, "invalid-params", ""},
	{"type with an end", object{"type": "webhook-incoming-invalid"}, "Invalid integration type.", "", ""},
	{"outgoing", object{"type": "webhook-outgoing"}, "Outgoing integrations are not hosted here", "error-outgoing-not-hosted", ""},
	{"no such engine", object{"scriptEngine": "v9"}, "scriptEngine must be equal to one of the allowed values: isolated-vm, vm2", "invalid-params", ""},

	{"unknown setting", object{"rocketscript": object{"retries": 1}}, `rocketscript: unknown field "retries"`, "invalid-params", ""},
	{"setting of another kind", object{"rocketscript": object{"adapter": 1}}, "rocketscript: …", "invalid-params", ""},
	{"no such destination", object{"rocketscript": object{"destination": "gone"}}, `rocketscript.destination: there is no destination "gone"; there is chat, workspace`, "error-invalid-setting", ""},
	{"timeout", object{"rocketscript": object{"timeout": "3"}}, `rocketscript.timeout: "3" is not a duration such as 3s or 500ms`, "error-invalid-setting", ""},
	{"compat", object{"rocketscript": object{"compat": "loose"}}, "rocketscript.compat: …", "error-invalid-setting", ""},
	{"on_script_error", object{"rocketscript": object{"on_script_error": "ignore"}}, "rocketscript.on_script_error: …", "error-invalid-setting", ""},
	{"deduplicate", object{"rocketscript": object{"deduplicate": "always"}}, "rocketscript.deduplicate: …", "error-invalid-setting", ""},
	{"history", object{"rocketscript": object{"history": "some"}}, "rocketscript.history: …", "error-invalid-setting", ""},
	{"globals", object{"rocketscript": object{"globals": []object{{"name": "1x", "value": "1"}}}}, "rocketscript.globals: …", "error-invalid-setting", ""},
	{"adapter without a script", object{"rocketscript": object{"adapter": "pagerduty-v3-to-v2"}}, "rocketscript.adapter: …", "error-invalid-setting", ""},
	{"adapter outside of the folder", object{"scriptEnabled": true, "script": saying, "rocketscript": object{"adapter": "../../secret.js"}}, "rocketscript.adapter: …", "error-invalid-setting", ""},
}

// channelRefusals break the rules of channels, which both methods have.
func channelRefusals(method string) []refusal {
	const chars = "Invalid channel. Start with @ or #"
	return []refusal{
		{"empty channel", object{"channel": ""}, "Invalid channel", "error-invalid-channel", method},
		{"blank channel", object{"channel": "  "}, "Invalid channel", "error-invalid-channel", method},
		{"bare name", object{"channel": "alerts"}, chars, "error-invalid-channel-start-with-chars", "updateIncomingIntegration"},
		{"comma at the end", object{"channel": "#alerts,"}, chars, "error-invalid-channel-start-with-chars", "updateIncomingIntegration"},
		{"second without a sign", object{"channel": "#alerts, ops"}, chars, "error-invalid-channel-start-with-chars", "updateIncomingIntegration"},
		{"no such room", object{"channel": "#alerts,#nowhere"}, "Invalid room", "error-invalid-room", method},
		{"room in other letters", object{"channel": "#Alerts"}, "Invalid room", "error-invalid-room", method},
		{"no such person", object{"channel": "@nobody"}, "Invalid room", "error-invalid-room", method},
		{"a sign alone", object{"channel": "#"}, "Invalid room", "error-invalid-room", method},
		{"a room twice", object{"channel": "#alerts,#alerts"}, `Invalid channel: "#alerts" is listed twice`, "error-invalid-channel", ""},
	}
}

// TestCreateRefusals are the rules of create, one by one (reference §7.2, §7.3).
func TestCreateRefusals(t *testing.T) {
	const method = "addIncomingIntegration"
	s := startServer(t, testIntegration("configured"))
	s.create(t, object{"rocketscript": object{"id": "taken"}})
	cases := append(append([]refusal{
		{"no username", object{"username": nil}, "must have required property 'username'" + oneOf, "invalid-params", ""},
		{"integrationId", object{"integrationId": "x"}, "must NOT have additional properties: 'integrationId'" + oneOf, "invalid-params", ""},
		{"blank username", object{"username": " "}, "Invalid username", "error-invalid-username", method},
		{"channel before username", object{"username": "", "channel": ""}, "Invalid channel", "error-invalid-channel", method},
		{"no such user", object{"username": "nobody"}, "Invalid user", "error-invalid-user", method},
		{"user before room", object{"username": "nobody", "channel": "#nowhere"}, "Invalid user", "error-invalid-user", method},
		{"username before user", object{"username": "", "channel": "#nowhere"}, "Invalid username", "error-invalid-username", method},
		{"no account", object{"rocketscript": object{"destination": "chat"}}, "Invalid user", "error-invalid-user", method},
		{"id that no URL takes", object{"rocketscript": object{"id": "a/b"}}, "rocketscript.id: …", "error-invalid-setting", ""},
		{"id with a meaning", object{"rocketscript": object{"id": "sample"}}, "rocketscript.id: …", "error-invalid-setting", ""},
		{"blank token", object{"rocketscript": object{"token": " "}}, "rocketscript.token: …", "error-invalid-setting", ""},
		{"id of another", object{"rocketscript": object{"id": "taken"}}, "There is already an integration with this id", "error-integration-exists", ""},
		{"id of the configuration", object{"rocketscript": object{"id": "configured"}}, `The integration "configured" is defined in …`, "error-integration-in-config", ""},
	}, schemaRefusals...), channelRefusals(method)...)
	for _, c := range cases {
		s.refused(t, http.MethodPost, "integrations.create", wanted, c)
	}
	if n := len(s.hosting.catalog.Load().All()); n != 2 {
		t.Errorf("%d integrations after that, want 2", n)
	}
}

// TestUpdateRefusals are the rules of update, which leave the integration as it
// was.
func TestUpdateRefusals(t *testing.T) {
	const method = "updateIncomingIntegration"
	s := startServer(t, testIntegration("configured"))
	before := s.create(t, nil)
	body := with(wanted, object{"integrationId": before["_id"], "name": "Other", "username": nil})
	cases := append(append([]refusal{
		{"no id", object{"integrationId": nil}, "must have required property 'integrationId'" + oneOf, "invalid-params", ""},
		{"unknown", object{"integrationId": "gone"}, "No integration found.", "", ""},
		{"unknown before channel", object{"integrationId": "gone", "channel": ""}, "No integration found.", "", ""},
		{"configuration", object{"integrationId": "configured"}, `The integration "configured" is defined in …`, "error-integration-in-config", ""},
		{"no such user", object{"username": "nobody"}, "Invalid Post As User", "error-invalid-post-as-user", method},
		{"empty username", object{"username": ""}, "Invalid Post As User", "error-invalid-post-as-user", method},
		{"room before user", object{"username": "nobody", "channel": "#nowhere"}, "Invalid room", "error-invalid-room", method},
		{"no account for the user that stays", object{"rocketscript": object{"destination": "chat"}}, "Invalid Post As User", "error-invalid-post-as-user", method},
		{"another token", object{"rocketscript": object{"token": "mine"}}, "rocketscript.id: id and token of an integration never change", "error-invalid-setting", ""},
	}, schemaRefusals...), channelRefusals(method)...)
	for _, c := range cases {
		s.refused(t, http.MethodPut, "integrations.update", body, c)
	}
	_, after := s.ask(t, http.MethodGet, "integrations.get?integrationId="+before["_id"].(string), nil)
	if diff := cmp.Diff(before, after["integration"]); diff != "" {
		t.Errorf("the record changed (-before +after):\n%s", diff)
	}
}

func TestRemove(t *testing.T) {
	s := startServer(t, testIntegration("configured"))
	made := s.create(t, nil)
	body := object{"type": "webhook-incoming", "integrationId": made["_id"]}
	for _, c := range []refusal{
		{"no type", object{"type": nil}, "must have required property 'type'" + oneOf, "invalid-params", ""},
		{"no id", object{"integrationId": nil}, "must have required property 'integrationId'" + oneOf, "invalid-params", ""},
		{"no such type", object{"type": "webhook"}, `/type must match pattern "webhook-incoming"` + oneOf, "invalid-params", ""},
		{"type with an end", object{"type": "webhook-incoming-invalid"}, "Invalid integration type.", "", ""},
		{"unknown", object{"integrationId": "gone"}, "No integration found.", "", ""},
		{"configuration", object{"integrationId": "configured"}, `The integration "configured" is defined in …`, "error-integration-in-config", ""},
	} {
		s.refused(t, http.MethodPost, "integrations.remove", body, c)
	}
	if status, _ := s.request(t, http.MethodPost, hookOf(made), map[string]string{"Content-Type": "application/json"}, `{"text":"x"}`); status != http.StatusOK {
		t.Errorf("after refusals the webhook answers %d", status)
	}
	status, answer := s.ask(t, http.MethodPost, "integrations.remove", body)
	if diff := cmp.Diff(object{"integration": made, "success": true}, answer); status != http.StatusOK || diff != "" {
		t.Errorf("remove: %d (-want +got):\n%s", status, diff)
	}
	if status, _ := s.request(t, http.MethodPost, hookOf(made), map[string]string{"Content-Type": "application/json"}, `{"text":"x"}`); status != http.StatusNotFound {
		t.Errorf("a removed webhook answers %d", status)
	}
	s.refused(t, http.MethodPost, "integrations.remove", body, refusal{"again", nil, "No integration found.", "", ""})
	if n := len(s.executions(t, made["_id"].(string))); n != 1 {
		t.Errorf("%d executions are left of it, want 1", n)
	}
}

// TestBodies: what is no JSON object is refused, and so is what is too large.
func TestBodies(t *testing.T) {
	s := startServer(t)
	header := map[string]string{"X-Auth-Token": testAdminToken}
	for _, body := range []string{"", "[]", "null", "1", `{"type":`, "\xff"} {
		status, answer := s.request(t, http.MethodPost, "/api/v1/integrations.create", header, body)
		if status != http.StatusBadRequest || !strings.Contains(answer, "must be object [invalid-params]") {
			t.Errorf("%q: %d %s", body, status, answer)
		}
	}
	long := `{"script":"` + strings.Repeat("x", testMaxBody) + `"}`
	if status, answer := s.request(t, http.MethodPost, "/api/v1/integrations.create", header, long); status != http.StatusRequestEntityTooLarge {
		t.Errorf("a long body: %d %s", status, answer)
	}
}

// TestOnlyTheAdmin: without the token nothing is told or changed.
func TestOnlyTheAdmin(t *testing.T) {
	s := startServer(t, testIntegration("configured"))
	for endpoint, method := range map[string]string{
		"create": http.MethodPost, "update": http.MethodPut, "remove": http.MethodPost, "get?integrationId=configured": http.MethodGet, "list": http.MethodGet,
	} {
		for _, token := range []string{"", "wrong"} {
			status, answer := s.request(t, method, "/api/v1/integrations."+endpoint, map[string]string{"X-Auth-Token": token}, `{}`)
			if status != http.StatusUnauthorized || strings.Contains(answer, "TOKEN") {
				t.Errorf("%s with token %q: %d %s", endpoint, token, status, answer)
			}
		}
		status, _ := s.request(t, http.MethodPatch, "/api/v1/integrations."+endpoint, map[string]string{"X-Auth-Token": testAdminToken}, `{}`)
		if status != http.StatusNotFound && status != http.StatusMethodNotAllowed {
			t.Errorf("%s by PATCH: %d", endpoint, status)
		}
	}
}

// TestCreatedRecord: every field comes back under Rocket.Chat's name.
func TestCreatedRecord(t *testing.T) {
	s := startServer(t)
	record := s.create(t, object{
		"channel": " #alerts , @noor ", "alias": "Pager", "avatar": "https://example.com/a.png", "emoji": ":bell:", "scriptEnabled": true, "script": saying,
		"scriptEngine": "vm2", "skipTranspile": true, "overrideDestinationChannelEnabled": true,
		"rocketscript": object{
			"destination": "workspace", "adapter": "class Script {\n process_incoming_request() {} }", "timeout": "1500ms", "on_script_error": "fallback",
			"deduplicate": "header:X-Id", "history": "failures", "globals": []object{{"name": "x", "value": "var x = 1\n"}},
		},
	})
	id, token := record["_id"].(string), record["token"].(string)
	if !regexp.MustCompile(`^[A-Za-z0-9]{17}$`).MatchString(id) || !regexp.MustCompile(`^[A-Za-z0-9]{48}$`).MatchString(token) {
		t.Errorf("id %q, token %q", id, token)
	}
	created, _ := record["_createdAt"].(string)
	if at, err := time.Parse("2006-01-02T15:04:05.000Z", created); err != nil || time.Since(at) > time.Minute || record["_updatedAt"] != created {
		t.Errorf("created %v, updated %v: %v", record["_createdAt"], record["_updatedAt"], err)
	}
	admin := object{"_id": "admin", "username": "admin"}
	want := object{
		"_id": id, "type": "webhook-incoming", "name": "Alerts", "enabled": true, "username": "rocket.cat", "userId": "rocket.cat", "channel": []any{"#alerts", "@noor"},
		"alias": "Pager", "avatar": "https://example.com/a.png", "emoji": ":bell:", "overrideDestinationChannelEnabled": true,
		"scriptEnabled": true, "script": saying, "scriptEngine": "isolated-vm", "skipTranspile": true, "token": token,
		"_createdAt": created, "_createdBy": admin, "_updatedAt": created, "_updatedBy": admin,
		"rocketscript": object{
			"destination": "workspace", "script": "script.js", "adapter": "class Script {\n process_incoming_request() {} }", "compat": "strict", "timeout": "1.5s",
			"on_script_error": "fallback", "deduplicate": "header:X-Id", "history": "failures", "globals": []any{object{"name": "x", "value": "var x = 1\n"}},
			"defined_in": "", "fault": "", "unready": "", "paused": "", "webhook_url": s.base + "/hooks/" + id + "/" + token,
		},
	}
	if diff := cmp.Diff(want, record); diff != "" {
		t.Errorf("record (-want +got):\n%s", diff)
	}
	_, got := s.ask(t, http.MethodGet, "integrations.get?integrationId="+id, nil)
	if diff := cmp.Diff(object{"integration": record, "success": true}, got); diff != "" {
		t.Errorf("get (-create +get):\n%s", diff)
	}
	if status, answer := s.request(t, http.MethodPost, hookOf(record), nil, `{}`); status != http.StatusOK {
		t.Errorf("the webhook answers %d %s", status, answer)
	}
	if got := s.texts(t, "alerts"); len(got) != 1 || got[0] != "said" {
		t.Errorf("#alerts has %q", got)
	}
}

// TestCreateDefaults: what is not sent, or null, is what Rocket.Chat makes it.
func TestCreateDefaults(t *testing.T) {
	s := startServer(t)
	record := s.create(t, object{"alias": null{}, "script": null{}, "overrideDestinationChannelEnabled": null{}})
	for key, want := range (object{"alias": "", "emoji": "", "avatar": "", "script": "", "overrideDestinationChannelEnabled": false, "skipTranspile": false}) {
		if record[key] != want {
			t.Errorf("%s is %v, want %v", key, record[key], want)
		}
	}
	settings := record["rocketscript"].(object)
	for key, want := range (object{"destination": "workspace", "compat": "sloppy", "on_script_error": "reject", "deduplicate": "off", "history": "full", "timeout": "", "adapter": ""}) {
		if settings[key] != want {
			t.Errorf("rocketscript.%s is %v, want %v", key, settings[key], want)
		}
	}
	own := s.create(t, object{"rocketscript": object{"id": "moved-in", "token": "as before"}})
	if own["_id"] != "moved-in" || own["token"] != "as before" {
		t.Errorf("id and token that were given: %v %v", own["_id"], own["token"])
	}
	rooms := s.create(t, object{"channel": "#secret,#news,@rocket.cat"})
	if diff := cmp.Diff([]any{"#secret", "#news", "@rocket.cat"}, rooms["channel"]); diff != "" {
		t.Error(diff)
	}
	elsewhere := s.create(t, object{"username": "bot", "channel": "#not-known-here", "rocketscript": object{"destination": "chat"}})
	if elsewhere["userId"] != "BOT" {
		t.Errorf("the user of another server is %v", elsewhere["userId"])
	}
	// A script that is enabled and empty is none.
	empty := s.create(t, object{"scriptEnabled": true})
	if status, answer := s.request(t, http.MethodPost, hookOf(empty), map[string]string{"Content-Type": "application/json"}, `{"text":"payload"}`); status != http.StatusOK {
		t.Errorf("an empty script: %d %s", status, answer)
	}
	if got := s.texts(t, "alerts"); len(got) != 1 || got[0] != "payload" || empty["scriptEnabled"] != true {
		t.Errorf("#alerts has %q, record %v", got, empty)
	}
}

// TestUpdates: what is sent changes, what is not stays, id and token ever.
func TestUpdates(t *testing.T) {
	s := startServer(t)
	noor, err := s.store.UserByUsername(t.Context(), "noor")
	must(t, err)
	record := s.create(t, object{"alias": "Pager", "emoji": ":bell:", "scriptEnabled": true, "script": saying, "skipTranspile": true, "rocketscript": object{"timeout": "2s"}})
	required := object{
		"integrationId": record["_id"], "type": "webhook-incoming", "name": "Alerts", "enabled": true, "channel": "#alerts", "scriptEnabled": true,
	}
	for _, step := range []struct {
		name         string
		send         object
		want         object
		wantSettings object
	}{
		{"skipTranspile is false unless sent", nil, object{"skipTranspile": false}, object{"compat": "sloppy"}},
		{"required ones", object{"name": "New", "enabled": false, "channel": "#ops, @noor", "scriptEnabled": false}, object{"name": "New", "enabled": false, "channel": []any{"#ops", "@noor"}, "scriptEnabled": false}, object{"script": ""}},
		{"all back", nil, object{"name": "Alerts", "enabled": true, "channel": []any{"#alerts"}, "scriptEnabled": true}, object{"script": "script.js"}},
		{"null changes nothing", object{"alias": null{}, "script": null{}}, nil, nil},
		{"empty texts", object{"alias": "", "emoji": ""}, object{"alias": "", "emoji": ""}, nil},
		{"username with its id", object{"username": "noor"}, object{"username": "noor", "userId": noor.ID}, nil},
		{"flags", object{"overrideDestinationChannelEnabled": true, "skipTranspile": true}, object{"overrideDestinationChannelEnabled": true, "skipTranspile": true}, object{"compat": "strict"}},
		{"our settings", object{"rocketscript": object{"compat": "strict", "history": "none", "timeout": ""}}, nil, object{"compat": "strict", "history": "none", "timeout": ""}},
		{"another script", object{"script": "class Script { process_incoming_request() { return { content: { text: 'edited' } } } }", "rocketscript": object{"compat": "strict"}}, object{"script": "class Script { process_incoming_request() { return { content: { text: 'edited' } } } }"}, nil},
	} {
		status, answer := s.ask(t, http.MethodPut, "integrations.update", with(required, step.send))
		if status != http.StatusOK || answer["success"] != true {
			t.Fatalf("%s: %d %v", step.name, status, answer)
		}
		got := answer["integration"].(object)
		want := with(record, step.want)
		want["rocketscript"] = with(record["rocketscript"].(object), step.wantSettings)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreMapEntries(func(key string, _ any) bool { return key == "_updatedAt" })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
		record = got
	}
	s.request(t, http.MethodPost, hookOf(record), nil, `{}`)
	page, err := s.store.MessagesAfter(t.Context(), 0, 10)
	if err != nil || len(page) != 1 || page[0].Msg != "edited" || page[0].Sender.Username != "noor" {
		t.Errorf("posted: %+v %v", page, err)
	}
}

// TestScriptError: a script that does not compile is kept and told of; its last
// good version runs on.
func TestScriptError(t *testing.T) {
	s := startServer(t)
	const bad = "class Script {\n  process_incoming_request( {"
	fresh := s.create(t, object{"scriptEnabled": true, "script": bad})
	fault, _ := fresh["scriptError"].(object)
	if fault["name"] != "SyntaxError" || fault["message"] == "" || fault["stack"] == nil || fresh["script"] != bad {
		t.Errorf("a new broken script: %v", fresh)
	}
	if status, answer := s.request(t, http.MethodPost, hookOf(fresh), nil, `{}`); status != http.StatusBadRequest || !strings.Contains(answer, "error-evaluating-script") {
		t.Errorf("its webhook answers %d %s", status, answer)
	}
	record := s.create(t, object{"scriptEnabled": true, "script": saying})
	if record["scriptError"] != nil {
		t.Errorf("a good script: %v", record["scriptError"])
	}
	body := with(wanted, object{"integrationId": record["_id"], "scriptEnabled": true, "script": bad})
	_, answer := s.ask(t, http.MethodPut, "integrations.update", body)
	edited := answer["integration"].(object)
	if fault, _ := edited["scriptError"].(object); fault["name"] != "SyntaxError" || edited["script"] != bad {
		t.Errorf("a broken edit: %v", edited)
	}
	if status, answer := s.request(t, http.MethodPost, hookOf(record), nil, `{}`); status != http.StatusOK {
		t.Errorf("the last good version answers %d %s", status, answer)
	}
	_, answer = s.ask(t, http.MethodPut, "integrations.update", with(body, object{"script": saying}))
	if mended := answer["integration"].(object); mended["scriptError"] != nil {
		t.Errorf("a mended script: %v", mended["scriptError"])
	}
}

func TestGet(t *testing.T) {
	s := startServer(t, testIntegration("configured"))
	made := s.create(t, nil)
	id := made["_id"].(string)
	for query, text := range map[string]string{
		"":                                      "must have required property 'integrationId' [invalid-params]",
		"?integrationId=":                       `The query parameter "integrationId" is required.`,
		"?integrationId=gone":                   "The integration does not exists.",
		"?integrationId=" + id + "&createdBy=x": "The integration does not exists.",
		"?integrationId=configured&createdBy=admin": "The integration does not exists.",
	} {
		status, answer := s.ask(t, http.MethodGet, "integrations.get"+query, nil)
		if status != http.StatusBadRequest || answer["error"] != text || answer["success"] != false {
			t.Errorf("%q: %d %v, want %q", query, status, answer, text)
		}
	}
	for _, query := range []string{"?integrationId=" + id, "?integrationId=" + id + "&createdBy=admin"} {
		_, answer := s.ask(t, http.MethodGet, "integrations.get"+query, nil)
		if diff := cmp.Diff(object{"integration": made, "success": true}, answer); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	_, answer := s.ask(t, http.MethodGet, "integrations.get?integrationId=configured", nil)
	if settings := answer["integration"].(object)["rocketscript"].(object); settings["defined_in"] == "" {
		t.Error("the record does not say that the configuration has it")
	}
}

func TestList(t *testing.T) {
	configured := testIntegration("configured")
	configured.Name = "Alerts of the configuration"
	s := startServer(t, configured)
	s.create(t, object{"name": "Zürich ALERTS", "rocketscript": object{"id": "b"}})
	s.create(t, object{"name": "100% (.*)", "rocketscript": object{"id": "a"}})
	for query, want := range map[string]struct {
		ids    []string
		total  float64
		offset float64
	}{
		"":                       {[]string{"configured", "b", "a"}, 3, 0},
		"?name=alerts":           {[]string{"configured", "b"}, 2, 0},
		"?name=Z%C3%9CRICH":      {[]string{"b"}, 1, 0},
		"?name=.*":               {[]string{"a"}, 1, 0},
		"?name=none":             {nil, 0, 0},
		"?type=webhook-incoming": {[]string{"configured", "b", "a"}, 3, 0},
		"?type=webhook-outgoing": {nil, 0, 0},
		"?name=alerts&type=webhook-incoming&offset=1": {[]string{"b"}, 2, 1},
		"?offset=1&count=1":                           {[]string{"b"}, 3, 1},
		"?count=0":                                    {[]string{"configured", "b", "a"}, 3, 0},
		"?offset=9":                                   {nil, 3, 9},
	} {
		status, answer := s.ask(t, http.MethodGet, "integrations.list"+query, nil)
		var ids []string
		for _, record := range answer["integrations"].([]any) {
			ids = append(ids, record.(object)["_id"].(string))
		}
		delete(answer, "integrations")
		n := float64(len(want.ids))
		meta := object{"offset": want.offset, "items": n, "count": n, "total": want.total, "success": true}
		if diff := cmp.Diff(want.ids, ids) + cmp.Diff(meta, answer); status != http.StatusOK || diff != "" {
			t.Errorf("%q: %d (-want +got):\n%s", query, status, diff)
		}
	}
}

// TestNotReady: an integration that cannot be hosted asks its senders to come
// again, keeps nothing, and answers as ever when it is disabled.
func TestNotReady(t *testing.T) {
	s := startServer(t)
	record := s.create(t, nil)
	id := record["_id"].(string)
	post := func(enabled bool) (int, string) {
		t.Helper()
		_, err := s.hosting.UpdateIntegration(t.Context(), id, "admin", func(_ context.Context, _ integrations.Rooms, k *integrations.Kept) error {
			k.Definition.Destination, k.Definition.Enabled = "gone", enabled
			return nil
		})
		must(t, err)
		return s.request(t, http.MethodPost, hookOf(record), nil, `{"text":"x"}`)
	}
	if status, answer := post(true); status != http.StatusServiceUnavailable || !strings.Contains(answer, "try again later") {
		t.Errorf("%d %s", status, answer)
	}
	if n := len(s.executions(t, id)); n != 0 {
		t.Errorf("%d executions", n)
	}
	_, answer := s.ask(t, http.MethodGet, "integrations.get?integrationId="+id, nil)
	if settings := answer["integration"].(object)["rocketscript"].(object); settings["unready"] != `destination: there is no destination "gone"` {
		t.Errorf("the record says %v", settings["unready"])
	}
	if _, ready := s.request(t, http.MethodGet, "/readyz", nil, ""); !strings.Contains(ready, `"unready_integrations":1`) {
		t.Errorf("readyz: %s", ready)
	}
	if status, answer := post(false); status != http.StatusServiceUnavailable || !strings.Contains(answer, "Service Unavailable") {
		t.Errorf("disabled: %d %s", status, answer)
	}
	if n := len(s.executions(t, id)); n != 1 {
		t.Errorf("%d executions of a disabled one", n)
	}
}
