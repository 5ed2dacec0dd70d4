package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// clientTimeEntries answers with the page, with filter and list, or with the list alone,
// which is spared the filter's choice of projects.
func (a *app) clientTimeEntries(c *fiber.Ctx) error {
	p := a.page(c, "Time entries", views.TimeEntriesPath)
	ctx, client := c.UserContext(), visitOf(c).client
	typed := portal.EntryQuery{ProjectID: c.Query("project_id"), From: c.Query("date_from"), To: c.Query("date_to"), Page: c.Query("page")}
	filter, at, faults := typed.Parse()
	l := views.EntryListProps{Filter: filter, Typed: typed, Errors: faults}

	if len(faults) == 0 {
		if err := a.readEntries(ctx, client, at, &l); err != nil {
			return err
		}
		if isFor(c, views.EntryListID) {
			return a.render(c, fiber.StatusOK, views.EntryList(p, l))
		}
	}
	var err error
	if l.Projects, err = a.Clients.ProjectOptions(ctx, client); err != nil {
		return err
	}
	status := fiber.StatusOK
	if len(faults) > 0 {
		status = fiber.StatusUnprocessableEntity
		c.Set("HX-Retarget", "#"+views.EntrySearchID)
	}
	return a.renderEither(c, status, views.TimeEntriesPage(p, l), views.EntrySearch(p, l))
}

// readEntries reads a page of what the list's filter chooses, and what all of it adds up to.
func (a *app) readEntries(ctx context.Context, client portal.ClientID, at portal.Cursor, l *views.EntryListProps) error {
	var err1, err2 error
	l.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.TimeEntry], error) {
		return a.Clients.TimeEntries(ctx, client, l.Filter, at, portal.PageSize)
	})
	l.Totals, err2 = a.Clients.EntryTotals(ctx, client, l.Filter)
	return errors.Join(err1, err2)
}
