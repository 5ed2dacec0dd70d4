package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"foyer/portal"
)

// CreateEntry adds a finished entry; portal.ErrClosed where no new time is booked. The same
// form sent again adds nothing and gives the same id. A form that was changed and sent again
// adds one more. formKey is the form's own; empty: every entry is a new one.
func (s *Store) CreateEntry(ctx context.Context, e portal.EntryRecord, formKey string, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		var same bool
		err := tx.QueryRowContext(ctx, `
			SELECT id, (client_id, coalesce(project_id, 0), user_id, day, seconds, notes, billable) IS (?, ?, ?, ?, ?, ?, ?)
			FROM time_entries WHERE form_key = ?`,
			e.ClientID, e.ProjectID, e.PersonID, e.Day, e.Hours, e.Notes, e.Billable, formKey).Scan(&id, &same)
		switch {
		case err == nil && same:
			return nil
		case err == nil:
			formKey = ""
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if err := takesTime(ctx, tx, e); err != nil {
			return err
		}
		if id, err = addEntry(ctx, tx, e, e.Ended.Unix(), formKey, by.At); err != nil {
			return err
		}
		by.Subject.ID = id
		return audit(ctx, tx, by)
	})
	return id, err
}

// addEntry inserts an entry; without an end it runs.
func addEntry(ctx context.Context, tx *transaction, e portal.EntryRecord, ended any, formKey string, at time.Time) (id int64, err error) {
	err = tx.QueryRowContext(ctx, `
		INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, notes, billable, form_key, created_at)
		VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, nullif(?, ''), ?) RETURNING id`,
		e.ClientID, e.ProjectID, e.PersonID, e.Day, e.Started.Unix(), ended, e.Hours, e.Notes, e.Billable, formKey, at.Unix()).Scan(&id)
	return id, err
}

// takesTime reports portal.ErrClosed unless the client is active, and the project is its
// own and active.
func takesTime(ctx context.Context, tx *transaction, e portal.EntryRecord) error {
	var open bool
	err := tx.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT 1 FROM clients WHERE id = ?1 AND active = 1)
		   AND (?2 = 0 OR EXISTS (SELECT 1 FROM projects WHERE id = ?2 AND client_id = ?1 AND status = ?3))`,
		e.ClientID, e.ProjectID, portal.ProjectActive).Scan(&open)
	if err == nil && !open {
		return portal.ErrClosed
	}
	return err
}

// changeable reads an entry inside the transaction that is to change it: it must have the
// revision and be on no invoice.
func changeable(ctx context.Context, tx *transaction, id, revision int64) (e portal.EntryRecord, err error) {
	var invoice sql.NullInt64
	err = tx.QueryRowContext(ctx, "SELECT client_id, coalesce(project_id, 0), invoice_id, revision FROM time_entries WHERE id = ?", id).
		Scan(&e.ClientID, &e.ProjectID, &invoice, &e.Revision)
	switch {
	case err != nil:
		return e, err
	case invoice.Valid:
		return e, portal.ErrInvoiced
	case e.Revision != revision:
		return e, portal.ErrStale
	}
	return e, nil
}

// UpdateEntry stores an edit of a finished entry. portal.ErrStale says that it was saved
// since, portal.ErrInvoiced that it is on an invoice, portal.ErrClosed that it would go
// where no new time is booked.
func (s *Store) UpdateEntry(ctx context.Context, e portal.EntryRecord, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		stored, err := changeable(ctx, tx, e.ID, e.Revision)
		if err != nil {
			return err
		}
		if stored.ClientID != e.ClientID || stored.ProjectID != e.ProjectID {
			if err := takesTime(ctx, tx, e); err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE time_entries SET client_id = ?, project_id = nullif(?, 0), user_id = ?, day = ?, started_at = ?, ended_at = ?, seconds = ?,
			       notes = ?, billable = ?, updated_at = ?, revision = revision + 1
			WHERE id = ? AND revision = ? AND invoice_id IS NULL AND ended_at IS NOT NULL`,
			e.ClientID, e.ProjectID, e.PersonID, e.Day, e.Started.Unix(), e.Ended.Unix(), e.Hours,
			e.Notes, e.Billable, by.At.Unix(), e.ID, e.Revision)
		return auditOne(ctx, tx, result, err, by)
	})
}

// DeleteEntry removes an entry that is on no invoice; a running one is discarded.
func (s *Store) DeleteEntry(ctx context.Context, id, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		if _, err := changeable(ctx, tx, id, revision); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, "DELETE FROM time_entries WHERE id = ? AND revision = ? AND invoice_id IS NULL", id, revision)
		return auditOne(ctx, tx, result, err, by)
	})
}

// auditOne writes down a change if it was one.
func auditOne(ctx context.Context, tx *transaction, result sql.Result, err error, by portal.AuditEntry) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, portal.ErrStale)
	}
	return audit(ctx, tx, by)
}

// StartTimer lets a person's timer run. portal.ErrTimerRuns says that one does already,
// whether started here or imported.
func (s *Store) StartTimer(ctx context.Context, e portal.EntryRecord, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		var runs bool
		err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM time_entries WHERE user_id = ? AND ended_at IS NULL)", e.PersonID).Scan(&runs)
		if err == nil && runs {
			return portal.ErrTimerRuns
		}
		if err != nil {
			return err
		}
		if err := takesTime(ctx, tx, e); err != nil {
			return err
		}
		if id, err = addEntry(ctx, tx, e, nil, "", by.At); err != nil {
			return err
		}
		by.Subject.ID = id
		return audit(ctx, tx, by)
	})
	return id, err
}

// StopTimer ends a running entry; portal.ErrStale where it does not run any more.
func (s *Store) StopTimer(ctx context.Context, id int64, ended time.Time, hours portal.Hours, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE time_entries SET ended_at = ?, seconds = ?, updated_at = ?, revision = revision + 1 WHERE id = ? AND ended_at IS NULL`,
			ended.Unix(), hours, by.At.Unix(), id)
		return auditOne(ctx, tx, result, err, by)
	})
}
