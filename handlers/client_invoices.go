package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) clientInvoices(c *fiber.Ctx) error {
	p := a.page(c, "Invoices", views.InvoicesPath)
	query := portal.InvoiceQuery{Status: c.Query("status"), Page: c.Query("page")}
	filter, at, faults := query.Parse()
	l := views.InvoiceListProps{Filter: filter, Errors: faults}
	if len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.InvoicesPage(p, l), views.InvoiceList(p, l))
	}

	ctx, client, facts := c.UserContext(), visitOf(c).client, filter.Facts(p.Today)
	var err1, err2 error
	l.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.Invoice], error) {
		return a.Clients.Invoices(ctx, client, facts, at, portal.PageSize)
	})
	l.Totals, err2 = a.Clients.InvoiceTotals(ctx, client, facts)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.InvoicesPage(p, l), views.InvoiceList(p, l))
}

// clientInvoice gives the same 404 for another client's id, an unknown one, a draft's
// and one that is no id at all.
func (a *app) clientInvoice(c *fiber.Ctx) error {
	v := visitOf(c)
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.ErrNotFound
	}
	document, err := a.Clients.Invoice(c.UserContext(), v.client, id, portal.VisibleStatuses)
	if err != nil {
		return err
	}
	p := a.page(c, "Invoice "+document.Number, views.InvoicesPath)
	return a.render(c, fiber.StatusOK, views.InvoicePage(p, views.InvoiceProps{Company: document.Sender(v.settings.Company), Document: document, State: document.State(p.Today)}))
}
