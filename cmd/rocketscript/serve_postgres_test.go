package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"rocketscript/integrations/store/storetest"
)

// checkBackup makes a backup beside a running server, and reads it as another.
func checkBackup(t *testing.T, running *child, password string) {
	t.Helper()
	t.Setenv("TEST_PASSWORD", password)
	if out := succeed(t, running.cmd.Dir, "backup", "backup.db"); !strings.Contains(out, "messages: 2\n") || !strings.Contains(out, "backup.db is whole") {
		t.Errorf("backup said:\n%s", out)
	}
	// Into a new file, and a server on that.
	if out := succeed(t, running.cmd.Dir, "migrate", "--from", "sqlite:backup.db", "--to", "sqlite:new/data.db"); !strings.Contains(out, "were copied and compared") {
		t.Errorf("migrate said:\n%s", out)
	}
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"config.yaml": "storage: sqlite:data/x.db\n" + threeIntegrations})
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(running.cmd.Dir, "new", "data.db"), filepath.Join(dir, "data", "x.db")); err != nil {
		t.Fatal(err)
	}
	restored := startChild(t, dir)
	if got := restored.messages("one"); len(got) != 2 {
		t.Errorf("a server on the backup shows %d messages, want 2", len(got))
	}
	succeed(t, dir, "backup", "again.db")
	if code := restored.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// succeed runs a command in a folder and returns what it said.
func succeed(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("rocketscript", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args[0], err, out)
	}
	return string(out)
}

// TestServePostgres: two servers share a database. What is posted on one is seen
// on the other, they have the same webhook URLs, and nobody reads the password.
func TestServePostgres(t *testing.T) {
	storage, err := url.Parse(storetest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	const password = "not-for-logs"
	storage.User = url.UserPassword(storage.User.Username(), password)
	config := "storage: " + strings.ReplaceAll(storage.String(), password, "${TEST_PASSWORD}") + "\n" + threeIntegrations
	var servers []*child
	for range 2 {
		dir := t.TempDir()
		writeFiles(t, dir, map[string]string{
			"config.yaml": config, "scripts/one.js": scriptSaying("one"), "scripts/two.js": scriptSaying("two"), "scripts/three.js": scriptSaying("three"),
		})
		servers = append(servers, startChild(t, dir, "TEST_PASSWORD="+password))
	}
	for i, c := range servers {
		if status, answer := c.post("/hooks/one/token-one", "{}"); status != 200 {
			t.Fatalf("server %d: %d %s", i, status, answer)
		}
	}
	for i, c := range servers {
		if got := c.messages("one"); len(got) != 2 {
			t.Errorf("server %d shows %d messages, want 2", i, len(got))
		}
	}
	checkBackup(t, servers[0], password)
	for i, c := range servers {
		if code := c.stop(); code != 0 {
			t.Errorf("server %d: exit code %d after SIGTERM", i, code)
		}
		if log := c.logged(); strings.Contains(log, password) || !strings.Contains(log, `"storage":"postgres://`) {
			t.Errorf("server %d: the log has the password, or no storage:\n%s", i, log)
		}
	}
}
