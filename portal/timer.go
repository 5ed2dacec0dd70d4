package portal

import "time"

// TimerForm is what somebody starts a timer on, as it was typed.
type TimerForm struct{ Work, Notes string }

// Parse reads what was typed, for a person's timer that starts now.
func (t TimerForm) Parse(work []WorkChoice, person PersonChoice, now time.Time, zone *time.Location) (EntryRecord, []FieldError) {
	var f Fields
	w := f.work(t.Work, EntryChoices{Work: work})
	e := EntryRecord{
		ClientID: w.ClientID, Client: w.Client, ProjectID: w.ProjectID, PersonID: person.ID, Billable: w.Billable,
		TimeEntry: TimeEntry{Project: w.Project, Person: person.Name, Notes: f.Text("notes", t.Notes)},
	}
	return e.Restart(now, zone), f.Errors
}

// Restart is the same work as a timer that starts now, on the day that it is in the
// business time zone. It keeps that day however long it runs.
func (e EntryRecord) Restart(now time.Time, zone *time.Location) EntryRecord {
	e.ID, e.Hours, e.Started, e.Ended, e.Day = 0, 0, now, time.Time{}, DayOf(now, zone)
	return e
}

// Elapsed is for how long a timer has run, in whole minutes.
func (e EntryRecord) Elapsed(now time.Time) Hours {
	return Hours(max(0, now.Sub(e.Started)) / time.Minute * 60)
}

// StopTimer is when a timer that is stopped at an instant ended, and its length. A clock
// that was set back gives none, and never less.
func StopTimer(started, at time.Time) (ended time.Time, hours Hours) {
	if at.Before(started) {
		return started, 0
	}
	return at, Hours(at.Unix() - started.Unix())
}

// Forgotten reports whether an entry is longer than anybody would type.
func (e EntryRecord) Forgotten() bool { return e.Hours > longestEntry }
