package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// What a role gets. Numbers are statuses; the words are redirects with 303.
const (
	ok        = "200"
	unsigned  = "401"
	refused   = "403"
	missing   = "404"
	gone      = "410"
	toPortal  = "to the portal's sign-in"
	toStaff   = "to the staff's sign-in"
	toHome    = "to the portal"
	toClients = "to the clients"
	toDesk    = "to the dashboard"
)

// promise is what one route gives each role, in the order of roles. A path with an id is
// listed once for each kind of id.
type promise struct {
	route string // as the router has it
	path  string // as it is asked for; the route itself if empty
	gives [8]string
}

func all(outcome string) (gives [8]string) {
	for i := range gives {
		gives[i] = outcome
	}
	return gives
}

// nobody    A   B   disabled  portal user  portal-only  member   admin
var (
	portalPage = [8]string{toPortal, ok, ok, toPortal, ok, ok, refused, refused}
	staffPage  = [8]string{toStaff, toStaff, toStaff, toStaff, ok, toStaff, ok, ok}
	onlyOfA    = [8]string{toPortal, ok, missing, toPortal, ok, ok, refused, refused}
	onlyOfB    = [8]string{toPortal, missing, ok, toPortal, missing, missing, refused, refused}
	ofNobody   = [8]string{toPortal, missing, missing, toPortal, missing, missing, refused, refused}
	portalForm = [8]string{ok, toHome, toHome, ok, toHome, toHome, ok, ok}
	staffForm  = [8]string{ok, ok, ok, ok, toDesk, ok, toDesk, toDesk}
	onlyAdmins = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, refused, toHome}
	adminsMiss = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, refused, missing}
	adminPage  = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, refused, ok}
	staffMiss  = [8]string{toStaff, toStaff, toStaff, toStaff, missing, toStaff, missing, missing}
	// An empty form of an admin: told by its fields, or made on no revision that there is.
	adminsUnreadable = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, refused, "422"}
	adminsStale      = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, refused, "409"}
	stopViewing      = [8]string{toStaff, toStaff, toStaff, toStaff, toClients, toStaff, toClients, toClients}
)

// promises is the whole access policy of the site: C43. What staff keep has its own
// part, beside the tests of it.
func (p *people) promises() []promise {
	return slices.Concat(
		p.sitePromises(),
		p.clientPromises(),
		p.draftPromises(),
		p.entryPromises(),
		p.invoicePromises(),
		p.invoiceMailPromises(),
		p.logoPromises(),
		p.mailPromises(),
		p.projectPromises(),
		p.settingsPromises(),
		p.timerPromises(),
		p.userPromises(),
	)
}

func (p *people) sitePromises() []promise {
	id := func(n int64) string { return fmt.Sprint(n) }
	return []promise{
		{"GET /", "", all(toHome)},
		{"GET /healthz", "", all(ok)},
		{"GET /static/:file", "/static/none.css", all(missing)},
		{"GET /setup", "", all(missing)}, // there is an admin
		{"POST /setup", "", all(missing)},
		{"GET /client-portal/login", "", portalForm},
		{"GET /client-portal", "", portalPage},
		{"GET /client-portal/dashboard", "", portalPage},
		{"GET /client-portal/projects", "", portalPage},
		{"GET /client-portal/invoices", "", portalPage},
		{"GET /client-portal/invoices/:id", "/client-portal/invoices/" + id(p.invoice), onlyOfA},
		{"GET /client-portal/invoices/:id", "/client-portal/invoices/" + id(p.theirs), onlyOfB},
		{"GET /client-portal/invoices/:id", "/client-portal/invoices/" + id(p.draft), ofNobody},
		{"GET /client-portal/invoices/:id", "/client-portal/invoices/999999", ofNobody},
		{"GET /client-portal/invoices/:id", "/client-portal/invoices/x", ofNobody},
		{"GET /client-portal/time-entries", "", portalPage},
		{"GET /login", "", staffForm},
		{"GET /login/forgot", "", all(ok)},
		{"POST /login/forgot", "", all(refused)}, // without the form's token
		{"GET /client-portal/login/forgot", "", all(ok)},
		{"POST /client-portal/login/forgot", "", all(refused)},
		{"GET /admin", "", staffPage},
		{"POST /client-portal/login", "", all(refused)}, // without the form's token
		{"POST /login", "", all(refused)},
		{"POST /client-portal/logout", "", all(toPortal)},
		{"POST /logout", "", all(toStaff)},
		{"GET /client-portal/set-password", "", all(gone)}, // without a link
		{"POST /client-portal/set-password", "", all(refused)},
		{"GET /admin/audit", "", adminPage},
		{"POST /admin/view-as/stop", "", stopViewing},
	}
}

func (r promise) method() string { return r.route[:strings.Index(r.route, " ")] }

func (r promise) url() string {
	if r.path != "" {
		return r.path
	}
	return r.route[strings.Index(r.route, " ")+1:]
}

// outcome is an answer in the words of the table.
func outcome(a *answer) string {
	if a.StatusCode != http.StatusSeeOther {
		return fmt.Sprint(a.StatusCode)
	}
	to, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	words := map[string]string{
		"/client-portal/login": toPortal, "/login": toStaff, "/client-portal": toHome, "/admin": toDesk, "/admin/clients": toClients,
	}
	if word := words[to]; word != "" {
		return word
	}
	return "303 " + to
}

// C43: the router has exactly the routes that the policy knows.
func TestEveryRouteHasAPolicy(t *testing.T) {
	t.Parallel()
	p := &people{site: newSite(t)}
	var served, known []string
	for _, r := range p.app.GetRoutes(true) {
		if r.Method != http.MethodHead { // comes with every GET
			served = append(served, r.Method+" "+r.Path)
		}
	}
	for _, r := range p.promises() {
		known = append(known, r.route)
	}
	slices.Sort(served)
	slices.Sort(known)
	known = slices.Compact(known)
	if !slices.Equal(served, known) {
		t.Errorf("the router serves\n%s\nand the policy knows\n%s", strings.Join(served, "\n"), strings.Join(known, "\n"))
	}
}

// C43: every route, as everybody, with every method. C64: the unusual ones are refused.
func TestRouteMatrix(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	serves := map[string]string{}
	for _, r := range p.promises() {
		serves[r.url()] += r.method()
	}
	for _, r := range p.promises() {
		for i, who := range roles {
			if r.method() == "GET" {
				p.check(r, who, p.as(who).get(r.url()), r.gives[i])
				p.checkHead(r, who, r.gives[i])
			} else {
				p.again()
				p.check(r, who, p.as(who).post(r.url(), url.Values{"_csrf": {p.tokens[who]}}), r.gives[i])
			}
			p.checkOthers(r, who, serves[r.url()])
		}
	}
}

// checkOthers asks with every method that the address does not serve.
func (p *people) checkOthers(r promise, who role, served string) {
	p.t.Helper()
	for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get"} {
		if strings.Contains(served, method) {
			continue
		}
		fields := url.Values{"_csrf": {p.tokens[who]}}
		if method == "GET" {
			fields = nil
		}
		a := p.as(who).do(method, r.url(), fields)
		p.check(r, who, a, "405")
		if a.Header.Get("Allow") == "" {
			p.t.Errorf("%s does not say what is allowed", a.what)
		}
	}
}

func (p *people) check(r promise, who role, a *answer, want string) {
	p.t.Helper()
	if got := outcome(a); got != want {
		p.t.Errorf("%s (%s) as %s: %s, want %s", a.what, r.route, who, got, want)
	}
}

func (p *people) checkHead(r promise, who role, want string) {
	p.t.Helper()
	a := p.as(who).do(http.MethodHead, r.url(), nil)
	p.check(r, who, a, want)
	if a.body != "" {
		p.t.Errorf("HEAD %s as %s has a body", r.url(), who)
	}
}

// C43: what is not listed does not exist, whoever asks.
func TestUnlistedRoutesAreMissing(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	for _, path := range []string{
		"/admin/user", "/administrator", "/Admin", "/ADMIN/clients", "/client-portal/x", "/client-portalx",
		"/Client-Portal", "/client-portal/invoices/1/lines", "/setup/", "/set-up", "/.env", "/foyer.db", "/debug/pprof/", "/metrics",
	} {
		for _, who := range roles {
			if a := p.browsers[who].get(path); a.StatusCode != http.StatusNotFound {
				t.Errorf("%s as %s: %d", path, who, a.StatusCode)
			}
		}
	}
}

// C39, C43: where a page leads to sign-in, htmx is told to go there, and gets no content.
func TestRouteMatrixForHTMX(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	doors := map[string]string{toPortal: "/client-portal/login", toStaff: "/login"}
	for _, r := range p.promises() {
		if r.method() != "GET" {
			continue
		}
		for i, who := range roles {
			a := p.as(who).htmx(r.url())
			door, shut := doors[r.gives[i]]
			if !shut {
				p.check(r, who, a, r.gives[i])
				continue
			}
			p.check(r, who, a, unsigned)
			if to, _, _ := strings.Cut(a.Header.Get("HX-Redirect"), "?"); to != door || strings.Contains(a.body, "<") {
				t.Errorf("%s as %s leads htmx to %q with %q", r.url(), who, to, a.body)
			}
		}
	}
}

// C34: nothing that is asked for with a safe method changes anything, whoever asks.
func TestSafeMethodsAreSafe(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	before := p.Int("PRAGMA data_version")
	for _, r := range p.promises() {
		for _, who := range roles {
			for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
				p.as(who).do(method, r.url()+"?_csrf="+p.tokens[who]+"&client_id=1&portal_enabled=0", nil)
			}
		}
	}
	if p.Int("PRAGMA data_version") != before {
		t.Error("the database was written to")
	}
}
