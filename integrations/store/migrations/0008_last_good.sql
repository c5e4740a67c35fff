-- The definition whose scripts ran last, as JSON, where those of the newest may
-- be broken.
ALTER TABLE integrations ADD COLUMN last_good TEXT;
