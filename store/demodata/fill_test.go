package demodata_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/demodata"
	"foyer/store/storetest"
)

// momentsOfADemo are ordinary ones and those on which calendars go wrong.
var momentsOfADemo = map[string]string{
	"29 February, a working day":   "2028-02-29T15:40:00+01:00",
	"the first minutes of a year":  "2027-01-01T00:05:00+01:00",
	"the hour that does not exist": "2026-03-29T03:10:00+02:00",
	"the hour that comes twice":    "2026-10-25T02:30:00+01:00",
}

func cheapHash(password string) (string, error) { return "hash of " + password, nil }

// demo is a filled database and its day.
type demo struct {
	*storetest.DB
	now    time.Time
	today  portal.Day
	logins []demodata.Login
}

func fill(t *testing.T, moment string) demo {
	t.Helper()
	now, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	db := storetest.New(t)
	logins, err := demodata.Fill(context.Background(), db.Store, now, cheapHash)
	if err != nil {
		t.Fatal(err)
	}
	settings, err := db.Settings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return demo{DB: db, now: now, today: portal.DayOf(now, settings.Zone), logins: logins}
}

// TestDemoIsLifelike checks a demo of each moment; filling it takes longer than looking.
func TestDemoIsLifelike(t *testing.T) {
	t.Parallel()
	checks := map[string]func(*testing.T, demo){
		"a studio of its size":                     aStudioOfItsSize,
		"work is like work":                        workIsLikeWork,
		"one client has three years of hours":      oneClientHasThreeYears,
		"the main client has everything":           theMainClientHasEverything,
		"an invoice has had every fate":            everyFateOfAnInvoice,
		"invoices add up":                          invoicesAddUp,
		"lines and taxes are rounded by the rules": roundedByTheRules,
		"hours billed are hours worked":            hoursBilledAreHoursWorked,
		"logins open their doors":                  loginsOpenTheirDoors,
		"portals are in every state":               portalsAreInEveryState,
		"one client has nothing yet":               oneClientHasNothingYet,
	}
	for name, moment := range momentsOfADemo {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := fill(t, moment)
			for name, check := range checks {
				t.Run(name, func(t *testing.T) { check(t, d) })
			}
		})
	}
}

// none is for queries that count what must not be there.
func (d demo) none(t *testing.T, what, query string, args ...any) {
	t.Helper()
	if n := d.Int("SELECT count(*) FROM "+query, args...); n != 0 {
		t.Errorf("%d %s", n, what)
	}
}

func (d demo) within(t *testing.T, what string, low, high int64, query string, args ...any) {
	t.Helper()
	if n := d.Int(query, args...); n < low || n > high {
		t.Errorf("%s: %d, want %d to %d", what, n, low, high)
	}
}

func (d demo) client(t *testing.T, username string) portal.ClientID {
	t.Helper()
	account, err := d.AccountByUsername(context.Background(), username)
	if err != nil {
		t.Fatalf("%s: %v", username, err)
	}
	return account.ClientID
}

func aStudioOfItsSize(t *testing.T, d demo) {
	t.Helper()
	d.within(t, "clients", 12, 12, "SELECT count(*) FROM clients")
	d.within(t, "people of the studio", 3, 4, "SELECT count(*) FROM users WHERE portal_only = 0")
	d.within(t, "invoices", 120, 300, "SELECT count(*) FROM invoices")
	d.within(t, "entries", 4000, 9000, "SELECT count(*) FROM time_entries")
	d.within(t, "entries without a project", 20, 900, "SELECT count(*) FROM time_entries WHERE project_id IS NULL")
	d.within(t, "entries on an invoice", 2000, 9000, "SELECT count(*) FROM time_entries WHERE invoice_id IS NOT NULL")
	d.within(t, "different notes", 120, 400, "SELECT count(DISTINCT notes) FROM time_entries")
	d.within(t, "clients with hours in the month behind", 8, 12, "SELECT count(DISTINCT client_id) FROM time_entries WHERE day > ?", d.today.AddDays(-31))
	for _, status := range []portal.ProjectStatus{portal.ProjectActive, portal.ProjectInactive, portal.ProjectArchived} {
		d.within(t, string(status)+" projects", 2, 20, "SELECT count(*) FROM projects WHERE status = ?", status)
	}
	d.within(t, "projects without a rate of their own", 3, 20, "SELECT count(*) FROM projects WHERE rate_minor IS NULL")
}

// The first client is the one that is looked at first: its pages leave nothing out.
func theMainClientHasEverything(t *testing.T, d demo) {
	t.Helper()
	ctx, main := context.Background(), d.client(t, "verhaegen")
	invoices, err := d.Invoices(ctx, main, portal.InvoicesAll.Facts(d.today), portal.Cursor{}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	states := map[portal.InvoiceState]int{}
	for _, i := range invoices.Rows {
		states[i.State(d.today)]++
	}
	for _, state := range []portal.InvoiceState{portal.StatePaid, portal.StateUnpaid, portal.StatePartlyPaid, portal.StateOverdue} {
		if states[state] == 0 {
			t.Errorf("no invoice is %s: %v", state, states)
		}
	}

	active, err := d.ActiveProjects(ctx, main, -1)
	if err != nil || len(active) < 3 {
		t.Errorf("active projects: %d, %v", len(active), err)
	}
	recent, err := d.EntryTotals(ctx, main, portal.EntryFilter{From: d.today.AddDays(-30)})
	if err != nil || recent.Count < 10 {
		t.Errorf("entries of the last 30 days: %v, %v", recent, err)
	}
	byDay, err := d.HoursByDay(ctx, main, portal.AllProjects, d.today.AddDays(-7*portal.WeeksShown))
	if err != nil {
		t.Fatal(err)
	}
	weeks := slices.DeleteFunc(portal.FillWeeks(byDay, d.today), func(w portal.WeekHours) bool { return w.Hours == 0 })
	if len(weeks) < portal.WeeksShown-3 {
		t.Errorf("only %d weeks of the chart have hours", len(weeks))
	}
}

// The same moment tells the same, and a second demo in one database is refused whole.
func TestFillTwice(t *testing.T) {
	t.Parallel()
	const moment = "2026-11-25T15:40:00+01:00"
	d := fill(t, moment)
	before := d.digest()
	if again := fill(t, moment); again.digest() != before {
		t.Error("two demos of one moment differ")
	}

	if _, err := demodata.Fill(context.Background(), d.Store, d.now, cheapHash); err == nil {
		t.Error("the same clients were added twice")
	}
	if d.digest() != before {
		t.Error("the refused demo left something behind")
	}
}

func (d demo) digest() string {
	return fmt.Sprint(
		d.Text("SELECT group_concat(client_id || ':' || number || total_minor || '-' || outstanding_minor) FROM invoices"),
		d.Text("SELECT group_concat(user_id || ':' || started_at || '+' || seconds || notes) FROM time_entries"))
}
