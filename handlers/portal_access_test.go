package handlers_test

import (
	"net/http"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// Staff with portal access opens the portal without a second sign-in, and goes back and
// forth; staff without is told so.
func TestStaffInThePortal(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.User(storetest.User{Username: "both", FullName: "Bo Both", PortalOf: acme})
	s.User(storetest.User{Username: "mia"})
	s.User(storetest.User{Username: "ada", Role: portal.Admin})

	v := s.staff("both")
	page := v.get("/client-portal").wantStatus(http.StatusOK).wantText("Acme", "Bo Both", "Staff side")
	v.get("/admin/clients").wantStatus(http.StatusOK)
	v.get("/client-portal/login?next=%2Fclient-portal%2Finvoices").wantLocation("/client-portal/invoices")
	v.press(page, "/client-portal/logout").wantLocation("/client-portal/login")
	v.get("/admin/clients").wantLocation("/login?next=%2Fadmin%2Fclients")

	for _, name := range []string{"mia", "ada"} {
		v := s.staff(name)
		v.get("/client-portal/invoices").wantStatus(http.StatusForbidden).wantText("No portal access", "no client's portal is open to you")
		v.htmx("/client-portal/invoices").wantStatus(http.StatusForbidden).wantText("No portal access")
		v.get("/client-portal/login").wantStatus(http.StatusOK)
		v.get("/admin").wantStatus(http.StatusOK)
	}
}

// The sign-in pages lead on who is in already, each to its own side.
func TestSignInPagesLeadOn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.User(storetest.User{Username: "guest", PortalOf: acme, PortalOnly: true})
	s.User(storetest.User{Username: "mia"})

	for _, name := range []string{"acme", "guest"} {
		v := s.signedIn(name)
		v.get("/client-portal/login").wantLocation("/client-portal")
		v.get("/client-portal/login?next=%2Fclient-portal%2Fprojects").wantLocation("/client-portal/projects")
		v.get("/client-portal/login?next=%2F%2Fevil.example").wantLocation("/client-portal")
		v.get("/login").wantStatus(http.StatusOK)
	}
	v := s.staff("mia")
	v.get("/login").wantLocation("/admin")
	v.get("/login?next=%2Fadmin%2Fclients").wantLocation("/admin/clients")
	v.get("/login?next=%2Fclient-portal").wantLocation("/admin")
}

// A portal session whose client was closed must not stand in the way of the staff session
// in the same browser, nor keep it from signing out.
func TestClosedPortalSessionBesideStaff(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme, bolt := s.Client(storetest.Client{Name: "Acme"}), s.Client(storetest.Client{Name: "Bolt"})
	s.User(storetest.User{Username: "guest", PortalOf: acme, PortalOnly: true})
	s.User(storetest.User{Username: "both", PortalOf: bolt})
	v := s.signedIn("guest")
	v.signIn("/login", "both", storetest.Password).wantLocation("/admin")
	v.get("/client-portal").wantText("Acme").wantNoText("Bolt")

	s.Exec("UPDATE clients SET active = 0 WHERE id = ?", acme)
	page := v.get("/client-portal").wantStatus(http.StatusOK).wantText("Bolt").wantNoText("Acme")
	v.press(page, "/client-portal/logout").wantLocation("/client-portal/login")
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
}

// Access hangs on every one of its conditions, at the very next request, and comes back
// with it.
func TestAccessNeedsEverything(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.User(storetest.User{Username: "both", PortalOf: acme})
	own, user := s.signedIn("acme"), s.staff("both")
	s.Exec("UPDATE clients SET active = 0")
	own.get("/client-portal").wantStatus(http.StatusSeeOther)
	user.get("/client-portal").wantStatus(http.StatusForbidden)
	user.get("/admin/clients").wantStatus(http.StatusOK)

	s.Exec("UPDATE clients SET active = 1")
	user.get("/client-portal").wantStatus(http.StatusOK)
	own.get("/client-portal").wantStatus(http.StatusSeeOther) // its session ended for good
	s.Exec("UPDATE users SET portal_only = 1")
	user.get("/admin/clients").wantStatus(http.StatusSeeOther)
	s.Exec("UPDATE clients SET portal_enabled = 0")
	s.signedIn("both").get("/client-portal").wantStatus(http.StatusOK) // the client's own switch is not the user's
}
