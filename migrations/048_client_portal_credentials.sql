-- Portal access for clients: credentials of their own. Sign-in names are lower case and unique
-- across clients and users together.

-- +migrate Up
ALTER TABLE clients ADD COLUMN portal_enabled INTEGER NOT NULL DEFAULT 0 CHECK (portal_enabled IN (0, 1));
ALTER TABLE clients ADD COLUMN portal_username TEXT CHECK (portal_username <> '' AND portal_username = lower(trim(portal_username))) CHECK (portal_enabled = 0 OR portal_username IS NOT NULL);
ALTER TABLE clients ADD COLUMN portal_password_hash TEXT CHECK (portal_password_hash <> '');

CREATE UNIQUE INDEX clients_by_portal_username ON clients (portal_username) WHERE portal_username IS NOT NULL;

-- +migrate StatementBegin
CREATE TRIGGER clients_access_changed
AFTER UPDATE OF portal_enabled, portal_username, portal_password_hash, active ON clients
WHEN (OLD.portal_enabled, OLD.portal_username, OLD.portal_password_hash, OLD.active)
  IS NOT (NEW.portal_enabled, NEW.portal_username, NEW.portal_password_hash, NEW.active)
BEGIN
    UPDATE clients SET access_version = access_version + 1 WHERE id = NEW.id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER clients_active_changed AFTER UPDATE OF active ON clients WHEN OLD.active <> NEW.active BEGIN
    UPDATE users SET access_version = access_version + 1 WHERE client_id = NEW.id AND portal_only = 1;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER clients_name_taken_on_insert BEFORE INSERT ON clients
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.portal_username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER clients_name_taken_on_update BEFORE UPDATE OF portal_username ON clients
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.portal_username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER users_name_taken_on_insert BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM clients WHERE portal_username = NEW.username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER users_name_taken_on_update BEFORE UPDATE OF username ON users
WHEN EXISTS (SELECT 1 FROM clients WHERE portal_username = NEW.username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TRIGGER users_name_taken_on_update;
DROP TRIGGER users_name_taken_on_insert;
DROP TRIGGER clients_name_taken_on_update;
DROP TRIGGER clients_name_taken_on_insert;
DROP TRIGGER clients_active_changed;
DROP TRIGGER clients_access_changed;
DROP INDEX clients_by_portal_username;
ALTER TABLE clients DROP COLUMN portal_password_hash;
ALTER TABLE clients DROP COLUMN portal_username;
ALTER TABLE clients DROP COLUMN portal_enabled;
