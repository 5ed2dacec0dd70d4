package store

import (
	"context"

	"foyer/portal"
)

// ImportedSettings are the company's settings as another program has them.
type ImportedSettings struct {
	Company       portal.Company
	TimeZone      string
	Currency      string
	InvoicePrefix string
	NextNumber    int64 // positive
	InvoiceTerms  string
	InvoiceNotes  string
	Updated       int64 // unix seconds
}

// SaveSettings replaces the company's settings and leaves those of sign-in alone.
// Invoice numbers never go back.
func (i *Import) SaveSettings(ctx context.Context, s ImportedSettings) error {
	c := s.Company
	_, err := i.exec(ctx, `
		UPDATE settings SET company_name = ?, company_address = ?, company_email = ?, company_phone = ?, company_website = ?,
			company_vat_number = ?, company_bank_account = ?, time_zone = ?, currency = ?, invoice_prefix = ?,
			invoice_terms = ?, invoice_notes = ?, updated_at = ?, revision = revision + (updated_at <> ?)
		WHERE id = 1`,
		c.Name, c.Address, c.Email, c.Phone, c.Website, c.VATNumber, c.BankAccount, s.TimeZone, s.Currency, s.InvoicePrefix,
		s.InvoiceTerms, s.InvoiceNotes, s.Updated, s.Updated)
	if err != nil {
		return err
	}
	_, err = i.exec(ctx, `
		INSERT INTO invoice_sequences (prefix, next_number) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET next_number = max(next_number, excluded.next_number)`, s.InvoicePrefix, s.NextNumber)
	return err
}

// SaveTimeZone sets the business time zone alone, where the source has no settings.
func (i *Import) SaveTimeZone(ctx context.Context, zone string) error {
	_, err := i.exec(ctx, "UPDATE settings SET time_zone = ? WHERE id = 1", zone)
	return err
}

// Audit appends a line to the audit log, within the import.
func (i *Import) Audit(ctx context.Context, e portal.AuditEntry) error {
	return audit(ctx, i.tx, e)
}
