package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

const setupCookie = "foyer_setup"

// setPasswordForm never uses a link up. A token in the address moves into a cookie, so
// that neither history nor a referrer keeps it.
func (a *app) setPasswordForm(c *fiber.Ctx) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	if token := c.Query("token"); token != "" {
		a.setCookie(c, setupCookie, token)
		return c.Redirect(views.SetPasswordPath, fiber.StatusSeeOther)
	}
	account, err := a.Links.Whose(c.UserContext(), a.cookie(c, setupCookie))
	if err != nil {
		return err
	}
	return a.renderSetPassword(c, settings, fiber.StatusOK, account, nil)
}

// setPassword stores the password and leads to the sign-in page: nobody is signed in by a link.
func (a *app) setPassword(c *fiber.Ctx) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	if err := a.checkFormToken(c); err != nil {
		return err
	}
	token := a.cookie(c, setupCookie)
	account, err := a.Links.Whose(c.UserContext(), token)
	if err != nil {
		return err
	}
	password := formValue(c, "password")
	if faults := checkNewPassword(password, formValue(c, "again"), account, settings); len(faults) > 0 {
		return a.renderSetPassword(c, settings, fiber.StatusUnprocessableEntity, account, faults)
	}
	if _, err := a.Links.SetPassword(c.UserContext(), token, password, a.clientIP(c)); err != nil {
		return err
	}

	a.dropCookie(c, setupCookie)
	a.leaveNotice(c, noticePassword)
	if account.MayEnterStaffOncePassword() {
		return c.Redirect(views.StaffLoginPath, fiber.StatusSeeOther)
	}
	return c.Redirect(views.PortalLoginPath, fiber.StatusSeeOther)
}

// checkNewPassword gives one message, the first that holds.
func checkNewPassword(password, again string, account portal.Account, settings portal.Settings) []portal.FieldError {
	message := portal.CheckPassword(password, settings.PasswordMinLength)
	if message == "" {
		message = portal.CheckGuessable(password, account.Username, account.ClientName, settings.Company.Name)
	}
	if message != "" {
		return []portal.FieldError{{Field: "password", Message: message}}
	}
	if password != again {
		return []portal.FieldError{{Field: "again", Message: "The two are not the same."}}
	}
	return nil
}

func (a *app) renderSetPassword(c *fiber.Ctx, settings portal.Settings, status int, account portal.Account, faults []portal.FieldError) error {
	p := a.plainPage(c, settings, "Set your password")
	p.CSRF = a.formToken(c)
	return a.render(c, status, views.SetPasswordPage(p, views.SetPasswordProps{
		Account: account.DisplayName, Username: account.Username,
		MinLength: strconv.Itoa(settings.PasswordMinLength), Errors: faults,
	}))
}
