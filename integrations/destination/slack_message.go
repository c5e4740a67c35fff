package destination

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"rocketscript/integrations/message"
)

// This file maps a message of Rocket.Chat to the JSON of a Slack-compatible
// incoming webhook. What Rocket.Chat shows is shown; what a server has no place
// for becomes text (buttons, sounds, films, quotes), and what is lost even so
// is told in a note.

// A hookKind is what a Slack-compatible server takes.
type hookKind struct {
	markup markup
	// maxText is the longest text in characters, maxAttachments the most
	// attachments of a message.
	maxText, maxAttachments int
	// textInAttachment: the server ignores the text of a message that has
	// attachments.
	textInAttachment bool
}

var (
	slackPath   = regexp.MustCompile(`/services/T[A-Z0-9]+/B[A-Z0-9]+/\w+$`)
	discordPath = regexp.MustCompile(`/api/(?:v\d+/)?webhooks/\d+/[^/]+/slack$`)
)

// hookKindOf tells by its URL what a webhook takes. Slack's own are known by
// host or path (so also behind a relay), Zulip's and Discord's by path; all
// others take Markdown, as Mattermost and Rocket.Chat do.
//
// Slack cuts texts at 40,000 characters and refuses more than 100 attachments;
// Mattermost splits posts longer than 16,383 characters at any place; Discord
// takes 2,000 and 10.
func hookKindOf(u *url.URL) hookKind {
	host := u.Hostname()
	switch {
	case strings.HasSuffix("."+host, ".slack.com"), strings.HasSuffix("."+host, ".slack-gov.com"), slackPath.MatchString(u.Path):
		return hookKind{markup: mrkdwn(), maxText: 40_000, maxAttachments: 100}
	case strings.HasSuffix(u.Path, "/slack_incoming"):
		return hookKind{markup: mrkdwn(), maxText: 10_000, maxAttachments: 100, textInAttachment: true}
	case discordPath.MatchString(u.Path):
		return hookKind{markup: markdown(), maxText: 2000, maxAttachments: 10}
	}
	return hookKind{markup: markdown(), maxText: 16_383, maxAttachments: 100}
}

// Limits of the parts of an attachment, in characters. Slack folds long ones;
// beyond these nobody reads.
const (
	maxAttachmentText = 8000
	maxFieldValue     = 2000
	maxName           = 300
	maxFields         = 100
	maxFallback       = 300
)

// A hookMessage is the body of a post to an incoming webhook.
type hookMessage struct {
	Text        string           `json:"text,omitempty"`
	Channel     string           `json:"channel,omitempty"`
	Username    string           `json:"username,omitempty"`
	IconURL     string           `json:"icon_url,omitempty"`
	IconEmoji   string           `json:"icon_emoji,omitempty"`
	Attachments []hookAttachment `json:"attachments,omitempty"`
	// LinkNames has Slack find @user and #channel.
	LinkNames bool `json:"link_names,omitempty"`
	// UnfurlLinks and UnfurlMedia are Slack's previews of URLs.
	UnfurlLinks *bool `json:"unfurl_links,omitempty"`
	UnfurlMedia *bool `json:"unfurl_media,omitempty"`
}

type hookAttachment struct {
	Fallback   string      `json:"fallback,omitempty"`
	Color      string      `json:"color,omitempty"`
	Pretext    string      `json:"pretext,omitempty"`
	AuthorName string      `json:"author_name,omitempty"`
	AuthorLink string      `json:"author_link,omitempty"`
	AuthorIcon string      `json:"author_icon,omitempty"`
	Title      string      `json:"title,omitempty"`
	TitleLink  string      `json:"title_link,omitempty"`
	Text       string      `json:"text,omitempty"`
	Fields     []hookField `json:"fields,omitempty"`
	ImageURL   string      `json:"image_url,omitempty"`
	ThumbURL   string      `json:"thumb_url,omitempty"`
	Footer     string      `json:"footer,omitempty"`
	FooterIcon string      `json:"footer_icon,omitempty"`
	TS         int64       `json:"ts,omitempty"`
	// MrkdwnIn names the members that Slack reads marks in.
	MrkdwnIn []string `json:"mrkdwn_in,omitempty"`
}

type hookField struct {
	Title string `json:"title"`
	Value string `json:"value"`
	Short bool   `json:"short"`
}

// A hookMapper maps one message and collects notes of what is lost.
type hookMapper struct {
	hookKind
	notes []string
}

// mapToHook maps a message. Notes say for people what was cut or left out.
func mapToHook(m message.Message, kind hookKind) (hookMessage, []string) {
	h := &hookMapper{hookKind: kind}
	if m.Tmid != "" {
		h.note("incoming webhooks cannot reply in a thread: it was posted in the channel")
	}
	out := hookMessage{
		Text: h.marked(m.Msg, kind.maxText, "the text"), Channel: readable(m.Channel), Username: oneLine(readable(m.Alias), maxName),
		IconURL: h.picture(m.Avatar, "the avatar"), Attachments: h.attachments(m),
	}
	if emoji := emojiForm.FindStringSubmatch(strings.TrimSpace(m.Emoji)); emoji != nil {
		out.IconEmoji = ":" + emojiName(emoji[1]) + ":"
	} else if m.Emoji != "" {
		h.note("the emoji %q was left out: only names such as :fire: can be shown", oneLine(m.Emoji, 40))
	}
	if kind.markup.kind == mrkdwnKind {
		parse := string(m.ParseURLs) != "false"
		out.LinkNames, out.UnfurlLinks, out.UnfurlMedia = true, &parse, &parse
	}
	if out.Text != "" && len(out.Attachments) > 0 && kind.textInAttachment {
		out.Attachments = append([]hookAttachment{{Text: out.Text}}, out.Attachments...)
	}
	if out.Text == "" && len(out.Attachments) == 0 {
		out.Text = "–" // servers refuse a message of nothing, Rocket.Chat posts it
	}
	return out, h.notes
}

func (h *hookMapper) note(format string, args ...any) {
	if len(h.notes) < 20 {
		h.notes = append(h.notes, fmt.Sprintf(format, args...))
	}
}

// marked is a text with marks, cut so that what is sent has no more than limit
// characters: escapes make it longer than what was given.
func (h *hookMapper) marked(source string, limit int, what string) string {
	return h.fitted(source, limit, what, h.markup.block)
}

func (h *hookMapper) fitted(source string, limit int, what string, write func(string) string) string {
	kept, missing := message.Cut(source, limit)
	out := write(kept)
	for budget := limit; length(out) > limit && budget > 1; out = write(kept) {
		budget = min(budget-1, budget*limit/length(out))
		kept, missing = message.Cut(source, budget)
	}
	if missing > 0 {
		h.note("%s was longer than %d characters and was cut", what, limit)
	}
	return out
}

// length is what JavaScript and Slack count: UTF-16 units.
func length(text string) int { return len(utf16.Encode([]rune(text))) }

// name is a short text without marks, on one line.
func (h *hookMapper) name(text string) string {
	return h.markup.code(oneLine(readable(text), maxName))
}

// picture is the URL of a picture that the server can fetch.
func (h *hookMapper) picture(address, what string) string {
	if address == "" {
		return ""
	}
	if link := httpURL(address); link != "" && !strings.HasPrefix(link, "mailto:") && !strings.ContainsAny(link, " <>\"") {
		return link
	}
	h.note("%s was left out: only http and https URLs can be shown", what)
	return ""
}

// attachments maps all attachments, those of quotes behind the one that quotes.
func (h *hookMapper) attachments(m message.Message) []hookAttachment {
	var all []hookAttachment
	for _, raw := range m.Attachments {
		all = h.attachment(all, message.ParseAttachment(raw))
	}
	most := h.maxAttachments
	if h.textInAttachment {
		most-- // the text's own
	}
	if len(all) <= most {
		return all
	}
	h.note("%d of %d attachments were left out: the server takes %d", len(all)-most+1, len(all), most)
	rest := fmt.Sprintf("… (%d more attachments)", len(all)-most+1)
	return append(all[:most-1], hookAttachment{Fallback: rest, Text: rest})
}

func (h *hookMapper) attachment(all []hookAttachment, a message.Attachment) []hookAttachment {
	out := hookAttachment{
		Color: slackColor(a.Color), Pretext: h.body(a, "pretext", a.Pretext),
		AuthorName: h.name(a.AuthorName), Title: h.name(a.Title), Footer: h.name(a.Footer),
		Text: h.text(a), Fields: h.fields(a.Fields),
		ImageURL: h.picture(a.ImageURL, "an image"), ThumbURL: h.picture(a.ThumbURL, "a picture"),
		TS: unixTime(a.TS),
	}
	if out.AuthorName != "" {
		out.AuthorLink, out.AuthorIcon = httpURL(a.AuthorLink), h.picture(a.AuthorIcon, "the author's picture")
	}
	if out.TitleLink = httpURL(a.TitleLink); out.Title == "" && out.TitleLink != "" {
		out.Title = h.name(out.TitleLink)
	}
	if out.Footer != "" {
		out.FooterIcon = h.picture(a.FooterIcon, "the footer's picture")
	}
	if out.visible() {
		out.Fallback = h.fallback(a)
		out.MrkdwnIn = h.markedMembers(a)
		all = append(all, out)
	}
	for _, quoted := range a.Attachments {
		all = h.attachment(all, quoted)
	}
	return all
}

// visible tells whether there is anything to see.
func (a hookAttachment) visible() bool {
	return a.Pretext+a.AuthorName+a.Title+a.Text+a.ImageURL+a.ThumbURL+a.Footer != "" || len(a.Fields) > 0
}

// body is the text or pretext of an attachment.
func (h *hookMapper) body(a message.Attachment, member, text string) string {
	if a.Markdown(member) {
		return h.marked(text, maxAttachmentText, "the "+member+" of an attachment")
	}
	return h.fitted(text, maxAttachmentText, "the "+member+" of an attachment", h.markup.verbatim)
}

// markedMembers is mrkdwn_in; fields always have marks in Rocket.Chat.
func (h *hookMapper) markedMembers(a message.Attachment) []string {
	if h.markup.kind != mrkdwnKind {
		return nil
	}
	members := []string{"fields"}
	for _, member := range []string{"text", "pretext"} {
		if a.Markdown(member) {
			members = append(members, member)
		}
	}
	return members
}

// text is the text of an attachment, and below it what there is no member for.
func (h *hookMapper) text(a message.Attachment) string {
	lines := nonEmpty(h.body(a, "text", a.Text), h.marked(a.Description, maxAttachmentText, "a description"))
	for _, l := range []struct{ label, url string }{{"Audio", a.AudioURL}, {"Video", a.VideoURL}, {"Message", a.MessageLink}} {
		if target := httpURL(l.url); target != "" {
			lines = append(lines, h.markup.linked(l.label, target))
		}
	}
	return strings.Join(append(lines, nonEmpty(h.actions(a.Actions))...), "\n")
}

// actions are buttons as links: real ones need an app behind them.
func (h *hookMapper) actions(actions []message.AttachmentAction) string {
	var links []string
	for _, a := range actions[:min(len(actions), maxFields)] {
		label := cmp.Or(h.name(a.Text), "Link")
		if target := httpURL(a.URL); target != "" {
			links = append(links, h.markup.linked(h.markup.label(label), target))
			continue
		}
		h.note("the button %q was left out: webhooks have no buttons that post", label)
	}
	return strings.Join(links, " · ")
}

// label is a written name as the label of a link.
func (m markup) label(name string) string {
	if m.kind == markdownKind {
		return markdownMarks.ReplaceAllString(name, `\$0`)
	}
	return name
}

func (h *hookMapper) fields(fields []message.AttachmentField) []hookField {
	var all []hookField
	for _, f := range fields[:min(len(fields), maxFields)] {
		all = append(all, hookField{
			Title: h.markup.plain().block(oneLine(f.Title, maxName)),
			Value: h.marked(f.Value, maxFieldValue, "the value of a field"), Short: f.Short,
		})
	}
	if len(fields) > maxFields {
		h.note("%d of %d fields were left out", len(fields)-maxFields, len(fields))
	}
	return all
}

// fallback is what notifications and small screens show.
func (h *hookMapper) fallback(a message.Attachment) string {
	text := cmp.Or(a.Fallback, strings.Join(nonEmpty(a.Pretext, a.Title, a.Text), " "))
	if text == "" && len(a.Fields) > 0 {
		text = a.Fields[0].Title + " " + a.Fields[0].Value
	}
	text = cmp.Or(text, a.AuthorName, a.TitleLink, a.Footer, "–")
	return h.markup.plain().block(oneLine(text, maxFallback))
}

// unixTime is a time of an attachment in seconds since 1970; 0 when it is none.
func unixTime(text string) int64 {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return max(t.Unix(), 0)
	}
	n, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || n < 0 || n != n || n >= 1e14:
		return 0
	case n >= 1e11: // milliseconds
		n /= 1000
	}
	return int64(n)
}
