-- Portal access for users: a user assigned to a client reads that client's portal. A portal-only
-- user has no staff side. What decides access raises access_version, which ends open sessions.

-- +migrate Up
ALTER TABLE users ADD COLUMN client_portal_enabled INTEGER NOT NULL DEFAULT 0 CHECK (client_portal_enabled IN (0, 1));
ALTER TABLE users ADD COLUMN client_id INTEGER REFERENCES clients (id) ON DELETE SET NULL CHECK (client_portal_enabled = 0 OR client_id IS NOT NULL);
ALTER TABLE users ADD COLUMN portal_only INTEGER NOT NULL DEFAULT 0 CHECK (portal_only IN (0, 1)) CHECK (portal_only = 0 OR role = 'member');

CREATE INDEX users_by_client ON users (client_id) WHERE client_id IS NOT NULL;

-- +migrate StatementBegin
CREATE TRIGGER users_lose_a_deleted_client BEFORE DELETE ON clients BEGIN
    UPDATE users SET client_portal_enabled = 0, client_id = NULL WHERE client_id = OLD.id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER users_access_changed
AFTER UPDATE OF username, password_hash, role, active, client_portal_enabled, client_id, portal_only ON users
WHEN (OLD.username, OLD.password_hash, OLD.role, OLD.active, OLD.client_portal_enabled, OLD.client_id, OLD.portal_only)
  IS NOT (NEW.username, NEW.password_hash, NEW.role, NEW.active, NEW.client_portal_enabled, NEW.client_id, NEW.portal_only)
BEGIN
    UPDATE users SET access_version = access_version + 1 WHERE id = NEW.id;
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TRIGGER users_access_changed;
DROP TRIGGER users_lose_a_deleted_client;
DROP INDEX users_by_client;
ALTER TABLE users DROP COLUMN portal_only;
ALTER TABLE users DROP COLUMN client_id;
ALTER TABLE users DROP COLUMN client_portal_enabled;
