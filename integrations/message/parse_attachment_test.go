package message_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations/message"
)

func TestParseAttachment(t *testing.T) {
	for _, c := range []struct {
		name, raw string
		want      message.Attachment
	}{
		{"§9 everything", `{
			"color":"#a30200","type":"file","pretext":"p","author_name":"a","author_icon":"https://i","author_link":"https://a",
			"title":"t","title_link":"https://t","title_link_download":true,"text":"x",
			"fields":[{"title":"f","value":"v","short":true},{"title":"g","value":"w"}],
			"image_url":"https://p","image_type":"image/png","image_preview":"AA","image_size":5,"image_dimensions":{"width":10,"height":20},
			"thumb_url":"data:image/png;base64,AA==","audio_url":"/file-upload/a","audio_type":"audio/mp3","audio_size":1,
			"video_url":"https://v","video_type":"video/mp4","video_size":2,"collapsed":true,
			"actions":[{"type":"button","text":"b","url":"https://u","image_url":"https://j","msg":"m","msg_in_chat_window":true,"msg_processing_type":"respondWithMessage","is_webview":true,"webview_height_ratio":"full"}],
			"button_alignment":"horizontal","mrkdwn_in":["text"],"ts":"2026-11-22T10:00:00Z","message_link":"https://m",
			"description":"d","format":"PDF","fallback":"fb","footer":"ft","footer_icon":"https://fi",
			"attachments":[{"text":"quoted","attachments":[{"text":"deeper"}]}]}`,
			message.Attachment{
				Color: "#a30200", Type: "file", Pretext: "p", AuthorName: "a", AuthorIcon: "https://i", AuthorLink: "https://a",
				Title: "t", TitleLink: "https://t", TitleLinkDownload: true, Text: "x",
				Fields:   []message.AttachmentField{{Title: "f", Value: "v", Short: true}, {Title: "g", Value: "w"}},
				ImageURL: "https://p", ImageType: "image/png", ImagePreview: "AA", ImageSize: 5, ImageDimensions: message.Dimensions{Width: 10, Height: 20},
				ThumbURL: "data:image/png;base64,AA==", AudioURL: "/file-upload/a", AudioType: "audio/mp3", AudioSize: 1,
				VideoURL: "https://v", VideoType: "video/mp4", VideoSize: 2, Collapsed: true,
				Actions: []message.AttachmentAction{{
					Type: "button", Text: "b", URL: "https://u", ImageURL: "https://j", Msg: "m", MsgInChatWindow: true,
					MsgProcessingType: "respondWithMessage", IsWebview: true, WebviewHeightRatio: "full",
				}},
				ButtonAlignment: "horizontal", MrkdwnIn: []string{"text"}, TS: "2026-11-22T10:00:00Z", MessageLink: "https://m",
				Description: "d", Format: "PDF", Fallback: "fb", Footer: "ft", FooterIcon: "https://fi",
				Attachments: []message.Attachment{{Text: "quoted", Attachments: []message.Attachment{{Text: "deeper"}}}},
			}},
		{"wrong types become text", `{"title":5,"text":{"a": 1},"color":true,"ts":1700000000.5,"fields":[{"title":1,"value":[ 2 ]}]}`,
			message.Attachment{Title: "5", Text: `{"a":1}`, Color: "true", TS: "1700000000.5", Fields: []message.AttachmentField{{Title: "1", Value: "[2]"}}}},
		{"or zero", `{"collapsed":[],"image_size":-5,"audio_size":"x","image_dimensions":5,"fields":{"a":1},"actions":[5,null],"mrkdwn_in":"text","attachments":{},"author_name":null}`,
			message.Attachment{}},
		{"or what was meant", `{"collapsed":"True","image_size":"12","fields":[{"title":"t","short":"true"},null,"x"]}`,
			message.Attachment{Collapsed: true, ImageSize: 12, Fields: []message.AttachmentField{{Title: "t", Short: true}}}},
		{"URLs that are none", `{"title_link":"javascript:alert(1)","image_url":"/x","thumb_url":"JAVASCRIPT:x","author_icon":5,"actions":[{"url":" javascript:x"}]}`,
			message.Attachment{Actions: []message.AttachmentAction{{}}}},
		{"Markdown nowhere", `{"mrkdwn_in":[]}`, message.Attachment{MrkdwnIn: []string{}}},
		{"a text", `" x "`, message.Attachment{Text: " x "}},
		{"the last of a repeated name", `{"title":"a","\u0074itle":"b"}`, message.Attachment{Title: "b"}},
		{"null", `null`, message.Attachment{}},
		{"a number", `5`, message.Attachment{}},
		{"a list", `[{"title":"t"}]`, message.Attachment{}},
		{"nothing", ``, message.Attachment{}},
		{"no JSON", `{"title":`, message.Attachment{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, message.ParseAttachment(json.RawMessage(c.raw))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Quotes within quotes are cut off, however deep they go.
func TestParseAttachmentDepth(t *testing.T) {
	raw := strings.Repeat(`{"text":"x","attachments":[`, 3000) + strings.Repeat(`]}`, 3000)
	a, depth := message.ParseAttachment(json.RawMessage(raw)), 1
	for len(a.Attachments) > 0 {
		a, depth = a.Attachments[0], depth+1
	}
	if depth != 8 {
		t.Errorf("depth %d", depth)
	}
}

func TestAttachmentMarkdown(t *testing.T) {
	for _, c := range []struct {
		raw           string
		text, pretext bool
	}{
		{`{}`, true, true},
		{`{"mrkdwn_in":["pretext","fields"]}`, false, true},
		{`{"mrkdwn_in":["text"]}`, true, false},
		{`{"mrkdwn_in":[]}`, false, false},
	} {
		a := message.ParseAttachment(json.RawMessage(c.raw))
		if a.Markdown("text") != c.text || a.Markdown("pretext") != c.pretext {
			t.Errorf("%s: text %v, pretext %v", c.raw, a.Markdown("text"), a.Markdown("pretext"))
		}
	}
}
