package store

import (
	"math"
	"testing"

	"foyer/portal"
)

// The nearer of a day's bound and a cursor counts: going by the far one, SQLite would walk
// over all entries between the two. A cursor that somebody made up moves no bound outwards.
func TestEdgesOfAPage(t *testing.T) {
	t.Parallel()
	const from, to = "2026-03-01", "2026-03-31"
	first, last := earliestStart(from), latestStart(to)
	inside := first + 1000
	for name, c := range map[string]struct {
		from, to  portal.Day
		at        portal.Cursor
		low, high edge
	}{
		"everything":               {"", "", portal.Cursor{}, edge{math.MinInt64, 0}, edge{math.MaxInt64, 0}},
		"days":                     {from, to, portal.Cursor{}, edge{first, 0}, edge{last, 0}},
		"the last page of days":    {from, to, portal.Cursor{Kind: portal.LastPage}, edge{first, 0}, edge{last, 0}},
		"after a row":              {from, to, portal.Cursor{Kind: portal.AfterRow, Sort: inside, ID: 7}, edge{first, 0}, edge{inside, 7}},
		"before a row":             {from, to, portal.Cursor{Kind: portal.BeforeRow, Sort: inside, ID: 7}, edge{inside, 7}, edge{last, 0}},
		"after a row, made up":     {from, to, portal.Cursor{Kind: portal.AfterRow, Sort: last + 1, ID: 7}, edge{first, 0}, edge{last, 0}},
		"before a row, made up":    {from, to, portal.Cursor{Kind: portal.BeforeRow, Sort: first - 1, ID: 7}, edge{first, 0}, edge{last, 0}},
		"after a row, no days":     {"", "", portal.Cursor{Kind: portal.AfterRow, Sort: 5, ID: 7}, edge{math.MinInt64, 0}, edge{5, 7}},
		"before a row, open start": {"", to, portal.Cursor{Kind: portal.BeforeRow, Sort: 5, ID: 7}, edge{5, 7}, edge{last, 0}},
	} {
		if low, high := edgesOf(c.from, c.to, c.at); low != c.low || high != c.high {
			t.Errorf("%s: %v to %v, want %v to %v", name, low, high, c.low, c.high)
		}
	}
}
