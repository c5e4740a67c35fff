package server

import (
	"context"

	"rocketscript/integrations"
)

// Chat is what the pages and the API read of the embedded workspace.
type Chat interface {
	// ListRooms returns all rooms: channels by name, then direct rooms.
	ListRooms(ctx context.Context) ([]integrations.Room, error)
	// RoomByNameOrID returns integrations.ErrNotFound when there is none.
	RoomByNameOrID(ctx context.Context, key string) (integrations.Room, error)
	// ListMessages returns up to limit messages of a room, newest first, with a
	// Seq below before; before 0 starts at the newest.
	ListMessages(ctx context.Context, roomID string, before int64, limit int) ([]integrations.PostedMessage, error)
	// MessagesPage returns up to limit messages of a room, newest first, after
	// leaving out the newest offset of them, and how many the room has in all.
	MessagesPage(ctx context.Context, roomID string, offset, limit int) (page []integrations.PostedMessage, total int, err error)
	// MessageByID returns integrations.ErrNotFound when there is none.
	MessageByID(ctx context.Context, id string) (integrations.PostedMessage, error)
	// MessagesAfter returns up to limit messages of all rooms with a Seq above
	// after, oldest first.
	MessagesAfter(ctx context.Context, after int64, limit int) ([]integrations.PostedMessage, error)
	// LastSeq is the Seq of the newest message, 0 when there is none.
	LastSeq(ctx context.Context) (int64, error)
	// Changes returns a channel that gets a value after messages were added,
	// several additions perhaps as one, until ctx ends. It says only that
	// there is something to read.
	Changes(ctx context.Context) <-chan struct{}
}
