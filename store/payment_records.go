package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// PaymentRecords lists an invoice's payments of every status, oldest first.
func (s *Store) PaymentRecords(ctx context.Context, invoice int64) ([]portal.PaymentRecord, error) {
	return collect(ctx, s.read, func(row scanner) (p portal.PaymentRecord, err error) {
		return p, row.Scan(&p.ID, &p.On, &p.Amount, &p.Method, &p.Reference, &p.Notes, &p.Status, &p.Imported)
	}, `
		SELECT id, paid_on, amount_minor, method, reference, notes, status, timetracker_id IS NOT NULL
		FROM payments WHERE invoice_id = ? ORDER BY paid_on, id`, invoice)
}

// CreditRecords lists an invoice's credits, oldest first.
func (s *Store) CreditRecords(ctx context.Context, invoice int64) ([]portal.CreditRecord, error) {
	return collect(ctx, s.read, func(row scanner) (c portal.CreditRecord, err error) {
		return c, row.Scan(&c.ID, &c.On, &c.Number, &c.Amount, &c.Reason, &c.Imported)
	}, "SELECT id, credited_on, number, amount_minor, reason, timetracker_id IS NOT NULL FROM credits WHERE invoice_id = ? ORDER BY credited_on, id", invoice)
}

// RecordPayment adds money received to a sent invoice. The same form sent again adds
// nothing and is no error; a form whose key stands for something else is portal.ErrConflict.
// portal.ErrInvalid says that the invoice can't hold so much.
func (s *Store) RecordPayment(ctx context.Context, invoice int64, key string, p portal.PaymentRecord, by portal.AuditEntry) error {
	return s.recordMoney(ctx, invoice, portal.StepPay, by,
		func(tx *transaction) *sql.Row {
			return tx.QueryRowContext(ctx, `
				SELECT (invoice_id, paid_on, amount_minor, method, reference, notes) IS (?, ?, ?, ?, ?, ?) FROM payments WHERE form_key = ?`,
				invoice, p.On, p.Amount, p.Method, p.Reference, p.Notes, key)
		},
		func(tx *transaction) error {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, notes, status, form_key, created_at)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, invoice, p.On, p.Amount, p.Method, p.Reference, p.Notes, p.Status, key, by.At.Unix())
			return err
		})
}

// RecordCredit lowers what a sent invoice asks for; see RecordPayment.
func (s *Store) RecordCredit(ctx context.Context, invoice int64, key string, c portal.CreditRecord, by portal.AuditEntry) error {
	return s.recordMoney(ctx, invoice, portal.StepCredit, by,
		func(tx *transaction) *sql.Row {
			return tx.QueryRowContext(ctx, `
				SELECT (invoice_id, credited_on, amount_minor, number, reason) IS (?, ?, ?, ?, ?) FROM credits WHERE form_key = ?`,
				invoice, c.On, c.Amount, c.Number, c.Reason, key)
		},
		func(tx *transaction) error {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO credits (invoice_id, credited_on, amount_minor, number, reason, form_key, created_at)
				VALUES (?, ?, ?, ?, ?, ?, ?)`, invoice, c.On, c.Amount, c.Number, c.Reason, key, by.At.Unix())
			return err
		})
}

// recordMoney asks first whether the form was sent before: its second press answers like
// its first, whatever became of the invoice since.
func (s *Store) recordMoney(ctx context.Context, invoice int64, step portal.InvoiceStep, by portal.AuditEntry, before func(*transaction) *sql.Row, add func(*transaction) error) error {
	return s.tx(ctx, func(tx *transaction) error {
		var same bool
		err := before(tx).Scan(&same)
		switch {
		case err == nil && same:
			return nil
		case err == nil:
			return portal.ErrConflict
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if _, err := allow(ctx, tx, invoice, step); err != nil {
			return err
		}
		return errors.Join(add(tx), audit(ctx, tx, by))
	})
}

// RemovePayment takes back a payment of a sent invoice that was recorded by mistake.
func (s *Store) RemovePayment(ctx context.Context, invoice, payment int64, by portal.AuditEntry) error {
	return s.removeMoney(ctx, invoice, portal.StepPay, by, "DELETE FROM payments WHERE invoice_id = ? AND id = ?", payment)
}

// RemoveCredit takes back a credit of a sent invoice that was recorded by mistake.
func (s *Store) RemoveCredit(ctx context.Context, invoice, credit int64, by portal.AuditEntry) error {
	return s.removeMoney(ctx, invoice, portal.StepCredit, by, "DELETE FROM credits WHERE invoice_id = ? AND id = ?", credit)
}

func (s *Store) removeMoney(ctx context.Context, invoice int64, step portal.InvoiceStep, by portal.AuditEntry, remove string, part int64) error {
	return s.tx(ctx, func(tx *transaction) error {
		if _, err := allow(ctx, tx, invoice, step); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, remove, invoice, part)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrNotFound)
		}
		return audit(ctx, tx, by)
	})
}
