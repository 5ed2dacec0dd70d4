package handlers

import (
	"context"
	"fmt"
	"regexp"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// isHTMX says whether htmx asks for the piece of a page that changes. Boosted links and
// restored history want the whole page.
func isHTMX(c *fiber.Ctx) bool {
	return c.Get("HX-Request") == "true" && c.Get("HX-Boosted") == "" && c.Get("HX-History-Restore-Request") == ""
}

// isFor says whether htmx will put the answer in the place of the element with this id.
func isFor(c *fiber.Ctx, id string) bool { return isHTMX(c) && c.Get("HX-Target") == id }

// renderEither answers the same URL with the whole page, or to htmx with its piece.
func (a *app) renderEither(c *fiber.Ctx, status int, page, piece templ.Component) error {
	if isHTMX(c) {
		return a.render(c, status, piece)
	}
	return a.render(c, status, page)
}

// render draws straight into the answer, whose memory is used again for the next one on
// its connection. Nothing is sent before it is whole: a page that fails leaves nothing behind.
func (a *app) render(c *fiber.Ctx, status int, component templ.Component) error {
	answer := c.Response()
	answer.ResetBody() // of a page that failed half-way
	if err := component.Render(context.Background(), answer.BodyWriter()); err != nil {
		answer.ResetBody()
		return fmt.Errorf("render: %w", err)
	}
	answer.Header.SetContentType(fiber.MIMETextHTMLCharsetUTF8)
	c.Status(status)
	return nil
}

// page is the frame for a visitor's page.
func (a *app) page(c *fiber.Ctx, title, nav string) views.Page {
	v := visitOf(c)
	p := a.plainPage(c, v.settings, title)
	p.Nav = nav
	p.CSRF = a.sessionToken(v.session)
	p.Timer, p.MailTrouble = a.timerBar(v), v.trouble
	p.Viewer = views.Viewer{
		Company: v.settings.Company.Name, Logo: v.settings.Logo, Account: v.account.DisplayName, Client: v.clientName,
		ViewingAs: v.viewingAs, Staff: v.account.MayEnterStaff(), Admin: v.account.IsAdmin(),
	}
	return p
}

// plainPage is the frame before anybody has signed in.
func (a *app) plainPage(c *fiber.Ctx, settings portal.Settings, title string) views.Page {
	return views.Page{
		Title:    title,
		Viewer:   views.Viewer{Company: settings.Company.Name, Logo: settings.Logo},
		Format:   views.NewFormat(language(c), settings.Zone),
		Today:    portal.DayOf(a.Now(), settings.Zone),
		Insecure: a.insecure,
	}
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}`)

// language is the reader's first choice.
func language(c *fiber.Ctx) string {
	if tag := languageTag.FindString(c.Get(fiber.HeaderAcceptLanguage)); tag != "" {
		return tag
	}
	return "en"
}
