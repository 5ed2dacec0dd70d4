package handlers

import (
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

const setPasswordCookie = "foyer_setup"

// setPasswordForm never uses a link up. A token in the address moves into a cookie, so
// that neither history nor a referrer keeps it.
func (a *app) setPasswordForm(c *fiber.Ctx) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	if token := c.Query("token"); token != "" {
		a.linkCookie(c, setPasswordCookie, portal.Clip(token, mostToken))
		return c.Redirect(views.SetPasswordPath, fiber.StatusSeeOther)
	}
	token := a.cookie(c, setPasswordCookie)
	account, err := a.Links.Whose(c.UserContext(), token)
	if err != nil {
		return err
	}
	return a.renderSetPassword(c, settings, fiber.StatusOK, account, token, nil)
}

// mostToken is longer than any token, so that a cut one is none.
const mostToken = 64

// setPassword stores the password and leads to the sign-in page: nobody is signed in by a link.
func (a *app) setPassword(c *fiber.Ctx) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	token := a.cookie(c, setPasswordCookie)
	if err := a.checkFormToken(c, token); err != nil {
		return err
	}
	if err := a.Links.Admit(c.UserContext(), a.clientIP(c)); err != nil {
		return err
	}
	account, err := a.Links.Whose(c.UserContext(), token)
	if err != nil {
		return err
	}
	password := formValue(c, "password")
	faults := newPasswordFaults(password, formValue(c, "again"), settings, account.Username, account.DisplayName, account.ClientName)
	if len(faults) > 0 {
		return a.renderSetPassword(c, settings, fiber.StatusUnprocessableEntity, account, token, faults)
	}
	_, err = a.Links.SetPassword(c.UserContext(), token, password, a.clientIP(c))
	if errors.Is(err, portal.ErrBusy) {
		c.Set(fiber.HeaderRetryAfter, "2")
		return a.renderSetPassword(c, settings, fiber.StatusServiceUnavailable, account, token, busyFault)
	}
	if err != nil {
		return err
	}

	a.dropCookie(c, setPasswordCookie)
	a.leaveNotice(c, noticePassword)
	if account.MayEnterStaffOncePassword() {
		return c.Redirect(views.StaffLoginPath, fiber.StatusSeeOther)
	}
	return c.Redirect(views.PortalLoginPath, fiber.StatusSeeOther)
}

// busyFault says that the password could not be stored yet, where it has to be typed again.
var busyFault = []portal.FieldError{{Field: "password", Message: "Many people are signing in at this moment. Please try again in a few seconds."}}

// newPasswordFaults gives one message, the first that holds. names are no good passwords.
func newPasswordFaults(password, again string, settings portal.Settings, names ...string) []portal.FieldError {
	names = append(names, settings.Company.Name)
	if message := portal.CheckNewPassword(password, settings.PasswordMinLength, names...); message != "" {
		return []portal.FieldError{{Field: "password", Message: message}}
	}
	if message := portal.CheckTwice(password, again); message != "" {
		return []portal.FieldError{{Field: "again", Message: message}}
	}
	return nil
}

// renderSetPassword binds the form to the link: of two links in one browser, a form sets
// the password of the one that it was opened with, or none.
func (a *app) renderSetPassword(c *fiber.Ctx, settings portal.Settings, status int, account portal.Account, token string, faults []portal.FieldError) error {
	a.linkCookie(c, setPasswordCookie, token)
	p := a.plainPage(c, settings, "Set your password")
	p.CSRF = a.formToken(c, token)
	return a.render(c, status, views.SetPasswordPage(p, views.SetPasswordProps{
		Account: account.DisplayName, Username: account.Username,
		MinLength: strconv.Itoa(settings.PasswordMinLength), Errors: faults,
	}))
}
