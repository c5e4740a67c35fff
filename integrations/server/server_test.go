package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/server"
)

// panickingHooks has a bug that every request meets.
type panickingHooks struct{}

func (panickingHooks) Find(engine.Params) (*integrations.Hook, integrations.Reply) {
	return new(integrations.Hook), integrations.Reply{}
}

func (panickingHooks) Process(context.Context, *integrations.Hook, integrations.Incoming) integrations.Reply {
	panic("a bug")
}

func (panickingHooks) UnknownRequests() int64 { return 0 }

func TestPanicIsContained(t *testing.T) {
	s := server.New(server.Options{Hooks: panickingHooks{}, Access: server.AccessOptions{Token: testAdminToken}})
	for range 2 {
		answer := httptest.NewRecorder()
		s.ServeHTTP(answer, httptest.NewRequest(http.MethodPost, "/hooks/a/b", strings.NewReader("{}")))
		if answer.Code != http.StatusInternalServerError || answer.Body.String() != `{"success":false,"error":"Internal Server Error"}` {
			t.Errorf("answered %d %s", answer.Code, answer.Body)
		}
	}
}

// TestSenderThatHangsUp gets its message posted all the same.
func TestSenderThatHangsUp(t *testing.T) {
	hook := testIntegration("hook")
	withScript("return { content: { text: 'posted' } };")(&hook)
	s := startServer(t, hook)
	changes := s.store.Changes(t.Context())
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	must(t, err)
	_, err = fmt.Fprintf(conn, "POST /hooks/hook/TOKEN HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
	must(t, err)
	must(t, conn.Close())
	<-changes
	if got := s.texts(t, "alerts"); len(got) != 1 || got[0] != "posted" {
		t.Errorf("messages: %q", got)
	}
}

// TestManySendersAtOnce: integrations run side by side, and within one the
// script sees its calls one at a time.
func TestManySendersAtOnce(t *testing.T) {
	var hooks []integrations.Integration
	for _, id := range []string{"a", "b", "c"} {
		hook := testIntegration(id)
		withSource("let n = 0;\nclass Script { process_incoming_request() { n += 1; return { content: { text: '" + id + " ' + n } }; } }")(&hook)
		hooks = append(hooks, hook)
	}
	s := startServer(t, hooks...)
	const each = 40
	var group sync.WaitGroup
	for _, hook := range hooks {
		for range each {
			group.Go(func() {
				if status, reply := s.request(t, http.MethodPost, "/hooks/"+hook.ID+"/TOKEN", map[string]string{"Content-Type": "application/json"}, "{}"); status != http.StatusOK {
					t.Errorf("%s: %d %s", hook.ID, status, reply)
				}
			})
		}
	}
	group.Wait()
	seen := map[string]bool{}
	for _, text := range s.texts(t, "alerts") {
		if seen[text] {
			t.Errorf("%q was posted twice", text)
		}
		seen[text] = true
	}
	for _, hook := range hooks {
		for n := 1; n <= each; n++ {
			if text := fmt.Sprintf("%s %d", hook.ID, n); !seen[text] {
				t.Errorf("%q is missing", text)
			}
		}
	}
}

// TestStoreThatCannotWrite asks the sender to come again: nothing is posted and
// nothing is answered as if it were.
func TestStoreThatCannotWrite(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	must(t, s.store.Close())
	response, err := http.Post(s.base+"/hooks/hook/TOKEN", "application/json", strings.NewReader(`{"text":"x"}`))
	must(t, err)
	defer response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") != "1" {
		t.Errorf("answered %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
	if status, body := s.request(t, http.MethodGet, "/healthz", nil, ""); status != http.StatusOK {
		t.Errorf("healthz: %d %s", status, body)
	}
	if status, body := s.request(t, http.MethodGet, "/readyz", nil, ""); status != http.StatusServiceUnavailable {
		t.Errorf("readyz: %d %s", status, body)
	}
}

// TestSeparateAnswers is §1 row 15: some channels take the message, some do not.
func TestSeparateAnswers(t *testing.T) {
	hook := testIntegration("hook")
	overriding(&hook)
	s := startServer(t, hook)
	status, reply := s.request(t, http.MethodPost, "/hooks/hook/TOKEN", map[string]string{"Content-Type": "application/json"},
		`{"text":"x","channel":["#alerts","#none","#secret"],"separateResponse":true}`)
	var got struct {
		Success   bool
		Responses []struct {
			Channel, Error string
			Message        struct{ Msg string }
		}
	}
	must(t, json.Unmarshal([]byte(reply), &got))
	var told []string
	for _, r := range got.Responses {
		told = append(told, r.Channel+" "+r.Message.Msg+r.Error)
	}
	if diff := cmp.Diff([]string{"#alerts x", "#none invalid-channel", "#secret error-not-allowed"}, told); status != http.StatusOK || !got.Success || diff != "" {
		t.Errorf("answered %d %s:\n%s", status, reply, diff)
	}
	if texts := s.texts(t, "alerts"); len(texts) != 1 {
		t.Errorf("messages: %q", texts)
	}
}
