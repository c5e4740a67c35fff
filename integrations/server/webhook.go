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
	// Known tells whether the parameters name an integration with its token.
	Known(params engine.Params) bool
	// Process answers a request; see integrations.Processor.
	Process(ctx context.Context, in integrations.Incoming) integrations.Reply
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
	params, ok := h.admit(w, r)
	if !ok {
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
	reply := h.hooks.Process(context.WithoutCancel(r.Context()), integrations.Incoming{
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

// admit answers requests whose query or token is wrong.
func (h *webhooks) admit(w http.ResponseWriter, r *http.Request) (engine.Params, bool) {
	params, err := hookParams(r)
	switch {
	case tooManyValues(r.URL.RawQuery):
		writeFailure(w, http.StatusBadRequest, "Invalid query parameters")
	case err != nil || !h.hooks.Known(params):
		// Process counts it and knows the answer; it needs no body for that.
		reply := h.hooks.Process(r.Context(), integrations.Incoming{Method: r.Method, Params: params})
		h.log.Warn("webhook with unknown id or token", "integration", params.IntegrationID, "from", r.RemoteAddr)
		writeBody(w, reply.Status, reply.Body)
	default:
		return params, true
	}
	drain(w, r)
	return params, false
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
	if _, ok := h.admit(w, r); ok {
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
	if _, ok := h.admit(w, r); !ok {
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

// hookParams reads the parts of the webhook URL, percent-decoded.
func hookParams(r *http.Request) (engine.Params, error) {
	vars := pathVars(r)
	id, idErr := url.PathUnescape(vars["integrationId"])
	user, userErr := url.PathUnescape(vars["userId"])
	token, tokenErr := url.PathUnescape(vars["token"])
	return engine.Params{IntegrationID: id, UserID: user, Token: token}, errors.Join(idErr, userErr, tokenErr)
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
