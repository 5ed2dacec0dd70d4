package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"foyer/portal"
	"foyer/store/storetest"
)

// figures are the dashboard's numbers by their headings.
func (a *answer) figures() map[string]string {
	a.t.Helper()
	found := map[string]string{}
	a.doc().Find(".figures .figure").Each(func(_ int, f *goquery.Selection) {
		found[f.Find("dt").Text()] = strings.Join(texts(f.Find("dd")), "; ")
	})
	return found
}

// texts are the texts of a selection's elements, with one space between what stands in
// elements of its own.
func texts(found *goquery.Selection) (list []string) {
	for _, one := range found.Nodes {
		var parts []string
		for n := range one.Descendants() {
			if n.Type == html.TextNode {
				parts = append(parts, n.Data)
			}
		}
		list = append(list, strings.Join(strings.Fields(strings.Join(parts, " ")), " "))
	}
	return list
}

// column is a table's column by its place, of the first table within a selector.
func (a *answer) column(within string, n int) []string {
	a.t.Helper()
	return texts(a.doc().Find(within + " tbody tr > :nth-child(" + fmt.Sprint(n) + ")"))
}

func TestDashboardNumbers(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	other := s.Client(storetest.Client{Name: "Bolt", Username: "bolt"})
	sam := s.User(storetest.User{})
	for i, name := range []string{"delta", "Alpha", "charlie", "Bravo", "foxtrot", "Echo"} {
		id := s.Project(acme, name)
		for range i {
			s.Entry(acme, storetest.Entry{Project: id, User: sam, Seconds: 1200, Day: storetest.Today.AddDays(-i)})
		}
	}
	s.Exec("UPDATE projects SET status = 'inactive' WHERE name = 'foxtrot'")
	s.Entry(acme, storetest.Entry{User: sam, Notes: "on the edge", Day: storetest.Today.AddDays(-30)})
	s.Entry(acme, storetest.Entry{User: sam, Notes: "before that", Day: storetest.Today.AddDays(-31)})
	s.Entry(acme, storetest.Entry{User: sam, Notes: "still running", Running: true})
	s.Entry(other, storetest.Entry{User: sam, Seconds: 99999})
	for i := range 7 {
		s.Invoice(acme, storetest.Invoice{Number: fmt.Sprint("N-", i), Minor: 10000, Issued: storetest.Today.AddDays(-i * 7)})
	}
	s.Invoice(acme, storetest.Invoice{Number: "USD-1", Minor: 5000, Paid: 1000, Currency: "USD", Issued: "2026-01-01"})
	s.Invoice(acme, storetest.Invoice{Number: "USD-2", Minor: 5000, Paid: 5700, Currency: "USD", Issued: "2026-01-01"})
	s.Invoice(acme, storetest.Invoice{Number: "DRAFT", Minor: 777700, Status: portal.InvoiceDraft})
	s.Invoice(acme, storetest.Invoice{Number: "CANCELLED", Minor: 777700, Status: portal.InvoiceCancelled})

	page := s.signedIn("acme").get("/client-portal/dashboard").wantStatus(http.StatusOK)
	want := map[string]string{
		"Active projects": "5",
		"Total hours":     "7.00", // fifteen times twenty minutes, and two hours
		"Invoices":        "9",
		"Outstanding":     "€700.00; of which €200.00 overdue; $40.00; of which $40.00 overdue; Credit balance $7.00",
	}
	if diff := cmp.Diff(want, page.figures()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Alpha", "Bravo", "charlie", "delta", "Echo"}, page.column("section[aria-labelledby=projects-heading]", 1)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"N-0", "N-1", "N-2", "N-3", "N-4"}, page.column("section[aria-labelledby=invoices-heading]", 1)); diff != "" {
		t.Error(diff)
	}
	if rows := page.column("section[aria-labelledby=entries-heading]", 4); len(rows) != 10 {
		t.Errorf("%d recent entries", len(rows))
	}
	page.wantNoText("DRAFT", "CANCELLED", "7,777", "still running", "before that")
	s.Exec("DELETE FROM time_entries WHERE project_id IS NOT NULL")
	s.signedIn("acme").get("/client-portal").wantText("on the edge").wantNoText("before that", "still running")
}

// What is overdue is named first, by currency, oldest first, and leads to the list.
func TestDashboardOverdue(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.signedIn("acme")
	s.Invoice(acme, storetest.Invoice{Number: "TODAY", Minor: 100, Due: storetest.Today, Issued: "2026-11-01"})
	v.get("/client-portal").wantNoText("overdue</h2>", "callout")

	one := s.Invoice(acme, storetest.Invoice{Number: "LATE-1", Minor: 12345, Due: storetest.Today.AddDays(-1), Issued: "2026-10-01"})
	page := v.get("/client-portal").wantText("€123.45 is overdue", "LATE-1", "1 day overdue")
	if got := page.doc().Find(".callout a.button").AttrOr("href", ""); got != fmt.Sprint("/client-portal/invoices/", one) {
		t.Errorf("the only one leads to %s", got)
	}
	for i := range 4 {
		s.Invoice(acme, storetest.Invoice{Number: fmt.Sprint("OLD-", i), Minor: 100, Currency: "USD", Due: "2026-02-01", Issued: portal.Day(fmt.Sprint("2026-01-0", i+1))})
	}
	page = v.get("/client-portal").wantText("€123.45 and $4.00 are overdue", "and 2 more")
	if diff := cmp.Diff([]string{"OLD-0", "OLD-1", "OLD-2"}, texts(page.doc().Find(".callout li a"))); diff != "" {
		t.Error(diff)
	}
	if got := page.doc().Find(".callout a.button").AttrOr("href", ""); got != "/client-portal/invoices?status=overdue" {
		t.Errorf("several lead to %s", got)
	}
}

// Hours are rounded once, after they are added up: three times twenty minutes are one hour.
// An entry belongs to the day on which it started in the business time zone.
func TestHoursAreRoundedOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Exec("UPDATE settings SET time_zone = 'Europe/Brussels'")
	acme := s.Client(storetest.Client{Username: "acme"})
	sam := s.User(storetest.User{FullName: "Sam Stone"})
	id := s.Project(acme, "Site")
	for range 3 {
		s.Entry(acme, storetest.Entry{Project: id, User: sam, Seconds: 1200, Start: "23:10", Day: "2026-11-20"})
	}
	s.Exec("UPDATE time_entries SET day = '2026-11-21'") // as stored for that zone

	v := s.signedIn("acme")
	if got := v.get("/client-portal").figures()["Total hours"]; got != "1.00" {
		t.Errorf("hours on the dashboard: %s", got)
	}
	if got := v.get("/client-portal/projects").column("main", 5); cmp.Diff([]string{"1.00"}, got) != "" {
		t.Errorf("hours of the project: %v", got)
	}
	page := v.get("/client-portal/time-entries?date_from=2026-11-21&date_to=2026-11-21").wantText("1.00 hours in 3 entries", "Nov 21, 2026", "00:10", "00:30", "Sam Stone")
	if diff := cmp.Diff([]string{"0.33", "0.33", "0.33"}, page.column("main", 7)); diff != "" {
		t.Error(diff)
	}
}

func TestProjects(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Username: "acme", Currency: "USD"})
	sam := s.User(storetest.User{})
	site, idle, past := s.Project(acme, "Site"), s.Project(acme, "Idle"), s.Project(acme, "Past")
	s.Exec("UPDATE projects SET description = 'Two lines' || char(10) || '<b>bold</b>', rate_minor = 9550 WHERE id = ?", site)
	s.Exec("UPDATE projects SET status = 'archived' WHERE id = ?", past)
	for _, project := range []int64{site, site, past} {
		s.Entry(acme, storetest.Entry{Project: project, User: sam, Seconds: 5400})
	}
	s.Entry(acme, storetest.Entry{Project: idle, User: sam, Running: true})

	page := s.signedIn("acme").get("/client-portal/projects").wantStatus(http.StatusOK)
	want := [][]string{{"Idle", "Active", "0", "Not set", "0.00"}, {"Site Two lines <b>bold</b>", "Active", "2", "$95.50", "3.00"}}
	if diff := cmp.Diff(want, page.rows("main")); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(page.body, "Two lines\n&lt;b&gt;bold&lt;/b&gt;") {
		t.Error("a description is not shown as it was written")
	}
}

// rows are the cells of a table's body.
func (a *answer) rows(within string) (list [][]string) {
	a.t.Helper()
	a.doc().Find(within + " tbody tr").Each(func(_ int, row *goquery.Selection) {
		list = append(list, texts(row.Children()))
	})
	return list
}
