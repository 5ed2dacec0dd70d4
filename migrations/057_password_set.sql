-- When a password was set by a link or from the command line, in unix seconds: what tells staff
-- whether the person has come through. Unknown (NULL) for those that were imported.

-- +migrate Up
ALTER TABLE clients ADD COLUMN password_set_at INTEGER;
ALTER TABLE users ADD COLUMN password_set_at INTEGER;

-- +migrate Down
ALTER TABLE users DROP COLUMN password_set_at;
ALTER TABLE clients DROP COLUMN password_set_at;
