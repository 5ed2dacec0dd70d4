package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminIssueForm shows what will be frozen, and asks.
func (a *app) adminIssueForm(c *fiber.Ctx) error {
	draft, err := a.invoiceFor(c, portal.StepIssue)
	if err != nil {
		return err
	}
	props, _, err := a.issueProps(c, draft)
	if err != nil {
		return err
	}
	props.Mail = true
	return a.renderIssue(c, fiber.StatusOK, props)
}

// issueProps is what would be frozen and mailed.
func (a *app) issueProps(c *fiber.Ctx, draft portal.InvoiceRecord) (views.IssueProps, portal.InvoiceMail, error) {
	freeze, err1 := a.freezeNow(c, draft)
	mail, needs, err2 := a.Mail.InvoiceMail(c.UserContext(), portal.MailInvoice, draft.ClientID)
	return views.IssueProps{Invoice: draft, Freeze: freeze, Obstacles: draft.Obstacles(freeze), MailTo: mail.To, MailNeeds: needs}, mail, errors.Join(err1, err2)
}

// adminIssue issues the draft as it was shown, and mails it if that was asked for. What
// changed since is shown again first.
func (a *app) adminIssue(c *fiber.Ctx) error {
	draft, err := a.invoiceFor(c, portal.StepIssue)
	if err != nil {
		return err
	}
	props, mail, err := a.issueProps(c, draft)
	if err != nil {
		return err
	}
	props.Mail = formValue(c, "mail") != ""
	notice := noticeIssued
	switch {
	case len(props.Obstacles) > 0:
		return a.renderIssue(c, fiber.StatusUnprocessableEntity, props)
	case formValue(c, "seen") != props.Freeze.Mark() || props.Mail && len(props.MailNeeds) > 0:
		err = portal.ErrStale
	default:
		notice, err = a.issue(c, props, mail)
	}
	if errors.Is(err, portal.ErrStale) {
		props.Stale = true
		return a.renderIssue(c, fiber.StatusConflict, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(draft.ID), notice)
}

// issue says what to tell of an invoice that was issued, and of the mail about it.
func (a *app) issue(c *fiber.Ctx, props views.IssueProps, mail portal.InvoiceMail) (notice string, err error) {
	ctx, id, by := c.UserContext(), props.Invoice.ID, a.by(c, "invoice issued", invoiceSubject(props.Invoice.ID))
	if !props.Mail {
		_, err = a.Staff.IssueInvoice(ctx, id, formRevision(c), props.Freeze, by)
		return noticeIssued, err
	}
	_, queued, err := a.Staff.IssueAndMail(ctx, id, formRevision(c), props.Freeze, mail, by)
	if err != nil {
		return "", err
	}
	return noticeIssued + andNotice + a.tryMail(c, queued), nil
}

func (a *app) freezeNow(c *fiber.Ctx, draft portal.InvoiceRecord) (portal.InvoiceFreeze, error) {
	client, err := a.Staff.Client(c.UserContext(), draft.ClientID)
	return portal.FreezeNow(client, visitOf(c).settings.Company), err
}

func (a *app) renderIssue(c *fiber.Ctx, status int, props views.IssueProps) error {
	props.Number = props.Invoice.Number
	if props.Number == "" {
		var err error
		if props.Number, err = a.Staff.NextInvoiceNumber(c.UserContext()); err != nil {
			return err
		}
	}
	return a.render(c, status, views.IssuePage(a.page(c, "Issue invoice", views.StaffInvoices), props))
}

// adminCancelForm asks, or says what stands in the way.
func (a *app) adminCancelForm(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepCancel)
	if err != nil {
		return err
	}
	return a.renderCancel(c, fiber.StatusOK, sent)
}

func (a *app) adminCancel(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepCancel)
	if err != nil {
		return err
	}
	err = a.Staff.CancelInvoice(c.UserContext(), sent.ID, formRevision(c), a.by(c, "invoice cancelled", invoiceSubject(sent.ID)))
	if errors.Is(err, portal.ErrInUse) {
		return a.renderCancel(c, fiber.StatusConflict, sent)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(sent.ID), noticeCancelled)
}

func (a *app) renderCancel(c *fiber.Ctx, status int, sent portal.InvoiceRecord) error {
	return a.render(c, status, views.CancelPage(a.page(c, "Cancel invoice", views.StaffInvoices), sent))
}
