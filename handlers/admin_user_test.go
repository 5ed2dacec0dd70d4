package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: users are the admins' alone. Those asked for are the member and the only admin of
// people, whom every attempt leaves as they were.
func (p *people) userPromises() []promise {
	page := func(name string) string {
		return fmt.Sprintf("/admin/users/%d", p.Int("SELECT coalesce(max(id), 0) FROM users WHERE username = ?", name))
	}
	mia, ada := page("mia"), page("ada")
	return []promise{
		{"GET /admin/users", "", adminPage},
		{"GET /admin/users/new", "", adminPage},
		{"POST /admin/users/new", "", adminsUnreadable},
		{"GET /admin/users/:id", mia, adminPage},
		{"GET /admin/users/:id", "/admin/users/999999", adminsMiss},
		{"GET /admin/users/:id", "/admin/users/x", adminsMiss},
		{"GET /admin/users/:id", "/admin/users/99999999999999999999", adminsMiss},
		{"GET /admin/users/:id/edit", mia + "/edit", adminPage},
		{"GET /admin/users/:id/edit", "/admin/users/999999/edit", adminsMiss},
		{"POST /admin/users/:id/edit", mia + "/edit", adminsUnreadable},
		{"POST /admin/users/:id/edit", "/admin/users/999999/edit", adminsMiss},
		{"GET /admin/users/:id/deactivate", mia + "/deactivate", adminPage},
		{"POST /admin/users/:id/deactivate", mia + "/deactivate", adminsStale},
		{"POST /admin/users/:id/reactivate", mia + "/reactivate", adminsStale},
		{"GET /admin/users/:id/delete", ada + "/delete", adminPage},
		{"POST /admin/users/:id/delete", ada + "/delete", adminsStale},
		{"POST /admin/users/:id/link", "/admin/users/999999/link", adminsMiss},
		{"POST /admin/users/:id/end-sessions", "/admin/users/x/end-sessions", adminsMiss},
	}
}

// userPage is a user's page by the username.
func (s *site) userPage(username string) string {
	s.t.Helper()
	return fmt.Sprintf("/admin/users/%d", s.Int("SELECT id FROM users WHERE username = ?", username))
}

// shownLink is the token of the set-password link on a page that shows it once.
func (a *answer) shownLink() string {
	a.t.Helper()
	link, _ := a.wantStatus(http.StatusOK).doc().Find("#link").Attr("value")
	token, found := strings.CutPrefix(link, base+"/client-portal/set-password?token=")
	if !found || len(token) != 43 {
		a.t.Fatalf("link %q", link)
	}
	return token
}

// An admin lets somebody in: by a link shown once, through which they choose a password and
// are led to the door that is theirs. C11: nobody types a password for somebody else.
func TestUserIsKept(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	if n := admin.get("/admin/users/new").doc().Find("input[type=password]").Length(); n != 0 {
		t.Error("an admin can type a password")
	}
	made := admin.submit("/admin/users/new", "/admin/users/new", url.Values{
		"full_name": {" Ben Bright "}, "username": {" BEN "}, "email": {"ben@example.com"}, "role": {"admin"}, "password": {"typed by somebody"}, "active": {"0"},
	})
	token := made.wantText("Ben Bright", "Not set yet", "works until Nov 23, 2026, 12:00", "Admin: may do everything", "No access").shownLink()
	page := s.userPage("ben")
	admin.get(page).wantText("Not set yet").wantNoText(token)
	if n := s.Int("SELECT count(*) FROM users WHERE username = 'ben' AND email = 'ben@example.com' AND active = 1 AND password_hash IS NULL AND password_setup_token = ?", portal.HashToken(token)); n != 1 {
		t.Error("the user is not stored as typed")
	}

	ben := s.visitor()
	ben.choose(token, goodPassword, goodPassword).wantLocation("/login")
	ben.get("/login").wantText("Your password is set.")
	ben.signIn("/login", "Ben", goodPassword).wantLocation("/admin")
	ben.get("/admin/users").wantText("Ben Bright", "Ada Admin")
	admin.get(page).wantText("Set Nov 22, 2026, 12:00").wantNoText("works until")

	admin.submit(page+"/deactivate", page+"/deactivate", nil).wantLocation(page)
	ben.get("/admin/users").wantLocation("/login?next=%2Fadmin%2Fusers")
	admin.get(page).wantText("Inactive").wantNoText("Make a set-password link")
	admin.post(page+"/link", url.Values{"_csrf": {admin.get(page).token()}}).wantStatus(http.StatusConflict).wantText("This user is inactive")
	admin.submit(page, page+"/reactivate", nil).wantLocation(page)
	second := admin.submit(page, page+"/link", nil).shownLink()
	third := admin.submit(page, page+"/link", nil).shownLink()
	s.visitor().choose(second, goodPassword, goodPassword).wantStatus(http.StatusGone)
	s.visitor().choose(third, "another good password", "another good password").wantLocation("/login")
	admin.submit(page+"/delete", page+"/delete", nil).wantLocation("/admin/users")
	admin.get(page).wantStatus(http.StatusNotFound)
	for _, action := range []string{"user created", "user deactivated", "user reactivated", "user deleted"} {
		if s.Int("SELECT count(*) FROM audit_log WHERE action = ? AND actor_name = 'ada' AND subject_kind = 'user' AND subject_id = 3", action) != 1 {
			t.Errorf("the log does not say %q once", action)
		}
	}
	for _, secret := range []string{token, second, third} {
		if s.Int("SELECT count(*) FROM audit_log WHERE detail LIKE '%' || ? || '%'", secret) != 0 || strings.Contains(s.log.String(), secret) {
			t.Error("a log holds a link")
		}
	}
}

// C26, C27: every change of access ends the sessions at the next request, whoever sits there.
func TestChangedUserIsOut(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme, bolt := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt"})
	s.User(storetest.User{Username: "eve", Role: portal.Admin, PortalOf: acme})
	page := s.userPage("eve")
	for _, change := range []url.Values{
		{"role": {"member"}}, {"role": {"admin"}}, {"client_id": {fmt.Sprint(bolt)}}, {"client_portal_enabled": {""}},
		{"client_portal_enabled": {"1"}, "client_id": {fmt.Sprint(acme)}},
	} {
		eve := s.staff("eve")
		eve.get("/admin/clients").wantStatus(http.StatusOK)
		admin.submit(page+"/edit", page+"/edit", change).wantLocation(page)
		eve.get("/admin/clients").wantLocation("/login?next=%2Fadmin%2Fclients")
		eve.get("/admin/users").wantStatus(http.StatusSeeOther)
	}
	eve := s.staff("eve")
	admin.submit(page+"/edit", page+"/edit", url.Values{"full_name": {"Eve E."}, "email": {"eve@example.com"}}).wantLocation(page)
	eve.get("/admin/users").wantText("Eve E.", "eve@example.com")
	admin.submit(page, page+"/end-sessions", nil).wantLocation(page)
	admin.get(page).wantText("All sessions of this user are ended.")
	eve.get("/admin/clients").wantStatus(http.StatusSeeOther)
	admin.submit(page+"/edit", page+"/edit", url.Values{"role": {"member"}}).wantLocation(page)
	s.staff("eve").get("/admin/users").wantStatus(http.StatusForbidden)
	if got := s.Text("SELECT detail FROM audit_log WHERE action = 'user edited' ORDER BY id LIMIT 1"); got != "role from admin to member" {
		t.Errorf("the log says %q", got)
	}
}

// A user on whom recorded hours hang stays.
func TestUserInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.User(storetest.User{Username: "tom"})
	s.Entry(s.Client(storetest.Client{}), storetest.Entry{User: id})
	path := s.userPage("tom") + "/delete"
	admin.submit(path, path, nil).wantStatus(http.StatusConflict).wantText("This is in use")
	admin.get(s.userPage("tom")).wantStatus(http.StatusOK)
}

// An edit on what somebody else changed meanwhile is told, not stored; what was typed stays.
func TestStaleUserEdit(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	page := s.userPage("mia")
	token := admin.get(page + "/edit").token()
	fields := func(name, revision string) url.Values {
		return url.Values{"_csrf": {token}, "username": {"mia"}, "full_name": {name}, "role": {"member"}, "active": {"1"}, "revision": {revision}}
	}
	admin.post(page+"/edit", fields("First", "1")).wantLocation(page)
	a := admin.post(page+"/edit", fields("Second", "1")).wantStatus(http.StatusConflict).wantText("Somebody else saved this")
	name, _ := a.doc().Find("#full_name").Attr("value")
	revision, _ := a.doc().Find("input[name=revision]").Attr("value")
	if got := s.Text("SELECT full_name FROM users WHERE username = 'mia'"); got != "First" || name != "Second" {
		t.Errorf("stored %q, typed %q", got, name)
	}
	for _, action := range []string{"/deactivate", "/reactivate"} {
		admin.post(page+action, url.Values{"_csrf": {token}, "revision": {"1"}}).wantStatus(http.StatusConflict)
	}
	admin.post(page+"/edit", fields("Second", revision)).wantLocation(page)
}

func TestUserFilters(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	shut := s.Client(storetest.Client{Name: "Quarz & Co", Inactive: true})
	s.User(storetest.User{Username: "guest", FullName: "Gus 100%", PortalOf: shut, PortalOnly: true})
	s.User(storetest.User{Username: "old_one", Inactive: true, NoPassword: true})
	s.Exec("UPDATE users SET email = 'gus@example.com' WHERE username = 'guest'")
	for query, want := range map[string]string{
		"":       "Ada Admin, Gus 100%, mia, old_one",
		"?q=ADA": "Ada Admin", "?q=100%25": "Gus 100%", "?q=_": "old_one", "?q=gus%40": "Gus 100%", "?q=quarz": "Gus 100%", "?q=nobody": "",
		"?role=admin": "Ada Admin", "?role=member&state=active": "Gus 100%, mia", "?state=inactive": "old_one", "?portal=enabled": "Gus 100%", "?portal=disabled&role=member": "mia, old_one",
	} {
		for _, v := range []*visitor{admin, admin.with("HX-Request", "true")} {
			got := strings.Join(v.get("/admin/users"+query).wantStatus(http.StatusOK).doc().Find("#user-list .row-name").Map(func(_ int, n *goquery.Selection) string { return n.Text() }), ", ")
			if got != want {
				t.Errorf("%q lists %q, want %q", query, got, want)
			}
		}
	}
	admin.get("/admin/users?role=owner").wantStatus(http.StatusUnprocessableEntity).wantText("Choose from the list.")
	s.clock.move(time.Minute)
	want := []string{"Gus 100% gus@example.com", "guest", "Portal only", "Active", "Portal Quarz & Co (inactive)", "Never"}
	for _, row := range admin.get("/admin/users").rows("main") {
		if strings.HasPrefix(row[0], "Gus") && strings.Join(row, "|") != strings.Join(want, "|") {
			t.Errorf("row %q", row)
		}
	}
	member.get("/admin/users").wantStatus(http.StatusForbidden)
	member.get("/admin/clients").wantNoText("/admin/users")
	admin.get("/admin/audit").wantText("signed in")
}

// C15, C17, C21: a user's link dies with a newer one, another name or address, a password
// set otherwise, deactivating, time and a clock set back, and every dead one is like any other.
func TestDeadUserLinks(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.User(storetest.User{Username: "ben", NoPassword: true})
	page := fmt.Sprintf("/admin/users/%d", id)
	open := func(token string) *answer { return s.visitor().choose(token, goodPassword, goodPassword) }
	want := open(strings.Repeat("A", 43)).wantStatus(http.StatusGone).body
	edit := func(field, value string) func() {
		return func() { admin.submit(page+"/edit", page+"/edit", url.Values{field: {value}}).wantLocation(page) }
	}
	for name, kill := range map[string]func(){
		"a newer link":  func() { admin.submit(page, page+"/link", nil).shownLink() },
		"a new name":    edit("username", "benno"),
		"a new address": edit("email", "ben@example.com"),
		"deactivated": func() {
			edit("active", "")()
			edit("active", "1")()
		},
		"a password set": func() { s.Exec("UPDATE users SET password_hash = 'other' WHERE id = ?", id) },
		"expired": func() {
			s.Exec("UPDATE users SET password_setup_token_expires = ? WHERE id = ?", storetest.Now.Unix(), id)
		},
		"clock set back": func() {
			s.Exec("UPDATE users SET password_setup_token_expires = ? WHERE id = ?", storetest.Now.Unix()+90_000, id)
		},
	} {
		token := admin.submit(page, page+"/link", nil).shownLink()
		kill()
		if open(token).wantStatus(http.StatusGone).body != want {
			t.Errorf("%s: another page", name)
		}
	}
	token := admin.submit(page, page+"/link", nil).shownLink()
	edit("full_name", "Ben B")() // changes nothing about access
	open(token).wantLocation("/login")
}
