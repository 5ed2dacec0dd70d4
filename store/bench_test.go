package store_test

import (
	"context"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

// fill gives client 1 two entries on each of a thousand days, in two projects, and some
// invoices: enough for full pages. That more costs no more is measured by make bench.
func fill(b *testing.B) *storetest.DB {
	b.Helper()
	db := storetest.New(b)
	client := db.Client(storetest.Client{Username: "acme"})
	db.Project(client, "Website")
	db.Project(client, "Shop")
	user := db.User(storetest.User{FullName: "Sam Sample"})
	db.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
		INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, notes, created_at, updated_at)
		SELECT ?1, 1 + i % 2, ?2, date(?3, '-' || (i / 2) || ' days'), unixepoch(?3) - i * 43200, unixepoch(?3) - i * 43200 + 3600, 3600, 'Weekly review of the designs', 0, 0 FROM n`,
		client, user, storetest.Today)
	for i := range 40 {
		db.Invoice(client, storetest.Invoice{Issued: storetest.Today.AddDays(-30 * i), Minor: 50_000, Paid: int64(i%3) * 25_000})
	}
	return db
}

func BenchmarkClientQueries(b *testing.B) {
	db, ctx := fill(b), context.Background()
	const client = portal.ClientID(1)
	days := portal.EntryFilter{ProjectID: 1, From: "2024-03-10", To: "2026-10-20"}
	for name, query := range map[string]func() (any, error){
		"Settings":        func() (any, error) { return db.Settings(ctx) },
		"Account":         func() (any, error) { return db.Account(ctx, portal.AccountRef{Kind: portal.ClientAccount, ID: 1}) },
		"Session":         func() (any, error) { return db.Sessions().Get(ctx, "portal:none") },
		"TimeEntries":     func() (any, error) { return db.TimeEntries(ctx, client, portal.EntryFilter{}, portal.Cursor{}, 25) },
		"TimeEntriesDays": func() (any, error) { return db.TimeEntries(ctx, client, days, portal.Cursor{}, 25) },
		"EntryTotals":     func() (any, error) { return db.EntryTotals(ctx, client, portal.EntryFilter{}) },
		"EntryTotalsDays": func() (any, error) { return db.EntryTotals(ctx, client, days) },
		"ProjectOptions":  func() (any, error) { return db.ProjectOptions(ctx, client) },
		"ActiveProjects":  func() (any, error) { return db.ActiveProjects(ctx, client, -1) },
		"HoursByDay": func() (any, error) {
			return db.HoursByDay(ctx, client, portal.AllProjects, portal.FirstWeek(storetest.Today))
		},
		"HoursByProject": func() (any, error) { return db.HoursByProject(ctx, client) },
		"Invoices": func() (any, error) {
			return db.Invoices(ctx, client, portal.InvoicesAll.Facts(storetest.Today), portal.Cursor{}, 25)
		},
		"InvoicesOverdue": func() (any, error) {
			return db.Invoices(ctx, client, portal.InvoicesOverdue.Facts(storetest.Today), portal.Cursor{}, 25)
		},
		"InvoiceTotals": func() (any, error) { return db.InvoiceTotals(ctx, client, portal.InvoicesAll.Facts(storetest.Today)) },
		"Invoice":       func() (any, error) { return db.Data.Invoice(ctx, client, 1, portal.VisibleStatuses) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := query(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkEntryWrites creates, changes, moves and deletes an entry by turns with the totals
// and without. with/without is what keeping them costs: a ratio of medians would be better,
// but the two alternate write by write, so what slows the machine slows both.
func BenchmarkEntryWrites(b *testing.B) {
	with, without := fill(b), fill(b)
	for _, trigger := range []string{"added", "changed", "removed", "widen_margins", "widen_margins_again"} {
		without.Exec("DROP TRIGGER time_entries_" + trigger)
	}
	spent := map[string]map[*storetest.DB]time.Duration{"create": {}, "change": {}, "move": {}, "delete": {}}
	for b.Loop() {
		for _, db := range []*storetest.DB{with, without} {
			writeEntry(b, db, func(step string, took time.Duration) { spent[step][db] += took })
		}
	}
	for step, of := range spent {
		b.ReportMetric(float64(of[with])/float64(of[without]), step+"-with/without")
	}
}

func writeEntry(b *testing.B, db *storetest.DB, took func(step string, took time.Duration)) {
	b.Helper()
	ctx, by := context.Background(), edit
	e := portal.EntryRecord{ClientID: 1, ProjectID: 1, PersonID: 1, Billable: true}
	e.Day, e.Started, e.Ended, e.Hours = storetest.Today, storetest.Now, storetest.Now.Add(time.Hour), 3600
	timed := func(step string, do func() error) {
		began := time.Now()
		if err := do(); err != nil {
			b.Fatal(step, err)
		}
		took(step, time.Since(began))
	}
	timed("create", func() (err error) { e.ID, err = db.CreateEntry(ctx, e, "", by); return err })
	e.Hours, e.Revision = 1800, 1
	timed("change", func() error { return db.UpdateEntry(ctx, e, by) })
	e.ProjectID, e.Revision = 2, 2
	timed("move", func() error { return db.UpdateEntry(ctx, e, by) })
	timed("delete", func() error { return db.DeleteEntry(ctx, e.ID, 3, by) })
}
