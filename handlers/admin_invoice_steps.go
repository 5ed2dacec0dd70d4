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
	freeze, err := a.freezeNow(c, draft)
	if err != nil {
		return err
	}
	return a.renderIssue(c, fiber.StatusOK, views.IssueProps{Invoice: draft, Freeze: freeze, Obstacles: draft.Obstacles(freeze)})
}

// adminIssue issues the draft as it was shown. What changed since is shown again first.
func (a *app) adminIssue(c *fiber.Ctx) error {
	draft, err := a.invoiceFor(c, portal.StepIssue)
	if err != nil {
		return err
	}
	freeze, err := a.freezeNow(c, draft)
	if err != nil {
		return err
	}
	props := views.IssueProps{Invoice: draft, Freeze: freeze, Obstacles: draft.Obstacles(freeze)}
	switch {
	case len(props.Obstacles) > 0:
		return a.renderIssue(c, fiber.StatusUnprocessableEntity, props)
	case formValue(c, "seen") != freeze.Mark():
		err = portal.ErrStale
	default:
		_, err = a.Staff.IssueInvoice(c.UserContext(), draft.ID, formRevision(c), freeze, a.by(c, "invoice issued", invoiceSubject(draft.ID)))
	}
	if errors.Is(err, portal.ErrStale) {
		props.Stale = true
		return a.renderIssue(c, fiber.StatusConflict, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(draft.ID), noticeIssued)
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
