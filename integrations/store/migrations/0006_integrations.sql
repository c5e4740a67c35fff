-- The integrations that are no part of the configuration. Times are Unix time
-- in nanoseconds.
CREATE TABLE integrations (
    id         TEXT    PRIMARY KEY,
    definition TEXT    NOT NULL,   -- JSON
    created_at INTEGER NOT NULL,
    created_by TEXT    NOT NULL,   -- username
    updated_at INTEGER NOT NULL,
    updated_by TEXT    NOT NULL
) STRICT;
