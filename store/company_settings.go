package store

import (
	"context"
	"time"

	"foyer/portal"
)

// CompanySettings reads all that admins set.
func (s *Store) CompanySettings(ctx context.Context) (portal.CompanySettings, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return portal.CompanySettings{}, err
	}
	c := portal.CompanySettings{Settings: settings}
	err = s.read.QueryRowContext(ctx, `
		SELECT invoice_prefix, coalesce((SELECT next_number FROM invoice_sequences WHERE prefix = invoice_prefix), 1),
		       invoice_terms, invoice_notes, revision
		FROM settings WHERE id = 1`).Scan(&c.InvoicePrefix, &c.NextNumber, &c.InvoiceTerms, &c.InvoiceNotes, &c.Revision)
	return c, translate(err)
}

// UpdateCompanySettings stores an edit, unless somebody else saved since: portal.ErrStale.
// A *portal.NumberTakenError says that the next number would come a second time.
func (s *Store) UpdateCompanySettings(ctx context.Context, p portal.CompanySettings, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		c := p.Company
		err := editSettings(ctx, tx, p.Revision, by, `
			company_name = ?, company_address = ?, company_email = ?, company_phone = ?, company_website = ?,
			company_vat_number = ?, company_bank_account = ?, time_zone = ?, currency = ?, invoice_prefix = ?,
			invoice_terms = ?, invoice_notes = ?, password_min_length = ?,
			portal_idle_seconds = ?, portal_absolute_seconds = ?, staff_idle_seconds = ?, staff_absolute_seconds = ?`,
			c.Name, c.Address, c.Email, c.Phone, c.Website, c.VATNumber, c.BankAccount, p.TimeZone, p.Currency, p.InvoicePrefix,
			p.InvoiceTerms, p.InvoiceNotes, p.PasswordMinLength,
			seconds(p.Portal.Idle), seconds(p.Portal.Absolute), seconds(p.Staff.Idle), seconds(p.Staff.Absolute))
		if err != nil || p.KeepNumber {
			return err
		}
		return setNextNumber(ctx, tx, p.InvoicePrefix, p.NextNumber)
	})
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// editSettings changes columns of the one row, unless somebody else saved since.
func editSettings(ctx context.Context, tx *transaction, revision int64, by portal.AuditEntry, set string, values ...any) error {
	args := append(values, by.At.Unix(), revision)
	result, err := tx.ExecContext(ctx, "UPDATE settings SET "+set+", updated_at = ?, revision = revision + 1 WHERE id = 1 AND revision = ?", args...)
	if err != nil {
		return err
	}
	if err := changedOne(ctx, tx, result, "SELECT 1 FROM settings WHERE id = ?", 1); err != nil {
		return err
	}
	return audit(ctx, tx, by)
}

// setNextNumber moves the sequence of a prefix, but never to a number that an invoice has.
func setNextNumber(ctx context.Context, tx *transaction, prefix string, next int64) error {
	numbers, err := collect(ctx, tx, func(row scanner) (n string, err error) { return n, row.Scan(&n) },
		"SELECT number FROM invoices WHERE substr(number, 1, length(?1)) = ?1", prefix)
	if err != nil {
		return err
	}
	if highest := portal.HighestNumber(prefix, numbers); next <= highest {
		return &portal.NumberTakenError{Highest: highest}
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO invoice_sequences (prefix, next_number) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET next_number = excluded.next_number`, prefix, next)
	return err
}
