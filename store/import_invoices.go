package store

import (
	"context"
	"database/sql"

	"foyer/portal"
)

// ImportedInvoice is an invoice as another program has it. Its total is what its lines
// add up to and the tax, in minor units. Times are unix seconds.
type ImportedInvoice struct {
	SourceID  int64
	Client    portal.ClientID
	Project   int64  // zero: none; else a project of this client
	Number    string // free or the invoice's own
	Status    portal.InvoiceStatus
	IssueDate portal.Day
	DueDate   portal.Day
	Currency  string
	TaxRateBP int64
	Tax       int64
	BillTo    portal.Address
	Notes     string
	Terms     string
	Lines     []ImportedLine
	Created   int64
	Updated   int64
}

// ImportedLine is a line of an invoice. Kind is item, good, expense or other.
type ImportedLine struct {
	Kind        string
	Description string
	Quantity    portal.Quantity
	UnitPrice   int64
	Total       int64
}

// SaveInvoice adds an invoice or changes the one that was imported before, lines and all.
func (i *Import) SaveInvoice(ctx context.Context, v ImportedInvoice) (id int64, err error) {
	id, err = i.save(ctx, `
		INSERT INTO invoices (client_id, project_id, number, status, issue_date, due_date, currency, tax_rate_bp, tax_minor,
			bill_to_name, bill_to_email, bill_to_address, bill_to_vat, notes, terms, timetracker_id, created_at, updated_at)
		VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET
			client_id = excluded.client_id, project_id = excluded.project_id, number = excluded.number,
			status = excluded.status, issue_date = excluded.issue_date, due_date = excluded.due_date,
			currency = excluded.currency, tax_rate_bp = excluded.tax_rate_bp, tax_minor = excluded.tax_minor,
			bill_to_name = excluded.bill_to_name, bill_to_email = excluded.bill_to_email,
			bill_to_address = excluded.bill_to_address, bill_to_vat = excluded.bill_to_vat,
			notes = excluded.notes, terms = excluded.terms, updated_at = excluded.updated_at,
			revision = revision + (updated_at <> excluded.updated_at)
		RETURNING id`,
		v.Client, v.Project, v.Number, v.Status, v.IssueDate, v.DueDate, v.Currency, v.TaxRateBP, v.Tax,
		v.BillTo.Name, v.BillTo.Email, v.BillTo.Lines, v.BillTo.VATNumber, v.Notes, v.Terms, v.SourceID, v.Created, v.Updated)
	if err != nil {
		return 0, err
	}
	_, err = i.exec(ctx, "UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_id = ? AND client_id <> ?", id, v.Client)
	if err != nil {
		return 0, err
	}
	return id, i.saveLines(ctx, id, v.Lines)
}

// saveLines replaces the lines place by place, so that a line that stays keeps its id.
func (i *Import) saveLines(ctx context.Context, invoice int64, lines []ImportedLine) error {
	for n, l := range lines {
		_, err := i.exec(ctx, `
			INSERT INTO invoice_lines (invoice_id, position, kind, description, quantity_milli, unit_price_minor, total_minor)
			VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (invoice_id, position) DO UPDATE SET kind = excluded.kind, description = excluded.description,
				quantity_milli = excluded.quantity_milli, unit_price_minor = excluded.unit_price_minor, total_minor = excluded.total_minor`,
			invoice, n+1, l.Kind, l.Description, l.Quantity, l.UnitPrice, l.Total)
		if err != nil {
			return err
		}
	}
	_, err := i.exec(ctx, "DELETE FROM invoice_lines WHERE invoice_id = ? AND position > ?", invoice, len(lines))
	return err
}

// KnownNumber is an invoice number that is taken before an import.
type KnownNumber struct {
	Number   string
	SourceID sql.NullInt64 // of the invoice that has it, where that was imported
}

// KnownNumbers lists the invoice numbers that are taken.
func (i *Import) KnownNumbers(ctx context.Context) ([]KnownNumber, error) {
	return collect(ctx, i.tx, func(row scanner) (n KnownNumber, err error) {
		return n, row.Scan(&n.Number, &n.SourceID)
	}, "SELECT number, timetracker_id FROM invoices WHERE number IS NOT NULL ORDER BY id")
}

// SetNumberAside gives the invoice that has a number another one, so that the number is
// free. An invoice that is saved later in the same import gets its own anyway.
func (i *Import) SetNumberAside(ctx context.Context, number string) error {
	_, err := i.exec(ctx, "UPDATE invoices SET number = number || '-replaced-' || id WHERE number = ?", number)
	return err
}
