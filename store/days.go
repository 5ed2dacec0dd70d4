package store

import "foyer/portal"

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

// inDays is the conditions that choose entries e by their days, and bound their starts for
// an index.
func inDays(from, to portal.Day) (conditions []string, args []any) {
	conditions, args, _ = entriesFrom(from, to, portal.Cursor{})
	return conditions, args
}

// entriesFrom is the conditions of a page of entries e of some days, and its order. Each
// side has one bound, by the days or by the cursor, whichever is nearer: of two, SQLite may
// go by the far one and walk over all that lies between. A cursor that somebody made up
// moves no bound outwards.
func entriesFrom(from, to portal.Day, at portal.Cursor) (conditions []string, args []any, order string) {
	conditions, args = onDays(from, to)
	add := func(condition string, values ...any) {
		conditions, args = append(conditions, condition), append(args, values...)
	}
	switch {
	case at.Kind == portal.AfterRow && (to == "" || at.Sort < latestStart(to)):
		add("(e.started_at, e.id) < (?, ?)", at.Sort, at.ID)
	case to != "":
		add("e.started_at < ?", latestStart(to))
	}
	switch {
	case at.Kind == portal.BeforeRow && (from == "" || at.Sort > earliestStart(from)):
		add("(e.started_at, e.id) > (?, ?)", at.Sort, at.ID)
	case from != "":
		add("e.started_at >= ?", earliestStart(from))
	}
	if at.Backwards() {
		return conditions, args, "e.started_at, e.id"
	}
	return conditions, args, "e.started_at DESC, e.id DESC"
}
