package main

import (
	"net/url"
	"strings"
	"testing"

	"rocketscript/integrations/store/storetest"
)

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
	for i, c := range servers {
		if code := c.stop(); code != 0 {
			t.Errorf("server %d: exit code %d after SIGTERM", i, code)
		}
		if log := c.logged(); strings.Contains(log, password) || !strings.Contains(log, `"storage":"postgres://`) {
			t.Errorf("server %d: the log has the password, or no storage:\n%s", i, log)
		}
	}
}
