package portal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
)

func TestEntryQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query  portal.EntryQuery
		want   portal.EntryFilter
		faulty []string
	}{
		{portal.EntryQuery{}, portal.EntryFilter{}, nil},
		{portal.EntryQuery{ProjectID: "7", From: "2026-01-01", To: "2026-01-01"}, portal.EntryFilter{ProjectID: 7, From: "2026-01-01", To: "2026-01-01"}, nil},
		{portal.EntryQuery{ProjectID: "abc"}, portal.EntryFilter{}, []string{"project_id"}},
		{portal.EntryQuery{ProjectID: "-1"}, portal.EntryFilter{}, []string{"project_id"}},
		{portal.EntryQuery{ProjectID: "007"}, portal.EntryFilter{}, []string{"project_id"}},
		{portal.EntryQuery{ProjectID: "99999999999999999999"}, portal.EntryFilter{}, []string{"project_id"}},
		{portal.EntryQuery{From: "2025-13-45", To: "x"}, portal.EntryFilter{}, []string{"date_from", "date_to"}},
		{portal.EntryQuery{From: "2026-02-02", To: "2026-02-01"}, portal.EntryFilter{From: "2026-02-02", To: "2026-02-01"}, []string{"date_to"}},
		{portal.EntryQuery{Page: "after.1"}, portal.EntryFilter{}, []string{"page"}},
	} {
		got, _, faults := c.query.Parse()
		var fields []string
		for _, f := range faults {
			fields = append(fields, f.Field)
		}
		if diff := cmp.Diff(c.faulty, fields); diff != "" {
			t.Errorf("%+v: %s", c.query, diff)
		}
		if c.faulty == nil && got != c.want {
			t.Errorf("%+v: %+v", c.query, got)
		}
	}
}

// A filter prints itself as parameters that give it back.
func TestEntryFilterRoundTrip(t *testing.T) {
	t.Parallel()
	for _, f := range []portal.EntryFilter{{}, {ProjectID: 3}, {From: "2026-01-01"}, {ProjectID: 9, From: "2026-01-01", To: "2026-12-31"}} {
		v := f.Values()
		got, _, faults := portal.EntryQuery{ProjectID: v.Get("project_id"), From: v.Get("date_from"), To: v.Get("date_to")}.Parse()
		if got != f || faults != nil {
			t.Errorf("%+v comes back as %+v, %v", f, got, faults)
		}
	}
}

func TestCursorRoundTrip(t *testing.T) {
	t.Parallel()
	for _, c := range []portal.Cursor{{}, {Kind: portal.LastPage}, {Kind: portal.AfterRow, Sort: 1795348800, ID: 12}, {Kind: portal.BeforeRow, Sort: -5, ID: 1}} {
		if got, ok := portal.ParseCursor(c.String()); !ok || got != c {
			t.Errorf("%+v comes back as %+v, %v", c, got, ok)
		}
	}
}

func FuzzParseCursor(f *testing.F) {
	for _, seed := range []string{"", "last", "after.1.2", "before.-1.2", "after.1.0", "after..", "x.1.2", "after.1.2.3", "first"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, ok := portal.ParseCursor(s)
		if !ok {
			return
		}
		if again, ok := portal.ParseCursor(c.String()); !ok || again != c {
			t.Errorf("%q is %+v, which comes back as %+v", s, c, again)
		}
	})
}

func TestNewPageNeighbours(t *testing.T) {
	t.Parallel()
	edge := func(n int) (int64, int64) { return int64(n), 1 }
	for _, c := range []struct {
		name       string
		rows       []int
		at         portal.Cursor
		more       bool
		prev, next string
	}{
		{"only page", []int{3, 2}, portal.Cursor{}, false, "", ""},
		{"first of many", []int{3, 2}, portal.Cursor{}, true, "", "after.2.1"},
		{"in the middle", []int{3, 2}, portal.Cursor{Kind: portal.AfterRow, Sort: 4, ID: 1}, true, "before.3.1", "after.2.1"},
		{"reached forwards", []int{3, 2}, portal.Cursor{Kind: portal.AfterRow, Sort: 4, ID: 1}, false, "before.3.1", ""},
		{"last", []int{3, 2}, portal.Cursor{Kind: portal.LastPage}, true, "before.3.1", ""},
		{"back in the middle", []int{3, 2}, portal.Cursor{Kind: portal.BeforeRow, Sort: 1, ID: 1}, true, "before.3.1", "after.2.1"},
		{"back at the start", []int{3, 2}, portal.Cursor{Kind: portal.BeforeRow, Sort: 1, ID: 1}, false, "", "after.2.1"},
		{"nothing", nil, portal.Cursor{Kind: portal.AfterRow, Sort: 1, ID: 1}, false, "", ""},
	} {
		p := portal.NewPage(c.rows, c.at, c.more, edge)
		if got := text(p.Prev); got != c.prev {
			t.Errorf("%s: previous %q, want %q", c.name, got, c.prev)
		}
		if got := text(p.Next); got != c.next {
			t.Errorf("%s: next %q, want %q", c.name, got, c.next)
		}
	}
}

func text(c *portal.Cursor) string {
	if c == nil {
		return ""
	}
	return c.String()
}
