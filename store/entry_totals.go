package store

import (
	"context"
	"strings"

	"foyer/portal"
)

// What finished entries add up to is kept in entry_totals, by triggers: see migration 065.
// A row is for one client, one of its projects and one period: all time, a year, a month or a day.
const (
	noProject = -1 // what is booked on the client itself; zero is all projects

	// Conditions, and no parameters: SQLite looks whether a parameter's value lets it use the
	// index over all time, and prepares the statement anew for every value.
	allTime = "grain = 0 AND period = ''"
	byYear  = "grain = 4"
	byMonth = "grain = 7"
	byDay   = "grain = 10"
)

// stretch is the periods of one grain from one text on and before another, and whether
// they are added or taken away.
type stretch struct{ sums, grain, from, before string }

const (
	added     = "sum(entries), sum(seconds)"
	takenAway = "-sum(entries), -sum(seconds)"
)

// In the order of texts, after follows a period and all that begin with it.
const after = "~"

// split is a range of days as the periods that make it up, so that ten years are a few dozen
// rows. An empty day leaves its side open.
func split(from, to portal.Day) (list []stretch) {
	years := stretch{sums: added, grain: byYear, before: after}
	if from != "" {
		years.from, list = edge(from, takenAway, added)
	}
	if to != "" {
		var end []stretch
		years.before, end = edge(to.AddDays(1), added, takenAway)
		list = append(list, end...)
	}
	return append(list, years)
}

// edge is what makes up the difference between a day and the nearest year: whole years
// begin or end with the text year. What lies between that and the day counts as below
// where it is before the day, as above where it is after it.
func edge(day portal.Day, below, above string) (year string, between []stretch) {
	month, year := string(day[:len("2006-01")]), string(day[:len("2006")])
	days := stretch{sums: below, grain: byDay, from: month, before: string(day)}
	if day[len("2006-01-"):] > "16" {
		days = stretch{sums: above, grain: byDay, from: string(day), before: month + after}
		month += after
	}
	months := stretch{sums: below, grain: byMonth, from: year, before: month}
	if month[len("2006-"):] > "07" {
		months = stretch{sums: above, grain: byMonth, from: month, before: year + after}
		year += after
	}
	return year, []stretch{days, months}
}

// totalsOfProject joins a project p with what all its entries add up to; there is no row
// without entries.
const totalsOfProject = "entry_totals t INDEXED BY entry_totals_overall ON " + ofProject

const ofProject = "t.client_id = p.client_id AND t.project_id = p.id AND t.grain = 0"

// EntryTotals is what all of a client's entries that a filter chooses add up to.
func (s *Store) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (t portal.EntryTotals, err error) {
	if f.To != "" && f.To < f.From { // split counts up to both ends: the wrong way round it would count something
		return t, nil
	}
	periods := []stretch{{sums: added, grain: allTime, before: after}}
	if f.From != "" || f.To != "" {
		periods = split(f.From, f.To)
	}
	var parts []string
	args := []any{client, f.ProjectID}
	for _, p := range periods {
		parts = append(parts, "SELECT "+p.sums+` FROM entry_totals
			WHERE client_id = ?1 AND project_id = ?2 AND `+p.grain+" AND period >= ? AND period < ?")
		args = append(args, p.from, p.before)
	}
	sums, err := gather(ctx, s.brief, readEntryTotals, strings.Join(parts, " UNION ALL "), args...)
	for _, of := range sums {
		t.Count, t.Hours = t.Count+of.Count, t.Hours+of.Hours
	}
	return t, translate(err)
}

// HoursByDay is the hours of a client's project, or of all for zero, on the days with any
// from a day on, oldest first.
func (s *Store) HoursByDay(ctx context.Context, client portal.ClientID, project int64, from portal.Day) ([]portal.DayHours, error) {
	return gather(ctx, s.brief, func(r *row) portal.DayHours {
		return portal.DayHours{Day: portal.Day(r.text()), Hours: portal.Hours(r.number())}
	}, "SELECT period, seconds FROM entry_totals WHERE client_id = ? AND project_id = ? AND "+byDay+" AND period >= ? ORDER BY period",
		client, project, from)
}

// HoursByProject is all of a client's hours project by project, most first.
func (s *Store) HoursByProject(ctx context.Context, client portal.ClientID) ([]portal.ProjectHours, error) {
	return gather(ctx, s.brief, func(r *row) portal.ProjectHours {
		return portal.ProjectHours{Name: r.text(), Past: r.truth(), Hours: portal.Hours(r.number())}
	}, `
		SELECT p.name, p.status <> ?, t.seconds
		FROM entry_totals t INDEXED BY entry_totals_overall LEFT JOIN projects p ON p.id = t.project_id
		WHERE t.client_id = ? AND t.grain = 0 AND t.project_id <> ?
		ORDER BY t.seconds DESC, t.project_id`, portal.ProjectActive, client, portal.AllProjects)
}

func readEntryTotals(r *row) portal.EntryTotals {
	return portal.EntryTotals{Count: int(r.number()), Hours: portal.Hours(r.number())}
}
