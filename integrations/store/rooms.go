package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rocketscript/integrations"
)

// rooms is the workspace as a request of the writer sees it.
type rooms struct{ *tx }

const selectUsers = `SELECT id, username, name, avatar FROM users `

func scanUser(row scanner) (u integrations.WorkspaceUser, err error) {
	err = row.Scan(&u.ID, &u.Username, &u.Name, &u.Avatar)
	return u, err
}

// The people of a direct room are those who are in it, one a line.
const selectRooms = `SELECT r.id, coalesce(r.name, ''), r.type, r.topic, r.read_only,
	CASE r.type WHEN 'd' THEN (SELECT string_agg(u.username, '` + "\n" + `' ORDER BY u.username)
		FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.room_id = r.id) END
	FROM rooms r `

func scanRoom(row scanner) (r integrations.Room, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.Type, &r.Topic, &r.ReadOnly, linesColumn{&r.Usernames})
	return r, err
}

// All keys are compared exactly, letter case included, as Rocket.Chat does
// (reference §6.2).

// roomByNameOrID prefers the room whose id is key where another has that name.
func roomByNameOrID(ctx context.Context, q querier, key string) (integrations.Room, error) {
	return one(ctx, q, scanRoom, selectRooms+`WHERE r.id = ? OR r.name = ? ORDER BY r.id = ? DESC LIMIT 1`, key, key, key)
}

func userByUsername(ctx context.Context, q querier, username string) (integrations.WorkspaceUser, error) {
	return one(ctx, q, scanUser, selectUsers+`WHERE username = ?`, username)
}

func userByID(ctx context.Context, q querier, id string) (integrations.WorkspaceUser, error) {
	return one(ctx, q, scanUser, selectUsers+`WHERE id = ?`, id)
}

// RoomByNameOrID implements integrations.Rooms.
func (r *rooms) RoomByNameOrID(ctx context.Context, key string) (integrations.Room, error) {
	return roomByNameOrID(ctx, r, key)
}

// UserByUsername implements integrations.Rooms.
func (r *rooms) UserByUsername(ctx context.Context, username string) (integrations.WorkspaceUser, error) {
	return userByUsername(ctx, r, username)
}

// UserByID implements integrations.Rooms.
func (r *rooms) UserByID(ctx context.Context, id string) (integrations.WorkspaceUser, error) {
	return userByID(ctx, r, id)
}

// DirectRoom implements integrations.Rooms. The id of a direct room is made of
// its people's ids, sorted, as Rocket.Chat makes it; each id counts once.
func (r *rooms) DirectRoom(ctx context.Context, a, b integrations.WorkspaceUser) (integrations.Room, error) {
	people := []string{a.ID, b.ID}
	slices.Sort(people)
	people = slices.Compact(people)
	id := strings.Join(people, "")
	if _, err := r.exec(`INSERT INTO rooms (id, type, topic, read_only) VALUES (?, 'd', '', 0) ON CONFLICT (id) DO NOTHING`, id); err != nil {
		return integrations.Room{}, err
	}
	for _, person := range people {
		if err := r.Join(ctx, id, person); err != nil {
			return integrations.Room{}, err
		}
	}
	return one(ctx, r, scanRoom, selectRooms+`WHERE r.id = ? AND r.type = 'd'`, id)
}

// IsMember implements integrations.Rooms.
func (r *rooms) IsMember(ctx context.Context, roomID, userID string) (bool, error) {
	return one(ctx, r, value[bool], `SELECT EXISTS (SELECT 1 FROM memberships WHERE room_id = ? AND user_id = ?)`, roomID, userID)
}

// Join implements integrations.Rooms.
func (r *rooms) Join(_ context.Context, roomID, userID string) error {
	if _, err := r.exec(`INSERT INTO memberships (room_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING`, roomID, userID); err != nil {
		return fmt.Errorf("user %s joining room %s: %w", userID, roomID, err)
	}
	return nil
}

// InsertMessage implements integrations.Rooms. Sender and room must exist.
func (r *rooms) InsertMessage(_ context.Context, m *integrations.PostedMessage) error {
	if m.ID == "" {
		m.ID = randomText(idLength)
	}
	content, err := jsonText(m.Message)
	if err != nil {
		return fmt.Errorf("encoding message %s: %w", m.ID, err)
	}
	m.Seq, err = r.insert(`INSERT INTO messages (id, room_id, sender_id, ts, tmid, content) VALUES (?, ?, ?, ?, ?, ?) RETURNING seq`,
		m.ID, m.RoomID, m.Sender.ID, m.TS.UnixNano(), orNull(m.Tmid), content)
	if err != nil {
		return fmt.Errorf("message %s of user %s in room %s: %w", m.ID, m.Sender.ID, m.RoomID, err)
	}
	r.news.everyone(messages)
	return nil
}
