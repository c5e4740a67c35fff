package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/spf13/pflag"
	"golang.org/x/tools/txtar"

	"rocketscript/integrations"
	"rocketscript/integrations/store"
)

var update = flag.Bool("update", false, "record what the tests see as what they want")

// TestConfigFaults reads every testdata/config/*.txtar: its files are a
// configuration, its file "want" is the error, a line a fault.
func TestConfigFaults(t *testing.T) {
	archives, err := filepath.Glob("testdata/config/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for _, file := range archive.Files {
				writeFiles(t, dir, map[string]string{file.Name: string(file.Data)})
			}
			got := "no fault\n"
			if _, err := loadConfig(filepath.Join(dir, "config.yaml"), nil); err != nil {
				got = strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "") + "\n"
			}
			compareWant(t, path, archive, got)
		})
	}
}

func compareWant(t *testing.T, path string, archive *txtar.Archive, got string) {
	t.Helper()
	for i, file := range archive.Files {
		if file.Name != "want" {
			continue
		}
		if *update {
			archive.Files[i].Data = []byte(got)
			if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if diff := cmp.Diff(string(file.Data), got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		return
	}
	t.Errorf("%s has no file want", path)
}

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestBuiltinConfigIsTheShippedOne(t *testing.T) {
	shipped, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(shipped), string(defaultConfig)); diff != "" {
		t.Errorf("config.yaml and default_config.yaml differ (-shipped +built in):\n%s", diff)
	}
}

func TestBuiltinConfig(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := loadConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.file != builtinName || c.address != "127.0.0.1:8080" || c.maxBody != 5_000_000 ||
		c.answerWithin != 2*time.Second || c.timeout != 3*time.Second || c.storage != filepath.Join("data", "rocketscript.db") ||
		c.retention != (store.Retention{Age: 30 * 24 * time.Hour, Size: 2_000_000_000}) {
		t.Errorf("settings: %+v", c)
	}
	want := []integrations.Integration{{
		ID: "pagerduty", Name: "PagerDuty", Enabled: true, Channel: []string{"#alerts"}, Username: "rocket.cat",
		Alias: "PagerDuty", Emoji: ":rotating_light:", ScriptEnabled: true, Script: "rocketchat_pagerduty_incoming.js",
		OnScriptError: integrations.OnScriptErrorReject, Deduplicate: "pagerduty", History: integrations.HistoryFull, Destination: "workspace",
	}}
	if place := c.integrations[0].Place; !strings.HasPrefix(place, builtinName+":") {
		t.Errorf("the integration is defined in %q", place)
	}
	if diff := cmp.Diff(want, c.integrations, cmpopts.IgnoreFields(integrations.Integration{}, "Place")); diff != "" {
		t.Errorf("integrations (-want +got):\n%s", diff)
	}
	wantSetup := integrations.WorkspaceSetup{
		Rooms: []integrations.RoomSetup{{Name: "alerts", Topic: "What the pager says"}},
		Users: []integrations.WorkspaceUser{{Username: "rocket.cat", Name: "Rocket.Cat"}},
	}
	if diff := cmp.Diff(wantSetup, c.workspace); diff != "" {
		t.Errorf("workspace (-want +got):\n%s", diff)
	}
}

// TestDefaultsAreThoseOfTheShippedFile holds the promise that every key has the default the
// shipped file shows.
func TestDefaultsAreThoseOfTheShippedFile(t *testing.T) {
	t.Chdir(t.TempDir())
	shipped, err := loadConfig("", nil)
	if err != nil {
		t.Fatal(err)
	}
	empty, err := loadConfig(writeConfig(t, "# nothing\n"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if empty.address != shipped.address || empty.maxBody != shipped.maxBody || empty.answerWithin != shipped.answerWithin ||
		empty.timeout != shipped.timeout || empty.message != shipped.message ||
		filepath.Base(empty.storage) != filepath.Base(shipped.storage) || filepath.Base(empty.scripts) != filepath.Base(shipped.scripts) {
		t.Errorf("an empty file gives\n%+v\nthe shipped one\n%+v", empty, shipped)
	}
}

func TestEnvironmentAndFlagsWin(t *testing.T) {
	path := writeConfig(t, "server: {address: \"127.0.0.1:1\", public_url: \"http://a.example\"}\nengine: {timeout: 1s}\nmessage: {repair: false}\n")
	t.Setenv("ROCKETSCRIPT_SERVER_ADDRESS", "127.0.0.1:2")
	t.Setenv("ROCKETSCRIPT_ENGINE_TIMEOUT", "2s")
	flags := pflag.NewFlagSet("serve", pflag.ContinueOnError)
	flags.String("address", "", "")
	if err := flags.Parse([]string{"--address", "127.0.0.1:3"}); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(path, flags)
	if err != nil {
		t.Fatal(err)
	}
	if c.address != "127.0.0.1:3" || c.timeout != 2*time.Second || c.publicURL.Host != "a.example" || !c.message.Exact {
		t.Errorf("address %s, timeout %s, public_url %s, exact %v", c.address, c.timeout, c.publicURL, c.message.Exact)
	}
}

func TestFaultOfTheEnvironmentNamesTheVariable(t *testing.T) {
	t.Setenv("ROCKETSCRIPT_ENGINE_TIMEOUT", "soon")
	_, err := loadConfig(writeConfig(t, "engine: {timeout: 1s}\n"), nil)
	want := `environment variable ROCKETSCRIPT_ENGINE_TIMEOUT: engine.timeout: "soon" is not a duration such as 3s or 500ms`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestSecretsExpand(t *testing.T) {
	t.Setenv("CHAT_TOKEN", "from-the-environment")
	path := writeConfig(t, `
destinations:
  - name: chat
    type: rocketchat
    url: https://chat.example
    accounts:
      - {username: rocket.cat, user_id: "file:id.txt", token: "x-${CHAT_TOKEN}"}
integrations:
  - {id: a, token: "file:token.txt", name: "${CHAT_TOKEN} stays", channel: "#a, @noor", destination: chat}
`)
	for name, text := range map[string]string{"id.txt": "the-id\n", "token.txt": "the-token\r\n"} {
		if err := os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := loadConfig(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	account := c.destinations[0].Accounts[0]
	if account.UserID != "the-id" || account.Token != "x-from-the-environment" {
		t.Errorf("account %+v", account)
	}
	i := c.integrations[0]
	if i.Token != "the-token" || i.Name != "${CHAT_TOKEN} stays" {
		t.Errorf("token %q, name %q", i.Token, i.Name)
	}
	if diff := cmp.Diff([]string{"#a", "@noor"}, i.Channel); diff != "" {
		t.Error(diff)
	}
}

func TestIncludes(t *testing.T) {
	path := writeConfig(t, "include: [more/*.yaml]\nintegrations:\n  - {id: a, channel: \"#a\"}\n")
	dir := filepath.Join(filepath.Dir(path), "more")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"2.yaml": "integrations: [{id: c, channel: \"#c\"}]\n",
		"1.yaml": "destinations: [{name: out, type: stdout}]\nintegrations: [{id: b, channel: \"#b\", destination: out}]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := loadConfig(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, i := range c.integrations {
		ids = append(ids, i.ID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, ids); diff != "" {
		t.Error(diff)
	}
}

func FuzzConfigFile(f *testing.F) {
	f.Add(defaultConfig)
	f.Add([]byte("integrations: [{id: a, channel: \"#a\"}]"))
	f.Add([]byte("integrations: &a [*a]"))
	f.Add([]byte("server: {address: 1}\nserver: 2"))
	f.Fuzz(func(t *testing.T, text []byte) {
		document, err := parseConfigFile("config.yaml", text)
		if err != nil {
			return
		}
		c := &config{dir: "."}
		for _, fault := range c.readDefinitions([]*configDocument{document}) {
			if !strings.HasPrefix(fault.Error(), "config.yaml") {
				t.Errorf("a fault without its place: %v", fault)
			}
		}
	})
}
