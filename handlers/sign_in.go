package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// The one answer to every sign-in that failed, whatever the reason.
const signInFailed = "That sign-in name and password do not match an account that is open. Check both, or ask for a new link to set a password."

// signInForm shows a door's form; who is in already is led on.
func (a *app) signInForm(d door) fiber.Handler {
	return func(c *fiber.Ctx) error {
		settings, err := a.Access.Settings(c.UserContext())
		if err != nil {
			return err
		}
		next := safeNext(d, c.Query("next"))
		v, err := a.inside(c, d, settings)
		if err != nil {
			return err
		}
		if v != nil {
			return c.Redirect(orHome(d, next), fiber.StatusSeeOther)
		}
		return a.renderSignIn(c, d, settings, fiber.StatusOK, views.SignInProps{Next: next})
	}
}

// inside finds who may already use what lies behind a door: behind the portal's that
// is staff with portal access too.
func (a *app) inside(c *fiber.Ctx, d door, settings portal.Settings) (*visit, error) {
	for _, through := range []door{d, staffDoor} {
		v, err := a.enter(c, through, settings)
		if err != nil {
			return nil, err
		}
		if v != nil && d.mayUse(v.account) {
			return v, nil
		}
	}
	return nil, nil
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
		f := views.SignInProps{Typed: clip(formValue(c, "username"), 100), Next: safeNext(d, formValue(c, "next"))}
		if err := a.checkFormToken(c); err != nil {
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
	p := a.plainPage(c, settings, f.Heading)
	p.CSRF = a.formToken(c)
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
		v, err := a.inside(c, d, settings)
		if err != nil {
			return err
		}
		if v != nil {
			if err := matchToken(c, a.sessionToken(v.session)); err != nil {
				return err
			}
			if err := a.endSession(c, v.door); err != nil {
				return err
			}
			a.leaveNotice(c, noticeSignedOut)
		}
		c.Set("Clear-Site-Data", `"cache", "storage"`)
		return c.Redirect(d.login, fiber.StatusSeeOther)
	}
}
