package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func userSubject(id int64) portal.Subject { return portal.Subject{Kind: "user", ID: id} }

// userParam reads the user that the address names.
func (a *app) userParam(c *fiber.Ctx) (portal.UserRecord, error) {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.UserRecord{}, portal.ErrNotFound
	}
	return a.Staff.UserRecord(c.UserContext(), id, a.Now())
}

// adminUser is a user's page.
func (a *app) adminUser(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	return a.renderUser(c, fiber.StatusOK, views.UserProps{User: u})
}

func (a *app) renderUser(c *fiber.Ctx, status int, props views.UserProps) error {
	props.Own = ownAccount(c, props.User.ID)
	p := a.page(c, props.User.Name(), views.StaffUsers)
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.UserPage(p, props))
}

func ownAccount(c *fiber.Ctx, user int64) bool { return visitOf(c).account.ID == user }

// adminUserLink makes a new set-password link and shows it to be copied.
func (a *app) adminUserLink(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	if !u.Active {
		return portal.ErrInactive
	}
	token, err := a.Links.Make(c.UserContext(), portal.AccountRef{Kind: portal.UserAccount, ID: u.ID}, a.by(c, "set-password link made", userSubject(u.ID)))
	if err != nil {
		return err
	}
	if u, err = a.Staff.UserRecord(c.UserContext(), u.ID, a.Now()); err != nil {
		return err
	}
	return a.renderUser(c, fiber.StatusOK, views.UserProps{User: u, Link: a.setPasswordLink(token)})
}

func (a *app) adminUserEndSessions(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	if err := a.Staff.EndUserSessions(c.UserContext(), u.ID, a.by(c, "sessions ended", userSubject(u.ID))); err != nil {
		return err
	}
	return a.userDone(c, u.ID, noticeUserOut)
}

// adminUserSwitch deactivates or reactivates a user.
func (a *app) adminUserSwitch(active bool, action string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		u, err := a.userParam(c)
		if err != nil {
			return err
		}
		if err := a.Staff.SetUserActive(c.UserContext(), u.ID, active, formRevision(c), a.by(c, action, userSubject(u.ID))); err != nil {
			return err
		}
		return a.userDone(c, u.ID, noticeSaved)
	}
}

// adminUserDelete removes a user on whom nothing hangs.
func (a *app) adminUserDelete(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	by := a.by(c, "user deleted", userSubject(u.ID))
	by.Detail = u.Username
	if err := a.Staff.DeleteUser(c.UserContext(), u.ID, by); err != nil {
		return err
	}
	if ownAccount(c, u.ID) {
		return a.done(c, views.StaffLoginPath, noticeDeleted)
	}
	return a.done(c, views.StaffUsers, noticeDeleted)
}

// userDone leads to the user's page, or to the sign-in page where admins have ended their
// own sessions by what they did.
func (a *app) userDone(c *fiber.Ctx, id int64, notice string) error {
	v := visitOf(c)
	if ownAccount(c, id) {
		account, err := a.account(c.UserContext(), v.session.ref())
		if err != nil {
			return err
		}
		if account.Version != v.session.Version {
			return a.done(c, views.StaffLoginPath, noticeSignInAgain)
		}
	}
	return a.done(c, views.UserPath(id), notice)
}

// adminUserConfirm asks before a step, on a page of its own.
func (a *app) adminUserConfirm(words func(portal.UserRecord) views.ConfirmProps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		u, err := a.userParam(c)
		if err != nil {
			return err
		}
		props := words(u)
		props.Action, props.Back, props.Revision = c.Path(), views.UserPath(u.ID), u.Form().Revision
		if ownAccount(c, u.ID) {
			props.Text += " This is your own account: you will be signed out."
		}
		crumbs := []views.Crumb{{Label: "Users", Path: views.StaffUsers}, {Label: u.Name(), Path: views.UserPath(u.ID)}, {Label: props.Button}}
		return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, props.Heading, views.StaffUsers), crumbs, props))
	}
}

func confirmUserDeactivate(u portal.UserRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Deactivate " + u.Name() + "?", Button: "Deactivate",
		Text: "All sessions of this user end at once, and a set-password link dies. The recorded hours stay, and the user can be reactivated at any time."}
}

func confirmUserDelete(u portal.UserRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Delete " + u.Name() + "?", Button: "Delete",
		Text: "This cannot be undone. Only a user without recorded hours can be deleted; deactivate the user otherwise."}
}
