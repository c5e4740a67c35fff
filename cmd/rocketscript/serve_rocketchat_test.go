package main

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/destination/destinationtest"
)

const rocketchatConfig = `
default_destination: chat
destinations:
  - name: chat
    type: rocketchat
    url: %s
    accounts:
      - {username: pager.bot, user_id: BOTID, token: "${CHAT_TOKEN}"}
integrations:
  - id: alerts
    token: hook-token
    channel: ["#alerts"]
    username: pager.bot
    alias: Pager
    override_destination_channel_enabled: true
`

// TestPostsToRocketChat: an event goes to a Rocket.Chat server; what the server
// refuses is answered so, what it cannot take now is posted later, also over a
// restart.
func TestPostsToRocketChat(t *testing.T) {
	t.Parallel()
	chat := destinationtest.NewServer(t, destinationtest.World{
		Path:  "/chat",
		Users: []destinationtest.User{{ID: "BOTID", Username: "pager.bot", Token: "chat-secret-token", Impersonates: true}},
		Rooms: []destinationtest.Room{{ID: "R1", Name: "alerts", Type: "c"}, {ID: "R2", Name: "ops", Type: "p"}},
	})
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": fmt.Sprintf(rocketchatConfig, chat.Address())})
	c := startChild(t, dir, "CHAT_TOKEN=chat-secret-token")
	send := func(body string, status int, reply string) {
		t.Helper()
		if got, text := c.post("/hooks/alerts/hook-token", body); got != status || text != reply {
			t.Errorf("%s: answered %d %s, want %d %s", body, got, text, status, reply)
		}
	}
	send(`{"text":"one"}`, 200, `{"success":true}`)
	send(`{"text":"nobody","channel":"#nowhere"}`, 400, `{"success":false,"error":"invalid-channel"}`)
	send(`{"text":"not a member","channel":"#ops"}`, 400, `{"success":false,"error":"error-not-allowed"}`)

	chat.AnswerAll(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	send(`{"text":"two"}`, 200, `{"success":true}`)
	send(`{"text":"three"}`, 200, `{"success":true}`)
	if table, _ := c.command("list", "--destinations", "--token", c.token); !regexp.MustCompile(`(?m)^chat +fails +2 +2 +.*502`).MatchString(table) {
		t.Errorf("list --destinations:\n%s", table)
	}
	if code := c.stop(); code != exitFine {
		t.Errorf("exit code %d", code)
	}
	chat.AnswerAll(nil)
	c = startChild(t, dir, "CHAT_TOKEN=chat-secret-token")
	c.await("posted after failures")
	send(`{"text":"four"}`, 200, `{"success":true}`)

	var texts []any
	for _, m := range chat.Messages() {
		texts = append(texts, m.Body["text"])
	}
	if diff := cmp.Diff([]any{"one", "two", "three", "four"}, texts); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}
}
