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

// stretch is the periods of one grain from one text on and before another.
type stretch struct{ grain, from, before string }

// In the order of texts, after follows a period and all that begin with it.
const after = "~"

func month(d portal.Day) string { return string(d[:len("2006-01")]) }
func year(d portal.Day) string  { return string(d[:len("2006")]) }

// split is a range of days as the periods that make it up, so that ten years are a few dozen
// rows: days, months, years, months, days. An empty day leaves its side open.
func split(from, to portal.Day) []stretch {
	switch closed := from != "" && to != ""; {
	case closed && (to < from || month(from) == month(to)):
		return []stretch{{grain: byDay, from: string(from), before: string(to) + after}}
	case closed && year(from) == year(to):
		return []stretch{headDays(from), {grain: byMonth, from: month(from) + after, before: month(to)}, tailDays(to)}
	}
	years, list := stretch{grain: byYear, before: after}, []stretch(nil)
	if from != "" {
		years.from = year(from) + after
		list = append(list, headDays(from), stretch{grain: byMonth, from: month(from) + after, before: year(from) + after})
	}
	if to != "" {
		years.before = year(to)
		list = append(list, stretch{grain: byMonth, from: year(to), before: month(to)}, tailDays(to))
	}
	return append(list, years)
}

func headDays(from portal.Day) stretch {
	return stretch{grain: byDay, from: string(from), before: month(from) + after}
}

func tailDays(to portal.Day) stretch {
	return stretch{grain: byDay, from: month(to), before: string(to) + after}
}

// totalsOfProject joins a project p with what all its entries add up to; there is no row
// without entries.
const totalsOfProject = "entry_totals t INDEXED BY entry_totals_overall ON " + ofProject

const ofProject = "t.client_id = p.client_id AND t.project_id = p.id AND t.grain = 0"

// EntryTotals is what all of a client's entries that a filter chooses add up to.
func (s *Store) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (t portal.EntryTotals, err error) {
	periods := []stretch{{grain: allTime, before: after}}
	if f.From != "" || f.To != "" {
		periods = split(f.From, f.To)
	}
	var parts []string
	var args []any
	for _, p := range periods {
		parts = append(parts, `SELECT sum(entries) AS entries, sum(seconds) AS seconds FROM entry_totals
			WHERE client_id = ? AND project_id = ? AND `+p.grain+` AND period >= ? AND period < ?`)
		args = append(args, client, f.ProjectID, p.from, p.before)
	}
	err = s.brief.QueryRowContext(ctx, "SELECT coalesce(sum(entries), 0), coalesce(sum(seconds), 0) FROM ("+strings.Join(parts, " UNION ALL ")+")", args...).
		Scan(&t.Count, &t.Hours)
	return t, translate(err)
}

// HoursByDay is the hours of a client's project, or of all for zero, on the days with any
// from a day on, oldest first.
func (s *Store) HoursByDay(ctx context.Context, client portal.ClientID, project int64, from portal.Day) ([]portal.DayHours, error) {
	return gather(ctx, s.brief, func(row scanner) (d portal.DayHours, err error) {
		return d, row.Scan(&d.Day, &d.Hours)
	}, "SELECT period, seconds FROM entry_totals WHERE client_id = ? AND project_id = ? AND "+byDay+" AND period >= ? ORDER BY period",
		client, project, from)
}

// HoursByProject is all of a client's hours project by project, most first.
func (s *Store) HoursByProject(ctx context.Context, client portal.ClientID) ([]portal.ProjectHours, error) {
	return gather(ctx, s.brief, func(row scanner) (h portal.ProjectHours, err error) {
		var id int64
		return h, row.Scan(&h.Name, &h.Past, &h.Hours, &id)
	}, `
		SELECT coalesce(p.name, ''), coalesce(p.status <> ?, 0), t.seconds, t.project_id
		FROM entry_totals t INDEXED BY entry_totals_overall LEFT JOIN projects p ON p.id = t.project_id
		WHERE t.client_id = ? AND t.grain = 0 AND t.project_id <> ?
		ORDER BY t.seconds DESC, t.project_id`, portal.ProjectActive, client, portal.AllProjects)
}
