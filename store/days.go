package store

import "foyer/portal"

// aroundDay bounds, in seconds, how far an entry can start outside of its day as UTC has it,
// in any time zone there ever was. It lets an index over starts find days.
const (
	aroundDay  = 16 * 60 * 60
	daySeconds = 24 * 60 * 60
)

// inDays is the conditions that choose entries e by their days, both included; an empty one
// leaves its side open.
func inDays(from, to portal.Day) (conditions []string, args []any) {
	if from != "" {
		conditions = append(conditions, "e.day >= ? AND e.started_at >= ?")
		args = append(args, from, from.Time().Unix()-aroundDay)
	}
	if to != "" {
		conditions = append(conditions, "e.day <= ? AND e.started_at < ?")
		args = append(args, to, to.Time().Unix()+daySeconds+aroundDay)
	}
	return conditions, args
}
