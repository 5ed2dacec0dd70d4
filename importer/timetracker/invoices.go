package timetracker

import (
	"context"
	"errors"
	"strings"
	"time"

	"foyer/portal"
	"foyer/store"
)

// invoice is an invoice of the source with all that hangs on it.
type invoice struct {
	store.ImportedInvoice
	tax        int64    // as stored
	source     balance  // as stored
	paidByList bool     // the source does not say what is paid: its payments do
	entries    []string // lists of ids of billed entries
	payments   []store.ImportedPayment
	credits    []store.ImportedCredit
	difference store.ImportedPayment // what is paid without a payment
}

// importInvoices takes over the invoices, each with its lines, payments and credits. An
// issued invoice keeps its stored total: it is what the client was asked for.
func (im *importer) importInvoices(ctx context.Context) (err error) {
	numbers, err := im.planNumbers(ctx)
	if err != nil {
		return err
	}
	before, err := im.countBefore(ctx)
	if err != nil {
		return err
	}
	hanging, err := im.openHanging(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, hanging.close()) }()

	columns := []string{
		"id", "invoice_number", "project_id", "client_id", "client_name", "client_email", "client_address", "issue_date", "due_date",
		"status", "subtotal", "tax_rate", "tax_amount", "total_amount", "currency_code", "notes", "terms",
		"payment_date", "payment_method", "payment_reference", "payment_notes", "amount_paid", "created_at", "updated_at",
	}
	count, err := im.each(ctx, "invoices", columns, func(r *row) (bool, error) {
		inv := im.invoice(r, numbers[r.id])
		used, err := hanging.read(ctx, r.id, inv)
		if err != nil || inv == nil {
			return false, err
		}
		if !im.settle(r, inv) {
			hanging.drop(used)
			return false, nil
		}
		hanging.keep(used, before.invoices[r.id])
		return true, im.saveInvoice(ctx, inv)
	})
	if err != nil {
		return err
	}
	return im.countInvoices(ctx, count, hanging, before)
}

// invoice reads an invoice itself; nil where it can't be taken over.
func (im *importer) invoice(r *row, number string) *invoice {
	client, project, found := im.billed(r)
	if !found {
		return nil
	}
	code := currencyCode(r.text("currency_code"))
	if code == "" {
		code = im.currency
		r.odd("has no usable currency; that of the settings was taken", r.stored("currency_code"))
	}
	if !r.usable("total_amount", code) {
		r.skip("total_amount is no usable number; skipped with all that is on it", r.stored("total_amount"))
		return nil
	}

	issued, due := im.invoiceDays(r)
	created := r.utc("created_at", im.Now.Unix())
	inv := &invoice{
		ImportedInvoice: store.ImportedInvoice{
			SourceID: r.id, Client: client, Project: project, Number: number, Status: invoiceStatus(r), IssueDate: issued, DueDate: due,
			Currency: code, TaxRateBP: taxRate(r),
			BillTo: portal.Address{Name: r.text("client_name"), Email: r.text("client_email"), Lines: r.text("client_address")},
			Notes:  r.text("notes"), Terms: r.text("terms"), Created: created, Updated: r.utc("updated_at", created),
		},
		tax:        r.amount("tax_amount", code),
		source:     balance{total: r.amount("total_amount", code)},
		paidByList: !im.src.columns["invoices"]["amount_paid"] || !r.usable("amount_paid", code),
		difference: difference(r, issued, created),
	}
	switch {
	case !inv.paidByList:
		inv.source.paid = r.amount("amount_paid", code)
	case im.src.columns["invoices"]["amount_paid"]:
		r.odd("amount_paid is no usable number; its completed payments count", r.stored("amount_paid"))
	}
	return inv
}

// billed finds the client, and the project if it is one of that client's.
func (im *importer) billed(r *row) (client portal.ClientID, project int64, found bool) {
	projectID, hasProject := r.ref("project_id")
	p, projectKnown := im.projects[projectID]
	clientID, hasClient := r.ref("client_id")
	c, clientKnown := im.clients[clientID]
	if !hasClient && projectKnown {
		return p.client, p.id, true // early versions kept the project alone
	}
	if !clientKnown {
		r.skip("its client does not exist; skipped with all that is on it", r.stored("client_id"))
		return 0, 0, false
	}
	if hasProject && (!projectKnown || p.client != c.id) {
		r.odd("is for a project that its client does not have; the project was left out", r.stored("project_id"))
		p.id = 0
	}
	return c.id, p.id, true
}

func (im *importer) invoiceDays(r *row) (issued, due portal.Day) {
	due, dueOK := r.day("due_date")
	issued, ok := r.day("issue_date")
	if !ok {
		made := r.utc("created_at", im.Now.Unix())
		if issued, ok = portal.ParseDay(string(portal.DayOf(time.Unix(made, 0), im.clock.zone))); !ok {
			issued = portal.DayOf(im.Now, im.clock.zone)
		}
		r.odd("issue_date cannot be read; the day when the invoice was made was taken", r.stored("issue_date"))
	}
	if !dueOK {
		due = issued
		r.odd("due_date cannot be read; the day of issue was taken", r.stored("due_date"))
	}
	return issued, due
}

func taxRate(r *row) int64 {
	const highest = 100_000 // hundredths of a percent, as the store keeps
	rate := r.hundredths("tax_rate")
	if rate < 0 || rate > highest {
		r.odd("tax_rate is beyond all reason; taken as 0, the tax itself counts", r.stored("tax_rate"))
		return 0
	}
	return rate
}

// invoiceStatuses are the source's words. Whether an invoice is paid or overdue follows
// from its balance and dates here.
func invoiceStatuses() map[string]string {
	sent, cancelled := string(portal.InvoiceSent), string(portal.InvoiceCancelled)
	return map[string]string{
		"draft": string(portal.InvoiceDraft), "sent": sent, "issued": sent, "overdue": sent, "paid": sent,
		"cancelled": cancelled, "void": cancelled,
	}
}

// invoiceStatus is cancelled where the word is unknown: hidden rather than shown.
func invoiceStatus(r *row) portal.InvoiceStatus {
	status := r.word("status", invoiceStatuses(), string(portal.InvoiceCancelled))
	switch word := strings.ToLower(strings.TrimSpace(r.text("status"))); word {
	case "issued", "void":
		r.odd("status is " + word + "; taken as " + status)
	}
	return portal.InvoiceStatus(status)
}
