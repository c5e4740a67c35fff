-- The sender's own id of the request, such as X-GitHub-Delivery; the execution
-- that this one replays; how much of it is kept once it is done with.
ALTER TABLE executions ADD COLUMN sender_delivery_id TEXT;
ALTER TABLE executions ADD COLUMN replay_of TEXT;
ALTER TABLE executions ADD COLUMN history TEXT NOT NULL DEFAULT 'full';

CREATE INDEX executions_by_sender_delivery ON executions (sender_delivery_id, seq) WHERE sender_delivery_id IS NOT NULL;
CREATE INDEX executions_by_outcome ON executions (outcome, seq);
CREATE INDEX executions_by_time ON executions (recorded_at);
CREATE INDEX executions_not_full ON executions (seq) WHERE history <> 'full';

-- When the attempt under way, or the last one, began; how many attempts in a
-- row failed for now, and since when; the dead delivery that this one sends
-- again; the node that makes the attempt under way.
ALTER TABLE deliveries ADD COLUMN started_at INTEGER;
ALTER TABLE deliveries ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deliveries ADD COLUMN failing_since INTEGER;
ALTER TABLE deliveries ADD COLUMN redrive_of INTEGER;
ALTER TABLE deliveries ADD COLUMN node TEXT;

-- Dead letters and what they were sent again as: few, and looked for among
-- millions.
CREATE INDEX deliveries_dead ON deliveries (id) WHERE state IN ('refused', 'given-up');
CREATE INDEX deliveries_by_redrive ON deliveries (redrive_of) WHERE redrive_of IS NOT NULL;

-- Attempts that did not post their message. The last one of a delivery that
-- ended is in the delivery itself.
CREATE TABLE attempts (
    delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,       -- counts from 1
    started_at  INTEGER,
    ended_at    INTEGER NOT NULL,
    error       TEXT    NOT NULL,
    PRIMARY KEY (delivery_id, number)
) STRICT, WITHOUT ROWID;

-- Which of the sender's deliveries are seen already, and what they were
-- answered: NULL while the first of them is not answered yet.
CREATE TABLE seen_deliveries (
    integration_id     TEXT    NOT NULL,
    sender_delivery_id TEXT    NOT NULL,
    execution_id       TEXT    NOT NULL,
    seen_at            INTEGER NOT NULL,
    reply_status       INTEGER,
    reply_body         TEXT,
    PRIMARY KEY (integration_id, sender_delivery_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX seen_deliveries_by_age ON seen_deliveries (seen_at);
