package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

func billPath(client portal.ClientID) string {
	return fmt.Sprintf("/admin/invoices/new?client_id=%d", client)
}

// bill presses a button beneath the hours that a page shows.
func (v *visitor) bill(page, from string) *answer {
	v.t.Helper()
	return v.post("/admin/invoices/new", with(v.get(page).hidden("/admin/invoices/new"), url.Values{"from": {from}}))
}

// unbilledWork books hours of two rates on a client, and some that can't be billed.
func (s *site) unbilledWork(client portal.ClientID) (dear int64) {
	s.t.Helper()
	user := s.User(storetest.User{Username: fmt.Sprint("worker", client), FullName: "Ines Halden"})
	dear = s.Project(client, "Relaunch")
	s.Exec("UPDATE projects SET rate_minor = 9000 WHERE id = ?", dear)
	s.Entry(client, storetest.Entry{User: user, Project: dear, Seconds: 5400, Day: "2026-03-03", Notes: "Header"})
	s.Entry(client, storetest.Entry{User: user, Project: dear, Seconds: 1800, Day: "2026-03-04"})
	s.Entry(client, storetest.Entry{User: user, Seconds: 3600, Day: "2026-04-01"})
	s.Entry(client, storetest.Entry{User: user, Running: true})
	s.Exec("UPDATE time_entries SET billable = 0 WHERE id = ?", s.Entry(client, storetest.Entry{User: user}))
	return dear
}

func TestInvoiceFromHours(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	client := s.Client(storetest.Client{Name: "Acme", RateMinor: 6000})
	dear := s.unbilledWork(client)
	s.Exec("UPDATE settings SET invoice_terms = 'Within a month'")
	admin.get(fmt.Sprintf("/admin/clients/%d", client)).wantText("3.00 hours unbilled, worth €240.00", "Bill these hours")
	member.get(fmt.Sprintf("/admin/clients/%d", client)).wantText("Your latest hours").wantNoText("unbilled", "Bill these hours")
	member.get(billPath(client)).wantStatus(http.StatusForbidden)

	for query, want := range map[string][]string{
		"":                                  {"3.00 hours in 3 entries", "€240.00 before tax", "Relaunch2.0090.00180.00", "Work1.0060.0060.00", "1 entry (1.00 hours): not billable.", "1 entry: still running."},
		"&group=entry":                      {"Relaunch, 3 March 2026: Header1.5090.00135.00", "Work, 1 April 2026"},
		"&group=day":                        {"Relaunch, 4 March 20260.5090.0045.00"},
		"&group=person&date_to=2026-03-31":  {"Relaunch, Ines Halden2.0090.00180.00", "€180.00 before tax"},
		fmt.Sprintf("&project_id=%d", dear): {"2.00 hours in 2 entries"},
		"&date_from=2027-01-01":             {"Nothing to bill", "Create an empty draft"},
		"&date_from=2026-03-04&date_to=2026-03-04": {"0.50 hours in 1 entry"},
	} {
		admin.get(billPath(client) + query).wantStatus(http.StatusOK).wantText(want...)
	}

	to := admin.bill(billPath(client)+"&date_to=2026-03-31", "hours").wantStatus(http.StatusSeeOther).Header.Get("Location")
	admin.get(to).wantText("The draft is created.", "Bills 2.00 hours", "€180.00")
	if got := s.invoiceLines(1); got != "Relaunch 2000×9000=18000" {
		t.Error(got)
	}
	if got := s.Text("SELECT status || issue_date || due_date || terms || coalesce(project_id, '-') FROM invoices"); got != "draft2026-11-222026-12-22Within a month-" {
		t.Error(got)
	}
	if n := s.Int("SELECT count(*) FROM time_entries WHERE invoice_id = 1 AND invoice_line_id IS NOT NULL"); n != 2 {
		t.Errorf("%d entries are billed", n)
	}
	admin.get(billPath(client)).wantText("1.00 hours in 1 entry")
	if got := s.Text("SELECT detail FROM audit_log WHERE action = 'invoice draft created' AND subject_id = 1"); got != "Acme, lines: 1, total: 180.00 EUR" {
		t.Error(got)
	}
}

func TestEmptyInvoice(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{Name: "Acme", Currency: "CHF", RateMinor: 6000})
	s.unbilledWork(client)
	admin.bill(billPath(client), "").wantLocation("/admin/invoices/1/edit")
	if s.invoiceLines(1) != "" || s.Text("SELECT currency FROM invoices") != "CHF" || s.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NOT NULL") != 0 {
		t.Error(s.invoiceLines(1))
	}
	admin.get("/admin/invoices/new").wantStatus(http.StatusOK).wantText("Choose a client").wantNoText("Create")
}

// C45: what can't be read is told by its field; nothing is created.
func TestNewInvoiceBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{RateMinor: 6000})
	theirs := s.unbilledWork(s.Client(storetest.Client{Name: "Other", RateMinor: 1}))
	s.unbilledWork(client)
	for field, values := range map[string][]string{
		"client_id":  {"x", "0", "-1", "999999", "99999999999999999999"},
		"project_id": {"x", "999999", fmt.Sprint(theirs)},
		"date_from":  {"2026-02-31", "1e9"},
		"date_to":    {"x", "2025-01-01"},
		"group":      {"bogus"},
	} {
		for _, value := range values {
			q := url.Values{"client_id": {fmt.Sprint(client)}, "date_from": {"2026-01-01"}}
			q.Set(field, value)
			a := admin.get("/admin/invoices/new?" + q.Encode()).wantStatus(http.StatusUnprocessableEntity)
			if a.doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
			q.Set("key", strings.Repeat("k", 43))
			q.Set("from", "hours")
			q.Set("_csrf", a.token())
			admin.post("/admin/invoices/new", q).wantStatus(http.StatusUnprocessableEntity)
		}
	}
	form := url.Values{"client_id": {fmt.Sprint(client)}, "_csrf": {admin.get("/admin/invoices/new").token()}, "from": {"hours"}, "key": {"short"}}
	admin.post("/admin/invoices/new", form).wantStatus(http.StatusUnprocessableEntity)
	if s.Int("SELECT count(*) FROM invoices") != 0 {
		t.Error("a draft was made")
	}
}

// More lines than an invoice takes can't be created, and the page says what to do.
func TestTooManyLinesFromHours(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{RateMinor: 6000})
	s.Exec(`INSERT INTO time_entries (client_id, user_id, day, started_at, ended_at, seconds, created_at, updated_at)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= ?) SELECT ?, 1, '2026-11-01', i, i + 3600, 3600, 0, 0 FROM n`, portal.MaxInvoiceLines, client)
	a := admin.get(billPath(client) + "&group=entry").wantText("These are 201 lines, and an invoice takes 200.")
	if a.doc().Find("button[value=hours]").Length() != 0 {
		t.Error("they are offered to be billed")
	}
	admin.bill(billPath(client)+"&group=entry", "hours").wantStatus(http.StatusConflict)
	admin.bill(billPath(client), "hours").wantStatus(http.StatusSeeOther)
}

// Hours that changed since they were shown, or that are billed by now, are shown again.
func TestHoursThatChangedAreShownAgain(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{RateMinor: 6000})
	entry := s.Entry(client, storetest.Entry{User: 1})
	shown := admin.get(billPath(client)).hidden("/admin/invoices/new")
	s.Exec("UPDATE time_entries SET seconds = 7200, revision = 2 WHERE id = ?", entry)
	a := admin.post("/admin/invoices/new", with(shown, url.Values{"from": {"hours"}})).wantStatus(http.StatusConflict).wantText("The hours changed", "2.00 hours")
	if s.Int("SELECT count(*) FROM invoices") != 0 {
		t.Error("a draft was made")
	}
	again := with(a.hidden("/admin/invoices/new"), url.Values{"from": {"hours"}})
	first := admin.post("/admin/invoices/new", again).wantStatus(http.StatusSeeOther).Header.Get("Location")
	admin.post("/admin/invoices/new", again).wantLocation(first) // pressed twice
	other := with(maps.Clone(again), url.Values{"key": {strings.Repeat("o", 43)}})
	admin.post("/admin/invoices/new", other).wantStatus(http.StatusConflict).wantText("somebody may just have billed them", "Nothing to bill")
	if s.Int("SELECT count(*) FROM invoices") != 1 {
		t.Error("two drafts bill the same hours")
	}
}

// hidden is what a form of a page sends by itself.
func (a *answer) hidden(action string) url.Values {
	a.t.Helper()
	sent := url.Values{}
	a.doc().Find("form[method=post][action='" + action + "'] input[type=hidden]").Each(func(_ int, field *goquery.Selection) {
		sent.Set(field.AttrOr("name", ""), field.AttrOr("value", ""))
	})
	return sent
}

// Many bill the same hours at once: one draft has them, everybody else is told.
func TestHoursAreBilledOnceByForm(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{RateMinor: 6000})
	for range 5 {
		s.Entry(client, storetest.Entry{User: 1, Seconds: 1000})
	}
	codes := make([]int, 8)
	var all sync.WaitGroup
	for i := range codes {
		form := with(admin.get(billPath(client)).hidden("/admin/invoices/new"), url.Values{"from": {"hours"}})
		one := &visitor{site: s, cookies: maps.Clone(admin.cookies), header: http.Header{}, t: t}
		all.Go(func() { codes[i] = one.post("/admin/invoices/new", form).StatusCode })
	}
	all.Wait()
	won := 0
	for _, code := range codes {
		if code == http.StatusSeeOther {
			won++
		} else if code != http.StatusConflict {
			t.Errorf("status %d", code)
		}
	}
	if won != 1 || s.Int("SELECT count(*) FROM invoices") != 1 || s.Int("SELECT total_minor FROM invoices") != 8334 {
		t.Errorf("%d won: %s", won, s.invoiceLines(1))
	}
}
