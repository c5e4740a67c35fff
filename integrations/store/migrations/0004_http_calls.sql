-- The HTTP calls that scripts made, as a JSON list.
ALTER TABLE execution_contents ADD COLUMN http TEXT;
