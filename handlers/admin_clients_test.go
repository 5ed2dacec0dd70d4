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

// press sends the form on a page that goes to an address.
func (v *visitor) press(page *answer, action string) *answer {
	v.t.Helper()
	form := page.doc().Find("form[action='" + action + "']").First()
	if form.Length() == 0 || !strings.EqualFold(form.AttrOr("method", ""), "post") {
		v.t.Fatalf("%s has no form to %s", page.what, action)
	}
	fields := url.Values{}
	form.Find("input[name]").Each(func(_ int, in *goquery.Selection) { fields.Set(in.AttrOr("name", ""), in.AttrOr("value", "")) })
	return v.post(action, fields)
}

// Staff sees every client by name and how far its portal is open.
func TestListOfClients(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	s.User(storetest.User{Username: "mia"})
	v := s.staff("mia")
	v.get("/admin/clients").wantStatus(http.StatusOK).wantText("No clients yet")

	bolt := s.Client(storetest.Client{Name: "bolt", Username: "bolt", Email: "b@example.com"})
	s.Client(storetest.Client{Name: "Acme"})
	s.Client(storetest.Client{Name: "Cargo", Username: "cargo", NoPassword: true})
	s.Client(storetest.Client{Name: "Delta", Username: "delta", Inactive: true})
	s.User(storetest.User{Username: "guest", PortalOf: bolt, PortalOnly: true})
	s.signedIn("bolt")
	want := [][]string{
		{"Acme", "", "Disabled", "", "Never"},
		{"bolt", "b@example.com", "Enabled 1 user assigned", "bolt", "Nov 22, 2026, 12:00"},
		{"Cargo", "", "Enabled No password yet", "cargo", "Never"},
		{"Delta Inactive", "", "Enabled Closed while the client is inactive", "delta", "Never"},
	}
	if diff := cmp.Diff(want, v.get("/admin/clients").rows("main")); diff != "" {
		t.Error(diff)
	}
	if forms := s.staff("ada").get("/admin/clients").doc().Find("main form[method=post]"); forms.Length() != 4 {
		t.Errorf("an admin can view %d portals", forms.Length())
	}
	if forms := v.get("/admin/clients").doc().Find("main form[method=post]"); forms.Length() != 0 {
		t.Error("a member is offered what it may not do")
	}
}

// An admin views the portal as a client, open or not: with a banner, written down, and
// with nothing to change; leaving goes back to the staff side.
func TestViewAsClient(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ada := s.User(storetest.User{Username: "ada", Role: portal.Admin})
	for _, c := range []storetest.Client{{Name: "Acme", Username: "acme"}, {Name: "Shut", Username: "shut", Off: true}, {Name: "Gone", Username: "gone", Inactive: true}, {Name: "Bare"}} {
		id := s.Client(c)
		s.Invoice(id, storetest.Invoice{Number: "OF-" + c.Name, Minor: 100})
		v := s.staff("ada")
		v.get("/client-portal").wantStatus(http.StatusForbidden)

		action := fmt.Sprintf("/admin/clients/%d/view-as", id)
		v.press(v.get("/admin/clients"), action).wantLocation("/client-portal")
		page := v.get("/client-portal/invoices").wantStatus(http.StatusOK).wantText("OF-"+c.Name, "You see the portal as "+c.Name+" sees it")
		if forms := page.doc().Find("form"); forms.Length() != 1 || forms.AttrOr("action", "") != "/admin/view-as/stop" {
			t.Errorf("%d forms while viewing", forms.Length())
		}
		v.press(page, "/admin/view-as/stop").wantLocation("/admin/clients")
		v.get("/admin/clients").wantText("You are back on the staff side.")
		v.get("/client-portal").wantStatus(http.StatusForbidden)

		for _, action := range []string{"viewed the portal as client", "stopped viewing as client"} {
			n := s.Int("SELECT count(*) FROM audit_log WHERE actor_kind = 'user' AND actor_id = ? AND action = ? AND subject_kind = 'client' AND subject_id = ? AND at = ? AND ip <> ''",
				ada, action, id, storetest.Now.Unix())
			if n != 1 {
				t.Errorf("%q is written down %d times", action, n)
			}
		}
	}
}

// The client's own session in the same browser is neither used nor touched by viewing.
func TestViewingLeavesThePortalSessionAlone(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	bolt := s.Client(storetest.Client{Name: "Bolt", Username: "bolt"})
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	v := s.signedIn("acme")
	v.signIn("/login", "ada", storetest.Password).wantLocation("/admin")
	cookie := v.cookies["foyer_portal"]

	v.get("/client-portal").wantText("Acme").wantNoText("You see the portal as")
	v.press(v.get("/admin/clients"), fmt.Sprintf("/admin/clients/%d/view-as", bolt))
	v.press(v.get("/client-portal").wantText("You see the portal as Bolt"), "/admin/view-as/stop")
	v.get("/client-portal").wantStatus(http.StatusOK).wantText("Acme").wantNoText("You see the portal as", "Bolt")
	if v.cookies["foyer_portal"] != cookie {
		t.Error("the portal's cookie changed")
	}
}

// Viewing ends with what allowed it: the admin's role, the session, or the client.
func TestViewingEnds(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	begin := func() (*visitor, portal.ClientID) {
		id := s.Client(storetest.Client{Name: "Acme"})
		v := s.staff("ada")
		v.press(v.get("/admin/clients"), fmt.Sprintf("/admin/clients/%d/view-as", id)).wantLocation("/client-portal")
		return v, id
	}
	v, id := begin()
	s.Exec("DELETE FROM clients WHERE id = ?", id)
	v.get("/client-portal").wantStatus(http.StatusForbidden).wantText("no client's portal is open to you")

	v, _ = begin()
	v.press(v.get("/admin/clients"), "/logout").wantLocation("/login")
	v.get("/client-portal").wantStatus(http.StatusSeeOther)

	v, _ = begin()
	s.Exec("UPDATE users SET role = 'member' WHERE username = 'ada'")
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
	v.signIn("/login", "ada", storetest.Password).wantLocation("/admin")
	v.get("/client-portal").wantStatus(http.StatusForbidden)

	s.Exec("UPDATE users SET role = 'admin' WHERE username = 'ada'")
	v, _ = begin()
	s.Exec("DROP TRIGGER users_access_changed") // the role counts even where the session goes on
	s.Exec("UPDATE users SET role = 'member' WHERE username = 'ada'")
	v.get("/client-portal").wantStatus(http.StatusForbidden)
}
