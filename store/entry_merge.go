package store

import (
	"math"
	"strings"

	"foyer/portal"
)

// ofEverybody reports whether a filter chooses neither a client, a project nor a person: the
// entries of these stand side by side in an index by start, everybody's don't.
func ofEverybody(f portal.StaffEntryFilter) bool {
	return f.ClientID == 0 && f.ProjectID == 0 && f.PersonID == 0
}

// Everybody's entries are merged from those of each person, off the index of persons and
// starts. What SQLite still has to go through of merged is a queue in the list's order: at
// first each person at the edge that the page begins from, then whoever comes next with the
// next entry, in whose place the person's one after it joins the queue. So a page reads one
// entry of each person, and one for each of its rows; the limit is of both together.
const (
	mergedFrom = `
	WITH RECURSIVE merged (person, started_at, id, listed) AS (
		SELECT id, ?, ?, 0 FROM users
		UNION ALL
		SELECT n.user_id, n.started_at, n.id, 1 FROM merged m CROSS JOIN time_entries n ON n.id = (
			SELECT e.id FROM time_entries e INDEXED BY time_entries_by_user CROSS JOIN clients c ON c.id = e.client_id LEFT JOIN projects p ON p.id = e.project_id
			WHERE e.user_id = m.person AND `
	mergedNewestFirst = " ORDER BY e.started_at DESC, e.id DESC LIMIT 1) ORDER BY 2 DESC, 3 DESC"
	mergedOldestFirst = " ORDER BY e.started_at, e.id LIMIT 1) ORDER BY 2, 3"
	mergedList        = limit + " + (SELECT count(*) FROM users))" + entryRecord + "WHERE e.id IN (SELECT id FROM merged WHERE listed = 1) ORDER BY "
)

// mergedListQuery is entryListQuery of everybody's entries.
func mergedListQuery(f portal.StaffEntryFilter, at portal.Cursor, size int) (query string, args []any) {
	merged := mergedNewestFirst
	switch at.Kind {
	case portal.FirstPage:
		at = portal.Cursor{Kind: portal.AfterRow, Sort: math.MaxInt64, ID: math.MaxInt64}
	case portal.LastPage:
		at = portal.Cursor{Kind: portal.BeforeRow, Sort: math.MinInt64, ID: math.MinInt64}
	}
	if at.Backwards() {
		merged = mergedOldestFirst
	}
	conditions, values := staffEntryConditions(f)
	page, edges, order := entriesBeside(beside{start: "m.started_at", id: "m.id"}, 0, f.From, f.To, at)
	args = append(append(append([]any{at.Sort, at.ID}, values...), edges...), size)
	return mergedFrom + strings.Join(append(conditions, page...), " AND ") + merged + mergedList + order, args
}
