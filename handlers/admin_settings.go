package handlers

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// settingsKeeping is what the pages about the company's settings need.
type settingsKeeping interface {
	CompanySettings(ctx context.Context) (portal.CompanySettings, error)
	UpdateCompanySettings(ctx context.Context, s portal.CompanySettings, by portal.AuditEntry) error
}

var settingsSubject = portal.Subject{Kind: "settings"}

func (a *app) adminSettings(c *fiber.Ctx) error {
	stored, err := a.Staff.CompanySettings(c.UserContext())
	if err != nil {
		return err
	}
	return a.renderSettings(c, fiber.StatusOK, views.SettingsProps{Form: stored.Form(), Stored: stored})
}

// adminUpdateSettings keeps what was typed when it can't be stored: because it can't be
// read, because a number would come again, or because somebody else saved first.
func (a *app) adminUpdateSettings(c *fiber.Ctx) error {
	stored, err := a.Staff.CompanySettings(c.UserContext())
	if err != nil {
		return err
	}
	props := views.SettingsProps{Form: readSettingsForm(c), Stored: stored}
	settings, faults := props.Form.Parse(stored, currencies())
	if props.Errors = faults; len(faults) > 0 {
		return a.renderSettings(c, fiber.StatusUnprocessableEntity, props)
	}

	by := a.by(c, "settings changed", settingsSubject)
	by.Detail = settings.Changes(stored)
	err = a.Staff.UpdateCompanySettings(c.UserContext(), settings, by)
	if taken, ok := errors.AsType[*portal.NumberTakenError](err); ok {
		props.Errors = []portal.FieldError{taken.Fault()}
		return a.renderSettings(c, fiber.StatusUnprocessableEntity, props)
	}
	if errors.Is(err, portal.ErrStale) {
		return a.staleSettings(c, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffSettings, noticeSaved)
}

// staleSettings reads anew what is stored, as it is not what was read before the edit.
func (a *app) staleSettings(c *fiber.Ctx, props views.SettingsProps) error {
	stored, err := a.Staff.CompanySettings(c.UserContext())
	if err != nil {
		return err
	}
	props.Stale, props.Stored, props.Form.Revision = true, stored, strconv.FormatInt(stored.Revision, 10)
	return a.renderSettings(c, fiber.StatusConflict, props)
}

func (a *app) renderSettings(c *fiber.Ctx, status int, props views.SettingsProps) error {
	props.Currencies, props.Zones = currencies(), portal.TimeZones()
	p := a.page(c, "Settings", views.StaffSettings)
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.SettingsPage(p, props))
}

func readSettingsForm(c *fiber.Ctx) portal.SettingsForm {
	return portal.SettingsForm{
		Name: formValue(c, "name"), Address: formValue(c, "address"), Email: formValue(c, "email"), Phone: formValue(c, "phone"),
		Website: formValue(c, "website"), VATNumber: formValue(c, "vat_number"), BankAccount: formValue(c, "bank_account"),
		TimeZone: formValue(c, "time_zone"), Currency: formValue(c, "currency"),
		Prefix: formValue(c, "invoice_prefix"), NextNumber: formValue(c, "next_number"), ShownNumber: formValue(c, "shown_number"),
		Terms: formValue(c, "invoice_terms"), Notes: formValue(c, "invoice_notes"), PasswordLength: formValue(c, "password_length"),
		PortalIdle: formValue(c, "portal_idle"), PortalAbsolute: formValue(c, "portal_absolute"),
		StaffIdle: formValue(c, "staff_idle"), StaffAbsolute: formValue(c, "staff_absolute"), Revision: formValue(c, "revision"),
	}
}
