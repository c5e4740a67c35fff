package destination_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/destination/destinationtest"
	"rocketscript/integrations/message"
	"rocketscript/integrations/store"
)

// A venue is one kind of destination in a world that all kinds share: the
// public channels #alerts and #general, the private channels #ops, of which
// rocket.cat is a member, and #vault, of which it is not, the read-only channel
// #news, and the users rocket.cat, alice and bob.
type venue interface {
	integrations.Destination
	// deliver posts as the program would, leaving state, error and receipt.
	deliver(t *testing.T, deliveries []*integrations.Delivery, separate bool)
	// room returns the messages in the room that a delivery went to.
	room(t *testing.T, d *integrations.Delivery) []seen
	// roomID is the id of a room by name.
	roomID(t *testing.T, name string) string
}

// seen is a message as it arrived.
type seen struct {
	Sender, Msg, Alias, Avatar, Emoji, Tmid string
	Attachments, CustomFields, ParseURLs    any
}

// venues are all kinds; TestEveryKindHasAVenue holds it against the record.
func venues() map[string]func(t *testing.T) venue {
	return map[string]func(t *testing.T) venue{
		"workspace":  newWorkspaceVenue,
		"rocketchat": newRocketChatVenue,
		"slack":      newSlackVenue,
		"stdout":     newStdoutVenue,
	}
}

// mapped are the tests that compare what arrived with what was sent, which a
// webhook writes in its own words: slack_message_test.go has those.
func mapped() []string { return []string{"everything at once", "least of all", "unicode"} }

func TestEveryKindHasAVenue(t *testing.T) {
	for _, kind := range destination.Types() {
		if venues()[kind] == nil {
			t.Errorf("type %s does not run the contract", kind)
		}
	}
	if len(venues()) != len(destination.Types()) {
		t.Errorf("%d venues for types %v", len(venues()), destination.Types())
	}
}

// TestContract is what every kind of destination promises.
func TestContract(t *testing.T) {
	for kind, open := range venues() {
		for name, test := range map[string]func(*testing.T, venue){
			"everything at once": testEverything,
			"least of all":       testEmpty,
			"order":              testOrder,
			"concurrency":        testConcurrency,
			"unicode":            testUnicode,
			"users":              testUsers,
			"input kept":         testInputKept,
		} {
			if kind == "slack" && slices.Contains(mapped(), name) {
				continue
			}
			t.Run(kind+"/"+name, func(t *testing.T) { test(t, open(t)) })
		}
	}
}

// TestRoomsContract is what every kind with rooms and members promises
// (reference §6.2, §8.1).
func TestRoomsContract(t *testing.T) {
	tests := []struct {
		channel string
		sender  string
		// refused is the error; empty when the message is posted.
		refused string
	}{
		{channel: "#alerts"},
		{channel: "alerts"},
		{channel: "ID-OF-alerts"},
		{channel: "#ID-OF-alerts"},
		{channel: "#ops"},
		{channel: "ops"},
		{channel: "@alice"},
		{channel: "@ALICE-ID"},
		{channel: "ALICE-ID"},
		{channel: "@rocket.cat"},
		{channel: "#general", sender: "bob"},
		{channel: "@rocket.cat", sender: "bob"},
		{channel: "#nowhere", refused: "invalid-channel"},
		{channel: "nowhere", refused: "invalid-channel"},
		{channel: "@nobody", refused: "invalid-channel"},
		{channel: "alice", refused: "invalid-channel"},
		{channel: "@alerts", refused: "invalid-channel"},
		{channel: "@ID-OF-alerts", refused: "invalid-channel"},
		{channel: "#alice", refused: "invalid-channel"},
		{channel: "#Alerts", refused: "invalid-channel"},
		{channel: "@Alice", refused: "invalid-channel"},
		{channel: "", refused: "invalid-channel"},
		{channel: "#", refused: "invalid-channel"},
		{channel: "@", refused: "invalid-channel"},
		{channel: "#vault", refused: "error-not-allowed"},
		{channel: "vault", refused: "error-not-allowed"},
		{channel: "#ops", sender: "bob", refused: "error-not-allowed"},
		{channel: "#news", refused: "You can't send messages because the room is readonly."},
		{channel: "news", sender: "bob", refused: "You can't send messages because the room is readonly."},
	}
	for kind, open := range venues() {
		if kind == "stdout" || kind == "slack" {
			continue // has no rooms: TestStdoutHasEveryRoom, or none that we see
		}
		for _, test := range tests {
			t.Run(fmt.Sprintf("%s/%q by %q", kind, test.channel, test.sender), func(t *testing.T) {
				v := open(t)
				if prefix, name, ok := strings.Cut(test.channel, "ID-OF-"); ok {
					test.channel = prefix + v.roomID(t, name)
				}
				d := delivery(test.channel, "hello")
				if test.sender != "" {
					d.Sender = user(t, v, test.sender)
				}
				v.deliver(t, []*integrations.Delivery{d}, false)
				if test.refused != "" {
					checkRefused(t, d, test.refused)
					return
				}
				checkPosted(t, d)
				if got := v.room(t, d); len(got) != 1 || got[0].Msg != "hello" || got[0].Sender != d.Sender.Username {
					t.Errorf("in the room: %+v", got)
				}
			})
		}
	}
}

// TestDirectRoomIsOne: the same two people always meet in the same room.
func TestDirectRoomIsOne(t *testing.T) {
	for _, kind := range []string{"workspace", "rocketchat"} {
		t.Run(kind, func(t *testing.T) {
			v := venues()[kind](t)
			there, again, back := delivery("@bob", "1"), delivery("BOB-ID", "2"), delivery("@rocket.cat", "3")
			back.Sender = user(t, v, "bob")
			self := delivery("@rocket.cat", "4")
			v.deliver(t, []*integrations.Delivery{there, again, back, self}, false)
			if there.Receipt.RoomID != again.Receipt.RoomID || there.Receipt.RoomID != back.Receipt.RoomID {
				t.Errorf("three rooms: %q, %q, %q", there.Receipt.RoomID, again.Receipt.RoomID, back.Receipt.RoomID)
			}
			if self.Receipt.RoomID == there.Receipt.RoomID || self.Receipt.RoomID == "" {
				t.Errorf("notes to self are in %q", self.Receipt.RoomID)
			}
		})
	}
}

func testEverything(t *testing.T, v venue) {
	parent := delivery("#alerts", "parent")
	v.deliver(t, []*integrations.Delivery{parent}, false)
	d := delivery("#alerts", "Disk full on *db1*")
	d.Message.Alias, d.Message.Emoji = "PagerDuty", ":rotating_light:"
	d.Message.Attachments = []json.RawMessage{
		json.RawMessage(`{"color":"#e01e5a","title":"INC-1","title_link":"https://pd.example/1","fields":[{"title":"Service","value":"db","short":true},{"title":"Count","value":3}]}`),
		json.RawMessage(`{"text":"second","unknown":{"kept":[1,2.5,"x"]},"ts":1763800000}`),
		json.RawMessage(`{"image_url":"https://pd.example/a.png?x=1&y=<2>"}`),
	}
	d.Message.ParseURLs = json.RawMessage(`false`)
	d.Message.Groupable = json.RawMessage(`false`)
	d.Message.CustomFields = json.RawMessage(`{"priority":"high"}`)
	d.Message.Tmid = parent.Receipt.MessageID
	if d.Message.Tmid == "" {
		d.Message.Tmid = "a-thread"
	}
	v.deliver(t, []*integrations.Delivery{d}, false)
	checkPosted(t, d)
	got := v.room(t, d)
	want := seen{
		Sender: "rocket.cat", Msg: "Disk full on *db1*", Alias: "PagerDuty", Emoji: ":rotating_light:", Tmid: d.Message.Tmid,
		Attachments: decoded(t, encoded(t, d.Message.Attachments)), CustomFields: map[string]any{"priority": "high"}, ParseURLs: false,
	}
	if diff := cmp.Diff(want, got[len(got)-1]); diff != "" {
		t.Errorf("what arrived (-want +got):\n%s", diff)
	}
	checkReceipt(t, v, d)
}

// checkReceipt compares what the destination says of a message with what is
// in the room, where it says anything.
func checkReceipt(t *testing.T, v venue, d *integrations.Delivery) {
	t.Helper()
	if _, prints := v.(*stdoutVenue); prints {
		if diff := cmp.Diff(integrations.Receipt{}, d.Receipt); diff != "" {
			t.Errorf("a printed message has a receipt: %s", diff)
		}
		return
	}
	var stored struct {
		ID    string      `json:"_id"`
		RID   string      `json:"rid"`
		Msg   string      `json:"msg"`
		TS    time.Time   `json:"ts"`
		U     engine.User `json:"u"`
		Alias string      `json:"alias"`
		Tmid  string      `json:"tmid"`
	}
	if err := json.Unmarshal(d.Receipt.Stored, &stored); err != nil {
		t.Fatalf("the stored message %s: %v", d.Receipt.Stored, err)
	}
	if stored.ID != d.Receipt.MessageID || stored.RID != d.Receipt.RoomID || stored.ID == "" || stored.RID == "" {
		t.Errorf("receipt %q in %q, stored %q in %q", d.Receipt.MessageID, d.Receipt.RoomID, stored.ID, stored.RID)
	}
	if stored.Msg != d.Message.Msg || stored.Alias != d.Message.Alias || stored.Tmid != d.Message.Tmid || stored.U.Username != d.Sender.Username || stored.TS.IsZero() {
		t.Errorf("the stored message is %s", d.Receipt.Stored)
	}
}

func testEmpty(t *testing.T, v venue) {
	d := delivery("#alerts", "")
	v.deliver(t, []*integrations.Delivery{d}, false)
	checkPosted(t, d)
	if got := v.room(t, d); len(got) != 1 || got[0].Msg != "" {
		t.Errorf("in the room: %+v", got)
	}
	empty := delivery("#alerts", "")
	empty.Message.Attachments = []json.RawMessage{}
	v.deliver(t, []*integrations.Delivery{empty}, false)
	checkPosted(t, empty)
	if got := v.room(t, empty); len(got) != 2 || cmp.Diff([]any{}, got[1].Attachments) != "" {
		t.Errorf("an empty list became %+v", got)
	}
}

func testOrder(t *testing.T, v venue) {
	var want []string
	for i := range 20 {
		want = append(want, fmt.Sprint("message ", i))
		v.deliver(t, []*integrations.Delivery{delivery("#alerts", want[i])}, false)
	}
	if diff := cmp.Diff(want, texts(v.room(t, delivery("#alerts", "")))); diff != "" {
		t.Error(diff)
	}
}

func testConcurrency(t *testing.T, v venue) {
	var group sync.WaitGroup
	var want []string
	for i := range 16 {
		text := fmt.Sprintf("%02d %s", i, strings.Repeat("x", 2000))
		want = append(want, text)
		group.Go(func() { v.deliver(t, []*integrations.Delivery{delivery("#alerts", text)}, false) })
	}
	group.Wait()
	got := texts(v.room(t, delivery("#alerts", "")))
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func testUnicode(t *testing.T, v venue) {
	for _, text := range []string{
		"Grüße, 世界, שלום, مرحبا", "👩‍🚒🏳️‍🌈🇩🇪", "a\u0301e\u0301", "<b>&amp;</b> \u2028\u2029", "tab\tand\nnew line", `back\slash "quotes"`, "\u0000\u0007",
	} {
		d := delivery("#alerts", text)
		d.Message.Alias = text
		v.deliver(t, []*integrations.Delivery{d}, false)
		checkPosted(t, d)
		if got := v.room(t, d); got[len(got)-1].Msg != text || got[len(got)-1].Alias != text {
			t.Errorf("%q became %q", text, got[len(got)-1].Msg)
		}
	}
}

func testUsers(t *testing.T, v venue) {
	ctx := t.Context()
	for _, key := range []string{"rocket.cat", "CAT-ID"} {
		u, err := v.User(ctx, key)
		if err != nil {
			t.Errorf("%s: %v", key, err)
			continue
		}
		if !takesAnybody(v) && (u.Username != "rocket.cat" || u.ID != "CAT-ID" || u.Name == "") {
			t.Errorf("%s is %+v", key, u)
		}
	}
	missing := []string{"nobody", "NOBODY-ID", "Rocket.Cat", "@rocket.cat", ""}
	if takesAnybody(v) {
		missing = []string{""}
	}
	for _, key := range missing {
		if u, err := v.User(ctx, key); !errors.Is(err, integrations.ErrNoUser) || u != (engine.User{}) {
			t.Errorf("%q is %+v, %v; want ErrNoUser", key, u, err)
		}
	}
}

// takesAnybody tells whether a destination has no users of its own.
func takesAnybody(v venue) bool {
	switch v.(type) {
	case *stdoutVenue, *slackVenue:
		return true
	}
	return false
}

// testInputKept: a message is not changed by posting it; it may be posted again.
func testInputKept(t *testing.T, v venue) {
	d := delivery("#alerts", "kept")
	d.Message.Attachments = []json.RawMessage{json.RawMessage(`{"text":"a"}`), json.RawMessage(`{ "text" : "b" }`)}
	d.Message.ParseURLs = json.RawMessage(`true`)
	before := encoded(t, d.Message)
	v.deliver(t, []*integrations.Delivery{d}, false)
	if diff := cmp.Diff(string(before), string(encoded(t, d.Message))); diff != "" {
		t.Error(diff)
	}
}

func delivery(channel, text string) *integrations.Delivery {
	return &integrations.Delivery{
		Destination: "it", Lane: "it " + channel,
		Sender:  engine.User{ID: "CAT-ID", Name: "Rocket.Cat", Username: "rocket.cat"},
		Message: message.Message{Channel: channel, Msg: text, Bot: message.Bot{Integration: "pagerduty"}},
	}
}

func user(t *testing.T, v venue, name string) engine.User {
	t.Helper()
	u, err := v.User(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func checkPosted(t *testing.T, d *integrations.Delivery) {
	t.Helper()
	if d.State != integrations.DeliveryPosted || d.Error != "" {
		t.Fatalf("%s: %s, %q %q", d.Message.Channel, d.State, d.Error, d.Detail)
	}
}

func checkRefused(t *testing.T, d *integrations.Delivery, want string) {
	t.Helper()
	if d.State != integrations.DeliveryRefused || d.Error != want {
		t.Errorf("%s: %s, %q (%s); want it refused with %q", d.Message.Channel, d.State, d.Error, d.Detail, want)
	}
	if diff := cmp.Diff(integrations.Receipt{}, d.Receipt); diff != "" {
		t.Errorf("%s has a receipt although refused: %s", d.Message.Channel, diff)
	}
}

func texts(messages []seen) []string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Msg)
	}
	return all
}

func encoded(t *testing.T, value any) json.RawMessage {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// decoded is a JSON value, nil for none.
func decoded(t *testing.T, text json.RawMessage) any {
	t.Helper()
	if text == nil {
		return nil
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// seenMessage is a message of ours as it arrived.
func seenMessage(t *testing.T, sender string, m message.Message) seen {
	t.Helper()
	s := seen{
		Sender: sender, Msg: m.Msg, Alias: m.Alias, Avatar: m.Avatar, Emoji: m.Emoji, Tmid: m.Tmid,
		CustomFields: decoded(t, m.CustomFields), ParseURLs: decoded(t, m.ParseURLs),
	}
	if m.Attachments != nil {
		s.Attachments = decoded(t, encoded(t, m.Attachments))
	}
	return s
}

// A workspaceVenue is the workspace on the real store.
type workspaceVenue struct {
	*destination.Workspace
	store *store.Store
	now   time.Time
}

func newWorkspaceVenue(t *testing.T) venue { return openWorkspace(t) }

func openWorkspace(t *testing.T) *workspaceVenue {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.SetupWorkspace(t.Context(), workspaceWorld()); err != nil {
		t.Fatal(err)
	}
	made, err := destination.New(destination.Config{Name: "workspace", Type: "workspace"}, destination.Deps{Users: s})
	if err != nil {
		t.Fatal(err)
	}
	return &workspaceVenue{Workspace: made.(*destination.Workspace), store: s, now: time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.UTC)}
}

func (v *workspaceVenue) deliver(t *testing.T, deliveries []*integrations.Delivery, separate bool) {
	x := &integrations.Execution{ID: rand.Text(), IntegrationID: "test", Outcome: integrations.OutcomePayload, Deliveries: deliveries}
	err := v.store.Record(t.Context(), x, func(ctx context.Context, rooms integrations.Rooms) error {
		return v.PostAll(ctx, rooms, deliveries, separate, v.now)
	})
	if err != nil {
		t.Error(err)
	}
}

func (v *workspaceVenue) room(t *testing.T, d *integrations.Delivery) []seen {
	t.Helper()
	key := strings.TrimPrefix(d.Message.Channel, "#")
	if d.Receipt.RoomID != "" {
		key = d.Receipt.RoomID
	}
	room, err := v.store.RoomByNameOrID(t.Context(), key)
	if err != nil {
		t.Fatalf("%s: %v", key, err)
	}
	stored, err := v.store.ListMessages(t.Context(), room.ID, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var all []seen
	for _, m := range slices.Backward(stored) {
		all = append(all, seenMessage(t, m.Sender.Username, m.Message))
	}
	return all
}

func (v *workspaceVenue) roomID(t *testing.T, name string) string {
	t.Helper()
	room, err := v.store.RoomByNameOrID(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return room.ID
}

// A rocketChatVenue is a Rocket.Chat server as destinationtest plays it.
type rocketChatVenue struct {
	*destination.RocketChat
	server *destinationtest.Server
}

func world() destinationtest.World {
	return destinationtest.World{
		Path: "/chat",
		Users: []destinationtest.User{
			{ID: "CAT-ID", Username: "rocket.cat", Token: "cat-token", Impersonates: true},
			{ID: "BOB-ID", Username: "bob", Token: "bob-token"},
			{ID: "ALICE-ID", Username: "alice"},
		},
		Rooms: []destinationtest.Room{
			{ID: "ALERTS-ID", Name: "alerts", Type: "c"},
			{ID: "GENERAL", Name: "general", Type: "c"},
			{ID: "OPS-ID", Name: "ops", Type: "p", Members: []string{"rocket.cat"}},
			{ID: "VAULT-ID", Name: "vault", Type: "p", Members: []string{"alice"}},
			{ID: "NEWS-ID", Name: "news", Type: "c", ReadOnly: true},
		},
	}
}

func accounts() []destination.Account {
	return []destination.Account{
		{Username: "rocket.cat", UserID: "CAT-ID", Token: "cat-token"},
		{Username: "bob", UserID: "BOB-ID", Token: "bob-token"},
	}
}

func newRocketChatVenue(t *testing.T) venue {
	t.Helper()
	server := destinationtest.NewServer(t, world())
	made, err := destination.New(destination.Config{
		// The slash at the end must not double.
		Name: "chat", Type: "rocketchat", URL: destination.Address(server.Address() + "/"), Accounts: accounts(),
	}, destination.Deps{Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	r := made.(*destination.RocketChat)
	t.Cleanup(func() { _ = r.Close() })
	return &rocketChatVenue{RocketChat: r, server: server}
}

func (v *rocketChatVenue) deliver(t *testing.T, deliveries []*integrations.Delivery, _ bool) {
	postAll(t, v, deliveries)
}

func (v *rocketChatVenue) room(t *testing.T, d *integrations.Delivery) []seen {
	t.Helper()
	room := d.Receipt.RoomID
	if room == "" {
		room = "ALERTS-ID"
	}
	var all []seen
	for _, m := range v.server.Messages() {
		if m.RoomID != room {
			continue
		}
		text := func(key string) string { s, _ := m.Body[key].(string); return s }
		all = append(all, seen{
			Sender: m.Sender, Msg: text("text"), Alias: text("alias"), Avatar: text("avatar"), Emoji: text("emoji"), Tmid: text("tmid"),
			Attachments: m.Body["attachments"], CustomFields: m.Body["customFields"], ParseURLs: m.Body["parseUrls"],
		})
	}
	return all
}

func (v *rocketChatVenue) roomID(_ *testing.T, name string) string {
	rooms := world().Rooms
	return rooms[slices.IndexFunc(rooms, func(r destinationtest.Room) bool { return r.Name == name })].ID
}

// A slackVenue is an incoming webhook as destinationtest plays it.
type slackVenue struct {
	*destination.Slack
	server *destinationtest.Hook
}

func newSlackVenue(t *testing.T) venue {
	t.Helper()
	server := destinationtest.NewHook(t)
	made, err := destination.New(destination.Config{
		Name: "ops", Type: "slack", URL: destination.Address(server.Address()),
	}, destination.Deps{Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	s := made.(*destination.Slack)
	t.Cleanup(func() { _ = s.Close() })
	return &slackVenue{Slack: s, server: server}
}

func (v *slackVenue) deliver(t *testing.T, deliveries []*integrations.Delivery, _ bool) {
	postAll(t, v, deliveries)
}

func (v *slackVenue) room(_ *testing.T, d *integrations.Delivery) []seen {
	var all []seen
	for _, body := range v.server.Posts() {
		if text, _ := body["text"].(string); body["channel"] == d.Message.Channel {
			all = append(all, seen{Msg: text})
		}
	}
	return all
}

func (v *slackVenue) roomID(_ *testing.T, name string) string { return name }

// A stdoutVenue prints JSON lines, which it can read.
type stdoutVenue struct {
	integrations.Poster
	out *bytes.Buffer
}

func newStdoutVenue(t *testing.T) venue {
	t.Helper()
	out := &bytes.Buffer{}
	made, err := destination.New(destination.Config{Name: "print", Type: "stdout"}, destination.Deps{Out: out})
	if err != nil {
		t.Fatal(err)
	}
	return &stdoutVenue{Poster: made.(integrations.Poster), out: out}
}

func (v *stdoutVenue) deliver(t *testing.T, deliveries []*integrations.Delivery, _ bool) {
	postAll(t, v, deliveries)
}

func (v *stdoutVenue) room(t *testing.T, d *integrations.Delivery) []seen {
	t.Helper()
	var all []seen
	for line := range bytes.Lines(v.out.Bytes()) {
		var printed struct {
			U engine.User `json:"u"`
			message.Message
		}
		if err := json.Unmarshal(line, &printed); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if printed.Channel == d.Message.Channel {
			all = append(all, seenMessage(t, printed.U.Username, printed.Message))
		}
	}
	return all
}

func (v *stdoutVenue) roomID(_ *testing.T, name string) string { return name }

// postAll does for deliveries what a dispatcher does, once each.
func postAll(t *testing.T, poster integrations.Poster, deliveries []*integrations.Delivery) {
	for _, d := range deliveries {
		receipt, err := poster.Post(t.Context(), d)
		var permanent *integrations.PermanentError
		var temporary *integrations.TemporaryError
		switch {
		case err == nil:
			d.State, d.Error, d.Receipt = integrations.DeliveryPosted, "", receipt
		case errors.As(err, &permanent):
			d.State, d.Error, d.Detail = integrations.DeliveryRefused, permanent.Code, permanent.Detail
		case errors.As(err, &temporary):
			d.State, d.Error = integrations.DeliveryWaiting, err.Error()
		default:
			t.Errorf("%s: an error that is neither permanent nor temporary: %v", d.Message.Channel, err)
		}
	}
}

func workspaceWorld() integrations.WorkspaceSetup {
	return integrations.WorkspaceSetup{
		Users: []integrations.WorkspaceUser{
			{ID: "CAT-ID", Username: "rocket.cat", Name: "Rocket.Cat"},
			{ID: "BOB-ID", Username: "bob", Name: "Bob"},
			{ID: "ALICE-ID", Username: "alice", Name: "Alice"},
		},
		Rooms: []integrations.RoomSetup{
			{Name: "alerts"}, {Name: "general"},
			{Name: "ops", Private: true, Members: []string{"rocket.cat"}},
			{Name: "vault", Private: true, Members: []string{"alice"}},
			{Name: "news", ReadOnly: true, Members: []string{"rocket.cat"}},
		},
	}
}
