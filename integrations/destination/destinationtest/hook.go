package destinationtest

import (
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

// HookPath is the path of the webhook of a [Hook], which is a secret.
const HookPath = "/hooks/xxx-generatedkey-xxx"

// A Hook is a server with one Slack-compatible incoming webhook. It takes every
// message, and fails the test at requests that no such server would take.
type Hook struct {
	*httptest.Server
	t testing.TB

	mu    sync.Mutex
	posts []map[string]any
	calls int
	next  []http.HandlerFunc
}

// NewHook starts a server that stops with the test.
func NewHook(t testing.TB) *Hook {
	h := newHook(t)
	h.Start()
	return h
}

// NewTLSHook is NewHook with a certificate that nobody knows yet.
func NewTLSHook(t testing.TB) *Hook {
	h := newHook(t)
	h.StartTLS()
	return h
}

func newHook(t testing.TB) *Hook {
	h := &Hook{t: t}
	h.Server = httptest.NewUnstartedServer(h)
	// Tests of broken connections are no news.
	h.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(h.Close)
	return h
}

// Address is the URL of the webhook.
func (h *Hook) Address() string { return h.URL + HookPath }

// AnswerNext has the next requests answered by these handlers, one each.
func (h *Hook) AnswerNext(handlers ...http.HandlerFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next = append(h.next, handlers...)
}

// Posts returns the messages that were taken, in order.
func (h *Hook) Posts() []map[string]any {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.posts)
}

// Calls is the number of requests so far.
func (h *Hook) Calls() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.calls
}

// ServeHTTP answers one request.
func (h *Hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if answer := h.ordered(); answer != nil {
		answer(w, r)
		return
	}
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		h.t.Errorf("the webhook was sent no JSON: %v", err)
	}
	switch {
	case r.Method != http.MethodPost, r.Header.Get("Content-Type") != "application/json", !strings.HasPrefix(r.UserAgent(), "rocketscript"):
		h.t.Errorf("the webhook was sent %s with %v", r.Method, r.Header)
	case body["text"] == nil && body["attachments"] == nil:
		h.t.Errorf("the webhook was sent nothing to show: %v", body)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.posts = append(h.posts, body)
	_, _ = io.WriteString(w, "ok")
}

// ordered takes the answer that was ordered for this request, if any.
func (h *Hook) ordered() http.HandlerFunc {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.calls++
	if len(h.next) == 0 {
		return nil
	}
	answer := h.next[0]
	h.next = h.next[1:]
	return answer
}
