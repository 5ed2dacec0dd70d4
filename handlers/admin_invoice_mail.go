package handlers

import (
	"context"
	"errors"
	"log/slog"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// invoiceMailKeeping is what mailing invoices needs.
type invoiceMailKeeping interface {
	IssueAndMail(ctx context.Context, id, revision int64, f portal.InvoiceFreeze, m portal.InvoiceMail, by portal.AuditEntry) (number string, mail int64, err error)
	MailInvoice(ctx context.Context, id int64, m portal.InvoiceMail, by portal.AuditEntry) (mail int64, fresh bool, err error)
	InvoiceMailed(ctx context.Context, id int64, m portal.InvoiceMail) (bool, error)
	InvoiceMails(ctx context.Context, id int64) ([]portal.Delivery, error)
}

// adminInvoiceMailForm shows what would be mailed and to whom, and asks.
func (a *app) adminInvoiceMailForm(kind portal.MailKind) fiber.Handler {
	return func(c *fiber.Ctx) error {
		record, props, err := a.invoiceMailAsked(c, kind)
		if err != nil {
			return err
		}
		return a.renderInvoiceMail(c, fiber.StatusOK, record, props)
	}
}

// adminInvoiceMail queues the mail and tries it at once. One that was written before is not
// written again, however often the button is pressed.
func (a *app) adminInvoiceMail(kind portal.MailKind, action string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		record, props, err := a.invoiceMailAsked(c, kind)
		if err != nil {
			return err
		}
		props.Stale = formValue(c, "to") != props.Mail.To
		if status := mailRefused(props); status != 0 {
			return a.renderInvoiceMail(c, status, record, props)
		}
		id, fresh, err := a.Staff.MailInvoice(c.UserContext(), record.ID, props.Mail, a.by(c, action, invoiceSubject(record.ID)))
		if errors.Is(err, portal.ErrNotOverdue) {
			props.NotOverdue = true
			return a.renderInvoiceMail(c, fiber.StatusConflict, record, props)
		}
		if err != nil {
			return err
		}
		notice := noticeMailBefore
		if fresh {
			notice = a.tryMail(c, id)
		}
		return a.done(c, views.StaffInvoicePath(record.ID), notice)
	}
}

// mailRefused is the status of an answer to who may not have it mailed; zero for who may.
func mailRefused(props views.InvoiceMailProps) int {
	switch {
	case len(props.Needs) > 0:
		return fiber.StatusUnprocessableEntity
	case props.NotOverdue, props.Stale:
		return fiber.StatusConflict
	}
	return 0
}

// invoiceMailAsked reads the invoice that is to be mailed, and what stands in the way.
func (a *app) invoiceMailAsked(c *fiber.Ctx, kind portal.MailKind) (record portal.InvoiceRecord, props views.InvoiceMailProps, err error) {
	if record, err = a.invoiceParam(c); err != nil {
		return record, props, err
	}
	if props.Mail, props.Needs, err = a.Mail.InvoiceMail(c.UserContext(), kind, record.ClientID); err != nil {
		return record, props, err
	}
	err = record.RefusesMail(kind, props.Mail.On)
	if props.NotOverdue = errors.Is(err, portal.ErrNotOverdue); props.NotOverdue {
		err = nil
	}
	if err != nil {
		return record, props, err
	}
	props.Before, err = a.Staff.InvoiceMailed(c.UserContext(), record.ID, props.Mail)
	return record, props, err
}

func (a *app) renderInvoiceMail(c *fiber.Ctx, status int, record portal.InvoiceRecord, props views.InvoiceMailProps) error {
	props.Invoice = record
	title := "Mail invoice"
	if props.Mail.Kind == portal.MailReminder {
		title = "Send reminder"
	}
	return a.render(c, status, views.InvoiceMailPage(a.page(c, title, views.StaffInvoices), props))
}

// invoiceMails is what an invoice's page says of mails about it, to admins.
func (a *app) invoiceMails(c *fiber.Ctx, record portal.InvoiceRecord) (props views.InvoiceMailsProps, err error) {
	if record.Status == portal.InvoiceDraft || !visitOf(c).account.IsAdmin() {
		return props, nil
	}
	ctx := c.UserContext()
	if props.Mails, err = a.Staff.InvoiceMails(ctx, record.ID); err != nil {
		return props, err
	}
	m, needs, err := a.Mail.InvoiceMail(ctx, portal.MailInvoice, record.ClientID)
	if props.Needs = needs; err != nil || len(needs) > 0 {
		return props, err
	}
	var err1, err2 error
	props.Mail, err1 = a.offerMail(ctx, record, m)
	m.Kind = portal.MailReminder
	props.Remind, err2 = a.offerMail(ctx, record, m)
	return props, errors.Join(err1, err2)
}

// offerMail says whether a mail about an invoice can be sent and was not yet.
func (a *app) offerMail(ctx context.Context, record portal.InvoiceRecord, m portal.InvoiceMail) (bool, error) {
	if record.RefusesMail(m.Kind, m.On) != nil {
		return false, nil
	}
	before, err := a.Staff.InvoiceMailed(ctx, record.ID, m)
	return !before, err
}

// tryMail tries a mail that is in the outbox and says how it went. It stays there whatever
// happens, so that a fault is told as a wait.
func (a *app) tryMail(c *fiber.Ctx, id int64) (notice string) {
	outcome, err := a.Mail.Try(c.UserContext(), id)
	if err != nil {
		a.Log.Error("mail is tried later", slog.Int64("id", id), slog.Any("error", err))
		return noticeMailQueued
	}
	return mailNotice(outcome)
}
