package engine_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"rocketscript/engine"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// newHost makes a host that is closed with the test.
func newHost(t testing.TB) *engine.Host {
	t.Helper()
	// The machine may be short of processors: what stops by itself is given
	// all the time it takes.
	h := engine.NewHost(engine.Options{Grace: time.Minute})
	t.Cleanup(h.Close)
	return h
}

// run runs one call of a script, under an ID of its own, in a new host.
func run(t testing.TB, source string, call engine.Call) engine.Result {
	t.Helper()
	return runIn(t, newHost(t), source, call)
}

func runIn(t testing.TB, h *engine.Host, source string, call engine.Call) engine.Result {
	t.Helper()
	r, err := h.Run(context.Background(), engine.Script{ID: "test", Name: "test.js", Source: source}, call)
	if err != nil {
		t.Fatalf("Run: %v", err)
	}
	return r
}

// method makes a script of the body of its method.
func method(body string) string {
	return "class Script {\n  process_incoming_request({ request }) {\n" + body + "\n  }\n}\n"
}

// content is a call with a body, given as JSON.
func content(json string) engine.Call {
	return engine.Call{Request: engine.Request{Target: "/hooks/ID/TOKEN", Content: json, Body: json}}
}

// consoleText joins console lines as "level: text".
func consoleText(r engine.Result) string {
	lines := make([]string, len(r.Console))
	for i, l := range r.Console {
		lines[i] = l.Level + ": " + l.Text
	}
	return strings.Join(lines, "\n")
}

// members unmarshals a JSON object.
func members(t testing.TB, text json.RawMessage) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return m
}
