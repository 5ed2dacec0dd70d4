package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/static"
	"foyer/views"
)

// root leads to the portal, which is what most come for.
func (a *app) root(c *fiber.Ctx) error {
	return c.Redirect(views.PortalPath, fiber.StatusSeeOther)
}

// health answers 200 when the database answers.
func (a *app) health(c *fiber.Ctx) error {
	if err := a.Access.Ping(c.UserContext()); err != nil {
		return err
	}
	return c.SendString("ok\n")
}

// staticFile serves the embedded files, each of which keeps its content for good. They
// were compressed beforehand; pages never are, as the length of a secret beside what a
// visitor typed would tell of it.
func (a *app) staticFile(c *fiber.Ctx) error {
	f, ok := static.Lookup(c.Path())
	if !ok {
		return portal.ErrNotFound
	}
	c.Set(fiber.HeaderContentType, f.Type)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	encoding, body := f.Encoded(c.Get(fiber.HeaderAcceptEncoding))
	if encoding != "" {
		c.Set(fiber.HeaderContentEncoding, encoding)
	}
	return c.Send(body)
}
