package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// Names are unique among users and clients in any case; what can't be read is told by its
// field, everything typed stays, nothing is stored. C13, C45.
func TestUserFormBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	s.Client(storetest.Client{Name: "Acme", Username: "taken"})
	gone := s.Client(storetest.Client{Name: "Gone", Inactive: true})
	before := s.Int("SELECT count(*) FROM users")
	for field, values := range map[string][]string{
		"username":    {"", "  ", "ab", "two words", "TAKEN", "Mia", "ADA", "аda", "a\x01b", strings.Repeat("x", 65)},
		"full_name":   {strings.Repeat("x", 201), "two\nlines"},
		"email":       {"nobody", "a@b, c@d", "a@b\r\nBcc: c@d"},
		"role":        {"", "owner", "Admin", "admin,member"},
		"client_id":   {"", "0", "-1", "x", "999999", fmt.Sprint(gone), "99999999999999999999"},
		"portal_only": {"without access", "as an admin"},
	} {
		for _, value := range values {
			fields := url.Values{"username": {"newcomer"}, "full_name": {"Keep <me>"}, "email": {"keep@example.com"}, "role": {"member"}, "client_id": {fmt.Sprint(gone - 1)},
				"id": {"1"}, "password_hash": {"x"}, "access_version": {"9"}}
			fields[field] = []string{value}
			if field == "client_id" || value == "as an admin" {
				fields.Set("client_portal_enabled", "1")
			}
			if value == "as an admin" {
				fields.Set("role", "admin")
			}
			fields.Set("_csrf", admin.get("/admin/users/new").token())
			a := admin.post("/admin/users/new", fields).wantStatus(http.StatusUnprocessableEntity).wantNoText("<me>")
			if a.doc().Find("#"+field+"-error").Text() == "" || a.doc().Find(".field-error").Length() != 1 {
				t.Errorf("%s=%q: no message by the field alone", field, value)
			}
			if got := a.doc().Find("#email").AttrOr("value", ""); field != "email" && got != "keep@example.com" {
				t.Errorf("%s=%q: the address became %q", field, value, got)
			}
		}
	}
	if n := s.Int("SELECT count(*) FROM users"); n != before {
		t.Errorf("%d users were stored", n-before)
	}
}

// Every field of the forms about people with every kind of rubbish, repeated, and far too
// much of it: a message, never a fault. C45, C46.
func TestRubbishAboutPeople(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	empty := newSite(t)
	setup := empty.visitor()
	forms := []struct {
		v      *visitor
		path   string
		token  string
		fields []string
	}{
		{admin, "/admin/users/new", admin.get("/admin/users/new").token(), []string{"username", "full_name", "email", "role", "client_portal_enabled", "client_id", "portal_only"}},
		{admin, s.userPage("mia") + "/edit", admin.get("/admin/users").token(), []string{"username", "full_name", "email", "role", "active", "client_id", "revision"}},
		{setup, "/setup", setup.openSetup(empty.config.Setup.Begin()).token(), []string{"username", "full_name", "password", "again"}},
	}
	for _, form := range forms {
		for _, field := range form.fields {
			for _, value := range rubbish {
				empty.Exec("DELETE FROM sign_in_limits")
				good := map[string]string{"_csrf": form.token, "username": "mia", "role": "member", "client_portal_enabled": "1", "client_id": "1"}
				good[field] = value
				form.v.form(form.path, encoded(good)).wantHarmless(400, 422)
			}
		}
		form.v.form(form.path, "_csrf="+form.token+"&username=a&username=b").wantHarmless(400)
		form.v.form(form.path, "_csrf="+form.token+"&full_name="+strings.Repeat("x", 16_000)).wantHarmless(400, 422)
	}
	for _, form := range forms[:2] { // a stranger may not send as much
		form.v.form(form.path, "_csrf="+form.token+"&full_name="+strings.Repeat("x", 60_000)).wantHarmless(400, 422)
	}
	if n := s.Int("SELECT count(*) FROM users") + empty.Int("SELECT count(*) FROM users"); n != 2 {
		t.Errorf("%d users", n)
	}
}

// Client Portal Access: the box without a client is an error and nothing is saved; an
// assigned client that is inactive stays; clearing the box forgets the client.
func TestClientPortalAccess(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{Name: "Acme"})
	s.Client(storetest.Client{Name: "Other inactive", Inactive: true})
	page := s.userPage("mia")
	edit := page + "/edit"

	a := admin.submit(edit, edit, url.Values{"client_portal_enabled": {"1"}, "client_id": {""}, "full_name": {"Not to be saved"}}).wantStatus(http.StatusUnprocessableEntity).
		wantText("Choose the client whose portal this user may read.")
	if a.doc().Find("#client_portal_enabled[checked]").Length() != 1 || s.Int("SELECT count(*) FROM users WHERE full_name = 'Not to be saved' OR client_portal_enabled = 1") != 0 {
		t.Error("the box lost its tick, or something was saved")
	}
	admin.submit(edit, edit, url.Values{"client_portal_enabled": {"1"}, "client_id": {fmt.Sprint(acme)}, "portal_only": {"1"}}).wantLocation(page)
	admin.get(page).wantText("Portal only: reads the client's portal", "Acme")
	admin.get(fmt.Sprintf("/admin/clients/%d", acme)).wantText("(mia)")
	s.signedIn("mia").get("/client-portal").wantText("Acme")

	s.Exec("UPDATE clients SET active = 0 WHERE id = ?", acme)
	form := admin.get(edit)
	if got := form.doc().Find("#client_id option[selected]").Text(); got != "Acme (inactive)" {
		t.Errorf("the form has %q", got)
	}
	if strings.Contains(form.body, "Other inactive") {
		t.Error("another inactive client can be chosen")
	}
	admin.submit(edit, edit, url.Values{"full_name": {"Mia M."}}).wantLocation(page)
	admin.submit(edit, edit, url.Values{"client_portal_enabled": {""}}).wantStatus(http.StatusUnprocessableEntity).wantText("could enter nothing otherwise")
	admin.submit(edit, edit, url.Values{"client_portal_enabled": {""}, "portal_only": {""}}).wantLocation(page)
	if n := s.Int("SELECT count(*) FROM users WHERE username = 'mia' AND client_id IS NULL AND portal_only = 0 AND client_portal_enabled = 0"); n != 1 {
		t.Error("the client was not forgotten")
	}
	if strings.Contains(admin.get(edit).body, "Acme") {
		t.Error("an inactive client can be chosen anew")
	}
}

// A portal-only user who sets a password by a link is led to the portal's door.
func TestPortalOnlyUserIsLedToThePortal(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{Name: "Acme"})
	token := admin.submit("/admin/users/new", "/admin/users/new", url.Values{
		"username": {"guest"}, "client_portal_enabled": {"1"}, "client_id": {fmt.Sprint(acme)}, "portal_only": {"1"},
	}).shownLink()
	v := s.visitor()
	v.choose(token, "acme", "acme").wantStatus(http.StatusUnprocessableEntity)
	v.choose(token, goodPassword, goodPassword).wantLocation("/client-portal/login")
	v.signIn("/client-portal/login", "guest", goodPassword).wantLocation("/client-portal")
	v.get("/admin/clients").wantStatus(http.StatusSeeOther)
}

// The last admin who can sign in stays one, told by the field, and nothing is half saved.
func TestLastAdminStays(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	s.User(storetest.User{Username: "off", Role: portal.Admin, Inactive: true})
	s.User(storetest.User{Username: "new", Role: portal.Admin, NoPassword: true}) // can't sign in yet
	page := s.userPage("ada")
	acme := s.Client(storetest.Client{Name: "Acme"})
	for field, change := range map[string]url.Values{
		"role":        {"role": {"member"}, "full_name": {"Half"}},
		"active":      {"active": {""}, "full_name": {"Half"}},
		"portal_only": {"portal_only": {"1"}, "client_portal_enabled": {"1"}, "client_id": {fmt.Sprint(acme)}},
	} {
		a := admin.submit(page+"/edit", page+"/edit", change).wantStatus(http.StatusUnprocessableEntity)
		if a.doc().Find("#"+field+"-error").Text() == "" {
			t.Errorf("%s: no message by the field", field)
		}
	}
	admin.submit(page+"/edit", page+"/edit", url.Values{"role": {"member"}, "portal_only": {"1"}, "client_portal_enabled": {"1"}, "client_id": {fmt.Sprint(acme)}}).
		wantStatus(http.StatusUnprocessableEntity).wantText("This is the last admin who can sign in.")
	for _, action := range []string{"/deactivate", "/delete"} {
		admin.submit(page+action, page+action, nil).wantStatus(http.StatusConflict).wantText("This is the last admin who can sign in.")
	}
	admin.get(page).wantText("Ada Admin").wantNoText("Half", "Inactive")
	if n := s.Int("SELECT count(*) FROM audit_log WHERE action LIKE 'user %'"); n != 0 {
		t.Errorf("%d lines in the log of what was not done", n)
	}

	// With another who can sign in, admins may step down, and are told that they are out.
	s.User(storetest.User{Username: "eve", Role: portal.Admin})
	admin.submit(page+"/edit", page+"/edit", url.Values{"role": {"member"}}).wantLocation("/login")
	admin.get("/login").wantText("Your own access changed")
	admin.get("/admin/users").wantStatus(http.StatusSeeOther)
	eve := s.staff("eve")
	eve.submit(page+"/delete", page+"/delete", nil).wantLocation("/admin/users")
	own := s.userPage("eve")
	eve.get(own + "/delete").wantText("your own account")
	eve.submit(own+"/edit", own+"/edit", url.Values{"full_name": {"Eve"}}).wantLocation(own)
	eve.submit(own+"/edit", own+"/edit", url.Values{"username": {"eva"}}).wantLocation("/login")
	s.staff("eva").get("/admin/users").wantStatus(http.StatusOK)
}

// Two admins who demote, deactivate and delete each other at the same moment: one stays.
func TestAdminsCannotRemoveEachOther(t *testing.T) {
	t.Parallel()
	for _, act := range []string{"demote", "deactivate", "delete"} {
		s := newSite(t)
		ids := []int64{s.User(storetest.User{Username: "ada", Role: portal.Admin}), s.User(storetest.User{Username: "eve", Role: portal.Admin})}
		visitors := []*visitor{s.staff("eve"), s.staff("ada")} // each against the other
		tokens := []string{visitors[0].get("/admin/users").token(), visitors[1].get("/admin/users").token()}
		statuses := inParallel(2, func(n int) int {
			fields := url.Values{"_csrf": {tokens[n]}, "revision": {"1"}, "username": {[]string{"ada", "eve"}[n]}, "role": {"member"}, "active": {"1"}}
			path := fmt.Sprintf("/admin/users/%d/%s", ids[n], strings.Replace(act, "demote", "edit", 1))
			return visitors[n].post(path, fields).StatusCode
		})
		if n := s.Int("SELECT count(*) FROM users WHERE role = 'admin' AND active = 1"); n != 1 || statuses[http.StatusSeeOther] < 1 {
			t.Errorf("%s: %d admins are left; answers %v", act, n, statuses)
		}
	}
}
