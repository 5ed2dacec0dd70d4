package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"foyer/portal"
)

// CreateUser adds a user together with a set-password link.
func (s *Store) CreateUser(ctx context.Context, u portal.UserRecord, linkHash string, expires time.Time, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO users (username, full_name, email, role, active, client_portal_enabled, client_id, portal_only,
				password_setup_token, password_setup_token_expires, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?) RETURNING id`,
			u.Username, u.FullName, u.Email, u.Role, u.Active, u.PortalEnabled, u.ClientID, u.PortalOnly,
			linkHash, expires.Unix(), by.At.Unix(), by.At.Unix()).Scan(&id)
		if err != nil {
			return err
		}
		by.Subject.ID = id
		return audit(ctx, tx, by)
	})
	return id, err
}

// UpdateUser stores an edit: portal.ErrStale if somebody else saved since, ErrConflict if
// the username is taken, ErrInvalid if the client is gone, ErrLastAdmin if nobody could
// administer any more.
func (s *Store) UpdateUser(ctx context.Context, u portal.UserRecord, by portal.AuditEntry) error {
	return s.editUser(ctx, u.ID, u.Revision, by, `
		username = ?, full_name = ?, email = ?, role = ?, active = ?, client_portal_enabled = ?, client_id = nullif(?, 0), portal_only = ?`,
		u.Username, u.FullName, u.Email, u.Role, u.Active, u.PortalEnabled, u.ClientID, u.PortalOnly)
}

// SetUserActive deactivates or reactivates a user.
func (s *Store) SetUserActive(ctx context.Context, id int64, active bool, revision int64, by portal.AuditEntry) error {
	return s.editUser(ctx, id, revision, by, "active = ?", active)
}

func (s *Store) editUser(ctx context.Context, id, revision int64, by portal.AuditEntry, set string, values ...any) error {
	return s.tx(ctx, func(tx *transaction) error {
		args := append(values, by.At.Unix(), id, revision)
		result, err := tx.ExecContext(ctx, "UPDATE users SET "+set+", updated_at = ?, revision = revision + 1 WHERE id = ? AND revision = ?", args...)
		if err != nil {
			return err
		}
		if err := changedOne(ctx, tx, result, "SELECT 1 FROM users WHERE id = ?", id); err != nil {
			return err
		}
		return auditKeepingAdmin(ctx, tx, by)
	})
}

// auditKeepingAdmin ends a change to a user: it stands only if an admin is left. Counted in
// the change's own transaction, two admins at once can't remove each other.
func auditKeepingAdmin(ctx context.Context, tx *transaction, by portal.AuditEntry) error {
	left, err := countAdmins(ctx, tx)
	if err != nil {
		return err
	}
	if err := portal.KeepsAdmin(left); err != nil {
		return err
	}
	return audit(ctx, tx, by)
}

// DeleteUser removes a user on whom nothing hangs: portal.ErrInUse otherwise, and
// portal.ErrLastAdmin if nobody could administer any more.
func (s *Store) DeleteUser(ctx context.Context, id int64, by portal.AuditEntry) error {
	err := s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM users WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrNotFound)
		}
		return auditKeepingAdmin(ctx, tx, by)
	})
	return inUse(err)
}

// inUse names what refuses a deletion: a foreign key, or the trigger that SQLite makes of
// RESTRICT.
func inUse(err error) error {
	if errors.Is(err, portal.ErrInvalid) || errors.Is(err, portal.ErrConflict) {
		return portal.ErrInUse
	}
	return err
}

// EndUserSessions ends all sessions of a user.
func (s *Store) EndUserSessions(ctx context.Context, id int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, "UPDATE users SET access_version = access_version + 1 WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrNotFound)
		}
		return audit(ctx, tx, by)
	})
}

// userConditions builds the WHERE of the list of users, values apart.
func userConditions(f portal.UserFilter) (where string, args []any) {
	conditions := []string{"1"}
	if f.Search != "" {
		conditions = append(conditions, `(u.username LIKE ? ESCAPE '\' OR u.full_name LIKE ? ESCAPE '\' OR u.email LIKE ? ESCAPE '\' OR c.name LIKE ? ESCAPE '\')`)
		pattern := contains(f.Search)
		args = append(args, pattern, pattern, pattern, pattern)
	}
	if f.Admin != nil {
		conditions = append(conditions, "(u.role = 'admin') = ?")
		args = append(args, *f.Admin)
	}
	if f.Active != nil {
		conditions = append(conditions, "u.active = ?")
		args = append(args, *f.Active)
	}
	if f.Portal != nil {
		conditions = append(conditions, "u.client_portal_enabled = ?")
		args = append(args, *f.Portal)
	}
	return strings.Join(conditions, " AND "), args
}
