package integrations_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// scripted is a runner whose scripts and adapters end as told, by name.
type scripted map[string]engine.Result

func (scripted) Check(context.Context, engine.Script) error { return nil }

func (s scripted) Run(_ context.Context, script engine.Script, _ engine.Call) (engine.Result, error) {
	return s[script.Name], nil
}

var (
	thrown = engine.Result{Outcome: engine.OutcomeScriptError, Exception: &engine.Exception{
		Name: "TypeError", Message: "no title", File: "hook.js", Line: 3, Column: 7,
	}}
	killed    = engine.Result{Outcome: engine.OutcomeScriptError, Exception: &engine.Exception{Name: "Error", Message: "killed: over 64 MB"}}
	unloaded  = engine.Result{Outcome: engine.OutcomeEvaluationError, Exception: &engine.Exception{Name: "SyntaxError", Message: "unexpected }"}}
	noContent = engine.Result{Outcome: engine.OutcomeNoContent}
	refusing  = engine.Result{Outcome: engine.OutcomeError, Error: json.RawMessage(`"bad signature"`)}
	nothing   = engine.Result{Outcome: engine.OutcomeNothing}
	elsewhere = engine.Result{Outcome: engine.OutcomeContent, Content: json.RawMessage(`{"text":"x","channel":"#other"}`), Response: json.RawMessage(`{"thanks":true}`)}
	adapted   = engine.Result{Outcome: engine.OutcomeContent, Content: json.RawMessage(`{"title":"only the adapter says this"}`)}
)

func TestFallback(t *testing.T) {
	tests := []struct {
		name            string
		script, adapter engine.Result
		fault           error
		posted          bool
		cause           string // in the text of the card, and in the warning
		status          int    // without the card
	}{
		{name: "thrown", script: thrown, posted: true, cause: "hook.js:3:7: TypeError: no title", status: 400},
		{name: "killed", script: killed, posted: true, cause: "killed: over 64 MB", status: 400},
		{name: "not evaluated", script: unloaded, posted: true, cause: "SyntaxError: unexpected }", status: 400},
		{name: "broken at the start", fault: errors.New("there is no script hook.js"), posted: true, cause: "there is no script hook.js", status: 400},
		{name: "no content", script: noContent, posted: true, cause: "it returned no content to post", status: 400},
		{name: "message refused", script: elsewhere, posted: true, cause: "overriding destination channel is disabled", status: 400},
		{name: "adapter thrown", adapter: thrown, posted: true, cause: "hook.js:3:7: TypeError: no title", status: 400},
		{name: "adapter fine, script thrown", adapter: adapted, script: thrown, posted: true, cause: "TypeError: no title", status: 400},
		{name: "error returned", script: refusing, status: 400},
		{name: "nothing returned", script: nothing, status: 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, mode := range []integrations.OnScriptError{"", integrations.OnScriptErrorReject, integrations.OnScriptErrorFallback} {
				h := hookOf(mode, test.fault)
				if test.adapter.Outcome != "" {
					h.Code.Adapter = engine.Script{Name: "adapter", Source: "x"}
				}
				e, err := integrations.Evaluate(t.Context(), scripted{"hook.js": test.script, "adapter": test.adapter}, h, incoming(), integrations.EvaluateOptions{})
				if err != nil {
					t.Fatal(err)
				}
				wantCard := test.posted && mode == integrations.OnScriptErrorFallback
				if !wantCard {
					if len(e.Execution.Deliveries) != 0 || !e.Answered || e.Execution.Reply.Status != test.status || warned(e, "fallback") != "" {
						t.Errorf("mode %q: %d deliveries, reply %+v, warnings %v", mode, len(e.Execution.Deliveries), e.Execution.Reply, e.Execution.Warnings)
					}
					continue
				}
				checkFallback(t, e, test.cause)
			}
		})
	}
}

func hookOf(mode integrations.OnScriptError, fault error) *integrations.Hosted {
	return &integrations.Hosted{
		Integration: integrations.Integration{
			ID: "hook", Name: "The hook", Enabled: true, Channel: []string{"#a", "@b"}, Emoji: ":fire:", ScriptEnabled: true, OnScriptError: mode,
		},
		Code:   integrations.Code{Script: engine.Script{Name: "hook.js", Source: "x"}},
		Fault:  fault,
		Sender: engine.User{ID: "cat", Username: "cat"},
	}
}

func incoming() integrations.Incoming {
	return integrations.Incoming{
		Method: "POST", Target: "/hooks/hook/T",
		Headers: []engine.Header{{Name: "Content-Type", Value: "application/json"}},
		Body:    []byte(`{"title":"Disk is full","separateResponse":true}`),
	}
}

func checkFallback(t *testing.T, e *integrations.Evaluation, cause string) {
	t.Helper()
	x := e.Execution
	if e.Answered || len(x.Deliveries) != 2 {
		t.Fatalf("answered %v, %d deliveries, reply %+v", e.Answered, len(x.Deliveries), x.Reply)
	}
	for i, d := range x.Deliveries {
		if d.Message.Channel != []string{"#a", "@b"}[i] || d.Sender.ID != "cat" || d.Message.Emoji != ":fire:" || !strings.Contains(d.Message.Msg, cause) ||
			!strings.Contains(d.Message.Msg, "The hook") || !strings.Contains(string(d.Message.Attachments[0]), `"title":"Disk is full"`) {
			t.Errorf("delivery %+v", d)
		}
		d.State = integrations.DeliveryPosted
	}
	if text := warned(e, "fallback"); !strings.Contains(text, cause) {
		t.Errorf("warning %q, want %q in it", text, cause)
	}
	if reply := e.Posted(); reply.Status != 200 || string(reply.Body) != `{"success":true}` {
		t.Errorf("reply %d %s", reply.Status, reply.Body)
	}
}

func warned(e *integrations.Evaluation, code string) string {
	i := slices.IndexFunc(e.Execution.Warnings, func(w message.Warning) bool { return w.Code == code })
	if i < 0 {
		return ""
	}
	return e.Execution.Warnings[i].Text
}

// TestFallbackOfPayloads: the card says what the request did, in whatever form
// it came.
func TestFallbackOfPayloads(t *testing.T) {
	const multipart = "--b\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\ns3cret\r\n--b\r\nContent-Disposition: form-data; name=\"state\"\r\n\r\ndown\r\n" +
		"--b\r\nContent-Disposition: form-data; name=\"log\"; filename=\"log.txt\"\r\n\r\nlong\r\n--b--\r\n"
	tests := []struct {
		name, contentType, target, body string
		header                          engine.Header
		want, hidden                    string // in the attachment
	}{
		{name: "JSON", contentType: "application/json", body: `{"title":"Disk is full"}`, want: `"title":"Disk is full"`},
		{name: "array", contentType: "application/json", body: `[{"title":"One"},{"title":"Two"}]`, want: `"title":"One"`},
		{name: "scalar", contentType: "application/json", body: `"just text"`, want: "just text"},
		{name: "invalid JSON", contentType: "application/json", body: `{"title":`, want: "```\\n{\\\"title\\\":\\n```"},
		{name: "text", contentType: "text/plain", body: "disk full", want: "disk full"},
		{name: "JSON called text", contentType: "text/plain; charset=UTF-8", body: `{"title":"From SNS"}`, want: `"title":"From SNS"`},
		{name: "no type", body: "disk full", want: "disk full"},
		{name: "form", contentType: "application/x-www-form-urlencoded", body: "title=Disk+is+full&state=down", want: `"title":"State","value":"down"`},
		{name: "payload in a form", contentType: "application/x-www-form-urlencoded", body: "payload=%7B%22title%22%3A%22Wrapped%22%7D", want: `"title":"Wrapped"`},
		{name: "invalid payload in a form", contentType: "application/x-www-form-urlencoded", body: "payload=disk+is+full", want: "```\\ndisk is full\\n```"},
		{name: "multipart", contentType: "multipart/form-data; boundary=b", body: multipart, want: `"value":"down"`, hidden: "s3cret"},
		{name: "query", target: "?title=Disk+is+full&token=s3cret", want: `"title":"Disk is full"`, hidden: "s3cret"},
		{name: "body before query", target: "?title=query", contentType: "application/json", body: `{"title":"body"}`, want: `"title":"body"`, hidden: "query"},
		{name: "empty", want: "The request was empty"},
		{name: "kind in a header", contentType: "application/json", body: `{"title":"x"}`, header: engine.Header{Name: "X-GitHub-Event", Value: "issues"}, want: `"value":"issues"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := integrations.Incoming{Method: "POST", Target: "/hooks/hook/T" + test.target, Body: []byte(test.body),
				Headers: []engine.Header{{Name: "content-type", Value: test.contentType}, test.header}}
			e, err := integrations.Evaluate(t.Context(), scripted{"hook.js": thrown}, hookOf(integrations.OnScriptErrorFallback, nil), in, integrations.EvaluateOptions{})
			if err != nil || len(e.Execution.Deliveries) == 0 {
				t.Fatalf("%v, reply %+v", err, e.Execution.Reply)
			}
			shown := string(e.Execution.Deliveries[0].Message.Attachments[0])
			if !strings.Contains(shown, test.want) || test.hidden != "" && strings.Contains(shown, test.hidden) {
				t.Errorf("attachment %s, want %s in it and not %q", shown, test.want, test.hidden)
			}
		})
	}
}

// TestFallbackIsRepaired: a card is posted although the integration's own
// settings would be refused in exact mode.
func TestFallbackIsRepaired(t *testing.T) {
	h := hookOf(integrations.OnScriptErrorFallback, nil)
	h.Emoji, h.Avatar = "", "ftp://example.com/a.png"
	options := integrations.EvaluateOptions{Message: message.Options{Exact: true, MaxText: 20}}
	e, err := integrations.Evaluate(t.Context(), scripted{"hook.js": thrown}, h, incoming(), options)
	if err != nil || len(e.Execution.Deliveries) == 0 {
		t.Fatalf("%v, reply %+v", err, e.Execution.Reply)
	}
	if m := e.Execution.Deliveries[0].Message; m.Avatar != "" || len([]rune(m.Msg)) > 20 || warned(e, message.CodeTextCut) == "" {
		t.Errorf("message %+v, warnings %v", m, e.Execution.Warnings)
	}
}

// TestFallbackWithoutAChannel: where not even a card can be posted, the sender
// is told.
func TestFallbackWithoutAChannel(t *testing.T) {
	h := hookOf(integrations.OnScriptErrorFallback, nil)
	h.Channel = nil
	e, err := integrations.Evaluate(t.Context(), scripted{"hook.js": thrown}, h, incoming(), integrations.EvaluateOptions{})
	if err != nil || !e.Answered || e.Execution.Reply.Status != 400 || warned(e, "refused") == "" {
		t.Errorf("%v, reply %+v, warnings %v", err, e.Execution.Reply, e.Execution.Warnings)
	}
}
