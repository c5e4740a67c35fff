-- Every script text that ran, once: an execution tells by its hash which it was.
CREATE TABLE scripts (
    hash       TEXT    PRIMARY KEY,
    source     TEXT    NOT NULL,
    first_seen INTEGER NOT NULL
) STRICT;

-- How long the script took, adapter included; the rest of an execution's
-- duration is the store's and the destination's.
ALTER TABLE execution_contents ADD COLUMN script_duration INTEGER NOT NULL DEFAULT 0;
