package handlers

import (
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
)

// formValue reads a field of the form that was sent, and never the address's query,
// which fiber's own reader would prefer.
func formValue(c *fiber.Ctx, name string) string {
	if u, ok := c.Locals(uploadKey).(*upload); ok {
		return u.fields[name]
	}
	return string(c.Request().PostArgs().Peek(name))
}

// formRevision is the revision that an edit was made on; zero, which none has, where it
// can't be read.
func formRevision(c *fiber.Ctx) int64 {
	n, _ := strconv.ParseInt(formValue(c, "revision"), 10, 64)
	return n
}

// by is what the audit log says of what a member of staff does to a record.
func (a *app) by(c *fiber.Ctx, action string, to portal.Subject) portal.AuditEntry {
	return portal.AuditEntry{
		At: a.Now(), Actor: portal.ActorOf(visitOf(c).account), Action: action, Subject: to, IP: a.clientIP(c).String(),
	}
}

// done leads on after something was stored, with a notice.
func (a *app) done(c *fiber.Ctx, to, notice string) error {
	a.leaveNotice(c, notice)
	return c.Redirect(to, fiber.StatusSeeOther)
}
