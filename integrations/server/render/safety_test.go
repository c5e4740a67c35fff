package render

import (
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// payloads are attempts to get more out of a text than text.
var payloads = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`'><svg/onload=alert(1)>`,
	`javascript:alert(1)`,
	"java\tscript:alert(1)",
	"\x01javascript:alert(1)",
	`JaVaScRiPt:alert(1)`,
	`javascript&colon;alert(1)`,
	`data:text/html,<script>alert(1)</script>`,
	`data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
	`data:image/svg+xml,<svg onload="alert(1)">`,
	`vbscript:msgbox(1)`,
	`https://x.example/" onmouseover="alert(1)`,
	`https://x.example/'onmouseover='alert(1)`,
	`https://user:pass@evil.example/`,
	`//evil.example/x`,
	`/\evil.example`,
	`red;background:url(//evil.example)`,
	`#fff" onload="alert(1)`,
	`</style><script>alert(1)</script>`,
	`</template><script>alert(1)</script>`,
	`</textarea></title></details></svg><script>alert(1)</script>`,
	`<svg><p><style><img src=1 href=1 onerror=alert(1)></style></p></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`{{.}}{{template "x"}}`,
	`[x](javascript:alert(1)) <javascript:alert(1)|x> ![x](javascript:alert(1))`,
	"[x](java\nscript:alert(1))",
	`[x](https://x.example "onmouseover=alert(1)) [y](<https://x.example/"><b>)`,
	`<https://x.example/"onclick="alert(1)|<img src=x onerror=alert(1)>>`,
	`<mailto:a@b?subject="><script>|x>`,
	"```\"><script>\n</code></pre><script>alert(1)</script>\n```",
	"`</code><script>alert(1)</script>`",
	`@<script> #alerts"><b> :"><b>:`,
	"\u202Egnp.exe\u2066<script>\u2028\u2029",
	"＜script＞alert(1)＜/script＞",
	"%3Cscript%3E \\u003cscript\\u003e &#60;script&#62; &lt;script&gt;",
	"\xff\xfe<script>\x00alert(1)",
	`+ADw-script+AD4-alert(1)+ADw-/script+AD4-`,
	`<base href=//evil.example><link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=0><form action=//evil.example><input name=x>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe><object data=x><embed src=x>`,
	`<a id=messages name=body href=x>`,
}

// Where a sender can put text.
var (
	messageFields    = []string{"msg", "alias", "avatar", "emoji", "tmid", "bot"}
	attachmentFields = []string{
		"color", "pretext", "text", "title", "title_link", "author_name", "author_link", "author_icon", "image_url", "thumb_url",
		"audio_url", "video_url", "description", "message_link", "ts", "type", "fallback", "footer", "image_type", "image_preview",
	}
)

func TestNothingInjects(t *testing.T) {
	r := New()
	for i, payload := range payloads {
		for _, field := range messageFields {
			t.Run(fmt.Sprint("message ", field, " ", i), func(t *testing.T) {
				checkSafe(t, r, payloadMessage(field, payload))
			})
		}
		for _, field := range attachmentFields {
			t.Run(fmt.Sprint("attachment ", field, " ", i), func(t *testing.T) {
				for _, extra := range []string{"", `"type":"file",`, `"collapsed":true,"title":"t",`, `"author_name":"n","title":"t","mrkdwn_in":[],`} {
					checkSafe(t, r, newPosted(message.Message{Attachments: []json.RawMessage{withMember(extra, field, payload)}}))
				}
			})
		}
		t.Run(fmt.Sprint("nested ", i), func(t *testing.T) {
			for _, member := range []string{"title", "value", "text", "url", "image_url", "msg"} {
				inner := withMember(`"type":"button","short":true,`, member, payload)
				raw := fmt.Sprintf(`{"fields":[%[1]s],"actions":[%[1]s,{"type":"button","text":"a","url":"https://x.example","msg":"m"}],"attachments":[%[1]s]}`, inner)
				checkSafe(t, r, newPosted(message.Message{Attachments: []json.RawMessage{json.RawMessage(raw)}}))
			}
		})
	}
}

// payloadMessage puts a payload into one field of a message.
func payloadMessage(field, payload string) integrations.PostedMessage {
	m := newPosted(message.Message{})
	switch field {
	case "msg":
		m.Msg = payload
	case "alias":
		m.Alias = payload
	case "avatar":
		m.Avatar = payload
	case "emoji":
		m.Emoji = payload
	case "tmid":
		m.Tmid = payload
	case "bot":
		m.Bot.Integration = payload
	}
	return m
}

func withMember(before, name, value string) json.RawMessage {
	encoded, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return json.RawMessage(fmt.Sprintf(`{%s%q:%s}`, before, name, encoded))
}

// What a rendered message may consist of.
var (
	allowedElements = strings.Fields(`li div span a time img svg rect p br strong em del code pre ul ol blockquote h3 h4 h5 h6
		details summary dl dt dd button audio video`)
	allowedAttributes = map[string][]string{
		"*":     {"class", "id", "title"},
		"a":     {"href", "target", "rel"},
		"img":   {"src", "alt", "width", "height", "loading", "referrerpolicy"},
		"time":  {"datetime"},
		"svg":   {"aria-hidden"},
		"rect":  {"width", "height", "fill"},
		"ol":    {"start"},
		"span":  {"aria-hidden"},
		"audio": {"src", "controls", "preload"}, "video": {"src", "controls", "preload"},
		"button": {"type", "disabled"},
	}
	safeHref = regexp.MustCompile(`(?i)^(?:https?://|mailto:|#m-|/(?:channel|group|direct)/)`)
	safeSrc  = regexp.MustCompile(`^(?:https://|data:image/(?:png|jpe?g|gif|webp|avif|svg\+xml)[;,])`)
	safeFill = regexp.MustCompile(`^(?:#[0-9a-f]{3,8}|[a-z]+|[a-z]+\([0-9a-z.,%/ +-]+\))$`)
)

// checkSafe renders a message and looks at every element and attribute, as a
// browser's parser sees them.
func checkSafe(t testing.TB, r *Renderer, m integrations.PostedMessage) {
	t.Helper()
	rendered, err := r.HTML(m, Around{Rooms: rooms, RoomPath: "/channel/alerts"})
	if err != nil {
		t.Fatal(err)
	}
	// In a list, as on the page: what breaks out of the item shows.
	context := &html.Node{Type: html.ElementNode, Data: "ol", DataAtom: atom.Ol}
	nodes, err := html.ParseFragment(strings.NewReader(string(rendered)), context)
	if err != nil {
		t.Fatal(err)
	}
	items := 0
	for _, n := range nodes {
		if n.Type == html.ElementNode {
			items++
		}
		checkNode(t, n)
	}
	if items != 1 {
		t.Errorf("the message is %d elements:\n%s", items, rendered)
	}
}

func checkNode(t testing.TB, n *html.Node) {
	t.Helper()
	if n.Type == html.CommentNode || n.Type == html.DoctypeNode {
		t.Errorf("there is a comment or doctype: %q", n.Data)
	}
	if n.Type == html.ElementNode {
		if !slices.Contains(allowedElements, n.Data) {
			t.Errorf("there is an element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			checkAttribute(t, n.Data, a)
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		checkNode(t, c)
	}
}

func checkAttribute(t testing.TB, element string, a html.Attribute) {
	t.Helper()
	if !slices.Contains(allowedAttributes["*"], a.Key) && !slices.Contains(allowedAttributes[element], a.Key) {
		t.Errorf("<%s> has an attribute %s=%q", element, a.Key, a.Val)
	}
	ok := true
	switch a.Key {
	case "href":
		_, err := url.Parse(a.Val)
		ok = safeHref.MatchString(a.Val) && err == nil
	case "src":
		ok = safeSrc.MatchString(a.Val)
	case "fill":
		ok = safeFill.MatchString(a.Val)
	case "class":
		ok = regexp.MustCompile(`^[a-z0-9 -]+$`).MatchString(a.Val)
	case "id":
		ok = strings.HasPrefix(a.Val, "m-")
	}
	if !ok {
		t.Errorf("<%s> has %s=%q", element, a.Key, a.Val)
	}
}

// The allow list has to hold on its own, also if raw HTML got through Markdown.
func TestPolicyIsAFenceOfItsOwn(t *testing.T) {
	policy := newPolicy()
	for _, payload := range append(slices.Clone(payloads),
		`<a href="javascript:alert(1)">x</a>`, `<a href=" java&#9;script:alert(1)">x</a>`, `<a href="//evil.example">x</a>`, `<a href="/logout">x</a>`,
		`<a class="button" href="https://x.example" onclick="alert(1)" style="position:fixed">x</a>`, `<p class="attachment" id="messages">x</p>`,
		`<span class="mention" title="<b>">x</span>`, `<ol start="1;x"><li>a</ol>`, `<img src="https://x.example/a.png">`, `<video src="https://x.example">`,
	) {
		clean := policy.Sanitize(payload)
		root, err := html.Parse(strings.NewReader("<body>" + clean))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && !slices.Contains([]string{"html", "head", "body"}, n.Data) {
				if slices.Contains([]string{"img", "video", "audio", "svg", "rect", "button", "div", "time"}, n.Data) {
					t.Errorf("%q leaves <%s>: %s", payload, n.Data, clean)
				}
				for _, a := range n.Attr {
					checkAttribute(t, n.Data, a)
				}
			}
		}
		if strings.Contains(clean, "logout") || strings.Contains(clean, `id="`) || strings.Contains(clean, `class="attachment"`) {
			t.Errorf("%q leaves %s", payload, clean)
		}
	}
}

// FuzzMessage gives any text and any attachment to the whole renderer.
func FuzzMessage(f *testing.F) {
	for _, payload := range payloads {
		f.Add(payload, `{"color":"#f00","title":"t","text":"x"}`)
		f.Add("x", string(withMember("", "text", payload)))
		f.Add("x", string(withMember(`"type":"file","collapsed":1,`, "image_url", payload)))
	}
	for _, text := range hostile() {
		f.Add(text, `{}`)
	}
	r := New()
	f.Fuzz(func(t *testing.T, msg, attachment string) {
		m := newPosted(message.Message{Msg: msg, Alias: msg, Emoji: msg, Avatar: msg, Tmid: msg})
		if json.Valid([]byte(attachment)) {
			m.Attachments = []json.RawMessage{json.RawMessage(attachment)}
		}
		checkSafe(t, r, m)
	})
}

// FuzzMarkdown looks for texts whose words get lost: whatever is typed without
// markup must be read on the page.
func FuzzMarkdown(f *testing.F) {
	for _, text := range hostile() {
		f.Add(text)
	}
	for _, payload := range payloads {
		f.Add(payload)
	}
	m := NewMarkdown()
	f.Fuzz(func(t *testing.T, source string) {
		for _, rendered := range []string{string(m.Block(source, rooms)), string(m.Inline(source, nil))} {
			if got, want := words(textOf(t, rendered)), words(plainWords(source)); !contains(got, want) {
				t.Errorf("of %q the words %q are not all in %q", source, want, got)
			}
		}
	})
}

// word is what no markup takes away.
var word = regexp.MustCompile(`[a-zA-Z]{3,}`)

// plainWords leaves out what may rightly vanish: where links lead, the
// language of a fence, and names of emoji.
func plainWords(source string) string {
	if strings.ContainsAny(source, "[<:`") || len(source) > maxShown {
		return ""
	}
	return strings.ToValidUTF8(source, " ")
}

func words(s string) []string { return word.FindAllString(s, -1) }

func contains(all, some []string) bool {
	i := 0
	for _, w := range all {
		if i < len(some) && w == some[i] {
			i++
		}
	}
	return i == len(some)
}

func textOf(t *testing.T, rendered string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(rendered))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		} else if n.Type == html.ElementNode && (n.Data == "br" || n.Data == "p" || n.Data == "li") {
			b.WriteByte(' ')
		}
	}
	return b.String()
}
