package destination

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

var update = flag.Bool("update", false, "record what webhooks are sent as what the tests want")

// hookURLs has a webhook of each server, by name.
func hookURLs() map[string]string {
	return map[string]string{
		"slack":      "https://hooks.slack.com/services/T01/B01/secret",
		"mattermost": "https://chat.example/hooks/xxx-generatedkey-xxx",
		"zulip":      "https://example.zulipchat.com/api/v1/external/slack_incoming?api_key=secret&stream=a",
		"discord":    "https://discord.com/api/webhooks/123/secret/slack",
	}
}

func kindOf(t testing.TB, address string) hookKind {
	t.Helper()
	u, err := hookURL(address)
	if err != nil {
		t.Fatal(err)
	}
	return hookKindOf(u)
}

// TestHookMessages compares the golden cases: each file of testdata/slack has a
// message, what Slack and Mattermost (and others, where they differ) are sent,
// and the notes.
func TestHookMessages(t *testing.T) {
	files, err := filepath.Glob("testdata/slack/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var golden struct {
				Message message.Message        `json:"message"`
				Sent    map[string]hookMessage `json:"sent"`
				Notes   []string               `json:"notes,omitempty"`
			}
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&golden); err != nil {
				t.Fatal(err)
			}
			got := golden
			got.Sent, got.Notes = map[string]hookMessage{}, nil
			for server := range golden.Sent {
				got.Sent[server], got.Notes = mapToHook(golden.Message, kindOf(t, hookURLs()[server]))
			}
			if diff := cmp.Diff(golden, got); diff != "" && !*update {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if *update {
				out, err := encodeJSON(got)
				var pretty bytes.Buffer
				if err != nil || json.Indent(&pretty, out, "", "  ") != nil || os.WriteFile(file, append(pretty.Bytes(), '\n'), 0o644) != nil {
					t.Fatalf("cannot write %s: %v", file, err)
				}
			}
		})
	}
}

func TestHookKinds(t *testing.T) {
	slack, mattermost := hookKind{mrkdwn(), 40_000, 100, false}, hookKind{markdown(), 16_383, 100, false}
	for address, want := range map[string]hookKind{
		hookURLs()["slack"]:                              slack,
		"https://hooks.slack-gov.com/services/a/b/c":     slack,
		"https://slack.com/x":                            slack,
		"http://relay.example/to/services/T0A/B9/x1Yz":   slack,
		hookURLs()["mattermost"]:                         mattermost,
		"https://notslack.com/hooks/x":                   mattermost,
		"https://chat.example/services/a/b/c":            mattermost,
		"https://chat.example/hooks/ID/TOKEN":            mattermost,
		hookURLs()["zulip"]:                              {mrkdwn(), 10_000, 100, true},
		hookURLs()["discord"]:                            {markdown(), 2000, 10, false},
		"https://discord.com/api/v10/webhooks/1/x/slack": {markdown(), 2000, 10, false},
	} {
		if diff := cmp.Diff(want, kindOf(t, address), cmp.AllowUnexported(hookKind{}, markup{})); diff != "" {
			t.Errorf("%s:\n%s", address, diff)
		}
	}
}

// TestHookTextIsCut: texts are cut to what a server takes, escapes counted, and
// code is closed.
func TestHookTextIsCut(t *testing.T) {
	for name, unit := range map[string]string{"words": "some words ", "escapes": "<&> ", "stars": "2*3 ", "wide": "𝄞 ", "links": "[a](https://x.example/?a=1&b=2) "} {
		for server, address := range hookURLs() {
			kind := kindOf(t, address)
			m := message.Message{Msg: strings.Repeat(unit, 150_000/len(unit))}
			mapped, notes := mapToHook(m, kind)
			if n := length(mapped.Text); n > kind.maxText || n < kind.maxText*2/3 {
				t.Errorf("%s of %s: %d characters, limit %d", name, server, n, kind.maxText)
			}
			if !strings.HasSuffix(mapped.Text, " more characters)") || len(notes) != 1 || !strings.Contains(notes[0], "was cut") {
				t.Errorf("%s of %s ends %q, notes %q", name, server, mapped.Text[len(mapped.Text)-40:], notes)
			}
		}
	}
	mapped, _ := mapToHook(message.Message{Msg: "```\n" + strings.Repeat("a < b\n", 10_000)}, kindOf(t, hookURLs()["slack"]))
	if strings.Count(mapped.Text, "```") != 2 {
		t.Errorf("the code is not closed: %q", mapped.Text[len(mapped.Text)-60:])
	}
}

func TestTooManyAttachments(t *testing.T) {
	m := message.Message{Msg: "text"}
	for range 150 {
		m.Attachments = append(m.Attachments, json.RawMessage(`{"text":"x"}`))
	}
	for server, want := range map[string]int{"slack": 100, "mattermost": 100, "zulip": 100, "discord": 10} {
		mapped, notes := mapToHook(m, kindOf(t, hookURLs()[server]))
		last := mapped.Attachments[len(mapped.Attachments)-1]
		if len(mapped.Attachments) != want || !strings.Contains(last.Text, "more attachments") || len(notes) != 1 {
			t.Errorf("%s: %d attachments, the last %+v, notes %q", server, len(mapped.Attachments), last, notes)
		}
	}
}

func TestUnixTime(t *testing.T) {
	for text, want := range map[string]int64{
		"": 0, "1763800000": 1763800000, "1763800000.123456": 1763800000, "1763800000123": 1763800000,
		"2025-11-22T08:26:40Z": 1763800000, "1900-01-01T00:00:00Z": 0, "soon": 0, "-5": 0, "NaN": 0, "Inf": 0, "1e300": 0,
	} {
		if got := unixTime(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestHookURL(t *testing.T) {
	for _, address := range []string{
		"", "x", "ftp://chat.example/hooks/s3cret", "https:///hooks/s3cret", "https://me:s3cret@chat.example/hooks/x",
		"https://chat.example/hooks/s3cret#x", "https://chat.example", "https://chat.example/", "https://chat.example/hooks/s3cret%zz",
	} {
		if u, err := hookURL(address); err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v, %v", address, u, err)
		}
	}
}

func TestHookSecrets(t *testing.T) {
	if got := hookSecrets(&url.URL{Scheme: "https", Host: "x", Path: "/services/T01AB2/B9/tokentokentoken1"}); slices.Contains(got, "services") || !slices.Contains(got, "tokentokentoken1") {
		t.Errorf("the secrets are %q", got)
	}
	u, err := url.Parse("https://zulip.example/api/v1/external/slack_incoming?api_key=abcdefgh12&stream=ops")
	if err != nil {
		t.Fatal(err)
	}
	j := judge{secrets: hookSecrets(u)}
	text := "bad " + u.String() + ", " + u.RequestURI() + ", " + u.RawQuery + ", abcdefgh12, ops"
	if got, want := j.hidden(text), "bad ***, ***, ***, ***, ops"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// ourControls are the control sequences of Slack that the mapping writes.
var ourControls = regexp.MustCompile(`^<(?:!channel|!here|(?:(?i:https?://|mailto:))[^<>|\n]+(?:\|[^<>|\n]*)?)>`)

var entityForm = regexp.MustCompile(`^&(?:amp|lt|gt);`)

// checkControls looks for control characters of Slack that are not ours.
func checkControls(t *testing.T, m hookMessage) {
	t.Helper()
	texts := []string{m.Text}
	for _, a := range m.Attachments {
		texts = append(texts, a.Pretext, a.Text, a.Title, a.AuthorName, a.Footer, a.Fallback)
		for _, f := range a.Fields {
			texts = append(texts, f.Title, f.Value)
		}
	}
	for _, text := range texts {
		for i := 0; i < len(text); i++ {
			switch ours := ourControls.FindString(text[i:]); {
			case text[i] == '<' && ours != "":
				i += len(ours) - 1
			case text[i] == '<', text[i] == '&' && !entityForm.MatchString(text[i:]):
				t.Fatalf("a control character at %d of %q", i, text)
			case text[i] == '>' && i > 0 && strings.TrimRight(lineBefore(text, i), " \t") != "":
				t.Fatalf("a > at %d of %q", i, text)
			}
		}
	}
}

// lineBefore is the line up to i, for the mark of a quote.
func lineBefore(text string, i int) string { return text[strings.LastIndexByte(text[:i], '\n')+1 : i] }

func fuzzKinds() map[string]hookKind {
	return map[string]hookKind{
		"slack":   {mrkdwn(), 500, 3, false},
		"zulip":   {mrkdwn(), 500, 3, true},
		"discord": {markdown(), 300, 3, false},
	}
}

func fuzzMessage(text, other, attachment, picture string) message.Message {
	m := message.Message{Msg: text, Alias: other, Avatar: picture, Emoji: picture, Channel: other, Tmid: other}
	second, err := encodeJSON(map[string]any{
		"title": other, "title_link": picture, "text": text, "pretext": other, "color": picture, "ts": other, "mrkdwn_in": []string{other},
		"fields":  []any{map[string]any{"title": text, "value": other}},
		"actions": []any{map[string]any{"text": text, "url": picture}},
	})
	if err == nil {
		m.Attachments = []json.RawMessage{json.RawMessage(attachment), second}
	}
	return m
}
