package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// logoKeeping is what the pages about the company's logo need.
type logoKeeping interface {
	SetLogo(ctx context.Context, l portal.LogoImage, revision int64, by portal.AuditEntry) error
	RemoveLogo(ctx context.Context, revision int64, by portal.AuditEntry) error
}

func (a *app) adminLogo(c *fiber.Ctx) error {
	return a.renderLogo(c, fiber.StatusOK, views.LogoProps{})
}

// adminSetLogo draws the picture that was sent anew and keeps that.
func (a *app) adminSetLogo(c *fiber.Ctx) error {
	file := formFile(c, "logo")
	if file == nil {
		return a.renderLogo(c, fiber.StatusUnprocessableEntity, views.LogoProps{Errors: logoFault("Choose a picture first.")})
	}
	logo, fault := a.readLogo(file)
	if fault != "" {
		return a.renderLogo(c, fiber.StatusUnprocessableEntity, views.LogoProps{Errors: logoFault(fault)})
	}
	return a.logoSaved(c, a.Staff.SetLogo(c.UserContext(), logo, formRevision(c), a.by(c, "logo changed", settingsSubject)))
}

// readLogo reads one picture at a time: a few bytes may unfold to a hundred million.
func (a *app) readLogo(file []byte) (logo portal.LogoImage, fault string) {
	a.drawing.Lock()
	defer a.drawing.Unlock()
	return portal.ReadLogo(file)
}

func logoFault(message string) []portal.FieldError {
	return []portal.FieldError{{Field: "logo", Message: message}}
}

func (a *app) adminRemoveLogo(c *fiber.Ctx) error {
	return a.logoSaved(c, a.Staff.RemoveLogo(c.UserContext(), formRevision(c), a.by(c, "logo removed", settingsSubject)))
}

func (a *app) logoSaved(c *fiber.Ctx, err error) error {
	if errors.Is(err, portal.ErrStale) {
		return a.renderLogo(c, fiber.StatusConflict, views.LogoProps{Stale: true})
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffSettings, noticeSaved)
}

func (a *app) renderLogo(c *fiber.Ctx, status int, props views.LogoProps) error {
	stored, err := a.Staff.CompanySettings(c.UserContext())
	if err != nil {
		return err
	}
	props.Revision = stored.Form().Revision
	return a.render(c, status, views.LogoPage(a.page(c, "Logo", views.StaffSettings), props))
}

// logoFile serves the company's logo to anybody, as sign-in pages show it. Another picture
// has another address.
func (a *app) logoFile(c *fiber.Ctx) error {
	hash, found := strings.CutSuffix(c.Params("file"), ".png")
	if !found {
		return portal.ErrNotFound
	}
	png, err := a.Access.LogoPNG(c.UserContext(), hash)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/png")
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	return c.Send(png)
}
