package handlers

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) adminNewEntry(c *fiber.Ctx) error {
	v := visitOf(c)
	form := portal.EntryForm{Work: c.Query("work"), Day: string(portal.DayOf(a.Now(), v.settings.Zone)), Person: strconv.FormatInt(v.account.ID, 10)}
	return a.renderEntryForm(c, fiber.StatusOK, views.EntryFormProps{Form: form})
}

func (a *app) adminCreateEntry(c *fiber.Ctx) error {
	props := views.EntryFormProps{Form: readEntryForm(c)}
	entry, err := a.parseEntry(c, &props)
	if err != nil {
		return err
	}
	if len(props.Errors) > 0 {
		return a.renderEntryForm(c, fiber.StatusUnprocessableEntity, props)
	}
	by := a.by(c, "time entry created", entrySubject(0))
	by.Detail = entry.Person + ", " + entry.Summary()
	key := props.Form.Key
	if !isID(key) {
		key = ""
	}
	entry.ID, err = a.Staff.CreateEntry(c.UserContext(), entry, key, by)
	return a.entrySaved(c, entry.ID, err, props)
}

func (a *app) adminEditEntry(c *fiber.Ctx) error {
	entry, err := a.entryAt(c)
	if err != nil {
		return err
	}
	if entry.InvoiceID != 0 {
		return a.entryFixed(c, fiber.StatusConflict, entry)
	}
	if entry.Running() {
		return portal.ErrNotFound
	}
	return a.renderEntryForm(c, fiber.StatusOK, views.EntryFormProps{Stored: &entry, Form: entry.Form(visitOf(c).settings.Zone)})
}

// adminUpdateEntry keeps what was typed when it can't be stored.
func (a *app) adminUpdateEntry(c *fiber.Ctx) error {
	stored, err := a.entryAt(c)
	if err != nil {
		return err
	}
	if stored.InvoiceID != 0 {
		return a.entryFixed(c, fiber.StatusConflict, stored)
	}
	if stored.Running() {
		return portal.ErrNotFound
	}
	props := views.EntryFormProps{Stored: &stored, Form: readEntryForm(c)}
	entry, err := a.parseEntry(c, &props)
	if err != nil {
		return err
	}
	if len(props.Errors) > 0 {
		return a.renderEntryForm(c, fiber.StatusUnprocessableEntity, props)
	}
	entry.ID = stored.ID
	by := a.by(c, "time entry edited", entrySubject(stored.ID))
	by.Detail = stored.Person + ", " + stored.Summary() + " became " + entry.Person + ", " + entry.Summary()
	return a.entrySaved(c, stored.ID, a.Staff.UpdateEntry(c.UserContext(), entry, by), props)
}

// parseEntry reads the form against what may be chosen. An entry that only has a length
// begins where the person's day has got to.
func (a *app) parseEntry(c *fiber.Ctx, props *views.EntryFormProps) (entry portal.EntryRecord, err error) {
	if err := a.offerEntryChoices(c, props); err != nil {
		return entry, err
	}
	zone := visitOf(c).settings.Zone
	entry, props.Errors = props.Form.Parse(portal.EntryChoices{Work: props.Work, People: props.People, Zone: zone, Stored: props.Stored})
	if len(props.Errors) > 0 || !entry.Started.IsZero() {
		return entry, nil
	}
	last, err := a.Staff.LastEntryEnd(c.UserContext(), entry.PersonID, entry.Day)
	entry.Begin(portal.StartOfWork(entry.Day, last, zone))
	return entry, err
}

// offerEntryChoices gathers what may be chosen: open work and the stored entry's own, and
// for admins whom it is for. A member's entries are its own.
func (a *app) offerEntryChoices(c *fiber.Ctx, props *views.EntryFormProps) error {
	work, err1 := a.Staff.WorkChoices(c.UserContext())
	people, err2 := a.Staff.PersonChoices(c.UserContext())
	account, own := visitOf(c).account, portal.EntryForm{}
	if props.Stored != nil {
		own = props.Stored.Form(visitOf(c).settings.Zone)
	}
	props.Work = slices.DeleteFunc(work, func(w portal.WorkChoice) bool { return !w.Open && w.Key() != own.Work })
	props.People = slices.DeleteFunc(people, func(p portal.PersonChoice) bool {
		if !account.IsAdmin() {
			return p.ID != account.ID
		}
		return !p.Active && strconv.FormatInt(p.ID, 10) != own.Person
	})
	if !account.IsAdmin() {
		props.Form.Person = strconv.FormatInt(account.ID, 10)
	}
	return errors.Join(err1, err2)
}

// entrySaved answers once an entry was stored, or was not.
func (a *app) entrySaved(c *fiber.Ctx, id int64, err error, props views.EntryFormProps) error {
	switch {
	case errors.Is(err, portal.ErrInvoiced):
		return a.fixedNow(c, id)
	case errors.Is(err, portal.ErrClosed):
		props.Errors = []portal.FieldError{{Field: "work", Message: portal.ClosedWork}}
		return a.renderEntryForm(c, fiber.StatusUnprocessableEntity, props)
	case errors.Is(err, portal.ErrStale):
		return a.staleEntry(c, props)
	case err != nil:
		return err
	}
	return a.entryDone(c, id, noticeSaved, noticeOverlaps)
}

// staleEntry shows the form on what is stored now. Somebody may have given the entry to
// another person, or billed it.
func (a *app) staleEntry(c *fiber.Ctx, props views.EntryFormProps) error {
	stored, err := a.entryAt(c)
	if err != nil {
		return err
	}
	if stored.InvoiceID != 0 {
		return a.entryFixed(c, fiber.StatusConflict, stored)
	}
	props.Stale, props.Stored, props.Form.Revision = true, &stored, strconv.FormatInt(stored.Revision, 10)
	return a.renderEntryForm(c, fiber.StatusConflict, props)
}

// entryDone leads back to the list, and says so where the entry overlaps another.
func (a *app) entryDone(c *fiber.Ctx, id int64, notice, overlapping string) error {
	entry, err := a.Staff.EntryRecord(c.UserContext(), id)
	if err == nil && entry.Overlaps {
		notice = overlapping
	}
	return a.done(c, views.StaffEntries, notice)
}

func (a *app) renderEntryForm(c *fiber.Ctx, status int, props views.EntryFormProps) error {
	if err := a.offerEntryChoices(c, &props); err != nil {
		return err
	}
	if !isID(props.Form.Key) {
		props.Form.Key = randomID()
	}
	props.Form.Zone = visitOf(c).settings.Zone.String()
	return a.render(c, status, views.EntryFormPage(a.page(c, props.Title(), views.StaffEntries), props))
}

func readEntryForm(c *fiber.Ctx) portal.EntryForm {
	return portal.EntryForm{
		Work: formValue(c, "work"), Day: formValue(c, "day"), Duration: formValue(c, "duration"), Start: formValue(c, "start"), End: formValue(c, "end"),
		Notes: formValue(c, "notes"), Billable: formValue(c, "billable"), Person: formValue(c, "person"), Revision: formValue(c, "revision"), Key: formValue(c, "key"), Zone: formValue(c, "zone"),
	}
}
