package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
)

var adminHeaders = map[string]string{"X-Auth-Token": testAdminToken, "X-User-Id": "any", "Content-Type": "application/json"}

// api calls the API as the admin and reads the answer into it.
func (s *testServer) api(t testing.TB, method, path, body string, into any) {
	t.Helper()
	status, text := s.request(t, method, "/api/v1/rocketscript."+path, adminHeaders, body)
	if err := json.Unmarshal([]byte(text), into); err != nil || status != http.StatusOK {
		t.Fatalf("%s %s: %d %s (%v)", method, path, status, text, err)
	}
}

type listedExecution struct {
	ID          string `json:"_id"`
	Integration string `json:"integration"`
	Outcome     string `json:"outcome"`
	Status      int    `json:"status"`
	DeliveryID  string `json:"delivery_id"`
	Exception   string `json:"exception"`
	Posted      int    `json:"posted"`
	ReplayOf    string `json:"replay_of"`
}

func (s *testServer) listed(t testing.TB, query string) []listedExecution {
	t.Helper()
	var answer struct{ Executions []listedExecution }
	s.api(t, http.MethodGet, "executions.list?"+query, "", &answer)
	return answer.Executions
}

// talkative prints, throws when it is told to, and asks another server.
const talkative = `console.log('got ' + request.content.text);
if (request.content.fail) throw new TypeError('cannot');
return { content: { text: 'Said: ' + request.content.text } };`

func TestExecutionsList(t *testing.T) {
	one, two := testIntegration("one"), testIntegration("two")
	withScript(talkative)(&one)
	s := startServer(t, one, two)
	s.request(t, http.MethodPost, "/hooks/one/TOKEN", githubDelivery, `{"text":"first"}`)
	s.request(t, http.MethodPost, "/hooks/one/TOKEN", map[string]string{"Content-Type": "application/json"}, `{"text":"second","fail":true}`)
	s.request(t, http.MethodPost, "/hooks/two/TOKEN", map[string]string{"Content-Type": "application/json"}, `{"text":"third"}`)
	for query, want := range map[string]string{
		"": "two one one", "integration=one": "one one", "failed=true": "one", "outcome=payload": "two", "text=FIRST": "one",
		"delivery=" + githubDelivery["X-GitHub-Delivery"]: "one", "since=1h": "two one one", "until=1h": "", "count=1": "two",
	} {
		var got []string
		for _, x := range s.listed(t, query) {
			got = append(got, x.Integration)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", query, got, want)
		}
	}
	failed := s.listed(t, "failed=true")[0]
	failed.ID = ""
	if diff := cmp.Diff(listedExecution{Integration: "one", Outcome: "script-error", Status: 400, Exception: "script.js:4:33: TypeError: cannot"}, failed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for query, want := range map[string]string{"since=yesterday": "since", "count=-1": "count", "before=x": "before"} {
		if status, body := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.list?"+query, adminHeaders, ""); status != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
	if status, _ := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.list", nil, ""); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d", status)
	}
}

func TestExecutionInfo(t *testing.T) {
	hook := testIntegration("hook")
	withScript(talkative)(&hook)
	s := startServer(t, hook)
	s.request(t, http.MethodPost, "/hooks/hook/TOKEN?a=1", map[string]string{"Content-Type": "application/json", "Authorization": "Bearer abc", "X-Gitlab-Token": "abc", "X-Event": "push"}, "{\"text\":\"\xff\"}")
	id := s.listed(t, "")[0].ID
	status, text := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.info?executionId="+id, adminHeaders, "")
	for _, want := range []string{
		`"url":"/hooks/hook/***?a=1"`, `{"name":"Authorization","value":"***"}`, `{"name":"X-Gitlab-Token","value":"***"}`, `{"name":"X-Event","value":"push"}`,
		`"body_base64":"eyJ0ZXh0Ijoi/yJ9"`, `"console":[{"level":"log","text":"got �"}]`, `"script":{"name":"script.js","hash":"`, `"outcome":"content"`,
		`"state":"posted"`, `"message_id":"`, `"failed_attempts":[]`, `"reply":{"status":200,"body":{"success":true}}`, `"exception":null`,
	} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d: no %s in\n%s", status, want, text)
		}
	}
	if _, whole := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.info?secrets=true&executionId="+id, adminHeaders, ""); !strings.Contains(whole, `{"name":"Authorization","value":"Bearer abc"}`) || strings.Contains(whole, "TOKEN") {
		t.Errorf("with secrets:\n%s", whole)
	}
	for query, want := range map[string]string{"": "error-executionid-param-not-provided", "?executionId=none": "error-execution-not-found"} {
		if status, body := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.info"+query, adminHeaders, ""); status != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
}

func TestExecutionExport(t *testing.T) {
	hook := testIntegration("hook")
	s := startServer(t, hook)
	s.request(t, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json", "X-Api-Key": "abc"}, `{"text":"hi"}`)
	status, text := s.request(t, http.MethodGet, "/api/v1/rocketscript.executions.export?executionId="+s.listed(t, "")[0].ID, adminHeaders, "")
	for _, want := range []string{"  body:\n    text: hi\n", "X-Api-Key: '***'\n", "now: \"20"} {
		if status != http.StatusOK || !strings.Contains(text, want) {
			t.Errorf("%d: no %q in\n%s", status, want, text)
		}
	}
}

// answering answers HTTP calls with a number that grows.
type answering struct{ calls int }

func (a *answering) Do(context.Context, engine.HTTPRequest) (engine.HTTPResponse, error) {
	if a.calls++; a.calls > 1 {
		return engine.HTTPResponse{}, errors.New("a replay called out")
	}
	return engine.HTTPResponse{Status: 200, Body: []byte("answer 1")}, nil
}

const asking = `this.n = (this.n || 0) + 1;
const r = await fetch('https://a.example/');
return { content: { text: this.n + ' ' + (await r.text()) + ' ' + new Date().toISOString().slice(0, 13) } };`

type replayed struct {
	Execution struct {
		ID        string `json:"_id"`
		ReplayOf  string `json:"replay_of"`
		Outcome   string
		Exception *struct{ Message string }
		Messages  []struct{ Msg string }
	}
	Difference string
}

func TestReplay(t *testing.T) {
	hook := testIntegration("hook")
	withSource("class Script {\n async process_incoming_request({ request }) {\n" + asking + "\n}\n}")(&hook)
	s := startServerWith(t, integrations.ProcessorOptions{}, engine.Options{HTTP: &answering{}}, hook)
	s.request(t, http.MethodPost, "/hooks/hook/TOKEN", githubDelivery, `{}`)
	id := s.listed(t, "")[0].ID
	said := s.texts(t, "alerts")[0]

	var again replayed
	for range 2 { // each in an instance of its own
		s.api(t, http.MethodPost, "executions.replay", `{"executionId":"`+id+`"}`, &again)
		if again.Difference != "" || again.Execution.Messages[0].Msg != said || again.Execution.ReplayOf != id {
			t.Errorf("a replay differs: %+v, the message was %q", again, said)
		}
	}
	body, err := json.Marshal(map[string]any{"executionId": id, "script": strings.Replace(hook.Script, "this.n + ' '", "'edited '", 1), "scriptName": "new.js"})
	must(t, err)
	again = replayed{}
	s.api(t, http.MethodPost, "executions.replay", string(body), &again)
	if !strings.Contains(again.Difference, "-msg: 1 answer 1 ") || !strings.Contains(again.Difference, "+msg: edited answer 1 ") {
		t.Errorf("difference:\n%s", again.Difference)
	}
	if texts := s.texts(t, "alerts"); len(texts) != 1 || len(s.listed(t, "")) != 1 {
		t.Errorf("dry replays posted %q, or are in the history", texts)
	}

	body, err = json.Marshal(map[string]any{"executionId": id, "post": true})
	must(t, err)
	s.api(t, http.MethodPost, "executions.replay", string(body), &again)
	if diff := cmp.Diff([]string{said, said}, s.texts(t, "alerts")); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
	if newest := s.listed(t, "")[0]; newest.ID != again.Execution.ID || newest.ReplayOf != id || newest.Status != 200 || newest.Posted != 1 {
		t.Errorf("the replay in the history: %+v", newest)
	}
	// The live instance noticed nothing.
	if status, _ := s.request(t, http.MethodPost, "/hooks/hook/TOKEN", nil, `{}`); status != http.StatusBadRequest {
		t.Errorf("the live script was answered by a recording: %d", status)
	}
}

func TestReplayFaults(t *testing.T) {
	hook := testIntegration("hook")
	withScript(talkative)(&hook)
	s := startServer(t, hook)
	s.request(t, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json"}, `{"text":"x"}`)
	id := s.listed(t, "")[0].ID
	for body, want := range map[string]string{
		`{`: "invalid-params", `{"executionId":"x"}`: "error-execution-not-found", `{"execution":"x"}`: "unknown field", `{}`: "error-executionid-param-not-provided",
	} {
		if status, text := s.request(t, http.MethodPost, "/api/v1/rocketscript.executions.replay", adminHeaders, body); status != http.StatusBadRequest || !strings.Contains(text, want) {
			t.Errorf("%s: %d %s", body, status, text)
		}
	}
	var again replayed
	s.api(t, http.MethodPost, "executions.replay", `{"executionId":"`+id+`","script":"class Script {","scriptName":"new.js"}`, &again)
	if again.Execution.Outcome != "evaluation-error" || again.Execution.Exception == nil || !strings.Contains(again.Difference, "-msg: ") {
		t.Errorf("a broken script: %+v", again)
	}
}

func TestFollow(t *testing.T) {
	one, two := testIntegration("one"), testIntegration("two")
	s := startServer(t, one, two)
	s.request(t, http.MethodPost, "/hooks/one/TOKEN", nil, `{"text":"before"}`)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/api/v1/rocketscript.executions.follow?"+url.Values{"integration": {"two"}}.Encode(), nil)
	must(t, err)
	request.Header.Set("Authorization", "Bearer "+testAdminToken)
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	if !lines.Scan() || lines.Text() != "" {
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	s.request(t, http.MethodPost, "/hooks/one/TOKEN", nil, `{}`)
	s.request(t, http.MethodPost, "/hooks/two/TOKEN", githubDelivery, `{}`)
	var x listedExecution
	if !lines.Scan() || json.Unmarshal(lines.Bytes(), &x) != nil || x.Integration != "two" || x.DeliveryID == "" {
		t.Errorf("followed %q: %+v", lines.Text(), x)
	}
}
