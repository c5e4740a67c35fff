package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"rocketscript/integrations"
)

const selectIntegrations = `SELECT id, definition, created_at, created_by, updated_at, updated_by, last_good FROM integrations `

func scanIntegration(row scanner) (*integrations.Kept, error) {
	var k integrations.Kept
	var id string
	err := row.Scan(&id, jsonColumn{&k.Definition}, timeColumn{&k.CreatedAt}, &k.CreatedBy, timeColumn{&k.UpdatedAt}, &k.UpdatedBy, jsonColumn{&k.LastGood})
	k.Definition.ID = id
	return &k, err
}

// Integrations returns the definitions that are kept, oldest first.
func (s *Store) Integrations(ctx context.Context) ([]*integrations.Kept, error) {
	all, err := list(ctx, s.reader, scanIntegration, selectIntegrations+`ORDER BY created_at, id`)
	if err != nil {
		return nil, fmt.Errorf("reading the integrations that are kept: %w", err)
	}
	return all, nil
}

// CreateIntegration keeps a new definition. An empty ID is made, 17 letters and
// digits, and so is an empty Token, 48 of them. check, when not nil, is called
// with it before it is written. It returns integrations.ErrTaken
// when another definition that is kept has the id.
func (s *Store) CreateIntegration(ctx context.Context, definition integrations.Integration, by string, check integrations.ChangeFunc) (kept *integrations.Kept, err error) {
	if definition.ID == "" {
		definition.ID = randomText(idLength)
	}
	if definition.Token == "" {
		definition.Token = randomText(tokenLength)
	}
	err = s.writer.do(ctx, func(t *tx) error {
		now := s.now().UTC()
		kept = &integrations.Kept{Definition: definition, CreatedAt: now, UpdatedAt: now, CreatedBy: by, UpdatedBy: by}
		kept.Definition.Channel = slices.Clone(definition.Channel)
		if _, err := keptIntegration(t, definition.ID); err == nil {
			return integrations.ErrTaken
		} else if !errors.Is(err, integrations.ErrNotFound) {
			return err
		}
		return writeIntegration(ctx, t, kept, check)
	})
	if err != nil {
		return nil, fmt.Errorf("keeping integration %s: %w", definition.ID, err)
	}
	return kept, nil
}

// UpdateIntegration changes a definition: change gets it as it is, and what it
// makes of it is written, in one transaction. The id stays. It returns
// integrations.ErrNotFound when no definition of that id is kept.
func (s *Store) UpdateIntegration(ctx context.Context, id, by string, change integrations.ChangeFunc) (kept *integrations.Kept, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		if kept, err = keptIntegration(t, id); err != nil {
			return err
		}
		kept.UpdatedAt, kept.UpdatedBy = s.now().UTC(), by
		return writeIntegration(ctx, t, kept, change)
	})
	if err != nil {
		return nil, fmt.Errorf("changing integration %s: %w", id, err)
	}
	return kept, nil
}

// RemoveIntegration removes a definition and returns it as it was. What is
// known of its requests stays. It returns integrations.ErrNotFound when no
// definition of that id is kept.
func (s *Store) RemoveIntegration(ctx context.Context, id string) (kept *integrations.Kept, err error) {
	err = s.writer.do(ctx, func(t *tx) error {
		if kept, err = keptIntegration(t, id); err != nil {
			return err
		}
		t.news.everyone(definitions)
		_, err = t.exec(`DELETE FROM integrations WHERE id = ?`, id)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("removing integration %s: %w", id, err)
	}
	return kept, nil
}

func keptIntegration(t *tx, id string) (*integrations.Kept, error) {
	return one(context.Background(), t, scanIntegration, selectIntegrations+`WHERE id = ?`, id)
}

// writeIntegration writes a definition after change, when there is one.
func writeIntegration(ctx context.Context, t *tx, kept *integrations.Kept, change integrations.ChangeFunc) error {
	id := kept.Definition.ID
	if change != nil {
		if err := change(context.WithoutCancel(ctx), &rooms{t}, kept); err != nil {
			return err
		}
	}
	kept.Definition.ID = id
	definition, err := jsonText(kept.Definition)
	if err != nil {
		return fmt.Errorf("encoding integration %s: %w", id, err)
	}
	var lastGood any
	if kept.LastGood != nil {
		if lastGood, err = jsonText(kept.LastGood); err != nil {
			return fmt.Errorf("encoding integration %s: %w", id, err)
		}
	}
	t.news.everyone(definitions)
	_, err = t.exec(`INSERT INTO integrations (id, definition, created_at, created_by, updated_at, updated_by, last_good) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET definition = excluded.definition, updated_at = excluded.updated_at, updated_by = excluded.updated_by,
			last_good = excluded.last_good`,
		id, definition, kept.CreatedAt.UnixNano(), kept.CreatedBy, kept.UpdatedAt.UnixNano(), kept.UpdatedBy, lastGood)
	return err
}
