package destination_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
)

// TestRocketChatCheck: a check says what a post would say, and posts nothing.
func TestRocketChatCheck(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status); _, _ = io.WriteString(w, body) }
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		reason string
	}{
		{"works", nil, ""},
		{"unknown account", answer(401, `{"success":false,"error":"You must be logged in to do this."}`), "account"},
		{"forbidden", answer(403, ``), "account"},
		{"another server", answer(404, `<html>`), "url"},
		{"login page", answer(200, `<html>`), "unreadable"},
		{"down", answer(503, ``), "server"},
		{"limited", answer(429, ``), "rate-limit"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			if test.answer != nil {
				v.server.AnswerNext(test.answer)
			}
			err := v.Check(t.Context())
			if test.reason != "" {
				checkTemporary(t, err, test.reason)
			} else if err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff([]string{"GET me"}, v.server.Calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	down := rocketChat(t, destination.RocketChatOptions{URL: gone.URL})
	checkTemporary(t, down.Check(t.Context()), "connect", "cannot connect")
}

// TestRocketChatPause: what the server says of its limit counts with a success,
// a refusal and a failure, but only that of chat.postMessage.
func TestRocketChatPause(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	limited := func(status int, body string, remaining int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Date", now.Format(http.TimeFormat))
			w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(remaining))
			w.Header().Set("X-RateLimit-Reset", fmt.Sprint(now.Add(42*time.Second).UnixMilli()))
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	const success = `{"success":true,"message":{"_id":"a","rid":"b"}}`
	tests := []struct {
		name    string
		answers []http.HandlerFunc
		tmid    string
		want    time.Duration
		posted  bool
	}{
		{"success", []http.HandlerFunc{limited(200, success, 0)}, "", 42 * time.Second, true},
		{"success with some left", []http.HandlerFunc{limited(200, success, 1)}, "", 0, true},
		{"refused", []http.HandlerFunc{limited(400, `{"success":false,"error":"[invalid-channel]"}`, 0)}, "", 42 * time.Second, false},
		{"limited", []http.HandlerFunc{limited(429, ``, 0)}, "", 42 * time.Second, false},
		{"broken", []http.HandlerFunc{limited(500, ``, 0)}, "", 42 * time.Second, false},
		{"another call", []http.HandlerFunc{limited(200, `{"success":true,"room":{"_id":"ALERTS-ID"}}`, 0)}, "parent", 0, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			v.server.AnswerNext(test.answers...)
			d := delivery("#alerts", "hi")
			d.Message.Tmid = test.tmid
			receipt, err := v.Post(t.Context(), d)
			if receipt.Pause != test.want || (err == nil) != test.posted {
				t.Errorf("pause %v, %v; want %v", receipt.Pause, err, test.want)
			}
		})
	}
}

// TestEveryStatus: whatever status a server answers, with nothing to read in
// it, only a message that is too large is refused for good, and only Discord's
// 204 means that a webhook took it.
func TestEveryStatus(t *testing.T) {
	for kind, post := range map[string]func(t *testing.T, answer http.HandlerFunc) error{
		"rocketchat": func(t *testing.T, answer http.HandlerFunc) error {
			v := newRocketChatVenue(t).(*rocketChatVenue)
			v.server.AnswerNext(answer)
			_, err := v.Post(t.Context(), delivery("#alerts", "hi"))
			return err
		},
		"slack": func(t *testing.T, answer http.HandlerFunc) error {
			server := httptest.NewServer(answer)
			defer server.Close()
			_, err := newSlack(t, destination.SlackOptions{URL: server.URL + "/hooks/x"}).Post(t.Context(), delivery("#alerts", "hi"))
			return err
		},
	} {
		for status := 200; status < 600; status++ {
			err := post(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
			var permanent *integrations.PermanentError
			var temporary *integrations.TemporaryError
			switch {
			case kind == "slack" && status == http.StatusNoContent && err == nil:
			case status == http.StatusRequestEntityTooLarge && errors.As(err, &permanent):
			case status != http.StatusRequestEntityTooLarge && errors.As(err, &temporary) && temporary.Reason != "canceled":
			default:
				t.Errorf("%s, status %d: %v", kind, status, err)
			}
		}
	}
}
