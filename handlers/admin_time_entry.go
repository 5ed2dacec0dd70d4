package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// timeKeeping is what the pages about time entries and the timer need.
type timeKeeping interface {
	EntryRecords(ctx context.Context, f portal.StaffEntryFilter, at portal.Cursor, size int) (portal.Page[portal.EntryRecord], error)
	EntrySums(ctx context.Context, f portal.StaffEntryFilter) (portal.EntrySums, error)
	EntryRecord(ctx context.Context, id int64) (portal.EntryRecord, error)
	RunningTimers(ctx context.Context, person int64) ([]portal.EntryRecord, error)
	LastEntryEnd(ctx context.Context, person int64, day portal.Day) (time.Time, error)
	WorkChoices(ctx context.Context) ([]portal.WorkChoice, error)
	PersonChoices(ctx context.Context) ([]portal.PersonChoice, error)
	CreateEntry(ctx context.Context, e portal.EntryRecord, formKey string, by portal.AuditEntry) (int64, error)
	UpdateEntry(ctx context.Context, e portal.EntryRecord, by portal.AuditEntry) error
	DeleteEntry(ctx context.Context, id, revision int64, by portal.AuditEntry) error
	StartTimer(ctx context.Context, e portal.EntryRecord, by portal.AuditEntry) (int64, error)
	StopTimer(ctx context.Context, id int64, ended time.Time, hours portal.Hours, by portal.AuditEntry) error
}

func entrySubject(id int64) portal.Subject { return portal.Subject{Kind: "time entry", ID: id} }

// entryAt reads the entry that the address names. Another person's is the admins' alone.
func (a *app) entryAt(c *fiber.Ctx) (portal.EntryRecord, error) {
	id, err := idParam(c)
	if err != nil {
		return portal.EntryRecord{}, err
	}
	entry, err := a.Staff.EntryRecord(c.UserContext(), id)
	if err != nil {
		return entry, err
	}
	if account := visitOf(c).account; !account.IsAdmin() && entry.PersonID != account.ID {
		return portal.EntryRecord{}, errForbidden
	}
	return entry, nil
}

// entryFixed is the page that says why an entry can't be changed.
func (a *app) entryFixed(c *fiber.Ctx, status int, entry portal.EntryRecord) error {
	p := a.page(c, "This entry is on an invoice", views.StaffEntries)
	return a.render(c, status, views.EntryFixedPage(p, entry))
}

// adminEntryConfirm asks before an entry is deleted or a timer discarded.
func (a *app) adminEntryConfirm(c *fiber.Ctx) error {
	entry, err := a.entryAt(c)
	if err != nil {
		return err
	}
	if entry.InvoiceID != 0 {
		return a.entryFixed(c, fiber.StatusConflict, entry)
	}
	props := views.ConfirmProps{
		Heading: "Delete this entry?", Button: "Delete", Text: entry.Summary() + ". This cannot be undone.",
		Action: c.Path(), Back: views.StaffEntries, Revision: entry.Form(visitOf(c).settings.Zone).Revision,
	}
	if entry.Running() {
		props.Heading, props.Button, props.Text = "Discard this timer?", "Discard", "The time on "+entry.Work()+" is not kept. This cannot be undone."
	}
	crumbs := []views.Crumb{{Label: "Time entries", Path: views.StaffEntries}, {Label: props.Button}}
	return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, props.Heading, views.StaffEntries), crumbs, props))
}

func (a *app) adminEntryDelete(c *fiber.Ctx) error {
	entry, err := a.entryAt(c)
	if err != nil {
		return err
	}
	by := a.by(c, "time entry deleted", entrySubject(entry.ID))
	by.Detail = entry.Person + ", " + entry.Summary()
	if entry.Running() {
		by.Action = "timer discarded"
	}
	err = a.Staff.DeleteEntry(c.UserContext(), entry.ID, formRevision(c), by)
	if errors.Is(err, portal.ErrInvoiced) {
		return a.fixedNow(c, entry.ID)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffEntries, noticeDeleted)
}

// fixedNow reads an entry anew that came onto an invoice meanwhile.
func (a *app) fixedNow(c *fiber.Ctx, id int64) error {
	entry, err := a.Staff.EntryRecord(c.UserContext(), id)
	if err != nil {
		return err
	}
	return a.entryFixed(c, fiber.StatusConflict, entry)
}
