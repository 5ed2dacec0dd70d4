-- The one live set-password link of a client: the SHA-256 of its token (hex, never the token) and
-- its expiry in unix seconds.

-- +migrate Up
ALTER TABLE clients ADD COLUMN password_setup_token TEXT CHECK (length(password_setup_token) = 64);
ALTER TABLE clients ADD COLUMN password_setup_token_expires INTEGER CHECK ((password_setup_token_expires IS NULL) = (password_setup_token IS NULL));

CREATE UNIQUE INDEX clients_by_password_setup_token ON clients (password_setup_token) WHERE password_setup_token IS NOT NULL;

-- +migrate Down
DROP INDEX clients_by_password_setup_token;
ALTER TABLE clients DROP COLUMN password_setup_token_expires;
ALTER TABLE clients DROP COLUMN password_setup_token;
