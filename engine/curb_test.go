package engine

import (
	"context"
	"testing"
	"time"
)

func TestCurb(t *testing.T) {
	for _, c := range []struct {
		name, body, want string
		running          bool
	}{
		{"running", "for (;;);", "over 64 MB", true},
		{"waiting", "return new Promise(() => {});", "over 64 MB while waiting for a promise", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := NewHost(Options{Grace: time.Minute})
			defer h.Close()
			s := Script{ID: "x", Source: "let n = 0; class Script { process_incoming_request({ request }) { n++; if (request.content.go) { " + c.body + " } return { content: { n } }; } }"}
			runCurbed(t, h, s, `{}`)
			if h.Curb(64_000_000) != nil {
				t.Error("a call was stopped where there is none")
			}
			ended := make(chan Result, 1)
			go func() { ended <- runCurbed(t, h, s, `{"go":true}`) }()
			for in := h.living.list()[0]; ; {
				if since, running := in.atWork(); !since.IsZero() && running == c.running {
					break
				}
			}
			<-h.Curb(64_000_000)
			r := <-ended
			if r.Outcome != OutcomeScriptError || r.Exception.Name != MemoryError || r.Exception.Message != c.want || c.running && r.Exception.Line != 1 {
				t.Errorf("got %s %v", r.Outcome, r.Exception)
			}
			if again := runCurbed(t, h, s, `{}`); string(again.Content) != `{"n":1}` || again.StateLost == "" {
				t.Errorf("afterwards: %s %v %q", again.Content, again.Exception, again.StateLost)
			}
		})
	}
}

func runCurbed(t *testing.T, h *Host, s Script, content string) Result {
	r, err := h.Run(context.Background(), s, Call{Timeout: time.Minute, Request: Request{Content: content}})
	if err != nil {
		t.Error(err)
	}
	return r
}
