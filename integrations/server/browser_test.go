package server

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// browserPatience is how long one step in the browser may take.
const browserPatience = time.Minute

// startBrowser starts Chromium, or skips the test where there is none.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		requireOrSkip(t, "chromium", "no Chromium or Chrome on this machine")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", true),
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(time.Minute),
		chromedp.CombinedOutput(io.Discard),
	)
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	browser, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return browser
}

// A tab is one tab of the browser, with cookies of its own.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	dialogs  []string
	requests []*network.EventRequestWillBeSent
	faults   []string // exceptions and broken security policies
}

func newTab(t *testing.T, browser context.Context) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	b := &tab{t: t, ctx: ctx}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatal(err)
	}
	command(b, network.Enable, network.EnableParams{})
	command(b, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Europe/Berlin"})
	command(b, emulation.SetLocaleOverride, emulation.SetLocaleOverrideParams{Locale: "en-GB"})
	return b
}

func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *page.EventJavascriptDialogOpening:
		b.dialogs = append(b.dialogs, e.Message)
		go func() { // the page hangs otherwise
			_, _ = chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}()
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e)
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, fmt.Sprint(e.ExceptionDetails.Text, " ", e.ExceptionDetails.URL, ":", e.ExceptionDetails.LineNumber, " ", e.ExceptionDetails.Exception))
	}
}

// do runs steps in the tab.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// command gives the browser a command of its protocol.
func command[P, R any](b *tab, c cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := chromedp.Call(b.ctx, c, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

// eval returns what a JavaScript expression gives; promises are waited for.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// until waits until a JavaScript expression is true, over page loads too.
func (b *tab) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, browserPatience)
	defer cancel()
	for ctx.Err() == nil {
		// It fails while one page goes and the next comes.
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`))
		if err == nil && done {
			return
		}
		_ = chromedp.Do(ctx, chromedp.Sleep(20*time.Millisecond))
	}
	where, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + " " + document.body.innerText.slice(0, 500)`))
	b.t.Fatalf("waited for %s; the page is %s", expression, where)
}

// signIn opens the sign-in link and waits for the chat to be live.
func (b *tab) signIn(s *chatSite) {
	b.t.Helper()
	b.do(chromedp.Navigate(s.url + "/login#" + SignInKey(siteToken, time.Now())))
	b.live()
}

func (b *tab) live() {
	b.t.Helper()
	b.until(`document.getElementById("state")?.classList.contains("good")`)
}

// open opens a page of the chat and waits for it to be live.
func (b *tab) open(s *chatSite, path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(s.url + path))
	b.live()
}

// noFaults fails the test when the page's own script failed.
func (b *tab) noFaults() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.faults) > 0 {
		b.t.Errorf("the page's script failed: %v", b.faults)
	}
}

func TestBrowser(t *testing.T) {
	browser := startBrowser(t)
	for _, journey := range []struct {
		name string
		run  func(*testing.T, *tab, *chatSite)
	}{
		{"sign-in by link", browserSignIn},
		{"sign-in by token", browserSignInByToken},
		{"live arrival", browserLive},
		{"scrolling", browserScrolling},
		{"unread elsewhere", browserUnread},
		{"stream comes back", browserReconnect},
		{"many pages one after another", browserManyPages},
		{"attachments", browserAttachments},
		{"injection", browserInjection},
		{"phone", browserPhone},
		{"contrast", browserContrast},
		{"keyboard", browserKeyboard},
		{"local time", browserLocalTime},
		{"cross-site", browserCrossSite},
		{"without script", browserNoScript},
	} {
		t.Run(journey.name, func(t *testing.T) {
			b := newTab(t, browser)
			journey.run(t, b, newChatSite(t, AccessOptions{}))
			b.noFaults()
		})
	}
}

func browserSignIn(t *testing.T, b *tab, s *chatSite) {
	key := SignInKey(siteToken, time.Now())
	b.do(chromedp.Navigate(s.url + "/login?next=/channel/deploys#" + key))
	b.live()
	if got := eval[string](b, `location.href`); got != s.url+"/channel/deploys" {
		t.Errorf("the address is %s", got)
	}
	if got := eval[string](b, `document.cookie`); got != "" {
		t.Errorf("scripts see the cookie %q", got)
	}
	for _, e := range command(b, page.GetNavigationHistory, cdp.Empty{}).Entries {
		if strings.Contains(e.URL, key) {
			t.Errorf("the key is in the history: %s", e.URL)
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range b.requests {
		if strings.Contains(r.Request.URL, key) {
			t.Errorf("the key is in a request's URL: %s", r.Request.URL)
		}
	}
}

func browserSignInByToken(t *testing.T, b *tab, s *chatSite) {
	b.do(chromedp.Navigate(s.url+"/group/security"),
		chromedp.SendKeys(chromedp.CSS("#secret"), "wrong"+kb.Enter),
		chromedp.WaitVisible(chromedp.CSS(".error")),
		chromedp.SendKeys(chromedp.CSS("#secret"), siteToken+kb.Enter))
	b.live()
	if got := eval[string](b, `location.pathname`); got != "/group/security" {
		t.Errorf("after signing in the page is %s", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".foot button")), chromedp.WaitVisible(chromedp.CSS("#sign-in")))
}

func browserLive(t *testing.T, b *tab, s *chatSite) {
	b.signIn(s)
	b.do(chromedp.WaitVisible(chromedp.CSS("#empty")))
	eval[bool](b, `window.unloaded = false, true`)
	m := s.post("alerts", textMessage("The *API* is down"))
	b.do(chromedp.WaitVisible(chromedp.CSS("#m-"+m.ID+" strong")), chromedp.WaitNotPresent(chromedp.CSS("#empty")))
	if !eval[bool](b, `window.unloaded === false`) {
		t.Error("the page was loaded again")
	}
	second := s.post("alerts", textMessage("still down"))
	b.do(chromedp.WaitVisible(chromedp.CSS("#m-" + second.ID + ".grouped")))
	if got := eval[int](b, `document.querySelectorAll(".day").length`); got != 1 {
		t.Errorf("there are %d day separators", got)
	}
}

func browserScrolling(t *testing.T, b *tab, s *chatSite) {
	for i := range 2*pageSize + 10 {
		s.post("alerts", textMessage(fmt.Sprint("message ", i)))
	}
	b.signIn(s)
	const bottom = `Math.abs(scroll.scrollHeight - scroll.clientHeight - (scroll.scrollTop + scroll.scrollHeight - scroll.clientHeight)) < 2 && scroll.scrollTop === 0`
	if !eval[bool](b, `(() => { const scroll = document.getElementById("scroll"); return `+bottom+` })()`) {
		t.Error("the page does not start at the newest message")
	}
	// All older messages come by scrolling up, in order, without a gap.
	b.until(`(() => { const s = document.getElementById("scroll"); s.scrollTop = -s.scrollHeight; return !document.querySelector(".older") })()`)
	got := eval[[]string](b, `[...document.querySelectorAll("#messages .text")].map((e) => e.innerText.trim())`)
	if len(got) != 2*pageSize+10 || got[0] != "message 0" || got[len(got)-1] != fmt.Sprint("message ", 2*pageSize+9) {
		t.Errorf("%d messages from %q to %q", len(got), got[0], got[len(got)-1])
	}
	// What arrives does not move what is being read.
	const place = `document.querySelectorAll("#messages .message")[20].getBoundingClientRect().top`
	eval[bool](b, `document.querySelectorAll("#messages .message")[20].scrollIntoView(), true`)
	before := eval[float64](b, place)
	m := s.post("alerts", attached(`{"text":"a\nb\nc\nd"}`))
	b.until(`!!document.getElementById("m-` + m.ID + `")`)
	b.do(chromedp.WaitVisible(chromedp.CSS("#newer")))
	if after := eval[float64](b, place); after-before > 1 || before-after > 1 {
		t.Errorf("what was read at %v is at %v", before, after)
	}
	if got := eval[string](b, `document.title`); got != "(1) alerts · rocketscript" {
		t.Errorf("the title is %q", got)
	}
	b.do(chromedp.Click(chromedp.CSS("#newer")))
	b.until(`document.title === "alerts · rocketscript" && document.getElementById("newer").hidden`)
	// At the bottom, the page stays there.
	last := s.post("alerts", attached(`{"text":"a\nb\nc\nd"}`))
	b.until(`!!document.getElementById("m-` + last.ID + `")`)
	b.until(`document.getElementById("scroll").scrollTop === 0`)
}

func browserUnread(t *testing.T, b *tab, s *chatSite) {
	b.signIn(s)
	b.open(s, "/channel/alerts")
	s.post("deploys", textMessage("deployed"))
	direct := s.directRoom("rocket.cat", "jane")
	s.post(direct.ID, textMessage("psst"))
	b.until(`document.title === "(2) alerts · rocketscript"`)
	got := eval[[]string](b, `[...document.querySelectorAll(".has-unread")].map((e) => e.innerText.replace(/\s+/g, " "))`)
	if strings.Join(got, "; ") != "# deploys 1; @ jane, rocket.cat , direct messages 1" {
		t.Errorf("unread: %q", got)
	}
	b.open(s, "/channel/deploys")
	b.until(`document.title === "(1) deploys · rocketscript"`)
	// What came while no page was open counts too.
	b.do(chromedp.Navigate("about:blank"))
	s.post("alerts", textMessage("one"))
	s.post("alerts", textMessage("two"))
	b.open(s, "/channel/deploys")
	b.until(`document.title === "(3) deploys · rocketscript"`)
}

// The stream is cut; what comes meanwhile must arrive once it is back.
func browserReconnect(t *testing.T, b *tab, s *chatSite) {
	b.signIn(s)
	b.open(s, "/channel/alerts")
	s.cut()
	m := s.post("alerts", textMessage("while away"))
	b.do(chromedp.WaitVisible(chromedp.CSS("#m-" + m.ID)))
	if n := eval[int](b, `document.querySelectorAll("#messages .message").length`); n != 1 {
		t.Errorf("the message is there %d times", n)
	}
}

// Browsers have six connections for a server, and keep pages that were left: a
// stream that stayed open in each of them would leave none for the next page.
func browserManyPages(t *testing.T, b *tab, s *chatSite) {
	b.signIn(s)
	for range 4 {
		b.open(s, "/channel/alerts")
		b.open(s, "/channel/deploys")
	}
	m := s.post("alerts", textMessage("while another page was shown"))
	eval[bool](b, `history.back(), true`)
	b.until(`location.pathname === "/channel/alerts"`)
	b.live()
	b.until(`document.getElementById("m-` + m.ID + `")?.checkVisibility()`)
}

func browserAttachments(t *testing.T, b *tab, s *chatSite) {
	m := s.post("alerts", attached(`{"color":"#e02020","pretext":"before","author_name":"Jane","title":"Down","title_link":"https://x.example/1",
		"text":"*bold*","fields":[{"title":"A","value":"1\n2","short":true},{"title":"B","value":"2","short":true},{"title":"C","value":"3"}]}`,
		`{"title":"Folded","collapsed":true,"text":"hidden text"}`))
	b.signIn(s)
	style := func(selector, property string) string {
		return eval[string](b, fmt.Sprintf(`getComputedStyle(document.querySelector(%q))[%q]`, "#m-"+m.ID+" "+selector, property))
	}
	box := func(selector string) (r struct{ X, Y, Width, Height float64 }) {
		return eval[struct{ X, Y, Width, Height float64 }](b, fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect().toJSON()`, "#m-"+m.ID+" "+selector))
	}
	if got := style(".bar rect", "fill"); got != "rgb(224, 32, 32)" {
		t.Errorf("the bar is %s", got)
	}
	if bar, whole := box(".bar"), box(".attachment"); bar.Width != 4 || bar.Height < whole.Height-3 || bar.X > whole.X+1 {
		t.Errorf("the bar is %+v in %+v", bar, whole)
	}
	if got := style(".title", "fontWeight"); got < "600" {
		t.Errorf("the title has weight %s", got)
	}
	first, second, long := box(".field:nth-child(1)"), box(".field:nth-child(2)"), box(".field:nth-child(3)")
	if first.Y != second.Y || second.X <= first.X || long.Y <= first.Y || long.Width < 1.8*first.Width {
		t.Errorf("short fields at %+v and %+v, the long one at %+v", first, second, long)
	}
	if pretext, whole := box(".pretext"), box(".attachment"); pretext.Y >= whole.Y {
		t.Error("the pretext is not above the attachment")
	}
	const hidden = `document.querySelector("#m-%s details .text").checkVisibility()`
	if eval[bool](b, fmt.Sprintf(hidden, m.ID)) {
		t.Error("the folded attachment shows its text")
	}
	b.do(chromedp.Click(chromedp.CSS("#m-" + m.ID + " summary")))
	if !eval[bool](b, fmt.Sprintf(hidden, m.ID)) {
		t.Error("the unfolded attachment does not show its text")
	}
}

// injections are what a script may send to get more than text.
var injections = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'><svg onload=alert(1)>`, `javascript:alert(1)`,
	`data:text/html,<script>alert(1)</script>`, `red;background:url(https://evil.example/)`, `</template><script>alert(1)</script>`,
	`</li></ol></div><iframe srcdoc="<script>alert(1)</script>"></iframe>`, `" autofocus onfocus=alert(1) x="`,
	`<style>@import "https://evil.example/";</style>`, `<base href="https://evil.example/"><form action=x><button>`,
	`[x](javascript:alert(1)) <javascript:alert(1)|x>`, `<meta http-equiv="refresh" content="0;url=https://evil.example/">`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
}

// injected are messages with one text in every place.
func injected(text string) []integrations.PostedMessage {
	quoted, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	q := string(quoted)
	var members []string
	for _, name := range []string{"color", "pretext", "text", "title", "title_link", "author_name", "author_link", "author_icon", "image_url",
		"thumb_url", "audio_url", "video_url", "description", "message_link", "fallback", "footer", "ts"} {
		members = append(members, fmt.Sprintf("%q:%s", name, q))
	}
	members = append(members, fmt.Sprintf(`"fields":[{"title":%[1]s,"value":%[1]s,"short":%[1]s}],"actions":[{"type":"button","text":%[1]s,"url":%[1]s,"msg":%[1]s,"image_url":%[1]s}]`, q))
	all := strings.Join(members, ",")
	m := attached(`{`+all+`}`, `{"type":"file",`+all+`}`, `{"collapsed":true,`+all+`,"attachments":[{`+all+`}]}`)
	m.Msg, m.Alias, m.Avatar, m.Emoji, m.Tmid, m.Bot = text, text, text, text, text, message.Bot{Integration: text}
	return []integrations.PostedMessage{m}
}

func browserInjection(t *testing.T, b *tab, s *chatSite) {
	const foreign = `document.querySelectorAll("script, style, iframe, object, embed, form, base, meta, link, template, input, math, [onerror], [onload], [onfocus], [autofocus], [style]").length`
	b.signIn(s)
	b.open(s, "/channel/alerts")
	quiet := eval[int](b, foreign)
	posted := 0
	for _, text := range injections { // live …
		for _, m := range injected(text) {
			s.post("alerts", m)
			posted++
		}
	}
	b.until(fmt.Sprintf(`document.querySelectorAll("#messages > .message").length === %d`, posted))
	check := func(when string) {
		t.Helper()
		if n := eval[int](b, foreign); n != quiet {
			t.Errorf("%s there are %d more foreign elements", when, n-quiet)
		}
		if n := eval[int](b, `document.querySelectorAll("#messages > .message").length`); n != posted {
			t.Errorf("%s there are %d messages, not %d", when, n, posted)
		}
		if n := eval[int](b, `document.querySelectorAll("details").length`); n == 0 {
			t.Errorf("%s nothing is folded", when)
		}
		eval[bool](b, `document.querySelectorAll("details").forEach((d) => d.open = true), true`)
		eval[bool](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
	}
	check("live")
	b.open(s, "/channel/alerts") // … and with the page
	check("with the page")
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.dialogs) > 0 {
		t.Errorf("scripts ran: %v", b.dialogs)
	}
	for _, r := range b.requests {
		if !strings.HasPrefix(r.Request.URL, s.url+"/") && !strings.HasPrefix(r.Request.URL, "data:image/") {
			t.Errorf("the page asked for %s", r.Request.URL)
		}
	}
}

func browserPhone(t *testing.T, b *tab, s *chatSite) {
	s.post("alerts", attached(`{"title":"A very long title that has to wrap on a phone, honestly","text":"`+strings.Repeat("x", 200)+`",
		"fields":[{"title":"A","value":"1","short":true},{"title":"B","value":"2","short":true}]}`))
	command(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 844, DeviceScaleFactor: 2, Mobile: true})
	b.signIn(s)
	if wide := eval[float64](b, `document.documentElement.scrollWidth`); wide > 390 {
		t.Errorf("the page is %v wide", wide)
	}
	shown := func() bool {
		return eval[bool](b, `document.getElementById("rooms").checkVisibility({visibilityProperty: true})`)
	}
	if shown() {
		t.Error("the list of rooms is open")
	}
	b.do(chromedp.Click(chromedp.CSS(".menu")))
	b.until(`document.getElementById("rooms").getBoundingClientRect().left === 0`)
	if !shown() {
		t.Error("the list of rooms does not open")
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`document.getElementById("rooms").getBoundingClientRect().right <= 0`)
	if eval[bool](b, `document.getElementById("messages").getBoundingClientRect().bottom > innerHeight + 1`) {
		t.Error("the newest message is below the screen")
	}
}

// contrastScript gives the elements whose text has less contrast to what is
// behind it than WCAG's level AA asks for.
const contrastScript = `(() => {
  const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return { rgb: m.slice(0, 3), a: m[3] ?? 1 }; };
  const lum = (rgb) => rgb.map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c.a > 0.99) return c.rgb; } return [255, 255, 255]; };
  const poor = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || !e.checkVisibility({ visibilityProperty: true }) || e.closest("[disabled], .unheard, .face, .emoji, noscript")) continue;
    const style = getComputedStyle(e), back = behind(e);
    let opacity = 1; for (let p = e; p; p = p.parentElement) opacity *= Number(getComputedStyle(p).opacity);
    const front = parse(style.color).rgb.map((v, i) => v * opacity + back[i] * (1 - opacity));
    const [light, dark] = [lum(front), lum(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) poor.add(e.className + ": " + n.data.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  return [...poor];
})()`

func browserContrast(t *testing.T, b *tab, s *chatSite) {
	for i := range 12 { // all colours of initials
		m := textMessage("*text* with `code`, @jane and https://x.example/ in #deploys\n> quoted")
		m.Alias = string(rune('a'+i)) + fmt.Sprint(i*i)
		s.post("alerts", m)
	}
	s.post("alerts", attached(`{"author_name":"Jane","title":"Title","title_link":"https://x.example","text":"x","fields":[{"title":"A","value":"1"}],
		"actions":[{"type":"button","text":"Go","url":"https://x.example"}]}`, `{"message_link":"https://x.example","author_name":"n","text":"quoted","ts":1700000000}`))
	s.post("deploys", textMessage("x"))
	background := map[string]string{}
	for _, mode := range []string{"light", "dark"} {
		command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: mode}}})
		b.do(chromedp.Navigate(s.url + "/login"))
		if mode == "dark" {
			b.do(chromedp.Navigate("about:blank"))
		} else {
			if poor := eval[[]string](b, contrastScript); len(poor) > 0 {
				t.Errorf("sign-in page, %s: %v", mode, poor)
			}
			b.signIn(s)
		}
		b.open(s, "/channel/alerts")
		if poor := eval[[]string](b, contrastScript); len(poor) > 0 {
			t.Errorf("chat page, %s: %v", mode, poor)
		}
		background[mode] = eval[string](b, `getComputedStyle(document.body).backgroundColor`)
	}
	if background["light"] != "rgb(255, 255, 255)" || background["dark"] == background["light"] {
		t.Errorf("backgrounds: %v", background)
	}
}

func browserKeyboard(t *testing.T, b *tab, s *chatSite) {
	s.post("alerts", textMessage("x"))
	b.signIn(s)
	focused := func() string {
		return eval[string](b, `document.activeElement.innerText.trim() + " " + getComputedStyle(document.activeElement).outlineStyle`)
	}
	b.do(chromedp.KeyEvent(kb.Tab))
	if got := focused(); got != "Skip to the messages solid" {
		t.Errorf("the first stop is %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Tab))
	var stops []string
	for _, key := range []string{"", kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowUp} {
		if key != "" {
			b.do(chromedp.KeyEvent(key))
		}
		stops = append(stops, eval[string](b, `document.activeElement.querySelector(".room-name")?.innerText`))
	}
	if got := strings.Join(stops, " "); got != "alerts deploys security alerts security" {
		t.Errorf("arrow keys lead to %s", got)
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`location.pathname === "/group/security"`)
	b.live()
}

func browserLocalTime(t *testing.T, b *tab, s *chatSite) {
	late := textMessage("late in UTC, the next day in Berlin")
	late.TS = time.Date(2026, 7, 1, 22, 30, 0, 0, time.UTC)
	early := textMessage("early")
	early.TS = late.TS.Add(-time.Hour)
	s.post("alerts", early)
	s.post("alerts", late)
	b.signIn(s)
	got := eval[[]string](b, `[...document.querySelectorAll("#messages > .day, #messages time")].map((e) => e.innerText)`)
	// Some versions write a comma behind the weekday.
	if want := "Wednesday 1 July 2026|23:30|Thursday 2 July 2026|00:30"; strings.ReplaceAll(strings.Join(got, "|"), ",", "") != want {
		t.Errorf("days and times are %q", got)
	}
}

// A page of another site tries to end the session.
func browserCrossSite(t *testing.T, b *tab, s *chatSite) {
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<form method="post" action="%s/logout"><button>x</button></form>`, s.url)
	}))
	defer evil.Close()
	elsewhere := strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)
	b.signIn(s)
	b.do(chromedp.Navigate(elsewhere))
	eval[bool](b, `document.forms[0].submit(), true`)
	b.until(`document.body.innerText.includes("from another site")`)
	// Coming from there by a link, the reader is still signed in.
	b.do(chromedp.Navigate(elsewhere))
	eval[bool](b, fmt.Sprintf(`(() => { location.href = %q; return true })()`, s.url+"/channel/deploys"))
	b.until(`location.pathname === "/channel/deploys"`)
	b.live()
}

func browserNoScript(t *testing.T, b *tab, s *chatSite) {
	for i := range pageSize + 5 {
		s.post("alerts", textMessage(fmt.Sprint("message ", i)))
	}
	command(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate(s.url+"/"),
		chromedp.SendKeys(chromedp.CSS("#secret"), siteToken+kb.Enter),
		chromedp.WaitVisible(chromedp.CSS("#messages")))
	const count = `document.querySelectorAll("#messages > .message").length`
	if n := eval[int](b, count); n != pageSize {
		t.Errorf("%d messages are shown", n)
	}
	if got := eval[float64](b, `document.querySelector("#messages").getBoundingClientRect().bottom - document.querySelector("#scroll").getBoundingClientRect().bottom`); got > 1 {
		t.Errorf("the page starts %v above the newest message", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".older a")), chromedp.WaitVisible(chromedp.CSS("#newer")))
	if n := eval[int](b, count); n != 5 {
		t.Errorf("%d older messages are shown", n)
	}
}
