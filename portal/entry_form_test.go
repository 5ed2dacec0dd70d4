package portal_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"foyer/portal"
)

func entryChoices(z *time.Location) portal.EntryChoices {
	return portal.EntryChoices{
		Zone:   z,
		People: []portal.PersonChoice{{ID: 5, Name: "Mia", Active: true}},
		Work: []portal.WorkChoice{
			{ClientID: 3, Client: "Acme", Billable: true, Open: true}, {ClientID: 3, Client: "Acme", ProjectID: 12, Project: "Site", Open: true},
			{ClientID: 3, Client: "Acme", ProjectID: 13, Project: "Old"}, {ClientID: 4, Client: "Shut"},
		},
	}
}

func typedEntry() portal.EntryForm {
	return portal.EntryForm{Work: "3.12", Day: "2026-11-20", Person: "5"}
}

// C62: what start, end and length come to, both nights on which clocks change included.
func TestEntryTimes(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	for name, test := range map[string]struct {
		day, length, start, end string
		began                   string // UTC; empty: no start yet
		hours                   portal.Hours
		fault                   string
	}{
		"a length":                 {"2026-11-20", "1:30", "", "", "", 5400, ""},
		"start and end":            {"2026-11-20", "", "09:00", "10:30", "2026-11-20 08:00", 5400, ""},
		"to the second":            {"2026-11-20", "", "09:00:05", "09:00:42", "2026-11-20 08:00:05", 37, ""},
		"start and length":         {"2026-11-20", "90m", "9:00", "", "2026-11-20 08:00", 5400, ""},
		"with a break":             {"2026-11-20", "7h", "09:00", "17:00", "2026-11-20 08:00", 25200, ""},
		"past midnight":            {"2026-11-20", "", "22:00", "01:30", "2026-11-20 21:00", 12600, ""},
		"a night of twelve hours":  {"2026-11-20", "", "20:00", "08:00", "2026-11-20 19:00", 43200, ""},
		"more than a night":        {"2026-11-20", "", "20:00", "08:01", "", 0, "end"},
		"end before start":         {"2026-11-20", "", "10:00", "09:00", "", 0, "end"},
		"end at the start":         {"2026-11-20", "", "10:00", "10:00", "", 0, "end"},
		"nothing":                  {"2026-11-20", "", "", "", "", 0, "duration"},
		"a start alone":            {"2026-11-20", "", "09:00", "", "", 0, "end"},
		"an end alone":             {"2026-11-20", "1:00", "", "10:00", "", 0, "start"},
		"longer than it lasted":    {"2026-11-20", "2:00", "09:00", "10:00", "", 0, "duration"},
		"no time at all":           {"2026-11-20", "0", "", "", "", 0, "duration"},
		"a day":                    {"2026-11-20", "24", "", "", "", 86400, ""},
		"more than a day":          {"2026-11-20", "24:01", "", "", "", 0, "duration"},
		"unreadable":               {"2026-11-20", "soon", "", "", "", 0, "duration"},
		"no such time":             {"2026-11-20", "", "25:00", "26:00", "", 0, "start"},
		"31 February":              {"2026-02-31", "1", "", "", "", 0, "day"},
		"no day":                   {"", "1", "", "", "", 0, "day"},
		"a day in words":           {"today", "1", "", "", "", 0, "day"},
		"spring, across":           {"2026-03-29", "", "01:30", "03:30", "2026-03-29 00:30", 3600, ""},
		"spring, a skipped start":  {"2026-03-29", "", "02:30", "04:00", "", 0, "start"},
		"spring, a skipped end":    {"2026-03-29", "", "01:00", "02:00", "", 0, "end"},
		"spring, from the eve":     {"2026-03-28", "", "23:00", "04:00", "2026-03-28 22:00", 14400, ""},
		"spring, a length across":  {"2026-03-29", "2h", "01:30", "", "2026-03-29 00:30", 7200, ""},
		"autumn, across":           {"2026-10-25", "", "01:30", "03:30", "2026-10-24 23:30", 10800, ""},
		"autumn, the first of two": {"2026-10-25", "", "01:30", "02:30", "2026-10-24 23:30", 3600, ""},
		"autumn, from the first":   {"2026-10-25", "", "02:30", "03:00", "2026-10-25 00:30", 5400, ""},
		"autumn, the whole day":    {"2026-10-25", "", "00:00", "23:59", "", 0, "end"},
		"autumn, past midnight":    {"2026-10-24", "", "22:00", "03:00", "2026-10-24 20:00", 21600, ""},
	} {
		typed := typedEntry()
		typed.Day, typed.Duration, typed.Start, typed.End = test.day, test.length, test.start, test.end
		got, errs := typed.Parse(entryChoices(berlin))
		if test.fault != "" {
			if len(errs) != 1 || errs[0].Field != test.fault {
				t.Errorf("%s: %v, want one message at %s", name, errs, test.fault)
			}
			continue
		}
		began := ""
		if !got.Started.IsZero() {
			began = strings.TrimSuffix(got.Started.UTC().Format("2006-01-02 15:04:05"), ":00")
		}
		if len(errs) > 0 || got.Hours != test.hours || began != test.began || string(got.Day) != test.day {
			t.Errorf("%s: from %s, %d s on %s, %v", name, began, got.Hours, got.Day, errs)
		}
	}
}

func TestEntryChoices(t *testing.T) {
	t.Parallel()
	choices := entryChoices(time.UTC)
	for field, values := range map[string][]string{
		"work":     {"", "3", "3.99", "4.12", "4.0", "3.13", "03.12", "3.12.0", "-3.0"},
		"person":   {"", "6", "x"},
		"billable": {"maybe", "1"},
		"notes":    {strings.Repeat("x", 10_001), "bell\a"},
	} {
		for _, value := range values {
			typed := typedEntry()
			typed.Duration = "1"
			*map[string]*string{"work": &typed.Work, "person": &typed.Person, "billable": &typed.Billable, "notes": &typed.Notes}[field] = value
			if _, errs := typed.Parse(choices); !slices.Equal(faultyFields(errs), []string{field}) {
				t.Errorf("%s=%q: %v", field, value, errs)
			}
		}
	}
	for billable, want := range map[string]bool{"": false, "yes": true, "no": false} {
		typed := typedEntry()
		typed.Duration, typed.Billable = "1", billable
		if got, errs := typed.Parse(choices); len(errs) > 0 || got.Billable != want || got.Work() != "Acme: Site" {
			t.Errorf("billable=%q: %+v, %v", billable, got, errs)
		}
	}
}

// An old entry stays where it is though nothing new may be booked there, and its times
// stay to the second while they are not touched, however odd another program left them.
func TestStoredEntryIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	began := time.Date(2026, 10, 25, 1, 30, 7, 0, time.UTC) // the second 02:30 of that night
	for name, stored := range map[string]portal.EntryRecord{
		"three days long": {TimeEntry: portal.TimeEntry{Day: "2026-10-25", Started: began, Ended: began.Add(72 * time.Hour), Hours: 259_200}},
		"negative":        {TimeEntry: portal.TimeEntry{Day: "2026-10-25", Started: began, Ended: began, Hours: -60}},
		"on another day":  {TimeEntry: portal.TimeEntry{Day: "2020-01-01", Started: began, Ended: began.Add(time.Hour), Hours: 3600}},
		"no time at all":  {TimeEntry: portal.TimeEntry{Day: "2026-10-25", Started: began, Ended: began}},
	} {
		stored.ClientID, stored.ProjectID, stored.PersonID = 3, 13, 5
		choices := entryChoices(berlin)
		choices.Stored = &stored
		typed := stored.Form(berlin)
		typed.Notes = "new"
		got, errs := typed.Parse(choices)
		if len(errs) > 0 || got.Day != stored.Day || !got.Started.Equal(stored.Started) || !got.Ended.Equal(stored.Ended) || got.Hours != stored.Hours || got.Notes != "new" {
			t.Errorf("%s became %+v, %v", name, got, errs)
		}
		typed.Work = "4.0"
		if _, errs := typed.Parse(choices); !slices.Equal(faultyFields(errs), []string{"work"}) {
			t.Errorf("%s moved to a closed client: %v", name, errs)
		}
	}
}

// A form shows an entry so that reading it gives the entry again, at any second of the
// years with all their clock changes.
func TestEntryFormRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"} {
		z := zone(t, name)
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() == 2026; at = at.Add(97*time.Minute + 13*time.Second) {
			e := portal.EntryRecord{ClientID: 3, PersonID: 5, TimeEntry: portal.TimeEntry{Day: portal.DayOf(at, z), Started: at, Ended: at.Add(2 * time.Hour), Hours: 5000}}
			choices := entryChoices(z)
			choices.Stored = &e
			got, errs := e.Form(z).Parse(choices)
			if len(errs) > 0 || !got.Started.Equal(e.Started) || !got.Ended.Equal(e.Ended) || got.Hours != e.Hours {
				t.Fatalf("%s in %s became %+v, %v", at, name, got, errs)
			}
		}
	}
}

// Whatever is typed: an entry without a message has a day, and more than nothing but no
// more than 24 hours, which lie between its start and its end, on the day of its start.
func FuzzEntryForm(f *testing.F) {
	berlin := zone(f, "Europe/Berlin")
	f.Add("2026-03-29", "", "01:30", "03:30")
	f.Add("2026-10-25", "1:30", "02:30", "")
	f.Add("2026-11-20", "24h", "", "")
	f.Add("2026-02-31", "\xff", "24:00", "0:0")
	f.Fuzz(func(t *testing.T, day, length, start, end string) {
		typed := typedEntry()
		typed.Day, typed.Duration, typed.Start, typed.End = day, length, start, end
		e, errs := typed.Parse(entryChoices(berlin))
		if len(errs) > 0 {
			return
		}
		if e.Hours <= 0 || e.Hours > 86_400 {
			t.Errorf("%+v lasts %d s", typed, e.Hours)
		}
		if e.Started.IsZero() {
			e.Begin(portal.StartOfWork(e.Day, time.Time{}, berlin))
		}
		if whole := e.Ended.Unix() - e.Started.Unix(); whole < int64(e.Hours) || whole > 86_400 || portal.DayOf(e.Started, berlin) != e.Day {
			t.Errorf("%+v is %+v", typed, e)
		}
	})
}

func TestStartOfWork(t *testing.T) {
	t.Parallel()
	berlin := zone(t, "Europe/Berlin")
	nine := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct{ last, want time.Time }{
		"the first of the day": {time.Time{}, nine},
		"after another":        {nine.Add(5 * time.Hour), nine.Add(5 * time.Hour)},
		"after a late one":     {nine.Add(20 * time.Hour), nine},
	} {
		if got := portal.StartOfWork("2026-11-20", test.last, berlin); !got.Equal(test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestStopTimer(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]portal.Hours{0: 0, 37 * time.Second: 37, 30 * time.Hour: 108_000, -time.Hour: 0} {
		ended, hours := portal.StopTimer(began, began.Add(after))
		if hours != want || ended.Sub(began) != time.Duration(want)*time.Second {
			t.Errorf("after %s: %d s until %s", after, hours, ended)
		}
	}
	e := portal.EntryRecord{TimeEntry: portal.TimeEntry{Started: began}}
	if !e.Running() || e.Elapsed(began.Add(119*time.Second)) != 60 || e.Elapsed(began.Add(-time.Second)) != 0 {
		t.Errorf("elapsed %d", e.Elapsed(began.Add(119*time.Second)))
	}
}

func TestStaffEntryFilter(t *testing.T) {
	t.Parallel()
	f, _, errs := portal.StaffEntryQuery{EntryQuery: portal.EntryQuery{ProjectID: "2", From: "2026-01-01"}, Client: "3", Person: "4", Billable: "no", Invoiced: "yes", Search: "x"}.Parse()
	if len(errs) > 0 || f.IsZero() || f.Values().Encode() != "billable=no&client_id=3&date_from=2026-01-01&invoiced=yes&person_id=4&project_id=2&q=x" {
		t.Errorf("%+v, %v", f, errs)
	}
	_, _, errs = portal.StaffEntryQuery{EntryQuery: portal.EntryQuery{To: "2026-02-31"}, Client: "x", Person: "0", Billable: "1", Invoiced: "x"}.Parse()
	if !slices.Equal(faultyFields(errs), []string{"date_to", "client_id", "person_id", "billable", "invoiced"}) {
		t.Errorf("%v", errs)
	}
}
