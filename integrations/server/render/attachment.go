package render

import (
	"bytes"
	"encoding/json"
	"html/template"
	"slices"
	"strings"
	"time"
)

// Bounds on what of the attachments of one message is shown. Rocket.Chat has
// none; a page has to have some.
const (
	maxAttachments = 50
	maxFields      = 100
	maxActions     = 25
	maxNested      = 4 // attachments within attachments
)

// An attachment is one attachment as the template shows it (reference §9).
// Empty parts are not shown.
type attachment struct {
	Color         string
	Pretext, Text template.HTML
	Author        author
	Title         string
	TitleLink     string
	Collapsed     bool
	Fields        []field
	Image         picture
	Thumb         picture
	Actions       []action
	// File is true for an uploaded file: Audio, Video and Description count.
	File         bool
	Audio, Video medium
	Description  template.HTML
	// QuoteLink makes it a quote of the message there, written at QuotedAt.
	QuoteLink string
	QuotedAt  stamp
	Nested    []attachment
}

type author struct {
	Name, Link string
	Icon       template.URL
}

type field struct {
	Title, Value template.HTML
	Short        bool
}

// A picture has a Src that the page may load, or only a Link to where it is.
type picture struct {
	Src           template.URL
	Link          string
	Alt           string
	Width, Height int // 0 when not known
}

type medium struct {
	Src  template.URL
	Link string
}

// An action is a button: a link, or one that would post a message, which only
// Rocket.Chat itself could.
type action struct {
	Text, URL string
	Image     template.URL
	Message   string
}

// HasBody tells whether there is anything that collapsing would hide.
func (a attachment) HasBody() bool {
	return a.Text != "" || len(a.Fields) > 0 || a.Image != (picture{}) || len(a.Actions) > 0 ||
		a.Audio != (medium{}) || a.Video != (medium{}) || a.Description != "" || len(a.Nested) > 0
}

// A budget bounds what is rendered of all texts of one message together.
type budget struct {
	markdown int // bytes still rendered as Markdown
	shown    int // bytes still shown at all
}

// newBudget allows what any sensible message needs many times over.
func newBudget() *budget { return &budget{markdown: 4 * maxMarkdown, shown: 2 * maxShown} }

// spent is shown in place of texts beyond the budget.
const spent = template.HTML(`<p class="note">… not shown: the message is too long.</p>`)

// spend renders a text by render while the budget lasts, then as it is, then
// not at all.
func (b *budget) spend(source string, render func(string, RoomPath) template.HTML, rooms RoomPath) template.HTML {
	if source == "" {
		return ""
	}
	if b.shown -= len(source); b.shown < 0 {
		return spent
	}
	if b.markdown -= len(source); b.markdown < 0 {
		return Plain(source)
	}
	return render(source, rooms)
}

// An attachmentReader reads attachments of any shape: wrong types are read as
// what they most likely mean, or left out.
type attachmentReader struct {
	markdown *Markdown
	rooms    RoomPath
	budget   *budget
}

func (r attachmentReader) list(raw []json.RawMessage, depth int) []attachment {
	if depth >= maxNested {
		return nil
	}
	var list []attachment
	for _, one := range raw[:min(len(raw), maxAttachments)] {
		if r.budget.shown < 0 {
			break
		}
		if o := decodeObject(one); o != nil {
			list = append(list, r.attachment(o, depth))
		}
	}
	return list
}

func (r attachmentReader) attachment(o object, depth int) attachment {
	a := attachment{
		Color:     Color(o.text("color")),
		Title:     o.text("title"),
		TitleLink: webLink(o.text("title_link")),
		Collapsed: o.truthy("collapsed"),
		Fields:    r.fields(o),
		Image:     o.picture("image_url"),
		Thumb:     o.picture("thumb_url"),
		Actions:   actions(o),
		QuoteLink: webLink(o.text("message_link")),
		Nested:    r.list(o.raws("attachments"), depth+1),
	}
	a.Pretext = r.block(o, "pretext")
	a.Text = r.block(o, "text")
	if name := o.text("author_name"); name != "" {
		a.Author = author{name, webLink(o.text("author_link")), template.URL(secureMedia(o.text("author_icon")))}
	}
	if a.QuoteLink != "" {
		a.QuotedAt = o.time("ts")
	}
	if a.File = o.text("type") == "file"; a.File {
		a.Audio, a.Video = o.medium("audio_url"), o.medium("video_url")
		a.Description = r.budget.spend(o.text("description"), r.markdown.Block, r.rooms)
	}
	a.Image.Width, a.Image.Height = o.dimensions("image_dimensions")
	if a.Image.Src == "" && a.Image.Link == "" {
		a.Image = picture{}
	}
	return a
}

// block renders text or pretext: as Markdown, unless mrkdwn_in names others.
func (r attachmentReader) block(o object, key string) template.HTML {
	source := o.text(key)
	if strings.TrimSpace(source) == "" {
		return ""
	}
	if in, given := o["mrkdwn_in"].([]any); given && !slices.Contains(in, any(key)) {
		return r.budget.spend(source, func(source string, _ RoomPath) template.HTML { return Plain(source) }, nil)
	}
	return r.budget.spend(source, r.markdown.Block, r.rooms)
}

func (r attachmentReader) fields(o object) []field {
	raw := o.objects("fields")
	list := make([]field, 0, min(len(raw), maxFields))
	for _, f := range raw[:min(len(raw), maxFields)] {
		one := field{
			Title: r.budget.spend(f.text("title"), r.markdown.Inline, r.rooms),
			Value: r.budget.spend(f.text("value"), r.markdown.Inline, r.rooms),
			Short: f.truthy("short"),
		}
		if one.Title != "" || one.Value != "" {
			list = append(list, one)
		}
	}
	return list
}

// actions returns the buttons Rocket.Chat shows: of type button, with a text
// or picture, and with somewhere to go.
func actions(o object) []action {
	var list []action
	raw := o.objects("actions")
	for _, a := range raw[:min(len(raw), maxActions)] {
		one := action{
			Text:    a.text("text"),
			URL:     webLink(a.text("url")),
			Image:   template.URL(secureMedia(a.text("image_url"))),
			Message: a.text("msg"),
		}
		posts := a.truthy("msg_in_chat_window") || one.Message != ""
		if a.text("type") == "button" && (one.Text != "" || one.Image != "") && (one.URL != "" || posts) {
			list = append(list, one)
		}
	}
	return list
}

// An object is a JSON object of which nothing is certain.
type object map[string]any

// decodeObject returns nil for everything that is no JSON object.
func decodeObject(raw json.RawMessage) object {
	var o object
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&o) != nil {
		return nil
	}
	return o
}

// text returns a member as text: numbers and booleans as they are written,
// objects and lists as JSON, everything else "".
func (o object) text(key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any, map[string]any:
		out, err := json.Marshal(v)
		if err != nil {
			return ""
		}
		return string(out)
	}
	return ""
}

// truthy tells what JavaScript would make of a member in a condition.
func (o object) truthy(key string) bool {
	switch v := o[key].(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case json.Number:
		n, err := v.Float64()
		return err != nil || n != 0
	}
	return true
}

// objects returns the objects in a list, leaving out everything else.
func (o object) objects(key string) []object {
	list, _ := o[key].([]any)
	var found []object
	for _, v := range list {
		if m, ok := v.(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

// raws returns the members of a list as JSON.
func (o object) raws(key string) []json.RawMessage {
	list, _ := o[key].([]any)
	var raw []json.RawMessage
	for _, v := range list[:min(len(list), maxAttachments)] {
		if out, err := json.Marshal(v); err == nil {
			raw = append(raw, out)
		}
	}
	return raw
}

// picture returns what a URL member shows: a picture, or, where the page may
// not load it, a link.
func (o object) picture(key string) picture {
	address := o.text(key)
	alt := o.text("title")
	if alt == "" {
		alt = o.text("fallback")
	}
	if src := secureMedia(address); src != "" {
		return picture{Src: template.URL(src), Link: webLink(address), Alt: alt}
	}
	return picture{Link: webLink(address), Alt: alt}
}

func (o object) medium(key string) medium {
	address := o.text(key)
	src := secureMedia(address)
	if strings.HasPrefix(src, "data:") { // only pictures may be within their URL
		src = ""
	}
	return medium{Src: template.URL(src), Link: webLink(address)}
}

// dimensions returns width and height of a picture, 0 when they make no sense.
func (o object) dimensions(key string) (width, height int) {
	m, _ := o[key].(map[string]any)
	d := object(m)
	return d.pixels("width"), d.pixels("height")
}

func (o object) pixels(key string) int {
	n, ok := o[key].(json.Number)
	if !ok {
		return 0
	}
	f, err := n.Float64()
	if err != nil || f < 1 || f > 20_000 {
		return 0
	}
	return int(f)
}

// time returns a moment given as ISO text or as milliseconds or seconds since
// 1970; zero when it is none.
func (o object) time(key string) stamp {
	switch v := o[key].(type) {
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			return stamp{t.UTC()}
		}
	case json.Number:
		if n, err := v.Float64(); err == nil && n > 0 && n < 1e14 {
			if n < 1e11 { // seconds: Slack's ts
				n *= 1000
			}
			return stamp{time.UnixMilli(int64(n)).UTC()}
		}
	}
	return stamp{}
}
