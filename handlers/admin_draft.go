package handlers

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// draftKeeping is what the pages about drafts need.
type draftKeeping interface {
	Unbilled(ctx context.Context, client portal.ClientID) (portal.Unbilled, error)
	UnbilledEntries(ctx context.Context, client portal.ClientID, f portal.EntryFilter) ([]portal.UnbilledEntry, error)
	Draft(ctx context.Context, id int64) (portal.Draft, error)
	DraftDefaults(ctx context.Context, client portal.ClientID) (portal.DraftDefaults, error)
	DraftOfForm(ctx context.Context, key string) (id int64, err error)
	CreateDraft(ctx context.Context, d portal.Draft, formKey string, by portal.AuditEntry) (int64, error)
	UpdateDraft(ctx context.Context, d portal.Draft, by portal.AuditEntry) error
	DeleteDraft(ctx context.Context, id, revision int64, by portal.AuditEntry) error
}

// draftFor reads the invoice that the address names, for a step that it must take.
func (a *app) draftFor(c *fiber.Ctx, step portal.InvoiceStep) (portal.Draft, error) {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.Draft{}, portal.ErrNotFound
	}
	draft, err := a.Staff.Draft(c.UserContext(), id)
	if err != nil {
		return draft, err
	}
	return draft, draft.Refuses(step)
}

func (a *app) adminEditDraft(c *fiber.Ctx) error {
	draft, err := a.draftFor(c, portal.StepEdit)
	if err != nil {
		return err
	}
	form := draft.Form(func(minor int64) string { return typedAmount(&minor, draft.Currency) })
	if len(form.Lines) == 0 {
		form.Lines = []portal.LineForm{portal.NewLine}
	}
	return a.renderDraft(c, fiber.StatusOK, views.DraftProps{Draft: draft, Form: form})
}

// adminDraftLines does what the form's other buttons say, and stores nothing: the answer
// is the form as it is then.
func (a *app) adminDraftLines(c *fiber.Ctx) error {
	props, err := a.typedDraft(c)
	if err != nil {
		return err
	}
	props.Focus = props.Form.Press(formValue(c, "do"))
	if isHTMX(c) {
		props.Sums = props.Form.Sums(decimals(props.Draft.Currency))
		return a.render(c, fiber.StatusOK, views.DraftLines(a.page(c, "", ""), props))
	}
	return a.renderDraft(c, fiber.StatusOK, props)
}

// adminDraftTotals is what htmx asks for as one types: the sums, and nothing is stored.
// Which button is pressed or has the focus does not count here.
func (a *app) adminDraftTotals(c *fiber.Ctx) error {
	props, err := a.typedDraft(c)
	switch {
	case err != nil:
		return err
	case !isHTMX(c):
		return a.renderDraft(c, fiber.StatusOK, props)
	}
	props.Sums = props.Form.Sums(decimals(props.Draft.Currency))
	return a.render(c, fiber.StatusOK, views.DraftSumsAlone(a.page(c, "", ""), props))
}

func (a *app) typedDraft(c *fiber.Ctx) (views.DraftProps, error) {
	draft, err := a.draftFor(c, portal.StepEdit)
	return views.DraftProps{Draft: draft, Form: readDraftForm(c).WithHours(draft)}, err
}

// adminDraftAgain leads back to the form from the address that its buttons post to.
func (a *app) adminDraftAgain(c *fiber.Ctx) error {
	draft, err := a.draftFor(c, portal.StepEdit)
	if err != nil {
		return err
	}
	return c.Redirect(views.StaffInvoicePath(draft.ID, "edit"), fiber.StatusSeeOther)
}

// adminUpdateDraft keeps what was typed when it can't be stored.
func (a *app) adminUpdateDraft(c *fiber.Ctx) error {
	props, err := a.typedDraft(c)
	if err != nil {
		return err
	}
	stored := props.Draft
	draft, faults := props.Form.Parse(decimals(stored.Currency))
	if props.Errors = faults; len(faults) > 0 {
		return a.renderDraft(c, fiber.StatusUnprocessableEntity, props)
	}

	draft.ID = stored.ID
	by := a.by(c, "invoice draft edited", invoiceSubject(stored.ID))
	by.Detail = draftDetail(stored, draft.Lines, draft.TaxMinor)
	err = a.Staff.UpdateDraft(c.UserContext(), draft, by)
	switch {
	case errors.Is(err, portal.ErrStale):
		return a.staleDraft(c)
	case errors.Is(err, portal.ErrInvalid):
		props.Errors = []portal.FieldError{draftFault(err)}
		return a.renderDraft(c, fiber.StatusUnprocessableEntity, props)
	case err != nil:
		return err
	}
	return a.done(c, views.StaffInvoicePath(stored.ID), noticeSaved)
}

// draftFault tells a project of another client from lines whose sums pass what an invoice
// can hold on their way from the old to the new.
func draftFault(err error) portal.FieldError {
	if errors.Is(err, portal.ErrGone) {
		return portal.FieldError{Field: "project_id", Message: "Choose a project of this client."}
	}
	return portal.FieldError{Field: "lines", Message: "These amounts cannot change by so much at once. Save smaller ones first."}
}

// staleDraft shows what was typed on the draft as it is now.
func (a *app) staleDraft(c *fiber.Ctx) error {
	props, err := a.typedDraft(c)
	if err != nil {
		return err
	}
	props.Stale, props.Form.Revision = true, strconv.FormatInt(props.Draft.Revision, 10)
	return a.renderDraft(c, fiber.StatusConflict, props)
}

// draftDetail says in the audit log whose draft it is and what it comes to.
func draftDetail(of portal.Draft, lines []portal.DraftLine, tax int64) string {
	total := tax
	for _, l := range lines {
		total += l.Total
	}
	return fmt.Sprintf("%s, lines: %d, total: %s %s", of.ClientName, len(lines), typedAmount(&total, of.Currency), of.Currency)
}

func (a *app) renderDraft(c *fiber.Ctx, status int, props views.DraftProps) (err error) {
	if props.Projects, err = a.Clients.ProjectOptions(c.UserContext(), props.Draft.Client); err != nil {
		return err
	}
	props.Sums = props.Form.Sums(decimals(props.Draft.Currency))
	p := a.page(c, "Edit draft for "+props.Draft.ClientName, views.StaffInvoices)
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.DraftPage(p, props))
}

func readDraftForm(c *fiber.Ctx) portal.DraftForm {
	form := portal.DraftForm{
		IssueDate: formValue(c, "issue_date"), DueDate: formValue(c, "due_date"), ProjectID: formValue(c, "project_id"), TaxRate: formValue(c, "tax_rate"),
		Notes: formValue(c, "notes"), Terms: formValue(c, "terms"), Revision: formValue(c, "revision"),
	}
	for n := 1; n <= portal.MaxInvoiceLines+1; n++ {
		names := portal.LineFields(n)
		if !c.Request().PostArgs().Has(names.Description) {
			break
		}
		form.Lines = append(form.Lines, portal.LineForm{
			ID: formValue(c, names.ID), Description: formValue(c, names.Description), Quantity: formValue(c, names.Quantity), UnitPrice: formValue(c, names.UnitPrice),
		})
	}
	return form
}

// draftLimit fits as many lines as an invoice takes, in any script.
const draftLimit = 512 << 10

// isDraftForm says whether an address is one that the form of a draft is sent to.
func isDraftForm(path string) bool {
	rest, ok := strings.CutPrefix(path, views.StaffInvoices+"/")
	_, action, _ := strings.Cut(rest, "/")
	return ok && (action == "edit" || action == "lines" || action == "totals")
}
