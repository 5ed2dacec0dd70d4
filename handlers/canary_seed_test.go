package handlers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// tenant is a client in whose records every text says whose, what and where it is:
// canary2-invoices-notes-14 stands in the column notes of the invoice 14 of tenant 2.
type tenant struct {
	n      int
	id     portal.ClientID
	hidden map[string]bool // rows that not even their client may know of: "invoices 14"
	shown  int64           // an invoice that the client sees
	draft  int64
}

// ownership says which rows of a table are a tenant's, and notOwned which tables belong
// to nobody. A table in neither fails the test: say whose it is.
var (
	ofClient  = "client_id = ?1"
	ofInvoice = "invoice_id IN (SELECT id FROM invoices WHERE client_id = ?1)"
	ownership = map[string]string{
		"clients":       "id = ?1",
		"users":         "client_id = ?1 OR id IN (SELECT user_id FROM time_entries WHERE client_id = ?1)",
		"projects":      ofClient,
		"time_entries":  ofClient,
		"invoices":      ofClient,
		"invoice_lines": ofInvoice,
		"payments":      ofInvoice,
		"credits":       ofInvoice,
		"outbox":        "account_kind = 'client' AND account_id = ?1",
	}
	notOwned = []string{"settings", "logo", "invoice_sequences", "mail_settings", "sessions", "sign_in_limits", "audit_log", "gorp_migrations",
		"entry_totals", "entry_totals_by_period", "entry_totals_paused", "entry_margins", "invoice_totals"} // sums alone, which triggers keep
)

// bound are the columns whose values the schema prescribes. A new one that refuses a
// marker fails the test: say so here.
var bound = []string{
	"clients.currency", "clients.portal_password_hash", "users.role", "users.password_hash", "projects.status",
	"invoices.status", "invoices.issue_date", "invoices.due_date", "invoices.currency", "invoice_lines.kind",
	"payments.paid_on", "payments.status", "credits.credited_on", "time_entries.day",
	"settings.time_zone", "settings.currency", "audit_log.actor_kind",
}

// canaries fills a site with three tenants.
func canaries(t testing.TB) (*site, []*tenant) {
	t.Helper()
	s := newSite(t)
	var tenants []*tenant
	for n := 1; n <= 3; n++ {
		tenants = append(tenants, s.tenant(n))
	}
	for _, c := range s.textColumns("settings") {
		s.Exec(fmt.Sprintf("UPDATE settings SET %[1]s = 'canary0-settings-%[1]s-1'", c))
	}
	return s, tenants
}

func (s *site) tenant(n int) *tenant {
	s.t.Helper()
	name := fmt.Sprintf("tenant-%d", n)
	who := &tenant{n: n, hidden: map[string]bool{}}
	who.id = s.Client(storetest.Client{Name: name, Username: name, RateMinor: 45678900 + int64(n)})
	person := s.User(storetest.User{Username: name + "-person", FullName: "Person"})
	s.User(storetest.User{Username: name + "-guest", FullName: "Guest", PortalOf: who.id, PortalOnly: true})
	s.work(who, person)
	s.bills(who)
	s.mark(who)
	// One keeps no sender, as those that were imported: it shows the company as it is.
	s.Exec("UPDATE invoices SET issuer_name = '', issuer_address = '', issuer_vat = '' WHERE client_id = ? AND outstanding_minor < 0", who.id)
	s.note(who)
	return who
}

// work books time on an active project, a past one and none.
func (s *site) work(who *tenant, person int64) {
	active, past, unused := s.Project(who.id, "Active"), s.Project(who.id, "Past"), s.Project(who.id, "Unused")
	s.Exec("UPDATE projects SET description = 'x', rate_minor = 9000, budget_minor = 98765400 + ? WHERE client_id = ?", who.n, who.id)
	s.Exec("UPDATE projects SET status = 'archived' WHERE id IN (?, ?)", past, unused)
	who.hide("projects", unused)
	for i, project := range []int64{active, past, 0} {
		s.Entry(who.id, storetest.Entry{Project: project, User: person, Seconds: int64(3600 * (i + who.n))})
	}
	who.hide("time_entries", s.Entry(who.id, storetest.Entry{Project: active, User: person, Running: true}))
}

// bills writes an invoice in every stage of its life.
func (s *site) bills(who *tenant) {
	number := func(i int) string { return fmt.Sprintf("T%d-%d", who.n, i) }
	who.shown = s.Invoice(who.id, storetest.Invoice{Number: number(1), Minor: 11100 * int64(who.n), Paid: 1000, Credited: 500, Issued: "2026-09-01"})
	s.Exec("UPDATE invoices SET project_id = (SELECT min(id) FROM projects WHERE client_id = ?1) WHERE id = ?2", who.id, who.shown)
	s.Invoice(who.id, storetest.Invoice{Number: number(2), Minor: 700, Paid: 900})
	for _, status := range []string{"pending", "failed", "refunded"} {
		s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES (?, '2026-09-02', 4242, ?, 0)", who.shown, status)
		who.hide("payments", s.Int("SELECT max(id) FROM payments"))
	}
	for i, status := range []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceCancelled} {
		id := s.Invoice(who.id, storetest.Invoice{Number: number(3 + i), Minor: 5000, Paid: 10, Credited: 20, Status: status})
		for _, part := range []string{"invoice_lines", "payments", "credits"} {
			who.hide(part, s.Int("SELECT max(id) FROM "+part+" WHERE invoice_id = ?", id))
		}
		who.hide("invoices", id)
		who.draft = id
	}
}

func (who *tenant) hide(table string, id int64) { who.hidden[fmt.Sprint(table, " ", id)] = true }

// textColumns are a table's columns that hold any text.
func (s *site) textColumns(table string) (columns []string) {
	s.t.Helper()
	list := s.Text("SELECT coalesce(group_concat(name), '') FROM pragma_table_xinfo(?) WHERE type = 'TEXT' AND hidden = 0", table)
	for column := range strings.SplitSeq(list, ",") {
		if column != "" && !slices.Contains(bound, table+"."+column) {
			columns = append(columns, column)
		}
	}
	return columns
}

// mark writes a marker into every text of a tenant.
func (s *site) mark(who *tenant) {
	s.t.Helper()
	for table := range strings.SplitSeq(s.Text("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"), ",") {
		mine, owned := ownership[table]
		if !owned {
			if !slices.Contains(notOwned, table) {
				s.t.Fatalf("whose is the table %s?", table)
			}
			continue
		}
		if s.Int("SELECT count(*) FROM pragma_table_info(?) WHERE name = 'timetracker_id'", table) == 1 {
			s.Exec("UPDATE "+table+" SET timetracker_id = 770000000 + ?2 * 1000000 + id WHERE "+mine, who.id, who.n)
		}
		for _, column := range s.textColumns(table) {
			marker := fmt.Sprintf("'canary%d-%s-%s-' || id", who.n, table, column)
			set := column + " = " + marker
			if column == "password_setup_token" {
				set = column + " = substr(" + marker + " || replace(hex(zeroblob(32)), '0', 'z'), 1, 64), password_setup_token_expires = 1"
			}
			s.Exec("UPDATE "+table+" SET "+set+" WHERE "+mine, who.id)
		}
	}
}

// note leaves a line about the tenant in the logs that the database keeps.
func (s *site) note(who *tenant) {
	s.t.Helper()
	columns := s.textColumns("audit_log")
	values := make([]string, len(columns))
	for i, column := range columns {
		values[i] = fmt.Sprintf("'canary%d-audit_log-%s-1'", who.n, column)
	}
	s.Exec("INSERT INTO audit_log (at, actor_kind, subject_id, "+strings.Join(columns, ", ")+") VALUES (0, 'system', ?, "+strings.Join(values, ", ")+")", who.id)
	s.Exec(fmt.Sprintf("INSERT INTO sign_in_limits (key, count, expires_at) VALUES ('canary%d-sign_in_limits-key-1', 1, 9999999999)", who.n))
}
