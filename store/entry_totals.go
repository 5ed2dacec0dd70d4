package store

import (
	"context"
	"strings"
	"time"

	"foyer/portal"
)

// What finished entries add up to is kept by triggers: for ever in entry_totals, a row for a
// client and one of its projects; by year, month and day in entry_totals_by_period: see
// migrations 065 and 072.
const noProject = -1 // what is booked on the client itself; zero is all projects

// A period is a number: a digit for its grain, then its date, with 00 for what it leaves open.
const (
	aYear  = 1_0000_00_00
	aMonth = 2_0000_00_00
	aDay   = 3_0000_00_00
	ends   = 9999_99_99 // is added to the last of a grain
)

// periodOf is where a total t by period stands for a row s of entry_totals, before its period.
const periodOf = "s.id * 1000000000"

// stretch is the periods of one grain from one to another, both included, and how often they
// count: once or minus once.
type stretch struct{ times, from, to int64 }

// split is a range of days as the periods that make it up, so that ten years are a few dozen
// rows. An empty day leaves its side open.
func split(from, to portal.Day) (list []stretch) {
	first, last := int64(0), int64(ends)
	list = make([]stretch, 0, 5)
	if from != "" {
		first, list = edge(list, from.Time(), 1)
	}
	if to != "" {
		last, list = edge(list, to.Time().AddDate(0, 0, 1), -1)
		last--
	}
	if first < last {
		list = append(list, stretch{1, aYear + first, aYear + last})
	}
	return list
}

// edge adds to a list what lies between a day and the nearest year: whole years begin there
// or end before. Where the range begins on the day, what is on and after it counts with its
// sign, what is before it with the other.
func edge(list []stretch, day time.Time, sign int64) (year int64, _ []stretch) {
	y, m, d := day.Date()
	year = int64(y) * 1_00_00
	month := year + int64(m)*1_00
	switch on := month + int64(d); {
	case d > 16:
		list = append(list, stretch{sign, aDay + on, aDay + month + 99})
		m, month = m+1, month+1_00
	case d > 1:
		list = append(list, stretch{-sign, aDay + month, aDay + on - 1})
	}
	switch {
	case m > 12: // December's end
		year += 1_00_00
	case m > 7:
		list = append(list, stretch{sign, aMonth + month, aMonth + year + 99_99})
		year += 1_00_00
	case m > 1:
		list = append(list, stretch{-sign, aMonth + year, aMonth + month - 1})
	}
	return year, list
}

// totalsOfProject joins a project p with what all its entries add up to; there is no row
// without entries.
const totalsOfProject = "entry_totals t ON " + ofProject

const ofProject = "t.client_id = p.client_id AND t.project_id = p.id"

// EntryTotals is what all of a client's entries that a filter chooses add up to.
func (s *Store) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (t portal.EntryTotals, err error) {
	if f.To != "" && f.To < f.From { // split counts up to both ends: the wrong way round it would count something
		return t, nil
	}
	if f.From == "" && f.To == "" {
		t, err = first(ctx, s.brief, readEntryTotals, "SELECT sum(entries), sum(seconds) FROM entry_totals WHERE client_id = ? AND project_id = ?", client, f.ProjectID)
		return t, translate(err)
	}
	var values []string
	var args []any
	for _, p := range split(f.From, f.To) {
		values = append(values, "(?, ?, ?)")
		args = append(args, p.times, p.from, p.to)
	}
	t, err = first(ctx, s.brief, readEntryTotals, `
		SELECT sum(v.column1 * t.entries), sum(v.column1 * t.seconds)
		FROM entry_totals s CROSS JOIN (VALUES `+strings.Join(values, ", ")+`) v
		CROSS JOIN entry_totals_by_period t ON t.id BETWEEN `+periodOf+" + v.column2 AND "+periodOf+` + v.column3
		WHERE s.client_id = ? AND s.project_id = ?`, append(args, client, f.ProjectID)...)
	return t, translate(err)
}

// HoursByDay is the hours of a client's project, or of all for zero, on the days with any
// from a day on, oldest first.
func (s *Store) HoursByDay(ctx context.Context, client portal.ClientID, project int64, from portal.Day) ([]portal.DayHours, error) {
	y, m, d := from.Time().Date()
	return gather(ctx, s.brief, func(r *row) portal.DayHours {
		return portal.DayHours{Day: r.period(), Hours: portal.Hours(r.number())}
	}, "SELECT t.id - "+periodOf+", t.seconds FROM entry_totals s CROSS JOIN entry_totals_by_period t ON t.id BETWEEN "+
		periodOf+" + ? AND "+periodOf+" + ? WHERE s.client_id = ? AND s.project_id = ? ORDER BY t.id",
		aDay+int64(y)*1_00_00+int64(m)*1_00+int64(d), aDay+ends, client, project)
}

// period reads the number of a day.
func (r *row) period() portal.Day {
	text, n := []byte("2006-01-02"), r.number()
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] != '-' {
			text[i], n = byte('0'+n%10), n/10
		}
	}
	return portal.Day(text)
}

// HoursByProject is all of a client's hours project by project, most first.
func (s *Store) HoursByProject(ctx context.Context, client portal.ClientID) ([]portal.ProjectHours, error) {
	return gather(ctx, s.brief, func(r *row) portal.ProjectHours {
		return portal.ProjectHours{Name: r.text(), Past: r.truth(), Hours: portal.Hours(r.number())}
	}, `
		SELECT p.name, p.status <> ?, t.seconds
		FROM entry_totals t LEFT JOIN projects p ON p.id = t.project_id
		WHERE t.client_id = ? AND t.project_id <> ?
		ORDER BY t.seconds DESC, t.project_id`, portal.ProjectActive, client, portal.AllProjects)
}

func readEntryTotals(r *row) portal.EntryTotals {
	return portal.EntryTotals{Count: int(r.number()), Hours: portal.Hours(r.number())}
}
