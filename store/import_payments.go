package store

import (
	"context"
	"database/sql"

	"foyer/portal"
)

// ImportedPayment is a payment as another program has it. Created is unix seconds.
type ImportedPayment struct {
	SourceID  int64
	On        portal.Day
	Amount    int64 // minor units, not zero
	Method    string
	Reference string
	Notes     string
	Status    string // completed, pending, failed or refunded
	Created   int64
}

// SavePayment adds a payment of an invoice or changes the one that was imported before.
func (i *Import) SavePayment(ctx context.Context, invoice int64, p ImportedPayment) error {
	_, err := i.exec(ctx, `
		INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, notes, status, timetracker_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET invoice_id = excluded.invoice_id, paid_on = excluded.paid_on,
			amount_minor = excluded.amount_minor, method = excluded.method, reference = excluded.reference,
			notes = excluded.notes, status = excluded.status`,
		invoice, p.On, p.Amount, p.Method, p.Reference, p.Notes, p.Status, p.SourceID, p.Created)
	return err
}

// SaveDifference keeps the one payment that stands for what the other program counts as
// paid and lists no payment for. It is known by its method; an amount of zero removes it.
func (i *Import) SaveDifference(ctx context.Context, invoice int64, p ImportedPayment) error {
	const which = " WHERE invoice_id = ? AND timetracker_id IS NULL AND method = ?"
	if p.Amount == 0 {
		_, err := i.exec(ctx, "DELETE FROM payments"+which, invoice, p.Method)
		return err
	}

	changed, err := i.exec(ctx, "UPDATE payments SET paid_on = ?, amount_minor = ?, reference = ?, notes = ?, status = 'completed'"+which,
		p.On, p.Amount, p.Reference, p.Notes, invoice, p.Method)
	if err != nil || changed > 0 {
		return err
	}
	_, err = i.exec(ctx, "INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, notes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		invoice, p.On, p.Amount, p.Method, p.Reference, p.Notes, p.Created)
	return err
}

// ImportedCredit is a credit note as another program has it. Created is unix seconds.
type ImportedCredit struct {
	SourceID int64
	On       portal.Day
	Number   string
	Amount   int64 // minor units, not zero
	Reason   string
	Created  int64
}

// SaveCredit adds a credit of an invoice or changes the one that was imported before.
func (i *Import) SaveCredit(ctx context.Context, invoice int64, c ImportedCredit) error {
	_, err := i.exec(ctx, `
		INSERT INTO credits (invoice_id, number, credited_on, amount_minor, reason, timetracker_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET invoice_id = excluded.invoice_id, number = excluded.number,
			credited_on = excluded.credited_on, amount_minor = excluded.amount_minor, reason = excluded.reason`,
		invoice, c.Number, c.On, c.Amount, c.Reason, c.SourceID, c.Created)
	return err
}

// StoredPart is an imported payment or credit and the invoice that it is on, by the ids
// that they have where they come from.
type StoredPart struct {
	SourceID int64
	Invoice  sql.NullInt64
}

// StoredParts lists the imported rows of ImportPayments or ImportCredits.
func (i *Import) StoredParts(ctx context.Context, table ImportTable) ([]StoredPart, error) {
	return collect(ctx, i.tx, func(row scanner) (p StoredPart, err error) {
		return p, row.Scan(&p.SourceID, &p.Invoice)
	}, "SELECT x.timetracker_id, i.timetracker_id FROM "+string(table)+` x JOIN invoices i ON i.id = x.invoice_id
		WHERE x.timetracker_id IS NOT NULL ORDER BY x.timetracker_id`)
}

// RemovePart deletes an imported payment or credit that its source no longer has.
func (i *Import) RemovePart(ctx context.Context, table ImportTable, sourceID int64) error {
	_, err := i.exec(ctx, "DELETE FROM "+string(table)+" WHERE timetracker_id = ?", sourceID)
	return err
}

// StoredInvoice is what an import left of an invoice, for comparing with its source, in
// minor units. What was paid or credited in this program itself is not in it.
type StoredInvoice struct {
	SourceID int64
	Total    int64
	Paid     int64
	Credited int64
}

// StoredInvoices lists the imported invoices, lowest id there first. difference is the
// method of the payments that SaveDifference keeps.
func (i *Import) StoredInvoices(ctx context.Context, difference string) ([]StoredInvoice, error) {
	return collect(ctx, i.tx, func(row scanner) (v StoredInvoice, err error) {
		return v, row.Scan(&v.SourceID, &v.Total, &v.Paid, &v.Credited)
	}, `
		SELECT i.timetracker_id, i.total_minor,
		       (SELECT coalesce(sum(p.amount_minor), 0) FROM payments p
		        WHERE p.invoice_id = i.id AND p.status = 'completed' AND (p.timetracker_id IS NOT NULL OR p.method = ?)),
		       (SELECT coalesce(sum(c.amount_minor), 0) FROM credits c WHERE c.invoice_id = i.id AND c.timetracker_id IS NOT NULL)
		FROM invoices i WHERE i.timetracker_id IS NOT NULL ORDER BY i.timetracker_id`, difference)
}
