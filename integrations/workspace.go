package integrations

import (
	"context"
	"errors"
	"time"

	"rocketscript/integrations/message"
)

// A RoomType is Rocket.Chat's letter for a kind of room.
type RoomType string

// The kinds of rooms.
const (
	PublicRoom  RoomType = "c"
	PrivateRoom RoomType = "p"
	DirectRoom  RoomType = "d"
)

// A Room is a room of the embedded workspace.
type Room struct {
	ID string
	// Name is empty for direct rooms.
	Name     string
	Type     RoomType
	Topic    string
	ReadOnly bool
	// Usernames are the two people of a direct room (one, for notes to self),
	// sorted; empty otherwise.
	Usernames []string
}

// A WorkspaceUser is a user of the embedded workspace.
type WorkspaceUser struct {
	ID       string
	Username string
	Name     string
	// Avatar is the URL of a picture, or empty.
	Avatar string
}

// A PostedMessage is a message in a room of the embedded workspace.
type PostedMessage struct {
	// ID is unique (17 letters and digits); Seq grows in order of commit.
	ID     string
	Seq    int64
	RoomID string
	TS     time.Time
	Sender WorkspaceUser
	message.Message
	// ReplyCount is how many messages in the room name this one as their tmid.
	ReplyCount int
}

// ErrNotFound is returned by Rooms for a room or user that does not exist.
var ErrNotFound = errors.New("not found")

// Rooms is the workspace as one transaction of the store sees it.
type Rooms interface {
	// RoomByNameOrID finds a room whose id or name is exactly key. ErrNotFound.
	RoomByNameOrID(ctx context.Context, key string) (Room, error)
	// UserByUsername and UserByID find a user. ErrNotFound.
	UserByUsername(ctx context.Context, username string) (WorkspaceUser, error)
	UserByID(ctx context.Context, id string) (WorkspaceUser, error)
	// DirectRoom finds the direct room of exactly these two users (which may be
	// the same), or makes it.
	DirectRoom(ctx context.Context, a, b WorkspaceUser) (Room, error)
	// IsMember tells whether the user is in the room; Join puts them in, and
	// does nothing when they are.
	IsMember(ctx context.Context, roomID, userID string) (bool, error)
	Join(ctx context.Context, roomID, userID string) error
	// InsertMessage stores a message; it fills ID, when empty, and Seq.
	InsertMessage(ctx context.Context, m *PostedMessage) error
}

// A WorkspaceSetup is what the configuration wants to exist on the workspace.
type WorkspaceSetup struct {
	Rooms []RoomSetup
	Users []WorkspaceUser
}

// A RoomSetup is one channel the configuration wants to exist. Members are
// usernames, added to those already there.
type RoomSetup struct {
	Name     string
	Private  bool
	ReadOnly bool
	Topic    string
	Members  []string
}
