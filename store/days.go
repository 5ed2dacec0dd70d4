package store

import (
	"math"
	"slices"

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

// beside is the row that a page lies beside: its start and its id as SQL, with the values that
// these take.
type beside struct {
	start, id   string
	starts, ids []any
}

func besideCursor(at portal.Cursor) beside { return beside{"?", "?", []any{at.Sort}, []any{at.ID}} }

// entriesFrom is the conditions of a page of entries e of some days, and its order; client
// is whose entries the query chooses, zero for all.
func entriesFrom(client portal.ClientID, from, to portal.Day, at portal.Cursor) (conditions []string, args []any, order string) {
	return entriesBeside(besideCursor(at), client, from, to, at)
}

// entriesBeside is the same for a page that lies where the cursor says, but beside a row of
// the query's own. Each side has one bound, by the days or by the row, whichever is nearer:
// of two, SQLite may go by the far one and walk over all that lies between. A cursor that
// somebody made up moves no bound outwards.
func entriesBeside(row beside, client portal.ClientID, from, to portal.Day, at portal.Cursor) (conditions []string, args []any, order string) {
	conditions, args = onDays(from, to)
	add := func(condition string, values ...[]any) {
		conditions, args = append(conditions, condition), append(args, slices.Concat(values...)...)
	}
	first, last := client, client
	if client == 0 {
		last = math.MaxInt64
	}

	switch after := at.Kind == portal.AfterRow; {
	case after && to != "":
		add("(e.started_at, e.id) < (min("+row.start+", "+beforeStart+"), "+row.id+")", row.starts, []any{to.Time().Unix() + 1, first, last}, row.ids)
	case after:
		add("(e.started_at, e.id) < ("+row.start+", "+row.id+")", row.starts, row.ids)
	case to != "":
		add("e.started_at < "+beforeStart, []any{to.Time().Unix() + 1, first, last})
	}
	switch before := at.Kind == portal.BeforeRow; {
	case before && from != "":
		add("(e.started_at, e.id) > (max("+row.start+", "+afterStart+"), "+row.id+")", row.starts, []any{from.Time().Unix() - 1, first, last}, row.ids)
	case before:
		add("(e.started_at, e.id) > ("+row.start+", "+row.id+")", row.starts, row.ids)
	case from != "":
		add("e.started_at > "+afterStart, []any{from.Time().Unix() - 1, first, last})
	}
	if at.Backwards() {
		return conditions, args, "e.started_at, e.id"
	}
	return conditions, args, "e.started_at DESC, e.id DESC"
}
