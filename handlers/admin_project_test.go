package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: who may do what with projects.
func (p *people) projectPromises() []promise {
	one := fmt.Sprintf("/admin/projects/%d", p.project)
	return []promise{
		{"GET /admin/projects", "", staffPage},
		{"GET /admin/projects/new", "", adminPage},
		{"POST /admin/projects/new", "", adminsUnreadable},
		{"GET /admin/projects/:id", one, staffPage},
		{"GET /admin/projects/:id", "/admin/projects/999999", staffMiss},
		{"GET /admin/projects/:id", "/admin/projects/x", staffMiss},
		{"GET /admin/projects/:id/edit", one + "/edit", adminPage},
		{"GET /admin/projects/:id/edit", "/admin/projects/999999/edit", adminsMiss},
		{"POST /admin/projects/:id/edit", one + "/edit", adminsUnreadable},
		{"POST /admin/projects/:id/edit", "/admin/projects/999999/edit", adminsMiss},
		{"GET /admin/projects/:id/archive", one + "/archive", adminPage},
		{"POST /admin/projects/:id/archive", one + "/archive", adminsStale},
		{"GET /admin/projects/:id/archive", "/admin/projects/999999/archive", adminsMiss},
		{"POST /admin/projects/:id/archive", "/admin/projects/999999/archive", adminsMiss},
		{"POST /admin/projects/:id/reactivate", one + "/reactivate", adminsStale},
		{"GET /admin/projects/:id/delete", one + "/delete", adminPage},
		{"POST /admin/projects/:id/delete", one + "/delete", adminsStale},
		{"GET /admin/projects/:id/delete", "/admin/projects/999999/delete", adminsMiss},
		{"POST /admin/projects/:id/delete", "/admin/projects/999999/delete", adminsMiss},
	}
}

func TestProjectIsKept(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	acme := s.Client(storetest.Client{Name: "Acme", RateMinor: 8000})
	page := admin.submit("/admin/projects/new", "/admin/projects/new", url.Values{
		"client": {fmt.Sprint(acme)}, "name": {" Site <new> "}, "code": {"S1"}, "description": {"Two\r\nlines"}, "rate": {"92,50"}, "hour_budget": {"120:30"}, "money_budget": {"10000"},
	}).wantStatus(http.StatusSeeOther).Header.Get("Location")
	admin.get(page).wantText("Saved.", "Site <new>", "Acme", "€92.50", "0.00 h of 120.50 h", "€0.00 of €10,000.00", "No hours in the last 12 weeks").wantNoText("Over budget")

	admin.submit(page+"/edit", page+"/edit", url.Values{"rate": {""}, "hour_budget": {"1"}, "money_budget": {"50"}}).wantLocation(page)
	id := s.Int("SELECT id FROM projects")
	s.Entry(acme, storetest.Entry{Project: id, User: 1, Seconds: 5400})
	member.get(page).wantText("€80.00 (the client's)", "1.50 in 1 entry", "Over budget by 0.50 h", "Over budget by €70.00", "Over budget").wantNoText("/edit", "Archive")
	member.get("/admin/projects").wantText("Over budget", "Site <new>", "S1", "1.50")

	admin.submit(page+"/archive", page+"/archive", nil).wantLocation(page)
	admin.get(page).wantText("Archived")
	admin.submit(page, page+"/reactivate", nil).wantLocation(page)
	admin.get(page).wantNoText("Archived")
	admin.submit(page+"/delete", page+"/delete", nil).wantStatus(http.StatusConflict).wantText("This is in use")
	s.Exec("DELETE FROM time_entries")
	admin.submit(page+"/delete", page+"/delete", nil).wantLocation("/admin/projects")
	admin.get(page).wantStatus(http.StatusNotFound)
	for _, action := range []string{"project created", "project edited", "project archived", "project reactivated", "project deleted"} {
		if s.Int("SELECT count(*) FROM audit_log WHERE action = ? AND actor_name = 'ada' AND subject_kind = 'project' AND subject_id = ?", action, id) != 1 {
			t.Errorf("the log does not say %q once", action)
		}
	}
	if detail := s.Text("SELECT detail FROM audit_log WHERE action = 'project edited'"); detail != "rate 92.50 to none; hour budget 120:30 to 1:00; money budget 10000.00 to 50.00" {
		t.Errorf("the edit is told as %q", detail)
	}
}

// C45: what can't be read is told by its field, what was typed stays, nothing is stored.
func TestProjectFormBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{Name: "Acme"})
	shut := s.Client(storetest.Client{Name: "Shut", Inactive: true})
	for field, values := range map[string][]string{
		"client":       {"", "999", "x", fmt.Sprint(shut)},
		"name":         {"", strings.Repeat("x", 201), "two\nlines"},
		"rate":         {"-5", "1e9", "NaN", "1.234.5", "99999999999999"},
		"hour_budget":  {"-1", "1e9", "9999999", "1:99"},
		"money_budget": {"x", "-1"},
		"description":  {strings.Repeat("y", 10_001)},
	} {
		for _, value := range values {
			fields := url.Values{"client": {fmt.Sprint(acme)}, "name": {"Keep <me>"}, "code": {"typed"}, "status": {"archived"}, "id": {"7"}}
			fields[field] = []string{value}
			fields.Set("_csrf", admin.get("/admin/projects/new").token())
			a := admin.post("/admin/projects/new", fields).wantStatus(http.StatusUnprocessableEntity).wantNoText("<me>")
			if got := a.doc().Find("#code").AttrOr("value", ""); got != "typed" {
				t.Errorf("%s=%q: the code became %q", field, value, got)
			}
			if a.doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	if n := s.Int("SELECT count(*) FROM projects"); n != 0 {
		t.Errorf("%d projects were stored", n)
	}
}

// A project goes to another client only while nothing hangs on it, and no forged field
// or late hour changes that.
func TestProjectStaysWithItsClient(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme, bolt := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt"})
	id := s.Project(acme, "Site")
	path := fmt.Sprintf("/admin/projects/%d/edit", id)
	admin.submit(path, path, url.Values{"client": {fmt.Sprint(bolt)}}).wantStatus(http.StatusSeeOther)
	if s.Int("SELECT client_id FROM projects") != int64(bolt) {
		t.Error("the unused project stayed")
	}

	fields := url.Values{"_csrf": {admin.get(path).token()}, "client": {fmt.Sprint(acme)}, "name": {"Site"}, "revision": {"2"}}
	s.Entry(bolt, storetest.Entry{Project: id, User: 1})
	if admin.get(path).doc().Find("select[name=client]").Length() != 0 {
		t.Error("another client is offered")
	}
	admin.post(path, fields).wantStatus(http.StatusUnprocessableEntity).wantText("Choose a client from the list.")
	err := s.UpdateProject(t.Context(), portal.ProjectRecord{ID: id, Client: acme, Name: "Site", Revision: 2}, portal.AuditEntry{Actor: portal.System})
	if err != portal.ErrInUse || s.Int("SELECT client_id FROM projects") != int64(bolt) {
		t.Errorf("moved with its hours: %v", err)
	}
}

// Of many edits made on the same revision one is stored, the others are told; what was
// typed stays and can be saved again.
func TestStaleProjectEdits(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Project(s.Client(storetest.Client{}), "Site")
	path := fmt.Sprintf("/admin/projects/%d/edit", id)
	token := admin.get(path).token()
	answers := make([]*answer, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = admin.browser().post(path, url.Values{"_csrf": {token}, "client": {"1"}, "name": {fmt.Sprintf("Name %d", i)}, "revision": {"1"}})
		})
	}
	all.Wait()
	stored := 0
	for i, a := range answers {
		if a.StatusCode == http.StatusSeeOther {
			stored++
			continue
		}
		a.wantStatus(http.StatusConflict).wantText("Somebody else saved this")
		if got := a.doc().Find("#name").AttrOr("value", ""); got != fmt.Sprintf("Name %d", i) {
			t.Errorf("typed became %q", got)
		}
	}
	if stored != 1 || s.Int("SELECT count(*) FROM audit_log WHERE action = 'project edited'") != 1 || s.Int("SELECT revision FROM projects") != 2 {
		t.Errorf("%d edits were stored", stored)
	}
	admin.submit(path, path, url.Values{"name": {"Again"}}).wantStatus(http.StatusSeeOther)
}

func TestProjectFilters(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	zeta, acme := s.Client(storetest.Client{Name: "zeta"}), s.Client(storetest.Client{Name: "Acme"})
	s.Project(zeta, "Beta 100%")
	s.Exec("UPDATE projects SET code = 'B_1'")
	s.Project(acme, "Ōmega")
	s.Project(acme, "alpha")
	s.Exec("UPDATE projects SET status = 'archived' WHERE name = 'alpha'")
	for query, want := range map[string]string{
		"": "alpha Ōmega Beta 100%", "?q=100%25": "Beta 100%", "?q=b_1": "Beta 100%", "?q=acme": "alpha Ōmega", "?q=nothing": "",
		"?state=archived": "alpha", fmt.Sprintf("?client_id=%d", zeta): "Beta 100%", fmt.Sprintf("?client_id=%d&state=active", acme): "Ōmega", "?client_id=999": "",
	} {
		for _, v := range []*visitor{admin, admin.with("HX-Request", "true")} {
			got := strings.Join(v.get("/admin/projects"+query).wantStatus(http.StatusOK).doc().Find("#project-list .row-name").Map(func(_ int, n *goquery.Selection) string { return n.Text() }), " ")
			if got != want {
				t.Errorf("%q lists %q, want %q", query, got, want)
			}
		}
	}
	for _, query := range []string{"state=bogus", "client_id=x", "page=x"} {
		admin.get("/admin/projects?" + query).wantStatus(http.StatusUnprocessableEntity)
	}
}

// A long list is walked to its end and back, page by page.
func TestProjectPages(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{})
	for i := range 60 {
		s.Project(acme, fmt.Sprintf("P%02d", i))
	}
	var seen []string
	for path := "/admin/projects"; path != ""; {
		doc := admin.get(path).wantStatus(http.StatusOK).doc()
		seen = append(seen, doc.Find(".row-name").Map(func(_ int, n *goquery.Selection) string { return n.Text() })...)
		path = doc.Find("#pager-next[href]").AttrOr("href", "")
	}
	if len(seen) != 60 || seen[0] != "P00" || seen[59] != "P59" {
		t.Errorf("%d projects: %v", len(seen), seen)
	}
	admin.get("/admin/projects?page=last").wantText("P59", "P35").wantNoText("P34")
}
