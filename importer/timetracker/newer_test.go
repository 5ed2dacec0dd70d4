package timetracker_test

import (
	"fmt"
	"strings"
	"testing"

	"foyer/store/storetest"
)

func TestEntriesOfNewerVersions(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO clients (id, name, created_at) VALUES (2, 'Other', '2025-01-01')`)
	source.exec(`INSERT INTO time_entries (id, user_id, project_id, client_id, start_time, end_time, duration_seconds, break_seconds, billable) VALUES
		(1, 1, NULL, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', 3600, 0, 'true'),
		(2, 1, 1, 2, '2026-05-04 11:00:00', '2026-05-04 13:00:00', 5400, 1800, 'false'),
		(3, 1, 1, NULL, '2026-05-04T14:00:00', NULL, NULL, 0, 1),
		(4, 1, NULL, NULL, '2026-05-04 15:00:00', '2026-05-04 16:00:00', 3600, 0, 1),
		(5, 1, 77, 1, '2026-05-04 15:00:00', '2026-05-04 16:00:00', 3600, 0, 1),
		(6, 7, 1, NULL, '2026-05-04 17:00:00+02:00', '2026-05-04 18:00:00', 3600, 0, 'maybe'),
		(7, 7, 1, NULL, '2026-05-05 17:00:00', '2026-05-05 18:00:00', 3600, 0, 1),
		(8, NULL, 1, NULL, '2026-05-06 17:00:00', '2026-05-06 18:00:00', 3600, 0, 1)`)
	source.exec(`INSERT INTO contacts (id, client_id, email) VALUES (1, 1, 'a@b.example')`)
	r := source.importInto(db)

	for query, want := range map[string]string{
		"SELECT group_concat(timetracker_id || ':' || seconds || ':' || billable || ':' || (project_id IS NULL) || ':' || (ended_at IS NULL), ' ') FROM (SELECT * FROM time_entries ORDER BY id)": "1:3600:1:1:0 2:5400:0:0:0 3:0:1:0:1 6:3600:1:0:0 7:3600:1:0:0 8:3600:1:0:0",
		"SELECT group_concat(DISTINCT client_id) FROM time_entries":                                                         fmt.Sprint(clientOf(db, 1)),
		"SELECT started_at || '' FROM time_entries WHERE timetracker_id = 6":                                                "1777906800",
		"SELECT group_concat(timetracker_id || username || full_name || active, ' ') FROM (SELECT * FROM users ORDER BY 1)": "1elsEls1 7former-user-7Former user 70 0former-user-0Former user 00",
	} {
		if got := db.Text(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	wantOdd(t, r, "time_entries", "no project and no client", "4 (client_id NULL)")
	wantOdd(t, r, "time_entries", "its project does not exist", "5 (project_id 77)")
	wantOdd(t, r, "time_entries", "its user does not exist", "6 (user_id 7), 7 (user_id 7), 8 (user_id NULL)")
	wantOdd(t, r, "time_entries", "on another client than its project's", "2 (client_id 2)")
	wantOdd(t, r, "time_entries", "billable is neither", `6 (billable "maybe")`)
	if text := printed(t, r); !strings.Contains(text, "no place for them: contacts.") || strings.Contains(text, "stored UTC") {
		t.Errorf("report:\n%s", text)
	}
	if r.Check.Groups != 2 {
		t.Errorf("%d groups were checked, want the project and the client", r.Check.Groups)
	}

	wantSecondTheSame(t, db, source)
}

// wantSecondTheSame imports once more, which must change nothing.
func wantSecondTheSame(t *testing.T, db *storetest.DB, source *sourceDB) {
	t.Helper()
	before := dump(t, db)
	source.importInto(db)
	wantSame(t, before, dump(t, db))
}

func TestInvoicesOfNewerVersions(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	for i, status := range []string{"issued", "SENT", "paid", "overdue", "draft", "void", "cancelled", "disputed"} {
		source.invoice(i+1, status)
		source.exec("UPDATE invoices SET status = ? WHERE id = ?", status, i+1)
	}
	r := source.importInto(db)
	if got := db.Text("SELECT group_concat(number || ':' || status, ' ') FROM (SELECT * FROM invoices ORDER BY id)"); got !=
		"issued:sent SENT:sent paid:sent overdue:sent draft:draft void:cancelled cancelled:cancelled disputed:cancelled" {
		t.Errorf("invoices %s", got)
	}
	wantOdd(t, r, "invoices", "unknown status; taken as cancelled", `8 (status "disputed")`)
	wantOdd(t, r, "invoices", "status is issued; taken as sent", "1")
	wantOdd(t, r, "invoices", "status is void; taken as cancelled", "6")
	wantSecondTheSame(t, db, source)
}

// Columns and tables come and go by version, and upgrades stop half-way.
func TestSourcesWithoutMostColumns(t *testing.T) {
	t.Parallel()
	source := &sourceDB{t: t, path: foreignDatabase(t, `
		CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT);
		CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT);
		CREATE TABLE Projects (ID INTEGER PRIMARY KEY, Name TEXT, Client_ID INTEGER);
		CREATE TABLE time_entries (id INTEGER PRIMARY KEY, user_id INTEGER, project_id INTEGER, start_time, end_time, duration_seconds);
		CREATE TABLE invoices (id INTEGER PRIMARY KEY, invoice_number TEXT, project_id INTEGER, total_amount NUMERIC);
		CREATE TABLE payments (id INTEGER PRIMARY KEY, invoice_id INTEGER, amount NUMERIC, status TEXT);
		INSERT INTO users VALUES (1, 'els');
		INSERT INTO clients VALUES (1, 'Acme');
		INSERT INTO projects VALUES (1, 'Site', 1);
		INSERT INTO time_entries VALUES (1, 1, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', 3600);
		INSERT INTO invoices VALUES (1, 'INV-1', 1, 12.5);
		INSERT INTO payments VALUES (1, 1, 2.5, 'completed')`)}
	db := storetest.New(t)
	r := source.importInto(db)
	if got := db.Text(`SELECT c.name || c.active || c.portal_enabled || p.status || e.seconds || u.role || u.active
		FROM clients c JOIN projects p JOIN time_entries e JOIN users u`); got != "Acme10active3600member1" {
		t.Errorf("rows %s", got)
	}
	if got := db.Text("SELECT status || currency || total_minor || ' ' || paid_minor || ' ' || issue_date FROM invoices"); got != "cancelledEUR1250 250 2026-11-22" {
		t.Errorf("invoice %s", got)
	}
	if text := printed(t, r); !strings.Contains(text, "Europe/Rome, TimeTracker's default") || !strings.Contains(text, "no settings") {
		t.Errorf("report:\n%s", text)
	}
}
