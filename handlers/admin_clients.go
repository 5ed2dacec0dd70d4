package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminClients lists the clients; as one types htmx takes the list out of the page.
func (a *app) adminClients(c *fiber.Ctx) error {
	props := views.ClientsProps{Query: portal.ClientQuery{Search: c.Query("q"), State: c.Query("state"), Portal: c.Query("portal")}}
	filter, faults := props.Query.Parse()
	p := a.page(c, "Clients", views.StaffClients)
	p.Flash = a.takeNotice(c)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.ClientsPage(p, props), views.ClientList(p, props))
	}

	var err error
	if props.Clients, err = a.Staff.ClientSummaries(c.UserContext(), filter); err != nil {
		return err
	}
	portal.SortByName(props.Clients, func(c portal.ClientSummary) string { return c.Name })
	return a.renderEither(c, fiber.StatusOK, views.ClientsPage(p, props), views.ClientList(p, props))
}

// adminViewAs opens a client's portal to an admin, to read what the client reads. It is
// written down who looked at whose.
func (a *app) adminViewAs(c *fiber.Ctx) error {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.ErrNotFound
	}
	of, err := a.Staff.Client(c.UserContext(), portal.ClientID(id))
	if err != nil {
		return err
	}
	if err := a.auditView(c, "viewed the portal as client", of.ID); err != nil {
		return err
	}
	if err := a.setViewAs(c, of.ID); err != nil {
		return err
	}
	return c.Redirect(views.PortalPath, fiber.StatusSeeOther)
}

func (a *app) adminStopViewing(c *fiber.Ctx) error {
	if of := visitOf(c).session.ViewAs; of != 0 {
		if err := a.auditView(c, "stopped viewing as client", of); err != nil {
			return err
		}
		if err := a.setViewAs(c, 0); err != nil {
			return err
		}
		a.leaveNotice(c, noticeStoppedAs)
	}
	return c.Redirect(views.StaffClients, fiber.StatusSeeOther)
}

func (a *app) setViewAs(c *fiber.Ctx, of portal.ClientID) error {
	v := visitOf(c)
	v.session.ViewAs = of
	return a.saveSession(v.door, v.session, v.door.times(v.settings))
}

func (a *app) auditView(c *fiber.Ctx, action string, of portal.ClientID) error {
	return a.Access.Audit(c.UserContext(), portal.AuditEntry{
		At: a.Now(), Actor: portal.ActorOf(visitOf(c).account), Action: action,
		Subject: portal.Subject{Kind: "client", ID: int64(of)}, IP: a.clientIP(c).String(),
	})
}
