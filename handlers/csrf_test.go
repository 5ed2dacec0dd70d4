package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"foyer/handlers"
	"foyer/store/storetest"
)

// origins a browser may name, besides naming none.
const noOrigin = ""

// C32: every unsafe request must come from a page of ours, as the browser says itself;
// one that says nothing is refused. Safe requests say nothing of an origin, so theirs does not count.
func TestOriginMatrix(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lets := map[string]map[string]bool{
		"same-origin": {noOrigin: true, base: true, "null": true},
		"none":        {noOrigin: true, base: true, "null": true},
		"":            {base: true},
		"same-site":   {},
		"cross-site":  {},
	}
	origins := []string{noOrigin, base, "null", "https://evil.example", "http://127.0.0.1:8081", "https://127.0.0.1:8080", base + ".evil.example", base + "/"}
	for site, good := range lets {
		for _, origin := range origins {
			for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
				status := s.ask(method, "/client-portal/projects", site, origin).StatusCode
				if refused := status == http.StatusForbidden; refused == good[origin] {
					t.Errorf("%s with Sec-Fetch-Site %q and Origin %q: %d", method, site, origin, status)
				}
			}
			for _, method := range []string{"GET", "HEAD"} {
				wanted := http.StatusOK
				if site == "same-site" || site == "cross-site" {
					wanted = http.StatusForbidden // as nobody goes there: see TestOtherSitesCannotEmbed
				}
				if status := s.ask(method, "/client-portal/login", site, origin).StatusCode; status != wanted {
					t.Errorf("%s with Sec-Fetch-Site %q and Origin %q: %d", method, site, origin, status)
				}
			}
		}
	}
}

// ask sends a form with exactly these two headers.
func (s *site) ask(method, path, site, origin string) *answer {
	s.t.Helper()
	r := httptest.NewRequest(method, "/", strings.NewReader("a=b"))
	r.RequestURI, r.Host = path, "127.0.0.1:8080"
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if site != "" {
		r.Header.Set("Sec-Fetch-Site", site)
	}
	if origin != noOrigin {
		r.Header.Set("Origin", origin)
	}
	return s.visitor().send(r)
}

// C32: who reaches the site by another of its names, like localhost, can use its forms,
// but a page elsewhere can't claim that name.
func TestOtherNameOfTheSite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, c := range []struct {
		site, origin string
		status       int
	}{
		{"same-origin", "http://localhost:8080", http.StatusMethodNotAllowed},
		{"same-origin", "http://evil.example", http.StatusForbidden},
		{"cross-site", "http://localhost:8080", http.StatusForbidden},
		{"", "http://localhost:8080", http.StatusForbidden},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RequestURI, r.Host = "/client-portal/projects", "localhost:8080"
		r.Header.Set("Origin", c.origin)
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		s.visitor().send(r).wantStatus(c.status)
	}
}

// C37: another site may lead here, and neither embed a page nor fetch one.
func TestOtherSitesCannotEmbed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	for _, c := range []struct {
		site, mode, dest string
		status           int
	}{
		{"cross-site", "navigate", "document", http.StatusOK}, {"same-site", "navigate", "document", http.StatusOK},
		{"same-origin", "cors", "empty", http.StatusOK}, {"none", "navigate", "document", http.StatusOK},
		{"cross-site", "navigate", "iframe", http.StatusForbidden}, {"cross-site", "no-cors", "image", http.StatusForbidden},
		{"same-site", "cors", "empty", http.StatusForbidden}, {"cross-site", "navigate", "object", http.StatusForbidden}, {"cross-site", "", "", http.StatusForbidden},
	} {
		for _, page := range []string{"/client-portal/invoices", "/client-portal/login"} {
			a := v.with("Sec-Fetch-Site", c.site).with("Sec-Fetch-Mode", c.mode).with("Sec-Fetch-Dest", c.dest).get(page)
			if forbidden := a.StatusCode == http.StatusForbidden; forbidden != (c.status == http.StatusForbidden) {
				t.Errorf("%s from %s as %s of %s: %d", page, c.site, c.mode, c.dest, a.StatusCode)
			}
		}
	}
}

// C32: the referrer policy must leave browsers a way to say where a form comes from.
// Over plain http to another machine they send no Sec-Fetch-Site, and "no-referrer" would
// turn the origin into null: every sign-in would be refused.
func TestReferrerPolicyLeavesTheOrigin(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://127.0.0.1:8080": "no-referrer", "http://localhost:8080": "no-referrer", "http://[::1]:8080": "no-referrer",
		"https://portal.example.com": "no-referrer", "http://192.168.0.4:8080": "same-origin", "http://studio.lan": "same-origin",
	} {
		s := newSite(t, func(c *handlers.Config) { c.BaseURL, _ = url.Parse(address) })
		page := s.visitor().get("/client-portal/login")
		if got := page.Header.Get("Referrer-Policy"); got != want {
			t.Errorf("at %s: %s, want %s", address, got, want)
		}
		// C28: and the page says so.
		if warned := strings.Contains(page.text(), "without encryption"); warned != (want == "same-origin") {
			t.Errorf("at %s: warned %v", address, warned)
		}
	}
}

// C33: a form needs the token of its own session: none, another account's, one of an
// earlier session or one from before sign-in will not do.
func TestSessionTokens(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	before := p.visitor().get("/login").token()
	earlier := p.tokens[admin]
	p.browsers[admin] = p.staff("ada")
	p.tokens[admin] = p.browsers[admin].get("/admin/clients").token()
	p.sessions = p.readSessions()

	for _, path := range []string{"/admin/clients/1/view-as", "/admin/view-as/stop", "/logout"} {
		for _, fields := range []url.Values{
			nil, {"_csrf": {""}}, {"_csrf": {"x"}}, {"_csrf": {p.tokens[member]}}, {"_csrf": {p.tokens[clientA]}},
			{"_csrf": {earlier}}, {"_csrf": {before}}, {"_csrf": {p.tokens[admin] + "x"}}, {"csrf": {p.tokens[admin]}},
		} {
			p.as(admin).post(path, fields).wantStatus(http.StatusForbidden).wantText("out of date")
		}
		if path != "/logout" {
			p.as(admin).post(path+"?_csrf="+p.tokens[admin], nil).wantStatus(http.StatusForbidden)
		}
		p.as(admin).with("X-CSRF-Token", p.tokens[admin]).post(path, nil).wantStatus(http.StatusSeeOther)
	}
	if n := p.Int("SELECT count(*) FROM sessions"); n != int64(len(p.sessions))-1 {
		t.Errorf("%d sessions are left of %d", n, len(p.sessions))
	}
}

// C33: what a signed-out page still holds opens nothing, with its old cookie or a new one.
func TestTokensAreNotReplayed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	cookie, fields := v.cookies["foyer_portal"], url.Values{"_csrf": {v.get("/client-portal").token()}}
	v.post("/client-portal/logout", fields).wantLocation("/client-portal/login")

	v.cookies["foyer_portal"] = cookie
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
	again := s.signedIn("acme")
	again.post("/client-portal/logout", fields).wantStatus(http.StatusForbidden)
	again.get("/client-portal").wantStatus(http.StatusOK)
}

// C33: signing in needs the token of the form that this browser opened, so that nobody
// is signed in to another's account from outside.
func TestSignInTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	mine, theirs := s.visitor(), s.visitor()
	own, foreign := mine.get("/client-portal/login").token(), theirs.get("/client-portal/login").token()
	fields := func(token string) url.Values {
		return url.Values{"username": {"acme"}, "password": {storetest.Password}, "_csrf": {token}}
	}

	for _, token := range []string{"", "x", foreign, strings.ToUpper(own)} {
		mine.post("/client-portal/login", fields(token)).wantStatus(http.StatusForbidden).wantText("open for too long")
	}
	s.visitor().post("/client-portal/login", fields(own)).wantStatus(http.StatusForbidden)
	if n := s.Int("SELECT count(*) FROM sign_in_limits"); n != 0 {
		t.Errorf("refused forms were counted as attempts: %d", n)
	}
	mine.post("/client-portal/login", fields(own)).wantLocation("/client-portal")
	mine.post("/client-portal/login", fields(own)).wantStatus(http.StatusForbidden)
}

// C45: fields that a form does not have change nothing, and a field that comes twice is
// refused rather than guessed at.
func TestExtraFields(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	signs := p.visitor()
	token := signs.get("/client-portal/login").token()
	fields := url.Values{"_csrf": {token}, "username": {"acme"}, "password": {storetest.Password},
		"client_id": {"2"}, "portal_enabled": {"1"}, "role": {"admin"}, "x[999999999]": {"1"}, "x[a][b]": {"1"}}
	signs.post("/client-portal/login", fields).wantLocation("/client-portal")
	signs.get("/client-portal").wantText("Acme")
	signs.get("/admin/clients").wantStatus(http.StatusSeeOther)

	fields["username"] = []string{"acme", "bolt"}
	p.visitor().post("/client-portal/login", fields).wantStatus(http.StatusBadRequest)
	if n := p.Int("SELECT count(*) FROM users WHERE role = 'admin'"); n != 1 {
		t.Errorf("%d admins", n)
	}
}
