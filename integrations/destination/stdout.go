package destination

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
	"unicode"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// StdoutOptions say where and how messages are printed.
type StdoutOptions struct {
	// Name is the destination's name, repeated in JSON lines.
	Name string
	// Out is written once for each message. Required.
	Out io.Writer
	// JSON writes one JSON object a line, for programs; else a readable block.
	JSON bool
	// Now is the time of messages that do not carry their own; nil means
	// time.Now.
	Now func() time.Time
}

// A Stdout prints messages. Every room and every user exists.
type Stdout struct {
	options StdoutOptions
	mu      sync.Mutex
}

var _ integrations.Poster = (*Stdout)(nil)

// NewStdout makes a destination that prints.
func NewStdout(o StdoutOptions) *Stdout {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Stdout{options: o}
}

// isTerminal tells whether people read what is written to w.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// User knows everybody but the nameless, for whom it returns
// [integrations.ErrNoUser].
func (s *Stdout) User(_ context.Context, nameOrID string) (engine.User, error) {
	if nameOrID == "" {
		return engine.User{}, fmt.Errorf("a user without a name: %w", integrations.ErrNoUser)
	}
	return engine.User{ID: nameOrID, Name: nameOrID, Username: nameOrID}, nil
}

// Post prints one message. What cannot be written is a
// *[integrations.TemporaryError].
func (s *Stdout) Post(_ context.Context, d *integrations.Delivery) (integrations.Receipt, error) {
	at := d.CreatedAt
	if at.IsZero() {
		at = s.options.Now()
	}
	text, err := s.text(d, at)
	if err != nil {
		return integrations.Receipt{}, &integrations.PermanentError{Code: "invalid-params", Detail: "the message is not valid JSON"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.WriteString(s.options.Out, text); err != nil {
		return integrations.Receipt{}, &integrations.TemporaryError{Reason: reasonWrite, Detail: fmt.Sprintf("printing a message: %v", err), Err: err}
	}
	return integrations.Receipt{}, nil
}

func (s *Stdout) text(d *integrations.Delivery, at time.Time) (string, error) {
	if !s.options.JSON {
		return block(d, at), nil
	}
	line, err := encodeJSON(struct {
		TS          time.Time   `json:"ts"`
		Destination string      `json:"destination"`
		U           engine.User `json:"u"`
		message.Message
	}{at.UTC(), s.options.Name, d.Sender, d.Message})
	return string(line) + "\n", err
}

// block is a message for people: a line with time, channel and sender, then
// the text, then the attachments behind a bar.
func block(d *integrations.Delivery, at time.Time) string {
	m := d.Message
	var b strings.Builder
	sender := "@" + d.Sender.Username
	if m.Alias != "" {
		sender = m.Alias + " (" + sender + ")"
	}
	head := strings.Join(nonEmpty(at.Format("2006-01-02 15:04:05"), m.Channel, m.Emoji, sender), " ")
	if m.Tmid != "" {
		head += " in thread " + m.Tmid
	}
	b.WriteString(oneLine(printable(head), 400) + "\n")
	indent(&b, "  ", m.Msg)
	for _, raw := range m.Attachments {
		indent(&b, "  | ", attachmentText(raw))
	}
	return b.String()
}

// indent writes the lines of a text behind a prefix.
func indent(b *strings.Builder, prefix, text string) {
	if text == "" {
		return
	}
	for line := range strings.SplitSeq(printable(text), "\n") {
		b.WriteString(strings.TrimRight(prefix+line, " ") + "\n")
	}
}

// attachmentText is an attachment in plain text, its parts in the order in
// which Rocket.Chat shows them (reference §9).
func attachmentText(raw json.RawMessage) string {
	var a map[string]json.RawMessage
	if json.Unmarshal(raw, &a) != nil {
		return string(raw)
	}
	get := func(key string) string { return plain(a[key]) }
	lines := nonEmpty(
		get("pretext"),
		linked(get("author_name"), get("author_link")),
		linked(get("title"), get("title_link")),
		get("text"),
	)
	var fields []map[string]json.RawMessage
	_ = json.Unmarshal(a["fields"], &fields)
	for _, f := range fields {
		lines = append(lines, plain(f["title"])+": "+plain(f["value"]))
	}
	for _, key := range []string{"image_url", "thumb_url", "audio_url", "video_url"} {
		if u := get(key); u != "" {
			lines = append(lines, strings.TrimSuffix(key, "_url")+" <"+u+">")
		}
	}
	var actions []map[string]json.RawMessage
	_ = json.Unmarshal(a["actions"], &actions)
	for _, action := range actions {
		lines = append(lines, "["+linked(plain(action["text"]), plain(action["url"]))+"]")
	}
	return strings.Join(lines, "\n")
}

// plain is a JSON value as text: a string's content, nothing for null, and
// other values as they are written.
func plain(value json.RawMessage) string {
	if withoutNull(value) == nil {
		return ""
	}
	return cmp.Or(jsonText(value), strings.Trim(string(value), `"`))
}

func linked(text, link string) string {
	if link == "" {
		return text
	}
	return strings.TrimSpace(text + " <" + link + ">")
}

func nonEmpty(texts ...string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

// printable makes text of strangers safe for a terminal: no escape sequences,
// and nothing that turns the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r':
			return -1
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return '\uFFFD'
		}
		return r
	}, text)
}
