package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// invoiceKeeping is what the pages about invoices need, from issue onwards.
type invoiceKeeping interface {
	AllInvoices(ctx context.Context, f portal.InvoiceSearch, at portal.Cursor, size int) (portal.Page[portal.InvoiceRow], error)
	SumInvoices(ctx context.Context, f portal.InvoiceSearch) ([]portal.InvoiceTotals, error)
	InvoiceRecord(ctx context.Context, id int64) (portal.InvoiceRecord, error)
	InvoiceHours(ctx context.Context, id int64) ([]portal.TimeEntry, error)
	NextInvoiceNumber(ctx context.Context) (string, error)
	IssueInvoice(ctx context.Context, id, revision int64, f portal.InvoiceFreeze, by portal.AuditEntry) (number string, err error)
	CancelInvoice(ctx context.Context, id, revision int64, by portal.AuditEntry) error
	PaymentRecords(ctx context.Context, invoice int64) ([]portal.PaymentRecord, error)
	CreditRecords(ctx context.Context, invoice int64) ([]portal.CreditRecord, error)
	RecordPayment(ctx context.Context, invoice int64, key string, p portal.PaymentRecord, by portal.AuditEntry) error
	RecordCredit(ctx context.Context, invoice int64, key string, p portal.CreditRecord, by portal.AuditEntry) error
	RemovePayment(ctx context.Context, invoice, payment int64, by portal.AuditEntry) error
	RemoveCredit(ctx context.Context, invoice, credit int64, by portal.AuditEntry) error
}

func invoiceSubject(id int64) portal.Subject { return portal.Subject{Kind: "invoice", ID: id} }

// invoiceParam reads the invoice that the address names.
func (a *app) invoiceParam(c *fiber.Ctx) (portal.InvoiceRecord, error) {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.InvoiceRecord{}, portal.ErrNotFound
	}
	return a.Staff.InvoiceRecord(c.UserContext(), id)
}

// invoiceFor reads the invoice for a step, and refuses the step where it may not be.
func (a *app) invoiceFor(c *fiber.Ctx, step portal.InvoiceStep) (portal.InvoiceRecord, error) {
	record, err := a.invoiceParam(c)
	if err != nil {
		return record, err
	}
	return record, record.Refuses(step)
}

// adminInvoice is an invoice's page for staff: the document as its client sees it, and
// what belongs to it.
func (a *app) adminInvoice(c *fiber.Ctx) error {
	record, err := a.invoiceParam(c)
	if err != nil {
		return err
	}
	ctx := c.UserContext()
	props := views.StaffInvoiceProps{Invoice: record, Company: record.Sender(visitOf(c).settings.Company), Key: randomID()}
	var err1, err2, err3, err4, err5 error
	props.Payments, err1 = a.Staff.PaymentRecords(ctx, record.ID)
	props.Credits, err2 = a.Staff.CreditRecords(ctx, record.ID)
	props.Hours, err3 = a.Staff.InvoiceHours(ctx, record.ID)
	props.Mails, err5 = a.invoiceMails(c, record)
	if record.Status == portal.InvoiceDraft { // nothing is frozen yet
		var freeze portal.InvoiceFreeze
		freeze, err4 = a.freezeNow(c, record)
		props.Invoice.BillTo = freeze.BillTo
	}
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	props.HoursTotal = portal.SumHours(props.Hours)
	p := a.page(c, views.InvoiceTitle(record.Number), views.StaffInvoices)
	p.Flash = a.takeNotice(c)
	return a.render(c, fiber.StatusOK, views.StaffInvoicePage(p, props))
}
