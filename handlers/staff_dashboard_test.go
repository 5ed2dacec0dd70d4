package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// An empty studio is led on, step by step, until all is done.
func TestFirstStepsLeadOn(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	page := admin.get("/admin").wantStatus(http.StatusOK).wantText("Next steps", "Nothing", "No hours this week yet", "No unbilled hours", "Nobody has signed in yet")
	if got := page.doc().Find(".steps a"); got.Length() != 5 || page.doc().Find(".step-done").Length() != 0 {
		t.Errorf("%d steps to do: %s", got.Length(), got.Text())
	}
	page.doc().Find(".steps a").Each(func(_ int, a *goquery.Selection) { admin.get(a.AttrOr("href", "")).wantStatus(http.StatusOK) })
	member.get("/admin").wantStatus(http.StatusOK).wantNoText("Next steps")

	acme := s.Client(storetest.Client{})
	s.Exec("UPDATE settings SET company_name = 'Halyard'")
	if done := admin.get("/admin").doc().Find(".step-done").Text(); strings.Count(done, "Done: ") != 2 || !strings.Contains(done, "Done: Add your first client") {
		t.Errorf("done: %q", done)
	}
	s.Project(acme, "Site")
	s.Entry(acme, storetest.Entry{User: 1})
	s.Invoice(acme, storetest.Invoice{Minor: 100})
	admin.get("/admin").wantNoText("Next steps")
}

// Admins see everybody's week and what can be billed; members their own week, and what is
// outstanding as they read invoices too.
func TestStaffDashboard(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	mia := s.Int("SELECT id FROM users WHERE username = 'mia'")
	acme, bolt := s.Client(storetest.Client{Name: "Acme", Username: "acme", RateMinor: 10000}), s.Client(storetest.Client{Name: "Bolt", Currency: "USD"})
	site := s.Project(acme, "Site")
	s.Entry(acme, storetest.Entry{Project: site, User: 1, Seconds: 5400})
	s.Entry(bolt, storetest.Entry{User: mia, Seconds: 7200})
	s.Entry(acme, storetest.Entry{Project: site, User: mia, Seconds: 3600, Day: storetest.Today.AddDays(-30)})
	s.Invoice(acme, storetest.Invoice{Minor: 50000, Paid: 10000})
	s.Invoice(acme, storetest.Invoice{Minor: 20000, Issued: "2026-01-01", Due: "2026-01-31"})
	s.Invoice(bolt, storetest.Invoice{Minor: 700, Currency: "USD"})
	s.Invoice(acme, storetest.Invoice{Minor: 99900, Status: portal.InvoiceDraft})
	s.signedIn("acme")

	a := admin.get("/admin").wantText("Week 47, Nov 16, 2026 to Nov 22, 2026", "€600.00of which €200.00 overdue", "$7.00", "Hours this week3.50", "Unbilled hours4.50worth €250.00",
		"Acme2.50 €250.00", "Bolt2.00 2.00 without a rate", "Acme Nov 22, 2026, 12:00")
	if got := strings.Join(texts(a.doc().Find(".bars tbody th")), "; "); got != "mia; Ada Admin; No project, Bolt; Site, Acme" {
		t.Errorf("bars of %q", got)
	}
	m := member.get("/admin").wantText("€600.00", "Your hours this week2.00").wantNoText("Unbilled", "Ada Admin", "€250")
	if got := strings.Join(texts(m.doc().Find(".bars tbody th")), "; "); got != "No project, Bolt" {
		t.Errorf("a member's bars are of %q", got)
	}
	for by, page := range map[*visitor]*answer{admin: a, member: m} {
		page.doc().Find("main a").Each(func(_ int, link *goquery.Selection) { by.get(link.AttrOr("href", "")).wantStatus(http.StatusOK) })
	}
	if nav, _ := m.doc().Find("nav[aria-label=Staff] [aria-current=page]").Attr("href"); nav != "/admin" {
		t.Errorf("the dashboard is at %q", nav)
	}
}
