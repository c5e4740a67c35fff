package destination_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
)

var printedAt = time.Date(2026, 11, 22, 19, 44, 5, 0, time.UTC)

func TestStdoutBlock(t *testing.T) {
	full := delivery("#alerts", "Disk full\non *db1*")
	full.CreatedAt = printedAt
	full.Message.Alias, full.Message.Emoji, full.Message.Tmid = "PagerDuty", ":fire:", "abc"
	full.Message.Attachments = []json.RawMessage{
		json.RawMessage(`{"author_name":"Ann","author_link":"https://a.example","title":"INC-1","title_link":"https://pd.example/1","text":"two\nlines",
			"fields":[{"title":"Service","value":"db"},{"title":"Count","value":3},{"title":"Up","value":false}],
			"image_url":"https://pd.example/a.png","actions":[{"text":"Ack","url":"https://pd.example/ack"}]}`),
		json.RawMessage(`{"pretext":"before","text":null,"fields":"none","collapsed":true}`),
		json.RawMessage(`{}`),
		json.RawMessage(`7`),
	}
	hostile := delivery("#alerts\x1b[2J", "\x1b]0;owned\x07 \u202egnp.exe \r\n\x9b31m")
	hostile.CreatedAt = printedAt
	least := delivery("@alice", "")
	tests := []struct {
		name string
		d    *integrations.Delivery
		want string
	}{
		{"full", full, `2026-11-22 19:44:05 #alerts :fire: PagerDuty (@rocket.cat) in thread abc
  Disk full
  on *db1*
  | Ann <https://a.example>
  | INC-1 <https://pd.example/1>
  | two
  | lines
  | Service: db
  | Count: 3
  | Up: false
  | image <https://pd.example/a.png>
  | [Ack <https://pd.example/ack>]
  | before
  | 7
`},
		{"least, at the time of printing", least, "2026-11-22 19:44:06 @alice @rocket.cat\n"},
		{"hostile", hostile, "2026-11-22 19:44:05 #alerts\uFFFD[2J @rocket.cat\n  \uFFFD]0;owned\uFFFD \uFFFDgnp.exe\n  \uFFFD31m\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			s := destination.NewStdout(destination.StdoutOptions{Out: &out, Now: func() time.Time { return printedAt.Add(time.Second) }})
			if _, err := s.Post(t.Context(), test.d); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, out.String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStdoutJSON(t *testing.T) {
	var out bytes.Buffer
	s := destination.NewStdout(destination.StdoutOptions{Name: "print", Out: &out, JSON: true})
	d := delivery("#alerts", "two\nlines <b>")
	d.CreatedAt = printedAt
	if _, err := s.Post(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	want := `{"ts":"2026-11-22T19:44:05Z","destination":"print","u":{"_id":"CAT-ID","name":"Rocket.Cat","username":"rocket.cat"},` +
		`"channel":"#alerts","msg":"two\nlines <b>","alias":"","bot":{"i":"pagerduty"}}` + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestStdoutHasEveryRoom(t *testing.T) {
	v := newStdoutVenue(t)
	for _, channel := range []string{"#nowhere", "@nobody", "x", ""} {
		d := delivery(channel, "hello")
		v.deliver(t, []*integrations.Delivery{d}, false)
		checkPosted(t, d)
		if got := v.room(t, d); len(got) != 1 {
			t.Errorf("%q: %+v", channel, got)
		}
	}
}

// brokenWriter takes a few bytes and fails.
type brokenWriter struct{ err error }

func (w brokenWriter) Write(p []byte) (int, error) { return min(3, len(p)), w.err }

func TestStdoutWriteFails(t *testing.T) {
	broken := errors.New("no space left on device")
	s := destination.NewStdout(destination.StdoutOptions{Out: brokenWriter{broken}})
	_, err := s.Post(t.Context(), delivery("#alerts", "hello"))
	checkTemporary(t, err, "write", "no space left")
	if !errors.Is(err, broken) {
		t.Errorf("%v does not wrap its cause", err)
	}
}

// TestStdoutForPrograms: what is not a terminal gets JSON lines.
func TestStdoutForPrograms(t *testing.T) {
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	made, err := destination.New(destination.Config{Name: "print", Type: "stdout"}, destination.Deps{Out: file})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := made.(integrations.Poster).Post(t.Context(), delivery("#alerts", "hello")); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file.Name())
	if err != nil || !strings.HasPrefix(string(text), "{") || !json.Valid(text) {
		t.Errorf("%s, %v", text, err)
	}
}
