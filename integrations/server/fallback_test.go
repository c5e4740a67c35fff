package server_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// withFallback makes a card of the payload take the place of the message that a
// failing script does not give.
func withFallback(i *integrations.Integration) {
	i.Name, i.OnScriptError = "Ops hook", integrations.OnScriptErrorFallback
}

func TestFallbackIsPosted(t *testing.T) {
	tests := []struct {
		name    string
		setup   func(*integrations.Integration)
		timeout time.Duration
		outcome engine.Outcome
		cause   string
	}{
		{"the script throws", withScript("throw new TypeError('no title');"), 0, engine.OutcomeScriptError, "script.js:3:7: TypeError: no title"},
		{"the script takes too long", withScript("return new Promise(() => {});"), 250 * time.Millisecond, engine.OutcomeScriptError, "waiting for a promise"},
		{"the result cannot be serialized", withScript("return { content: { text: () => 1 } };"), 0, engine.OutcomeScriptError, "content.text"},
		{"there is no content", withScript("return { text: 'x' };"), 0, engine.OutcomeNoContent, "no content"},
		{"the script is broken at the start", withSource("class Script {\n  process_incoming_request( {"), 0, engine.OutcomeEvaluationError, "script.js:3:1: SyntaxError"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			hook := testIntegration("hook")
			both(test.setup, withFallback)(&hook)
			s := startServerWith(t, integrations.ProcessorOptions{Timeout: test.timeout}, engine.Options{Grace: time.Minute}, hook)
			status, reply := s.request(t, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json"}, `{"title":"Disk is full","state":"down"}`)
			if status != http.StatusOK || reply != success {
				t.Fatalf("answer %d %s", status, reply)
			}
			texts := s.texts(t, "alerts")
			if len(texts) != 1 || !strings.Contains(texts[0], "*Ops hook*") || !strings.Contains(texts[0], test.cause) {
				t.Errorf("messages in #alerts: %q, want %q in one", texts, test.cause)
			}
			x := s.executions(t, "hook")[0]
			if x.Outcome != test.outcome || (x.Exception == nil) != (test.outcome == engine.OutcomeNoContent) ||
				len(x.Warnings) != 1 || x.Warnings[0].Code != "fallback" || !strings.Contains(x.Warnings[0].Text, test.cause) {
				t.Errorf("kept: outcome %s, exception %v, warnings %v", x.Outcome, x.Exception, x.Warnings)
			}
			if len(x.Deliveries) != 1 || !strings.Contains(string(x.Deliveries[0].Message.Attachments[0]), `"title":"Disk is full"`) {
				t.Errorf("deliveries kept: %+v", x.Deliveries)
			}
		})
	}
}
