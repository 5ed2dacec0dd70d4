package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: who may do what with invoices, from issue onwards.
func (p *people) invoicePromises() []promise {
	of := func(id int64, step string) string { return fmt.Sprintf("/admin/invoices/%d%s", id, step) }
	adminsConflict := adminsStale
	list := []promise{
		{"GET /admin/invoices", "", staffPage},
		{"GET /admin/invoices/:id", of(p.invoice, ""), staffPage},
		{"GET /admin/invoices/:id", of(p.draft, ""), staffPage},
		{"GET /admin/invoices/:id", of(999999, ""), staffMiss},
		{"GET /admin/invoices/:id", "/admin/invoices/x", staffMiss},
		{"GET /admin/invoices/:id/issue", of(p.draft, "/issue"), adminPage},
		{"GET /admin/invoices/:id/issue", of(p.theirs, "/issue"), adminsConflict},
		{"POST /admin/invoices/:id/issue", of(p.draft, "/issue"), adminsUnreadable}, // the company has no name
		{"POST /admin/invoices/:id/issue", of(p.theirs, "/issue"), adminsConflict},
		{"GET /admin/invoices/:id/cancel", of(p.invoice, "/cancel"), adminPage},
		{"POST /admin/invoices/:id/cancel", of(p.invoice, "/cancel"), adminsStale},
	}
	for _, kind := range []string{"payment", "credit"} {
		form, remove := "/"+kind, "/"+kind+"s/999999/remove"
		list = append(list,
			promise{"GET /admin/invoices/:id" + form, of(p.invoice, form), adminPage},
			promise{"GET /admin/invoices/:id" + form, of(p.draft, form), adminsConflict},
			promise{"POST /admin/invoices/:id" + form, of(p.invoice, form), adminsUnreadable},
			promise{"POST /admin/invoices/:id" + form, of(p.draft, form), adminsConflict},
			promise{"GET /admin/invoices/:id" + form, of(999999, form), adminsMiss},
			promise{"POST /admin/invoices/:id" + form, of(999999, form), adminsMiss},
			promise{"GET /admin/invoices/:id/" + kind + "s/:" + kind + "/remove", of(p.invoice, remove), adminsMiss},
			promise{"POST /admin/invoices/:id/" + kind + "s/:" + kind + "/remove", of(p.invoice, remove), adminsMiss},
		)
	}
	return list
}

// billing is an office with a company and a client, and a draft of two hours.
func billing(t *testing.T) (s *site, admin, member *visitor, draft int64) {
	t.Helper()
	s, admin, member = office(t)
	s.Exec("UPDATE settings SET company_name = 'Studio', company_address = 'Road 1', company_vat_number = 'S-1', company_bank_account = 'BE-1', invoice_prefix = 'INV'")
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme", Email: "a@example.com", Address: "Street 1"})
	draft = s.draft(acme)
	entry := s.Entry(acme, storetest.Entry{User: 1, Seconds: 7200, Notes: "Drew the plan"})
	s.Exec("UPDATE time_entries SET invoice_id = ?1, invoice_line_id = (SELECT id FROM invoice_lines WHERE invoice_id = ?1) WHERE id = ?2", draft, entry)
	return s, admin, member, draft
}

// draft is a draft of 1000.00 as those written here: without a number.
func (s *site) draft(client portal.ClientID) int64 {
	id := s.Invoice(client, storetest.Invoice{Status: portal.InvoiceDraft, Minor: 100_000})
	s.Exec("UPDATE invoices SET number = NULL, bill_to_name = '' WHERE id = ?", id)
	return id
}

func invoicePage(id int64, step ...string) string {
	return strings.Join(append([]string{fmt.Sprintf("/admin/invoices/%d", id)}, step...), "/")
}

// A draft's life: shown to staff alone, issued, seen by the client, paid in parts and too
// much, a credit, mistakes taken back, cancelled; every step is in the log, once.
func TestLifeOfAnInvoice(t *testing.T) {
	t.Parallel()
	s, admin, member, id := billing(t)
	client := s.signedIn("acme")
	page := invoicePage(id)
	inPortal := fmt.Sprintf("/client-portal/invoices/%d", id)
	member.get(page).wantText("Draft invoice", "the client does not see it", "Drew the plan", "2.00 hours in 1 entry").wantNoText("/issue", "Outstanding")
	client.get(inPortal).wantStatus(http.StatusNotFound)

	admin.get(page+"/issue").wantText("INV-0001", "Studio", "Road 1", "Acme", "Street 1", "€1,000.00")
	admin.submit(page+"/issue", page+"/issue", nil).wantLocation(page)
	admin.get(page).wantText("The invoice is issued", "Invoice INV-0001", "€1,000.00 is due on").wantNoText("/issue", page+"/edit")
	s.Exec("UPDATE settings SET company_name = 'Renamed', company_address = 'Moved', company_bank_account = 'BE-2'")
	s.Exec("UPDATE clients SET name = 'Other', address = 'Elsewhere' WHERE name = 'Acme'")
	for _, reader := range []*answer{client.get(inPortal), admin.get(page)} {
		article := strings.Join(strings.Fields(reader.wantStatus(http.StatusOK).doc().Find("article").Text()), " ")
		for text, want := range map[string]bool{"Studio": true, "Road 1": true, "Acme": true, "Street 1": true, "BE-2": true, "Renamed": false, "Moved": false, "Elsewhere": false} {
			if strings.Contains(article, text) != want {
				t.Errorf("%s: %q is on it: %v\n%s", reader.what, text, !want, article)
			}
		}
	}

	admin.submit(page+"/payment", page+"/payment", url.Values{"amount": {"400"}, "reference": {"Ref 7"}, "notes": {"Called them"}}).wantLocation(page)
	admin.get(page).wantText("The payment is recorded.", "Partly paid", "€600.00 is outstanding", "Called them", "Ref 7")
	client.get(inPortal).wantText("€600.00", "Bank transfer, Ref 7").wantNoText("Called them")
	admin.submit(page+"/credit", page+"/credit", url.Values{"amount": {"100,50"}, "number": {"C-1"}, "reason": {"Late"}}).wantLocation(page)
	client.get(inPortal).wantText("€499.50", "Credit C-1", "Late")
	admin.submit(page+"/payment", page+"/payment", url.Values{"amount": {"500"}, "method": {"cash"}}).wantLocation(page)
	admin.get(page).wantText("Paid, with a credit balance of €0.50.")

	admin.get(page + "/cancel").wantText("It cannot be cancelled").wantNoText("button-danger")
	admin.submit(page+"/cancel", page+"/cancel", nil).wantStatus(http.StatusConflict).wantText("Remove them")
	for _, parts := range []string{"payments", "payments", "credits"} {
		link := admin.get(page).doc().Find(fmt.Sprintf("a[href^='%s/%s/']", page, parts)).First().AttrOr("href", "")
		admin.submit(link, link, nil).wantLocation(page)
		admin.post(link, url.Values{"_csrf": {admin.get(page + "/cancel").token()}}).wantStatus(http.StatusNotFound)
	}
	admin.submit(page+"/cancel", page+"/cancel", nil).wantLocation(page)
	admin.get(page).wantText("Cancelled: the client does not see it any more").wantNoText("Drew the plan", "/payment", "/cancel")
	client.get(inPortal).wantStatus(http.StatusNotFound)
	if s.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NULL AND invoice_line_id IS NULL") != 1 {
		t.Error("the hours are not free")
	}
	for action, times := range map[string]int64{
		"invoice issued": 1, "payment recorded": 2, "credit recorded": 1, "payment removed": 2, "credit removed": 1, "invoice cancelled": 1,
	} {
		if n := s.Int("SELECT count(*) FROM audit_log WHERE action = ? AND actor_name = 'ada' AND subject_kind = 'invoice' AND subject_id = ? AND detail LIKE 'INV-0001%'", action, id); n != times {
			t.Errorf("the log says %q %d times", action, n)
		}
	}
	if links := admin.get("/admin/audit?kind=invoice").doc().Find("tbody a[href='" + page + "']"); links.Length() != 8 {
		t.Errorf("%d links from the log", links.Length())
	}
}

// What is not allowed is refused with a page that says why and leads to the invoice.
func TestRefusedSteps(t *testing.T) {
	t.Parallel()
	s, admin, _, draft := billing(t)
	acme := portal.ClientID(s.Int("SELECT min(id) FROM clients"))
	sent := s.Invoice(acme, storetest.Invoice{Number: "S-1", Minor: 100})
	over := s.Invoice(acme, storetest.Invoice{Number: "X-1", Minor: 100, Status: portal.InvoiceCancelled, Paid: 10})
	payment := s.Int("SELECT id FROM payments WHERE invoice_id = ?", over)
	before := s.Int("SELECT sum(revision * 1000 + paid_minor) FROM invoices")
	token := admin.get(invoicePage(draft, "issue")).token()
	for path, words := range map[string]string{
		invoicePage(draft, "payment"):                                    "This invoice is still a draft",
		invoicePage(draft, "credit"):                                     "This invoice is still a draft",
		invoicePage(draft, "cancel"):                                     "This invoice is still a draft",
		invoicePage(sent, "issue"):                                       "It was sent as S-1",
		invoicePage(over, "issue"):                                       "Invoice X-1 is cancelled",
		invoicePage(over, "payment"):                                     "Invoice X-1 is cancelled",
		invoicePage(over, "cancel"):                                      "Invoice X-1 is cancelled",
		invoicePage(over, "payments", fmt.Sprint(payment), "remove"):     "Invoice X-1 is cancelled",
		invoicePage(over, "payments", fmt.Sprint(payment+1), "remove"):   "Page not found",
		invoicePage(sent, "payments", fmt.Sprint(payment), "remove"):     "Page not found",
		invoicePage(sent, "payments", "99999999999999999999", "remove"):  "Page not found",
		invoicePage(sent, "credits", "x", "remove"):                      "Page not found",
		"/admin/invoices/99999999999999999999/payment":                   "Page not found",
		"/admin/invoices/0/credit":                                       "Page not found",
		"/admin/invoices/-1/cancel":                                      "Page not found",
		invoicePage(sent+1_000_000, "payments", fmt.Sprint(1), "remove"): "Page not found",
	} {
		for _, a := range []*answer{admin.get(path), admin.post(path, url.Values{"_csrf": {token}, "revision": {"1"}, "amount": {"1"}})} {
			status := http.StatusConflict
			if words == "Page not found" {
				status = http.StatusNotFound
			}
			a.wantStatus(status).wantText(words)
			link := a.doc().Find(".error-card a").AttrOr("href", "")
			if status == http.StatusConflict && !strings.HasPrefix(path, link+"/") {
				t.Errorf("%s leads to %s", path, link)
			}
		}
	}
	if s.Int("SELECT sum(revision * 1000 + paid_minor) FROM invoices") != before {
		t.Error("something was stored")
	}
}

// The list: every filter, what the whole of it adds up to, and both sizes of the page.
func TestListOfInvoices(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	member.get("/admin/invoices").wantText("No invoices yet")
	acme, bolt := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt 100%"})
	s.draft(acme)
	s.Invoice(acme, storetest.Invoice{Number: "A-1", Minor: 10_000, Issued: "2026-11-20"})
	s.Invoice(acme, storetest.Invoice{Number: "A-2", Minor: 10_000, Paid: 4_000, Issued: "2026-09-01", Due: "2026-10-01"})
	s.Invoice(bolt, storetest.Invoice{Number: "B-1", Minor: 10_000, Paid: 10_500, Issued: "2026-08-01"})
	s.Invoice(bolt, storetest.Invoice{Number: "B-2", Minor: 50_000, Status: portal.InvoiceCancelled, Issued: "2026-07-01"})
	s.Invoice(bolt, storetest.Invoice{Number: "B-3", Minor: 700, Currency: "USD", Issued: "2026-06-01", Due: "2026-12-01"})

	for query, want := range map[string]string{
		"":                 "Draft A-1 A-2 B-1 B-2 B-3",
		"?state=all":       "Draft A-1 A-2 B-1 B-2 B-3",
		"?state=draft":     "Draft",
		"?state=unpaid":    "A-1 A-2 B-3",
		"?state=overdue":   "A-2",
		"?state=paid":      "B-1",
		"?state=cancelled": "B-2",
		"?q=b-":            "B-1 B-2 B-3", "?q=100%25": "B-1 B-2 B-3", "?q=ACME": "Draft A-1 A-2", "?q=nobody": "",
		fmt.Sprintf("?client=%d", acme):                      "Draft A-1 A-2",
		fmt.Sprintf("?client=%d&state=unpaid", bolt):         "B-3",
		"?client=999999":                                     "",
		"?date_from=2026-08-01&date_to=2026-09-01":           "A-2 B-1",
		"?date_from=2026-08-01&date_to=2026-09-01&q=b":       "B-1",
		"?state=overdue&date_from=2026-10-01&unknown=nobody": "",
	} {
		for _, a := range []*answer{member.get("/admin/invoices" + query), admin.htmx("/admin/invoices" + query)} {
			got := strings.Join(a.wantStatus(http.StatusOK).doc().Find("#invoice-list tbody th").Map(func(_ int, n *goquery.Selection) string { return strings.TrimSpace(n.Text()) }), " ")
			if got != want {
				t.Errorf("%q lists %q, want %q", query, got, want)
			}
		}
	}

	foot := member.get("/admin/invoices").foot()
	want := []string{
		"5 invoices in EUR €60.00 overdue Credit balance €5.00 €1,500.00 of the amount is in drafts and cancelled invoices | €160.00 | €1,800.00",
		"1 invoice in USD | $7.00 | $7.00",
	}
	if diff := cmp.Diff(want, foot); diff != "" {
		t.Error(diff)
	}
	foot = member.get("/admin/invoices?state=cancelled").foot()
	if diff := cmp.Diff([]string{"1 invoice in EUR | €0.00 | €500.00"}, foot); diff != "" {
		t.Error(diff)
	}
	member.get("/admin/invoices?client=999999").wantText("No such client", "No invoice matches")
	member.get(fmt.Sprintf("/admin/clients/%d", bolt)).wantText("All invoices")
	for _, query := range []string{"state=sent", "client=x", "client=-1", "date_from=2026-02-31", "date_from=2026-02-02&date_to=2026-02-01", "q=a%0Ab", "page=after.1", "q=" + strings.Repeat("x", 201)} {
		for _, a := range []*answer{admin.get("/admin/invoices?" + query), admin.htmx("/admin/invoices?" + query)} {
			a.wantStatus(http.StatusUnprocessableEntity)
			if a.doc().Find("#invoice-list .alert").Length() != 1 {
				t.Errorf("%s: not told in the list", query)
			}
		}
	}
}

// foot is what stands in a table's foot, cell by cell.
func (a *answer) foot() []string {
	return a.doc().Find("tfoot tr").Map(func(_ int, row *goquery.Selection) string {
		cells := row.Children().Map(func(_ int, cell *goquery.Selection) string { return strings.Join(strings.Fields(cell.Text()), " ") })
		return strings.Join(cells, " | ")
	})
}

// Every invoice of a long list is reached once, newest first.
func TestInvoicesOfAllClientsArePaged(t *testing.T) {
	t.Parallel()
	s, _, member := office(t)
	acme, bolt := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt"})
	for n := range 60 {
		s.Invoice([]portal.ClientID{acme, bolt}[n%2], storetest.Invoice{Number: fmt.Sprintf("N-%02d", n), Minor: 100, Issued: storetest.Today.AddDays(-n / 3)})
	}
	seen := map[string]bool{}
	path, pages := "/admin/invoices", 0
	for path != "" && pages < 9 {
		doc := member.get(path).wantStatus(http.StatusOK).doc()
		doc.Find("tbody th").Each(func(_ int, n *goquery.Selection) { seen[strings.TrimSpace(n.Text())] = true })
		path, pages = doc.Find("#pager-next").AttrOr("href", ""), pages+1
	}
	if len(seen) != 60 || pages != 3 {
		t.Errorf("%d invoices on %d pages", len(seen), pages)
	}
	member.get("/admin/invoices?page=last").wantText("60 invoices in EUR", "N-59")
}
