package destination_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/destination/destinationtest"
)

func newSlack(t *testing.T, o destination.SlackOptions) *destination.Slack {
	t.Helper()
	o.Name = "ops"
	s, err := destination.NewSlack(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestSlackPosts: the message goes out in the server's markup, and the receipt
// says what was lost on the way.
func TestSlackPosts(t *testing.T) {
	server := destinationtest.NewHook(t)
	d := delivery("#alerts", "*down* [runbook](https://x.example)")
	d.Message.Alias, d.Message.Emoji, d.Message.Tmid = "Pager", ":fire:", "a-thread"
	for path, text := range map[string]string{
		destinationtest.HookPath: "**down** [runbook](https://x.example)",
		"/services/T01/B01/abc1": "*down* <https://x.example|runbook>",
	} {
		s := newSlack(t, destination.SlackOptions{URL: server.URL + path})
		receipt, err := s.Post(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		want := integrations.Receipt{Warning: "incoming webhooks cannot reply in a thread: it was posted in the channel"}
		if diff := cmp.Diff(want, receipt); diff != "" {
			t.Error(diff)
		}
		posts := server.Posts()
		last := posts[len(posts)-1]
		if last["text"] != text || last["channel"] != "#alerts" || last["username"] != "Pager" || last["icon_emoji"] != ":fire:" {
			t.Errorf("sent %v", last)
		}
	}
}

// TestSlackTrustsItsCA: ca_file is used, and without it the error tells.
func TestSlackTrustsItsCA(t *testing.T) {
	server := destinationtest.NewTLSHook(t)
	_, err := newSlack(t, destination.SlackOptions{URL: server.Address()}).Post(t.Context(), delivery("#alerts", "x"))
	if err == nil || !strings.HasPrefix(err.Error(), "tls: ") || !strings.Contains(err.Error(), "ca_file") {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := newSlack(t, destination.SlackOptions{URL: server.Address(), CAFile: file}).Post(t.Context(), delivery("#alerts", "x")); err != nil {
		t.Error(err)
	}
}

// TestSlackFailures: every way in which an exchange can fail is temporary and
// does not show the webhook.
func TestSlackFailures(t *testing.T) {
	server := destinationtest.NewHook(t)
	refusing := func(err error) destination.DialFunc {
		return func(context.Context, string, string) (net.Conn, error) { return nil, err }
	}
	hijack := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}
	echo := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "https://login.example"+r.URL.Path)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "no such webhook: "+r.URL.String())
		}
	}
	tests := []struct {
		name   string
		dial   destination.DialFunc
		answer http.HandlerFunc
		want   string
	}{
		{"no such host", refusing(&net.DNSError{Err: "no such host", Name: "chat.example", IsNotFound: true}), nil, "dns"},
		{"refused", refusing(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), nil, "connect"},
		{"cut off", nil, hijack, "connect"},
		{"server error", nil, echo(500), "server"},
		{"not found", nil, echo(404), "url"},
		{"forbidden", nil, echo(403), "account"},
		{"redirect", nil, echo(302), "url"},
		{"repeats the address", nil, echo(200), "unreadable"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.answer != nil {
				server.AnswerNext(test.answer)
			}
			s := newSlack(t, destination.SlackOptions{URL: server.Address(), Dial: test.dial})
			receipt, err := s.Post(t.Context(), delivery("#alerts", "x"))
			var temporary *integrations.TemporaryError
			if !errors.As(err, &temporary) || temporary.Reason != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if text := fmt.Sprintf("%v %+v %v", err, err, temporary.Err); strings.Contains(text, "generatedkey") {
				t.Errorf("the webhook is in %s", text)
			}
			if diff := cmp.Diff(integrations.Receipt{}, receipt); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSlackTimeout: a server that does not answer is given up at the time limit.
func TestSlackTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent := func(context.Context, string, string) (net.Conn, error) {
			ours, theirs := net.Pipe()
			go func() { _, _ = io.Copy(io.Discard, theirs) }()
			return ours, nil
		}
		s := newSlack(t, destination.SlackOptions{URL: "http://chat.example/hooks/generatedkey", Dial: silent, Timeout: 7 * time.Second})
		start := time.Now()
		_, err := s.Post(t.Context(), delivery("#alerts", "x"))
		if err == nil || !strings.HasPrefix(err.Error(), "timeout: ") || time.Since(start) != 7*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := s.Post(ctx, delivery("#alerts", "x")); err == nil || !strings.HasPrefix(err.Error(), "canceled: ") {
			t.Errorf("the caller's end: %v", err)
		}
		_ = s.Close()
	})
}

// TestSlackKeepsItsWebhook: no way of printing the destination, or what is wrong
// with its configuration, shows the address.
func TestSlackKeepsItsWebhook(t *testing.T) {
	s := newSlack(t, destination.SlackOptions{URL: "https://chat.example/hooks/generatedkey"})
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), fmt.Sprintf("%s %q %d %x", s, s, s, s)} {
		if strings.Contains(text, "generatedkey") || !strings.Contains(text, "ops") {
			t.Error(text)
		}
	}
	_, err := destination.NewSlack(destination.SlackOptions{URL: "https://a:b@chat.example/generatedkey", CAFile: "missing.pem", Timeout: -1})
	var fields []string
	for _, field := range destination.FieldErrors(err) {
		fields = append(fields, field.Field)
	}
	if diff := cmp.Diff([]string{"url", "ca_file", "timeout"}, fields); diff != "" || strings.Contains(err.Error(), "generatedkey") {
		t.Errorf("%v\n%s", err, diff)
	}
}
