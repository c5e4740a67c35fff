package card_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"rocketscript/integrations/card"
	"rocketscript/integrations/message"
)

// maxCard is more than any card has, in bytes.
const maxCard = 32 << 10

// checkCard holds what Content promises of any event: a message that
// Rocket.Chat takes as it is, of a bounded size, that tells nobody.
func checkCard(t *testing.T, e card.Event) json.RawMessage {
	t.Helper()
	content := card.Content(e)
	if len(content) > maxCard || !utf8.Valid(content) {
		t.Fatalf("%d bytes, valid UTF-8: %v", len(content), utf8.Valid(content))
	}
	for _, exact := range []bool{false, true} {
		built, err := message.Build(content, message.Defaults{IntegrationID: "x", Channel: []string{"#x"}}, message.Options{Exact: exact})
		if err != nil || len(built.Warnings) > 0 {
			t.Fatalf("exact %v: %v, warnings %v\n%s", exact, err, built.Warnings, content)
		}
		if len(built.Messages) != 1 || built.Messages[0].Msg == "" || len(built.Messages[0].Attachments) != 1 {
			t.Fatalf("built: %+v", built)
		}
	}
	for _, ping := range []string{"@all", "@here", "@channel", "@everyone", "<!", "<@"} {
		for at, rest := 0, string(content); ; {
			i := strings.Index(rest, ping)
			if i < 0 {
				break
			}
			at += i
			before, _ := utf8.DecodeLastRuneInString(string(content[:at]))
			if ping[0] == '<' || !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.%+-", before) && before < utf8.RuneSelf {
				t.Fatalf("%s at %d of %s", ping, at, content)
			}
			at, rest = at+len(ping), rest[i+len(ping):]
		}
	}
	if !bytes.Equal(content, card.Content(e)) {
		t.Fatal("another card the second time")
	}
	return content
}

func FuzzContent(f *testing.F) {
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, path := range archives {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("PagerDuty", "TypeError: x", archive.Files[0].Data)
	}
	f.Add("`*_@all", "a\n```b` @here <!channel>", []byte("\xff\xfe\x00"))
	f.Add("", "", []byte(`{"title":"`+strings.Repeat(`\\`, 9000)+`\ud83d\ude00"}`))
	f.Fuzz(func(t *testing.T, integration, cause string, payload []byte) {
		checkCard(t, card.Event{Integration: integration, Kind: cause, Cause: cause, Payload: payload})
	})
}

// TestSecretsAreNotShown looks for one secret in every place a payload can have
// it.
func TestSecretsAreNotShown(t *testing.T) {
	const secret = "hunter2-0123456789"
	for _, payload := range []string{
		`{"token":"SECRET"}`,
		`{"title":"x","status":{"password":"SECRET"}}`,
		`{"title":"x","api_key":["SECRET"],"X-Hub-Signature-256":"SECRET","authorization":"SECRET"}`,
		`{"title":"x","variables":[{"key":"DEPLOY_TOKEN","value":"SECRET"}]}`,
		`{"title":"x","headers":[{"name":"Cookie","value":"SECRET"}]}`,
		`{"message":"login with password=SECRET failed"}`,
		`{"message":"Authorization: Bearer SECRET"}`,
		`{"message":"{\"token\":\"SECRET\",\"title\":\"x\"}"}`,
		`{"message":"cannot push to https://jane:SECRET@git.example/x"}`,
		`{"title":"x","url":"https://ci.example/job?access_token=SECRET"}`,
		`{"title":"x","url":"https://jane:SECRET@ci.example/job"}`,
		`{"title":"x","url":"https://ci.example/cb#access_token=SECRET"}`,
		`{"title":"x","runbook_url":"https://ci.example/job?token=SECRET"}`,
		`{"title":"token: SECRET"}`,
		`{"title":"x","status":"api_key=SECRET"}`,
		`{"pass` + `word":"SECRET","title":"cut off`,
		"password: SECRET\ntoken = SECRET",
		"'secret': 'SECRET'",
	} {
		t.Run(payload, func(t *testing.T) {
			content := checkCard(t, card.Event{Integration: "x", Cause: "Error: no token: " + secret, Payload: []byte(strings.ReplaceAll(payload, "SECRET", secret))})
			if bytes.Contains(content, []byte(secret)) {
				t.Errorf("shown in %s", content)
			}
		})
	}
}

// hostile payloads are of five million bytes, the largest a server takes.
func hostile() map[string][]byte {
	const size = 5_000_000
	fill := func(head, part, tail string) []byte {
		return []byte(head + strings.Repeat(part, (size-len(head)-len(tail))/len(part)) + tail)
	}
	return map[string][]byte{
		"deep":          append(fill("", "[", ""), fill("", "]", "")...)[size/2 : size/2+size],
		"deep objects":  fill("", `{"a":`, ""),
		"members":       fill("{", `"a":1,`, `"title":"x"}`),
		"elements":      fill(`{"list":[`, `{"title":"x"},`, `1],"title":"y"}`),
		"one text":      fill(`{"title":"`, `word `, `"}`),
		"escapes":       fill(`{"message":"`, `\\`, `"}`),
		"quotes":        fill(`{"message":"`, `\"`, `"}`),
		"surrogates":    fill(`{"message":"`, `\ud83d\ude00`, `"}`),
		"one name":      fill(`{"`, `a`, `":1}`),
		"embedded":      fill(`[`, `"{\"title\":\"x\"}",`, `1]`),
		"text":          fill("", "disk is full @all `", ""),
		"one word":      fill("", "a", ""),
		"spaces":        fill("{", " ", "}"),
		"marks":         fill(`{"message":"`, `*_~@<!`, `"}`),
		"combining":     fill(`{"message":"a`, "\u0301", `"}`),
		"secrets":       fill("", "token=token=", ""),
		"line breaks":   fill(`{"message":"`, `\n#`, `"}`),
		"no characters": bytes.Repeat([]byte{0xff, 0}, size/2),
	}
}

func TestHostilePayloads(t *testing.T) {
	for name, payload := range hostile() {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			checkCard(t, card.Event{Integration: "x", Cause: "x", Payload: payload})
			t.Logf("two cards of %d bytes in %v", len(payload), time.Since(started))
		})
	}
}

func BenchmarkContent(b *testing.B) {
	payloads := hostile()
	archive, err := txtar.ParseFile("testdata/pagerduty-v3-triggered.txtar")
	if err != nil {
		b.Fatal(err)
	}
	payloads["pagerduty"] = archive.Files[0].Data
	for name, payload := range payloads {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				card.Content(card.Event{Integration: "x", Payload: payload})
			}
		})
	}
}
