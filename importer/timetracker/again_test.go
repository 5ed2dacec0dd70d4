package timetracker_test

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// argonHash stands for a password that was set or renewed in Foyer.
const argonHash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U"

func TestSecondImportChangesNothing(t *testing.T) {
	t.Parallel()
	db, want, _ := imported(t)
	first := dump(t, db)
	r := importFile(t, db, agencyFile, timetracker.Options{Now: storetest.Now.AddDate(0, 0, 1)})
	wantSame(t, first, dump(t, db))
	for _, c := range r.Tables {
		skipped := map[string]int{"expenses": 1}[c.Table]
		if c.Imported != 0 || c.Updated != want.Counts[c.Table]-skipped || c.Skipped != skipped {
			t.Errorf("second import: %+v", c)
		}
	}
	if got := db.Int("SELECT count(*) FROM audit_log WHERE action = 'imported'"); got != 2 {
		t.Errorf("%d imports in the audit log", got)
	}
}

func wantSame(t *testing.T, before, after map[string]string) {
	t.Helper()
	for _, table := range slices.Sorted(maps.Keys(before)) {
		if before[table] != after[table] {
			t.Errorf("%s changed:\n%s\nfrom\n%s", table, firstDifference(after[table], before[table]), firstDifference(before[table], after[table]))
		}
	}
}

// firstDifference is the first line of one text that the other lacks.
func firstDifference(one, other string) string {
	lines := strings.Split(other, "\n")
	for line := range strings.SplitSeq(one, "\n") {
		if !slices.Contains(lines, line) {
			return line
		}
	}
	return ""
}

func TestDryRunWritesNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{Name: "Here before", Username: "mueller"})
	before := dump(t, db)
	o := timetracker.Options{Now: storetest.Now, DryRun: true}
	dry := importFile(t, db, agencyFile, o)
	wantSame(t, before, dump(t, db))
	if n := db.Int("SELECT count(*) FROM audit_log"); n != 0 {
		t.Errorf("%d lines in the audit log", n)
	}
	if info, err := os.Stat(filepath.Join(db.Folder, store.FileName+"-wal")); err != nil || info.Size() != 0 {
		t.Errorf("the log was left behind: %v %v", info, err)
	}

	o.DryRun = false
	wet := importFile(t, db, agencyFile, o)
	dryText := strings.Replace(printed(t, dry), "This was a dry run: nothing was written.\n", "", 1)
	if wetText := printed(t, wet); dryText != wetText || strings.Contains(wetText, "dry run") {
		t.Errorf("dry run says\n%s\nthe import says\n%s", dryText, wetText)
	}
	if !strings.Contains(dryText, `client 1 "Müller & Söhne GmbH" signs in as "mueller-2" (was "mueller")`) {
		t.Errorf("report:\n%s", dryText)
	}
}

func TestAccessStaysAsItIsInFoyer(t *testing.T) {
	t.Parallel()
	db, _, _ := imported(t)
	db.Exec("UPDATE clients SET portal_password_hash = ? WHERE timetracker_id = 1", argonHash)
	db.Exec("UPDATE clients SET portal_enabled = 0 WHERE timetracker_id = 2")
	db.Exec("UPDATE clients SET portal_username = 'tokyo', name = 'Renamed here' WHERE timetracker_id = 4")
	db.Exec("UPDATE users SET password_hash = ?, role = 'admin', client_portal_enabled = 0, client_id = NULL WHERE timetracker_id = 2", argonHash)
	db.Exec("UPDATE users SET active = 0, username = 'els', full_name = 'Renamed here' WHERE timetracker_id = 1")
	r := importFile(t, db, agencyFile, timetracker.Options{Now: storetest.Now})

	for query, want := range map[string]string{
		"SELECT portal_password_hash FROM clients WHERE timetracker_id = 1":                                         argonHash,
		"SELECT portal_enabled || portal_username FROM clients WHERE timetracker_id = 2":                            "0gesia.jazn",
		"SELECT portal_enabled || portal_username || name FROM clients WHERE timetracker_id = 4":                    "1tokyo東京デザイン株式会社",
		"SELECT password_hash || role || client_portal_enabled FROM users WHERE timetracker_id = 2":                 argonHash + "admin0",
		"SELECT active || username || full_name FROM users WHERE timetracker_id = 1":                                "0elsEls Peeters",
		"SELECT substr(portal_password_hash, 1, 31) FROM clients WHERE timetracker_id = 2":                          "scrypt:32768:8:1$051FH5poqyPl42",
		"SELECT coalesce(portal_password_hash, 'none') || portal_enabled FROM clients WHERE timetracker_id = 5":     "none1",
		"SELECT count(*) || '' FROM clients WHERE password_setup_token IS NOT NULL OR timetracker_id IS NULL":       "0",
		"SELECT group_concat(access_version, '') FROM (SELECT access_version FROM clients ORDER BY timetracker_id)": "22121111",
	} {
		if got := db.Text(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	wantOdd(t, r, "clients", "Foyer's choice stays", "2")
	wantOdd(t, r, "users", "Foyer's choice stays", "1, 2")
	if len(r.Names) != 2 || r.Names[0].Is != "tokyo" || r.Names[1].Is != "els" {
		t.Errorf("names %+v", r.Names)
	}
}

func TestImportedPasswordFollowsTheSource(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	const one, two = "pbkdf2:sha256:1000$abcdefghijklmnop$9ba15bdacb7a13f42bd4a3ae97863fac1800be0bf52ee9fa8fcd4aad47c98beb",
		"pbkdf2:sha256:1$abcdefghijklmnop$be2edb8f64eac9da29f9734d546e7171569039db403e5067a4b936fe38b4fc76"
	hash := func() string { return db.Text("SELECT coalesce(portal_password_hash, 'none') FROM clients") }

	source.importInto(db) // the client has no portal yet
	source.exec("UPDATE clients SET portal_enabled = 1, portal_username = 'Acme ', portal_password_hash = ?", one)
	source.importInto(db)
	if a, err := db.AccountByUsername(context.Background(), "acme"); err != nil || !a.MayEnterPortal() || hash() != one {
		t.Errorf("portal given later: %+v %v", a, err)
	}
	source.exec("UPDATE clients SET portal_password_hash = ?", two)
	source.importInto(db)
	if hash() != two {
		t.Errorf("changed password: %s", hash())
	}
	source.exec("UPDATE clients SET portal_password_hash = NULL")
	source.importInto(db)
	if hash() != "none" {
		t.Errorf("password taken away: %s", hash())
	}
	source.exec("UPDATE clients SET portal_password_hash = 'sha1$x$00'")
	if r := source.importInto(db); hash() != "none" {
		t.Errorf("unknown password: %s", hash())
	} else {
		wantOdd(t, r, "clients", "unknown kind", "1")
	}
}

func TestWhatChangedInTheSourceComes(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.entry(2, "2026-05-04 11:00:00", "2026-05-04 12:00:00", 3600)
	source.invoice(1, "INV-1")
	source.invoice(2, "INV-2")
	source.exec(`UPDATE invoice_items SET time_entry_ids = '1,2' WHERE invoice_id = 1`)
	source.exec(`INSERT INTO payments (id, invoice_id, amount, payment_date, status) VALUES (1, 1, 40, '2026-10-05', 'completed'), (2, 1, 10, '2026-10-06', 'completed')`)
	source.exec(`INSERT INTO credit_notes (id, invoice_id, amount, created_at) VALUES (1, 1, 5, '2026-10-07 23:30:00')`)
	source.exec(`UPDATE invoices SET amount_paid = 60 WHERE id = 1`)
	source.importInto(db)
	if got := db.Text("SELECT group_concat(amount_minor || method, ' ') FROM (SELECT * FROM payments ORDER BY id)"); got != "4000 1000 1000Recorded in TimeTracker" {
		t.Errorf("payments %s", got)
	}
	if got := db.Text("SELECT credited_on FROM credits"); got != "2026-10-08" {
		t.Errorf("the credit's day in Brussels: %s", got)
	}
	invoice := db.Int("SELECT id FROM invoices WHERE timetracker_id = 1")
	db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, method, created_at) VALUES (?, '2026-11-01', 700, 'cash, in Foyer', 0)", invoice)

	source.exec(`INSERT INTO clients (id, name, status) VALUES (2, 'Other', 'active')`)
	source.exec(`INSERT INTO projects (id, name, client_id, status) VALUES (2, 'Elsewhere', 2, 'active')`)
	source.exec(`UPDATE time_entries SET duration_seconds = 1800, notes = 'shorter', project_id = 2 WHERE id = 2`)
	source.exec(`DELETE FROM payments WHERE id = 2`)
	source.exec(`DELETE FROM credit_notes`)
	source.exec(`UPDATE invoices SET amount_paid = 40, invoice_number = 'INV-2' WHERE id = 1`)
	source.exec(`UPDATE invoices SET invoice_number = 'INV-1', total_amount = 90 WHERE id = 2`)
	source.exec(`UPDATE invoice_items SET total_amount = 90, unit_price = 90 WHERE invoice_id = 2`)
	r := source.importInto(db)

	for query, want := range map[string]string{
		"SELECT group_concat(amount_minor || method, ' ') FROM (SELECT * FROM payments ORDER BY id)":                                                          "4000 700cash, in Foyer",
		"SELECT total_minor || ' ' || paid_minor || ' ' || credited_minor || ' ' || number FROM invoices WHERE timetracker_id = 1":                            "10000 4700 0 INV-2",
		"SELECT total_minor || ' ' || number FROM invoices WHERE timetracker_id = 2":                                                                          "9000 INV-1",
		"SELECT e.seconds || e.notes || c.name || (e.invoice_id IS NULL) FROM time_entries e JOIN clients c ON c.id = e.client_id WHERE e.timetracker_id = 2": "1800shorterOther1",
		"SELECT (invoice_id IS NOT NULL) || '' FROM time_entries WHERE timetracker_id = 1":                                                                    "1",
		"SELECT count(*) || '' FROM invoice_lines":                                                                                                            "2",
	} {
		if got := db.Text(query); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
	wantOdd(t, r, "payments", "not on its invoice any more", "2")
	wantOdd(t, r, "credit_notes", "not on its invoice any more", "1")
	wantOdd(t, r, "invoices", "not linked", "1 (entry 2)")
}

func TestWhatIsGoneFromTheSourceStays(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO clients (id, name, created_at) VALUES (2, 'Left', '2025-01-01')`)
	source.exec(`INSERT INTO users (id, username, full_name) VALUES (2, 'tom', 'Tom')`)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.entry(2, "2026-05-04 11:00:00", "2026-05-04 12:00:00", 3600)
	source.exec(`UPDATE time_entries SET user_id = 2 WHERE id = 2`)
	source.invoice(1, "INV-1")
	source.importInto(db)

	source.exec(`DELETE FROM clients WHERE id = 2`)
	source.exec(`DELETE FROM users WHERE id = 2`)
	source.exec(`DELETE FROM time_entries WHERE id = 1`)
	source.exec(`DELETE FROM invoices`)
	source.exec(`DELETE FROM invoice_items`)
	source.invoice(2, "INV-1") // made anew under the number of the one deleted
	r := source.importInto(db)
	wantOdd(t, r, "clients", "not taken over this time", "2")
	wantOdd(t, r, "time_entries", "not taken over this time", "1")
	wantOdd(t, r, "invoices", "not taken over this time", "1")
	wantOdd(t, r, "invoices", "given to another invoice", `1 ("INV-1")`)
	wantOdd(t, r, "time_entries", "its user does not exist", "2 (user_id 2)")
	if got := db.Text("SELECT group_concat(timetracker_id || number, ' ') FROM invoices"); !strings.HasPrefix(got, "1INV-1-replaced-") || !strings.HasSuffix(got, " 2INV-1") {
		t.Errorf("invoices %s", got)
	}
	if got := db.Text("SELECT group_concat(username || full_name, ' ') FROM users"); got != "elsEls tomTom" {
		t.Errorf("users %s", got)
	}
	if db.Int("SELECT count(*) FROM time_entries") != 2 || db.Int("SELECT count(*) FROM clients") != 2 {
		t.Error("something is gone from Foyer")
	}
}

func TestProjectMovesToAnotherClient(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO clients (id, name, created_at) VALUES (2, 'Buyer', '2025-01-02')`)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.invoice(1, "INV-1")
	source.exec(`UPDATE invoice_items SET time_entry_ids = '1'`)
	source.importInto(db)
	db.Entry(clientOf(db, 1), storetest.Entry{Project: projectOf(db, 1), User: db.Int("SELECT id FROM users"), Notes: "made in Foyer"})

	source.exec(`UPDATE projects SET client_id = 2`)
	r := source.importInto(db)
	wantOdd(t, r, "projects", "moved to another client", "1")
	wantOdd(t, r, "invoices", "project that its client does not have", "1 (project_id 1)")
	if n := db.Int("SELECT count(*) FROM time_entries WHERE client_id = ?", clientOf(db, 2)); n != 2 {
		t.Errorf("%d entries followed", n)
	}
	if n := db.Int("SELECT count(*) FROM invoices WHERE client_id = ? AND project_id IS NULL", clientOf(db, 1)); n != 1 {
		t.Error("the invoice does not stay with its client")
	}
	if n := db.Int("SELECT count(*) FROM pragma_foreign_key_check"); n != 0 {
		t.Errorf("%d references lead nowhere", n)
	}
}

// A second TimeTracker must not be taken for the first one: its ids would lead clients
// into each other's portal.
func TestAnotherTimeTrackerIsRefused(t *testing.T) {
	t.Parallel()
	db, other := storetest.New(t), newSource(t)
	newSource(t).importInto(db)
	before := dump(t, db)
	other.exec("UPDATE clients SET name = 'Somebody else', created_at = '2024-12-31 23:00:00'")
	_, err := importWith(db, other, timetracker.Options{Now: storetest.Now})
	wantError(t, err, "is not the TimeTracker that was imported before")
	wantSame(t, before, dump(t, db))
}

func TestRowsOfFoyerItselfAreLeftAlone(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	mine := db.Client(storetest.Client{Name: "Mine", Username: "mine"})
	db.Entry(mine, storetest.Entry{User: db.User(storetest.User{Username: "els"})})
	db.Invoice(mine, storetest.Invoice{Number: "INV-1", Minor: 5000})
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.invoice(1, "INV-1")
	r := source.importInto(db)

	if totals, err := db.EntryTotals(context.Background(), mine, portal.EntryFilter{}); err != nil || totals.Count != 1 {
		t.Errorf("entries %+v %v", totals, err)
	}
	wantOdd(t, r, "invoices", "number that another invoice has", `1 (now "INV-1-2")`)
	if len(r.Names) != 1 || r.Names[0].Is != "els-2" || r.Names[0].Kind != portal.UserAccount {
		t.Errorf("names %+v", r.Names)
	}
	wantSecondTheSame(t, db, source)
}
