package handlers

import (
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// timers reads what runs for a member of staff, for the bar on every page of theirs. What
// htmx asks for is a piece of a page, which has none.
func (a *app) timers(c *fiber.Ctx, v *visit) (err error) {
	if isHTMX(c) {
		return nil
	}
	v.timers, err = a.Staff.RunningTimers(c.UserContext(), v.account.ID)
	return err
}

// timerBar is the newest of a visitor's running timers; nil where none runs.
func (a *app) timerBar(v *visit) *views.TimerBar {
	if len(v.timers) == 0 {
		return nil
	}
	return &views.TimerBar{Entry: v.timers[0], Elapsed: v.timers[0].Elapsed(a.Now())}
}

// otherTimers are those that run beside the one in the bar: imported ones of the visitor,
// and for admins everybody's.
func (a *app) otherTimers(c *fiber.Ctx) ([]portal.EntryRecord, error) {
	v := visitOf(c)
	if !v.account.IsAdmin() {
		return v.timers[min(1, len(v.timers)):], nil
	}
	all, err := a.Staff.RunningTimers(c.UserContext(), 0)
	return slices.DeleteFunc(all, func(e portal.EntryRecord) bool { return len(v.timers) > 0 && e.ID == v.timers[0].ID }), err
}

func (a *app) adminTimer(c *fiber.Ctx) error {
	return a.renderTimerForm(c, fiber.StatusOK, views.TimerFormProps{Form: portal.TimerForm{Work: c.Query("work")}})
}

// adminStartTimer starts the visitor's own timer. Of two presses at once one starts it,
// the other is told what runs.
func (a *app) adminStartTimer(c *fiber.Ctx) error {
	v := visitOf(c)
	props := views.TimerFormProps{Form: portal.TimerForm{Work: formValue(c, "work"), Notes: formValue(c, "notes")}}
	work, err := a.Staff.WorkChoices(c.UserContext())
	if err != nil {
		return err
	}
	person := portal.PersonChoice{ID: v.account.ID, Name: v.account.DisplayName}
	entry, faults := props.Form.Parse(work, person, a.Now(), v.settings.Zone)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderTimerForm(c, fiber.StatusUnprocessableEntity, props)
	}
	err = a.startTimer(c, entry)
	switch {
	case errors.Is(err, portal.ErrTimerRuns):
		if err := a.timers(c, v); err != nil {
			return err
		}
		return a.renderTimerForm(c, fiber.StatusConflict, props)
	case errors.Is(err, portal.ErrClosed):
		props.Errors = []portal.FieldError{{Field: "work", Message: portal.ClosedWork}}
		return a.renderTimerForm(c, fiber.StatusUnprocessableEntity, props)
	case err != nil:
		return err
	}
	return a.done(c, views.StaffEntries, noticeStarted)
}

// adminStartAgain starts the visitor's timer on what an entry was for.
func (a *app) adminStartAgain(c *fiber.Ctx) error {
	entry, err := a.entryAt(c)
	if err != nil {
		return err
	}
	v := visitOf(c)
	entry = entry.Restart(a.Now(), v.settings.Zone)
	entry.PersonID, entry.Person = v.account.ID, v.account.DisplayName
	if err := a.startTimer(c, entry); err != nil {
		return err
	}
	return a.done(c, views.StaffEntries, noticeStarted)
}

func (a *app) startTimer(c *fiber.Ctx, entry portal.EntryRecord) error {
	by := a.by(c, "timer started", entrySubject(0))
	by.Detail = entry.Person + ", " + entry.Work()
	_, err := a.Staff.StartTimer(c.UserContext(), entry, by)
	return err
}

// adminStopTimer ends a running entry. Stopping it again is no fault.
func (a *app) adminStopTimer(c *fiber.Ctx) error {
	entry, err := a.entryAt(c)
	if err != nil {
		return err
	}
	if !entry.Running() {
		return a.done(c, views.StaffEntries, noticeWasStopped)
	}
	entry.Ended, entry.Hours = portal.StopTimer(entry.Started, a.Now())
	by := a.by(c, "timer stopped", entrySubject(entry.ID))
	by.Detail = entry.Person + ", " + entry.Summary()
	err = a.Staff.StopTimer(c.UserContext(), entry.ID, entry.Ended, entry.Hours, by)
	switch {
	case errors.Is(err, portal.ErrStale):
		return a.done(c, views.StaffEntries, noticeWasStopped)
	case err != nil:
		return err
	case entry.Forgotten():
		return a.done(c, views.StaffEntries, noticeForgotten)
	}
	return a.entryDone(c, entry.ID, noticeStopped, noticeOverlaps)
}

func (a *app) renderTimerForm(c *fiber.Ctx, status int, props views.TimerFormProps) error {
	work, err := a.Staff.WorkChoices(c.UserContext())
	if err != nil {
		return err
	}
	props.Work = slices.DeleteFunc(work, func(w portal.WorkChoice) bool { return !w.Open })
	return a.render(c, status, views.TimerPage(a.page(c, "Start the timer", views.StaffEntries), props))
}
