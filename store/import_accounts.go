package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// KnownAccount is a client or a user that is there before an import.
type KnownAccount struct {
	Kind          portal.AccountKind
	ID            int64
	SourceID      sql.NullInt64 // where it was imported before
	Username      string        // empty: none yet (clients only)
	PasswordHash  string
	PortalEnabled bool
	PortalOnly    bool        // users only
	Role          portal.Role // users only
	Active        bool
	Created       int64 // unix seconds
}

// KnownAccounts lists all clients and users, lowest id first.
func (i *Import) KnownAccounts(ctx context.Context) ([]KnownAccount, error) {
	scan := func(row scanner) (a KnownAccount, err error) {
		return a, row.Scan(&a.Kind, &a.ID, &a.SourceID, &a.Username, &a.PasswordHash, &a.PortalEnabled,
			&a.PortalOnly, &a.Role, &a.Active, &a.Created)
	}
	clients, err1 := collect(ctx, i.tx, scan, `
		SELECT 'client', id, timetracker_id, coalesce(portal_username, ''), coalesce(portal_password_hash, ''), portal_enabled,
		       0, '', active, created_at FROM clients ORDER BY id`)
	users, err2 := collect(ctx, i.tx, scan, `
		SELECT 'user', id, timetracker_id, username, coalesce(password_hash, ''), client_portal_enabled,
		       portal_only, role, active, created_at FROM users ORDER BY id`)
	return append(clients, users...), errors.Join(err1, err2)
}

// ImportedClient is a client as another program has it. Times are unix seconds.
type ImportedClient struct {
	SourceID       int64
	Name           string
	ContactPerson  string
	Email          string
	Phone          string
	Address        string
	Notes          string
	Currency       string
	RateMinor      *int64
	Active         bool
	PortalEnabled  bool   // needs a username
	PortalUsername string // normalized and free, or empty
	PasswordHash   string // empty: none
	Created        int64
	Updated        int64
}

// SaveClient adds a client or changes the one that was imported before.
func (i *Import) SaveClient(ctx context.Context, c ImportedClient) (portal.ClientID, error) {
	id, err := i.save(ctx, `
		INSERT INTO clients (name, contact_person, email, phone, address, notes, currency, default_rate_minor, active,
			portal_enabled, portal_username, portal_password_hash, timetracker_id, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET
			name = excluded.name, contact_person = excluded.contact_person, email = excluded.email, phone = excluded.phone,
			address = excluded.address, notes = excluded.notes, currency = excluded.currency,
			default_rate_minor = excluded.default_rate_minor, active = excluded.active,
			portal_enabled = excluded.portal_enabled, portal_username = excluded.portal_username,
			portal_password_hash = excluded.portal_password_hash, updated_at = excluded.updated_at,
			revision = revision + (updated_at <> excluded.updated_at)
		RETURNING id`,
		c.Name, c.ContactPerson, c.Email, c.Phone, c.Address, c.Notes, c.Currency, c.RateMinor, c.Active,
		c.PortalEnabled, c.PortalUsername, c.PasswordHash, c.SourceID, c.Created, c.Updated)
	return portal.ClientID(id), err
}

// ImportedUser is a user as another program has it. Times are unix seconds.
type ImportedUser struct {
	SourceID      int64
	Username      string // normalized, and free or the user's own
	FullName      string
	Email         string
	Role          portal.Role
	Active        bool
	PasswordHash  string          // empty: none
	PortalEnabled bool            // needs a client
	Client        portal.ClientID // zero: none
	PortalOnly    bool            // members only
	Created       int64
	Updated       int64
}

// SaveUser adds a user. Of one that was imported before it changes only the name, the
// address and the password: what the user may do is this program's business since then.
func (i *Import) SaveUser(ctx context.Context, u ImportedUser) (id int64, err error) {
	return i.save(ctx, `
		INSERT INTO users (username, full_name, email, role, active, password_hash,
			client_portal_enabled, client_id, portal_only, timetracker_id, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, nullif(?, ''), ?, nullif(?, 0), ?, ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET
			full_name = excluded.full_name, email = excluded.email, password_hash = excluded.password_hash,
			updated_at = excluded.updated_at,
			revision = revision + (updated_at <> excluded.updated_at)
		RETURNING id`,
		u.Username, u.FullName, u.Email, u.Role, u.Active, u.PasswordHash,
		u.PortalEnabled, u.Client, u.PortalOnly, u.SourceID, u.Created, u.Updated)
}
