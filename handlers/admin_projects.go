package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminProjects lists the projects; as one types htmx asks for the list alone.
func (a *app) adminProjects(c *fiber.Ctx) error {
	ctx := c.UserContext()
	props := views.StaffProjectsProps{Query: portal.ProjectQuery{Search: c.Query("q"), Client: c.Query("client_id"), Status: c.Query("state"), Page: c.Query("page")}}
	filter, at, faults := props.Query.Parse()
	p := a.page(c, "Projects", views.StaffProjects)
	props.Filter, props.Errors = filter, faults

	var err1, err2 error
	status := fiber.StatusUnprocessableEntity
	if len(faults) == 0 {
		status = fiber.StatusOK
		props.Page, err1 = nearest(at, func(at portal.Cursor) (portal.Page[portal.ProjectRecord], error) {
			return a.Staff.ProjectRecords(ctx, filter, at, portal.PageSize)
		})
	}
	props.Clients, err2 = a.Staff.ClientChoices(ctx)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if !isHTMX(c) {
		p.Flash = a.takeNotice(c)
	}
	return a.renderEither(c, status, views.StaffProjectsPage(p, props), views.StaffProjectList(p, props))
}
