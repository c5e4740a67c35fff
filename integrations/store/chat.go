package store

import (
	"context"
	"fmt"

	"rocketscript/integrations"
)

// ListRooms returns all rooms: channels by name, then direct rooms, by their
// people.
func (s *Store) ListRooms(ctx context.Context) ([]integrations.Room, error) {
	return list(ctx, s.reader, scanRoom, selectRooms+`ORDER BY r.type = 'd', r.name, 6, r.id`)
}

// RoomByNameOrID finds a room whose id or name is exactly key;
// integrations.ErrNotFound when there is none.
func (s *Store) RoomByNameOrID(ctx context.Context, key string) (integrations.Room, error) {
	r, err := roomByNameOrID(ctx, s.reader, key)
	if err != nil {
		return r, fmt.Errorf("room %q: %w", key, err)
	}
	return r, nil
}

// UserByUsername finds a user; integrations.ErrNotFound when there is none.
func (s *Store) UserByUsername(ctx context.Context, username string) (integrations.WorkspaceUser, error) {
	u, err := userByUsername(ctx, s.reader, username)
	if err != nil {
		return u, fmt.Errorf("user %q: %w", username, err)
	}
	return u, nil
}

// UserByID finds a user; integrations.ErrNotFound when there is none.
func (s *Store) UserByID(ctx context.Context, id string) (integrations.WorkspaceUser, error) {
	u, err := userByID(ctx, s.reader, id)
	if err != nil {
		return u, fmt.Errorf("user id %q: %w", id, err)
	}
	return u, nil
}

// Senders are shown as they are called now, as Rocket.Chat does.
const selectMessages = `SELECT m.seq, m.id, m.room_id, m.ts, m.content, u.id, u.username, u.name, u.avatar,
	(SELECT count(*) FROM messages reply WHERE reply.tmid = m.id AND reply.room_id = m.room_id)
	FROM messages m JOIN users u ON u.id = m.sender_id `

func scanMessage(row scanner) (m integrations.PostedMessage, err error) {
	err = row.Scan(&m.Seq, &m.ID, &m.RoomID, timeColumn{&m.TS}, jsonColumn{&m.Message},
		&m.Sender.ID, &m.Sender.Username, &m.Sender.Name, &m.Sender.Avatar, &m.ReplyCount)
	return m, err
}

// ListMessages returns up to limit messages of a room, newest first, with a
// Seq below before; before 0 starts at the newest.
func (s *Store) ListMessages(ctx context.Context, roomID string, before int64, limit int) ([]integrations.PostedMessage, error) {
	if before == 0 {
		return s.newest(ctx, roomID, 0, limit)
	}
	return list(ctx, s.reader, scanMessage, selectMessages+`WHERE m.room_id = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?`, roomID, before, max(limit, 0))
}

func (s *Store) newest(ctx context.Context, roomID string, offset, limit int) ([]integrations.PostedMessage, error) {
	return list(ctx, s.reader, scanMessage, selectMessages+`WHERE m.room_id = ? ORDER BY m.seq DESC LIMIT ? OFFSET ?`, roomID, max(limit, 0), max(offset, 0))
}

// MessagesPage returns up to limit messages of a room, newest first, after
// leaving out the newest offset of them, and how many the room has in all.
func (s *Store) MessagesPage(ctx context.Context, roomID string, offset, limit int) (page []integrations.PostedMessage, total int, err error) {
	if page, err = s.newest(ctx, roomID, offset, limit); err != nil {
		return nil, 0, err
	}
	total, err = one(ctx, s.reader, value[int], `SELECT count(*) FROM messages WHERE room_id = ?`, roomID)
	return page, total, err
}

// MessageByID finds a message; integrations.ErrNotFound when there is none.
func (s *Store) MessageByID(ctx context.Context, id string) (integrations.PostedMessage, error) {
	m, err := one(ctx, s.reader, scanMessage, selectMessages+`WHERE m.id = ?`, id)
	if err != nil {
		return m, fmt.Errorf("message %q: %w", id, err)
	}
	return m, nil
}

// MessagesAfter returns up to limit messages of all rooms with a Seq above
// after, oldest first.
func (s *Store) MessagesAfter(ctx context.Context, after int64, limit int) ([]integrations.PostedMessage, error) {
	return list(ctx, s.reader, scanMessage, selectMessages+`WHERE m.seq > ? ORDER BY m.seq LIMIT ?`, after, max(limit, 0))
}

// LastSeq is the Seq of the newest message, 0 when there is none.
func (s *Store) LastSeq(ctx context.Context) (int64, error) {
	return one(ctx, s.reader, value[int64], `SELECT coalesce(max(seq), 0) FROM messages`)
}

// Changes returns a channel that gets a value after messages were added,
// several additions perhaps as one, until ctx ends; then it is closed.
func (s *Store) Changes(ctx context.Context) <-chan struct{} {
	return s.watched[messages].subscribe(ctx)
}
