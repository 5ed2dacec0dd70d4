package handlers_test

import (
	"maps"
	"net/http"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// role is somebody who tries every door.
type role string

const (
	nobody     role = "nobody"
	clientA    role = "client A"
	clientB    role = "client B"
	disabled   role = "disabled client"
	portalUser role = "portal user" // staff with portal access
	portalOnly role = "portal-only user"
	member     role = "member"
	admin      role = "admin"
)

var roles = []role{nobody, clientA, clientB, disabled, portalUser, portalOnly, member, admin}

// people is a site with the records of two clients and a browser for everybody. Whoever
// can has signed in; the disabled client was closed after that.
type people struct {
	*site
	browsers map[role]*visitor
	tokens   map[role]string // of each one's session
	a, b     portal.ClientID
	invoice  int64 // A's
	theirs   int64 // B's
	draft    int64 // A's
	project  int64 // A's
	entry    int64 // the member's, for A
	sessions []sessionRow
}

type sessionRow struct {
	key   string
	value []byte
	until int64
}

func newPeople(t testing.TB) *people {
	t.Helper()
	p := &people{site: newSite(t), browsers: map[role]*visitor{}, tokens: map[role]string{}}
	p.a = p.Client(storetest.Client{Name: "Acme", Username: "acme"})
	p.b = p.Client(storetest.Client{Name: "Bolt", Username: "bolt"})
	p.Client(storetest.Client{Name: "Shut", Username: "shut"})
	p.User(storetest.User{Username: "both", PortalOf: p.a})
	p.User(storetest.User{Username: "guest", PortalOf: p.a, PortalOnly: true})
	p.User(storetest.User{Username: "mia"})
	p.User(storetest.User{Username: "ada", Role: portal.Admin})
	p.invoice = p.Invoice(p.a, storetest.Invoice{Number: "A-1", Minor: 100})
	p.theirs = p.Invoice(p.b, storetest.Invoice{Number: "B-1", Minor: 200})
	p.draft = p.Invoice(p.a, storetest.Invoice{Number: "A-2", Minor: 300, Status: portal.InvoiceDraft})

	p.project = p.Project(p.a, "Site")
	p.entry = p.Entry(p.a, storetest.Entry{Project: p.project, User: p.Int("SELECT id FROM users WHERE username = 'mia'")})

	p.browsers[nobody] = p.visitor()
	for who, name := range map[role]string{clientA: "acme", clientB: "bolt", disabled: "shut", portalOnly: "guest"} {
		p.browsers[who] = p.signedIn(name)
		p.tokens[who] = p.browsers[who].get("/client-portal").token()
	}
	for who, name := range map[role]string{portalUser: "both", member: "mia", admin: "ada"} {
		p.browsers[who] = p.staff(name)
		p.tokens[who] = p.browsers[who].get("/admin/clients").token()
	}
	p.Exec("UPDATE clients SET portal_enabled = 0 WHERE portal_username = 'shut'")
	p.sessions = p.readSessions()
	return p
}

func (s *site) readSessions() (rows []sessionRow) {
	s.t.Helper()
	found, err := s.Raw.Query("SELECT k, v, e FROM sessions")
	if err != nil {
		s.t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var r sessionRow
		if err := found.Scan(&r.key, &r.value, &r.until); err != nil {
			s.t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if err := found.Err(); err != nil {
		s.t.Fatal(err)
	}
	return rows
}

// as is somebody's browser, with cookies of its own.
func (p *people) as(who role) *visitor {
	return &visitor{site: p.site, cookies: maps.Clone(p.browsers[who].cookies), header: http.Header{}, t: p.t}
}

// again puts all sessions back to how they were after signing in, whatever happened since.
func (p *people) again() {
	p.t.Helper()
	tx, err := p.Raw.Begin()
	if err != nil {
		p.t.Fatal(err)
	}
	for _, r := range p.sessions {
		if _, err := tx.Exec("INSERT OR REPLACE INTO sessions (k, v, e) VALUES (?, ?, ?)", r.key, r.value, r.until); err != nil {
			p.t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		p.t.Fatal(err)
	}
}
