package destination_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
)

// samples has a configuration of every kind, as its YAML.
func samples() map[string]string {
	return map[string]string{
		"workspace": `{name: here, type: workspace}`,
		"rocketchat": `{name: chat, type: rocketchat, url: "https://chat.example", timeout: 10s,
			accounts: [{username: rocket.cat, user_id: id, token: secret}]}`,
		"slack":  `{name: ops, type: slack, url: "https://hooks.slack.example/services/T0/B0/secret", timeout: 5s}`,
		"stdout": `{name: out, type: stdout}`,
	}
}

// TestKinds walks the record of kinds: each is made from its configuration, is
// something a processor can use, and checks its keys.
func TestKinds(t *testing.T) {
	if len(samples()) != len(destination.Types()) {
		t.Errorf("samples for %d of %v", len(samples()), destination.Types())
	}
	for _, kind := range destination.Types() {
		t.Run(kind, func(t *testing.T) {
			c := parse(t, samples()[kind])
			made, err := destination.New(c, destination.Deps{Users: brokenUsers{}, Out: &bytes.Buffer{}, Version: "1"})
			if err != nil {
				t.Fatal(err)
			}
			_, posts := made.(integrations.Poster)
			_, embedded := made.(integrations.Workspace)
			if posts == embedded {
				t.Errorf("%T is a Poster: %v, a Workspace: %v", made, posts, embedded)
			}
			c.Name = " "
			checkFields(t, c, "name")
		})
	}
}

func TestNewProblems(t *testing.T) {
	tests := []struct {
		yaml string
		want []string
	}{
		{`{}`, []string{"name", "type"}},
		{`{name: a, type: teams}`, []string{"type"}},
		{`{name: a, type: slack}`, []string{"url"}},
		{`{name: a, type: slack, url: "https://hooks.slack.com/x", accounts: [{username: a}]}`, []string{"accounts"}},
		{`{name: a, type: Workspace}`, []string{"type"}},
		{`{name: a, type: workspace, url: "https://chat.example", timeout: 1s}`, []string{"url", "timeout"}},
		{`{name: a, type: stdout, accounts: [{username: a}], ca_file: x}`, []string{"accounts", "ca_file"}},
		{`{type: rocketchat}`, []string{"name", "url", "accounts"}},
	}
	for _, test := range tests {
		t.Run(test.yaml, func(t *testing.T) { checkFields(t, parse(t, test.yaml), test.want...) })
	}
	_, err := destination.New(parse(t, `{name: a, type: teams}`), destination.Deps{})
	if want := `type: "teams" is not one of workspace, rocketchat, slack, stdout`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFieldErrorsOfOthers(t *testing.T) {
	field := &destination.FieldError{Field: "url", Problem: "is missing"}
	if got := destination.FieldErrors(fmt.Errorf("destinations[1]: %w", errors.Join(errors.New("other"), field))); len(got) != 1 || got[0] != field {
		t.Errorf("got %v", got)
	}
	if got := destination.FieldErrors(nil); got != nil {
		t.Errorf("got %v", got)
	}
}

// TestAccountKeepsItsToken: no way of printing or logging shows it.
func TestAccountKeepsItsToken(t *testing.T) {
	c := parse(t, samples()["rocketchat"])
	c.Timeout = time.Second
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("made", "account", c.Accounts[0], "config", fmt.Sprint(c), "accounts", c.Accounts)
	}
	marshalled, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), fmt.Sprintf("%v", &c.Accounts[0]), fmt.Sprintf("%s %q %x", c.Accounts, c.Accounts, c.Accounts),
		log.String(), string(marshalled),
	} {
		if strings.Contains(text, "secret") || !strings.Contains(text, "rocket.cat") {
			t.Errorf("%s", text)
		}
	}
}

// TestAddressShowsItsHostOnly: the address of a webhook is a secret.
func TestAddressShowsItsHostOnly(t *testing.T) {
	c := parse(t, samples()["slack"])
	var log bytes.Buffer
	for _, handler := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(handler).Info("made", "url", c.URL, "config", c)
	}
	inJSON, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	inYAML, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		fmt.Sprint(c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), fmt.Sprintf("%s %q %x %v", c.URL, c.URL, c.URL, &c.URL),
		log.String(), string(inJSON), string(inYAML),
	} {
		if strings.Contains(text, "secret") || strings.Contains(text, "services") || !strings.Contains(text, "hooks.slack.example") {
			t.Errorf("%s", text)
		}
	}
	for _, broken := range []destination.Address{"", "://services/secret", "http://[services/secret"} {
		if got := broken.String(); strings.Contains(got, "s") {
			t.Errorf("%q is shown", got)
		}
	}
}

func parse(t *testing.T, text string) destination.Config {
	t.Helper()
	var c destination.Config
	decoder := yaml.NewDecoder(strings.NewReader(strings.ReplaceAll(text, "\t", " ")))
	decoder.KnownFields(true)
	if err := decoder.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func checkFields(t *testing.T, c destination.Config, want ...string) {
	t.Helper()
	made, err := destination.New(c, destination.Deps{Users: brokenUsers{}, Out: &bytes.Buffer{}})
	var got []string
	for _, field := range destination.FieldErrors(err) {
		got = append(got, field.Field)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || made != nil {
		t.Errorf("fields %v, want %v (%v, %v)", got, want, made, err)
	}
}
