package handlers

import (
	"errors"
	"net/url"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

const firstAdminCookie = "foyer_first_admin"

// SetupLink is where the first admin is created, at a site's public address.
func SetupLink(site *url.URL, token string) string {
	return site.Scheme + "://" + site.Host + withToken(views.SetupPath, token)
}

func withToken(path, token string) string {
	return path + "?" + url.Values{"token": {token}}.Encode()
}

// setupForm is there for who has the link from the console, as long as there is no admin;
// for everybody else there is nothing. Looking never uses the link up. Like the link of
// set-password pages it moves out of the address.
func (a *app) setupForm(c *fiber.Ctx) error {
	if token := c.Query("token"); token != "" {
		if err := a.Setup.Check(c.UserContext(), token); err != nil {
			return err
		}
		a.linkCookie(c, firstAdminCookie, token)
		return c.Redirect(views.SetupPath, fiber.StatusSeeOther)
	}
	token := a.cookie(c, firstAdminCookie)
	if err := a.Setup.Check(c.UserContext(), token); err != nil {
		return err
	}
	return a.renderSetup(c, fiber.StatusOK, token, portal.SetupForm{}, nil)
}

// setup creates the first admin and leads to the staff's sign-in page.
func (a *app) setup(c *fiber.Ctx) error {
	token := a.cookie(c, firstAdminCookie)
	if err := a.admitSetup(c, token); err != nil {
		return err
	}
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	form := portal.SetupForm{Username: formValue(c, "username"), FullName: formValue(c, "full_name")}
	password := formValue(c, "password")
	who, faults := form.Parse()
	faults = append(faults, newPasswordFaults(password, formValue(c, "again"), settings, who.Username, who.FullName)...)
	if len(faults) > 0 {
		return a.renderSetup(c, fiber.StatusUnprocessableEntity, token, form, faults)
	}

	err = a.Setup.CreateAdmin(c.UserContext(), token, who, password, a.clientIP(c))
	switch {
	case errors.Is(err, portal.ErrConflict):
		return a.renderSetup(c, fiber.StatusUnprocessableEntity, token, form, usernameTaken)
	case errors.Is(err, portal.ErrBusy):
		c.Set(fiber.HeaderRetryAfter, "2")
		return a.renderSetup(c, fiber.StatusServiceUnavailable, token, form, busyFault)
	case err != nil:
		return err
	}
	a.dropCookie(c, firstAdminCookie)
	return a.done(c, views.StaffLoginPath, noticeFirstAdmin)
}

// admitSetup says whether an attempt may go on. To whom it may not there is no such page,
// whatever else is wrong with the attempt.
func (a *app) admitSetup(c *fiber.Ctx, token string) error {
	if err := a.Setup.Admit(c.UserContext(), a.clientIP(c)); err != nil {
		return err
	}
	if err := a.Setup.Check(c.UserContext(), token); err != nil {
		return err
	}
	return a.checkFormToken(c, token)
}

func (a *app) renderSetup(c *fiber.Ctx, status int, token string, form portal.SetupForm, faults []portal.FieldError) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	a.linkCookie(c, firstAdminCookie, token)
	p := a.plainPage(c, settings, "Create the first admin")
	p.CSRF = a.formToken(c, token)
	return a.render(c, status, views.SetupPage(p, views.SetupProps{
		Form: form, MinLength: strconv.Itoa(settings.PasswordMinLength), Errors: faults,
	}))
}
