package store

import (
	"context"

	"foyer/portal"
)

// What finished entries add up to is kept in entry_totals, by triggers: see migration 065.
// A row is for one client, one of its projects and one period: all time, a month or a day.
const (
	noProject = -1 // what is booked on the client itself; zero is all projects

	// Conditions, and no parameters: SQLite looks whether a parameter's value lets it use the
	// index over all time, and prepares the statement anew for every value.
	allTime = "grain = 0 AND period = ''"
	byMonth = "grain = 7"
	byDay   = "grain = 10"
)

// stretch is the periods from one text on and before another; empty if they don't rise.
type stretch struct{ from, before string }

// In the order of texts, after follows a period and all that begin with it.
const after = "~"

// split is a range of days as the periods that make it up, so that ten years are no more
// than two hundred rows: single days, whole months, single days. An empty day leaves its
// side open.
func split(from, to portal.Day) (head, months, tail stretch) {
	none := stretch{after, ""}
	if from != "" && to != "" && to < from {
		return none, none, none
	}
	head, months, tail = none, stretch{"", after}, none
	if from != "" && to != "" && month(from) == month(to) {
		return stretch{string(from), string(to) + after}, none, none
	}
	if from != "" {
		head = stretch{string(from), month(from) + after}
		months.from = month(from) + after
	}
	if to != "" {
		months.before = month(to)
		tail = stretch{month(to), string(to) + after}
	}
	return head, months, tail
}

// totalsOfProject joins a project p with what all its entries add up to; there is no row
// without entries.
const totalsOfProject = "entry_totals t INDEXED BY entry_totals_overall ON " + ofProject

const ofProject = "t.client_id = p.client_id AND t.project_id = p.id AND t.grain = 0"

func month(d portal.Day) string { return string(d[:len("2006-01")]) }

// EntryTotals is what all of a client's entries that a filter chooses add up to.
func (s *Store) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (t portal.EntryTotals, err error) {
	const sums = "SELECT sum(entries) AS entries, sum(seconds) AS seconds FROM entry_totals WHERE client_id = ?1 AND project_id = ?2 AND "
	if f.From == "" && f.To == "" {
		err = s.brief.QueryRowContext(ctx, "SELECT coalesce(entries, 0), coalesce(seconds, 0) FROM ("+sums+allTime+")", client, f.ProjectID).
			Scan(&t.Count, &t.Hours)
		return t, translate(err)
	}

	head, months, tail := split(f.From, f.To)
	err = s.brief.QueryRowContext(ctx, "SELECT coalesce(sum(entries), 0), coalesce(sum(seconds), 0) FROM ("+
		sums+byDay+" AND period >= ?3 AND period < ?4 UNION ALL "+
		sums+byMonth+" AND period >= ?5 AND period < ?6 UNION ALL "+
		sums+byDay+" AND period >= ?7 AND period < ?8)",
		client, f.ProjectID, head.from, head.before, months.from, months.before, tail.from, tail.before).
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
