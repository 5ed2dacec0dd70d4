package store

import (
	"context"
	"errors"
	"strings"

	"foyer/portal"
)

const invoiceColumns = "i.id, coalesce(i.number, ''), i.issue_date, i.due_date, i.currency, i.total_minor, i.outstanding_minor"

func readInvoice(r *row) portal.Invoice {
	return portal.Invoice{
		ID: r.number(), Number: r.text(), IssueDate: portal.Day(r.text()), DueDate: portal.Day(r.text()),
		Currency: r.text(), Total: r.number(), Outstanding: r.number(),
	}
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

	rows, err := gather(ctx, s.brief, readInvoice,
		"SELECT "+invoiceColumns+" FROM invoices i INDEXED BY "+invoiceIndex(f)+" WHERE "+where+seek+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.Invoice]{}, err
	}
	return page(rows, at, size, func(i portal.Invoice) (int64, int64) { return i.IssueDate.Number(), i.ID }), nil
}

// Invoice reads one of a client's invoices in full, if it has one of the statuses.
func (s *Store) Invoice(ctx context.Context, client portal.ClientID, id int64, statuses []portal.InvoiceStatus) (portal.InvoiceDocument, error) {
	where, args := invoiceConditions(client, portal.InvoiceFacts{Statuses: statuses})
	var credited bool // few are: to ask takes less than a query for nothing
	read := func(r *row) portal.InvoiceDocument {
		d := readInvoiceDocument(r)
		credited = r.truth()
		return d
	}
	d, err := first(ctx, s.brief, read, "SELECT "+invoiceColumns+`, i.bill_to_name, i.bill_to_email, i.bill_to_address, i.bill_to_vat,
		       i.issuer_name, i.issuer_address, i.issuer_vat,
		       p.name, i.subtotal_minor, i.tax_rate_bp, i.tax_minor, i.notes, i.terms,
		       EXISTS (SELECT 1 FROM credits x WHERE x.invoice_id = i.id)
		FROM invoices i LEFT JOIN projects p ON p.id = i.project_id
		WHERE `+where+" AND i.id = ?", append(args, id)...)
	if err != nil {
		return portal.InvoiceDocument{}, translate(err)
	}

	var lines, payments, credits error
	d.Lines, lines = s.invoiceLines(ctx, client, id)
	d.Payments, payments = s.invoicePayments(ctx, client, id)
	if credited {
		d.Credits, credits = s.invoiceCredits(ctx, client, id)
	}
	return d, errors.Join(lines, payments, credits)
}

func readInvoiceDocument(r *row) portal.InvoiceDocument {
	return portal.InvoiceDocument{
		Invoice: readInvoice(r),
		BillTo:  portal.Address{Name: r.text(), Email: r.text(), Lines: r.text(), VATNumber: r.text()},
		Issuer:  portal.Address{Name: r.text(), Lines: r.text(), VATNumber: r.text()},
		Project: r.text(), Subtotal: r.number(), TaxRateBP: r.number(), Tax: r.number(), Notes: r.text(), Terms: r.text(),
	}
}

// ofClient keeps the parts of an invoice behind the same wall as the invoice itself. To
// find that by its id alone takes less than by the index of (id, client_id).
const ofClient = " JOIN invoices i NOT INDEXED ON i.id = x.invoice_id WHERE i.client_id = ? AND i.id = ?"

func (s *Store) invoiceLines(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.InvoiceLine, error) {
	return gatherFew(ctx, s.brief, func(r *row) portal.InvoiceLine {
		return portal.InvoiceLine{Description: r.text(), Quantity: portal.Quantity(r.number()), UnitPrice: r.number(), Total: r.number()}
	}, "SELECT x.description, x.quantity_milli, x.unit_price_minor, x.total_minor FROM invoice_lines x"+ofClient+" ORDER BY x.position", client, invoice)
}

func (s *Store) invoicePayments(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.Payment, error) {
	return gatherFew(ctx, s.brief, func(r *row) portal.Payment {
		return portal.Payment{On: portal.Day(r.text()), Amount: r.number(), Method: r.text(), Reference: r.text()}
	}, "SELECT x.paid_on, x.amount_minor, x.method, x.reference FROM payments x"+ofClient+" AND x.status = 'completed' ORDER BY x.paid_on, x.id", client, invoice)
}

func (s *Store) invoiceCredits(ctx context.Context, client portal.ClientID, invoice int64) ([]portal.Credit, error) {
	return gatherFew(ctx, s.brief, func(r *row) portal.Credit {
		return portal.Credit{On: portal.Day(r.text()), Number: r.text(), Amount: r.number(), Reason: r.text()}
	}, "SELECT x.credited_on, x.number, x.amount_minor, x.reason FROM credits x"+ofClient+" ORDER BY x.credited_on, x.id", client, invoice)
}
