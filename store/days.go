package store

import (
	"math"

	"foyer/portal"
)

// aroundDay bounds, in seconds, how far an entry can start outside of its day as UTC has it,
// in any time zone there ever was. It lets an index over starts find days.
const (
	aroundDay  = 16 * 60 * 60
	daySeconds = 24 * 60 * 60
)

func earliestStart(from portal.Day) int64 { return from.Time().Unix() - aroundDay }
func latestStart(to portal.Day) int64     { return to.Time().Unix() + daySeconds + aroundDay }

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

// inDays chooses the entries of some days and bounds their starts for an index.
func inDays(from, to portal.Day) (conditions []string, args []any) {
	conditions, args = onDays(from, to)
	low, high := edgesOf(from, to, portal.Cursor{})
	return append(conditions, "e.started_at BETWEEN ? AND ?"), append(args, low.start, high.start)
}

// edge is a place in the order of entries, by start and then by id.
type edge struct{ start, id int64 }

func (e edge) before(other edge) bool {
	return e.start < other.start || e.start == other.start && e.id < other.id
}

// betweenEdges chooses the entries of a page by where they stand. One condition for days
// and cursor together, as SQLite goes by one of several bounds, which may be the far one.
const betweenEdges = "(e.started_at, e.id) > (?, ?) AND (e.started_at, e.id) < (?, ?)"

// edgesOf is between which two edges a page's entries lie.
func edgesOf(from, to portal.Day, at portal.Cursor) (low, high edge) {
	low, high = edge{math.MinInt64, 0}, edge{math.MaxInt64, 0}
	if from != "" {
		low.start = earliestStart(from)
	}
	if to != "" {
		high.start = latestStart(to)
	}
	row := edge{at.Sort, at.ID}
	if at.Kind == portal.AfterRow && row.before(high) {
		high = row
	}
	if at.Kind == portal.BeforeRow && low.before(row) {
		low = row
	}
	return low, high
}

// entryPage is the rest of a query that reads a page of entries e in some days: the
// conditions, the order and the values for both.
func entryPage(from, to portal.Day, at portal.Cursor) (conditions []string, order string, args []any) {
	conditions, args = onDays(from, to)
	low, high := edgesOf(from, to, at)
	order = "e.started_at DESC, e.id DESC"
	if at.Backwards() {
		order = "e.started_at, e.id"
	}
	return append(conditions, betweenEdges), order, append(args, low.start, low.id, high.start, high.id)
}
