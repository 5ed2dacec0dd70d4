package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) clientTimeEntries(c *fiber.Ctx) error {
	p := a.page(c, "Time entries", views.TimeEntriesPath)
	ctx, client := c.UserContext(), visitOf(c).client
	typed := portal.EntryQuery{ProjectID: c.Query("project_id"), From: c.Query("date_from"), To: c.Query("date_to"), Page: c.Query("page")}
	filter, at, faults := typed.Parse()
	l := views.EntryListProps{Filter: filter, Typed: typed, Errors: faults}

	var err error
	if l.Projects, err = a.Clients.ProjectOptions(ctx, client); err != nil {
		return err
	}
	if len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.TimeEntriesPage(p, l), views.EntryList(p, l))
	}

	var err1, err2 error
	l.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.TimeEntry], error) {
		return a.Clients.TimeEntries(ctx, client, filter, at, portal.PageSize)
	})
	l.Totals, err2 = a.Clients.EntryTotals(ctx, client, filter)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.TimeEntriesPage(p, l), views.EntryList(p, l))
}
