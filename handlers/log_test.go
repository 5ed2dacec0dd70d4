package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foyer/handlers"
	"foyer/store/storetest"
)

// C68: every request leaves one line of JSON with its number, and no line holds what lets
// somebody in, or what was asked for.
func TestLogHoldsNoSecrets(t *testing.T) {
	t.Parallel()
	broken := &faulty{}
	s := newSite(t, func(c *handlers.Config) { broken.ClientData, c.Clients = c.Clients, broken })
	address := s.listen()
	s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	secrets := []string{storetest.Password, "planted"}

	v := s.visitor().with("Authorization", "Basic planted-header").with("User-Agent", "planted-browser").with("Referer", "https://planted.example").with("X-Request-ID", "planted-id")
	secrets = append(secrets, v.get("/client-portal/login?next=%2Fclient-portal%3Ftoken%3Dplanted").token())
	v.signIn("/client-portal/login?next=%2Fclient-portal%3Ftoken%3Dplanted", "acme", "planted-password").wantStatus(http.StatusUnauthorized)
	v.signIn("/client-portal/login", "planted-name", "planted-password").wantStatus(http.StatusUnauthorized)
	v.signIn("/client-portal/login", "acme", storetest.Password).wantStatus(http.StatusSeeOther)
	secrets = append(secrets, v.get("/client-portal").token(), v.cookies["foyer_portal"], s.Text("SELECT k FROM sessions"))
	for _, path := range []string{"/client-portal/invoices?status=planted", "/client-portal/set-password?token=planted", "/planted", "/client-portal/time-entries?date_from=planted&date_from=planted", "/%ff?planted"} {
		v.get(path)
		v.htmx(path)
		v.do("BREW", path, url.Values{"_csrf": {"planted"}})
	}
	broken.panicking("fault", v, "/client-portal/projects?token=planted")
	broken.failing(errFault, v, "/client-portal/projects?token=planted")
	for _, odd := range []string{"GET /planted HTTP/1.1\r\nHost: a\r\nHost: planted\r\n\r\n", "planted\r\n\r\n", "GET / HTTP/1.1\r\nCookie: foyer_portal=planted\x00\r\n\r\n", "GET /" + strings.Repeat("planted", 4000) + " HTTP/1.1\r\n\r\n"} {
		s.wire(address, odd)
	}

	for line := range strings.Lines(s.log.String()) {
		for _, secret := range secrets {
			if secret == "" || strings.Contains(line, secret) {
				t.Errorf("the log holds %q: %s", secret, line)
			}
		}
	}
	s.wantRequestsLogged()
}

// wantRequestsLogged wants all lines about requests to say which, what, how and for whom.
func (s *site) wantRequestsLogged() {
	s.t.Helper()
	seen := map[any]bool{}
	for _, line := range s.lines("INFO") {
		id := line["request"]
		if id == nil || seen[id] || line["msg"] != "request" || line["method"] == nil || line["status"] == nil || line["ip"] == nil || line["time"] == nil {
			s.t.Errorf("log line %v", line)
		}
		seen[id] = true
	}
	if len(seen) < 15 {
		s.t.Errorf("%d requests were logged", len(seen))
	}
}

// C68: what is logged of an address is its pattern; the number is the one an error page names.
func TestLogNamesTheRoute(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	v.get("/client-portal/invoices/4711?x=4711").wantStatus(http.StatusNotFound)
	lines := s.lines("INFO")
	last := lines[len(lines)-1]
	if last["route"] != "/client-portal/invoices/:id" || last["status"] != float64(http.StatusNotFound) || last["method"] != "GET" {
		t.Errorf("log line %v", last)
	}
}

// C68: a line that a visitor tries to forge stays within its own.
func TestLogCannotBeForged(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	s.visitor().with("X-Forwarded-For", `1.2.3.4\n{"level":"ERROR","msg":"forged"}`).get("/client-portal/login")
	s.visitor().with("X-Forwarded-For", `","level":"ERROR`).get(`/"},{"level":"ERROR"`)
	if forged := s.lines("ERROR"); forged != nil {
		t.Errorf("forged: %v", forged)
	}
}
