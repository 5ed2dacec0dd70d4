package portal

import (
	"strconv"
	"strings"
	"time"
)

// EntryForm is a time entry as it was typed. Work is a WorkChoice's key; Billable is yes,
// no, or empty for what the project says. Key is the form's own, so that the same form sent
// twice is one entry; Zone is the time zone that it was shown in.
type EntryForm struct{ Work, Day, Duration, Start, End, Notes, Billable, Person, Revision, Key, Zone string }

// EntryChoices are what a form of an entry is read against: the work and the people to
// choose from, the business time zone, and the entry as it is stored, where one is edited.
type EntryChoices struct {
	Work   []WorkChoice
	People []PersonChoice
	Zone   *time.Location
	Stored *EntryRecord
}

// Form is a record as a form shows it. The length is left empty where it follows from
// start and end.
func (e EntryRecord) Form(zone *time.Location) EntryForm {
	t := EntryForm{
		Work: workKey(e.ClientID, e.ProjectID), Day: string(e.Day), Start: formatClock(e.Started, zone), End: formatClock(e.Ended, zone),
		Notes: e.Notes, Billable: yesOrNo(e.Billable), Person: strconv.FormatInt(e.PersonID, 10), Revision: strconv.FormatInt(e.Revision, 10),
	}
	var f Fields
	if s := f.span(t, e.Day, zone); len(f.Errors) > 0 || s.hours != e.Hours || !s.started.Equal(e.Started) || !s.ended.Equal(e.Ended) {
		t.Duration = e.Hours.Clock()
	}
	return t
}

func yesOrNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// sameTime reports whether two forms say the same about when and how long.
func (t EntryForm) sameTime(o EntryForm) bool {
	return t.Day == o.Day && t.Duration == o.Duration && t.Start == o.Start && t.End == o.End
}

// Parse reads what was typed. Where only a length was, the record has no start yet: see
// StartOfWork and Begin. The times of a stored entry stay to the second if they were not
// touched, however odd they are.
func (t EntryForm) Parse(c EntryChoices) (EntryRecord, []FieldError) {
	var f Fields
	work, person := f.work(t.Work, c), f.person(t.Person, c.People)
	e := EntryRecord{
		ClientID: work.ClientID, Client: work.Client, ProjectID: work.ProjectID, PersonID: person.ID,
		Billable:  f.billable(t.Billable, work),
		TimeEntry: TimeEntry{Project: work.Project, Person: person.Name, Notes: f.Text("notes", t.Notes)},
	}
	e.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	if t.Zone != "" && t.Zone != c.Zone.String() {
		f.fault("start", "The business time zone is "+c.Zone.String()+" now. Check the day and the times, then save again.")
		return e, f.Errors
	}
	if c.Stored != nil && t.sameTime(c.Stored.Form(c.Zone)) {
		e.Day, e.Started, e.Ended, e.Hours = c.Stored.Day, c.Stored.Started, c.Stored.Ended, c.Stored.Hours
		return e, f.Errors
	}

	day, ok := ParseDay(strings.TrimSpace(t.Day))
	if !ok {
		f.fault("day", "Write a day that exists as year-month-day, like 2026-03-31.")
		return e, f.Errors
	}
	s := f.span(t, day, c.Zone)
	e.Day, e.Started, e.Ended, e.Hours = day, s.started, s.ended, s.hours
	return e, f.Errors
}

// Begin places an entry that only has a length.
func (e *EntryRecord) Begin(at time.Time) {
	e.Started, e.Ended = at, at.Add(time.Duration(e.Hours)*time.Second)
}

// work is one of the choices; closed ones only where the stored entry is there already.
func (f *Fields) work(chosen string, c EntryChoices) WorkChoice {
	for _, w := range c.Work {
		if w.Key() != chosen {
			continue
		}
		if !w.Open && (c.Stored == nil || workKey(c.Stored.ClientID, c.Stored.ProjectID) != chosen) {
			f.fault("work", ClosedWork)
		}
		return w
	}
	f.fault("work", "Choose a client and project from the list.")
	return WorkChoice{}
}

func (f *Fields) person(chosen string, people []PersonChoice) PersonChoice {
	for _, p := range people {
		if strconv.FormatInt(p.ID, 10) == chosen {
			return p
		}
	}
	f.fault("person", "Choose a person from the list.")
	return PersonChoice{}
}

func (f *Fields) billable(chosen string, work WorkChoice) bool {
	switch chosen {
	case "":
		return work.Billable
	case "yes", "no":
		return chosen == "yes"
	}
	f.fault("billable", "Choose from the list.")
	return false
}
