package handlers

import (
	"fmt"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminDeleteDraftForm asks before a draft goes.
func (a *app) adminDeleteDraftForm(c *fiber.Ctx) error {
	draft, err := a.draftFor(c, portal.StepDelete)
	if err != nil {
		return err
	}
	path := views.StaffInvoicePath(draft.ID)
	props := views.ConfirmProps{
		Heading: "Delete the draft for " + draft.ClientName + "?", Button: "Delete draft", Action: c.Path(), Back: path,
		Text: "This cannot be undone. Its hours are free to be billed again.", Revision: strconv.FormatInt(draft.Revision, 10),
	}
	crumbs := []views.Crumb{{Label: "Invoices", Path: views.StaffInvoices}, {Label: "Draft for " + draft.ClientName, Path: path}, {Label: props.Button}}
	return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, props.Heading, views.StaffInvoices), crumbs, props))
}

func (a *app) adminDeleteDraft(c *fiber.Ctx) error {
	draft, err := a.draftFor(c, portal.StepDelete)
	if err != nil {
		return err
	}
	by := a.by(c, "invoice draft deleted", invoiceSubject(draft.ID))
	by.Detail = draftDetail(draft, draft.Lines, draft.TaxMinor)
	if err := a.Staff.DeleteDraft(c.UserContext(), draft.ID, formRevision(c), by); err != nil {
		return err
	}
	return a.done(c, views.StaffInvoices, noticeDeleted)
}

// adminDuplicateInvoice makes a draft of any invoice, one for each form that was shown.
func (a *app) adminDuplicateInvoice(c *fiber.Ctx) error {
	source, err := a.draftFor(c, portal.StepDuplicate)
	if err != nil {
		return err
	}
	key := formValue(c, "key")
	if !isID(key) {
		return errUnreadable
	}
	draft := source.Duplicate(portal.DayOf(a.Now(), visitOf(c).settings.Zone))
	by := a.by(c, "invoice draft duplicated", invoiceSubject(0))
	by.Detail = draftDetail(source, draft.Lines, draft.TaxMinor) + fmt.Sprintf(", copied from invoice %d", source.ID)
	id, err := a.Staff.CreateDraft(c.UserContext(), draft, fmt.Sprintf("%s of %d", key, source.ID), by)
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(id, "edit"), noticeDuplicated)
}
