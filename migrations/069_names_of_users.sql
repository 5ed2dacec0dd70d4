-- +migrate Up
-- A name of blanks alone is none, and whoever reads it need not look.
UPDATE users SET full_name = trim(full_name) WHERE full_name <> trim(full_name);

-- +migrate Down
SELECT 1;
