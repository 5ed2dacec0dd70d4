package store

import (
	"context"
	"strings"

	"foyer/portal"
)

// searchConditions builds the WHERE of the staff's list of invoices, values apart.
func searchConditions(s portal.InvoiceSearch) (where string, args []any) {
	where, args = invoiceFacts(s.Facts)
	conditions := []string{where}
	if s.Client != 0 {
		conditions = append(conditions, "i.client_id = ?")
		args = append(args, s.Client)
	}
	if s.From != "" {
		conditions = append(conditions, "i.issue_date >= ?")
		args = append(args, s.From)
	}
	if s.To != "" {
		conditions = append(conditions, "i.issue_date <= ?")
		args = append(args, s.To)
	}
	if s.Text != "" {
		conditions = append(conditions, `(i.number LIKE ? ESCAPE '\' OR c.name LIKE ? ESCAPE '\' OR i.bill_to_name LIKE ? ESCAPE '\')`)
		pattern := contains(s.Text)
		args = append(args, pattern, pattern, pattern)
	}
	return strings.Join(conditions, " AND "), args
}

// AllInvoices reads a page of the invoices of all clients, newest issue date first, then
// highest id.
func (s *Store) AllInvoices(ctx context.Context, f portal.InvoiceSearch, at portal.Cursor, size int) (portal.Page[portal.InvoiceRow], error) {
	where, args := searchConditions(f)
	seek, order, edge := seek(at, "i.issue_date", "i.id")
	if len(edge) > 0 {
		edge[0] = portal.DayFromNumber(at.Sort)
	}
	args = append(append(args, edge...), size+1)
	rows, err := collect(ctx, s.read, scanInvoiceRow, "SELECT "+invoiceColumns+`, i.client_id, c.name, i.status
		FROM invoices i JOIN clients c ON c.id = i.client_id WHERE `+where+seek+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.InvoiceRow]{}, err
	}
	return page(rows, at, size, func(r portal.InvoiceRow) (int64, int64) { return r.IssueDate.Number(), r.ID }), nil
}

func scanInvoiceRow(row scanner) (r portal.InvoiceRow, err error) {
	i := &r.Invoice
	err = row.Scan(&i.ID, &i.Number, &i.IssueDate, &i.DueDate, &i.Currency, &i.Total, &i.Outstanding, &r.ClientID, &r.ClientName, &r.Status)
	return r, err
}

// SumInvoices adds up all the invoices that a search chooses, by currency, whatever their
// status: who asks says which count.
func (s *Store) SumInvoices(ctx context.Context, f portal.InvoiceSearch) ([]portal.InvoiceTotals, error) {
	where, args := searchConditions(f)
	return collect(ctx, s.read, func(row scanner) (t portal.InvoiceTotals, err error) {
		return t, row.Scan(&t.Currency, &t.Count, &t.Amount, &t.Outstanding, &t.Credit)
	}, `
		SELECT i.currency, count(*), sum(i.total_minor), sum(max(i.outstanding_minor, 0)), sum(max(-i.outstanding_minor, 0))
		FROM invoices i JOIN clients c ON c.id = i.client_id WHERE `+where+" GROUP BY i.currency ORDER BY i.currency", args...)
}
