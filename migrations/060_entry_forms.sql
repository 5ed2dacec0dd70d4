-- A form of a new time entry that is sent twice stores it once, as with payments.

-- +migrate Up
ALTER TABLE time_entries ADD COLUMN form_key TEXT CHECK (form_key <> '');
CREATE UNIQUE INDEX time_entries_by_form_key ON time_entries (form_key) WHERE form_key IS NOT NULL;

-- +migrate Down
DROP INDEX time_entries_by_form_key;
ALTER TABLE time_entries DROP COLUMN form_key;
