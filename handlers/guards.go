package handlers

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// visit is one request by somebody who was let in.
type visit struct {
	account    portal.Account
	session    session
	door       door
	settings   portal.Settings
	client     portal.ClientID // whose portal; zero on the staff side
	clientName string
	viewingAs  bool
	trouble    int                  // mails that wait for an admin; zero for others
	timers     []portal.EntryRecord // running ones of a member of staff, newest first
}

const visitKey = "visit"

func visitOf(c *fiber.Ctx) *visit {
	v, _ := c.Locals(visitKey).(*visit)
	return v
}

// public lets everybody in.
func (a *app) public(c *fiber.Ctx) error { return c.Next() }

// requireClient lets in who may read a client's portal, and says whose: an admin who
// views it as the client, a client or portal user, or staff with portal access. Access
// and page are read of one moment.
func (a *app) requireClient(c *fiber.Ctx) error {
	ctx, done := a.Access.Snapshot(c.UserContext())
	defer done()
	c.SetUserContext(ctx)

	settings, err := a.Access.Settings(ctx)
	if err != nil {
		return err
	}
	staffVisit, err := a.enter(c, staffDoor, settings)
	if err != nil {
		return err
	}
	viewing, err := a.viewAs(c, staffVisit)
	if err != nil {
		return err
	}
	if viewing {
		return c.Next()
	}

	portalVisit, err := a.enter(c, portalDoor, settings)
	switch {
	case err != nil:
		return err
	case portalVisit != nil && portalVisit.account.MayEnterPortal():
		return a.admitClient(c, portalVisit)
	case staffVisit != nil && staffVisit.account.MayEnterPortal():
		return a.admitClient(c, staffVisit)
	case staffVisit != nil && staffVisit.account.MayEnterStaff():
		c.Locals(visitKey, staffVisit)
		return errNoPortal
	}
	return a.toSignIn(c, portalDoor)
}

// viewAs lets an admin see the portal of the client that is being viewed, whether or not
// it is open to the client. It reports whether there is one: it may be gone meanwhile.
func (a *app) viewAs(c *fiber.Ctx, v *visit) (bool, error) {
	if v == nil || v.session.ViewAs == 0 || !v.account.IsAdmin() {
		return false, nil
	}
	of, err := a.Access.Client(c.UserContext(), v.session.ViewAs)
	if errors.Is(err, portal.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	v.client, v.clientName, v.viewingAs = of.ID, of.Name, true
	c.Locals(visitKey, v)
	return true, nil
}

func (a *app) admitClient(c *fiber.Ctx, v *visit) error {
	v.client, v.clientName = v.account.ClientID, v.account.ClientName
	c.Locals(visitKey, v)
	return c.Next()
}

// requireStaff lets in users who are not portal-only; clients never.
func (a *app) requireStaff(c *fiber.Ctx) error { return a.guardStaff(c, portal.Account.MayEnterStaff) }

// requireAdmin lets in admins.
func (a *app) requireAdmin(c *fiber.Ctx) error { return a.guardStaff(c, portal.Account.IsAdmin) }

func (a *app) guardStaff(c *fiber.Ctx, may func(portal.Account) bool) error {
	settings, err := a.Access.Settings(c.UserContext())
	if err != nil {
		return err
	}
	v, err := a.enter(c, staffDoor, settings)
	if err != nil {
		return err
	}
	if v == nil || !v.account.MayEnterStaff() {
		return a.toSignIn(c, staffDoor)
	}

	c.Locals(visitKey, v)
	if !may(v.account) {
		return errForbidden
	}
	if c.Method() != get && c.Method() != fiber.MethodHead {
		if err := matchToken(c, a.sessionToken(v.session)); err != nil {
			return err
		}
	}
	if err := a.timers(c, v); err != nil {
		return err
	}
	if v.account.IsAdmin() {
		if v.trouble, err = a.Staff.CountMailTrouble(c.UserContext()); err != nil {
			return err
		}
	}
	return c.Next()
}

// enter finds who stands at a door: the session and its account, read anew. Nil where
// nobody does, or the account's access changed since.
func (a *app) enter(c *fiber.Ctx, d door, settings portal.Settings) (*visit, error) {
	s, err := a.readSession(c, d, d.times(settings))
	if err != nil || s == nil {
		return nil, err
	}
	account, err := a.account(c.UserContext(), s.ref())
	if err != nil || account.Version != s.Version {
		return nil, err
	}
	return &visit{account: account, session: *s, door: d, settings: settings}, nil
}

func (a *app) account(ctx context.Context, ref portal.AccountRef) (portal.Account, error) {
	account, err := a.Access.Account(ctx, ref)
	if errors.Is(err, portal.ErrNotFound) {
		return portal.Account{}, nil
	}
	return account, err
}

// toSignIn leads to a sign-in page, and from there back to what was asked for. htmx is
// told to load the page, as it would swap a redirect's answer into the middle of this one.
func (a *app) toSignIn(c *fiber.Ctx, d door) error {
	next := ""
	if c.Method() == get {
		next = safeNext(d, c.OriginalURL())
	}
	to := views.SignInPath(d.login, next)
	if isHTMX(c) {
		c.Set("HX-Redirect", to)
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	return c.Redirect(to, fiber.StatusSeeOther)
}

// safeNext is where sign-in may lead: a path on the door's own side, and nothing that a
// browser could take for another site. Empty if it is anything else.
func safeNext(d door, wanted string) string {
	u, err := url.Parse(wanted)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Fragment != "" || len(wanted) > 500 {
		return ""
	}
	if !plainPath(u.EscapedPath()) || u.Path != d.home && !strings.HasPrefix(u.Path, d.home+"/") || u.Path == d.login {
		return ""
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return ""
	}
	if len(query) == 0 {
		return u.Path
	}
	return u.Path + "?" + query.Encode()
}

// plainPath allows letters, digits, dashes, underscores and single slashes.
func plainPath(path string) bool {
	previous := byte(0)
	for i := range len(path) {
		b := path[i]
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_'
		if !letter && b != '/' || b == '/' && previous == '/' {
			return false
		}
		previous = b
	}
	return path != ""
}
