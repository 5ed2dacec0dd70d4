package store

import (
	"context"
	"database/sql"
	"time"

	"foyer/portal"
)

// adminsWhoSignIn are those who can administer now. One without a password can't.
const adminsWhoSignIn = "FROM users WHERE role = 'admin' AND active = 1 AND password_hash IS NOT NULL"

// CountAdmins counts the admins who can sign in.
func (s *Store) CountAdmins(ctx context.Context) (int, error) {
	n, err := countAdmins(ctx, s.read)
	return n, translate(err)
}

func countAdmins(ctx context.Context, in rowQueryer) (n int, err error) {
	return n, in.QueryRowContext(ctx, "SELECT count(*) "+adminsWhoSignIn).Scan(&n)
}

// rowQueryer reads one row: the pool of readers or a transaction.
type rowQueryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// CreateAdmin adds an admin. The name must be normalized; portal.ErrConflict where another
// user or client has it.
func (s *Store) CreateAdmin(ctx context.Context, who portal.UserRecord, passwordHash string, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error { return createAdmin(ctx, tx, who, passwordHash, by) })
}

// CreateFirstAdmin adds an admin, by itself, unless there is one: portal.ErrNoSetup. Writers
// take turns, so that of many at once one finds none.
func (s *Store) CreateFirstAdmin(ctx context.Context, who portal.UserRecord, passwordHash string, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		admins, err := countAdmins(ctx, tx)
		if err != nil {
			return err
		}
		if admins > 0 {
			return portal.ErrNoSetup
		}
		return createAdmin(ctx, tx, who, passwordHash, by)
	})
}

// createAdmin says in the audit log that the admin did it, where nobody else is named.
func createAdmin(ctx context.Context, tx *transaction, who portal.UserRecord, passwordHash string, by portal.AuditEntry) error {
	at := by.At.Unix()
	err := tx.QueryRowContext(ctx, `
		INSERT INTO users (username, full_name, role, password_hash, password_set_at, created_at, updated_at)
		VALUES (?, ?, 'admin', ?, ?, ?, ?) RETURNING id`, who.Username, who.FullName, passwordHash, at, at, at).Scan(&by.Subject.ID)
	if err != nil {
		return err
	}
	if by.Actor.Kind == string(portal.UserAccount) && by.Actor.ID == 0 {
		by.Actor.ID = by.Subject.ID
	}
	return audit(ctx, tx, by)
}

// SetUserPassword stores the hash of a user's new password and forgets its failed
// sign-ins. Sessions end, as the account's access changes with it.
func (s *Store) SetUserPassword(ctx context.Context, user portal.Account, hash string, by portal.AuditEntry) error {
	at := by.At.Unix()
	return s.tx(ctx, func(tx *transaction) error {
		_, err := tx.ExecContext(ctx, "UPDATE users SET password_hash = ?, password_set_at = ?, updated_at = ? WHERE id = ?", hash, at, at, user.ID)
		if err != nil {
			return err
		}
		if err := forgetFailures(ctx, tx, user.Username); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
}

// forgetFailures opens an account that too many failed sign-ins had closed.
func forgetFailures(ctx context.Context, tx *transaction, username string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM sign_in_limits WHERE key = ?", portal.AccountKey(username))
	return err
}

// UserSummaries lists the users that a filter chooses, by name.
func (s *Store) UserSummaries(ctx context.Context, f portal.UserFilter) ([]portal.UserSummary, error) {
	where, args := userConditions(f)
	return collect(ctx, s.read, scanUserSummary, `
		SELECT u.id, u.username, u.full_name, u.email, u.role, u.active, u.client_portal_enabled, u.portal_only,
		       coalesce(c.name, ''), coalesce(c.active, 0), u.password_hash IS NOT NULL, u.last_sign_in_at
		FROM users u LEFT JOIN clients c ON c.id = u.client_id AND u.client_portal_enabled = 1
		WHERE `+where+` ORDER BY `+personName+` COLLATE NOCASE, u.id`, args...)
}

func scanUserSummary(row scanner) (u portal.UserSummary, err error) {
	var last sql.NullInt64
	err = row.Scan(&u.ID, &u.Username, &u.FullName, &u.Email, &u.Role, &u.Active, &u.PortalEnabled, &u.PortalOnly,
		&u.ClientName, &u.ClientActive, &u.PasswordSet, &last)
	u.LastSignIn = instant(last)
	return u, err
}

// AssignableClients are the active clients by name, and the one that a user has already,
// whatever its state.
func (s *Store) AssignableClients(ctx context.Context, assigned portal.ClientID) ([]portal.AssignableClient, error) {
	return collect(ctx, s.read, func(row scanner) (c portal.AssignableClient, err error) {
		return c, row.Scan(&c.ID, &c.Name, &c.Active)
	}, "SELECT id, name, active FROM clients WHERE active = 1 OR id = ? ORDER BY name COLLATE NOCASE, id", assigned)
}

// UserRecord reads all that staff keep about a user.
func (s *Store) UserRecord(ctx context.Context, id int64, now time.Time) (u portal.UserRecord, err error) {
	var set, expires, last sql.NullInt64
	err = s.read.QueryRowContext(ctx, `
		SELECT u.id, u.username, u.full_name, u.email, u.role, u.active, u.client_portal_enabled,
		       coalesce(c.id, 0), coalesce(c.name, ''), coalesce(c.active, 0), u.portal_only,
		       u.password_hash IS NOT NULL, u.password_set_at,
		       CASE WHEN u.password_setup_token_expires > ? THEN u.password_setup_token_expires END, u.last_sign_in_at, u.revision
		FROM users u LEFT JOIN clients c ON c.id = u.client_id AND u.client_portal_enabled = 1 WHERE u.id = ?`, now.Unix(), id).
		Scan(&u.ID, &u.Username, &u.FullName, &u.Email, &u.Role, &u.Active, &u.PortalEnabled,
			&u.ClientID, &u.ClientName, &u.ClientActive, &u.PortalOnly,
			&u.PasswordSet, &set, &expires, &last, &u.Revision)
	u.PasswordSetAt, u.LinkExpires, u.LastSignIn = instant(set), instant(expires), instant(last)
	return u, translate(err)
}
