package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"foyer/portal"
)

// entryConditions builds the WHERE of a client's finished entries, values apart.
func entryConditions(client portal.ClientID, f portal.EntryFilter) (where string, args []any) {
	conditions := []string{"e.client_id = ?", "e.ended_at IS NOT NULL"}
	args = []any{client}
	add := func(condition string, arg any) {
		conditions = append(conditions, condition)
		args = append(args, arg)
	}
	if f.ProjectID != 0 {
		add("e.project_id = ?", f.ProjectID)
	}
	if f.From != "" {
		add("e.day >= ?", f.From)
	}
	if f.To != "" {
		add("e.day <= ?", f.To)
	}
	return strings.Join(conditions, " AND "), args
}

// TimeEntries reads a page of a client's finished entries, newest start first, then
// highest id.
func (s *Store) TimeEntries(ctx context.Context, client portal.ClientID, f portal.EntryFilter, at portal.Cursor, size int) (portal.Page[portal.TimeEntry], error) {
	where, args := entryConditions(client, f)
	seek, order, edge := seek(at, "e.started_at", "e.id")
	args = append(append(args, edge...), size+1)

	rows, err := collect(ctx, s.read, scanTimeEntry, `
		SELECT e.id, e.day, e.started_at, e.ended_at, e.seconds, coalesce(p.name, ''),
		       coalesce(nullif(trim(u.full_name), ''), u.username), e.notes
		FROM time_entries e LEFT JOIN projects p ON p.id = e.project_id JOIN users u ON u.id = e.user_id
		WHERE `+where+seek+` ORDER BY `+order+` LIMIT ?`, args...)
	if err != nil {
		return portal.Page[portal.TimeEntry]{}, err
	}
	return page(rows, at, size, func(e portal.TimeEntry) (int64, int64) { return e.Started.Unix(), e.ID }), nil
}

func scanTimeEntry(row scanner) (e portal.TimeEntry, err error) {
	var started, ended sql.NullInt64
	err = row.Scan(&e.ID, &e.Day, &started, &ended, &e.Hours, &e.Project, &e.Person, &e.Notes)
	e.Started, e.Ended = instant(started), instant(ended)
	return e, err
}

// EntryTotals counts and adds up all of a client's entries that a filter chooses.
func (s *Store) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (t portal.EntryTotals, err error) {
	where, args := entryConditions(client, f)
	err = s.read.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(e.seconds), 0) FROM time_entries e WHERE "+where, args...).
		Scan(&t.Count, &t.Hours)
	return t, translate(err)
}

// HoursByDay adds up a client's hours day by day from a day on.
func (s *Store) HoursByDay(ctx context.Context, client portal.ClientID, from portal.Day) (map[portal.Day]portal.Hours, error) {
	type dayHours struct {
		day   portal.Day
		hours portal.Hours
	}
	rows, err := collect(ctx, s.read, func(row scanner) (d dayHours, err error) {
		return d, row.Scan(&d.day, &d.hours)
	}, "SELECT e.day, sum(e.seconds) FROM time_entries e WHERE e.client_id = ? AND e.ended_at IS NOT NULL AND e.day >= ? GROUP BY e.day", client, from)

	byDay := make(map[portal.Day]portal.Hours, len(rows))
	for _, r := range rows {
		byDay[r.day] = r.hours
	}
	return byDay, err
}

// HoursByProject adds up all of a client's hours project by project, most first.
func (s *Store) HoursByProject(ctx context.Context, client portal.ClientID) ([]portal.ProjectHours, error) {
	return collect(ctx, s.read, func(row scanner) (h portal.ProjectHours, err error) {
		return h, row.Scan(&h.Name, &h.Past, &h.Hours)
	}, `
		SELECT coalesce(p.name, ''), coalesce(p.status <> ?, 0), sum(e.seconds) AS total
		FROM time_entries e LEFT JOIN projects p ON p.id = e.project_id
		WHERE e.client_id = ? AND e.ended_at IS NOT NULL
		GROUP BY e.project_id ORDER BY total DESC, e.project_id`, portal.ProjectActive, client)
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
