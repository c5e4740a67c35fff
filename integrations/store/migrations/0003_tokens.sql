-- The URL tokens of integrations whose definition gives none.
CREATE TABLE tokens (
    integration_id TEXT PRIMARY KEY,
    token          TEXT NOT NULL
) STRICT;
