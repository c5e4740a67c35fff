package render

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// newPosted is a message as the workspace has it.
func newPosted(m message.Message) integrations.PostedMessage {
	return integrations.PostedMessage{
		ID: "aaaaaaaaaaaaaaaaa", Seq: 1, RoomID: "room", TS: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC),
		Sender:  integrations.WorkspaceUser{ID: "u", Username: "rocket.cat", Name: "Rocket.Cat"},
		Message: m,
	}
}

// shown renders a message and parses what came out.
func shown(t testing.TB, m integrations.PostedMessage, around Around) *goquery.Selection {
	t.Helper()
	html, err := New().HTML(m, around)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(html)))
	if err != nil {
		t.Fatal(err)
	}
	return doc.Find("body > *")
}

// shownAttachment renders a message with one attachment.
func shownAttachment(t testing.TB, attachment string) *goquery.Selection {
	t.Helper()
	return shown(t, newPosted(message.Message{Attachments: []json.RawMessage{json.RawMessage(attachment)}}), Around{})
}

// A part is what one selector finds: how many, the text, or an attribute.
type part struct {
	selector string
	count    int
	text     string    // of the first one; not compared when empty
	attr     [2]string // name and value
}

func (p part) check(t *testing.T, in *goquery.Selection) {
	t.Helper()
	found := in.Find(p.selector)
	if found.Length() != p.count {
		html, _ := in.Html()
		t.Errorf("%q is found %d times, want %d, in\n%s", p.selector, found.Length(), p.count, html)
		return
	}
	if got := strings.TrimSpace(found.First().Text()); p.text != "" && got != p.text {
		t.Errorf("%q says %q, want %q", p.selector, got, p.text)
	}
	if got := found.AttrOr(p.attr[0], ""); p.attr[0] != "" && got != p.attr[1] {
		t.Errorf("%q has %s=%q, want %q", p.selector, p.attr[0], got, p.attr[1])
	}
}

// Each row is a sentence of reference §9, or a wrong input that must not harm.
func TestAttachment(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []part
	}{
		{"color", `{"color":"#E02020","text":"x"}`, []part{{".bar rect", 1, "", [2]string{"fill", "#e02020"}}}},
		{"no color", `{"text":"x"}`, []part{{".bar rect", 1, "", [2]string{"fill", ""}}, {".bar rect[fill]", 0, "", [2]string{}}}},
		{"color that is none", `{"color":"good","text":"x"}`, []part{{".bar rect[fill]", 0, "", [2]string{}}}},
		{"pretext stands above", `{"pretext":"*a*","text":"x"}`, []part{{".pretext strong", 1, "a", [2]string{}}, {".attachment .pretext", 0, "", [2]string{}}}},
		{"pretext plain", `{"pretext":"*a*","text":"*x*","mrkdwn_in":["text"]}`, []part{{".pretext .plain", 1, "*a*", [2]string{}}, {".content strong", 1, "x", [2]string{}}}},
		{"text plain", `{"text":"*x*\n- y","mrkdwn_in":["pretext"]}`, []part{{".content .plain", 1, "*x*\n- y", [2]string{}}}},
		{"author", `{"author_name":"Jane","author_link":"https://x.example","author_icon":"https://x.example/j.png","text":"x"}`,
			[]part{{".author a[target=_blank][rel='noopener noreferrer']", 1, "Jane", [2]string{"href", "https://x.example"}}, {".author img", 1, "", [2]string{"src", "https://x.example/j.png"}}}},
		{"author without name", `{"author_link":"https://x.example","author_icon":"https://x.example/j.png","text":"x"}`, []part{{".author", 0, "", [2]string{}}}},
		{"title", `{"title":"*Down*","title_link":"https://x.example/1"}`, []part{{"a.title[target=_blank]", 1, "*Down*", [2]string{"href", "https://x.example/1"}}}},
		{"title without link", `{"title":"Down"}`, []part{{"span.title", 1, "Down", [2]string{}}}},
		{"title with a bad link", `{"title":"Down","title_link":"javascript:x"}`, []part{{"span.title", 1, "Down", [2]string{}}, {"a.title", 0, "", [2]string{}}}},
		{"collapsed", `{"title":"t","collapsed":true,"text":"x","fields":[{"title":"a","value":"b"}],"image_url":"https://x.example/i.png","actions":[{"type":"button","text":"go","url":"https://x.example"}],"thumb_url":"https://x.example/t.png","author_name":"n"}`,
			[]part{{"details:not([open]) > summary > .title", 1, "t", [2]string{}}, {"details .text", 1, "x", [2]string{}}, {"details .fields", 1, "", [2]string{}},
				{"details .image", 1, "", [2]string{}}, {"details .actions", 1, "", [2]string{}}, {"details .thumb", 0, "", [2]string{}}, {".thumb", 1, "", [2]string{}}, {"details .author", 0, "", [2]string{}}}},
		{"collapsed with nothing to hide", `{"title":"t","collapsed":true}`, []part{{"details", 0, "", [2]string{}}, {".title", 1, "t", [2]string{}}}},
		{"collapsed without title", `{"collapsed":true,"text":"x"}`, []part{{"summary", 1, "Details", [2]string{}}}},
		{"fields", `{"fields":[{"title":"*Host*","value":"a\nb","short":true},{"title":"Log","value":"long"}]}`,
			[]part{{".field", 2, "", [2]string{}}, {".field.short dt strong", 1, "Host", [2]string{}}, {".field.short dd br", 1, "", [2]string{}}}},
		{"fields of other types", `{"fields":[{"title":"n","value":0},{"title":1.50,"value":true},{"title":"o","value":{"b":1}},{},"x",null]}`,
			[]part{{".field", 3, "", [2]string{}}, {".field:nth-child(1) dd", 1, "0", [2]string{}}, {".field:nth-child(2) dt", 1, "1.50", [2]string{}}, {".field:nth-child(3) dd", 1, `{"b":1}`, [2]string{}}}},
		{"image", `{"title":"graph","image_url":"https://x.example/i.png","image_dimensions":{"width":400,"height":200.5}}`,
			[]part{{".image img[loading=lazy][referrerpolicy=no-referrer][width='400'][height='200']", 1, "", [2]string{"alt", "graph"}}, {"a.image", 1, "", [2]string{"href", "https://x.example/i.png"}}}},
		{"image with mad dimensions", `{"image_url":"https://x.example/i.png","image_dimensions":{"width":-1,"height":1e99}}`, []part{{"img[width], img[height]", 0, "", [2]string{}}, {"img", 1, "", [2]string{}}}},
		{"image that the page may not load", `{"image_url":"http://grafana/i.png"}`, []part{{"img", 0, "", [2]string{}}, {"a.unloaded", 1, "", [2]string{"href", "http://grafana/i.png"}}}},
		{"image within its URL", `{"image_url":"data:image/png;base64,iVBORw0KGgo="}`, []part{{"span.image img", 1, "", [2]string{"src", "data:image/png;base64,iVBORw0KGgo="}}}},
		{"thumb", `{"text":"x","thumb_url":"https://x.example/t.png"}`, []part{{".attachment > img.thumb", 1, "", [2]string{"src", "https://x.example/t.png"}}}},
		{"actions", `{"actions":[{"type":"button","text":"Runbook","url":"https://x.example/r"},{"type":"button","text":"Ack","msg":"!ack"},
			{"type":"button","image_url":"https://x.example/b.png","url":"https://x.example"},{"type":"select","text":"no","url":"https://x.example"},{"type":"button","text":"no"},{"type":"button","url":"https://x.example"}]}`,
			[]part{{"a.button", 2, "Runbook", [2]string{"href", "https://x.example/r"}}, {"button[disabled]", 1, "Ack", [2]string{"title", "This button would post “!ack”. Posting from the page is not possible here."}},
				{"a.button img", 1, "", [2]string{}}}},
		{"not shown", `{"text":"x","footer":"f","footer_icon":"https://x.example/f.png","fallback":"fb","audio_url":"https://x.example/a.mp3","ts":1700000000}`,
			[]part{{".content", 1, "x", [2]string{}}, {"img, audio, .when time + time", 0, "", [2]string{}}}},
		{"audio file", `{"type":"file","title":"call.mp3","title_link":"https://x.example/d","audio_url":"https://x.example/a.mp3","description":"*the* call"}`,
			[]part{{"audio[controls][preload=none]", 1, "", [2]string{"src", "https://x.example/a.mp3"}}, {".content .text strong", 1, "the", [2]string{}}}},
		{"video file over http", `{"type":"file","video_url":"http://x.example/v.mp4"}`, []part{{"video", 0, "", [2]string{}}, {"a.unloaded", 1, "", [2]string{}}}},
		{"quote", `{"message_link":"https://chat.example/channel/a?msg=b","author_name":"Jane","text":"said","ts":"2026-11-22T08:00:00Z"}`,
			[]part{{".quote .when time", 1, "08:00", [2]string{"datetime", "2026-11-22T08:00:00.000Z"}}, {".quote > .content > .author > .when", 1, "", [2]string{"href", "https://chat.example/channel/a?msg=b"}}}},
		{"nested", `{"text":"a","attachments":[{"text":"b","attachments":[{"text":"c","attachments":[{"text":"d","attachments":[{"text":"too deep"}]}]}]}]}`,
			[]part{{".attachment", 4, "", [2]string{}}, {".attachment .attachment .attachment .attachment .text", 1, "d", [2]string{}}}},
		{"wrong types", `{"color":1,"text":["a"],"title":{},"fields":"x","actions":{},"image_dimensions":3,"mrkdwn_in":"text","attachments":7}`,
			[]part{{".attachment", 1, "", [2]string{}}, {".content .text", 1, `["a"]`, [2]string{}}}},
		{"no object", `"x"`, []part{{".attachment", 0, "", [2]string{}}}},
		{"null", `null`, []part{{".attachment", 0, "", [2]string{}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := shownAttachment(t, c.in)
			for _, p := range c.want {
				p.check(t, got)
			}
		})
	}
}

func TestAttachmentOrder(t *testing.T) {
	got := shownAttachment(t, `{"actions":[{"type":"button","text":"b","url":"https://x.example"}],"image_url":"https://x.example/i.png",
		"fields":[{"title":"f","value":"v"}],"text":"text","title":"title","author_name":"author","pretext":"pretext"}`)
	html, err := got.Html()
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for _, class := range []string{"pretext", "author", `class="title"`, `class="text"`, "fields", `class="image"`, "actions"} {
		at := strings.Index(html, class)
		if at <= last {
			t.Errorf("%s is at %d, what comes before it at %d", class, at, last)
		}
		last = at
	}
}

func TestFaces(t *testing.T) {
	for _, c := range []struct {
		name   string
		m      message.Message
		sender string // picture of the sender
		want   part
	}{
		{"picture", message.Message{Avatar: "https://x.example/a.png"}, "", part{".avatar img[referrerpolicy=no-referrer]", 1, "", [2]string{"src", "https://x.example/a.png"}}},
		{"emoji", message.Message{Emoji: ":ghost:"}, "", part{".face", 1, "👻", [2]string{}}},
		{"emoji as character", message.Message{Emoji: "🚨"}, "", part{".face", 1, "🚨", [2]string{}}},
		{"unknown emoji", message.Message{Emoji: ":parrot_party:", Alias: "Nagios"}, "", part{".initials", 1, "N", [2]string{}}},
		{"text as emoji", message.Message{Emoji: "<b>x", Alias: "Nagios"}, "", part{".initials", 1, "N", [2]string{}}},
		{"sender's picture", message.Message{}, "https://x.example/s.png", part{".avatar img", 1, "", [2]string{"src", "https://x.example/s.png"}}},
		{"sender's picture under an alias", message.Message{Alias: "Prod Alerts EU"}, "https://x.example/s.png", part{".initials", 1, "PE", [2]string{}}},
		{"initials", message.Message{}, "", part{".initials", 1, "RC", [2]string{}}},
		{"picture over http", message.Message{Avatar: "http://x.example/a.png", Alias: "élan"}, "", part{".initials", 1, "É", [2]string{}}},
		{"no letters", message.Message{Alias: "!!!"}, "", part{".initials", 1, "?", [2]string{}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newPosted(c.m)
			m.Sender.Avatar = c.sender
			got := shown(t, m, Around{})
			c.want.check(t, got)
			part{".avatar > *", 1, "", [2]string{}}.check(t, got)
		})
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ alias, name, username, wantName, wantUsername string }{
		{"PagerDuty", "Rocket.Cat", "rocket.cat", "PagerDuty", "@rocket.cat"},
		{"", "Rocket.Cat", "rocket.cat", "Rocket.Cat", "@rocket.cat"},
		{"", "", "rocket.cat", "rocket.cat", ""},
		{"rocket.cat", "Rocket.Cat", "rocket.cat", "rocket.cat", ""},
		{" ", "", "", "unknown", "@"},
	} {
		m := newPosted(message.Message{Alias: c.alias})
		m.Sender.Name, m.Sender.Username = c.name, c.username
		got := shown(t, m, Around{})
		name, username := got.Find(".header .name").Text(), got.Find(".username").Text()
		if c.wantUsername == "@" {
			c.wantUsername = ""
		}
		if name != c.wantName || username != c.wantUsername {
			t.Errorf("%+v: %q %q", c, name, username)
		}
	}
}

func TestBudget(t *testing.T) {
	var attachments []json.RawMessage
	for range 2 * maxAttachments {
		raw, err := json.Marshal(map[string]any{"text": "*a* " + strings.Repeat("x ", 7000)})
		if err != nil {
			t.Fatal(err)
		}
		attachments = append(attachments, raw)
	}
	html, err := New().HTML(newPosted(message.Message{Attachments: attachments}), Around{})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(html); n > 3*maxShown {
		t.Errorf("1.4 MB of texts become %d bytes", n)
	}
	if !strings.Contains(string(html), "the message is too long") {
		t.Error("nothing says that texts are missing")
	}
	if n := strings.Count(string(html), "<strong>a</strong>"); n != 4 {
		t.Errorf("%d texts are rendered as Markdown", n)
	}
}

func TestColor(t *testing.T) {
	for in, want := range map[string]string{
		"#abc": "#abc", " #AABBCC ": "#aabbcc", "#abcd": "#abcd", "#aabbccdd": "#aabbccdd", "red": "red", "RebeccaPurple": "rebeccapurple",
		"rgb(1, 2,3)": "rgb(1, 2,3)", "rgba(1 2 3 / 50%)": "rgba(1 2 3 / 50%)", "hsl(120deg 50% 50%)": "hsl(120deg 50% 50%)", "transparent": "transparent",
		"": "", "good": "", "abc": "", "#ab": "", "#abcde": "", "#ggg": "", "currentcolor": "", "inherit": "", "url(#x)": "", "var(--x)": "",
		"red;background:url(//evil.example)": "", `red" onload="x`: "", "rgb(1,2,3);x": "", "rgb(url(x))": "", "expression(alert(1))": "", "re\x00d": "", "ｒｅｄ": "",
	} {
		if diff := cmp.Diff(want, Color(in)); diff != "" {
			t.Errorf("Color(%q): %s", in, diff)
		}
	}
}

func BenchmarkMessage(b *testing.B) {
	r := New()
	m := newPosted(message.Message{Alias: "PagerDuty", Emoji: ":rotating_light:", Attachments: []json.RawMessage{json.RawMessage(
		`{"color":"#e02020","title":"[#42] API latency","title_link":"https://x.example/42","text":"*API* p99 over 2 s",
		"fields":[{"title":"Service","value":"API","short":true},{"title":"Urgency","value":"high","short":true},{"title":"Assigned","value":"Jane Doe","short":true}]}`)}})
	for b.Loop() {
		if _, err := r.HTML(m, Around{}); err != nil {
			b.Fatal(err)
		}
	}
}
