package render

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"rocketscript/integrations"
)

//go:embed templates/message.html
var templates embed.FS

// groupingPeriod is how far apart messages of one sender may be and still
// stand together (Rocket.Chat's Message_GroupingPeriod, 300 s).
const groupingPeriod = 300 * time.Second

// A Renderer renders messages. It is safe for concurrent use.
type Renderer struct {
	markdown *Markdown
	template *template.Template
}

// New makes a Renderer.
func New() *Renderer {
	return &Renderer{
		markdown: NewMarkdown(),
		template: template.Must(template.ParseFS(templates, "templates/message.html")),
	}
}

// Around is what a message is rendered among. Its zero value is a message
// alone.
type Around struct {
	// Previous is the message above it; nil when there is none.
	Previous *integrations.PostedMessage
	// Parent is the message it replies to; nil when it is no reply, or the
	// parent is not known.
	Parent *integrations.PostedMessage
	// Rooms links #channel in texts; nil links none.
	Rooms RoomPath
	// RoomPath is the path of the page of its room, for links to messages;
	// empty for links within the same page.
	RoomPath string
}

// Message writes one message as a list item.
func (r *Renderer) Message(w io.Writer, m integrations.PostedMessage, around Around) error {
	if err := r.template.ExecuteTemplate(w, "message", r.view(m, around)); err != nil {
		return fmt.Errorf("render message %s: %w", m.ID, err)
	}
	return nil
}

// HTML is Message as a value, for templates of pages.
func (r *Renderer) HTML(m integrations.PostedMessage, around Around) (template.HTML, error) {
	var out bytes.Buffer
	if err := r.Message(&out, m, around); err != nil {
		return "", err
	}
	return template.HTML(out.String()), nil
}

// A messageView is a message as the template shows it.
type messageView struct {
	ID          string
	Link        string
	Grouped     bool
	Avatar      avatar
	Name        string
	Username    string // empty when Name says it already
	Integration string
	Time        stamp
	Text        template.HTML
	Attachments []attachment
	Reply       *replyView
	ReplyCount  int
}

// A replyView tells what a message replies to. Excerpt is empty when the
// parent is not known.
type replyView struct{ Link, Name, Excerpt string }

// An avatar is a picture, an emoji, or initials on a colour. Only one is set.
type avatar struct {
	Src      template.URL
	Emoji    string
	Initials string
	Hue      uint32 // 0 to 11, for Initials
}

// A stamp is a moment as shown.
type stamp struct{ time.Time }

// ISO is the moment for programs.
func (s stamp) ISO() string { return s.UTC().Format("2006-01-02T15:04:05.000Z") }

// Clock is the time of day, in UTC: the page's script makes it local.
func (s stamp) Clock() string { return s.UTC().Format("15:04") }

// Full is the whole moment, in UTC.
func (s stamp) Full() string { return s.UTC().Format("Monday, 2 January 2006 15:04:05 UTC") }

func (r *Renderer) view(m integrations.PostedMessage, around Around) messageView {
	reader := attachmentReader{markdown: r.markdown, rooms: around.Rooms, budget: newBudget()}
	name := displayName(m)
	view := messageView{
		ID:          m.ID,
		Link:        messageLink(around.RoomPath, m.ID),
		Grouped:     grouped(around.Previous, m),
		Avatar:      avatarOf(m, name),
		Name:        name,
		Integration: m.Bot.Integration,
		Time:        stamp{m.TS},
		Text:        reader.budget.spend(m.Msg, r.markdown.Block, around.Rooms),
		Attachments: reader.list(m.Attachments, 0),
		ReplyCount:  m.ReplyCount,
	}
	if name != m.Sender.Username {
		view.Username = m.Sender.Username
	}
	if m.Tmid != "" {
		view.Reply = replyTo(m.Tmid, around)
	}
	return view
}

// displayName is the alias when there is one, else the sender's name.
func displayName(m integrations.PostedMessage) string {
	for _, name := range []string{m.Alias, m.Sender.Name, m.Sender.Username} {
		if strings.TrimSpace(name) != "" {
			return name
		}
	}
	return "unknown"
}

// messageLink leads to a message wherever its page is.
func messageLink(roomPath, id string) string {
	if roomPath == "" {
		return "#m-" + id
	}
	return roomPath + "?msg=" + template.URLQueryEscaper(id) + "#m-" + template.URLQueryEscaper(id)
}

func replyTo(id string, around Around) *replyView {
	reply := &replyView{Link: messageLink(around.RoomPath, id)}
	if around.Parent != nil {
		reply.Name = displayName(*around.Parent)
		reply.Excerpt = excerpt(*around.Parent)
	}
	return reply
}

// excerptLength is how much of a parent is quoted, in characters.
const excerptLength = 80

// excerpt is the beginning of a message in one line of plain text.
func excerpt(m integrations.PostedMessage) string {
	text := m.Msg
	if strings.TrimSpace(text) == "" {
		text = firstTitle(m.Attachments)
	}
	if len(text) > 4*excerptLength*utf8.UTFMax { // joining all of a long text is not needed
		text = strings.ToValidUTF8(text[:4*excerptLength*utf8.UTFMax], "")
	}
	line := []rune(replaceEmoji(strings.Join(strings.Fields(text), " ")))
	if len(line) > excerptLength {
		return strings.TrimSpace(string(line[:excerptLength])) + "…"
	}
	return string(line)
}

func firstTitle(attachments []json.RawMessage) string {
	for _, raw := range attachments[:min(len(attachments), maxAttachments)] {
		if title := decodeObject(raw).text("title"); title != "" {
			return title
		}
	}
	return ""
}

// grouped tells whether a message stands under the one above without a header
// of its own: the same face, soon after, and neither refuses it.
func grouped(previous *integrations.PostedMessage, m integrations.PostedMessage) bool {
	if previous == nil || m.Tmid != "" || previous.Tmid != "" {
		return false
	}
	if string(m.Groupable) == "false" || string(previous.Groupable) == "false" {
		return false
	}
	sameFace := previous.Sender.ID == m.Sender.ID && previous.Alias == m.Alias &&
		previous.Avatar == m.Avatar && previous.Emoji == m.Emoji
	gap := m.TS.Sub(previous.TS)
	sameDay := previous.TS.UTC().Truncate(24 * time.Hour).Equal(m.TS.UTC().Truncate(24 * time.Hour))
	return sameFace && sameDay && gap >= 0 && gap <= groupingPeriod
}

// avatarOf is the message's own picture or emoji, else the sender's picture,
// else initials. What the page may not load counts as absent.
func avatarOf(m integrations.PostedMessage, name string) avatar {
	if src := secureMedia(m.Avatar); src != "" {
		return avatar{Src: template.URL(src)}
	}
	if emoji := Emoji(m.Emoji); emoji != "" {
		return avatar{Emoji: emoji}
	}
	if src := secureMedia(m.Sender.Avatar); src != "" && m.Alias == "" {
		return avatar{Src: template.URL(src)}
	}
	hash := fnv.New32a()
	_, _ = io.WriteString(hash, name) // never fails
	return avatar{Initials: initials(name), Hue: hash.Sum32() % 12}
}

// initials are the first letters of the first and the last word.
func initials(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if len(words) == 0 {
		return "?"
	}
	first, _ := utf8.DecodeRuneInString(words[0])
	if len(words) == 1 {
		return string(unicode.ToUpper(first))
	}
	last, _ := utf8.DecodeRuneInString(words[len(words)-1])
	return string([]rune{unicode.ToUpper(first), unicode.ToUpper(last)})
}
