package store_test

import (
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// planOf is how SQLite would run a query.
func planOf(t *testing.T, db *storetest.DB, query string, args ...any) (plan string) {
	t.Helper()
	rows, err := db.Raw.Query("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		plan += detail + "\n"
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan
}

// A page of the staff's list reads no more entries than it shows: in the order of an index,
// without sorting. Of everybody's it reads one more of each person, from a row on by the
// person's index, and sorts what it shows alone.
func TestListsOfEntriesAreNotSorted(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	days := portal.EntryFilter{From: "2026-01-01", To: "2026-01-31"}
	const down, up = "time_entries_by_user (user_id=? AND started_at<?", "time_entries_by_user (user_id=? AND started_at>?"
	for name, list := range map[string]struct {
		filter   portal.StaffEntryFilter
		forwards string
		back     string
		sorts    int
	}{
		"all":                {portal.StaffEntryFilter{}, down, up, 1},
		"days":               {portal.StaffEntryFilter{EntryFilter: days}, "time_entries_by_user (user_id=? AND started_at>? AND started_at<?", "time_entries_by_user (user_id=? AND started_at>? AND started_at<?", 1},
		"up to a day":        {portal.StaffEntryFilter{EntryFilter: portal.EntryFilter{To: days.To}}, down, "time_entries_by_user (user_id=? AND started_at>? AND started_at<?", 1},
		"billable":           {portal.StaffEntryFilter{Billable: new(true)}, down, up, 1},
		"a client":           {portal.StaffEntryFilter{ClientID: 1}, "time_entries_by_client", "time_entries_by_client", 0},
		"a person":           {portal.StaffEntryFilter{PersonID: 1}, "time_entries_by_user", "time_entries_by_user", 0},
		"a project":          {portal.StaffEntryFilter{EntryFilter: portal.EntryFilter{ProjectID: 1}}, "time_entries_by_project", "time_entries_by_project", 0},
		"a client and days":  {portal.StaffEntryFilter{ClientID: 1, EntryFilter: days}, "time_entries_by_client", "time_entries_by_client", 0},
		"a person and days":  {portal.StaffEntryFilter{PersonID: 1, EntryFilter: days}, "time_entries_by_user", "time_entries_by_user", 0},
		"a project and days": {portal.StaffEntryFilter{EntryFilter: portal.EntryFilter{ProjectID: 1, From: days.From, To: days.To}}, "time_entries_by_project", "time_entries_by_project", 0},
	} {
		for _, at := range everyCursor {
			query, args := store.EntryListQuery(list.filter, at, portal.PageSize)
			plan, index := planOf(t, db, query, args...), list.forwards
			if at.Backwards() {
				index = list.back
			}
			if strings.Count(plan, "TEMP B-TREE") != list.sorts || strings.Contains(plan, "SCAN e") || !strings.Contains(plan, index) {
				t.Errorf("%s at %q:\n%s", name, at.String(), plan)
			}
		}
	}
	if plan := planOf(t, db, "SELECT id FROM time_entries WHERE ended_at IS NULL AND user_id = 1 ORDER BY started_at DESC"); !strings.Contains(plan, "time_entries_running") {
		t.Errorf("a person's timer:\n%s", plan)
	}
}

func TestLastEntryEnd(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, sam, tom := db.Client(storetest.Client{}), db.User(storetest.User{Username: "sam"}), db.User(storetest.User{Username: "tom"})
	db.Entry(acme, storetest.Entry{User: sam, Day: "2026-11-20", Start: "09:00"})
	db.Entry(acme, storetest.Entry{User: sam, Day: "2026-11-20", Start: "07:00", Seconds: 18_000})
	db.Entry(acme, storetest.Entry{User: sam, Day: "2026-11-20", Start: "13:00", Running: true})
	db.Entry(acme, storetest.Entry{User: sam, Day: "2026-11-21", Start: "15:00"})
	db.Entry(acme, storetest.Entry{User: tom, Day: "2026-11-20", Start: "16:00"})
	at, err := db.LastEntryEnd(t.Context(), sam, "2026-11-20")
	if err != nil || at.Format("2006-01-02 15:04") != "2026-11-20 12:00" {
		t.Errorf("%s, %v", at, err)
	}
	if at, err := db.LastEntryEnd(t.Context(), sam, "2026-11-19"); err != nil || !at.IsZero() {
		t.Errorf("of a day without entries: %s, %v", at, err)
	}
}

// What the other program has running may run several times; here a person has one timer,
// and the schema itself sees to it.
func TestOneTimerInTheSchema(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, sam := db.Client(storetest.Client{}), db.User(storetest.User{Username: "sam"})
	for range 2 {
		id := db.Entry(acme, storetest.Entry{User: sam, Running: true})
		db.Exec("UPDATE time_entries SET timetracker_id = id WHERE id = ?", id)
	}
	db.Entry(acme, storetest.Entry{User: sam, Running: true})
	if _, err := db.Raw.Exec("INSERT INTO time_entries (client_id, user_id, day, started_at, created_at, updated_at) VALUES (?, ?, '2026-11-20', 0, 0, 0)", acme, sam); err == nil {
		t.Error("a second timer runs")
	}
	timers, err := db.RunningTimers(t.Context(), sam)
	if err != nil || len(timers) != 3 {
		t.Errorf("%d run, %v", len(timers), err)
	}
}
