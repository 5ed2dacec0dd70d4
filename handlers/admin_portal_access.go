package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// usernameTaken is told by the field: names are unique among clients and users together.
var usernameTaken = []portal.FieldError{{Field: "username", Message: "Somebody else has this username. Choose another."}}

func accessForm(a portal.PortalAccess) portal.AccessForm {
	return portal.AccessForm{Enabled: a.Enabled, Username: a.Username, Revision: strconv.FormatInt(a.Revision, 10)}
}

// adminPortalAccess switches a client's own way into the portal. Every fault leaves the
// page as it was typed, with one message.
func (a *app) adminPortalAccess(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	props, err := a.clientProps(c, id)
	if err != nil {
		return err
	}
	stored := props.Access
	props.Form = portal.AccessForm{Enabled: formValue(c, "portal_enabled") != "", Username: formValue(c, "username"), Revision: formValue(c, "revision")}
	username, faults := props.Form.Parse(stored.Username)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderClient(c, fiber.StatusUnprocessableEntity, props)
	}

	err = a.Staff.SetPortalAccess(c.UserContext(), id, props.Form.Enabled, username, formRevision(c), a.by(c, accessAction(stored, props.Form), clientSubject(id)))
	switch {
	case errors.Is(err, portal.ErrConflict):
		props.Errors = usernameTaken
		return a.renderClient(c, fiber.StatusUnprocessableEntity, props)
	case errors.Is(err, portal.ErrStale):
		return a.staleAccess(c, id, props.Form)
	case err != nil:
		return err
	}
	return a.done(c, views.ClientPath(id), noticeSaved)
}

// staleAccess shows the whole page anew, with what was typed.
func (a *app) staleAccess(c *fiber.Ctx, id portal.ClientID, typed portal.AccessForm) error {
	props, err := a.clientProps(c, id)
	if err != nil {
		return err
	}
	typed.Revision = props.Form.Revision
	props.Stale, props.Form = true, typed
	return a.renderClient(c, fiber.StatusConflict, props)
}

func accessAction(before portal.PortalAccess, now portal.AccessForm) string {
	switch {
	case now.Enabled && !before.Enabled:
		return "portal enabled"
	case !now.Enabled && before.Enabled:
		return "portal disabled"
	}
	return "portal username changed"
}

// adminMakeLink shows a new set-password link, this once, to be copied.
func (a *app) adminMakeLink(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	props, err := a.clientProps(c, id)
	if err != nil {
		return err
	}
	if !props.Access.Enabled || !props.Access.Active {
		return portal.ErrNoPortalAccess
	}
	token, err := a.Links.Make(c.UserContext(), portal.AccountRef{Kind: portal.ClientAccount, ID: int64(id)}, a.by(c, "set-password link made", clientSubject(id)))
	if err != nil {
		return err
	}
	if props.Access, err = a.Staff.PortalAccess(c.UserContext(), id, a.Now()); err != nil {
		return err
	}
	props.Link = a.setPasswordLink(token)
	return a.renderClient(c, fiber.StatusOK, props)
}

// setPasswordLink is built from the site's public address, never from the request.
func (a *app) setPasswordLink(token string) string {
	return a.origin() + withToken(views.SetPasswordPath, token)
}

func (a *app) adminEndSessions(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	if err := a.Staff.EndClientSessions(c.UserContext(), id, a.by(c, "sessions ended", clientSubject(id))); err != nil {
		return err
	}
	return a.done(c, views.ClientPath(id), noticeSessions)
}
