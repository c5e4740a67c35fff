package engine_test

import (
	"context"
	"testing"
	"time"

	"rocketscript/engine"
)

func TestStateLost(t *testing.T) {
	host := engine.NewHost(engine.Options{Grace: time.Minute})
	defer host.Close()
	script := engine.Script{ID: "x", Source: `let n = 0; class Script { process_incoming_request({ request }) { n++; while (request.content.loop); return { content: { n } }; } }`}
	for _, step := range []struct{ name, content, want, lost string }{
		{"first", "{}", `{"n":1}`, ""},
		{"second", "{}", `{"n":2}`, ""},
		{"stopped", `{"loop":1}`, "", ""},
		{"after it", "{}", `{"n":1}`, "an earlier call of the script was stopped"},
		{"told once", "{}", `{"n":2}`, ""},
	} {
		r, err := host.Run(context.Background(), script, engine.Call{Timeout: 100 * time.Millisecond, Request: engine.Request{Content: step.content}})
		if err != nil {
			t.Fatal(err)
		}
		if string(r.Content) != step.want || r.StateLost != step.lost {
			t.Errorf("%s: got %s %v, lost %q", step.name, r.Content, r.Exception, r.StateLost)
		}
	}
	script.Source += " // edited"
	r, err := host.Run(context.Background(), script, engine.Call{})
	if err != nil || r.StateLost != "" {
		t.Errorf("an edit loses nothing that was not meant to go: %v, lost %q", err, r.StateLost)
	}
}
