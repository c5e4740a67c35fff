CREATE TABLE users (
    id       TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    avatar   TEXT NOT NULL
) STRICT;

CREATE TABLE rooms (
    id        TEXT    PRIMARY KEY,
    name      TEXT    UNIQUE,           -- NULL for direct rooms
    type      TEXT    NOT NULL,         -- Rocket.Chat's letter: c, p or d
    topic     TEXT    NOT NULL,
    read_only INTEGER NOT NULL,
    CHECK (type IN ('c', 'p', 'd') AND (name IS NULL) = (type = 'd'))
) STRICT;

CREATE TABLE memberships (
    room_id TEXT NOT NULL REFERENCES rooms (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    PRIMARY KEY (room_id, user_id)
) STRICT, WITHOUT ROWID;

-- AUTOINCREMENT: readers ask for what came after a seq they have seen, so none
-- may be given twice.
CREATE TABLE messages (
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    id        TEXT    NOT NULL UNIQUE,
    room_id   TEXT    NOT NULL REFERENCES rooms (id),
    sender_id TEXT    NOT NULL REFERENCES users (id),
    ts        INTEGER NOT NULL,         -- Unix time in nanoseconds
    tmid      TEXT,                     -- the message this one answers
    content   TEXT    NOT NULL          -- JSON
) STRICT;

CREATE INDEX messages_by_room ON messages (room_id, seq);
CREATE INDEX messages_by_thread ON messages (tmid, room_id) WHERE tmid IS NOT NULL;
