package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// secure says whether the site is reached over https.
func (a *app) secure() bool { return a.BaseURL.Scheme == "https" }

// cookieName binds cookies to this host alone where browsers support it: over https.
func (a *app) cookieName(name string) string {
	if a.secure() {
		return "__Host-" + name
	}
	return name
}

func (a *app) cookie(c *fiber.Ctx, name string) string { return c.Cookies(a.cookieName(name)) }

// setCookie sets a cookie for as long as the browser is open.
func (a *app) setCookie(c *fiber.Ctx, name, value string) {
	c.Cookie(&fiber.Cookie{
		Name: a.cookieName(name), Value: value, Path: "/",
		HTTPOnly: true, Secure: a.secure(), SameSite: fiber.CookieSameSiteLaxMode, SessionOnly: true,
	})
}

func (a *app) dropCookie(c *fiber.Ctx, name string) {
	if a.cookie(c, name) == "" {
		return
	}
	c.Cookie(&fiber.Cookie{
		Name: a.cookieName(name), Path: "/", Expires: time.Unix(1, 0),
		HTTPOnly: true, Secure: a.secure(), SameSite: fiber.CookieSameSiteLaxMode,
	})
}
