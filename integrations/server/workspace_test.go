package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

// siteToken is the admin token of the sites in these tests.
const siteToken = "the admin token of this test"

// A chatSite is the pages and their access on a real store, behind a real
// HTTP server.
type chatSite struct {
	t     testing.TB
	store *store.Store
	pages *pages
	url   string
	stop  context.CancelFunc // as when the server stops
	cut   func()             // as when the network fails
	posts int
	now   time.Time
}

// siteSetup is a workspace with a room of each kind.
var siteSetup = integrations.WorkspaceSetup{
	Rooms: []integrations.RoomSetup{
		{Name: "alerts", Topic: "What woke us up"},
		{Name: "deploys"},
		{Name: "security", Private: true, ReadOnly: true, Members: []string{"rocket.cat"}},
	},
	Users: []integrations.WorkspaceUser{
		{Username: "rocket.cat", Name: "Rocket.Cat"},
		{Username: "jane", Name: "Jane Doe"},
	},
}

func newChatSite(t testing.TB, options AccessOptions) *chatSite {
	t.Helper()
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "rocketscript.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.SetupWorkspace(ctx, siteSetup); err != nil {
		t.Fatal(err)
	}
	stopping, stop := context.WithCancel(ctx)
	log := slog.New(slog.DiscardHandler)
	s := &chatSite{t: t, store: db, stop: stop, now: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), pages: newPages(stopping, db, log)}
	if options.Token == "" {
		options.Token = siteToken
	}
	a := newAccess(options)
	server := httptest.NewServer(siteMux(a, s.pages, newMessagesAPI(db, log)))
	s.url, s.cut = server.URL, server.CloseClientConnections
	t.Cleanup(func() {
		stop()
		server.Close()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// siteMux mounts what this file tests as routes.go does.
func siteMux(a *access, p *pages, api *messagesAPI) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", p.assets)
	mux.Handle("/login", a.login(p))
	mux.Handle("POST /logout", a.logout())
	mux.Handle("GET /live", a.forPrograms(http.HandlerFunc(p.live)))
	mux.Handle("GET /api/v1/channels.messages", a.forPrograms(http.HandlerFunc(api.channelsMessages)))
	for _, prefix := range []string{"/channel/", "/group/", "/direct/"} {
		mux.Handle(prefix, a.forPeople(http.HandlerFunc(p.room)))
	}
	mux.HandleFunc("/healthz", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/hooks/", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/", a.forPeople(http.HandlerFunc(p.home)))
	return a.ownHost(mux)
}

// signedIn returns a client with a session, as a browser gets it.
func (s *chatSite) signedIn() *http.Client {
	s.t.Helper()
	client := s.browser()
	answer, err := client.PostForm(s.url+"/login", url.Values{"secret": {SignInKey(siteToken, time.Now())}})
	if err != nil {
		s.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		s.t.Fatalf("signing in: %s", answer.Status)
	}
	return client
}

// browser returns a client that keeps cookies and follows no redirect.
func (s *chatSite) browser() *http.Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// page gets a page and returns it parsed.
func (s *chatSite) page(client *http.Client, path string) *goquery.Document {
	s.t.Helper()
	answer, err := client.Get(s.url + path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		s.t.Fatalf("GET %s: %s", path, answer.Status)
	}
	doc, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return doc
}

// post stores a message in a room as the integration pagerduty does, a minute
// after the last one unless the message says when.
func (s *chatSite) post(room string, m integrations.PostedMessage) integrations.PostedMessage {
	s.t.Helper()
	s.posts++
	s.now = s.now.Add(time.Minute)
	if m.TS.IsZero() {
		m.TS = s.now
	}
	if m.Bot.Integration == "" {
		m.Bot.Integration = "pagerduty"
	}
	username := m.Sender.Username
	if username == "" {
		username = "rocket.cat"
	}
	given := m
	x := &integrations.Execution{ID: "test" + strconv.Itoa(s.posts), IntegrationID: "pagerduty", Outcome: engine.OutcomeContent}
	err := s.store.Record(context.Background(), x, func(ctx context.Context, rooms integrations.Rooms) error {
		m = given
		where, err := rooms.RoomByNameOrID(ctx, room)
		if err != nil {
			return err
		}
		who, err := rooms.UserByUsername(ctx, username)
		if err != nil {
			return err
		}
		m.RoomID, m.Sender = where.ID, who
		return rooms.InsertMessage(ctx, &m)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

// directRoom makes the room of direct messages between two users.
func (s *chatSite) directRoom(a, b string) integrations.Room {
	s.t.Helper()
	var room integrations.Room
	err := s.store.Record(context.Background(), &integrations.Execution{ID: "direct", IntegrationID: "x", Outcome: engine.OutcomeContent},
		func(ctx context.Context, rooms integrations.Rooms) error {
			one, err1 := rooms.UserByUsername(ctx, a)
			two, err2 := rooms.UserByUsername(ctx, b)
			var err error
			room, err = rooms.DirectRoom(ctx, one, two)
			return errors.Join(err1, err2, err)
		})
	if err != nil {
		s.t.Fatal(err)
	}
	return room
}

// textMessage is a message of nothing but text.
func textMessage(msg string) integrations.PostedMessage {
	return integrations.PostedMessage{Message: message.Message{Msg: msg}}
}

// attached is a message of nothing but attachments, given as JSON.
func attached(attachments ...string) integrations.PostedMessage {
	var m integrations.PostedMessage
	for _, a := range attachments {
		m.Attachments = append(m.Attachments, json.RawMessage(a))
	}
	return m
}

// requireOrSkip skips a test for something that is missing, and fails it where
// the environment says that it must be there (ROCKETSCRIPT_REQUIRE).
func requireOrSkip(t testing.TB, what, why string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("ROCKETSCRIPT_REQUIRE"), ","), what) {
		t.Fatalf("%s is required: %s", what, why)
	}
	t.Skipf("skipped: %s", why)
}

// bodyOf reads an answer whole.
func bodyOf(t testing.TB, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
