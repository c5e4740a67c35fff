package store

import (
	"context"
	"errors"

	"rocketscript/integrations"
)

const selectToken = `SELECT token FROM tokens WHERE integration_id = ?`

// Token returns the URL token kept for an integration. The first time it makes
// one, 48 random letters and digits, which stays.
func (s *Store) Token(ctx context.Context, integrationID string) (string, error) {
	token, err := one(ctx, s.reader, value[string], selectToken, integrationID)
	if errors.Is(err, integrations.ErrNotFound) {
		err = s.writer.do(ctx, func(t *tx) error {
			// Another caller may have been quicker; theirs holds.
			if _, err := t.exec(`INSERT INTO tokens (integration_id, token) VALUES (?, ?) ON CONFLICT DO NOTHING`, integrationID, randomText(tokenLength)); err != nil {
				return err
			}
			t.news.everyone(definitions)
			token, err = one(ctx, t, value[string], selectToken, integrationID)
			return err
		})
	}
	return token, err
}
