package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"foyer/portal"
)

// An entry overlaps another of the same person that shares some of its time; a running
// one has no end yet. Entries longer than a week are not looked for.
const entryOverlaps = `EXISTS (SELECT 1 FROM time_entries o WHERE o.user_id = e.user_id AND o.id <> e.id
	AND o.started_at > e.started_at - 604800 AND o.started_at < e.ended_at AND (o.ended_at IS NULL OR o.ended_at > e.started_at))`

// personName is what a user u goes by; names are stored without blanks around them.
const personName = "CASE u.full_name WHEN '' THEN u.username ELSE u.full_name END"

// CROSS JOIN keeps SQLite at reading the entries first, in their own order.
const (
	entriesOfAll = `
	FROM time_entries e CROSS JOIN clients c ON c.id = e.client_id CROSS JOIN users u ON u.id = e.user_id
	LEFT JOIN projects p ON p.id = e.project_id LEFT JOIN invoices i ON i.id = e.invoice_id `
	entryRecord = `
	SELECT e.id, e.day, e.started_at, e.ended_at, e.seconds, coalesce(p.name, ''), ` + personName + `, e.notes,
	       e.client_id, c.name, coalesce(e.project_id, 0), e.user_id, e.billable, ` + entryBills + `,
	       coalesce(e.invoice_id, 0), coalesce(i.number, ''), ` + entryOverlaps + `, e.revision` + entriesOfAll
)

func scanEntryRecord(row scanner) (e portal.EntryRecord, err error) {
	var started, ended sql.NullInt64
	err = row.Scan(&e.ID, &e.Day, &started, &ended, &e.Hours, &e.Project, &e.Person, &e.Notes,
		&e.ClientID, &e.Client, &e.ProjectID, &e.PersonID, &e.Billable, &e.Bills, &e.InvoiceID, &e.InvoiceNumber, &e.Overlaps, &e.Revision)
	e.Started, e.Ended = instant(started), instant(ended)
	return e, err
}

// EntryRecord reads a time entry, running or finished.
func (s *Store) EntryRecord(ctx context.Context, id int64) (portal.EntryRecord, error) {
	e, err := scanEntryRecord(s.read.QueryRowContext(ctx, entryRecord+"WHERE e.id = ?", id))
	return e, translate(err)
}

// EntryRecords reads a page of the finished entries that a filter chooses, newest start first.
func (s *Store) EntryRecords(ctx context.Context, f portal.StaffEntryFilter, at portal.Cursor, size int) (portal.Page[portal.EntryRecord], error) {
	query, args := entryListQuery(f, at, size+1)
	rows, err := collect(ctx, s.read, scanEntryRecord, query, args...)
	if err != nil {
		return portal.Page[portal.EntryRecord]{}, err
	}
	return page(rows, at, size, func(e portal.EntryRecord) (int64, int64) { return e.Started.Unix(), e.ID }), nil
}

func entryListQuery(f portal.StaffEntryFilter, at portal.Cursor, size int) (query string, args []any) {
	if ofEverybody(f) {
		return mergedListQuery(f, at, size)
	}
	conditions, args := staffEntryConditions(f)
	page, edges, order := entriesFrom(f.ClientID, f.From, f.To, at)
	return entryRecord + "WHERE " + strings.Join(append(conditions, page...), " AND ") + " ORDER BY " + order + limit, append(append(args, edges...), size)
}

// EntrySums adds up all finished entries that a filter chooses.
func (s *Store) EntrySums(ctx context.Context, f portal.StaffEntryFilter) (t portal.EntrySums, err error) {
	conditions, args := staffEntryConditions(f)
	days, values := inDays(f.ClientID, f.From, f.To)
	if ofEverybody(f) && len(days) > 0 {
		days = append(days, "e.user_id IN (SELECT id FROM users)") // finds starts by each person's index
	}
	where := strings.Join(append(conditions, days...), " AND ")
	err = s.read.QueryRowContext(ctx, "SELECT count(*), coalesce(sum(e.seconds), 0), coalesce(sum(e.seconds) FILTER (WHERE "+entryBills+"), 0)"+entriesOfAll+"WHERE "+where, append(args, values...)...).
		Scan(&t.Count, &t.Hours, &t.Billable)
	return t, translate(err)
}

// staffEntryConditions is what the staff's filter asks for beside days, values apart.
func staffEntryConditions(f portal.StaffEntryFilter) (conditions []string, args []any) {
	conditions = []string{"e.ended_at IS NOT NULL"}
	add := func(condition string, values ...any) {
		conditions = append(conditions, condition)
		args = append(args, values...)
	}
	if f.ClientID != 0 {
		add("e.client_id = ?", f.ClientID)
	}
	if f.ProjectID != 0 {
		add("e.project_id = ?", f.ProjectID)
	}
	if f.PersonID != 0 {
		add("e.user_id = ?", f.PersonID)
	}
	if f.Billable != nil {
		add("("+entryBills+") = ?", *f.Billable)
	}
	if f.Invoiced != nil {
		add("(e.invoice_id IS NOT NULL) = ?", *f.Invoiced)
	}
	if f.Search != "" {
		pattern := contains(f.Search)
		add(`(e.notes LIKE ? ESCAPE '\' OR c.name LIKE ? ESCAPE '\' OR p.name LIKE ? ESCAPE '\')`, pattern, pattern, pattern)
	}
	return conditions, args
}

// RunningTimers lists a person's running entries, newest first; everybody's for zero. A
// person has one, and those that came with an import.
func (s *Store) RunningTimers(ctx context.Context, person int64) ([]portal.EntryRecord, error) {
	if person == 0 {
		return collect(ctx, s.read, scanEntryRecord, entryRecord+"WHERE e.ended_at IS NULL ORDER BY e.started_at DESC, e.id DESC")
	}
	return collect(ctx, s.read, scanEntryRecord, entryRecord+"WHERE e.ended_at IS NULL AND e.user_id = ? ORDER BY e.started_at DESC, e.id DESC", person)
}

// LastEntryEnd is when the last of a person's entries of a day ended; zero without one.
func (s *Store) LastEntryEnd(ctx context.Context, person int64, day portal.Day) (time.Time, error) {
	var last sql.NullInt64
	days, args := inDays(0, day, day)
	err := s.read.QueryRowContext(ctx, "SELECT max(ended_at) FROM time_entries e WHERE user_id = ? AND ended_at IS NOT NULL AND "+strings.Join(days, " AND "),
		append([]any{person}, args...)...).Scan(&last)
	return instant(last), translate(err)
}

// WorkChoices lists what time can be booked on, closed ones too, by client and project;
// before its projects each client has a choice of no project.
func (s *Store) WorkChoices(ctx context.Context) ([]portal.WorkChoice, error) {
	list, err := collect(ctx, s.read, func(row scanner) (w portal.WorkChoice, err error) {
		return w, row.Scan(&w.ClientID, &w.Client, &w.ProjectID, &w.Project, &w.Billable, &w.Open)
	}, `
		SELECT c.id AS client, c.name, 0 AS project, '', 1, c.active FROM clients c UNION ALL
		SELECT c.id, c.name, p.id, p.name, p.billable, c.active = 1 AND p.status = ? FROM projects p JOIN clients c ON c.id = p.client_id
		ORDER BY client, project`, portal.ProjectActive)
	portal.SortByName(list, func(w portal.WorkChoice) string { return w.Client + "\n" + w.Project })
	return list, err
}

// PersonChoices lists those who have entries or may have, by name. Only active members
// of staff are active here.
func (s *Store) PersonChoices(ctx context.Context) ([]portal.PersonChoice, error) {
	list, err := collect(ctx, s.read, func(row scanner) (p portal.PersonChoice, err error) {
		return p, row.Scan(&p.ID, &p.Name, &p.Active)
	}, "SELECT u.id, "+personName+`, u.active = 1 AND u.portal_only = 0 FROM users u
		WHERE u.portal_only = 0 OR EXISTS (SELECT 1 FROM time_entries e WHERE e.user_id = u.id) ORDER BY u.id`)
	portal.SortByName(list, func(p portal.PersonChoice) string { return p.Name })
	return list, err
}
