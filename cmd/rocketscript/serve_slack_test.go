package main

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/destination/destinationtest"
)

const slackConfig = `
default_destination: ops
destinations:
  - name: ops
    type: slack
    url: "${OPS_WEBHOOK}"
    timeout: 5s
integrations:
  - id: alerts
    token: hook-token
    channel: ["#alerts"]
    username: anybody
    alias: Pager
    emoji: ":thumbup:"
    script_enabled: true
    script: |
      class Script {
        process_incoming_request({ request }) {
          return { content: {
            text: request.content.text,
            attachments: [{ color: 'red', title: 'Host', fields: [{ title: 'Load', value: request.content.load, short: true }] }],
          } };
        }
      }
`

// TestPostsToAWebhook: an event goes through a script to a Slack-compatible
// webhook; what the server refuses is answered so, what it cannot take now is
// posted later, and nobody is told the webhook.
func TestPostsToAWebhook(t *testing.T) {
	t.Parallel()
	hook := destinationtest.NewHook(t)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": slackConfig})
	c := startChild(t, dir, "OPS_WEBHOOK="+hook.Address())
	send := func(text string, status int, reply string) {
		t.Helper()
		body := `{"text":"` + text + `","load":0.5}`
		if got, answer := c.post("/hooks/alerts/hook-token", body); got != status || answer != reply {
			t.Errorf("%s: answered %d %s, want %d %s", body, got, answer, status, reply)
		}
	}
	says := func(status int, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, text)
		}
	}
	send("*one*", 200, `{"success":true}`)
	hook.AnswerNext(says(http.StatusGone, "channel_is_archived"))
	send("archived", 400, `{"success":false,"error":"channel_is_archived"}`)
	hook.AnswerNext(says(http.StatusNotFound, "no_service: "+destinationtest.HookPath))
	send("two", 200, `{"success":true}`)
	c.await("posted after failures")
	send("three", 200, `{"success":true}`)

	var texts []any
	for _, post := range hook.Posts() {
		texts = append(texts, post["text"])
	}
	if diff := cmp.Diff([]any{"**one**", "two", "three"}, texts); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
	want := map[string]any{
		"text": "**one**", "channel": "#alerts", "username": "Pager", "icon_emoji": ":+1:",
		"attachments": []any{map[string]any{
			"fallback": "Host", "color": "#ff0000", "title": "Host",
			"fields": []any{map[string]any{"title": "Load", "value": "0.5", "short": true}},
		}},
	}
	if diff := cmp.Diff(want, hook.Posts()[0]); diff != "" {
		t.Errorf("the first (-want +got):\n%s", diff)
	}
	if code := c.stop(); code != exitFine {
		t.Errorf("exit code %d", code)
	}
	if strings.Contains(c.logged(), "generatedkey") {
		t.Errorf("the webhook is in the log")
	}
}
