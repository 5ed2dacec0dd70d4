package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"foyer/portal"
)

// allow fails unless the invoice, as it is in this transaction, takes a step.
func allow(ctx context.Context, tx *transaction, id int64, step portal.InvoiceStep) (portal.InvoiceRecord, error) {
	r, err := currentInvoice(ctx, tx, id)
	if err != nil {
		return r, err
	}
	return r, r.Refuses(step)
}

// currentInvoice reads what the steps of an invoice go by.
func currentInvoice(ctx context.Context, tx *transaction, id int64) (r portal.InvoiceRecord, err error) {
	r.ID = id
	err = tx.QueryRowContext(ctx, `
		SELECT client_id, coalesce(number, ''), status, due_date, currency, total_minor, outstanding_minor, revision FROM invoices WHERE id = ?`, id).
		Scan(&r.ClientID, &r.Number, &r.Status, &r.DueDate, &r.Currency, &r.Total, &r.Outstanding, &r.Revision)
	return r, err
}

// IssueInvoice sends a draft: it gets the next number of the company's prefix, unless it
// came with one, and keeps what is frozen. Number and invoice are written together, so
// that an issue that fails uses no number. portal.ErrStale says that the draft changed
// since its revision, a portal.InvoiceRefusal that it is none any more.
func (s *Store) IssueInvoice(ctx context.Context, id, revision int64, f portal.InvoiceFreeze, by portal.AuditEntry) (number string, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		issued, err := issue(ctx, tx, id, revision, f, by.At)
		if err != nil {
			return err
		}
		number = issued.Number
		by.Detail = number
		return audit(ctx, tx, by)
	})
	return number, err
}

func issue(ctx context.Context, tx *transaction, id, revision int64, f portal.InvoiceFreeze, at time.Time) (portal.InvoiceRecord, error) {
	r, err := allow(ctx, tx, id, portal.StepIssue)
	if err != nil {
		return r, err
	}
	if r.Revision != revision {
		return r, portal.ErrStale
	}
	if r.Number == "" {
		if r.Number, err = takeNumber(ctx, tx); err != nil {
			return r, err
		}
	}
	r.Status = portal.InvoiceSent
	_, err = tx.ExecContext(ctx, `
		UPDATE invoices SET status = ?, number = ?, bill_to_name = ?, bill_to_email = ?, bill_to_address = ?, bill_to_vat = ?,
		       issuer_name = ?, issuer_address = ?, issuer_vat = ?, updated_at = ?, revision = revision + 1
		WHERE id = ?`,
		r.Status, r.Number, f.BillTo.Name, f.BillTo.Email, f.BillTo.Lines, f.BillTo.VATNumber,
		f.Issuer.Name, f.Issuer.Lines, f.Issuer.VATNumber, at.Unix(), id)
	return r, err
}

// takeNumber uses up the next number of the company's prefix.
func takeNumber(ctx context.Context, tx *transaction) (string, error) {
	prefix, n, err := freeNumber(ctx, tx)
	if err != nil {
		return "", err
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO invoice_sequences (prefix, next_number) VALUES (?, ?)
		ON CONFLICT (prefix) DO UPDATE SET next_number = excluded.next_number`, prefix, n+1)
	return portal.InvoiceNumber(prefix, n), err
}

// freeNumber finds the next number of the company's prefix. Numbers that invoices brought
// along from elsewhere are passed over.
func freeNumber(ctx context.Context, in rowQueryer) (prefix string, n int64, err error) {
	err = in.QueryRowContext(ctx, `
		SELECT s.invoice_prefix, coalesce(q.next_number, 1) FROM settings s LEFT JOIN invoice_sequences q ON q.prefix = s.invoice_prefix
		WHERE s.id = 1`).Scan(&prefix, &n)
	for err == nil {
		var one int
		err = in.QueryRowContext(ctx, "SELECT 1 FROM invoices WHERE number = ?", portal.InvoiceNumber(prefix, n)).Scan(&one)
		if err == nil {
			n++
		}
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return prefix, n, err
}

// NextInvoiceNumber is what the next invoice to be issued would get.
func (s *Store) NextInvoiceNumber(ctx context.Context) (string, error) {
	prefix, n, err := freeNumber(ctx, s.read)
	return portal.InvoiceNumber(prefix, n), translate(err)
}

// CancelInvoice ends a sent invoice and frees its hours. portal.ErrInUse says that there
// are payments that count or credits on it.
func (s *Store) CancelInvoice(ctx context.Context, id, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		sent, err := allow(ctx, tx, id, portal.StepCancel)
		if err != nil {
			return err
		}
		var money int
		err = tx.QueryRowContext(ctx, `
			SELECT (SELECT count(*) FROM payments WHERE invoice_id = ?1 AND status = 'completed') + (SELECT count(*) FROM credits WHERE invoice_id = ?1)`, id).Scan(&money)
		switch {
		case err != nil:
			return err
		case money > 0:
			return portal.ErrInUse
		case sent.Revision != revision:
			return portal.ErrStale
		}
		_, err1 := tx.ExecContext(ctx, "UPDATE invoices SET status = ?, updated_at = ?, revision = revision + 1 WHERE id = ?", portal.InvoiceCancelled, by.At.Unix(), id)
		_, err2 := tx.ExecContext(ctx, "UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_id = ?", id)
		by.Detail = sent.Number
		return errors.Join(err1, err2, audit(ctx, tx, by))
	})
}

// InvoiceHours lists the hours that are billed on an invoice, oldest first.
func (s *Store) InvoiceHours(ctx context.Context, id int64) ([]portal.TimeEntry, error) {
	return gather(ctx, s.brief, readTimeEntry, `
		SELECT e.id, e.day, e.started_at, e.ended_at, e.seconds, p.name,
		       `+personName+`, e.notes
		FROM time_entries e LEFT JOIN projects p ON p.id = e.project_id JOIN users u ON u.id = e.user_id
		WHERE e.invoice_id = ? ORDER BY e.started_at, e.id`, id)
}
