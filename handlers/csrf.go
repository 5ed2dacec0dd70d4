package handlers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"strings"

	"github.com/gofiber/fiber/v2"
)

const (
	tokenField  = "_csrf"
	tokenHeader = "X-CSRF-Token"
	formCookie  = "foyer_form"
)

// sameOrigin refuses what another site sends: every unsafe request must come from one
// of our own pages, as the browser says itself. A request that says nothing is refused
// too. Of the safe ones another site may only link to us: it can neither embed nor probe.
func (a *app) sameOrigin(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		if embedded(c.Get("Sec-Fetch-Site"), c.Get("Sec-Fetch-Mode"), c.Get("Sec-Fetch-Dest")) {
			return errForeignOrigin
		}
		return c.Next()
	}
	if !a.fromOurPage(c.Get("Sec-Fetch-Site"), c.Get(fiber.HeaderOrigin), string(c.Context().Host())) {
		return errForeignOrigin
	}
	return c.Next()
}

// embedded says whether another site asks for something other than to go there.
func embedded(site, mode, dest string) bool {
	return (site == "cross-site" || site == "same-site") && (mode != "navigate" || dest != "document")
}

// fromOurPage believes Sec-Fetch-Site, which no page can forge. Beside it our own pages
// send the origin "null", as the policy "no-referrer" hides it, or the name by which the
// site was reached, be it localhost.
func (a *app) fromOurPage(site, origin, host string) bool {
	switch site {
	case "same-origin", "none":
		return origin == "" || origin == "null" || origin == a.origin() || origin == a.BaseURL.Scheme+"://"+host
	case "":
		return origin == a.origin()
	}
	return false
}

func (a *app) origin() string { return a.BaseURL.Scheme + "://" + a.BaseURL.Host }

// sessionToken is the form token of a session: only a page made for it can know it.
func (a *app) sessionToken(s session) string { return a.token("session", s.id, s.Nonce) }

// formToken is the form token before sign-in. It hangs on a cookie, not on the
// database: showing a form writes nothing. about is what else the form is bound to, such
// as the link that it was opened with.
func (a *app) formToken(c *fiber.Ctx, about string) string {
	id := a.cookie(c, formCookie)
	if !isID(id) {
		id = randomID()
		a.setCookie(c, formCookie, id)
	}
	return a.token("form", id, about)
}

// token takes a code that has the key already, as every page has a token.
func (a *app) token(parts ...string) string {
	mac, ok := a.macs.Get().(hash.Hash)
	if !ok {
		mac = hmac.New(sha256.New, a.Key)
	}
	defer a.macs.Put(mac)
	mac.Reset()
	mac.Write([]byte(strings.Join(parts, "\x00")))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// checkFormToken compares what a form before sign-in sent with its cookie.
func (a *app) checkFormToken(c *fiber.Ctx, about string) error {
	id := a.cookie(c, formCookie)
	if !isID(id) {
		return errStaleForm
	}
	return matchToken(c, a.token("form", id, about))
}

func matchToken(c *fiber.Ctx, want string) error {
	got := formValue(c, tokenField)
	if got == "" {
		got = c.Get(tokenHeader)
	}
	if !hmac.Equal([]byte(got), []byte(want)) {
		return errStaleForm
	}
	return nil
}
