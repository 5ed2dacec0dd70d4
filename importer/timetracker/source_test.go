package timetracker_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store/storetest"
)

// sourceSchema is a newer TimeTracker's, as far as it is read, with the types that its
// own migrations declare and without its constraints: upgrades of SQLite files lose them.
const sourceSchema = `
CREATE TABLE alembic_version (version_num VARCHAR(255) NOT NULL);
CREATE TABLE settings (id INTEGER PRIMARY KEY, timezone VARCHAR(50), currency VARCHAR(3), company_name VARCHAR(200), invoice_prefix VARCHAR(10),
	invoice_start_number INTEGER, mail_server VARCHAR(255), mail_password VARCHAR(255));
CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(80), email VARCHAR(200), full_name VARCHAR(200), role VARCHAR(20),
	created_at DATETIME, is_active BOOLEAN, password_hash VARCHAR(255), portal_only BOOLEAN, client_portal_enabled BOOLEAN, client_id INTEGER);
CREATE TABLE clients (id INTEGER PRIMARY KEY, name VARCHAR(200), description TEXT, contact_person VARCHAR(200), email VARCHAR(200),
	default_hourly_rate NUMERIC(9, 2), status VARCHAR(20), created_at DATETIME, updated_at DATETIME, portal_enabled BOOLEAN, portal_username VARCHAR(80),
	portal_password_hash VARCHAR(255), password_setup_token VARCHAR(100), password_setup_token_expires DATETIME, custom_fields JSON);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name VARCHAR(200), client_id INTEGER, status VARCHAR(20), billable BOOLEAN,
	hourly_rate NUMERIC(9, 2), estimated_hours FLOAT, budget_amount NUMERIC(10, 2), created_at DATETIME);
CREATE TABLE time_entries (id INTEGER PRIMARY KEY, user_id INTEGER, project_id INTEGER, client_id INTEGER, start_time DATETIME, end_time DATETIME,
	duration_seconds INTEGER, break_seconds INTEGER, notes TEXT, tags VARCHAR(500), source VARCHAR(20), billable BOOLEAN, created_at DATETIME, updated_at DATETIME);
CREATE TABLE invoices (id INTEGER PRIMARY KEY, invoice_number VARCHAR(50), project_id INTEGER, client_id INTEGER, client_name VARCHAR(200),
	client_email VARCHAR(200), client_address TEXT, issue_date DATE, due_date DATE, status VARCHAR(20), subtotal NUMERIC(10, 2), tax_rate NUMERIC(5, 2),
	tax_amount NUMERIC(10, 2), total_amount NUMERIC(10, 2), currency_code VARCHAR(3), notes TEXT, payment_date DATE, payment_method VARCHAR(50),
	payment_reference VARCHAR(100), amount_paid NUMERIC(10, 2), created_at DATETIME);
CREATE TABLE invoice_items (id INTEGER PRIMARY KEY, invoice_id INTEGER, description VARCHAR(500), quantity NUMERIC(10, 2), unit_price NUMERIC(10, 2),
	total_amount NUMERIC(10, 2), time_entry_ids VARCHAR(500));
CREATE TABLE extra_goods (id INTEGER PRIMARY KEY, invoice_id INTEGER, name VARCHAR(200), description TEXT, quantity NUMERIC(10, 2),
	unit_price NUMERIC(10, 2), total_amount NUMERIC(10, 2), currency_code VARCHAR(3), billable BOOLEAN);
CREATE TABLE expenses (id INTEGER PRIMARY KEY, invoice_id INTEGER, title VARCHAR(200), amount NUMERIC(10, 2), tax_amount NUMERIC(10, 2), currency_code VARCHAR(3));
CREATE TABLE payments (id INTEGER PRIMARY KEY, invoice_id INTEGER, amount NUMERIC(10, 2), currency VARCHAR(3), payment_date DATE, method VARCHAR(50),
	reference VARCHAR(100), notes TEXT, status VARCHAR(20), created_at DATETIME);
CREATE TABLE credit_notes (id INTEGER PRIMARY KEY, invoice_id INTEGER, credit_number VARCHAR(50), amount NUMERIC(10, 2), reason TEXT, created_at DATETIME);
CREATE TABLE contacts (id INTEGER PRIMARY KEY, client_id INTEGER, email VARCHAR(200));
`

// sourceDB is a made-up TimeTracker database.
type sourceDB struct {
	t    testing.TB
	path string
	db   *sql.DB
}

// newSource makes one with settings in Brussels and euros, a user, a client, a project.
func newSource(t testing.TB) *sourceDB {
	t.Helper()
	s := emptySource(t)
	s.exec(`INSERT INTO settings (id, timezone, currency) VALUES (1, 'Europe/Brussels', 'EUR')`)
	s.exec(`INSERT INTO users (id, username, full_name, role, is_active) VALUES (1, 'els', ' Els ', 'user', 1)`)
	s.exec(`INSERT INTO clients (id, name, status, created_at) VALUES (1, 'Acme', 'active', '2025-01-01 10:00:00')`)
	s.exec(`INSERT INTO projects (id, name, client_id, status) VALUES (1, 'Site', 1, 'active')`)
	return s
}

// emptySource makes one with tables and nothing in them.
func emptySource(t testing.TB) *sourceDB {
	t.Helper()
	s := &sourceDB{t: t, path: filepath.Join(t.TempDir(), "timetracker.db")}
	db, err := sql.Open("sqlite", "file:"+s.path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	s.db = db
	s.exec(sourceSchema)
	return s
}

func (s *sourceDB) exec(query string, args ...any) {
	s.t.Helper()
	if _, err := s.db.Exec(query, args...); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
}

// entry adds a finished hour of the project of newSource.
func (s *sourceDB) entry(id int, start, end string, seconds any) {
	s.t.Helper()
	s.exec(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds) VALUES (?, 1, 1, ?, ?, ?)`, id, start, end, seconds)
}

// invoice adds a sent invoice of a hundred euros with one line, of the client of newSource.
func (s *sourceDB) invoice(id int, number string) {
	s.t.Helper()
	s.exec(`INSERT INTO invoices (id, invoice_number, project_id, client_id, client_name, issue_date, due_date, status, subtotal, tax_rate, tax_amount,
			total_amount, currency_code, amount_paid, created_at)
		VALUES (?, ?, 1, 1, 'Acme', '2026-10-01', '2026-10-31', 'sent', 100, 0, 0, 100, 'EUR', 0, '2026-10-01 08:00:00')`, id, number)
	s.exec(`INSERT INTO invoice_items (invoice_id, description, quantity, unit_price, total_amount) VALUES (?, 'Work', 1, 100, 100)`, id)
}

// importInto imports the database and wants it to add up.
func (s *sourceDB) importInto(db *storetest.DB) *timetracker.Report {
	s.t.Helper()
	return importFile(s.t, db, s.path, timetracker.Options{Now: storetest.Now})
}

func importFile(t testing.TB, db *storetest.DB, file string, o timetracker.Options) *timetracker.Report {
	t.Helper()
	r, err := timetracker.Import(context.Background(), db.Store, file, o)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	if !r.OK() {
		t.Errorf("the check found differences: %v", r.Check.Mismatches)
	}
	skipped := map[string]int{}
	for _, f := range r.Findings {
		if strings.Contains(f.Reason, "skipped") {
			skipped[f.Table] += f.Count
		}
	}
	for _, c := range r.Tables {
		if c.Read != c.Imported+c.Updated+c.Skipped || c.Imported < 0 || c.Updated < 0 || c.Skipped != skipped[c.Table] {
			t.Errorf("counts do not add up: %+v, %d skipped rows are named", c, skipped[c.Table])
		}
	}
	return r
}

// wantOdd looks for a finding by a part of its reason and compares the rows it names.
func wantOdd(t testing.TB, r *timetracker.Report, table, reason, rows string) {
	t.Helper()
	for _, f := range r.Findings {
		if f.Table == table && strings.Contains(f.Reason, reason) {
			if got := f.List(); got != rows {
				t.Errorf("%s %q: rows %s, want %s", table, reason, got, rows)
			}
			return
		}
	}
	t.Errorf("nothing reported of %s with %q: %+v", table, reason, r.Findings)
}

// printed is the report as people read it.
func printed(t testing.TB, r *timetracker.Report) string {
	t.Helper()
	var b strings.Builder
	if _, err := r.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// clientOf, entryOf and invoiceOf lead from an id of the source to Foyer's.
func clientOf(db *storetest.DB, id int64) portal.ClientID {
	return portal.ClientID(db.Int("SELECT id FROM clients WHERE timetracker_id = ?", id))
}

func projectOf(db *storetest.DB, id int64) int64 {
	return db.Int("SELECT id FROM projects WHERE timetracker_id = ?", id)
}

// dump is all that a database holds, by table, but for the log of what was done to it.
func dump(t testing.TB, db *storetest.DB) map[string]string {
	t.Helper()
	names, err := db.Raw.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'audit_log'")
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for names.Next() {
		var name string
		if err := names.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := names.Err(); err != nil {
		t.Fatal(err)
	}

	all := map[string]string{}
	for _, table := range tables {
		columns := db.Text("SELECT group_concat('quote(' || name || ')', ' || '','' || ') FROM pragma_table_xinfo(?)", table)
		all[table] = db.Text("SELECT coalesce(group_concat(line, char(10)), '') FROM (SELECT " + columns + " AS line FROM " + table + " ORDER BY 1)")
	}
	return all
}

func importWith(db *storetest.DB, s *sourceDB, o timetracker.Options) (*timetracker.Report, error) {
	return timetracker.Import(context.Background(), db.Store, s.path, o)
}

func wantError(t testing.TB, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("error %v, want %q", err, part)
	}
}
