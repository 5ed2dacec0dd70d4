package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) adminNewUser(c *fiber.Ctx) error {
	clients, err := a.Staff.AssignableClients(c.UserContext(), 0)
	if err != nil {
		return err
	}
	form := portal.UserForm{Role: string(portal.Member), Active: true}
	return a.renderUserForm(c, fiber.StatusOK, views.UserFormProps{Form: form, Clients: clients})
}

// adminCreateUser adds a user who chooses a password by the link that the answer shows.
func (a *app) adminCreateUser(c *fiber.Ctx) error {
	props := views.UserFormProps{Form: readUserForm(c)}
	props.Form.Active = true
	u, err := a.parseUser(c, &props, portal.UserRecord{})
	if err != nil {
		return err
	}
	if len(props.Errors) > 0 {
		return a.renderUserForm(c, fiber.StatusUnprocessableEntity, props)
	}

	by := a.by(c, "user created", userSubject(0))
	by.Detail = u.Access() + ", with a set-password link"
	id, token, err := a.Links.Invite(c.UserContext(), u, by)
	if props.Errors = userFaults(err, u); len(props.Errors) > 0 {
		return a.renderUserForm(c, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	if u, err = a.Staff.UserRecord(c.UserContext(), id, a.Now()); err != nil {
		return err
	}
	return a.renderUser(c, fiber.StatusOK, views.UserProps{User: u, Link: a.setPasswordLink(token)})
}

func (a *app) adminEditUser(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	props := views.UserFormProps{User: u, Form: u.Form()}
	if props.Clients, err = a.Staff.AssignableClients(c.UserContext(), u.ClientID); err != nil {
		return err
	}
	return a.renderUserForm(c, fiber.StatusOK, props)
}

// adminUpdateUser keeps what was typed when it can't be stored: because it can't be read,
// somebody else saved first, or nobody could administer any more.
func (a *app) adminUpdateUser(c *fiber.Ctx) error {
	stored, err := a.userParam(c)
	if err != nil {
		return err
	}
	props := views.UserFormProps{User: stored, Form: readUserForm(c)}
	u, err := a.parseUser(c, &props, stored)
	if err != nil {
		return err
	}
	if len(props.Errors) > 0 {
		return a.renderUserForm(c, fiber.StatusUnprocessableEntity, props)
	}

	u.ID = stored.ID
	by := a.by(c, "user edited", userSubject(u.ID))
	by.Detail = stored.Changes(u)
	err = a.Staff.UpdateUser(c.UserContext(), u, by)
	if errors.Is(err, portal.ErrStale) {
		return a.staleUser(c, props)
	}
	if props.Errors = userFaults(err, u); len(props.Errors) > 0 {
		return a.renderUserForm(c, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	return a.userDone(c, u.ID, noticeSaved)
}

func (a *app) staleUser(c *fiber.Ctx, props views.UserFormProps) error {
	stored, err := a.userParam(c)
	if err != nil {
		return err
	}
	if props.Clients, err = a.Staff.AssignableClients(c.UserContext(), stored.ClientID); err != nil {
		return err
	}
	props.Stale, props.User, props.Form.Revision = true, stored, strconv.FormatInt(stored.Revision, 10)
	return a.renderUserForm(c, fiber.StatusConflict, props)
}

// parseUser reads what was typed, with the clients that there are to choose from.
func (a *app) parseUser(c *fiber.Ctx, props *views.UserFormProps, stored portal.UserRecord) (u portal.UserRecord, err error) {
	if props.Clients, err = a.Staff.AssignableClients(c.UserContext(), stored.ClientID); err != nil {
		return u, err
	}
	u, props.Errors = props.Form.Parse(stored.Username, props.Clients)
	return u, nil
}

// userFaults tells by its field what only the database can know; nothing for anything else.
func userFaults(err error, u portal.UserRecord) []portal.FieldError {
	switch {
	case errors.Is(err, portal.ErrConflict):
		return usernameTaken
	case errors.Is(err, portal.ErrInvalid) && u.PortalEnabled: // the client was deleted meanwhile
		return []portal.FieldError{{Field: "client_id", Message: "Choose a client from the list."}}
	case errors.Is(err, portal.ErrLastAdmin):
		field := "role"
		if u.Role == portal.Admin {
			field = "active"
		}
		return []portal.FieldError{{Field: field, Message: "This is the last admin who can sign in. Make somebody else an admin first."}}
	}
	return nil
}

func (a *app) renderUserForm(c *fiber.Ctx, status int, props views.UserFormProps) error {
	title := "New user"
	if props.User.ID != 0 {
		title = "Edit user"
		props.Own = ownAccount(c, props.User.ID)
	}
	return a.render(c, status, views.UserFormPage(a.page(c, title, views.StaffUsers), props))
}

func readUserForm(c *fiber.Ctx) portal.UserForm {
	return portal.UserForm{
		Username: formValue(c, "username"), FullName: formValue(c, "full_name"), Email: formValue(c, "email"), Role: formValue(c, "role"),
		Active: formValue(c, "active") != "", PortalEnabled: formValue(c, "client_portal_enabled") != "", Client: formValue(c, "client_id"),
		PortalOnly: formValue(c, "portal_only") != "", Revision: formValue(c, "revision"),
	}
}
