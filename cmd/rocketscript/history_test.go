package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rocketscript/integrations/cases"
	"rocketscript/integrations/destination/destinationtest"

	"github.com/google/go-cmp/cmp"
)

const historyConfig = `
integrations:
  - id: greet
    token: hook-token
    channel: ["#alerts"]
    script: greet.js
    deduplicate: github
`

const greeting = `class Script {
  process_incoming_request({ request }) {
    console.log('asked by ' + request.content.name);
    return { content: { text: 'Hello ' + request.content.name.toUpperCase() } };
  }
}
`

// TestHistoryAndReplay: find a request by the sender's id, look at it, make a
// case of it, replay it against an edited script, see the difference, post it.
func TestHistoryAndReplay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": historyConfig, "scripts/greet.js": greeting, "eve.json": `{"name":"eve"}`, "edited.js": strings.Replace(greeting, "Hello", "Good evening", 1)})
	c := startChild(t, dir)
	for _, name := range []string{`"ann"`, `"bob"`, `null`} {
		c.post("/hooks/greet/hook-token", `{"name":`+name+`}`)
	}
	if out, code := c.command("send", "greet", "eve.json", "--header", "X-GitHub-Delivery: d-42", "--header", "X-Hub-Signature: sha1=ab"); code != exitFine {
		t.Fatal(out)
	}

	list, _ := c.command("history", "--delivery", "d-42")
	fields := strings.Fields(strings.Split(list, "\n")[1])
	id := fields[2]
	if len(fields) < 6 || fields[3] != "greet" || fields[4] != "content" || !strings.HasSuffix(strings.TrimSpace(list), "1 posted") {
		t.Fatalf("list:\n%s", list)
	}
	if all, _ := c.command("history", "-n", "0"); strings.Count(all, "\n") != 5 {
		t.Errorf("the whole history:\n%s", all)
	}
	if failed, _ := c.command("history", "--failed", "--text", "null"); !strings.Contains(failed, "answered 400, greet.js:4:58: TypeError: Cannot read properties of null (reading 'toUpperCase')") {
		t.Errorf("failed:\n%s", failed)
	}
	if none, _ := c.command("history", "--integration", "other"); none != "There is nothing of that in the history.\n" {
		t.Errorf("none: %q", none)
	}
	shown, _ := c.command("history", "show", id)
	for _, want := range []string{"the sender calls it d-42", "X-Hub-Signature: ***", `"name": "eve"`, "console.log asked by eve", "Hello EVE", "deliveries", "posted", "reply 200"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in\n%s", want, shown)
		}
	}
	if script, _ := c.command("history", "show", id, "--script"); script != greeting {
		t.Errorf("the script that ran:\n%s", script)
	}
	exported, _ := c.command("history", "export", id)
	file := filepath.Join(dir, "eve.case.yaml")
	if err := os.WriteFile(file, []byte(exported), 0o600); err != nil {
		t.Fatal(err)
	}
	if loaded, err := cases.Load(file); err != nil || string(loaded.Body) != `{"name":"eve"}` || loaded.Integration.ID != "greet" {
		t.Errorf("export: %v\n%s", err, exported)
	}

	for _, step := range []struct {
		args []string
		code int
		want []string
	}{
		{[]string{"replay", id}, exitFine, []string{"1 replayed: 1 would post the same, 0 differ, 0 failed"}},
		{[]string{"replay", id, "--script", "edited.js"}, exitScript, []string{id + " differs", "-msg: Hello EVE", "+msg: Good evening EVE", "1 differ"}},
		{[]string{"replay", "--integration", "greet", "-q"}, exitScript, []string{" failed: greet.js:4:58: TypeError", "4 replayed: 3 would post the same, 0 differ, 1 failed"}},
		{[]string{"replay", id, "--post"}, exitFine, []string{"1 replayed: 1 posted the same"}},
	} {
		out, code := c.command(step.args...)
		for _, want := range step.want {
			if code != step.code || !strings.Contains(out, want) {
				t.Errorf("%v: exit code %d, no %q in\n%s", step.args, code, want, out)
			}
		}
	}
	var texts []string
	for _, m := range c.messages("alerts") {
		texts = append(texts, m.Msg)
	}
	if strings.Join(texts, ",") != "Hello ANN,Hello BOB,Hello EVE,Hello EVE" {
		t.Errorf("posted %q", texts)
	}
	if list, _ := c.command("history", "-n", "1"); !strings.Contains(list, "1 posted, replay of "+id) {
		t.Errorf("the replay in the history:\n%s", list)
	}
	for _, step := range []struct {
		args []string
		want string
	}{
		{[]string{"replay"}, "name the executions to replay, or give a filter"},
		{[]string{"replay", id, "--failed"}, "not both"},
		{[]string{"replay", "none"}, `There is no execution "none"`},
		{[]string{"replay", id, "--script", "missing.js"}, "missing.js"},
		{[]string{"history", "--since", "yesterday"}, "since"},
		{[]string{"history", "--token", "wrong-wrong-wrong-wrong"}, "does not accept the admin token"},
	} {
		if out, code := c.command(step.args...); code != exitUsage || !strings.Contains(out, step.want) {
			t.Errorf("%v: exit code %d, %s", step.args, code, out)
		}
	}
}

// TestDeadLetters: what a destination refuses can be listed, sent again once
// the cause is gone, and dropped; what waits is shown with its reason.
func TestDeadLetters(t *testing.T) {
	t.Parallel()
	world := destinationtest.World{
		Users: []destinationtest.User{{ID: "BOTID", Username: "pager.bot", Token: "chat-secret-token", Impersonates: true}},
		Rooms: []destinationtest.Room{{ID: "R1", Name: "alerts", Type: "c"}},
	}
	chat := destinationtest.NewServer(t, world)
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": fmt.Sprintf(rocketchatConfig, chat.Address())})
	c := startChild(t, dir, "CHAT_TOKEN=chat-secret-token")
	for _, channel := range []string{"#ops", "#dev", "#ops"} {
		c.post("/hooks/alerts/hook-token", `{"text":"to `+channel+`","channel":"`+channel+`"}`)
	}
	c.post("/hooks/alerts/hook-token", `{"text":"fine"}`)

	list, _ := c.command("history", "dead", "--lane", "chat/#ops")
	rows := strings.Split(strings.TrimSpace(list), "\n")
	if len(rows) != 3 || !strings.Contains(rows[1], "chat/#ops") || !strings.Contains(rows[1], "refused") || !strings.Contains(rows[1], "invalid-channel") {
		t.Fatalf("dead:\n%s", list)
	}
	newest := strings.Fields(rows[1])[0]
	again, code := c.command("history", "redrive", newest)
	if code != exitScript || !strings.Contains(again, "was refused again") || !strings.Contains(again, "1 sent again") {
		t.Errorf("redrive while the room is missing: exit code %d\n%s", code, again)
	}
	chat.AddRoom(destinationtest.Room{ID: "R2", Name: "ops", Type: "c"})
	if out, code := c.command("history", "redrive", "--all", "--lane", "chat/#ops"); code != exitFine || !strings.Contains(out, "2 sent again") {
		t.Errorf("redrive: exit code %d\n%s", code, out)
	}
	if out, code := c.command("history", "drop", "--all"); code != exitFine || !strings.Contains(out, "1 dropped") {
		t.Errorf("drop: exit code %d\n%s", code, out)
	}
	if out, _ := c.command("history", "dead"); out != "There are no dead letters.\n" {
		t.Errorf("dead at the end:\n%s", out)
	}
	var texts []any
	for _, m := range chat.Messages() {
		texts = append(texts, m.Body["text"])
	}
	if diff := cmp.Diff([]any{"fine", "to #ops", "to #ops"}, texts); diff != "" {
		t.Errorf("posted (-want +got):\n%s", diff)
	}

	chat.AnswerAll(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) })
	c.post("/hooks/alerts/hook-token", `{"text":"later"}`)
	c.post("/hooks/nobody/token", "{}")
	if out, _ := c.command("history", "waiting"); !strings.Contains(out, "chat/#alerts") || !strings.Contains(out, "502") || !strings.Contains(out, "wrong token: 1\n") {
		t.Errorf("waiting:\n%s", out)
	}
	for _, step := range []struct{ args, want string }{
		{"history redrive", "name the dead letters by their ID"},
		{"history drop x", `"x" is not the ID of a dead letter`},
		{"history drop 1 --all", "not both"},
		{"history redrive 999999", "nothing was changed"},
		{"history dead --state posted", "state is refused or given-up"},
	} {
		if out, code := c.command(strings.Fields(step.args)...); code != exitUsage || !strings.Contains(out, step.want) {
			t.Errorf("%s: exit code %d, %s", step.args, code, out)
		}
	}
}
