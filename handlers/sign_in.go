package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// The one answer to every sign-in that failed, whatever the reason.
const signInFailed = "That username and password do not match an account that is open. Check both, or ask those who invited you."

// signInForm shows a door's form; who is in already is led on.
func (a *app) signInForm(d door) fiber.Handler {
	return func(c *fiber.Ctx) error {
		settings, err := a.Access.Settings(c.UserContext())
		if err != nil {
			return err
		}
		next := safeNext(d, c.Query("next"))
		visits, err := a.inside(c, d, settings)
		if err != nil {
			return err
		}
		if len(visits) > 0 {
			return c.Redirect(orHome(d, next), fiber.StatusSeeOther)
		}
		return a.renderSignIn(c, d, settings, fiber.StatusOK, views.SignInProps{Next: next})
	}
}

// inside finds who may already use what lies behind a door, by each session that opens
// it: behind the portal's door is staff with portal access too.
func (a *app) inside(c *fiber.Ctx, d door, settings portal.Settings) ([]*visit, error) {
	doors := []door{d}
	if d.name == portal.PortalDoor {
		doors = append(doors, staffDoor)
	}
	var visits []*visit
	for _, through := range doors {
		v, err := a.enter(c, through, settings)
		if err != nil {
			return nil, err
		}
		if v != nil && d.mayUse(v.account) {
			visits = append(visits, v)
		}
	}
	return visits, nil
}

func (d door) mayUse(account portal.Account) bool {
	if d.name == portal.PortalDoor {
		return account.MayEnterPortal()
	}
	return account.MayEnterStaff()
}

func orHome(d door, next string) string {
	if next == "" {
		return d.home
	}
	return next
}

// signIn checks a name and a password and opens a session.
func (a *app) signIn(d door) fiber.Handler {
	return func(c *fiber.Ctx) error {
		settings, err := a.Access.Settings(c.UserContext())
		if err != nil {
			return err
		}
		f := views.SignInProps{Typed: portal.Clip(formValue(c, "username"), 100), Next: safeNext(d, formValue(c, "next"))}
		if err := a.checkFormToken(c, ""); err != nil {
			f.Error = "This form was open for too long, or your browser keeps no cookies. Please try again."
			return a.renderSignIn(c, d, settings, fiber.StatusForbidden, f)
		}

		who, err := a.Accounts.SignIn(c.UserContext(), portal.SignInRequest{
			Door: d.name, Username: formValue(c, "username"), Password: formValue(c, "password"), IP: a.clientIP(c),
		})
		if err != nil {
			return a.refuseSignIn(c, d, settings, f, err)
		}
		return a.welcome(c, d, settings, who, f.Next)
	}
}

// welcome opens the session that the account may have: portal-only users who came in by
// the staff's door are led to the portal.
func (a *app) welcome(c *fiber.Ctx, d door, settings portal.Settings, who portal.Account, next string) error {
	if !d.mayUse(who) {
		d, next = portalDoor, ""
	}
	a.dropCookie(c, formCookie)
	if err := a.beginSession(c, d, who, d.times(settings)); err != nil {
		return err
	}
	return c.Redirect(orHome(d, next), fiber.StatusSeeOther)
}

func (a *app) refuseSignIn(c *fiber.Ctx, d door, settings portal.Settings, f views.SignInProps, err error) error {
	var limited *portal.LimitedError
	switch {
	case errors.Is(err, portal.ErrSignInFailed):
		f.Error = signInFailed
		return a.renderSignIn(c, d, settings, fiber.StatusUnauthorized, f)
	case errors.As(err, &limited):
		c.Set(fiber.HeaderRetryAfter, limited.RetryAfter())
		f.Error = "Too many attempts. Please wait " + waitWords(limited.Wait) + " and try again."
		return a.renderSignIn(c, d, settings, fiber.StatusTooManyRequests, f)
	case errors.Is(err, portal.ErrBusy):
		c.Set(fiber.HeaderRetryAfter, "2")
		f.Error = "Many people are signing in at this moment. Please try again in a few seconds."
		return a.renderSignIn(c, d, settings, fiber.StatusServiceUnavailable, f)
	}
	return err
}

func (a *app) renderSignIn(c *fiber.Ctx, d door, settings portal.Settings, status int, f views.SignInProps) error {
	f.Heading, f.Intro, f.Action = d.heading, d.intro, d.login
	if mail, err := a.Mail.InForce(c.UserContext()); err == nil && mail.Usable() {
		f.Forgot = d.login + views.ForgotStep
	}
	p := a.plainPage(c, settings, f.Heading)
	p.CSRF = a.formToken(c, "")
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.SignInPage(p, f))
}

// signOut ends the session at a door. Without one, or with a stale form, there is
// nothing left to end, and the answer is the same.
func (a *app) signOut(d door) fiber.Handler {
	return func(c *fiber.Ctx) error {
		settings, err := a.Access.Settings(c.UserContext())
		if err != nil {
			return err
		}
		visits, err := a.inside(c, d, settings)
		if err != nil {
			return err
		}
		own, err := a.enter(c, d, settings)
		if err != nil {
			return err
		}
		if own != nil && len(visits) == 0 {
			visits = append(visits, own) // closed for now, and not to be opened again
		}
		if err := a.endAll(c, visits); err != nil {
			return err
		}
		c.Set("Clear-Site-Data", `"cache", "storage"`)
		return c.Redirect(d.login, fiber.StatusSeeOther)
	}
}

// endAll ends every session that opens a door, if the form was made for one of them:
// who signs out is out, also with two sessions in one browser.
func (a *app) endAll(c *fiber.Ctx, visits []*visit) error {
	if len(visits) == 0 {
		return nil
	}
	made := func(v *visit) bool { return matchToken(c, a.sessionToken(v.session)) == nil }
	if !slices.ContainsFunc(visits, made) {
		return errStaleForm
	}
	for _, v := range visits {
		if err := a.endSession(c, v.door); err != nil {
			return err
		}
	}
	a.leaveNotice(c, noticeSignedOut)
	return nil
}
