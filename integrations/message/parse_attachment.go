package message

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"
)

// An Attachment is an attachment as renderers see it (reference §9): whatever
// its author wrote, every member has its type, and is zero when it was not
// given or could not be read.
//
// URLs are absolute (http, https or data) or of a local upload, and "" when
// they are anything else; nothing else in an Attachment is made safe.
type Attachment struct {
	// Color is any CSS colour.
	Color string
	// Type is "file" for uploads; other values mean nothing.
	Type    string
	Pretext string
	// AuthorIcon and AuthorLink are not shown without AuthorName.
	AuthorName, AuthorIcon, AuthorLink string
	Title, TitleLink                   string
	TitleLinkDownload                  bool
	Text                               string
	Fields                             []AttachmentField
	ImageURL, ImageType, ImagePreview  string
	// ImageSize and the other sizes are bytes.
	ImageSize       float64
	ImageDimensions Dimensions
	ThumbURL        string
	AudioURL        string
	AudioType       string
	AudioSize       float64
	VideoURL        string
	VideoType       string
	VideoSize       float64
	// Collapsed hides text, fields, image and actions at first.
	Collapsed       bool
	Actions         []AttachmentAction
	ButtonAlignment string
	// MrkdwnIn names the members that are Markdown; nil stands for text and
	// pretext. Ask Markdown.
	MrkdwnIn []string
	// TS is a time as its author wrote it: seconds or milliseconds since 1970,
	// ISO 8601, or anything.
	TS string
	// MessageLink makes the attachment a quote of that message.
	MessageLink         string
	Description, Format string
	// Fallback, Footer and FooterIcon are Slack's; Rocket.Chat stores them and
	// shows none of them.
	Fallback, Footer, FooterIcon string
	// Attachments are those of a quoted message.
	Attachments []Attachment
}

// An AttachmentField is one entry of the table in an attachment. Title and
// value are inline Markdown.
type AttachmentField struct {
	Title, Value string
	// Short fields stand side by side.
	Short bool
}

// An AttachmentAction is a button. It is deprecated in Rocket.Chat.
type AttachmentAction struct {
	Type, Text    string
	URL, ImageURL string
	// Msg is what the button posts, with MsgInChatWindow and as
	// MsgProcessingType says.
	Msg                string
	MsgInChatWindow    bool
	MsgProcessingType  string
	IsWebview          bool
	WebviewHeightRatio string
}

// Dimensions are pixels; 0 when not known.
type Dimensions struct{ Width, Height float64 }

// Markdown reports whether "text" or "pretext" is Markdown or plain text.
func (a Attachment) Markdown(member string) bool {
	if a.MrkdwnIn == nil {
		return member == "text" || member == "pretext"
	}
	return slices.Contains(a.MrkdwnIn, member)
}

// quotesShown is how deep quotes within quotes are read.
const quotesShown = 8

// ParseAttachment reads an attachment of a message. It never fails: numbers and
// booleans become text where text is due, objects and arrays JSON text, and
// what makes no sense is zero. A text is an attachment with that text.
func ParseAttachment(raw json.RawMessage) Attachment {
	if !json.Valid(raw) || !utf8.Valid(raw) {
		return Attachment{}
	}
	return parseAttachment(value(bytes.TrimSpace(raw)), quotesShown)
}

func parseAttachment(v value, depth int) Attachment {
	if v.kind() == kindString {
		return Attachment{Text: v.str()}
	}
	var a Attachment
	for name, val := range v.members() {
		a.take(string(name[1:len(name)-1]), val, depth)
	}
	if a.ImageDimensions == (Dimensions{}) {
		ms := membersOf(v)
		a.ImageDimensions = Dimensions{ms.get("image_width").size(), ms.get("image_height").size()}
	}
	return a
}

// take reads one member.
func (a *Attachment) take(name string, v value, depth int) {
	switch name {
	case "collapsed":
		a.Collapsed = v.lenientBool()
	case "title_link_download":
		a.TitleLinkDownload = v.lenientBool()
	case "fields":
		a.Fields = parseFields(v)
	case "actions":
		a.Actions = parseActions(v)
	case "image_dimensions":
		ms := membersOf(v)
		a.ImageDimensions = Dimensions{ms.get("width").size(), ms.get("height").size()}
	case "image_size":
		a.ImageSize = v.size()
	case "audio_size":
		a.AudioSize = v.size()
	case "video_size":
		a.VideoSize = v.size()
	case "mrkdwn_in":
		a.MrkdwnIn = parseTexts(v)
	case "attachments":
		a.Attachments = parseQuoted(v, depth-1)
	default:
		a.takeText(name, v)
	}
}

func (a *Attachment) takeText(name string, v value) {
	if p := a.textMember(name); p != nil {
		*p = v.lenientText()
	} else if p := a.urlMember(name); p != nil {
		*p = v.lenientURL()
	}
}

func (a *Attachment) textMember(name string) *string {
	switch name {
	case "color":
		return &a.Color
	case "type":
		return &a.Type
	case "pretext":
		return &a.Pretext
	case "author_name":
		return &a.AuthorName
	case "title":
		return &a.Title
	case "text":
		return &a.Text
	case "image_type":
		return &a.ImageType
	case "image_preview":
		return &a.ImagePreview
	case "audio_type":
		return &a.AudioType
	case "video_type":
		return &a.VideoType
	case "button_alignment":
		return &a.ButtonAlignment
	case "ts":
		return &a.TS
	case "description":
		return &a.Description
	case "format":
		return &a.Format
	case "fallback":
		return &a.Fallback
	case "footer":
		return &a.Footer
	}
	return nil
}

func (a *Attachment) urlMember(name string) *string {
	switch name {
	case "author_icon":
		return &a.AuthorIcon
	case "author_link":
		return &a.AuthorLink
	case "title_link":
		return &a.TitleLink
	case "image_url":
		return &a.ImageURL
	case "thumb_url":
		return &a.ThumbURL
	case "audio_url":
		return &a.AudioURL
	case "video_url":
		return &a.VideoURL
	case "message_link":
		return &a.MessageLink
	case "footer_icon":
		return &a.FooterIcon
	}
	return nil
}

func parseFields(v value) []AttachmentField {
	var fields []AttachmentField
	for f := range v.elements() {
		if f.kind() != kindObject {
			continue
		}
		ms := membersOf(f)
		fields = append(fields, AttachmentField{
			Title: ms.get("title").lenientText(),
			Value: ms.get("value").lenientText(),
			Short: ms.get("short").lenientBool(),
		})
	}
	return fields
}

func parseActions(v value) []AttachmentAction {
	var actions []AttachmentAction
	for e := range v.elements() {
		if e.kind() != kindObject {
			continue
		}
		ms := membersOf(e)
		actions = append(actions, AttachmentAction{
			Type:               ms.get("type").lenientText(),
			Text:               ms.get("text").lenientText(),
			URL:                ms.get("url").lenientURL(),
			ImageURL:           ms.get("image_url").lenientURL(),
			Msg:                ms.get("msg").lenientText(),
			MsgInChatWindow:    ms.get("msg_in_chat_window").lenientBool(),
			IsWebview:          ms.get("is_webview").lenientBool(),
			WebviewHeightRatio: ms.get("webview_height_ratio").lenientText(),
			MsgProcessingType:  ms.get("msg_processing_type").lenientText(),
		})
	}
	return actions
}

// parseTexts is nil only when no list was given.
func parseTexts(v value) []string {
	if v.kind() != kindArray {
		return nil
	}
	texts := []string{}
	for e := range v.elements() {
		texts = append(texts, e.lenientText())
	}
	return texts
}

func parseQuoted(v value, depth int) []Attachment {
	if depth == 0 {
		return nil
	}
	var quoted []Attachment
	for e := range v.elements() {
		if e.kind() == kindObject || e.kind() == kindString {
			quoted = append(quoted, parseAttachment(e, depth))
		}
	}
	return quoted
}

func (v value) lenientText() string {
	if !v.given() {
		return ""
	}
	return v.asText()
}

func (v value) lenientURL() string {
	if s := v.str(); wantURL.allowsURL(s) {
		return s
	}
	return ""
}

func (v value) lenientBool() bool {
	switch v.kind() {
	case kindString:
		return strings.EqualFold(jsTrim(v.str()), "true")
	case kindArray, kindObject:
		return false
	}
	return v.truthy()
}

// size is a number that is not negative, 0 for everything else.
func (v value) size() float64 {
	if v.kind() == kindString {
		v = value(jsTrim(v.str()))
	}
	if v.kind() != kindNumber || !json.Valid(v) {
		return 0
	}
	return max(v.number(), 0)
}
