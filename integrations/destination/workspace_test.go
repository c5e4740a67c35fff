package destination_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
)

// TestWorkspaceSeveralChannels: reference §6.4.
func TestWorkspaceSeveralChannels(t *testing.T) {
	tests := []struct {
		name     string
		channels []string
		separate bool
		// want has the error of each, "" for posted.
		want []string
	}{
		{"all fine", []string{"#alerts", "#ops", "@alice"}, false, []string{"", "", ""}},
		{"all fine, separate", []string{"#alerts", "#ops", "@alice"}, true, []string{"", "", ""}},
		{"one fails", []string{"#alerts", "#nowhere", "#ops"}, false, []string{"invalid-channel", "invalid-channel", "invalid-channel"}},
		{"one fails, separate", []string{"#alerts", "#nowhere", "#ops"}, true, []string{"", "invalid-channel", ""}},
		{"the first error is the answer", []string{"#alerts", "#vault", "#nowhere"}, false, []string{"error-not-allowed", "error-not-allowed", "error-not-allowed"}},
		{"each its own, separate", []string{"#vault", "#nowhere", "#news"}, true, []string{"error-not-allowed", "invalid-channel", "You can't send messages because the room is readonly."}},
		{"the same room twice", []string{"#alerts", "alerts"}, false, []string{"", ""}},
		{"none", nil, false, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v := openWorkspace(t)
			var deliveries []*integrations.Delivery
			for _, channel := range test.channels {
				deliveries = append(deliveries, delivery(channel, "hello"))
			}
			v.deliver(t, deliveries, test.separate)
			posted := 0
			for i, d := range deliveries {
				if test.want[i] != "" {
					checkRefused(t, d, test.want[i])
					continue
				}
				checkPosted(t, d)
				checkReceipt(t, v, d)
				posted++
			}
			if last, err := v.store.LastSeq(t.Context()); err != nil || last != int64(posted) {
				t.Errorf("%d messages are stored (%v), want %d", last, err, posted)
			}
		})
	}
}

func TestWorkspaceTellsWhichChannelWasRefused(t *testing.T) {
	v := openWorkspace(t)
	deliveries := []*integrations.Delivery{delivery("#alerts", "x"), delivery("#nowhere", "x"), delivery("#ops", "x")}
	v.deliver(t, deliveries, false)
	want := []string{
		`not posted, because "#nowhere" of the same request was refused`,
		`there is no room or user "#nowhere" on the workspace: check the name and its prefix, or add it to channels or users`,
		`not posted, because "#nowhere" of the same request was refused`,
	}
	for i, d := range deliveries {
		if d.Detail != want[i] {
			t.Errorf("%s: %q, want %q", d.Message.Channel, d.Detail, want[i])
		}
	}
}

// TestWorkspaceJoins: the sender of a message to a public channel is in it
// afterwards, also when the message is then refused (reference §6.4, §8.1).
func TestWorkspaceJoins(t *testing.T) {
	for _, channel := range []string{"#general", "#news"} {
		v := openWorkspace(t)
		d := delivery(channel, "hello")
		d.Sender = user(t, v, "bob")
		v.deliver(t, []*integrations.Delivery{d}, false)
		err := v.store.Record(t.Context(), &integrations.Execution{ID: "look"}, func(ctx context.Context, rooms integrations.Rooms) error {
			for username, want := range map[string]bool{"bob": true, "alice": false} {
				u, err := rooms.UserByUsername(ctx, username)
				if err != nil {
					return err
				}
				if is, err := rooms.IsMember(ctx, v.roomID(t, channel[1:]), u.ID); err != nil || is != want {
					t.Errorf("%s is in %s: %v, %v", username, channel, is, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func TestWorkspaceForeignDirectRoom(t *testing.T) {
	v := openWorkspace(t)
	theirs := delivery("@alice", "between us")
	theirs.Sender = user(t, v, "bob")
	v.deliver(t, []*integrations.Delivery{theirs}, false)
	for _, prefix := range []string{"", "#", "@"} {
		d := delivery(prefix+theirs.Receipt.RoomID, "me too")
		v.deliver(t, []*integrations.Delivery{d}, false)
		checkRefused(t, d, "error-not-allowed")
		mine := delivery(prefix+theirs.Receipt.RoomID, "by its id")
		mine.Sender = theirs.Sender
		v.deliver(t, []*integrations.Delivery{mine}, false)
		checkPosted(t, mine)
	}
}

func TestWorkspaceSender(t *testing.T) {
	v := openWorkspace(t)
	gone := delivery("#alerts", "hello")
	gone.Sender.ID, gone.Sender.Username = "GONE", "gone"
	v.deliver(t, []*integrations.Delivery{gone}, false)
	checkRefused(t, gone, "error-invalid-user")
	// Made anew under the same name, the user has another id.
	renewed := delivery("#alerts", "hello")
	renewed.Sender.ID = "OLD-ID"
	v.deliver(t, []*integrations.Delivery{renewed}, false)
	checkPosted(t, renewed)
}

// TestWorkspaceStored: what a caller with separateResponse gets of a message.
func TestWorkspaceStored(t *testing.T) {
	v := openWorkspace(t)
	d := delivery("#alerts", "<b> & more")
	d.Message.Alias, d.Message.Emoji = "PagerDuty", ":fire:"
	d.Message.Attachments = []json.RawMessage{json.RawMessage(`{"text":"a"}`)}
	d.Message.Groupable, d.Message.ParseURLs = json.RawMessage(`false`), json.RawMessage(`true`)
	d.Message.CustomFields = json.RawMessage(`null`)
	v.deliver(t, []*integrations.Delivery{d}, false)
	want := `{"_id":"` + d.Receipt.MessageID + `","rid":"` + v.roomID(t, "alerts") + `","msg":"<b> & more","ts":"2026-11-22T10:00:00.123Z",` +
		`"u":{"_id":"CAT-ID","name":"Rocket.Cat","username":"rocket.cat"},"alias":"PagerDuty","emoji":":fire:","attachments":[{"text":"a"}],` +
		`"groupable":false,"parseUrls":true,"bot":{"i":"pagerduty"},"_updatedAt":"2026-11-22T10:00:00.123Z","mentions":[],"channels":[]}`
	if diff := cmp.Diff(want, string(d.Receipt.Stored)); diff != "" {
		t.Error(diff)
	}
	stored, err := v.store.MessageByID(t.Context(), d.Receipt.MessageID)
	if err != nil || !stored.TS.Equal(time.Date(2026, 11, 22, 10, 0, 0, 123000000, time.UTC)) {
		t.Errorf("stored at %v, %v", stored.TS, err)
	}
	if !d.FinishedAt.Equal(stored.TS) || d.Attempts != 1 {
		t.Errorf("finished at %v in attempt %d", d.FinishedAt, d.Attempts)
	}
}

// TestWorkspaceRepeats: a transaction that has to be repeated leaves no trace
// of its first run, and one that fails leaves no message.
func TestWorkspaceRepeats(t *testing.T) {
	v := openWorkspace(t)
	deliveries := []*integrations.Delivery{delivery("#alerts", "a"), delivery("#ops", "b")}
	broken := errors.New("broken")
	post := func(fail error) integrations.PostFunc {
		return func(ctx context.Context, rooms integrations.Rooms) error {
			if err := v.PostAll(ctx, rooms, deliveries, false, v.now); err != nil {
				return err
			}
			return fail
		}
	}
	x := &integrations.Execution{ID: "twice", Deliveries: deliveries}
	if err := v.store.Record(t.Context(), x, post(broken)); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if last, err := v.store.LastSeq(t.Context()); err != nil || last != 0 {
		t.Errorf("%d messages, %v", last, err)
	}
	deliveries[1].Message.Channel = "#vault"
	if err := v.store.Record(t.Context(), x, post(nil)); err != nil {
		t.Fatal(err)
	}
	for _, d := range deliveries {
		checkRefused(t, d, "error-not-allowed")
	}
	deliveries[1].Message.Channel = "#ops"
	x.ID = "again"
	if err := v.store.Record(t.Context(), x, post(nil)); err != nil {
		t.Fatal(err)
	}
	for _, d := range deliveries {
		checkPosted(t, d)
		if d.Detail != "" {
			t.Errorf("%s: detail %q of an earlier run", d.Message.Channel, d.Detail)
		}
	}
}

// failing is a store whose lookups fail after a number of calls.
type failing struct {
	integrations.Rooms
	calls *int
	err   error
}

func (f failing) fail() error {
	*f.calls--
	if *f.calls < 0 {
		return f.err
	}
	return nil
}

func (f failing) UserByID(ctx context.Context, id string) (integrations.WorkspaceUser, error) {
	if err := f.fail(); err != nil {
		return integrations.WorkspaceUser{}, err
	}
	return f.Rooms.UserByID(ctx, id)
}

func (f failing) UserByUsername(ctx context.Context, name string) (integrations.WorkspaceUser, error) {
	if err := f.fail(); err != nil {
		return integrations.WorkspaceUser{}, err
	}
	return f.Rooms.UserByUsername(ctx, name)
}

func (f failing) RoomByNameOrID(ctx context.Context, key string) (integrations.Room, error) {
	if err := f.fail(); err != nil {
		return integrations.Room{}, err
	}
	return f.Rooms.RoomByNameOrID(ctx, key)
}

func (f failing) DirectRoom(ctx context.Context, a, b integrations.WorkspaceUser) (integrations.Room, error) {
	if err := f.fail(); err != nil {
		return integrations.Room{}, err
	}
	return f.Rooms.DirectRoom(ctx, a, b)
}

func (f failing) IsMember(ctx context.Context, room, user string) (bool, error) {
	if err := f.fail(); err != nil {
		return false, err
	}
	return f.Rooms.IsMember(ctx, room, user)
}

func (f failing) Join(ctx context.Context, room, user string) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Rooms.Join(ctx, room, user)
}

func (f failing) InsertMessage(ctx context.Context, m *integrations.PostedMessage) error {
	if err := f.fail(); err != nil {
		return err
	}
	return f.Rooms.InsertMessage(ctx, m)
}

// TestWorkspaceStoreFails: an error of the store at any point is returned as
// such and never taken for a refusal.
func TestWorkspaceStoreFails(t *testing.T) {
	broken := errors.New("disk full")
	for _, channel := range []string{"#alerts", "#ops", "ops", "@alice", "@ALICE-ID", "ALICE-ID", "@nobody", "nobody"} {
		v := openWorkspace(t)
		for calls := 0; ; calls++ {
			left := calls
			d := delivery(channel, "hello")
			err := v.store.Record(t.Context(), &integrations.Execution{ID: "x"}, func(ctx context.Context, rooms integrations.Rooms) error {
				return v.PostAll(ctx, failing{rooms, &left, broken}, []*integrations.Delivery{d}, true, v.now)
			})
			if left >= 0 {
				if calls < 3 || err != nil {
					t.Errorf("%s: done after %d calls, %v", channel, calls, err)
				}
				break
			}
			if !errors.Is(err, broken) || d.State != "" {
				t.Errorf("%s, failing at call %d: %q, %v", channel, calls+1, d.State, err)
			}
		}
	}
}

// brokenUsers is a directory that cannot be read.
type brokenUsers struct{ err error }

func (b brokenUsers) UserByUsername(context.Context, string) (integrations.WorkspaceUser, error) {
	return integrations.WorkspaceUser{}, b.err
}

func (b brokenUsers) UserByID(context.Context, string) (integrations.WorkspaceUser, error) {
	return integrations.WorkspaceUser{}, b.err
}

func TestWorkspaceUserStoreFails(t *testing.T) {
	broken := errors.New("disk full")
	_, err := destination.NewWorkspace(brokenUsers{broken}).User(t.Context(), "bob")
	if !errors.Is(err, broken) || errors.Is(err, integrations.ErrNoUser) {
		t.Errorf("got %v", err)
	}
}

func TestWorkspaceThread(t *testing.T) {
	v := openWorkspace(t)
	parent := delivery("#alerts", "parent")
	v.deliver(t, []*integrations.Delivery{parent}, false)
	reply := delivery("#alerts", "reply")
	reply.Message.Tmid = parent.Receipt.MessageID
	v.deliver(t, []*integrations.Delivery{reply}, false)
	checkPosted(t, reply)
	messages, err := v.store.ListMessages(t.Context(), v.roomID(t, "alerts"), 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(messages)
	if len(messages) != 2 || messages[0].ReplyCount != 1 || messages[1].Tmid != messages[0].ID {
		t.Errorf("the thread is %+v", messages)
	}
}
