package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"rocketscript/integrations"
)

// SetupWorkspace makes what is missing of the rooms and users that the
// configuration wants, and brings the others up to date. It removes nothing:
// what is no longer configured keeps its messages and members. It changes all
// or, with an error, nothing, and may be called again at any time.
//
// A new user gets the id it is given with, rocket.cat the id rocket.cat as in
// Rocket.Chat, any other a random one; an id never changes afterwards. Members
// must be users by then.
func (s *Store) SetupWorkspace(ctx context.Context, setup integrations.WorkspaceSetup) error {
	return s.writer.do(ctx, func(t *tx) error {
		for _, u := range setup.Users {
			if err := setupUser(ctx, t, u); err != nil {
				return fmt.Errorf("user %q: %w", u.Username, err)
			}
		}
		for _, r := range setup.Rooms {
			if err := setupRoom(ctx, &rooms{t}, r); err != nil {
				return fmt.Errorf("channel %q: %w", r.Name, err)
			}
		}
		return nil
	})
}

// defaultUser is Rocket.Chat's own bot; its id is its name.
const defaultUser = "rocket.cat"

func setupUser(ctx context.Context, t *tx, u integrations.WorkspaceUser) error {
	if u.Username == "" {
		return errors.New("a user needs a username")
	}
	if strings.Contains(u.Username, "\n") {
		return errors.New("a username cannot have a line break")
	}
	found, err := userByUsername(ctx, t, u.Username)
	if errors.Is(err, integrations.ErrNotFound) {
		return insertUser(ctx, t, u)
	}
	if err != nil {
		return err
	}
	_, err = t.exec(`UPDATE users SET name = ?, avatar = ? WHERE id = ?`, u.Name, u.Avatar, found.ID)
	return err
}

func insertUser(ctx context.Context, t *tx, u integrations.WorkspaceUser) error {
	switch {
	case u.ID != "":
		if other, err := userByID(ctx, t, u.ID); err == nil {
			return fmt.Errorf("the id %s is that of user %q already", u.ID, other.Username)
		}
	case u.Username == defaultUser:
		u.ID = defaultUser
	default:
		u.ID = randomText(idLength)
	}
	_, err := t.exec(`INSERT INTO users (id, username, name, avatar) VALUES (?, ?, ?, ?)`, u.ID, u.Username, u.Name, u.Avatar)
	return err
}

func setupRoom(ctx context.Context, in *rooms, r integrations.RoomSetup) error {
	if r.Name == "" {
		return errors.New("a channel needs a name")
	}
	kind := integrations.PublicRoom
	if r.Private {
		kind = integrations.PrivateRoom
	}
	_, err := in.exec(`INSERT INTO rooms (id, name, type, topic, read_only) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET type = excluded.type, topic = excluded.topic, read_only = excluded.read_only`,
		randomText(idLength), r.Name, string(kind), r.Topic, yesNo(r.ReadOnly))
	if err != nil {
		return err
	}
	id, err := one(ctx, in, value[string], `SELECT id FROM rooms WHERE name = ?`, r.Name)
	if err != nil {
		return err
	}
	for _, username := range r.Members {
		u, err := in.UserByUsername(ctx, username)
		if errors.Is(err, integrations.ErrNotFound) {
			return fmt.Errorf("member %q is no user of the workspace: add them to its users", username)
		}
		if err != nil {
			return err
		}
		if err := in.Join(ctx, id, u.ID); err != nil {
			return err
		}
	}
	return nil
}
