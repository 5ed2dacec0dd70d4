package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"foyer/portal"
)

// ClientRecord reads all that staff keep about a client.
func (s *Store) ClientRecord(ctx context.Context, id portal.ClientID) (portal.ClientRecord, error) {
	r := portal.ClientRecord{Client: portal.Client{ID: id}}
	var rate sql.NullInt64
	err := s.read.QueryRowContext(ctx, `
		SELECT name, contact_person, email, phone, address, vat_number, currency, default_rate_minor, notes, invoice_mail, active, revision
		FROM clients WHERE id = ?`, id).
		Scan(&r.Name, &r.ContactPerson, &r.Email, &r.Phone, &r.Address, &r.VATNumber, &r.Currency, &rate, &r.Notes, &r.InvoiceMail, &r.Active, &r.Revision)
	if rate.Valid {
		r.RateMinor = &rate.Int64
	}
	return r, translate(err)
}

// CreateClient adds an active client.
func (s *Store) CreateClient(ctx context.Context, r portal.ClientRecord, by portal.AuditEntry) (id portal.ClientID, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO clients (name, contact_person, email, phone, address, vat_number, currency, default_rate_minor, notes, invoice_mail, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			r.Name, r.ContactPerson, r.Email, r.Phone, r.Address, r.VATNumber, r.Currency, r.RateMinor, r.Notes, r.InvoiceMail, by.At.Unix(), by.At.Unix()).Scan(&id)
		if err != nil {
			return err
		}
		by.Subject = portal.Subject{Kind: "client", ID: int64(id)}
		return audit(ctx, tx, by)
	})
	return id, err
}

// UpdateClient stores an edit, unless somebody else saved since: portal.ErrStale. The
// currency stays where projects have amounts in it: portal.ErrPriced.
func (s *Store) UpdateClient(ctx context.Context, r portal.ClientRecord, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		var priced bool
		err := tx.QueryRowContext(ctx, `
			SELECT EXISTS (SELECT 1 FROM clients c JOIN projects p ON p.client_id = c.id
			WHERE c.id = ? AND c.revision = ? AND c.currency <> ? AND (p.rate_minor > 0 OR p.budget_minor > 0))`,
			r.ID, r.Revision, r.Currency).Scan(&priced)
		if err == nil && priced {
			return portal.ErrPriced
		}
		return errors.Join(err, editClient(ctx, tx, r.ID, r.Revision, by, `
			name = ?, contact_person = ?, email = ?, phone = ?, address = ?, vat_number = ?, currency = ?, default_rate_minor = ?, notes = ?, invoice_mail = ?`,
			r.Name, r.ContactPerson, r.Email, r.Phone, r.Address, r.VATNumber, r.Currency, r.RateMinor, r.Notes, r.InvoiceMail))
	})
}

// SetClientActive deactivates or reactivates a client.
func (s *Store) SetClientActive(ctx context.Context, id portal.ClientID, active bool, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error { return editClient(ctx, tx, id, revision, by, "active = ?", active) })
}

// SetPortalAccess switches a client's own way into the portal. portal.ErrConflict says
// that another client or user has the username.
func (s *Store) SetPortalAccess(ctx context.Context, id portal.ClientID, enabled bool, username string, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		return editClient(ctx, tx, id, revision, by, "portal_enabled = ?, portal_username = nullif(?, '')", enabled, username)
	})
}

func editClient(ctx context.Context, tx *transaction, id portal.ClientID, revision int64, by portal.AuditEntry, set string, values ...any) error {
	args := append(values, by.At.Unix(), id, revision)
	result, err := tx.ExecContext(ctx, "UPDATE clients SET "+set+", updated_at = ?, revision = revision + 1 WHERE id = ? AND revision = ?", args...)
	if err != nil {
		return err
	}
	if err := changedOne(ctx, tx, result, "SELECT 1 FROM clients WHERE id = ?", id); err != nil {
		return err
	}
	return audit(ctx, tx, by)
}

// changedOne tells an edit of an old revision from one of a record that is gone.
func changedOne(ctx context.Context, tx *transaction, result sql.Result, exists string, id any) error {
	if n, err := result.RowsAffected(); err != nil || n == 1 {
		return err
	}
	var one int
	if err := tx.QueryRowContext(ctx, exists, id).Scan(&one); err != nil {
		return err
	}
	return portal.ErrStale
}

// DeleteClient removes a client on which nothing hangs; portal.ErrInUse otherwise.
func (s *Store) DeleteClient(ctx context.Context, id portal.ClientID, by portal.AuditEntry) error {
	err := s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM clients WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrNotFound)
		}
		return audit(ctx, tx, by)
	})
	return inUse(err)
}

// EndClientSessions ends all sessions of a client's own sign-in.
func (s *Store) EndClientSessions(ctx context.Context, id portal.ClientID, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, "UPDATE clients SET access_version = access_version + 1 WHERE id = ?", id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrNotFound)
		}
		return audit(ctx, tx, by)
	})
}

// PortalAccess reads how far a client's own way into the portal is open.
func (s *Store) PortalAccess(ctx context.Context, id portal.ClientID, now time.Time) (a portal.PortalAccess, err error) {
	var set, expires, last sql.NullInt64
	err = s.read.QueryRowContext(ctx, `
		SELECT portal_enabled, coalesce(portal_username, ''), portal_password_hash IS NOT NULL, password_set_at,
		       CASE WHEN password_setup_token_expires > ? THEN password_setup_token_expires END, last_sign_in_at, active, revision
		FROM clients WHERE id = ?`, now.Unix(), id).
		Scan(&a.Enabled, &a.Username, &a.PasswordSet, &set, &expires, &last, &a.Active, &a.Revision)
	a.PasswordSetAt, a.LinkExpires, a.LastSignIn = instant(set), instant(expires), instant(last)
	return a, translate(err)
}

// PortalReaders are the active users who read a client's portal with accounts of their own.
func (s *Store) PortalReaders(ctx context.Context, id portal.ClientID) ([]portal.PortalReader, error) {
	return collect(ctx, s.read, func(row scanner) (r portal.PortalReader, err error) {
		return r, row.Scan(&r.ID, &r.Username, &r.Name)
	}, `
		SELECT u.id, u.username, `+personName+` FROM users u
		WHERE u.client_id = ? AND u.client_portal_enabled = 1 AND u.active = 1 ORDER BY u.username`, id)
}

// clientConditions builds the WHERE of the staff's list of clients, values apart.
func clientConditions(f portal.ClientFilter) (where string, args []any) {
	conditions := []string{"1"}
	if f.Search != "" {
		conditions = append(conditions, `(c.name LIKE ? ESCAPE '\' OR c.contact_person LIKE ? ESCAPE '\' OR c.email LIKE ? ESCAPE '\' OR c.portal_username LIKE ? ESCAPE '\')`)
		pattern := contains(f.Search)
		args = append(args, pattern, pattern, pattern, pattern)
	}
	if f.Active != nil {
		conditions = append(conditions, "c.active = ?")
		args = append(args, *f.Active)
	}
	if f.Portal != nil {
		conditions = append(conditions, "c.portal_enabled = ?")
		args = append(args, *f.Portal)
	}
	return strings.Join(conditions, " AND "), args
}
