package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// forgotForm asks who has forgotten a password.
func (a *app) forgotForm(d door) fiber.Handler {
	return func(c *fiber.Ctx) error { return a.renderForgot(c, d, false) }
}

// forgot gives everybody the same answer at once: who it is, and whether a mail goes
// out, is looked up afterwards and elsewhere (C20).
func (a *app) forgot(d door) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if err := a.checkFormToken(c, ""); err != nil {
			return err
		}
		a.Mail.Forgot(portal.NormalizeUsername(formValue(c, "username")), a.clientIP(c))
		return a.renderForgot(c, d, true)
	}
}

func (a *app) renderForgot(c *fiber.Ctx, d door, asked bool) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	p := a.plainPage(c, settings, "Forgotten password")
	p.CSRF = a.formToken(c, "")
	return a.render(c, fiber.StatusOK, views.ForgotPage(p, views.ForgotProps{Action: d.login + views.ForgotStep, Back: d.login, Asked: asked}))
}
