package store

import (
	"context"
	"slices"
	"strings"

	"foyer/portal"
)

// TimeEntries reads a page of a client's finished entries, newest start first, then
// highest id, off the index that has them in that order.
func (s *Store) TimeEntries(ctx context.Context, client portal.ClientID, f portal.EntryFilter, at portal.Cursor, size int) (portal.Page[portal.TimeEntry], error) {
	index, where, args := "time_entries_by_client", []string{"e.client_id = ?1", "e.ended_at IS NOT NULL"}, []any{client}
	name, projects := "p.name", " LEFT JOIN projects p ON p.id = e.project_id"
	if f.ProjectID != 0 {
		index, where, args = "time_entries_by_project", append(where, "e.project_id = ?2"), append(args, f.ProjectID)
		name, projects = "(SELECT name FROM projects WHERE id = ?2)", "" // which SQLite looks up once for all rows
	}
	conditions, values, order := entriesFrom(client, f.From, f.To, at)
	where, args = append(where, conditions...), append(append(args, values...), size+1)

	rows, err := gather(ctx, s.brief, readTimeEntry, `
		SELECT e.id, e.day, e.started_at, e.ended_at, e.seconds, `+name+",\n"+personName+`, e.notes
		FROM time_entries e INDEXED BY `+index+" CROSS JOIN users u ON u.id = e.user_id"+projects+`
		WHERE `+strings.Join(where, " AND ")+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.TimeEntry]{}, err
	}
	return page(rows, at, size, func(e portal.TimeEntry) (int64, int64) { return e.Started.Unix(), e.ID }), nil
}

// readTimeEntry reads a finished entry.
func readTimeEntry(r *row) portal.TimeEntry {
	return portal.TimeEntry{
		ID: r.number(), Day: portal.Day(r.text()), Started: r.instant(), Ended: r.instant(), Hours: portal.Hours(r.number()),
		Project: r.text(), Person: r.text(), Notes: r.text(),
	}
}

// seek turns a cursor into the condition that finds its page, the order to read it in,
// and the condition's values. Lists run newest first, by sort and then by id.
func seek(at portal.Cursor, sort, id string) (condition, order string, args []any) {
	down, up := sort+" DESC, "+id+" DESC", sort+", "+id
	switch at.Kind {
	case portal.AfterRow:
		return " AND (" + sort + ", " + id + ") < (?, ?)", down, []any{at.Sort, at.ID}
	case portal.BeforeRow:
		return " AND (" + sort + ", " + id + ") > (?, ?)", up, []any{at.Sort, at.ID}
	case portal.LastPage:
		return "", up, nil
	}
	return "", down, nil
}

// page puts rows read with one to spare into list order.
func page[T any](rows []T, at portal.Cursor, size int, edge func(T) (int64, int64)) portal.Page[T] {
	more := len(rows) > size
	if more {
		rows = rows[:size]
	}
	if at.Backwards() {
		slices.Reverse(rows)
	}
	return portal.NewPage(rows, at, more, edge)
}
