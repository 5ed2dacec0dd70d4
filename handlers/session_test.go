package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

func newApp(c handlers.Config) *fiber.App { return handlers.New(c) }

// C26, C27: whatever closes an account ends all its sessions at the very next request,
// pages and htmx pieces alike.
func TestEverySwitchEndsSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	pages := []string{"/client-portal", "/client-portal/projects", "/client-portal/invoices", "/client-portal/time-entries"}
	for i, change := range []string{
		"UPDATE clients SET portal_enabled = 0 WHERE id = ?1",
		"UPDATE clients SET active = 0 WHERE id = ?1",
		"UPDATE clients SET portal_username = 'renamed' WHERE id = ?1",
		"UPDATE clients SET portal_password_hash = 'pbkdf2:sha256:1$salt$00' WHERE id = ?1",
		"UPDATE clients SET portal_password_hash = NULL WHERE id = ?1",
		"UPDATE users SET client_portal_enabled = 0 WHERE client_id = ?1",
		"UPDATE users SET active = 0 WHERE client_id = ?1",
		"UPDATE users SET client_id = (SELECT min(id) FROM clients) WHERE client_id = ?1",
		"DELETE FROM clients WHERE id = ?1",
	} {
		name := fmt.Sprintf("client-%d", i)
		id := s.Client(storetest.Client{Username: name})
		s.User(storetest.User{Username: name + "-user", PortalOf: id, PortalOnly: true})
		who := name
		if strings.HasPrefix(change, "UPDATE users") {
			who += "-user"
		}
		first, second := s.signedIn(who), s.signedIn(who)
		first.get("/client-portal").wantStatus(http.StatusOK)

		s.Exec(change, id)
		for _, page := range pages {
			if status := first.get(page).StatusCode; status != http.StatusSeeOther {
				t.Errorf("%s: %s still answers %d", change, page, status)
			}
			if status := second.htmx(page).StatusCode; status != http.StatusUnauthorized {
				t.Errorf("%s: the piece of %s still answers %d", change, page, status)
			}
		}
		s.clock.move(time.Minute)
	}
}

// C25: a session rests at most so long, lasts at most so long, and a clock that is set
// back revives none.
func TestTimeouts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	s.User(storetest.User{Username: "ada", Role: portal.Admin})

	for _, c := range []struct {
		signIn func() *visitor
		page   string
		idle   time.Duration
	}{
		{func() *visitor { return s.signedIn("acme") }, "/client-portal", 2 * time.Hour},
		{func() *visitor { return s.staff("ada") }, "/admin/clients", time.Hour},
	} {
		v := c.signIn()
		s.clock.move(c.idle - time.Second)
		v.get(c.page).wantStatus(http.StatusOK)
		s.clock.move(c.idle)
		v.get(c.page).wantStatus(http.StatusSeeOther)
		s.clock.move(-c.idle)
		v.get(c.page).wantStatus(http.StatusSeeOther)
	}

	v := s.signedIn("acme")
	for range 11 {
		s.clock.move(time.Hour)
		v.get("/client-portal").wantStatus(http.StatusOK)
	}
	s.clock.move(time.Hour)
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
}

// C25, C34: reading writes nothing, but for when a session was last seen, once a minute.
func TestReadsDoNotWrite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	s.visitor().get("/client-portal/login").wantStatus(http.StatusOK)
	version := func() int64 { return s.Int("PRAGMA data_version") }

	before := version()
	for _, page := range []string{"/client-portal", "/client-portal/invoices?status=paid", "/client-portal/time-entries", "/nowhere", "/healthz", "/client-portal/login"} {
		v.get(page)
		s.visitor().get(page)
	}
	if after := version(); after != before {
		t.Errorf("reading wrote to the database")
	}
	s.clock.move(time.Minute)
	v.get("/client-portal")
	seen := version()
	if seen == before {
		t.Error("last seen was not written after a minute")
	}
	v.get("/client-portal")
	if version() != seen {
		t.Error("last seen was written twice in a minute")
	}
}

// C23: the cookie is opaque, and what the database holds opens nothing. C24: signing in
// changes the id, whatever the browser had before.
func TestSessionIDs(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	id := v.cookies["foyer_portal"]
	if len(id) != 43 {
		t.Fatalf("session id %q", id)
	}
	if n := s.Int("SELECT count(*) FROM sessions WHERE instr(k, ?) OR instr(v, ?)", id, id); n != 0 {
		t.Error("the database holds the session id")
	}

	stolen := s.visitor()
	stolen.cookies["foyer_portal"] = s.Text("SELECT k FROM sessions")
	stolen.get("/client-portal").wantStatus(http.StatusSeeOther)
	crossed := s.visitor()
	crossed.cookies["foyer_staff"] = id
	crossed.get("/admin").wantStatus(http.StatusSeeOther)
	crossed.get("/client-portal").wantStatus(http.StatusSeeOther)

	planted := s.visitor()
	planted.cookies["foyer_portal"] = strings.Repeat("A", 43)
	planted.signIn("/client-portal/login", "acme", storetest.Password).wantStatus(http.StatusSeeOther)
	if planted.cookies["foyer_portal"] == strings.Repeat("A", 43) {
		t.Error("a planted id was kept")
	}
	second := &visitor{site: s, cookies: map[string]string{"foyer_portal": id}, header: http.Header{}, t: t}
	second.cookies["foyer_form"] = ""
	v.site.clock.move(time.Second)
	v.signInAgain("acme")
	second.get("/client-portal").wantStatus(http.StatusSeeOther)
}

// signInAgain signs in while the browser still sends its old session.
func (v *visitor) signInAgain(username string) {
	v.t.Helper()
	fresh := v.site.visitor()
	token := fresh.get("/client-portal/login").token()
	v.cookies["foyer_form"] = fresh.cookies["foyer_form"]
	v.post("/client-portal/login", url.Values{"_csrf": {token}, "username": {username}, "password": {storetest.Password}}).wantStatus(http.StatusSeeOther)
}

// C28: cookies are for this host alone, out of reach of scripts, and secure over https.
func TestCookies(t *testing.T) {
	t.Parallel()
	plain := newSite(t)
	secure := newSite(t, func(c *handlers.Config) { c.BaseURL = &url.URL{Scheme: "https", Host: "127.0.0.1:8080"} })
	for _, s := range []*site{plain, secure} {
		s.Client(storetest.Client{Username: "acme"})
		v := s.visitor().with("Origin", s.config.BaseURL.String())
		seen := 0
		for _, a := range []*answer{v.get("/client-portal/login"), v.signIn("/client-portal/login", "acme", storetest.Password)} {
			for _, c := range a.Cookies() {
				seen++
				if !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
					t.Errorf("cookie %s", c.Raw)
				}
				if s == secure && (!c.Secure || !strings.HasPrefix(c.Name, "__Host-")) {
					t.Errorf("over https: cookie %s", c.Raw)
				}
			}
		}
		if seen < 2 {
			t.Errorf("%d cookies were set", seen)
		}
	}
}

// C29: signing out ends the session on the server and clears what the browser kept.
func TestSignOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	id := v.cookies["foyer_portal"]
	token := v.get("/client-portal").token()

	v.get("/client-portal/logout").wantStatus(http.StatusMethodNotAllowed)
	v.post("/client-portal/logout", url.Values{"_csrf": {"wrong"}}).wantStatus(http.StatusForbidden)
	v.get("/client-portal").wantStatus(http.StatusOK)

	a := v.post("/client-portal/logout", url.Values{"_csrf": {token}}).wantLocation("/client-portal/login")
	if got := a.Header.Get("Clear-Site-Data"); got != `"cache", "storage"` {
		t.Errorf("Clear-Site-Data: %s", got)
	}
	v.get("/client-portal/login").wantText("You are signed out.")
	v.get("/client-portal/login").wantNoText("You are signed out.")
	v.cookies["foyer_portal"] = id
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
	if n := s.Int("SELECT count(*) FROM sessions"); n != 0 {
		t.Errorf("%d sessions left", n)
	}
}

// Who has two sessions in one browser, one at each door, is out of the portal with one
// sign-out.
func TestSignOutEndsEveryWayIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Username: "acme"})
	s.User(storetest.User{Username: "both", PortalOf: acme})
	v := s.signedIn("both")
	v.signIn("/login", "both", storetest.Password).wantLocation("/admin")
	v.post("/client-portal/logout", url.Values{"_csrf": {v.get("/client-portal").token()}}).wantLocation("/client-portal/login")
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
	v.get("/client-portal/login").wantStatus(http.StatusOK)
	if n := s.Int("SELECT count(*) FROM sessions"); n != 0 {
		t.Errorf("%d sessions left", n)
	}
}
