-- Times are Unix time in nanoseconds, durations nanoseconds; NULL means none.

-- What a list of executions shows. It stays narrow so that listing stays cheap;
-- reply_body is last because it is the only column that can be long.
CREATE TABLE executions (
    seq            INTEGER PRIMARY KEY, -- grows in the order of commit
    id             TEXT    NOT NULL UNIQUE,
    integration_id TEXT    NOT NULL,
    received_at    INTEGER,
    recorded_at    INTEGER NOT NULL,
    outcome        TEXT    NOT NULL,
    duration       INTEGER NOT NULL,
    reply_status   INTEGER NOT NULL,    -- 0 until the answer is known
    reply_body     TEXT
) STRICT;

CREATE INDEX executions_by_integration ON executions (integration_id, seq);

-- What only one who looks at a single execution wants to see. Written once.
CREATE TABLE execution_contents (
    execution_seq   INTEGER PRIMARY KEY REFERENCES executions (seq) ON DELETE CASCADE,
    method          TEXT    NOT NULL,
    target          TEXT    NOT NULL,
    url_user_id     TEXT    NOT NULL,
    remote_addr     TEXT    NOT NULL,
    headers         BLOB    NOT NULL,   -- "Name: value" lines, as on the wire
    script_name     TEXT    NOT NULL,
    script_hash     TEXT    NOT NULL,
    exception       TEXT,               -- JSON
    console         TEXT,               -- JSON
    console_dropped INTEGER NOT NULL,
    warnings        TEXT,               -- JSON
    returned        TEXT,               -- JSON
    body            BLOB
) STRICT;

-- AUTOINCREMENT: an id is never given twice, whatever retention removes.
-- Executions do not take their deliveries with them: an undelivered message
-- must be in the way of whoever deletes its execution.
CREATE TABLE deliveries (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    execution_seq   INTEGER NOT NULL REFERENCES executions (seq),
    destination     TEXT    NOT NULL,
    lane            TEXT    NOT NULL,
    state           TEXT    NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt    INTEGER,            -- NULL: at once
    created_at      INTEGER NOT NULL,
    finished_at     INTEGER,            -- NULL: waiting or started
    error           TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    sender_id       TEXT    NOT NULL,
    sender_username TEXT    NOT NULL,
    sender_name     TEXT    NOT NULL,
    message_id      TEXT    NOT NULL,
    room_id         TEXT    NOT NULL,
    message         TEXT    NOT NULL,   -- JSON
    stored          TEXT,               -- JSON
    CHECK ((finished_at IS NULL) = (state IN ('waiting', 'started')))
) STRICT;

CREATE INDEX deliveries_by_execution ON deliveries (execution_seq);

-- The lanes: only what is unfinished, so that they cost the same however long
-- the history is.
CREATE INDEX deliveries_unfinished ON deliveries (lane, id) WHERE finished_at IS NULL;
