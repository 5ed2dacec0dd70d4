package store

import (
	"context"
	"errors"
	"strings"

	"foyer/portal"
)

const invoiceColumns = "i.id, coalesce(i.number, ''), i.issue_date, i.due_date, i.currency, i.total_minor, i.outstanding_minor"

func scanInvoice(row scanner) (i portal.Invoice, err error) {
	err = row.Scan(&i.ID, &i.Number, &i.IssueDate, &i.DueDate, &i.Currency, &i.Total, &i.Outstanding)
	return i, err
}

// invoiceConditions builds the WHERE of a client's invoices, values apart.
func invoiceConditions(client portal.ClientID, f portal.InvoiceFacts) (where string, args []any) {
	where, args = invoiceFacts(f)
	return "i.client_id = ? AND " + where, append([]any{client}, args...)
}

// invoiceFacts builds the part of a WHERE that the facts ask for.
func invoiceFacts(f portal.InvoiceFacts) (where string, args []any) {
	statuses, args := oneOf(f.Statuses)
	conditions := []string{"i.status IN " + statuses}
	if f.Owing != nil && *f.Owing {
		conditions = append(conditions, "i.outstanding_minor > 0")
	}
	if f.Owing != nil && !*f.Owing {
		conditions = append(conditions, "i.outstanding_minor <= 0")
	}
	if f.DueBefore != "" {
		conditions = append(conditions, "i.due_date < ?")
		args = append(args, f.DueBefore)
	}
	return strings.Join(conditions, " AND "), args
}

// invoiceIndex has a client's invoices in the order of the list: those on which something
// is owed are few among many.
func invoiceIndex(f portal.InvoiceFacts) string {
	if f.Owing != nil && *f.Owing {
		return "invoices_owing"
	}
	return "invoices_by_client"
}

// oneOf is a list of parameters for IN, and their values.
func oneOf(statuses []portal.InvoiceStatus) (list string, args []any) {
	marks := make([]string, len(statuses))
	for n, status := range statuses {
		marks[n] = "?"
		args = append(args, status)
	}
	return "(" + strings.Join(marks, ", ") + ")", args
}

// Invoices reads a page of a client's invoices, newest issue date first, then highest id.
func (s *Store) Invoices(ctx context.Context, client portal.ClientID, f portal.InvoiceFacts, at portal.Cursor, size int) (portal.Page[portal.Invoice], error) {
	where, args := invoiceConditions(client, f)
	seek, order, edge := seek(at, "i.issue_date", "i.id")
	if len(edge) > 0 {
		edge[0] = portal.DayFromNumber(at.Sort)
	}
	args = append(append(args, edge...), size+1)

	rows, err := gather(ctx, s.brief, scanInvoice,
		"SELECT "+invoiceColumns+" FROM invoices i INDEXED BY "+invoiceIndex(f)+" WHERE "+where+seek+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.Invoice]{}, err
	}
	return page(rows, at, size, func(i portal.Invoice) (int64, int64) { return i.IssueDate.Number(), i.ID }), nil
}

// Invoice reads one of a client's invoices in full, if it has one of the statuses.
func (s *Store) Invoice(ctx context.Context, client portal.ClientID, id int64, statuses []portal.InvoiceStatus) (portal.InvoiceDocument, error) {
	where, args := invoiceConditions(client, portal.InvoiceFacts{Statuses: statuses})
	var d portal.InvoiceDocument
	i, to, from := &d.Invoice, &d.BillTo, &d.Issuer
	err := s.brief.QueryRowContext(ctx, "SELECT "+invoiceColumns+`, i.bill_to_name, i.bill_to_email, i.bill_to_address, i.bill_to_vat,
		       i.issuer_name, i.issuer_address, i.issuer_vat,
		       coalesce(p.name, ''), i.subtotal_minor, i.tax_rate_bp, i.tax_minor, i.notes, i.terms
		FROM invoices i LEFT JOIN projects p ON p.id = i.project_id
		WHERE `+where+" AND i.id = ?", append(args, id)...).
		Scan(&i.ID, &i.Number, &i.IssueDate, &i.DueDate, &i.Currency, &i.Total, &i.Outstanding,
			&to.Name, &to.Email, &to.Lines, &to.VATNumber, &from.Name, &from.Lines, &from.VATNumber,
			&d.Project, &d.Subtotal, &d.TaxRateBP, &d.Tax, &d.Notes, &d.Terms)
	if err != nil {
		return portal.InvoiceDocument{}, translate(err)
	}

	var lines, payments, credits error
	d.Lines, lines = s.invoiceLines(ctx, client, id)
	d.Payments, payments = s.invoicePayments(ctx, client, id)
	d.Credits, credits = s.invoiceCredits(ctx, client, id)
	return d, errors.Join(lines, payments, credits)
}

// ofClient keeps the parts of an invoice behind the same wall as the invoice itself.
const ofClient = " JOIN invoices i ON i.id = x.invoice_id WHERE i.client_id = ? AND i.id = ?"

func (s *Store) invoiceLines(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.InvoiceLine, error) {
	return gather(ctx, s.brief, func(row scanner) (l portal.InvoiceLine, err error) {
		return l, row.Scan(&l.Description, &l.Quantity, &l.UnitPrice, &l.Total)
	}, "SELECT x.description, x.quantity_milli, x.unit_price_minor, x.total_minor FROM invoice_lines x"+ofClient+" ORDER BY x.position", client, invoice)
}

func (s *Store) invoicePayments(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.Payment, error) {
	return gather(ctx, s.brief, func(row scanner) (p portal.Payment, err error) {
		return p, row.Scan(&p.On, &p.Amount, &p.Method, &p.Reference)
	}, "SELECT x.paid_on, x.amount_minor, x.method, x.reference FROM payments x"+ofClient+" AND x.status = 'completed' ORDER BY x.paid_on, x.id", client, invoice)
}

func (s *Store) invoiceCredits(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.Credit, error) {
	return gather(ctx, s.brief, func(row scanner) (c portal.Credit, err error) {
		return c, row.Scan(&c.On, &c.Number, &c.Amount, &c.Reason)
	}, "SELECT x.credited_on, x.number, x.amount_minor, x.reason FROM credits x"+ofClient+" ORDER BY x.credited_on, x.id", client, invoice)
}
