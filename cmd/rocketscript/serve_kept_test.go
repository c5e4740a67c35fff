package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rocketscript/integrations/store/storetest"
)

// A keptRecord is what the tests look at in the record of an integration.
type keptRecord struct {
	ID          string `json:"_id"`
	Name        string `json:"name"`
	Token       string `json:"token"`
	Script      string `json:"script"`
	ScriptError *struct {
		Name, Message, Stack string
	} `json:"scriptError"`
	Hosting struct {
		Unready string `json:"unready"`
	} `json:"rocketscript"`
}

func (r keptRecord) hook() string { return "/hooks/" + r.ID + "/" + r.Token }

// call calls the API and returns the record that it answers.
func (c *child) call(method, endpoint string, body any) (record keptRecord, status int, fault string) {
	c.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	request, err := http.NewRequest(method, c.base+"/api/v1/integrations."+endpoint, bytes.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("X-Auth-Token", c.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct {
		Integration keptRecord
		Error       string
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		c.t.Fatal(err)
	}
	return answer.Integration, response.StatusCode, answer.Error
}

type fields = map[string]any

// keptFields are those of an integration that says something in #one.
func keptFields(text string) fields {
	return fields{
		"type": "webhook-incoming", "name": "Kept", "enabled": true, "username": "rocket.cat", "channel": "#one", "scriptEnabled": true, "script": scriptSaying(text),
	}
}

// becomes waits until a webhook answers with a status and a text.
func (c *child) becomes(path string, status int, body string) {
	c.t.Helper()
	began, again := time.Now(), time.NewTicker(10*time.Millisecond)
	defer again.Stop()
	for {
		got, text := c.post(path, "{}")
		if got == status && strings.Contains(text, body) {
			c.t.Logf("%d %s after %v", status, body, time.Since(began))
			return
		}
		if time.Since(began) > 5*time.Second {
			c.t.Fatalf("%s answers %d %s, want %d %s", path, got, text, status, body)
		}
		<-again.C
	}
}

func startKept(t *testing.T, dir, config string) *child {
	t.Helper()
	writeFiles(t, dir, map[string]string{
		"config.yaml": config, "scripts/one.js": scriptSaying("one"), "scripts/two.js": scriptSaying("two"), "scripts/three.js": scriptSaying("three"),
	})
	return startChild(t, dir)
}

func (c *child) texts(room string) (all []string) {
	for _, m := range c.messages(room) {
		all = append(all, m.Msg)
	}
	return all
}

// TestKeptIntegrations: integrations made through the API are served at once,
// broken edits leave the last good script, and a restart changes nothing.
func TestKeptIntegrations(t *testing.T) {
	dir := t.TempDir()
	c := startKept(t, dir, threeIntegrations)
	made, status, fault := c.call(http.MethodPost, "create", keptFields("kept"))
	if status != 200 || made.ScriptError != nil {
		t.Fatalf("create: %d %s %+v", status, fault, made)
	}
	expect := func(status int, body string) {
		t.Helper()
		if got, text := c.post(made.hook(), "{}"); got != status || !strings.Contains(text, body) {
			t.Errorf("the webhook answers %d %s, want %d %s", got, text, status, body)
		}
	}
	update := func(more fields) keptRecord {
		t.Helper()
		body := keptFields("")
		delete(body, "script")
		body["integrationId"] = made.ID
		for key, value := range more {
			body[key] = value
		}
		record, status, fault := c.call(http.MethodPut, "update", body)
		if status != 200 {
			t.Errorf("update: %d %s", status, fault)
		}
		return record
	}
	expect(200, `{"success":true}`)
	if r := update(fields{"script": "class Script {\n  broken("}); r.ScriptError == nil || r.ScriptError.Name != "SyntaxError" || !strings.HasSuffix(r.Script, "broken(") {
		t.Errorf("a broken edit: %+v", r)
	}
	expect(200, `{"success":true}`)
	if list, _ := c.command("list"); !strings.Contains(list, "its last edit is broken") {
		t.Errorf("list does not tell:\n%s", list)
	}
	update(fields{"script": "class Script { process_incoming_request() { return { content: { text: 'one line' } } } }"})
	expect(200, `{"success":true}`)
	update(fields{"enabled": false})
	expect(503, "Service Unavailable")
	update(nil)
	update(fields{"script": "class Script {\n  broken at first("})
	update(fields{"script": "class Script {\n  broken again("})
	if code := c.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}

	c = startKept(t, dir, threeIntegrations)
	expect(200, `{"success":true}`)
	if r, _, _ := c.call(http.MethodGet, "get?integrationId="+made.ID, nil); r.ScriptError == nil || !strings.HasSuffix(r.Script, "broken again(") {
		t.Errorf("after the restart: %+v", r)
	}
	if got, want := c.texts("one"), []string{"kept", "kept", "one line", "one line"}; !slices.Equal(got, want) {
		t.Errorf("#one has %q, want %q", got, want)
	}
	if record, status, fault := c.call(http.MethodPost, "remove", fields{"type": "webhook-incoming", "integrationId": made.ID}); status != 200 || record.Token != made.Token {
		t.Errorf("remove: %d %s %+v", status, fault, record)
	}
	expect(404, "Invalid integration id or token provided.")
	_, status, fault = c.call(http.MethodPost, "remove", fields{"type": "webhook-incoming", "integrationId": "two"})
	if status != 400 || !strings.Contains(fault, `defined in config.yaml:4`) {
		t.Errorf("remove from the configuration: %d %s", status, fault)
	}
}

// TestKeptIntegrationsAlone: a configuration without integrations still has
// somebody to post as.
func TestKeptIntegrationsAlone(t *testing.T) {
	c := startKept(t, t.TempDir(), "integrations: []\n")
	body := keptFields("alone")
	body["channel"] = "@rocket.cat"
	made, status, fault := c.call(http.MethodPost, "create", body)
	if status != 200 {
		t.Fatalf("create: %d %s", status, fault)
	}
	c.becomes(made.hook(), 200, `{"success":true}`)
}

const twoDestinations = `
destinations:
  - {name: workspace, type: workspace}
  - {name: console, type: stdout}
`

// TestKeptIntegrationsNotReady: what the configuration takes away from a kept
// integration makes its webhook ask senders to come again, and harms no other;
// an id that the configuration has too is the configuration's.
func TestKeptIntegrationsNotReady(t *testing.T) {
	dir := t.TempDir()
	c := startKept(t, dir, twoDestinations+threeIntegrations)
	body := keptFields("printed")
	body["rocketscript"] = fields{"destination": "console", "id": "printer"}
	made, status, fault := c.call(http.MethodPost, "create", body)
	if status != 200 || made.ID != "printer" {
		t.Fatalf("create: %d %s %+v", status, fault, made)
	}
	c.becomes(made.hook(), 200, `{"success":true}`)
	writeFiles(t, dir, map[string]string{"config.yaml": threeIntegrations})
	if line := c.await("integration cannot be hosted, its webhook asks senders to come again"); line["integration"] != "printer" {
		t.Errorf("the log says %v", line)
	}
	response, err := http.Post(c.base+made.hook(), "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") != "30" {
		t.Errorf("the webhook answers %d with Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	if got, text := c.post("/hooks/one/token-one", "{}"); got != 200 {
		t.Errorf("another webhook answers %d %s", got, text)
	}
	if record, _, _ := c.call(http.MethodGet, "get?integrationId=printer", nil); !strings.Contains(record.Hosting.Unready, `no destination "console"`) {
		t.Errorf("the record says %q", record.Hosting.Unready)
	}
	if list, _ := c.command("list"); !strings.Contains(list, `not ready: destination: there is no destination "console"`) {
		t.Errorf("list does not tell:\n%s", list)
	}
	if code := c.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}

	c = startKept(t, dir, threeIntegrations+"  - {id: printer, token: mine, channel: \"#one\"}\n")
	c.becomes("/hooks/printer/mine", 200, `{"success":true}`)
	if got, _ := c.post(made.hook(), "{}"); got != 404 {
		t.Errorf("the kept one answers %d", got)
	}
	if n := strings.Count(c.logged(), "an integration is defined twice"); n != 1 {
		t.Errorf("defined twice is logged %d times", n)
	}
	writeFiles(t, dir, map[string]string{"config.yaml": twoDestinations + threeIntegrations})
	c.becomes(made.hook(), 200, `{"success":true}`)
}

// TestKeptIntegrationsOnTwoServers: what is made, changed and removed on one
// server is live on the other that shares the database.
func TestKeptIntegrationsOnTwoServers(t *testing.T) {
	config := "storage: " + storetest.Database(t) + "\n" + threeIntegrations
	here, there := startKept(t, t.TempDir(), config), startKept(t, t.TempDir(), config)
	made, status, fault := here.call(http.MethodPost, "create", keptFields("first"))
	if status != 200 {
		t.Fatalf("create: %d %s", status, fault)
	}
	there.becomes(made.hook(), 200, `{"success":true}`)

	refusing := keptFields("")
	refusing["integrationId"], refusing["script"] = made.ID, "class Script { process_incoming_request() { return { error: { edited: 1 } } } }"
	if _, status, fault := there.call(http.MethodPut, "update", refusing); status != 200 {
		t.Fatalf("update: %d %s", status, fault)
	}
	here.becomes(made.hook(), 400, `"edited":1`)

	if _, status, fault := here.call(http.MethodPost, "remove", fields{"type": "webhook-incoming", "integrationId": made.ID}); status != 200 {
		t.Fatalf("remove: %d %s", status, fault)
	}
	there.becomes(made.hook(), 404, "Invalid integration id or token provided.")

	if code := there.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	made, _, _ = here.call(http.MethodPost, "create", keptFields("again"))
	there = startKept(t, t.TempDir(), config)
	there.becomes(made.hook(), 200, `{"success":true}`)
}
