package timetracker_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store/storetest"
)

func agencyEntries(t *testing.T, db *storetest.DB, want agency, _ *timetracker.Report) {
	ctx := context.Background()
	for _, f := range want.EntryFilters {
		client := clientOf(db, f.ClientID)
		filter := portal.EntryFilter{From: f.DateFrom, To: f.DateTo}
		if f.ProjectID != 0 {
			filter.ProjectID = projectOf(db, f.ProjectID)
		}
		totals, err := db.EntryTotals(ctx, client, filter)
		if err != nil {
			t.Fatal(err)
		}
		if totals.Count != f.Count || totals.Hours != f.TotalSeconds || totals.Hours.Hundredths() != cents(t, f.Hours) {
			t.Errorf("%s: %+v, want %d entries, %d s", f.Label, totals, f.Count, f.TotalSeconds)
		}
		if got := entryIDs(t, db, client, filter); !slices.Equal(got, f.IDs) {
			t.Errorf("%s: entries %v, want %v", f.Label, got, f.IDs)
		}
	}
}

// entryIDs reads all pages and returns the source's ids, in the order of the list.
func entryIDs(t *testing.T, db *storetest.DB, client portal.ClientID, f portal.EntryFilter) (ids []int64) {
	t.Helper()
	ids = []int64{}
	at := portal.Cursor{}
	for {
		page, err := db.TimeEntries(context.Background(), client, f, at, portal.PageSize)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Rows {
			ids = append(ids, db.Int("SELECT timetracker_id FROM time_entries WHERE id = ?", e.ID))
		}
		if page.Next == nil {
			return ids
		}
		at = *page.Next
	}
}

func agencyProjects(t *testing.T, db *storetest.DB, want agency, _ *timetracker.Report) {
	ctx := context.Background()
	for _, c := range want.Clients {
		client := clientOf(db, c.ID)
		got, err := db.ActiveProjects(ctx, client, -1)
		if err != nil {
			t.Fatal(err)
		}
		byID := map[int64]portal.Project{}
		for _, p := range got {
			byID[db.Int("SELECT timetracker_id FROM projects WHERE id = ?", p.ID)] = p
		}
		if len(byID) != len(c.ActiveProjects) {
			t.Errorf("%s: %d active projects, want %d", c.Name, len(byID), len(c.ActiveProjects))
		}
		for _, w := range c.ActiveProjects {
			p := byID[w.ID]
			if p.Name != w.Name || p.Hours != w.TotalSeconds || p.Entries != w.FinishedEntries || p.Hours.Hundredths() != cents(t, w.Hours) {
				t.Errorf("%s: project %+v, want %+v", c.Name, p, w)
			}
			if (p.Rate != nil) != (w.HourlyRate != "") || p.Rate != nil && p.Rate.Minor != cents(t, w.HourlyRate) {
				t.Errorf("%s, %s: rate %v, want %s", c.Name, w.Name, p.Rate, w.HourlyRate)
			}
		}
		for _, w := range c.OtherProjects {
			totals, err := db.EntryTotals(ctx, client, portal.EntryFilter{ProjectID: projectOf(db, w.ID)})
			status := db.Text("SELECT status FROM projects WHERE timetracker_id = ?", w.ID)
			if err != nil || totals.Count != w.FinishedEntries || totals.Hours != w.TotalSeconds || status != w.Status {
				t.Errorf("%s: past project %d: %+v, %s, %v", c.Name, w.ID, totals, status, err)
			}
		}
		all, err := db.EntryTotals(ctx, client, portal.EntryFilter{})
		if err != nil || all.Count != c.All.Count || all.Hours != c.All.TotalSeconds {
			t.Errorf("%s: %+v, want %+v (%v)", c.Name, all, c.All, err)
		}
	}
}

func agencyOddRows(t *testing.T, db *storetest.DB, want agency, r *timetracker.Report) {
	list := func(ids []int64) string {
		words := make([]string, len(ids))
		for i, id := range ids {
			words[i] = strconv.FormatInt(id, 10)
		}
		return strings.Join(words, ", ")
	}
	wantOdd(t, r, "time_entries", "lasts 0 seconds", list(want.OddRows.Zero))
	wantOdd(t, r, "time_entries", "less than nothing", list(want.OddRows.Negative)+" (duration_seconds -600)")
	wantOdd(t, r, "expenses", "on no invoice", "3")
	wantOdd(t, r, "invoices", "has a total of 0; counts as paid", "62")
	wantOdd(t, r, "payments", "is pending; kept for staff", "28, 44")
	if got := db.Text("SELECT group_concat(timetracker_id, ', ') FROM (SELECT timetracker_id FROM time_entries WHERE ended_at IS NULL ORDER BY 1)"); got != list(want.OddRows.Running) {
		t.Errorf("running %s", got)
	}
	// The one line of the source that names entries.
	if got := db.Text("SELECT group_concat(timetracker_id, ',') FROM (SELECT timetracker_id FROM time_entries WHERE invoice_id IS NOT NULL ORDER BY 1)"); got != "943,948,965,977,981,999,1005" {
		t.Errorf("billed entries %s", got)
	}
	if got := db.Text("SELECT currency FROM clients WHERE timetracker_id = 4"); got != "USD" {
		t.Errorf("currency of the client in Tokyo is %s", got)
	}
}

// Of the entries at both changes of the clocks, those that really start or end at a time
// that the clocks showed twice or not at all.
func agencyClockChanges(t *testing.T, _ *storetest.DB, _ agency, r *timetracker.Report) {
	wantAllOdd(t, r, "time_entries", map[string]string{
		"start_time is a local time that existed twice": `147 (start_time "2025-10-26 02:10:00.000000"), 148 (start_time "2025-10-26 02:30:00.000000"), ` +
			`1416 (start_time "2026-10-25 02:10:00.000000"), 1418 (start_time "2026-10-25 02:30:00.000000")`,
		"end_time is a local time that existed twice": `146 (end_time "2025-10-26 02:30:00.000000"), 147 (end_time "2025-10-26 02:50:00.000000"), ` +
			`1416 (end_time "2026-10-25 02:50:00.000000"), 1417 (end_time "2026-10-25 02:30:00.000000")`,
		"start_time is a local time that did not exist": `773 (start_time "2026-03-29 02:15:00.000000"), 776 (start_time "2026-03-29 02:30:00.000000")`,
		"end_time is a local time that did not exist":   `773 (end_time "2026-03-29 02:45:00.000000"), 774 (end_time "2026-03-29 02:00:00.000000")`,
	})
}
