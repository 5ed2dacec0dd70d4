package store

import (
	"context"

	"foyer/portal"
)

func readInvoiceTotals(r *row) portal.InvoiceTotals {
	return portal.InvoiceTotals{Currency: r.text(), Count: int(r.number()), Amount: r.number(), Outstanding: r.number(), Credit: r.number()}
}

// InvoiceTotals is what all of a client's invoices that the facts choose add up to, by
// currency. It is kept in invoice_totals, by triggers (see migration 066), but for what
// is due before a day.
func (s *Store) InvoiceTotals(ctx context.Context, client portal.ClientID, f portal.InvoiceFacts) ([]portal.InvoiceTotals, error) {
	if f.DueBefore != "" {
		return s.overdueTotals(ctx, client, f)
	}
	statuses, args := oneOf(f.Statuses)
	where, args := "client_id = ? AND status IN "+statuses, append([]any{client}, args...)
	if f.Owing != nil {
		where, args = where+" AND owing = ?", append(args, *f.Owing)
	}
	return gather(ctx, s.brief, readInvoiceTotals, `
		SELECT currency, sum(invoices), sum(total_minor), sum(outstanding_minor), sum(credit_minor)
		FROM invoice_totals WHERE `+where+" GROUP BY currency ORDER BY currency", args...)
}

// overdueTotals adds up what is due before a day, and owed: currency by currency, as an
// index has them.
func (s *Store) overdueTotals(ctx context.Context, client portal.ClientID, f portal.InvoiceFacts) ([]portal.InvoiceTotals, error) {
	where, args := invoiceConditions(client, f)
	return gather(ctx, s.brief, readInvoiceTotals, `
		SELECT i.currency, count(*), sum(i.total_minor), sum(i.outstanding_minor), 0 FROM invoices i INDEXED BY invoices_due
		WHERE i.currency IN (SELECT currency FROM invoice_totals WHERE client_id = ? AND owing = 1) AND `+where+`
		GROUP BY i.currency ORDER BY i.currency`, append([]any{client}, args...)...)
}
