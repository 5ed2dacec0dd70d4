package store

import (
	"math"

	"foyer/portal"
)

// onDays is the conditions that choose entries e by their days, both included; an empty one
// leaves its side open.
func onDays(from, to portal.Day) (conditions []string, args []any) {
	if from != "" {
		conditions, args = append(conditions, "e.day >= ?"), append(args, from)
	}
	if to != "" {
		conditions, args = append(conditions, "e.day <= ?"), append(args, to)
	}
	return conditions, args
}

// inDays is the conditions that choose entries e of a client, or of all for zero, by their
// days, and bound their starts for an index.
func inDays(client portal.ClientID, from, to portal.Day) (conditions []string, args []any) {
	conditions, args, _ = entriesFrom(client, from, to, portal.Cursor{})
	return conditions, args
}

// A day is a day in some time zone: its entries start between these, by the margins that
// are kept for some clients (see migration 067). The first value is 00:00 UTC of the day, a
// second further out; whatever starts there is of another day.
const (
	afterStart  = "? + (SELECT min(earliest) FROM entry_margins WHERE client_id BETWEEN ? AND ?)"
	beforeStart = "? + (SELECT max(latest) FROM entry_margins WHERE client_id BETWEEN ? AND ?)"
)

// entriesFrom is the conditions of a page of entries e of some days, and its order; client
// is whose entries the query chooses, zero for all. Each side has one bound, by the days or
// by the cursor, whichever is nearer: of two, SQLite may go by the far one and walk over all
// that lies between. A cursor that somebody made up moves no bound outwards.
func entriesFrom(client portal.ClientID, from, to portal.Day, at portal.Cursor) (conditions []string, args []any, order string) {
	conditions, args = onDays(from, to)
	add := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	first, last := client, client
	if client == 0 {
		last = math.MaxInt64
	}

	switch after := at.Kind == portal.AfterRow; {
	case after && to != "":
		add("(e.started_at, e.id) < (min(?, "+beforeStart+"), ?)", at.Sort, to.Time().Unix()+1, first, last, at.ID)
	case after:
		add("(e.started_at, e.id) < (?, ?)", at.Sort, at.ID)
	case to != "":
		add("e.started_at < "+beforeStart, to.Time().Unix()+1, first, last)
	}
	switch before := at.Kind == portal.BeforeRow; {
	case before && from != "":
		add("(e.started_at, e.id) > (max(?, "+afterStart+"), ?)", at.Sort, from.Time().Unix()-1, first, last, at.ID)
	case before:
		add("(e.started_at, e.id) > (?, ?)", at.Sort, at.ID)
	case from != "":
		add("e.started_at > "+afterStart, from.Time().Unix()-1, first, last)
	}
	if at.Backwards() {
		return conditions, args, "e.started_at, e.id"
	}
	return conditions, args, "e.started_at DESC, e.id DESC"
}
