package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: who may do what with clients.
func (p *people) clientPromises() []promise {
	a, b := fmt.Sprintf("/admin/clients/%d", p.a), fmt.Sprintf("/admin/clients/%d", p.b)
	return []promise{
		{"GET /admin/clients", "", staffPage},
		{"GET /admin/clients/new", "", adminPage},
		{"POST /admin/clients/new", "", adminsUnreadable},
		{"GET /admin/clients/:id", a, staffPage},
		{"GET /admin/clients/:id", "/admin/clients/999999", staffMiss},
		{"GET /admin/clients/:id", "/admin/clients/x", staffMiss},
		{"GET /admin/clients/:id/edit", b + "/edit", adminPage},
		{"GET /admin/clients/:id/edit", "/admin/clients/999999/edit", adminsMiss},
		{"POST /admin/clients/:id/edit", b + "/edit", adminsUnreadable},
		{"POST /admin/clients/:id/edit", "/admin/clients/999999/edit", adminsMiss},
		{"GET /admin/clients/:id/deactivate", b + "/deactivate", adminPage},
		{"POST /admin/clients/:id/deactivate", b + "/deactivate", adminsStale},
		{"POST /admin/clients/:id/reactivate", b + "/reactivate", adminsStale},
		{"GET /admin/clients/:id/delete", b + "/delete", adminPage},
		{"POST /admin/clients/:id/delete", b + "/delete", adminsStale},
		{"POST /admin/clients/:id/portal-access", b + "/portal-access", adminsStale},
		{"POST /admin/clients/:id/link", "/admin/clients/999999/link", adminsMiss},
		{"POST /admin/clients/:id/end-sessions", "/admin/clients/x/end-sessions", adminsMiss},
		{"POST /admin/clients/:id/view-as", a + "/view-as", onlyAdmins},
		{"POST /admin/clients/:id/view-as", b + "/view-as", onlyAdmins},
		{"POST /admin/clients/:id/view-as", "/admin/clients/999999/view-as", adminsMiss},
		{"POST /admin/clients/:id/view-as", "/admin/clients/x/view-as", adminsMiss},
	}
}

func TestClientIsKept(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	made := admin.submit("/admin/clients/new", "/admin/clients/new", url.Values{
		"name": {"  Zöe & Söhne "}, "email": {"zoe@example.com"}, "address": {"Street 1\r\nTown"}, "currency": {"EUR"}, "rate": {"92,50"}, "notes": {"Pays late"},
	}).wantStatus(http.StatusSeeOther)
	page := made.Header.Get("Location")
	admin.get(page).wantText("Saved.", "Zöe & Söhne", "zoe@example.com", "€92.50 an hour", "Pays late", "Disabled", "Not set yet", "No invoices yet")
	if got := s.Text("SELECT address FROM clients"); got != "Street 1\nTown" {
		t.Errorf("address %q", got)
	}

	admin.submit(page+"/edit", page+"/edit", url.Values{"name": {"Zoë GmbH"}, "rate": {""}}).wantLocation(page)
	member.get(page).wantText("Zoë GmbH").wantNoText("/edit", "Deactivate", "Save portal access")
	admin.get(page).wantNoText("an hour")

	admin.submit(page+"/deactivate", page+"/deactivate", nil).wantLocation(page)
	admin.get(page).wantText("Inactive")
	admin.submit(page, page+"/reactivate", nil).wantLocation(page)
	admin.get(page).wantNoText("Inactive")
	admin.submit(page+"/delete", page+"/delete", nil).wantLocation("/admin/clients")
	admin.get(page).wantStatus(http.StatusNotFound)
	for _, action := range []string{"client created", "client edited", "client deactivated", "client reactivated", "client deleted"} {
		if s.Int("SELECT count(*) FROM audit_log WHERE action = ? AND actor_name = 'ada' AND subject_id > 0", action) != 1 {
			t.Errorf("the log does not say %q once", action)
		}
	}
}

// A client on which something hangs stays.
func TestClientInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	for _, hang := range []func(portal.ClientID){
		func(id portal.ClientID) { s.Project(id, "P") },
		func(id portal.ClientID) { s.Entry(id, storetest.Entry{User: 1}) },
		func(id portal.ClientID) { s.Invoice(id, storetest.Invoice{Status: portal.InvoiceDraft}) },
	} {
		id := s.Client(storetest.Client{})
		hang(id)
		path := fmt.Sprintf("/admin/clients/%d/delete", id)
		admin.submit(path, path, nil).wantStatus(http.StatusConflict).wantText("This is in use")
		admin.get(fmt.Sprintf("/admin/clients/%d", id)).wantStatus(http.StatusOK)
	}
}

// C45: what can't be read is told by its field, everything typed stays, nothing is stored;
// fields that no form has change nothing.
func TestClientFormBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	for field, values := range map[string][]string{
		"name":     {"", "   ", strings.Repeat("x", 201), "two\nlines"},
		"email":    {"nobody", "a@b, c@d", "Me <me@example.com>", `"a b"@example.com`, "a@b\r\nBcc: c@d", strings.Repeat("a", 250) + "@example.com"},
		"currency": {"XXY", "", "eur;", "123"},
		"rate":     {"-5", "1e9", "NaN", "1.234.5", "12,345", "99999999999999", "0x10", "1.005", "∞"},
		"notes":    {strings.Repeat("y", 10_001), "bell\a"},
	} {
		for _, value := range values {
			fields := url.Values{"name": {"Keep <me>"}, "phone": {"typed phone"}, "currency": {"EUR"}, "portal_enabled": {"1"}, "active": {"0"}, "id": {"7"}}
			fields[field] = []string{value}
			fields.Set("_csrf", admin.get("/admin/clients/new").token())
			a := admin.post("/admin/clients/new", fields)
			a.wantStatus(http.StatusUnprocessableEntity).wantNoText("<me>")
			if got, _ := a.doc().Find("#phone").Attr("value"); got != "typed phone" {
				t.Errorf("%s=%q: the phone became %q", field, value, got)
			}
			if message := a.doc().Find("#" + field + "-error").Text(); message == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	if n := s.Int("SELECT count(*) FROM clients"); n != 0 {
		t.Errorf("%d clients were stored", n)
	}
}

// An edit on what somebody else changed meanwhile is told, not stored; what was typed stays.
func TestStaleClientEdit(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme"})
	path := fmt.Sprintf("/admin/clients/%d/edit", id)
	token := admin.get(path).token()
	first := url.Values{"_csrf": {token}, "name": {"First"}, "currency": {"EUR"}, "revision": {"1"}}
	second := url.Values{"_csrf": {token}, "name": {"Second"}, "currency": {"EUR"}, "revision": {"1"}}
	admin.post(path, first).wantStatus(http.StatusSeeOther)
	a := admin.post(path, second).wantStatus(http.StatusConflict).wantText("Somebody else saved this")
	if got := s.Text("SELECT name FROM clients"); got != "First" {
		t.Errorf("stored %q", got)
	}
	name, _ := a.doc().Find("#name").Attr("value")
	revision, _ := a.doc().Find("input[name=revision]").Attr("value")
	second.Set("revision", revision)
	admin.post(path, second).wantStatus(http.StatusSeeOther)
	if got := s.Text("SELECT name FROM clients"); name != "Second" || got != "Second" {
		t.Errorf("typed %q, stored %q", name, got)
	}
}

func TestClientFilters(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	s.Client(storetest.Client{Name: "Alpha 100%", Username: "alpha", Email: "a@example.com"})
	s.Client(storetest.Client{Name: "Beta_x", Inactive: true})
	s.Client(storetest.Client{Name: "Gamma", Username: "gamma-login", Off: true})
	for query, want := range map[string]string{
		"":         "Alpha 100% Beta_x Gamma",
		"?q=ALPHA": "Alpha 100%", "?q=100%25": "Alpha 100%", "?q=_": "Beta_x", "?q=example.com": "Alpha 100%", "?q=gamma-log": "Gamma",
		"?state=inactive": "Beta_x", "?state=active&portal=disabled": "Gamma", "?portal=enabled": "Alpha 100%", "?q=nobody": "",
	} {
		for _, v := range []*visitor{admin, admin.with("HX-Request", "true")} {
			got := strings.Join(v.get("/admin/clients"+query).wantStatus(http.StatusOK).doc().Find("#client-list .row-name").Map(func(_ int, n *goquery.Selection) string { return n.Text() }), " ")
			if got != want {
				t.Errorf("%q lists %q, want %q", query, got, want)
			}
		}
	}
	admin.get("/admin/clients?state=bogus").wantStatus(http.StatusUnprocessableEntity)
}

// Members see their own hours alone, on a client's page as everywhere. C43.
func TestClientPageShowsMembersTheirHours(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	id := s.Client(storetest.Client{Name: "Acme"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	s.Entry(id, storetest.Entry{User: s.Int("SELECT id FROM users WHERE username = 'ada'"), Seconds: 3600, Notes: "Ada's private talk"})
	member.get(page).wantText("Your latest hours", "No hours yet").wantNoText("private talk", "Ada Admin")
	s.Entry(id, storetest.Entry{User: s.Int("SELECT id FROM users WHERE username = 'mia'"), Seconds: 3600, Notes: "Mia's drawing"})
	member.get(page).wantText("Mia's drawing").wantNoText("private talk", "Ada Admin")
	admin.get(page).wantText("Latest hours", "Mia's drawing", "Ada's private talk")
}

// What was done to a client can be read once the client is gone, and nothing is written
// down that was done to none. C77.
func TestClientInTheLog(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", RateMinor: 8000})
	page := fmt.Sprintf("/admin/clients/%d", id)
	detail := func(action string) string {
		return s.Text("SELECT detail FROM audit_log WHERE action = ? ORDER BY id DESC LIMIT 1", action)
	}
	admin.submit(page+"/edit", page+"/edit", url.Values{"currency": {"JPY"}, "rate": {"9000"}, "notes": {"a secret"}}).wantStatus(http.StatusSeeOther)
	if got := detail("client edited"); got != "currency from EUR to JPY, default rate from 80.00 to 9000, notes" {
		t.Errorf("edited: %q", got)
	}
	admin.submit(page+"/delete", page+"/delete", nil).wantStatus(http.StatusSeeOther)
	if got := detail("client deleted"); got != "Acme" {
		t.Errorf("deleted: %q", got)
	}
	token := url.Values{"_csrf": {admin.get("/admin/clients/new").token()}, "revision": {"1"}}
	admin.post(page+"/end-sessions", token).wantStatus(http.StatusNotFound)
	if n := s.Int("SELECT count(*) FROM audit_log WHERE action = 'sessions ended'"); n != 0 {
		t.Errorf("%d sessions of nobody were ended", n)
	}
}

// An amount without its currency is another price: 80 euros are not 8000 yen.
func TestCurrencyOfPricedProjects(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme"})
	project := s.Project(id, "Website")
	edit := fmt.Sprintf("/admin/clients/%d/edit", id)
	for _, price := range []string{"rate_minor", "budget_minor"} {
		s.Exec("UPDATE projects SET rate_minor = NULL, budget_minor = NULL")
		s.Exec("UPDATE projects SET "+price+" = 8000 WHERE id = ?", project)
		a := admin.submit(edit, edit, url.Values{"currency": {"JPY"}, "phone": {"typed"}}).wantStatus(http.StatusUnprocessableEntity)
		if message := a.doc().Find("#currency-error").Text(); message == "" || s.Text("SELECT currency FROM clients") != "EUR" {
			t.Errorf("%s: message %q, stored in %s", price, message, s.Text("SELECT currency FROM clients"))
		}
		admin.submit(edit, edit, url.Values{"phone": {price}}).wantStatus(http.StatusSeeOther)
	}
	s.Exec("UPDATE projects SET rate_minor = NULL, budget_minor = NULL")
	admin.submit(edit, edit, url.Values{"currency": {"JPY"}}).wantStatus(http.StatusSeeOther)
}
