package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

// Equal starts are told apart by their ids, so every entry stands on exactly one page.
func TestEntryPaging(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, other := db.Client(storetest.Client{}), db.Client(storetest.Client{})
	sam := db.User(storetest.User{})
	project := db.Project(acme, "P")
	for n := range 90 {
		e := storetest.Entry{User: sam, Day: portal.Day("2026-11-01").AddDays(n % 5), Start: fmt.Sprintf("%02d:00", 8+n%3), Seconds: int64(n + 1)}
		if n%2 == 0 {
			e.Project = project
		}
		db.Entry(acme, e)
		e.Project = 0
		db.Entry(other, e)
	}
	db.Entry(acme, storetest.Entry{User: sam, Running: true})

	for _, f := range []portal.EntryFilter{{}, {ProjectID: project}, {From: "2026-11-02", To: "2026-11-03"}, {ProjectID: project, From: "2026-11-04"}, {To: "2026-10-01"}} {
		all, err := db.TimeEntries(context.Background(), acme, f, portal.Cursor{}, 1000)
		if err != nil {
			t.Fatal(err)
		}
		totals, err := db.EntryTotals(context.Background(), acme, f)
		if err != nil {
			t.Fatal(err)
		}
		var sum portal.Hours
		for i, e := range all.Rows {
			sum += e.Hours
			if i > 0 && !(all.Rows[i-1].Started.After(e.Started) || all.Rows[i-1].Started.Equal(e.Started) && all.Rows[i-1].ID > e.ID) {
				t.Errorf("%+v: entry %d stands before %d", f, all.Rows[i-1].ID, e.ID)
			}
		}
		if totals.Count != len(all.Rows) || totals.Hours != sum {
			t.Errorf("%+v: totals %+v, rows %d with %d s", f, totals, len(all.Rows), sum)
		}
		read := func(at portal.Cursor) portal.Page[portal.TimeEntry] {
			p, err := db.TimeEntries(context.Background(), acme, f, at, 7)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if diff := cmp.Diff(all.Rows, forwards(read)); diff != "" {
			t.Errorf("%+v forwards: %s", f, diff)
		}
		if diff := cmp.Diff(all.Rows, backwards(read)); diff != "" {
			t.Errorf("%+v backwards: %s", f, diff)
		}
	}
}

// The filter takes both ends of the dates, running entries and other clients' never.
func TestEntryFilters(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, other := db.Client(storetest.Client{}), db.Client(storetest.Client{})
	sam := db.User(storetest.User{})
	own, foreign := db.Project(acme, "Own"), db.Project(other, "Foreign")
	db.Entry(acme, storetest.Entry{User: sam, Project: own, Day: "2026-11-01"})
	db.Entry(acme, storetest.Entry{User: sam, Day: "2026-11-02"})
	db.Entry(acme, storetest.Entry{User: sam, Project: own, Day: "2026-11-03", Seconds: 1200})
	db.Entry(acme, storetest.Entry{User: sam, Project: own, Day: "2026-11-03", Running: true})
	db.Entry(other, storetest.Entry{User: sam, Project: foreign, Day: "2026-11-02"})

	for _, c := range []struct {
		filter portal.EntryFilter
		want   portal.EntryTotals
	}{
		{portal.EntryFilter{}, portal.EntryTotals{Count: 3, Hours: 8400}},
		{portal.EntryFilter{ProjectID: own}, portal.EntryTotals{Count: 2, Hours: 4800}},
		{portal.EntryFilter{ProjectID: foreign}, portal.EntryTotals{}},
		{portal.EntryFilter{ProjectID: 12345}, portal.EntryTotals{}},
		{portal.EntryFilter{From: "2026-11-01", To: "2026-11-01"}, portal.EntryTotals{Count: 1, Hours: 3600}},
		{portal.EntryFilter{From: "2026-11-02", To: "2026-11-03"}, portal.EntryTotals{Count: 2, Hours: 4800}},
		{portal.EntryFilter{From: "2026-11-04"}, portal.EntryTotals{}},
	} {
		got, err := db.EntryTotals(context.Background(), acme, c.filter)
		if err != nil || got != c.want {
			t.Errorf("%+v: %+v, %v; want %+v", c.filter, got, err, c.want)
		}
	}

	byDay, err := db.HoursByDay(context.Background(), acme, portal.AllProjects, "2026-11-02")
	if diff := cmp.Diff([]portal.DayHours{{Day: "2026-11-02", Hours: 3600}, {Day: "2026-11-03", Hours: 1200}}, byDay); err != nil || diff != "" {
		t.Errorf("by day: %v %s", err, diff)
	}
}

// Two projects of one name are two, and the past one says so.
func TestHoursByProject(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, other := db.Client(storetest.Client{}), db.Client(storetest.Client{})
	sam := db.User(storetest.User{})
	active, archived, inactive, foreign := db.Project(acme, "Care"), db.Project(acme, "Care"), db.Project(acme, "Logo"), db.Project(other, "Foreign")
	db.Exec("UPDATE projects SET status = ? WHERE id = ?", portal.ProjectArchived, archived)
	db.Exec("UPDATE projects SET status = ? WHERE id = ?", portal.ProjectInactive, inactive)
	for project, seconds := range map[int64]int64{active: 3600, archived: 4800, inactive: 1200, 0: 600} {
		db.Entry(acme, storetest.Entry{User: sam, Project: project, Seconds: seconds})
	}
	db.Entry(acme, storetest.Entry{User: sam, Project: active, Seconds: 1800})
	db.Entry(acme, storetest.Entry{User: sam, Project: active, Running: true})
	db.Entry(other, storetest.Entry{User: sam, Project: foreign})

	got, err := db.HoursByProject(context.Background(), acme)
	want := []portal.ProjectHours{{Name: "Care", Hours: 5400}, {Name: "Care", Past: true, Hours: 4800}, {Name: "Logo", Past: true, Hours: 1200}, {Hours: 600}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}
