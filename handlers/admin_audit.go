package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) adminAudit(c *fiber.Ctx) error {
	p := a.page(c, "Audit log", views.StaffAudit)
	props := views.AuditProps{Query: portal.AuditQuery{
		Search: c.Query("q"), Kind: c.Query("kind"), Record: c.Query("record"),
		From: c.Query("date_from"), To: c.Query("date_to"), Page: c.Query("page"),
	}}
	filter, at, faults := props.Query.Parse(visitOf(c).settings.Zone)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.AuditPage(p, props), views.AuditList(p, props))
	}

	var err error
	if props.Page, err = a.Staff.AuditLog(c.UserContext(), filter, at, portal.PageSize); err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.AuditPage(p, props), views.AuditList(p, props))
}
