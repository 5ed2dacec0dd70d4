package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminInvoices lists the invoices of all clients, with what the whole list adds up to.
func (a *app) adminInvoices(c *fiber.Ctx) error {
	ctx, p := c.UserContext(), a.page(c, "Invoices", views.StaffInvoices)
	p.Flash = a.takeNotice(c)
	props := views.StaffInvoicesProps{Query: portal.InvoiceListQuery{
		Text: c.Query("q"), Client: c.Query("client"), State: c.Query("state"), From: c.Query("date_from"), To: c.Query("date_to"), Page: c.Query("page"),
	}}
	search, at, faults := props.Query.Parse(p.Today)
	var err, err1, err2 error
	if props.Clients, err = a.Staff.ClientSummaries(ctx, portal.ClientFilter{}); err != nil {
		return err
	}
	if props.Errors = faults; len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.StaffInvoicesPage(p, props), views.StaffInvoiceList(p, props))
	}

	props.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.InvoiceRow], error) {
		return a.Staff.AllInvoices(ctx, search, at, portal.PageSize)
	})
	props.Totals, err2 = a.invoiceListTotals(ctx, search, p.Today)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.StaffInvoicesPage(p, props), views.StaffInvoiceList(p, props))
}

// invoiceListTotals adds up a list: all of it, what of it clients can see, and what of
// that is overdue.
func (a *app) invoiceListTotals(ctx context.Context, s portal.InvoiceSearch, today portal.Day) ([]portal.InvoiceListTotals, error) {
	listed, err1 := a.Staff.SumInvoices(ctx, s)
	visible, err2 := a.Staff.SumInvoices(ctx, s.With(portal.InvoicesAll.Facts(today)))
	overdue, err3 := a.Staff.SumInvoices(ctx, s.With(portal.InvoicesOverdue.Facts(today)))
	return portal.AddUp(listed, visible, overdue), errors.Join(err1, err2, err3)
}
