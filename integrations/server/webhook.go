package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// Hooks takes the requests to webhook URLs; integrations.Processor does.
type Hooks interface {
	// Find returns the hook that the parameters name with its token, or nil and
	// the reply to that.
	Find(params engine.Params) (*integrations.Hook, integrations.Reply)
	// Process answers a request to a hook; see integrations.Processor.
	Process(ctx context.Context, hook *integrations.Hook, in integrations.Incoming) integrations.Reply
	// UnknownRequests is how many requests named no hook, or a wrong token.
	UnknownRequests() int64
}

type webhooks struct {
	hooks   Hooks
	maxBody int64
	now     func() time.Time
	log     *slog.Logger
}

// execute serves a webhook URL: read, route, reply (DESIGN §2).
func (h *webhooks) execute(w http.ResponseWriter, r *http.Request) {
	// Before the body is touched: what is read ahead would push the header
	// block out of the bytes the connection keeps.
	headers := orderedHeaders(r)
	params := hookParams(r)
	hook := h.admit(w, r, params)
	if hook == nil {
		return
	}
	body, err := readBody(r, h.maxBody)
	if fault, ok := errors.AsType[*bodyError](err); ok {
		h.log.Warn("webhook body refused", "integration", params.IntegrationID, "status", fault.status, "error", fault.text)
		writeFailure(w, fault.status, fault.text)
		drain(w, r)
		return
	}
	// A sender that hangs up must not undo a message: the request goes on.
	reply := h.hooks.Process(context.WithoutCancel(r.Context()), hook, integrations.Incoming{
		Method:     r.Method,
		Target:     r.RequestURI,
		Params:     params,
		Headers:    headers,
		Body:       body,
		RemoteAddr: r.RemoteAddr,
		ReceivedAt: h.now(),
	})
	if reply.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(reply.RetryAfter.Seconds()+0.999)))
	}
	writeBody(w, reply.Status, reply.Body)
}

// admit finds the hook of a request, before its body is read. It returns nil
// when it has answered: for a wrong query, id or token.
func (h *webhooks) admit(w http.ResponseWriter, r *http.Request, params engine.Params) *integrations.Hook {
	if tooManyValues(r.URL.RawQuery) {
		writeFailure(w, http.StatusBadRequest, "Invalid query parameters")
		drain(w, r)
		return nil
	}
	hook, unknown := h.hooks.Find(params)
	if hook == nil {
		h.log.Warn("webhook with unknown id or token", "integration", params.IntegrationID, "from", r.RemoteAddr)
		writeBody(w, unknown.Status, unknown.Body)
		drain(w, r)
	}
	return hook
}

// unknown answers for what has not the form of a webhook URL.
func (h *webhooks) unknown(w http.ResponseWriter, r *http.Request) {
	writeFailure(w, http.StatusNotFound, "This is no webhook URL; it has the form /hooks/ID/TOKEN")
	drain(w, r)
}

// otherMethod answers what is neither POST nor GET.
func (h *webhooks) otherMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, POST")
	writeFailure(w, http.StatusMethodNotAllowed, "Method Not Allowed: a webhook takes POST and GET")
	drain(w, r)
}

// info answers that the webhook exists (reference §2.1).
func (h *webhooks) info(w http.ResponseWriter, r *http.Request) {
	if h.admit(w, r, hookParams(r)) != nil {
		writeBody(w, http.StatusOK, []byte(`{"success":true}`))
	}
}

// A sampleMessage is what Rocket.Chat shows as an example of an outgoing
// webhook's data (reference §2.1).
type sampleMessage struct {
	Token       string    `json:"token"`
	ChannelID   string    `json:"channel_id"`
	ChannelName string    `json:"channel_name"`
	Timestamp   time.Time `json:"timestamp"`
	UserID      string    `json:"user_id"`
	UserName    string    `json:"user_name"`
	Text        string    `json:"text"`
	TriggerWord string    `json:"trigger_word"`
}

// sample answers three messages as an automation service wants to see them.
func (h *webhooks) sample(w http.ResponseWriter, r *http.Request) {
	if h.admit(w, r, hookParams(r)) == nil {
		return
	}
	messages := make([]sampleMessage, 3)
	for i := range messages {
		messages[i] = sampleMessage{
			Token: rand.Text()[:24], ChannelID: rand.Text()[:17], ChannelName: "general",
			Timestamp: h.now().UTC().Truncate(time.Millisecond),
			UserID:    rand.Text()[:17], UserName: "rocket.cat",
			Text: "Sample text " + strconv.Itoa(i+1), TriggerWord: "Sample",
		}
	}
	writeJSON(w, http.StatusOK, messages)
}

// hookParams reads the parts of the webhook URL, percent-decoded. A part that
// cannot be decoded is empty, which names nothing.
func hookParams(r *http.Request) engine.Params {
	decoded := func(part string) string {
		text, _ := url.PathUnescape(pathVars(r)[part])
		return text
	}
	return engine.Params{IntegrationID: decoded("integrationId"), UserID: decoded("userId"), Token: decoded("token")}
}

// maxQueryValues is how many values one name of the query may have before
// Rocket.Chat refuses the request (reference §1 row 1).
const maxQueryValues = 500

func tooManyValues(query string) bool {
	if strings.Count(query, "&") < maxQueryValues {
		return false
	}
	counts := map[string]int{}
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		name = strings.TrimSuffix(unescapeQuery(name), "[]")
		if counts[name]++; counts[name] > maxQueryValues {
			return true
		}
	}
	return false
}

func unescapeQuery(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}
