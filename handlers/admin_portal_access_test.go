package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"

	"foyer/store/storetest"
)

// The section Portal access: a username is needed, and nobody else's in any case.
func TestPortalAccess(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	s.Client(storetest.Client{Name: "Other", Username: "taken"})
	id := s.Client(storetest.Client{Name: "Acme"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	save := page + "/portal-access"

	for _, name := range []string{"", "  ", "TAKEN", "ada", "no spaces", "ab", "аcme"} {
		fields := url.Values{"_csrf": {admin.get(page).token()}, "portal_enabled": {"1"}, "username": {name}, "revision": {"1"}}
		a := admin.post(save, fields).wantStatus(http.StatusUnprocessableEntity)
		if a.doc().Find("#username-error").Text() == "" || a.doc().Find("#portal_enabled[checked]").Length() != 1 {
			t.Errorf("%q: no message, or the box lost its tick", name)
		}
	}
	admin.submit(page, save, url.Values{"portal_enabled": {"1"}, "username": {" Acme "}}).wantLocation(page)
	admin.get(page).wantText("Enabled No password yet", "Not set yet", "Never")
	admin.get("/admin/clients?q=acme").wantText("Enabled")
	member.post(save, url.Values{"_csrf": {member.get(page).token()}, "portal_enabled": {""}}).wantStatus(http.StatusForbidden)
	if got := s.Text("SELECT portal_username FROM clients WHERE id = ?", id); got != "acme" {
		t.Errorf("username %q", got)
	}
}

// Ending all sessions ends them at the next request.
func TestEndSessions(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Username: "acme"})
	client := s.signedIn("acme")
	page := fmt.Sprintf("/admin/clients/%d", id)
	admin.submit(page, page+"/end-sessions", nil).wantLocation(page)
	client.get("/client-portal").wantStatus(http.StatusSeeOther)
	s.signedIn("acme")
}
