package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

// The two ways in, and who is let in by which door.
func TestWaysIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.Client(storetest.Client{Name: "Shut", Username: "shut", Off: true})
	s.Client(storetest.Client{Name: "Gone", Username: "gone", Inactive: true})
	s.Client(storetest.Client{Name: "New", Username: "newcomer", NoPassword: true})
	gone := s.Client(storetest.Client{Name: "Gone too", Inactive: true})
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	s.User(storetest.User{Username: "mia"})
	s.User(storetest.User{Username: "left", Inactive: true})
	s.User(storetest.User{Username: "both", PortalOf: acme})
	s.User(storetest.User{Username: "guest", PortalOf: acme, PortalOnly: true})
	s.User(storetest.User{Username: "lost", PortalOf: gone, PortalOnly: true})

	for _, c := range []struct{ door, name, leads string }{
		{"/client-portal/login", "acme", "/client-portal"},
		{"/client-portal/login", " ACME ", "/client-portal"},
		{"/client-portal/login", "both", "/client-portal"},
		{"/client-portal/login", "guest", "/client-portal"},
		{"/client-portal/login", "shut", ""},
		{"/client-portal/login", "gone", ""},
		{"/client-portal/login", "newcomer", ""},
		{"/client-portal/login", "ada", ""},
		{"/client-portal/login", "lost", ""},
		{"/login", "ada", "/admin"},
		{"/login", "mia", "/admin"},
		{"/login", "both", "/admin"},
		{"/login", "guest", "/client-portal"},
		{"/login", "acme", ""},
		{"/login", "left", ""},
		{"/login", "lost", ""},
	} {
		v := s.visitor()
		answer := v.signIn(c.door, c.name, storetest.Password)
		if c.leads == "" {
			answer.wantStatus(http.StatusUnauthorized)
			v.get("/client-portal").wantLocation("/client-portal/login?next=%2Fclient-portal")
			v.get("/admin").wantLocation("/login?next=%2Fadmin")
			continue
		}
		answer.wantLocation(c.leads)
	}
}

// C03: every refusal is the same page, whatever its reason.
func TestRefusalsAreAlike(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	s.Client(storetest.Client{Username: "shut", Off: true})
	s.Client(storetest.Client{Username: "gone", Inactive: true})
	s.Client(storetest.Client{Username: "newcomer", NoPassword: true})

	shape := func(name, password string) string {
		v := s.visitor()
		a := v.signIn("/client-portal/login", name, password).wantStatus(http.StatusUnauthorized)
		masked := strings.ReplaceAll(strings.ReplaceAll(a.body, a.token(), "TOKEN"), `value="`+name+`"`, "NAME")
		a.Header.Del("Content-Length") // it holds the length of the name
		a.Header.Del("Date")
		return fmt.Sprint(a.Header) + masked
	}
	want := shape("nobody", storetest.Password)
	for _, c := range [][2]string{{"acme", "wrong password"}, {"shut", storetest.Password}, {"gone", storetest.Password}, {"newcomer", storetest.Password}, {"acme", strings.Repeat("x", 2000)}} {
		if diff := cmp.Diff(want, shape(c[0], c[1])); diff != "" {
			t.Errorf("%s is refused differently:\n%s", c[0], diff)
		}
	}
}

// C03: a miss costs a hash too. C13: look-alikes and odd names fail like wrong passwords.
func TestOddNamesFail(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.User(storetest.User{Username: "admin", Role: portal.Admin})
	for _, name := range []string{"аdmin", "ａｄｍｉｎ", "adm\u0131n", "admin'--", "", "%61dmin", strings.Repeat("a", 3000)} {
		s.visitor().signIn("/login", name, storetest.Password).wantStatus(http.StatusUnauthorized).wantText("do not match")
	}
}

// C08: a password is neither trimmed nor cut. C01: an imported hash is renewed as argon2id.
func TestPasswordIsTakenAsTyped(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	for _, password := range []string{storetest.Password + " ", " " + storetest.Password, strings.ToUpper(storetest.Password), storetest.Password[:10]} {
		s.visitor().signIn("/client-portal/login", "acme", password).wantStatus(http.StatusUnauthorized)
	}
	s.signedIn("acme")

	hash := s.Text("SELECT portal_password_hash FROM clients")
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash after sign-in: %q", hash)
	}
	s.signedIn("acme")
	if again := s.Text("SELECT portal_password_hash FROM clients"); again != hash {
		t.Error("a current hash was renewed")
	}
}

// C04: five failures are free, then one waits 1, 2, 4 seconds; a name that nobody has
// is limited alike, and a good sign-in starts the count again.
func TestAccountLimit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	for _, name := range []string{"acme", "made-up"} {
		for range 5 {
			s.visitor().signIn("/client-portal/login", name, "wrong").wantStatus(http.StatusUnauthorized)
		}
		for _, wait := range []int{1, 2, 4} {
			a := s.visitor().signIn("/client-portal/login", name, "wrong").wantStatus(http.StatusTooManyRequests)
			if got := a.Header.Get("Retry-After"); got != fmt.Sprint(wait) {
				t.Errorf("%s: Retry-After %s, want %d", name, got, wait)
			}
			s.clock.move(time.Duration(wait) * time.Second)
			s.visitor().signIn("/client-portal/login", name, "wrong").wantStatus(http.StatusUnauthorized)
		}
		s.clock.move(time.Hour)
	}
	s.signedIn("acme")
	s.visitor().signIn("/client-portal/login", "acme", "wrong").wantStatus(http.StatusUnauthorized)
	s.signedIn("acme")
}

// C05: an address has thirty attempts a minute and twenty failures a quarter of an hour;
// what it writes into headers does not change whose they are. C65 with it.
func TestAddressLimit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	for i := range 20 {
		v := s.visitor().with("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", i)).with("X-Real-IP", fmt.Sprintf("198.51.100.%d", i))
		v.signIn("/client-portal/login", fmt.Sprintf("name-%d", i), "wrong").wantStatus(http.StatusUnauthorized)
	}
	s.visitor().signIn("/client-portal/login", "acme", storetest.Password).wantStatus(http.StatusTooManyRequests)

	s.clock.move(15 * time.Minute)
	for range 30 {
		s.signedIn("acme")
	}
	s.visitor().signIn("/client-portal/login", "acme", storetest.Password).wantStatus(http.StatusTooManyRequests)
	s.clock.move(time.Minute)
	s.signedIn("acme")
}

// C06: the counters are in the database, so a restart keeps them.
func TestLimitsSurviveARestart(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for range 5 {
		s.visitor().signIn("/client-portal/login", "acme", "wrong").wantStatus(http.StatusUnauthorized)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	again := &site{DB: storetest.Open(t, s.Folder), clock: s.clock, log: s.log, t: t}
	again.config = s.config
	again.config.Access, again.config.Clients, again.config.Staff = again.Data, again.Data, again.Data
	again.config.Sessions = again.Data.Sessions()
	accounts := *s.config.Accounts
	accounts.Store = again.Data
	again.config.Accounts = &accounts
	again.app = newApp(again.config)
	again.visitor().signIn("/client-portal/login", "acme", "wrong").wantStatus(http.StatusTooManyRequests)
}

// A failed sign-in keeps the name that was typed, and never the password.
func TestFailedSignInKeepsTheName(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.visitor().signIn("/client-portal/login?next=%2Fclient-portal%2Finvoices", "<b>Me</b>", "top secret words").wantStatus(http.StatusUnauthorized)
	if got, _ := a.doc().Find("input[name=username]").Attr("value"); got != "<b>Me</b>" {
		t.Errorf("name kept as %q", got)
	}
	if got, _ := a.doc().Find("input[name=next]").Attr("value"); got != "/client-portal/invoices" {
		t.Errorf("next kept as %q", got)
	}
	a.wantNoText("top secret words", "<b>Me</b>")
}

// C40: next leads to pages of the door's own side alone.
func TestNext(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	for _, c := range []struct{ next, leads string }{
		{"/client-portal/invoices", "/client-portal/invoices"},
		{"/client-portal/invoices?status=overdue", "/client-portal/invoices?status=overdue"},
		{"/client-portal/time-entries?date_from=2026-01-01&project_id=3", "/client-portal/time-entries?date_from=2026-01-01&project_id=3"},
		{"", "/client-portal"}, {"/admin", "/client-portal"}, {"/client-portalx", "/client-portal"},
		{"//evil.example", "/client-portal"}, {"/\\evil.example", "/client-portal"}, {"https://evil.example/client-portal", "/client-portal"},
		{"https:evil.example", "/client-portal"}, {"/client-portal//evil.example", "/client-portal"}, {"/client-portal/..//evil.example", "/client-portal"},
		{"/client-portal/%2e%2e/evil", "/client-portal"}, {"/client-portal/%5cevil", "/client-portal"}, {"/\t/evil.example", "/client-portal"},
		{"/client-portal/a\r\nSet-Cookie: x=y", "/client-portal"}, {"javascript:alert(1)", "/client-portal"}, {"/client-portal@evil.example", "/client-portal"},
		{"/client-portal/login", "/client-portal"}, {"/client-portal#@evil", "/client-portal"}, {"client-portal", "/client-portal"},
		{"/client-portal/" + strings.Repeat("a", 600), "/client-portal"}, {"http://127.0.0.1:8080/client-portal", "/client-portal"},
	} {
		a := s.visitor().signIn("/client-portal/login?"+url.Values{"next": {c.next}}.Encode(), "acme", storetest.Password)
		a.wantLocation(c.leads)
		s.clock.move(time.Minute)
	}
}

// C39: without a session htmx is sent to the sign-in page instead of swapping it in.
func TestNoSession(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const login = "/client-portal/login?next=%2Fclient-portal%2Finvoices%3Fstatus%3Dpaid"
	s.visitor().get("/client-portal/invoices?status=paid").wantLocation(login)
	a := s.visitor().htmx("/client-portal/invoices?status=paid").wantStatus(http.StatusUnauthorized)
	if got := a.Header.Get("HX-Redirect"); got != login || a.body != "" && a.body != "Unauthorized" {
		t.Errorf("HX-Redirect %q, body %q", got, a.body)
	}
}
