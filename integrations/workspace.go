package integrations

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"rocketscript/engine"
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

// rocketTime is how Rocket.Chat writes times in JSON.
const rocketTime = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes the message as Rocket.Chat shows a stored one (reference
// §6.1), but for what it computes for display (urls, md).
func (m PostedMessage) MarshalJSON() ([]byte, error) {
	ts := m.TS.UTC().Format(rocketTime)
	return encodeJSON(struct {
		ID           string            `json:"_id"`
		RoomID       string            `json:"rid"`
		Msg          string            `json:"msg"`
		TS           string            `json:"ts"`
		U            engine.User       `json:"u"`
		Alias        string            `json:"alias"`
		Avatar       string            `json:"avatar,omitempty"`
		Emoji        string            `json:"emoji,omitempty"`
		Attachments  []json.RawMessage `json:"attachments,omitzero"`
		Groupable    json.RawMessage   `json:"groupable,omitempty"`
		ParseURLs    json.RawMessage   `json:"parseUrls,omitempty"`
		Tmid         string            `json:"tmid,omitempty"`
		ReplyCount   int               `json:"tcount,omitempty"`
		CustomFields json.RawMessage   `json:"customFields,omitempty"`
		Bot          message.Bot       `json:"bot"`
		UpdatedAt    string            `json:"_updatedAt"`
		Mentions     []string          `json:"mentions"`
		Channels     []string          `json:"channels"`
	}{
		ID: m.ID, RoomID: m.RoomID, Msg: m.Msg, TS: ts,
		U:     engine.User{ID: m.Sender.ID, Name: m.Sender.Name, Username: m.Sender.Username},
		Alias: m.Alias, Avatar: m.Avatar, Emoji: m.Emoji, Attachments: m.Attachments,
		// Rocket.Chat removes members that are null before it saves.
		Groupable: withoutNull(m.Groupable), ParseURLs: withoutNull(m.ParseURLs), CustomFields: withoutNull(m.CustomFields),
		Tmid: m.Tmid, ReplyCount: m.ReplyCount, Bot: m.Bot, UpdatedAt: ts,
		Mentions: []string{}, Channels: []string{},
	})
}

func withoutNull(value json.RawMessage) json.RawMessage {
	if string(value) == "null" {
		return nil
	}
	return value
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
