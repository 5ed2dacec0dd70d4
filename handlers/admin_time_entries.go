package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminEntries lists time entries over all clients. Members see their own.
func (a *app) adminEntries(c *fiber.Ctx) error {
	ctx, account := c.UserContext(), visitOf(c).account
	props := views.StaffEntriesProps{Query: portal.StaffEntryQuery{
		EntryQuery: portal.EntryQuery{ProjectID: c.Query("project_id"), From: c.Query("date_from"), To: c.Query("date_to"), Page: c.Query("page")},
		Client:     c.Query("client_id"), Person: c.Query("person_id"), Billable: c.Query("billable"), Invoiced: c.Query("invoiced"), Search: c.Query("q"),
	}}
	if !account.IsAdmin() {
		props.Query.Person = ""
	}
	filter, at, faults := props.Query.Parse()
	props.Filter, props.Errors = filter, faults
	filter = a.visible(c, filter)

	var err1, err2, err3, err4, err5 error
	status := fiber.StatusUnprocessableEntity
	if len(faults) == 0 {
		status = fiber.StatusOK
		props.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.EntryRecord], error) {
			return a.Staff.EntryRecords(ctx, filter, at, portal.PageSize)
		})
		props.Sums, err2 = a.Staff.EntrySums(ctx, filter)
	}
	p := a.page(c, "Time entries", views.StaffEntries)
	if !isHTMX(c) {
		props.Work, err3 = a.Staff.WorkChoices(ctx)
		props.People, err4 = a.Staff.PersonChoices(ctx)
		props.Timers, err5 = a.otherTimers(c)
		p.Flash = a.takeNotice(c)
	}
	if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
		return err
	}
	return a.renderEither(c, status, views.StaffEntriesPage(p, props), views.StaffEntryList(p, props))
}
