package store

import (
	"strings"
	"testing"

	"foyer/portal"
)

func TestAPageHasOneBoundOnEachSide(t *testing.T) {
	t.Parallel()
	const (
		from, to   = "2026-03-01", "2026-03-31"
		onOrAfter  = "e.started_at >= ?"
		before     = "e.started_at < ?"
		afterRow   = "(e.started_at, e.id) > (?, ?)"
		beforeRow  = "(e.started_at, e.id) < (?, ?)"
		days       = "e.day >= ? AND e.day <= ?"
		daysAndAll = days + " AND " + before + " AND " + onOrAfter
	)
	inside := earliestStart(from) + 1000
	for name, c := range map[string]struct {
		from, to portal.Day
		at       portal.Cursor
		want     string
	}{
		"everything":            {"", "", portal.Cursor{}, ""},
		"days":                  {from, to, portal.Cursor{}, daysAndAll},
		"the last page of days": {from, to, portal.Cursor{Kind: portal.LastPage}, daysAndAll},
		"after a row":           {from, to, portal.Cursor{Kind: portal.AfterRow, Sort: inside, ID: 7}, days + " AND " + beforeRow + " AND " + onOrAfter},
		"before a row":          {from, to, portal.Cursor{Kind: portal.BeforeRow, Sort: inside, ID: 7}, days + " AND " + before + " AND " + afterRow},
		"after a row, made up":  {from, to, portal.Cursor{Kind: portal.AfterRow, Sort: latestStart(to), ID: 7}, daysAndAll},
		"before one, made up":   {from, to, portal.Cursor{Kind: portal.BeforeRow, Sort: earliestStart(from), ID: 7}, daysAndAll},
		"after a row, no days":  {"", "", portal.Cursor{Kind: portal.AfterRow, Sort: 5, ID: 7}, beforeRow},
		"before, an open start": {"", to, portal.Cursor{Kind: portal.BeforeRow, Sort: 5, ID: 7}, "e.day <= ? AND " + before + " AND " + afterRow},
	} {
		conditions, args, order := entriesFrom(c.from, c.to, c.at)
		if got := strings.Join(conditions, " AND "); got != c.want || strings.Count(got, "?") != len(args) {
			t.Errorf("%s: %s with %d values, want %s", name, got, len(args), c.want)
		}
		if newestFirst := strings.Contains(order, "DESC"); newestFirst == c.at.Backwards() {
			t.Errorf("%s: in the order %s", name, order)
		}
	}
}
