package handlers

import (
	"errors"
	"strconv"

	"github.com/bojanz/currency"
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// pricedProjects is told by the field: an amount keeps its number, so another currency
// would make it another price.
var pricedProjects = []portal.FieldError{{Field: "currency", Message: "Projects of this client have rates or budgets in its currency. Clear those first, then change the currency."}}

func (a *app) adminNewClient(c *fiber.Ctx) error {
	form := portal.ClientForm{Currency: visitOf(c).settings.Currency}
	return a.renderClientForm(c, fiber.StatusOK, views.ClientFormProps{Form: form})
}

func (a *app) adminCreateClient(c *fiber.Ctx) error {
	props := views.ClientFormProps{Form: readClientForm(c)}
	record, faults := props.Form.Parse(currencies(), decimals)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderClientForm(c, fiber.StatusUnprocessableEntity, props)
	}
	by := a.by(c, "client created", clientSubject(0))
	by.Detail = record.Name
	id, err := a.Staff.CreateClient(c.UserContext(), record, by)
	if err != nil {
		return err
	}
	return a.done(c, views.ClientPath(id), noticeSaved)
}

func (a *app) adminEditClient(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	record, err := a.Staff.ClientRecord(c.UserContext(), id)
	if err != nil {
		return err
	}
	return a.renderClientForm(c, fiber.StatusOK, views.ClientFormProps{ID: id, Form: record.Form(typedAmount(record.RateMinor, record.Currency))})
}

// adminUpdateClient keeps what was typed when it can't be stored: because it can't be
// read, or because somebody else saved first.
func (a *app) adminUpdateClient(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	stored, err := a.Staff.ClientRecord(c.UserContext(), id)
	if err != nil {
		return err
	}
	props := views.ClientFormProps{ID: id, Form: readClientForm(c)}
	record, faults := props.Form.Parse(currencies(), decimals)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderClientForm(c, fiber.StatusUnprocessableEntity, props)
	}

	record.ID = id
	by := a.by(c, "client edited", clientSubject(id))
	by.Detail = stored.Changes(record, typedAmount)
	err = a.Staff.UpdateClient(c.UserContext(), record, by)
	if errors.Is(err, portal.ErrPriced) {
		props.Errors = pricedProjects
		return a.renderClientForm(c, fiber.StatusUnprocessableEntity, props)
	}
	if errors.Is(err, portal.ErrStale) {
		return a.staleClient(c, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.ClientPath(id), noticeSaved)
}

// staleClient shows the form on what is stored now, as all of its kind do: what the
// request read first may be older than what it could not store over.
func (a *app) staleClient(c *fiber.Ctx, props views.ClientFormProps) error {
	stored, err := a.Staff.ClientRecord(c.UserContext(), props.ID)
	if err != nil {
		return err
	}
	props.Stale, props.Form.Revision = true, strconv.FormatInt(stored.Revision, 10)
	return a.renderClientForm(c, fiber.StatusConflict, props)
}

func (a *app) renderClientForm(c *fiber.Ctx, status int, props views.ClientFormProps) error {
	props.Currencies = currencies()
	title := "New client"
	if props.ID != 0 {
		title = "Edit client"
	}
	return a.render(c, status, views.ClientFormPage(a.page(c, title, views.StaffClients), props))
}

func readClientForm(c *fiber.Ctx) portal.ClientForm {
	return portal.ClientForm{
		Name: formValue(c, "name"), ContactPerson: formValue(c, "contact_person"), Email: formValue(c, "email"), Phone: formValue(c, "phone"),
		Address: formValue(c, "address"), VATNumber: formValue(c, "vat_number"), Currency: formValue(c, "currency"), Rate: formValue(c, "rate"),
		Notes: formValue(c, "notes"), InvoiceMail: formValue(c, "invoice_mail") != "", Revision: formValue(c, "revision"),
	}
}

// currencies are the codes that CLDR knows.
func currencies() []string { return currency.GetCurrencyCodes() }

// decimals is how many a currency has; two where nobody knows it.
func decimals(code string) int {
	digits, ok := currency.GetDigits(code)
	if !ok {
		return 2
	}
	return int(digits)
}

// typedAmount writes an amount as a form takes it back. A currency that nobody knows has
// cents, as in decimals.
func typedAmount(minor *int64, code string) string {
	if minor == nil {
		return ""
	}
	amount, err := currency.NewAmountFromInt64(*minor, code)
	if err != nil {
		amount, err = currency.NewAmountFromInt64(*minor, "EUR")
	}
	if err != nil {
		return ""
	}
	return amount.Number()
}
