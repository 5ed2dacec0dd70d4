package store

import (
	"strings"
	"testing"

	"foyer/portal"
)

func TestAPageHasOneBoundOnEachSide(t *testing.T) {
	t.Parallel()
	const (
		from, to    = "2026-03-01", "2026-03-31"
		before      = "e.started_at < " + beforeStart
		after       = "e.started_at > " + afterStart
		beforeRow   = "(e.started_at, e.id) < (?, ?)"
		beforeBoth  = "(e.started_at, e.id) < (min(?, " + beforeStart + "), ?)"
		afterBoth   = "(e.started_at, e.id) > (max(?, " + afterStart + "), ?)"
		days        = "e.day >= ? AND e.day <= ?"
		daysAndEnds = days + " AND " + before + " AND " + after
	)
	next, prev := portal.Cursor{Kind: portal.AfterRow, Sort: 5, ID: 7}, portal.Cursor{Kind: portal.BeforeRow, Sort: 5, ID: 7}
	for name, c := range map[string]struct {
		from, to portal.Day
		at       portal.Cursor
		want     string
	}{
		"everything":            {"", "", portal.Cursor{}, ""},
		"days":                  {from, to, portal.Cursor{}, daysAndEnds},
		"the last page of days": {from, to, portal.Cursor{Kind: portal.LastPage}, daysAndEnds},
		"after a row":           {from, to, next, days + " AND " + beforeBoth + " AND " + after},
		"before a row":          {from, to, prev, days + " AND " + before + " AND " + afterBoth},
		"after a row, no days":  {"", "", next, beforeRow},
		"before, an open start": {"", to, prev, "e.day <= ? AND " + before + " AND (e.started_at, e.id) > (?, ?)"},
		"after, an open end":    {from, "", next, "e.day >= ? AND " + beforeRow + " AND " + after},
	} {
		conditions, args, order := entriesFrom(1, c.from, c.to, c.at)
		if got := strings.Join(conditions, " AND "); got != c.want || strings.Count(got, "?") != len(args) {
			t.Errorf("%s: %s with %d values, want %s", name, got, len(args), c.want)
		}
		if newestFirst := strings.Contains(order, "DESC"); newestFirst == c.at.Backwards() {
			t.Errorf("%s: in the order %s", name, order)
		}
	}
}
