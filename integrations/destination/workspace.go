package destination

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// Rocket.Chat's words for a message it does not take (reference §6.2).
const (
	codeInvalidChannel = "invalid-channel"
	codeNotAllowed     = "error-not-allowed"
	codeReadOnly       = "You can't send messages because the room is readonly."
	codeInvalidUser    = "error-invalid-user"
	codeTooLong        = "error-message-size-exceeded"
)

// Users finds users of the embedded workspace outside a transaction. Both
// methods return [integrations.ErrNotFound] for a user that does not exist.
type Users interface {
	UserByUsername(ctx context.Context, username string) (integrations.WorkspaceUser, error)
	UserByID(ctx context.Context, id string) (integrations.WorkspaceUser, error)
}

// A Workspace is the embedded destination. Its rooms, users and messages are
// in the store; it has the rules: where a destination leads to and who may
// post there (reference §6.2), and what several destinations mean (§6.4).
//
// Rocket.Chat's roles and permissions are not copied. Every post-as user may
// set alias and avatar (saving an integration gives its user the role that
// allows it, reference §7.2), and none may post in a read-only room: that
// right is for owners and moderators, whom a workspace written to by
// integrations alone does not have.
type Workspace struct{ users Users }

var _ integrations.Workspace = (*Workspace)(nil)

// NewWorkspace makes the embedded destination.
func NewWorkspace(users Users) *Workspace { return &Workspace{users: users} }

// User finds a user of the workspace, by username before id. It returns
// [integrations.ErrNoUser] for one that does not exist.
func (w *Workspace) User(ctx context.Context, nameOrID string) (engine.User, error) {
	for _, find := range []func(context.Context, string) (integrations.WorkspaceUser, error){w.users.UserByUsername, w.users.UserByID} {
		u, err := find(ctx, nameOrID)
		if err == nil {
			return engine.User{ID: u.ID, Name: u.Name, Username: u.Username}, nil
		}
		if !errors.Is(err, integrations.ErrNotFound) {
			return engine.User{}, fmt.Errorf("finding user %q of the workspace: %w", nameOrID, err)
		}
	}
	return engine.User{}, fmt.Errorf("user %q is not on the workspace: %w", nameOrID, integrations.ErrNoUser)
}

// PostAll posts deliveries within the transaction that rooms is part of.
//
// It first resolves and checks all of them, which joins the sender to public
// channels and opens direct rooms, and only then posts (reference §6.4). With
// separate, those that pass are posted and the others refused. Without it the
// first that fails ends the matter, as in Rocket.Chat: nothing is posted, and
// every delivery is refused with that one error, which is the answer to the
// request; Detail tells which channel it was.
//
// The messages carry now, in whole milliseconds, as Rocket.Chat's do.
func (w *Workspace) PostAll(ctx context.Context, rooms integrations.Rooms, deliveries []*integrations.Delivery, separate bool, now time.Time) error {
	now = now.UTC().Truncate(time.Millisecond)
	admitted := make([]*admission, len(deliveries))
	for i, d := range deliveries {
		a, err := admit(ctx, rooms, d)
		var refusal *integrations.PermanentError
		if err != nil && !errors.As(err, &refusal) {
			return fmt.Errorf("posting to %q on the workspace: %w", d.Message.Channel, err)
		}
		admitted[i] = a
		if refusal == nil {
			continue
		}
		if !separate {
			refuse(deliveries, refusal, now)
			for _, other := range slices.Concat(deliveries[:i], deliveries[i+1:]) {
				other.Detail = fmt.Sprintf("not posted, because %q of the same request was refused", d.Message.Channel)
			}
			return nil
		}
		refuse(deliveries[i:i+1], refusal, now)
	}
	for i, d := range deliveries {
		if admitted[i] == nil {
			continue
		}
		if err := admitted[i].post(ctx, rooms, d, now); err != nil {
			return fmt.Errorf("posting to %q on the workspace: %w", d.Message.Channel, err)
		}
	}
	return nil
}

// refuse leaves deliveries refused. They may carry the marks of an earlier run
// of the same transaction.
func refuse(deliveries []*integrations.Delivery, refusal *integrations.PermanentError, now time.Time) {
	for _, d := range deliveries {
		d.State, d.Error, d.Detail = integrations.DeliveryRefused, refusal.Code, refusal.Detail
		d.Receipt, d.Attempts, d.FinishedAt = integrations.Receipt{}, 1, now
	}
}

// An admission is a message that may be posted: who and where.
type admission struct {
	sender integrations.WorkspaceUser
	room   integrations.Room
}

// admit finds sender and room of a delivery and checks that the one may post
// in the other. A *PermanentError says that it may not.
func admit(ctx context.Context, rooms integrations.Rooms, d *integrations.Delivery) (*admission, error) {
	sender, err := rooms.UserByID(ctx, d.Sender.ID)
	if errors.Is(err, integrations.ErrNotFound) {
		// Ids may have changed since the sender was looked up: users are
		// configured by name.
		sender, err = rooms.UserByUsername(ctx, d.Sender.Username)
	}
	if err != nil {
		return nil, notFoundAs(err, codeInvalidUser, fmt.Sprintf("there is no user %q on the workspace", d.Sender.Username))
	}
	room, err := resolve(ctx, rooms, sender, d.Message.Channel)
	if err != nil {
		return nil, notFoundAs(err, codeInvalidChannel, fmt.Sprintf("there is no room or user %q on the workspace: check the name and its prefix, or add it to channels or users", d.Message.Channel))
	}
	if room.Type == integrations.PublicRoom {
		if err := rooms.Join(ctx, room.ID, sender.ID); err != nil {
			return nil, err
		}
	}
	if err := mayPost(ctx, rooms, sender, room); err != nil {
		return nil, err
	}
	return &admission{sender: sender, room: room}, nil
}

// notFoundAs turns what is not found into a refusal.
func notFoundAs(err error, code, detail string) error {
	if errors.Is(err, integrations.ErrNotFound) {
		return &integrations.PermanentError{Code: code, Detail: detail}
	}
	return err
}

// resolve finds the room a destination leads to (reference §6.2): "#x" a room
// by id or name, "@x" the direct room with a user by id or username, or a
// direct room by id; "x" a room by id or name, or the direct room with a user
// by id only. ErrNotFound when it leads nowhere.
func resolve(ctx context.Context, rooms integrations.Rooms, sender integrations.WorkspaceUser, channel string) (integrations.Room, error) {
	name, byPrefix := strings.CutPrefix(channel, "#")
	user, direct := strings.CutPrefix(channel, "@")
	switch {
	case channel == "", channel == "#", channel == "@":
		return integrations.Room{}, integrations.ErrNotFound
	case direct:
		return directRoom(ctx, rooms, sender, user)
	case byPrefix:
		return rooms.RoomByNameOrID(ctx, name)
	}
	room, err := rooms.RoomByNameOrID(ctx, channel)
	if !errors.Is(err, integrations.ErrNotFound) {
		return room, err
	}
	other, err := rooms.UserByID(ctx, channel)
	if err != nil {
		return integrations.Room{}, err
	}
	return rooms.DirectRoom(ctx, sender, other)
}

// directRoom finds or opens the direct room with the user called key, or finds
// the direct room whose id is key.
func directRoom(ctx context.Context, rooms integrations.Rooms, sender integrations.WorkspaceUser, key string) (integrations.Room, error) {
	for _, find := range []func(context.Context, string) (integrations.WorkspaceUser, error){rooms.UserByUsername, rooms.UserByID} {
		other, err := find(ctx, key)
		if err == nil {
			return rooms.DirectRoom(ctx, sender, other)
		}
		if !errors.Is(err, integrations.ErrNotFound) {
			return integrations.Room{}, err
		}
	}
	room, err := rooms.RoomByNameOrID(ctx, key)
	if err != nil {
		return integrations.Room{}, err
	}
	if room.Type != integrations.DirectRoom {
		return integrations.Room{}, integrations.ErrNotFound
	}
	return room, nil
}

// mayPost makes Rocket.Chat's access checks, in its order.
func mayPost(ctx context.Context, rooms integrations.Rooms, sender integrations.WorkspaceUser, room integrations.Room) error {
	switch room.Type {
	case integrations.PublicRoom:
	case integrations.DirectRoom:
		if !slices.Contains(room.Usernames, sender.Username) {
			return &integrations.PermanentError{Code: codeNotAllowed, Detail: fmt.Sprintf("%s is not part of this direct room", sender.Username)}
		}
	default:
		member, err := rooms.IsMember(ctx, room.ID, sender.ID)
		if err != nil {
			return err
		}
		if !member {
			return &integrations.PermanentError{Code: codeNotAllowed, Detail: fmt.Sprintf("%s is not a member of the private room %s: add it to its members", sender.Username, room.Name)}
		}
	}
	if room.ReadOnly {
		return &integrations.PermanentError{Code: codeReadOnly, Detail: fmt.Sprintf("%s is read_only", room.Name)}
	}
	return nil
}

// post stores the message of a delivery and leaves the delivery posted.
func (a *admission) post(ctx context.Context, rooms integrations.Rooms, d *integrations.Delivery, now time.Time) error {
	m := integrations.PostedMessage{RoomID: a.room.ID, TS: now, Sender: a.sender, Message: d.Message}
	if err := rooms.InsertMessage(ctx, &m); err != nil {
		return err
	}
	stored, err := encodeJSON(m)
	if err != nil {
		return fmt.Errorf("encoding the stored message: %w", err)
	}
	d.State, d.Error, d.Detail = integrations.DeliveryPosted, "", ""
	d.Attempts, d.FinishedAt = 1, now
	d.Receipt = integrations.Receipt{MessageID: m.ID, RoomID: m.RoomID, Stored: stored}
	return nil
}
