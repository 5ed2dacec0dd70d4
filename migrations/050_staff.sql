-- What the staff side needs to keep data: a revision on every record that is edited, so that an
-- edit made on an old one is told and not stored, and set-password links for users like those of
-- clients (049).

-- +migrate Up
ALTER TABLE settings ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE clients ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE users ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE projects ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE time_entries ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invoices ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

ALTER TABLE users ADD COLUMN password_setup_token TEXT CHECK (length(password_setup_token) = 64);
ALTER TABLE users ADD COLUMN password_setup_token_expires INTEGER CHECK ((password_setup_token_expires IS NULL) = (password_setup_token IS NULL));

CREATE UNIQUE INDEX users_by_password_setup_token ON users (password_setup_token) WHERE password_setup_token IS NOT NULL;
CREATE INDEX audit_log_by_subject ON audit_log (subject_kind, subject_id, id DESC);

-- A link made before access changed is dead: a new name, address, password or switch kills it.
-- +migrate StatementBegin
CREATE TRIGGER clients_link_dies
AFTER UPDATE OF portal_enabled, portal_username, portal_password_hash, active, email ON clients
WHEN NEW.password_setup_token IS NOT NULL AND NEW.password_setup_token IS OLD.password_setup_token
 AND (OLD.portal_enabled, OLD.portal_username, OLD.portal_password_hash, OLD.active, OLD.email)
  IS NOT (NEW.portal_enabled, NEW.portal_username, NEW.portal_password_hash, NEW.active, NEW.email)
BEGIN
    UPDATE clients SET password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = NEW.id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER users_link_dies
AFTER UPDATE OF username, password_hash, active, email ON users
WHEN NEW.password_setup_token IS NOT NULL AND NEW.password_setup_token IS OLD.password_setup_token
 AND (OLD.username, OLD.password_hash, OLD.active, OLD.email) IS NOT (NEW.username, NEW.password_hash, NEW.active, NEW.email)
BEGIN
    UPDATE users SET password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = NEW.id;
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TRIGGER users_link_dies;
DROP TRIGGER clients_link_dies;
DROP INDEX audit_log_by_subject;
DROP INDEX users_by_password_setup_token;
ALTER TABLE users DROP COLUMN password_setup_token_expires;
ALTER TABLE users DROP COLUMN password_setup_token;
ALTER TABLE invoices DROP COLUMN revision;
ALTER TABLE time_entries DROP COLUMN revision;
ALTER TABLE projects DROP COLUMN revision;
ALTER TABLE users DROP COLUMN revision;
ALTER TABLE clients DROP COLUMN revision;
ALTER TABLE settings DROP COLUMN revision;
