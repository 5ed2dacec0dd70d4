package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/store/storetest"
)

var canary = regexp.MustCompile(`canary(\d)-([a-z_]+)-([a-z_]+)-(\d+)`)

// What a client reads of its own records, and what it might; everything else is for staff.
var (
	reads = []string{
		"clients-name", "projects-name", "projects-description", "users-full_name", "time_entries-notes",
		"invoices-number", "invoices-bill_to_name", "invoices-bill_to_address", "invoices-bill_to_vat",
		"invoices-issuer_name", "invoices-issuer_address", "invoices-issuer_vat", "invoices-notes", "invoices-terms",
		"invoice_lines-description", "payments-method", "payments-reference", "credits-number", "credits-reason",
		"settings-company_name", "settings-company_address", "settings-company_email", "settings-company_phone",
		"settings-company_website", "settings-company_vat_number", "settings-company_bank_account",
	}
	mayRead = []string{
		"clients-contact_person", "clients-email", "clients-phone", "clients-address", "clients-vat_number", "invoices-bill_to_email",
	}
	// Amounts and ids that are the staff's own: rate and budgets, ids of another program.
	staffFigures = regexp.MustCompile(`456,789\.0|4567890\d|987,654\.0|9876540\d|77\d000\d{3}|4,?242\b|42\.42`)
)

// C41, C42, C44: three clients, a marker in every text of each; signed in both ways, every
// link and every id tried: not one foreign byte, and nothing of its own that is the staff's.
func TestCanaryCrawl(t *testing.T) {
	t.Parallel()
	s, tenants := canaries(t)
	for _, who := range tenants {
		own := s.Text("SELECT portal_username FROM clients WHERE id = ?", who.id)
		user := s.Text("SELECT username FROM users WHERE client_id = ?", who.id)
		for _, name := range []string{own, user} {
			c := &crawl{visitor: s.signedIn(name), who: who, secrets: s.secrets(), known: map[string]bool{}, seen: map[string]bool{}}
			c.everywhere()
			c.judge()
		}
	}
}

// secrets are what the database holds to let somebody in.
func (s *site) secrets() (list []string) {
	s.t.Helper()
	rows, err := s.Raw.Query("SELECT portal_password_hash FROM clients UNION ALL SELECT password_hash FROM users UNION ALL SELECT k FROM sessions")
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var secret string
		if err := rows.Scan(&secret); err != nil {
			s.t.Fatal(err)
		}
		list = append(list, strings.ToLower(secret))
	}
	if err := rows.Err(); err != nil || len(list) < 8 {
		s.t.Fatalf("%d secrets: %v", len(list), err)
	}
	return list
}

// crawl is a visitor who reads all there is.
type crawl struct {
	*visitor
	who     *tenant
	queue   []string
	visited []string
	secrets []string
	known   map[string]bool // answers
	seen    map[string]bool // markers
}

func (c *crawl) everywhere() {
	c.queue = append([]string{"/", "/admin", "/admin/clients", "/login", "/nowhere"}, c.site.idPaths()...)
	for len(c.queue) > 0 {
		path := c.queue[0]
		c.queue = c.queue[1:]
		if slices.Contains(c.visited, path) {
			continue
		}
		c.visited = append(c.visited, path)
		page := c.get(path)
		c.read(page)
		c.read(c.htmx(path))
		c.read(c.swapping("entry-list")(path))
		c.follow(page)
	}
	if len(c.visited) < 100 {
		c.t.Fatalf("%d addresses: the crawl went nowhere", len(c.visited))
	}
}

// idPaths is every route of the router that takes an id, and the filter, with every id.
func (s *site) idPaths() (paths []string) {
	most := s.Int(`SELECT max(n) FROM (SELECT max(id) n FROM invoices UNION SELECT max(id) FROM projects UNION SELECT max(id) FROM clients
		UNION SELECT max(id) FROM users UNION SELECT max(id) FROM time_entries UNION SELECT max(id) FROM invoice_lines)`)
	parameter := regexp.MustCompile(`:[a-z]+`)
	for _, r := range s.app.GetRoutes(true) {
		beyond := int64(50)
		if strings.HasPrefix(r.Path, "/admin/") {
			beyond = 2 // all of them lead a client to the staff's door
		}
		for id := int64(1); r.Method == http.MethodGet && len(r.Params) > 0 && r.Params[0] != "file" && id <= most+beyond; id++ {
			paths = append(paths, parameter.ReplaceAllString(r.Path, fmt.Sprint(id)))
		}
	}
	for id := range most + 50 {
		paths = append(paths, fmt.Sprint("/client-portal/time-entries?project_id=", id+1))
	}
	return paths
}

// follow queues whatever the page leads to.
func (c *crawl) follow(page *answer) {
	if to := page.Header.Get("Location"); to != "" {
		c.queue = append(c.queue, to)
	}
	if page.StatusCode == http.StatusNotFound {
		return // has been read, and all lead to the same
	}
	doc := page.doc()
	for _, name := range []string{"href", "src", "hx-get", "action"} {
		doc.Find("[" + name + "]").Each(func(_ int, found *goquery.Selection) {
			if path := found.AttrOr(name, ""); strings.HasPrefix(path, "/") && found.AttrOr("method", "") != "post" {
				c.queue = append(c.queue, path)
			}
		})
	}
}

func (c *crawl) read(a *answer) {
	if a.StatusCode >= http.StatusInternalServerError {
		c.t.Errorf("%s: %d", a.what, a.StatusCode)
	}
	text := strings.ToLower(a.body + fmt.Sprint(a.Header))
	if c.known[text] {
		return
	}
	c.known[text] = true
	for _, marker := range canary.FindAllString(text, -1) {
		c.seen[marker] = true
	}
	if strings.Contains(a.what, "/static/") {
		return
	}
	for _, secret := range c.secrets {
		if strings.Contains(text, secret) {
			c.t.Errorf("%s shows %s", a.what, secret)
		}
	}
	if figure := staffFigures.FindString(text); figure != "" {
		c.t.Errorf("%s shows the staff's %s", a.what, figure)
	}
}

// judge compares what was seen with what the tenant may know of.
func (c *crawl) judge() {
	c.t.Helper()
	kinds := map[string]bool{}
	for marker := range c.seen {
		part := canary.FindStringSubmatch(marker)
		kind := part[2] + "-" + part[3]
		kinds[kind] = true
		switch {
		case part[1] != "0" && part[1] != fmt.Sprint(c.who.n):
			c.t.Errorf("tenant %d sees %s", c.who.n, marker)
		case !slices.Contains(reads, kind) && !slices.Contains(mayRead, kind):
			c.t.Errorf("tenant %d sees %s, which is for staff", c.who.n, marker)
		case c.who.hidden[part[2]+" "+part[4]]:
			c.t.Errorf("tenant %d sees %s, which does not exist for clients", c.who.n, marker)
		}
	}
	for _, kind := range reads {
		if !kinds[kind] {
			c.t.Errorf("tenant %d never sees its %s: the crawl is blind", c.who.n, kind)
		}
	}
}

// C42: another client's id, an unknown one, a draft's, a cancelled one's and one that is no
// id at all give the same answer, byte for byte, as a page and to htmx.
func TestForeignLooksUnknown(t *testing.T) {
	t.Parallel()
	s, tenants := canaries(t)
	who := tenants[1]
	v := s.signedIn(s.Text("SELECT portal_username FROM clients WHERE id = ?", who.id))
	ids := []string{"abc", "0", "-1", "+1", "01", "1.0", "1e1", "0x1", "%20", "%EF%BC%91", "9223372036854775807", "9223372036854775808", "99999999999999999999", fmt.Sprint(who.draft), strings.Repeat("1", 1000)}
	for id := range s.Int("SELECT max(id) FROM invoices") + 50 {
		if s.Int("SELECT count(*) FROM invoices WHERE id = ? AND client_id = ? AND status = 'sent'", id, who.id) == 0 {
			ids = append(ids, fmt.Sprint(id))
		}
	}
	for _, ask := range []func(string) *answer{v.get, v.htmx} {
		ask(fmt.Sprint("/client-portal/invoices/", who.shown)).wantStatus(http.StatusOK)
		unknown := ask("/client-portal/invoices/1000000").wantStatus(http.StatusNotFound).wantText("Page not found").bytes()
		for _, id := range ids {
			if got := ask("/client-portal/invoices/" + id).bytes(); got != unknown {
				t.Errorf("invoice %s answers otherwise than an unknown one:\n%s", id, got)
			}
		}
	}
}

// bytes is all of an answer but the time of day.
func (a *answer) bytes() string {
	header := a.Header.Clone()
	header.Del("Date")
	return fmt.Sprintln(a.StatusCode, header) + a.body
}

// C42, C46: filtering by another client's project is like filtering by none that exists.
func TestForeignProjectLooksUnknown(t *testing.T) {
	t.Parallel()
	s, tenants := canaries(t)
	v := s.signedIn(s.Text("SELECT portal_username FROM clients WHERE id = ?", tenants[1].id))
	foreign := s.Int("SELECT min(id) FROM projects WHERE client_id = ?", tenants[0].id)
	const page = "/client-portal/time-entries?project_id="
	for _, ask := range []func(string) *answer{v.get, v.htmx, v.swapping("entry-list")} {
		for _, more := range []string{"", "&date_from=2020-01-01&date_to=2030-01-01", "&page=last", "&page=after.0.1", "&page=before.9999999999.1"} {
			unknown := ask(page + "1000000" + more).wantStatus(http.StatusOK).wantText("No time entries match").bytes()
			if got := ask(page + fmt.Sprint(foreign) + more).bytes(); got != unknown {
				t.Errorf("a foreign project%s answers otherwise than an unknown one:\n%s", more, got)
			}
		}
	}
}

// C41: what other clients have, and have more of, changes not one byte of a client's pages.
func TestOthersChangeNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.tenant(1)
	v := s.signedIn("canary1-clients-portal_username-1")
	paths := []string{"/client-portal", "/client-portal/projects", "/client-portal/invoices", "/client-portal/invoices?status=paid", "/client-portal/invoices?status=unpaid",
		"/client-portal/invoices?status=overdue", "/client-portal/invoices?page=last", "/client-portal/time-entries", "/client-portal/time-entries?project_id=1", "/client-portal/invoices/1"}
	before := map[string]string{}
	for _, path := range paths {
		before[path] = v.get(path).wantStatus(http.StatusOK).bytes()
	}

	s.tenant(2)
	other := s.tenant(3)
	s.Entry(other.id, storetest.Entry{User: s.User(storetest.User{Username: "zoe"}), Seconds: 360000})
	s.Invoice(other.id, storetest.Invoice{Minor: 99999900, Currency: "USD", Issued: "2020-01-01"})
	for _, path := range paths {
		if after := v.get(path).bytes(); after != before[path] {
			t.Errorf("%s changed with others' records:\n%s", path, after)
		}
	}
}
