package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// texts returns the trimmed text of each element found.
func textsOf(found *goquery.Selection) []string {
	return found.Map(func(_ int, e *goquery.Selection) string { return strings.Join(strings.Fields(e.Text()), " ") })
}

func TestChatPage(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	s.post("deploys", textMessage("deployed *v2*"))
	m := s.post("alerts", integrations.PostedMessage{Message: message.Message{
		Msg: "The API is down, see #deploys", Alias: "PagerDuty", Emoji: ":rotating_light:",
	}})
	doc := s.page(s.signedIn(), "/")

	if got := doc.Find("title").Text(); got != "alerts · rocketscript" {
		t.Errorf("the home page shows %q, not the room of the newest message", got)
	}
	if diff := cmp.Diff([]string{"alerts", "deploys", "security"}, textsOf(doc.Find(".rooms .room-name"))); diff != "" {
		t.Errorf("rooms, -want +got:\n%s", diff)
	}
	if got := textsOf(doc.Find(".rooms [aria-current=page] .room-name")); !cmp.Equal(got, []string{"alerts"}) {
		t.Errorf("current rooms: %v", got)
	}
	item := doc.Find("#messages > li.message")
	want := map[string]string{
		".name": "PagerDuty", ".username": "@rocket.cat", ".face": "🚨", ".tag": "Bot",
		".text": "The API is down, see #deploys", "time": "09:32", ".text a": "#deploys",
	}
	for selector, text := range want {
		if got := item.Find(selector).First().Text(); got != text {
			t.Errorf("%s is %q, want %q", selector, got, text)
		}
	}
	if got := item.Find("time").AttrOr("datetime", ""); got != "2026-11-22T09:32:00.000Z" {
		t.Errorf("datetime is %q", got)
	}
	if id := item.AttrOr("id", ""); id != "m-"+m.ID {
		t.Errorf("id is %q", id)
	}
	if got := textsOf(doc.Find(".day")); !cmp.Equal(got, []string{"Sunday, 22 November 2026"}) {
		t.Errorf("days: %v", got)
	}
	if got := doc.Find(".topic").Text(); got != "What woke us up" {
		t.Errorf("topic is %q", got)
	}
}

func TestRoomPaths(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	direct := s.directRoom("rocket.cat", "jane")
	alerts, err := s.store.RoomByNameOrID(context.Background(), "alerts")
	if err != nil {
		t.Fatal(err)
	}
	client := s.signedIn()
	for _, c := range []struct {
		path   string
		status int
		to     string
		title  string
	}{
		{"/channel/alerts", http.StatusOK, "", "alerts"},
		{"/channel/alerts/", http.StatusOK, "", "alerts"},
		{"/channel/" + alerts.ID, http.StatusOK, "", "alerts"},
		{"/group/security", http.StatusOK, "", "security"},
		{"/channel/security", http.StatusSeeOther, "/group/security", ""},
		{"/group/alerts", http.StatusSeeOther, "/channel/alerts", ""},
		{"/direct/" + direct.ID, http.StatusOK, "", "jane, rocket.cat"},
		{"/direct/jane", http.StatusOK, "", "jane, rocket.cat"},
		{"/direct/alerts", http.StatusSeeOther, "/channel/alerts", ""},
		{"/channel/nowhere", http.StatusNotFound, "", "Not found"},
		{"/channel/", http.StatusNotFound, "", "Not found"},
		{"/elsewhere", http.StatusNotFound, "", "Not found"},
	} {
		t.Run(c.path, func(t *testing.T) {
			answer, err := client.Get(s.url + c.path)
			if err != nil {
				t.Fatal(err)
			}
			content := bodyOf(t, answer)
			if answer.StatusCode != c.status || answer.Header.Get("Location") != c.to || !strings.Contains(content, "<title>"+c.title) && c.title != "" {
				t.Errorf("%s to %q: %.200s", answer.Status, answer.Header.Get("Location"), content)
			}
		})
	}
}

func TestEmptyRoomSaysWhatToDo(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	doc := s.page(s.signedIn(), "/channel/alerts")
	if got := doc.Find("#empty").Text(); !strings.Contains(got, "rocketscript list --urls") || !strings.Contains(got, "curl") {
		t.Errorf("the empty room says %q", got)
	}
	s.post("alerts", textMessage("x"))
	if doc := s.page(s.signedIn(), "/channel/alerts"); doc.Find("#empty").Length() != 0 {
		t.Error("a room with a message says that it is empty")
	}
}

func TestGrouping(t *testing.T) {
	at := time.Date(2026, 11, 22, 23, 50, 0, 0, time.UTC)
	groupable := func(m integrations.PostedMessage, after time.Duration) integrations.PostedMessage {
		m.TS = at.Add(after)
		return m
	}
	aliased := func(msg, alias string) integrations.PostedMessage {
		return integrations.PostedMessage{Message: message.Message{Msg: msg, Alias: alias}}
	}
	apart := aliased("e", "Nagios")
	apart.Groupable = []byte("false")
	other := textMessage("h")
	other.Sender.Username = "jane"
	s := newChatSite(t, AccessOptions{})
	for _, m := range []integrations.PostedMessage{
		groupable(textMessage("a"), 0),
		groupable(textMessage("b"), time.Minute),
		groupable(aliased("c", "Nagios"), 2*time.Minute),
		groupable(aliased("d", "Nagios"), 3*time.Minute),
		groupable(apart, 4*time.Minute),
		groupable(aliased("f", "Nagios"), 5*time.Minute),
		groupable(textMessage("g"), 6*time.Minute),
		groupable(other, 7*time.Minute),
		groupable(textMessage("i"), 8*time.Minute),
		groupable(textMessage("j"), 12*time.Minute), // the next day
		groupable(textMessage("k"), 17*time.Minute+time.Second),
	} {
		s.post("alerts", m)
	}
	doc := s.page(s.signedIn(), "/channel/alerts")
	if diff := cmp.Diff([]string{"b", "d"}, textsOf(doc.Find("li.grouped .text"))); diff != "" {
		t.Errorf("grouped messages, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Sunday, 22 November 2026", "Monday, 23 November 2026"}, textsOf(doc.Find(".day"))); diff != "" {
		t.Errorf("days, -want +got:\n%s", diff)
	}
}

func TestReplies(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	parent := s.post("alerts", attached(`{"title":"Disk full on db1"}`))
	for i := range pageSize {
		s.post("alerts", textMessage(fmt.Sprint("between ", i)))
	}
	reply := textMessage("freed 20 GB")
	reply.Tmid = parent.ID
	s.post("alerts", reply)
	lost := textMessage("of something gone")
	lost.Tmid = "AAAAAAAAAAAAAAAAA"
	s.post("alerts", lost)

	client := s.signedIn()
	links := s.page(client, "/channel/alerts").Find("a.reply")
	if diff := cmp.Diff([]string{"↳ Rocket.Cat Disk full on db1", "↳ Reply to an earlier message"}, textsOf(links)); diff != "" {
		t.Errorf("replies, -want +got:\n%s", diff)
	}
	// The parent is on an earlier page: its link leads there.
	doc := s.page(client, links.First().AttrOr("href", ""))
	found := doc.Find("#m-" + parent.ID)
	if found.Length() != 1 || strings.TrimSpace(found.Find(".replies").Text()) != "1 reply" {
		t.Errorf("the page of the parent has %d of it, with %q", found.Length(), found.Find(".replies").Text())
	}
	if _, live := doc.Find("body").Attr("data-latest"); live {
		t.Error("a page of older messages says it is the latest")
	}
}

func TestOlderMessagesWithoutScript(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	const total = 2*pageSize + 7
	for i := range total {
		s.post("alerts", textMessage(fmt.Sprint("message ", i)))
	}
	client := s.signedIn()
	var seen []string
	path := "/channel/alerts"
	for pages := 0; path != ""; pages++ {
		if pages > 3 {
			t.Fatal("there is no end to the pages")
		}
		doc := s.page(client, path)
		seen = append(textsOf(doc.Find("#messages .text")), seen...)
		path = doc.Find(".older a").AttrOr("href", "")
		if path != "" { // what the script loads is the same, without the page around
			fragment := s.page(client, path+"&fragment=1")
			if fragment.Find("nav, main, title").Length() > 0 || fragment.Find("li.message").Length() == 0 {
				t.Errorf("the fragment of %s is wrong", path)
			}
		}
	}
	var want []string
	for i := range total {
		want = append(want, fmt.Sprint("message ", i))
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("messages over all pages, -want +got:\n%s", diff)
	}
}

func TestStoreThatFails(t *testing.T) {
	s := newChatSite(t, AccessOptions{})
	client := s.signedIn()
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	answer, err := client.Get(s.url + "/channel/alerts")
	if err != nil {
		t.Fatal(err)
	}
	if content := bodyOf(t, answer); answer.StatusCode != http.StatusInternalServerError || !strings.Contains(content, "log tells why") || strings.Contains(content, "closed") {
		t.Errorf("%s %s", answer.Status, content)
	}
}
