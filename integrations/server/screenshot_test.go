package server

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// TestScreenshots makes pictures of the pages, for the README and for looking
// at them:
//
//	go test ./integrations/server -run TestScreenshots -screenshots DIR
//
// shows a workspace of samples. With -screenshots-link LINK, the sign-in link
// that a running server prints, it shows that server instead.
var (
	screenshotDir  = flag.String("screenshots", "", "make pictures of the pages in this directory")
	screenshotLink = flag.String("screenshots-link", "", "sign-in link of the running server to show; empty shows samples")
)

// A shot is one picture.
type shot struct {
	name          string
	path          string // of the samples; "/" is shown of any server
	width, height int64
	scale         float64
	mode          string // color scheme
}

var shots = []shot{
	{"desktop-light", "/", 1280, 860, 1.5, "light"},
	{"desktop-dark", "/", 1280, 860, 1.5, "dark"},
	{"phone-light", "/", 390, 844, 2, "light"},
	{"phone-dark", "/", 390, 844, 2, "dark"},
	{"phone-rooms", "/#rooms", 390, 844, 2, "light"},
	{"variety-light", "/channel/deploys", 1280, 1150, 1.5, "light"},
	{"variety-dark", "/channel/deploys", 1280, 1150, 1.5, "dark"},
	{"empty", "/channel/quiet", 1280, 700, 1, "light"},
	{"not-found", "/channel/nowhere", 900, 640, 1, "light"},
	{"sign-in-light", "/login", 900, 640, 1, "light"},
	{"sign-in-dark", "/login", 900, 640, 1, "dark"},
}

func TestScreenshots(t *testing.T) {
	if *screenshotDir == "" {
		t.Skip("skipped: -screenshots names no directory")
	}
	if err := os.MkdirAll(*screenshotDir, 0o755); err != nil {
		t.Fatal(err)
	}
	b := newTab(t, startBrowser(t))
	link := *screenshotLink
	if link == "" {
		link = newSampleSite(t).url + "/login#" + SignInKey(siteToken, time.Now())
	}
	b.do(chromedp.Navigate(link))
	b.live()
	site := eval[string](b, `location.origin`)
	for _, sh := range shots {
		if *screenshotLink != "" && !strings.HasPrefix(sh.path, "/#") && sh.path != "/" {
			continue
		}
		if sh.path == "/login" {
			command(b, network.ClearBrowserCookies, cdp.Empty{})
		}
		b.shoot(sh, site+sh.path)
	}
}

// shoot makes one picture.
func (b *tab) shoot(sh shot, url string) {
	b.t.Helper()
	command(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: sh.width, Height: sh.height, DeviceScaleFactor: sh.scale, Mobile: sh.width < 500,
	})
	command(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: sh.mode}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(url))
	b.until(`document.readyState === "complete" && !document.querySelector(".state:not(.good)")`)
	b.until(`[...document.images].every((i) => i.complete || i.loading === "lazy")`)
	picture := command(b, page.CaptureScreenshot, page.CaptureScreenshotParams{}).Data
	if err := os.WriteFile(filepath.Join(*screenshotDir, sh.name+".png"), []byte(picture), 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// newSampleSite is a workspace in which something has happened: what the
// PagerDuty script makes of its samples, and everything else a message may have.
func newSampleSite(t *testing.T) *chatSite {
	t.Helper()
	s := newChatSite(t, AccessOptions{})
	setup := siteSetup
	setup.Rooms = append(setup.Rooms[:len(setup.Rooms):len(setup.Rooms)], integrations.RoomSetup{Name: "quiet", Topic: "Nothing ever happens here"})
	if err := s.store.SetupWorkspace(t.Context(), setup); err != nil {
		t.Fatal(err)
	}
	direct := s.directRoom("rocket.cat", "jane")
	s.now = time.Now().Add(-27 * time.Hour)
	for _, m := range variety() {
		s.post("deploys", m)
	}
	s.post(direct.ID, textMessage("You are on call from 18:00."))
	for _, name := range []string{
		"v3-incident.triggered", "v3-incident.acknowledged", "v3-incident.annotated", "v3-incident.priority_updated", "v3-incident.responder.added",
		"v3-incident.status_update_published", "v3-incident.escalated", "v3-incident.resolved",
	} {
		if name == "v3-incident.priority_updated" {
			s.now = time.Now().Add(-40 * time.Minute)
		}
		for _, m := range recordedMessages(t, name) {
			m.Alias, m.Emoji = "PagerDuty", ":rotating_light:"
			s.now = s.now.Add(4 * time.Minute)
			s.post("alerts", integrations.PostedMessage{Message: m})
		}
	}
	return s
}

// recordedMessages are the messages of one recorded case of the PagerDuty
// script.
func recordedMessages(t *testing.T, name string) []message.Message {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "scripts", "rocketchat_pagerduty_incoming", name+".golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var golden struct{ Messages []message.Message }
	if err := json.Unmarshal(raw, &golden); err != nil {
		t.Fatal(err)
	}
	return golden.Messages
}

// picture is a small graph, within its own URL.
const picture = `data:image/svg+xml,%3Csvg%20xmlns=%27http://www.w3.org/2000/svg%27%20width=%27480%27%20height=%27160%27%3E%3Crect%20width=%27480%27%20height=%27160%27%20fill=%27%23111827%27/%3E%3Cpath%20fill=%27none%27%20stroke=%27%2338bdf8%27%20stroke-width=%273%27%20d=%27M0%20130%2060%20120%20120%20124%20180%2096%20240%20104%20300%2060%20340%2022%20380%2040%20420%2088%20480%20100%27/%3E%3Cpath%20stroke=%27%23ef4444%27%20stroke-dasharray=%276%27%20d=%27M0%2050H480%27/%3E%3C/svg%3E`

// variety is one of everything.
func variety() []integrations.PostedMessage {
	gitlab := func(m integrations.PostedMessage) integrations.PostedMessage {
		m.Alias = "GitLab"
		return m
	}
	deployed := gitlab(textMessage("*checkout 2026.3.14-2* is live in _eu-west_ :rocket: — ~previously 2026.3.14-1~, see #alerts, cc @jane"))
	list := gitlab(textMessage("What changed:\n- retry budget for the payment provider\n- `POOL_SIZE` from **20** to **40**\n  - and its alert\n- [x] migration ran\n\n> Rolled out to 5 % first, then to all.\n\nDetails: <https://gitlab.example/checkout/-/releases|release notes> or https://gitlab.example/checkout/-/pipelines/9137"))
	code := integrations.PostedMessage{Message: message.Message{Alias: "Sentry", Msg: "### PoolTimeout in checkout\n```\ncheckout.pool.PoolTimeout: no connection within 3.0 s\n  at take (pool.go:214)\n  at handle (checkout.go:88)\n```"}}
	code.Alias = "Sentry"
	graph := attached(`{"color":"#f29900","author_name":"Grafana","author_link":"https://grafana.example","title":"Checkout latency p99","title_link":"https://grafana.example/d/1",
		"text":"p99 is *2.4 s*, the threshold is 1 s","image_url":"` + picture + `","image_dimensions":{"width":480,"height":160},
		"actions":[{"type":"button","text":"Open the dashboard","url":"https://grafana.example/d/1"},{"type":"button","text":"Silence for 1 h","msg":"!silence"}]}`)
	graph.Alias, graph.Emoji = "Grafana", ":bar_chart:"
	folded := attached(`{"color":"green","title":"Pipeline #9137 passed","title_link":"https://gitlab.example/p/9137","collapsed":true,"text":"all jobs"}`,
		`{"message_link":"https://chat.example/channel/alerts?msg=x","author_name":"Jane Doe","text":"Can someone look at the *pool size*?","ts":"2026-03-14T08:12:00Z"}`)
	folded.Alias = "GitLab"
	person := textMessage("Thanks! Looks good from here :tada:")
	person.Sender.Username = "jane"
	again := person
	again.Msg = "Closing the incident."
	return []integrations.PostedMessage{deployed, list, code, graph, folded, person, again}
}
