package handlers

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

const linkCookieLife = 15 * time.Minute

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

// linkCookie sets a cookie that holds a link's token: for a quarter of an hour at most, as
// whoever sits down at the browser later shall not find it (C18).
func (a *app) linkCookie(c *fiber.Ctx, name, token string) {
	c.Cookie(&fiber.Cookie{
		Name: a.cookieName(name), Value: token, Path: "/", MaxAge: int(linkCookieLife.Seconds()),
		HTTPOnly: true, Secure: a.secure(), SameSite: fiber.CookieSameSiteLaxMode,
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
