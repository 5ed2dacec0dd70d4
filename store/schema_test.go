package store_test

import (
	"fmt"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// What must not be is refused by the database itself, whoever writes.
func TestWrongDataCannotBeStored(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{Username: "acme"})
	other := db.Client(storetest.Client{Username: "other"})
	sam := db.User(storetest.User{Username: "sam"})
	foreign := db.Project(other, "Theirs")
	own := db.Project(acme, "Ours")
	entry := db.Entry(acme, storetest.Entry{Project: own, User: sam})
	sent := db.Invoice(acme, storetest.Invoice{Minor: 100})
	db.Exec("INSERT INTO audit_log (at, actor_kind, action) VALUES (1, 'system', 'tested')")

	for _, statement := range []string{
		"UPDATE clients SET portal_username = 'Acme' WHERE id = {acme}",
		"UPDATE clients SET portal_username = ' acme' WHERE id = {acme}",
		"UPDATE clients SET portal_username = '' WHERE id = {acme}",
		"UPDATE clients SET portal_username = NULL WHERE id = {acme}",
		"UPDATE clients SET portal_username = 'other' WHERE id = {acme}",
		"UPDATE clients SET portal_username = 'sam' WHERE id = {acme}",
		"UPDATE users SET username = 'acme' WHERE id = {sam}",
		"INSERT INTO users (username, created_at, updated_at) VALUES ('acme', 0, 0)",
		"INSERT INTO clients (name, portal_username, created_at, updated_at) VALUES ('X', 'sam', 0, 0)",
		"UPDATE clients SET portal_enabled = 2 WHERE id = {acme}",
		"UPDATE clients SET name = '  ' WHERE id = {acme}",
		"UPDATE clients SET currency = 'eur' WHERE id = {acme}",
		"UPDATE clients SET default_rate_minor = 12.5 WHERE id = {acme}",
		"UPDATE clients SET password_setup_token = 'plain text', password_setup_token_expires = 1 WHERE id = {acme}",
		"UPDATE clients SET password_setup_token_expires = 1 WHERE id = {acme}",
		"UPDATE users SET client_portal_enabled = 1 WHERE id = {sam}",
		"UPDATE users SET role = 'owner' WHERE id = {sam}",
		"UPDATE users SET role = 'admin', portal_only = 1 WHERE id = {sam}",
		"UPDATE users SET client_id = 999 WHERE id = {sam}",
		"UPDATE time_entries SET project_id = {foreign} WHERE id = {entry}",
		"UPDATE time_entries SET day = '2026-02-30' WHERE id = {entry}",
		"UPDATE time_entries SET day = '20260230' WHERE id = {entry}",
		"UPDATE time_entries SET ended_at = NULL WHERE id = {entry}",
		"UPDATE time_entries SET seconds = 1.5 WHERE id = {entry}",
		"UPDATE time_entries SET client_id = {other} WHERE id = {entry}",
		"UPDATE projects SET client_id = {other} WHERE id = {own}",
		"UPDATE invoices SET project_id = {foreign} WHERE id = {sent}",
		"UPDATE invoices SET status = 'paid' WHERE id = {sent}",
		"UPDATE invoices SET number = NULL WHERE id = {sent}",
		"UPDATE invoices SET total_minor = 1 WHERE id = {sent}",
		"UPDATE invoices SET due_date = 'soon' WHERE id = {sent}",
		"INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES ({sent}, '2026-01-01', 0, 0)",
		"INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES ({sent}, '2026-01-01', 1, 'lost', 0)",
		"INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES ({sent}, 1, 'twice the first', 1, 1, 1)",
		"INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES ({sent}, 2, 'huge', 1, 1, 99999999999999)",
		"DELETE FROM clients WHERE id = {acme}",
		"DELETE FROM users WHERE id = {sam}",
		"DELETE FROM invoices WHERE id = {sent} AND EXISTS (SELECT 1 FROM payments)",
		"INSERT INTO settings (id) VALUES (2)",
		"UPDATE settings SET password_min_length = 7",
		"UPDATE audit_log SET action = 'nothing happened'",
		"DELETE FROM audit_log",
	} {
		if strings.HasPrefix(statement, "DELETE FROM invoices") {
			db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-01-01', 1, 0)", sent)
		}
		query := strings.NewReplacer("{acme}", fmt.Sprint(acme), "{other}", fmt.Sprint(other), "{sam}", fmt.Sprint(sam), "{foreign}", fmt.Sprint(foreign),
			"{own}", fmt.Sprint(own), "{entry}", fmt.Sprint(entry), "{sent}", fmt.Sprint(sent)).Replace(statement)
		if _, err := db.Raw.Exec(query); err == nil {
			t.Errorf("was stored: %s", query)
		}
	}
}

// The portal's three migrations give the columns their names.
func TestPortalColumns(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for table, columns := range map[string][]string{
		"users":   {"client_portal_enabled", "client_id"},
		"clients": {"portal_enabled", "portal_username", "portal_password_hash", "password_setup_token", "password_setup_token_expires"},
	} {
		for _, column := range columns {
			if db.Int("SELECT count(*) FROM pragma_table_info(?) WHERE name = ?", table, column) != 1 {
				t.Errorf("%s.%s is missing", table, column)
			}
		}
	}
	if loose := db.Int("SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%' AND name <> 'gorp_migrations'"); loose != 0 {
		t.Errorf("%d tables are not STRICT", loose)
	}
}

// Whatever decides about access raises the version that sessions are compared with;
// nothing else does.
func TestAccessVersion(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{Username: "acme"})
	user := db.User(storetest.User{Username: "guest", PortalOf: acme})
	version := func(table string) int64 { return db.Int("SELECT max(access_version) FROM " + table) }

	for _, c := range []struct {
		table, set string
		raises     bool
	}{
		{"clients", "portal_enabled = 0", true}, {"clients", "portal_enabled = 0", false}, {"clients", "portal_enabled = 1", true},
		{"clients", "portal_username = 'acme2'", true}, {"clients", "portal_password_hash = 'x'", true}, {"clients", "portal_password_hash = NULL", true},
		{"clients", "active = 0", true}, {"users", "full_name = 'back'", false}, {"clients", "name = 'Renamed'", false}, {"clients", "last_sign_in_at = 5", false},
		{"users", "client_portal_enabled = 0", true}, {"users", "client_id = NULL", true}, {"users", "active = 0", true}, {"users", "role = 'admin'", true},
		{"users", "username = 'guest2'", true}, {"users", "password_hash = NULL", true}, {"users", "full_name = 'G'", false}, {"users", "last_sign_in_at = 5", false},
	} {
		before := version(c.table)
		db.Exec("UPDATE " + c.table + " SET " + c.set)
		if raised := version(c.table) > before; raised != c.raises {
			t.Errorf("%s SET %s: raised %v, want %v", c.table, c.set, raised, c.raises)
		}
	}
	db.Exec("UPDATE users SET client_portal_enabled = 1, client_id = ?, role = 'member', portal_only = 1 WHERE id = ?", acme, user)
	before := version("users")
	db.Exec("UPDATE clients SET active = 1")
	if version("users") == before {
		t.Error("a client's coming and going leaves its users' sessions open")
	}
	db.Exec("DELETE FROM clients WHERE id = ?", acme)
	if n := db.Int("SELECT count(*) FROM users WHERE client_portal_enabled = 1 OR client_id IS NOT NULL"); n != 0 {
		t.Error("a user keeps the portal of a client that was deleted")
	}
}

// Statuses in the schema are those that portal knows.
func TestStatusesAgree(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{})
	for _, s := range []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceSent, portal.InvoiceCancelled} {
		db.Invoice(acme, storetest.Invoice{Status: s, Number: "N-" + string(s)})
	}
	project := db.Project(acme, "P")
	for _, s := range []portal.ProjectStatus{portal.ProjectActive, portal.ProjectInactive, portal.ProjectArchived} {
		db.Exec("UPDATE projects SET status = ? WHERE id = ?", s, project)
	}
}
