package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminMailClient mails a client a link to set its password, or names what is missing.
func (a *app) adminMailClient(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	outcome, missing, err := a.mailSetup(c, portal.AccountRef{Kind: portal.ClientAccount, ID: int64(id)}, clientSubject(id))
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		return a.done(c, views.ClientPath(id), mailNotice(outcome))
	}
	props, err := a.clientProps(c, id)
	if err != nil {
		return err
	}
	props.Missing = missing
	return a.renderClient(c, fiber.StatusUnprocessableEntity, props)
}

// adminMailUser does the same for a user.
func (a *app) adminMailUser(c *fiber.Ctx) error {
	u, err := a.userParam(c)
	if err != nil {
		return err
	}
	outcome, missing, err := a.mailSetup(c, portal.AccountRef{Kind: portal.UserAccount, ID: u.ID}, userSubject(u.ID))
	if err != nil {
		return err
	}
	if len(missing) == 0 {
		return a.done(c, views.UserPath(u.ID), mailNotice(outcome))
	}
	return a.renderUser(c, fiber.StatusUnprocessableEntity, views.UserProps{User: u, Missing: missing})
}

func (a *app) mailSetup(c *fiber.Ctx, of portal.AccountRef, subject portal.Subject) (portal.Outcome, []string, error) {
	outcome, err := a.Mail.SendSetup(c.UserContext(), of, a.by(c, "set-up mail written", subject))
	if missing, ok := errors.AsType[*portal.MissingError](err); ok {
		return outcome, missing.Missing, nil
	}
	return outcome, nil, err
}
