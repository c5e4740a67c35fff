package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A child is `rocketscript serve` in a process of its own.
type child struct {
	t       testing.TB
	cmd     *exec.Cmd
	base    string
	token   string
	lines   chan map[string]any
	mu      sync.Mutex
	out     bytes.Buffer // standard output
	log     bytes.Buffer // standard error
	drained sync.WaitGroup
}

// startChild starts serve in dir, which holds its config.yaml, and waits until
// it says that it serves.
func startChild(t testing.TB, dir string, env ...string) *child {
	t.Helper()
	c := &child{t: t, cmd: exec.Command("rocketscript", "serve", "--address", "127.0.0.1:0"), lines: make(chan map[string]any, 1000)}
	c.cmd.Dir = dir
	c.cmd.Env = append(os.Environ(), env...)
	stderr, err := c.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	c.drained.Go(func() { c.readLog(stderr) })
	c.drained.Go(func() { c.readOut(stdout) })
	t.Cleanup(func() {
		if c.cmd.ProcessState == nil {
			_ = c.cmd.Process.Kill()
			c.drained.Wait()
			_ = c.cmd.Wait()
		}
		if t.Failed() {
			t.Logf("log of the child:\n%s", c.logged())
		}
	})
	c.base, _ = c.await("serving")["url"].(string)
	token, err := os.ReadFile(filepath.Join(dir, "data", "admin.token"))
	if err != nil {
		t.Fatal(err)
	}
	c.token = strings.TrimSpace(string(token))
	return c
}

func (c *child) readLog(r io.Reader) {
	defer close(c.lines)
	scanner := bufio.NewScanner(r)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		c.mu.Lock()
		c.log.WriteString(scanner.Text() + "\n")
		c.mu.Unlock()
		var line map[string]any
		if json.Unmarshal(scanner.Bytes(), &line) == nil {
			c.lines <- line
		}
	}
}

func (c *child) readOut(r io.Reader) {
	text, _ := io.ReadAll(r)
	c.mu.Lock()
	c.out.Write(text)
	c.mu.Unlock()
}

func (c *child) logged() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.log.String()
}

// await waits for a line of the log with this message.
func (c *child) await(message string) map[string]any {
	c.t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case line, open := <-c.lines:
			if !open {
				c.t.Fatalf("the server ended before it logged %q", message)
			}
			if line["msg"] == message {
				return line
			}
		case <-timeout:
			c.t.Fatalf("the server did not log %q", message)
		}
	}
}

// stop sends SIGTERM and returns the exit code.
func (c *child) stop() int {
	c.t.Helper()
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		c.t.Fatal(err)
	}
	c.drained.Wait()
	_ = c.cmd.Wait()
	return c.cmd.ProcessState.ExitCode()
}

// command runs another rocketscript command against the child.
func (c *child) command(args ...string) (string, int) {
	c.t.Helper()
	cmd := exec.Command("rocketscript", append(args, "--url", c.base)...)
	cmd.Dir = c.cmd.Dir
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		c.t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

type apiMessage struct {
	Msg         string           `json:"msg"`
	Alias       string           `json:"alias"`
	Attachments []map[string]any `json:"attachments"`
}

// messages returns the messages of a room, oldest first.
func (c *child) messages(room string) []apiMessage {
	c.t.Helper()
	request, err := http.NewRequest(http.MethodGet, c.base+"/api/v1/channels.messages?count=1000&roomName="+room, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Messages []apiMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != http.StatusOK {
		c.t.Fatalf("channels.messages of %s: %d %v", room, response.StatusCode, err)
	}
	slices.Reverse(answer.Messages)
	return answer.Messages
}

// post sends a JSON body to a webhook and returns the answer.
func (c *child) post(path, body string) (int, string) {
	c.t.Helper()
	response, err := http.Post(c.base+path, "application/json", strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func writeFiles(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMainJob is the main job: every sample event becomes a message in the
// channel, with nothing but the built-in configuration, and stays there.
func TestMainJob(t *testing.T) {
	dir := t.TempDir()
	samples, err := filepath.Abs("../../scripts/rocketchat_pagerduty_incoming")
	if err != nil {
		t.Fatal(err)
	}
	events, err := filepath.Glob(filepath.Join(samples, "v[123]-*.json"))
	if err != nil || len(events) < 40 {
		t.Fatalf("%d events: %v", len(events), err)
	}
	c := startChild(t, dir)
	sent := 0
	for _, event := range events {
		if strings.HasSuffix(event, ".golden.json") {
			continue
		}
		if out, code := c.command("send", "pagerduty", event); code != 0 || !strings.HasPrefix(out, "200 ") {
			t.Errorf("send %s: exit %d: %s", filepath.Base(event), code, out)
		}
		sent++
	}
	before := c.messages("alerts")
	if len(before) < sent-1 { // the empty batch posts nothing
		t.Errorf("%d messages for %d events", len(before), sent)
	}
	for i, m := range before {
		if m.Msg == "" || len(m.Attachments) == 0 || m.Alias != "PagerDuty" {
			t.Errorf("message %d: %+v", i, m)
		}
	}
	urls, code := c.command("list", "--urls")
	if code != 0 || !strings.Contains(urls, c.base+"/hooks/pagerduty/") || !strings.Contains(urls, "/login#") {
		t.Errorf("list --urls: exit %d:\n%s", code, urls)
	}
	token := strings.TrimPrefix(strings.Fields(urls)[1], c.base+"/hooks/pagerduty/")
	if code := c.stop(); code != 0 {
		t.Errorf("exit code %d after SIGTERM", code)
	}
	for name, secret := range map[string]string{"webhook token": token, "admin token": c.token} {
		if len(secret) < 20 || strings.Contains(c.logged(), secret) || strings.Contains(c.out.String(), secret) {
			t.Errorf("the %s %q is short, in the log or on standard output", name, secret)
		}
	}

	again := startChild(t, dir)
	if after := again.messages("alerts"); len(after) != len(before) {
		t.Errorf("%d messages after the restart, %d before", len(after), len(before))
	}
	if urls, _ := again.command("list", "--urls"); !strings.Contains(urls, token) {
		t.Error("the webhook's token changed with the restart")
	}
}

const threeIntegrations = `
integrations:
  - {id: one, token: token-one, channel: ["#one"], script: one.js}
  - {id: two, token: token-two, channel: ["#two", "#both"], script: two.js}
  - {id: three, token: token-three, channel: ["#three"], script: three.js}
`

func scriptSaying(text string) string {
	return "class Script {\n  process_incoming_request({ request }) {\n    return { content: { text: '" + text + "' } };\n  }\n}\n"
}

// TestEditsWhileServing: several integrations, one of them broken from the
// start; edits of scripts and configuration take effect, broken ones do not.
func TestEditsWhileServing(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml":      threeIntegrations,
		"scripts/one.js":   scriptSaying("first"),
		"scripts/two.js":   scriptSaying("second"),
		"scripts/three.js": "class Script {\n  process_incoming_request() { return 1 +; }\n}\n",
	})
	c := startChild(t, dir)
	expect := func(path string, status int, body string) {
		t.Helper()
		if got, text := c.post(path, `{}`); got != status || text != body {
			t.Errorf("%s answered %d %s, want %d %s", path, got, text, status, body)
		}
	}
	texts := func(room string) (all []string) {
		for _, m := range c.messages(room) {
			all = append(all, m.Msg)
		}
		return all
	}
	expect("/hooks/one/token-one", 200, `{"success":true}`)
	expect("/hooks/two/token-two", 200, `{"success":true}`)
	expect("/hooks/three/token-three", 400, `{"success":false,"error":"error-evaluating-script"}`)
	if !strings.Contains(c.logged(), "three.js:2:42: SyntaxError") {
		t.Error("the log does not say where three.js is broken")
	}

	writeFiles(t, dir, map[string]string{"scripts/one.js": scriptSaying("edited")})
	c.await("script changed")
	expect("/hooks/one/token-one", 200, `{"success":true}`)

	writeFiles(t, dir, map[string]string{"scripts/one.js": "class Script {\n\n  process_incoming_request( { return 1 }\n}\n"})
	if line := c.await("script is broken, its last good version stays"); !strings.Contains(line["error"].(string), "one.js:3:") {
		t.Errorf("the log does not say where: %v", line)
	}
	expect("/hooks/one/token-one", 200, `{"success":true}`)

	// As editors do it: a new file is renamed over the old one.
	writeFiles(t, dir, map[string]string{"scripts/new.js": scriptSaying("mended")})
	if err := os.Rename(filepath.Join(dir, "scripts/new.js"), filepath.Join(dir, "scripts/three.js")); err != nil {
		t.Fatal(err)
	}
	c.await("script changed")
	expect("/hooks/three/token-three", 200, `{"success":true}`)

	writeFiles(t, dir, map[string]string{"config.yaml": threeIntegrations + "  - {id: four, channel: alerts}\nmessage: {max_text: 1000}\n"})
	if line := c.await("the configuration has a fault, the last good one stays"); !strings.Contains(line["error"].(string), "config.yaml:6: ") {
		t.Errorf("the log does not say where: %v", line)
	}
	expect("/hooks/two/token-two", 200, `{"success":true}`)

	writeFiles(t, dir, map[string]string{"config.yaml": threeIntegrations + "  - {id: four, token: token-four, channel: \"#four\"}\nmessage: {max_text: 1000}\n"})
	c.await("configuration changed")
	if n := strings.Count(c.logged(), "takes effect at the next start"); n != 1 {
		t.Errorf("%d warnings that the server has to be started again, want 1", n)
	}
	c.await("the configuration has no fault any more")
	if status, _ := c.post("/hooks/four/token-four", `{"text":"fourth"}`); status != 200 {
		t.Errorf("the new integration answers %d", status)
	}

	for room, want := range map[string][]string{
		"one": {"first", "edited", "edited"}, "two": {"second", "second"}, "both": {"second", "second"}, "three": {"mended"}, "four": {"fourth"},
	} {
		if got := texts(room); !slices.Equal(got, want) {
			t.Errorf("#%s has %q, want %q", room, got, want)
		}
	}
}

// TestGlobalsWhileServing: a library is watched as scripts are.
func TestGlobalsWhileServing(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml": `globals: [{name: greeting, value: lib/greeting.js}]
integrations:
  - {id: one, token: token-one, channel: "#one", script: one.js}
  - {id: two, token: token-two, channel: "#one", script: one.js, globals: [{name: greeting, value: lib/own.json}]}
`,
		"scripts/one.js":  "class Script { process_incoming_request() { return { content: { text: greeting.text } }; } }",
		"lib/greeting.js": "exports.text = 'hello';",
		"lib/own.json":    `{"text": "hi"}`,
	})
	c := startChild(t, dir)
	post := func(path string) {
		t.Helper()
		if status, text := c.post(path, `{}`); status != 200 {
			t.Errorf("%s answered %d %s", path, status, text)
		}
	}
	post("/hooks/one/token-one")
	post("/hooks/two/token-two")
	writeFiles(t, dir, map[string]string{"lib/greeting.js": "exports.text = ;"})
	if line := c.await("script is broken, its last good version stays"); !strings.Contains(line["error"].(string), "greeting.js:1:16: SyntaxError") {
		t.Errorf("the log does not say where: %v", line)
	}
	post("/hooks/one/token-one")
	writeFiles(t, dir, map[string]string{"lib/greeting.js": "exports.text = 'hello again';"})
	c.await("script changed")
	post("/hooks/one/token-one")
	var texts []string
	for _, m := range c.messages("one") {
		texts = append(texts, m.Msg)
	}
	if want := []string{"hello", "hi", "hello", "hello again"}; !slices.Equal(texts, want) {
		t.Errorf("#one has %q, want %q", texts, want)
	}
}

// TestScriptThatRunsWild: it costs its sender a refusal and nobody else
// anything, and everybody can see why it is not run any more.
func TestScriptThatRunsWild(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("scripts run in the server's process there")
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml": `engine: {memory: 16MB, workers: 1}
integrations:
  - {id: wild, token: token-wild, channel: "#one", script: wild.js, timeout: 20s}
  - {id: good, token: token-good, channel: "#one", script: good.js}
`,
		"scripts/wild.js": "class Script { process_incoming_request() { return 'x'.repeat(2 ** 29); } }",
		"scripts/good.js": scriptSaying("good"),
	})
	c := startChild(t, dir)
	for range 3 {
		if status, body := c.post("/hooks/wild/token-wild", `{}`); status != 400 || body != `{"success":false,"error":"error-running-script"}` {
			t.Errorf("the wild one answered %d %s", status, body)
		}
		if status, body := c.post("/hooks/good/token-good", `{}`); status != 200 {
			t.Errorf("the good one answered %d %s", status, body)
		}
	}
	if line := c.await("a script killed its worker again, it is not run for a while"); line["script"] != "wild" || line["cause"] != "killed: over 16 MB" {
		t.Errorf("logged %v", line)
	}
	if status, _ := c.post("/hooks/wild/token-wild", `{}`); status != 400 {
		t.Errorf("the paused one answered %d", status)
	}
	if list, _ := c.command("list"); !strings.Contains(list, "paused: not run until ") || !strings.Contains(list, "killed: over 16 MB") {
		t.Errorf("list says\n%s", list)
	}
	if n := len(c.messages("one")); n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}

// TestScriptBehindSymlink: Kubernetes swaps a link to a folder.
func TestScriptBehindSymlink(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"config.yaml": "integrations:\n  - {id: one, token: token-one, channel: [\"#one\"], script: one.js}\n",
		"v1/one.js":   scriptSaying("first"), "v2/one.js": scriptSaying("second"),
	})
	link := filepath.Join(dir, "scripts")
	if err := os.Symlink("v1", link); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	c := startChild(t, dir)
	if err := os.Symlink("v2", link+".new"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(link+".new", link); err != nil {
		t.Fatal(err)
	}
	c.await("script changed")
	c.post("/hooks/one/token-one", `{}`)
	if got := c.messages("one"); len(got) != 1 || got[0].Msg != "second" {
		t.Errorf("messages: %+v", got)
	}
}

func TestSecondServeIsRefused(t *testing.T) {
	dir := t.TempDir()
	startChild(t, dir)
	cmd := exec.Command("rocketscript", "serve", "--address", "127.0.0.1:0")
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitOutside || !bytes.Contains(out, []byte("rocketscript.db")) {
		t.Errorf("exit %d: %s", cmd.ProcessState.ExitCode(), out)
	}
}
