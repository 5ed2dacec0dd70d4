package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// Draft reads an invoice as it is edited, whatever its status. The revision is read first:
// who edits lines that came later is told that it changed.
func (s *Store) Draft(ctx context.Context, id int64) (portal.Draft, error) {
	d := portal.Draft{ID: id}
	err := s.read.QueryRowContext(ctx, `
		SELECT i.client_id, c.name, coalesce(i.number, ''), i.status, i.currency, coalesce(i.project_id, 0), coalesce(p.name, ''), i.issue_date, i.due_date,
		       i.tax_rate_bp, i.tax_minor, i.notes, i.terms, i.revision
		FROM invoices i JOIN clients c ON c.id = i.client_id LEFT JOIN projects p ON p.id = i.project_id WHERE i.id = ?`, id).
		Scan(&d.Client, &d.ClientName, &d.Number, &d.Status, &d.Currency, &d.ProjectID, &d.Project, &d.IssueDate, &d.DueDate,
			&d.TaxRateBP, &d.TaxMinor, &d.Notes, &d.Terms, &d.Revision)
	if err != nil {
		return portal.Draft{}, translate(err)
	}
	d.Lines, err = collect(ctx, s.read, func(row scanner) (l portal.DraftLine, err error) {
		return l, row.Scan(&l.ID, &l.Kind, &l.Description, &l.Quantity, &l.UnitPrice, &l.Total, &l.Hours)
	}, `
		SELECT l.id, l.kind, l.description, l.quantity_milli, l.unit_price_minor, l.total_minor,
		       (SELECT coalesce(sum(e.seconds), 0) FROM time_entries e WHERE e.invoice_line_id = l.id)
		FROM invoice_lines l WHERE l.invoice_id = ? ORDER BY l.position`, id)
	return d, err
}

// DraftDefaults reads what a client's new draft starts from.
func (s *Store) DraftDefaults(ctx context.Context, client portal.ClientID) (d portal.DraftDefaults, err error) {
	err = s.read.QueryRowContext(ctx, `
		SELECT c.currency, s.invoice_notes, s.invoice_terms,
		       coalesce((SELECT tax_rate_bp FROM invoices i ORDER BY i.client_id = c.id DESC, i.issue_date DESC, i.id DESC LIMIT 1), 0)
		FROM clients c, settings s WHERE c.id = ?`, client).Scan(&d.Currency, &d.Notes, &d.Terms, &d.TaxRateBP)
	return d, translate(err)
}

// DraftOfForm finds the draft that a form made.
func (s *Store) DraftOfForm(ctx context.Context, key string) (id int64, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT id FROM invoices WHERE form_key = ?", key).Scan(&id)
	return id, translate(err)
}

// CreateDraft adds a draft and bills what its lines claim. The form's key makes one draft
// however often the form is sent: its id is given again. portal.ErrStale where an entry
// is not as it was claimed, and nothing is stored.
func (s *Store) CreateDraft(ctx context.Context, d portal.Draft, formKey string, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, "SELECT id FROM invoices WHERE form_key = ?", formKey).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		err = tx.QueryRowContext(ctx, `
			INSERT INTO invoices (client_id, project_id, issue_date, due_date, currency, tax_rate_bp, notes, terms, form_key, created_at, updated_at)
			VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			d.Client, d.ProjectID, d.IssueDate, d.DueDate, d.Currency, d.TaxRateBP, d.Notes, d.Terms, formKey, by.At.Unix(), by.At.Unix()).Scan(&id)
		if err != nil {
			return err
		}
		for n, l := range d.Lines {
			if err := addLine(ctx, tx, id, n+1, l, by); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "UPDATE invoices SET tax_minor = ? WHERE id = ?", d.TaxMinor, id); err != nil {
			return err
		}
		by.Subject = portal.Subject{Kind: "invoice", ID: id}
		return audit(ctx, tx, by)
	})
	return id, err
}

func addLine(ctx context.Context, tx *transaction, invoice int64, position int, l portal.DraftLine, by portal.AuditEntry) error {
	var id int64
	err := tx.QueryRowContext(ctx, `
		INSERT INTO invoice_lines (invoice_id, position, kind, description, quantity_milli, unit_price_minor, total_minor)
		VALUES (?, ?, coalesce(nullif(?, ''), 'item'), ?, ?, ?, ?) RETURNING id`,
		invoice, position, l.Kind, l.Description, l.Quantity, l.UnitPrice, l.Total).Scan(&id)
	if err != nil {
		return err
	}
	for _, claim := range l.Claims {
		result, err := tx.ExecContext(ctx, `
			UPDATE time_entries SET invoice_id = ?, invoice_line_id = ?, updated_at = ?, revision = revision + 1
			WHERE id = ? AND revision = ? AND seconds = ? AND invoice_id IS NULL AND ended_at IS NOT NULL`,
			invoice, id, by.At.Unix(), claim.ID, claim.Revision, claim.Seconds)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrStale)
		}
	}
	return nil
}

// UpdateDraft stores an edit of a draft, lines and all: those it leaves out go and free
// their hours. portal.ErrStale where somebody saved since, a portal.InvoiceRefusal where it
// is no draft any more, portal.ErrInvalid where the project is another client's.
func (s *Store) UpdateDraft(ctx context.Context, d portal.Draft, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		if err := allowAt(ctx, tx, d.ID, d.Revision, portal.StepEdit); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE invoices SET project_id = nullif(?, 0), issue_date = ?, due_date = ?, tax_rate_bp = ?, tax_minor = 0, notes = ?, terms = ?,
				updated_at = ?, revision = revision + 1
			WHERE id = ?`,
			d.ProjectID, d.IssueDate, d.DueDate, d.TaxRateBP, d.Notes, d.Terms, by.At.Unix(), d.ID)
		if err != nil {
			return err
		}
		if err := replaceLines(ctx, tx, d, by); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE invoices SET tax_minor = ? WHERE id = ?", d.TaxMinor, d.ID); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
}

// allowAt is allow for a step that was made on a revision: portal.ErrStale on an old one.
func allowAt(ctx context.Context, tx *transaction, id, revision int64, step portal.InvoiceStep) error {
	r, err := allow(ctx, tx, id, step)
	if err == nil && r.Revision != revision {
		return portal.ErrStale
	}
	return err
}

// replaceLines keeps the lines that the draft names, and with them their hours. Those that
// stay step aside first, as no two may stand in one place.
func replaceLines(ctx context.Context, tx *transaction, d portal.Draft, by portal.AuditEntry) error {
	const aside = 1_000_000
	if _, err := tx.ExecContext(ctx, "UPDATE invoice_lines SET position = position + ? WHERE invoice_id = ?", aside, d.ID); err != nil {
		return err
	}
	for n, l := range d.Lines {
		kept, err := keepLine(ctx, tx, d.ID, n+1, l, aside)
		if err == nil && !kept {
			err = addLine(ctx, tx, d.ID, n+1, portal.DraftLine{Kind: l.Kind, InvoiceLine: l.InvoiceLine}, by)
		}
		if err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM invoice_lines WHERE invoice_id = ? AND position > ?", d.ID, aside)
	return err
}

// keepLine changes a line that stands aside, if it is the draft's and is not back already.
func keepLine(ctx context.Context, tx *transaction, invoice int64, position int, l portal.DraftLine, aside int) (kept bool, err error) {
	if l.ID == 0 {
		return false, nil
	}
	result, err := tx.ExecContext(ctx, `
		UPDATE invoice_lines SET position = ?, description = ?, quantity_milli = ?, unit_price_minor = ?, total_minor = ?
		WHERE id = ? AND invoice_id = ? AND position > ?`,
		position, l.Description, l.Quantity, l.UnitPrice, l.Total, l.ID, invoice, aside)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// DeleteDraft removes a draft and frees its hours, those too that no line of it names.
// portal.ErrInUse where money was booked on it.
func (s *Store) DeleteDraft(ctx context.Context, id, revision int64, by portal.AuditEntry) error {
	err := s.tx(ctx, func(tx *transaction) error {
		if err := allowAt(ctx, tx, id, revision, portal.StepDelete); err != nil {
			return err
		}
		_, err1 := tx.ExecContext(ctx, "UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_id = ?", id)
		_, err2 := tx.ExecContext(ctx, "DELETE FROM invoices WHERE id = ?", id)
		return errors.Join(err1, err2, audit(ctx, tx, by))
	})
	if errors.Is(err, portal.ErrInvalid) || errors.Is(err, portal.ErrConflict) {
		return portal.ErrInUse
	}
	return err
}
