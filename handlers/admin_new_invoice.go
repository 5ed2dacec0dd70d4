package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminNewInvoice shows what a new invoice would bill before there is one.
func (a *app) adminNewInvoice(c *fiber.Ctx) error {
	props, err := a.billProps(c, portal.BillQuery{
		Client: c.Query("client_id"), Project: c.Query("project_id"), From: c.Query("date_from"), To: c.Query("date_to"), Group: c.Query("group"),
	})
	if err != nil {
		return err
	}
	if len(props.Errors) > 0 {
		return a.renderNewInvoice(c, fiber.StatusUnprocessableEntity, props)
	}
	return a.renderNewInvoice(c, fiber.StatusOK, props)
}

// billProps works out what a choice bills. A project of another client is one that the
// list does not have.
func (a *app) billProps(c *fiber.Ctx, q portal.BillQuery) (views.NewInvoiceProps, error) {
	ctx := c.UserContext()
	props := views.NewInvoiceProps{Query: q}
	props.Choice, props.Errors = q.Parse()
	var err error
	if props.Clients, err = a.Staff.ClientSummaries(ctx, portal.ClientFilter{}); err != nil {
		return props, err
	}
	at := slices.IndexFunc(props.Clients, func(c portal.ClientSummary) bool { return c.ID == props.Choice.Client })
	if at < 0 {
		if props.Choice.Client != 0 {
			props.Errors = append(props.Errors, portal.FieldError{Field: "client_id", Message: "Choose a client from the list."})
		}
		return props, nil
	}
	if props.Projects, err = a.Clients.ProjectOptions(ctx, props.Choice.Client); err != nil {
		return props, err
	}
	if props.Defaults, err = a.Staff.DraftDefaults(ctx, props.Choice.Client); err != nil {
		return props, err
	}
	props.ClientName, props.ChosenClient = props.Clients[at].Name, true
	if id := props.Choice.Filter.ProjectID; id != 0 && !slices.ContainsFunc(props.Projects, func(o portal.ProjectOption) bool { return o.ID == id }) {
		props.Errors = append(props.Errors, portal.FieldError{Field: "project_id", Message: "Choose a project of this client."})
	}
	if len(props.Errors) > 0 {
		return props, nil
	}
	return props, a.bill(c, &props)
}

func (a *app) bill(c *fiber.Ctx, props *views.NewInvoiceProps) error {
	entries, err := a.Staff.UnbilledEntries(c.UserContext(), props.Choice.Client, props.Choice.Filter)
	if err != nil {
		return err
	}
	props.Bill, err = portal.BillHours(entries, props.Choice.Group)
	if errors.Is(err, portal.ErrAmountTooLarge) {
		props.TooLarge = true
		return nil
	}
	return err
}

// adminCreateInvoice makes the draft that was shown. Hours that changed since, or that
// somebody else has billed, are shown again first.
func (a *app) adminCreateInvoice(c *fiber.Ctx) error {
	props, err := a.billProps(c, portal.BillQuery{
		Client: formValue(c, "client_id"), Project: formValue(c, "project_id"), From: formValue(c, "date_from"), To: formValue(c, "date_to"), Group: formValue(c, "group"),
	})
	if err != nil {
		return err
	}
	key := formValue(c, "key")
	if !props.ChosenClient && len(props.Errors) == 0 {
		props.Errors = []portal.FieldError{{Field: "client_id", Message: "Choose a client."}}
	}
	if len(props.Errors) > 0 || !isID(key) {
		return a.renderNewInvoice(c, fiber.StatusUnprocessableEntity, props)
	}

	draft := portal.NewDraft(props.Choice.Client, props.Defaults, portal.DayOf(a.Now(), visitOf(c).settings.Zone))
	draft.ProjectID, draft.ClientName = props.Choice.Filter.ProjectID, props.ClientName
	id, err := a.createDraft(c, key, draft, props)
	if errors.Is(err, portal.ErrStale) {
		if props, err = a.billProps(c, props.Query); err != nil {
			return err
		}
		props.Stale = true
		return a.renderNewInvoice(c, fiber.StatusConflict, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(id, "edit"), noticeDrafted)
}

// createDraft stores an empty draft, or one of the hours if they are as they were seen.
// A form that was sent before gives the draft that it made then.
func (a *app) createDraft(c *fiber.Ctx, key string, draft portal.Draft, props views.NewInvoiceProps) (id int64, err error) {
	if formValue(c, "from") == views.FromHours {
		if !props.Billable() || formValue(c, "seen") != props.Bill.Fingerprint() {
			return a.draftOfForm(c, key, portal.ErrStale)
		}
		sums, err := portal.SumLines([]int64{props.Bill.Subtotal}, draft.TaxRateBP)
		if err != nil {
			return 0, portal.ErrStale
		}
		draft.Lines, draft.TaxMinor = props.Bill.Lines, sums.Tax
	}
	by := a.by(c, "invoice draft created", invoiceSubject(0))
	by.Detail = draftDetail(draft, draft.Lines, draft.TaxMinor)
	id, err = a.Staff.CreateDraft(c.UserContext(), draft, key, by)
	if errors.Is(err, portal.ErrStale) {
		return a.draftOfForm(c, key, err)
	}
	return id, err
}

// draftOfForm is the draft that a form made, or why it made none.
func (a *app) draftOfForm(c *fiber.Ctx, key string, why error) (int64, error) {
	id, err := a.Staff.DraftOfForm(c.UserContext(), key)
	if errors.Is(err, portal.ErrNotFound) {
		return 0, why
	}
	return id, err
}

func (a *app) renderNewInvoice(c *fiber.Ctx, status int, props views.NewInvoiceProps) error {
	props.Key = randomID()
	return a.render(c, status, views.NewInvoicePage(a.page(c, "New invoice", views.StaffInvoices), props))
}
