package timetracker_test

import (
	"fmt"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/store/storetest"
)

func TestOddEntries(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds, notes, tags, created_at) VALUES
		(1, 1, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', NULL, NULL, NULL, NULL),
		(2, 1, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', -60, '', '', 'long ago'),
		(3, 1, 1, '2026-05-04 10:00:00', '2026-05-04 09:00:00', 3600, '', '', NULL),
		(4, 1, 1, 'yesterday', '2026-05-04 09:00:00', 3600, '', '', NULL),
		(5, 1, 1, NULL, '2026-05-04 09:00:00', 3600, '', '', NULL),
		(6, 1, 1, '2026-05-04 10:00:00', '2026-13-45', 900, '', '', NULL),
		(7, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 5000000000, '', '', NULL),
		(8, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 9223372036854775807, '', '', NULL),
		(9, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 3600.4, '', '', NULL),
		(10, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 'an hour', '', '', NULL),
		(11, 1, 1, '2026-05-04 10:00:00', NULL, 120, '', '', NULL),
		(12, 1, 1, '0202-05-04 10:00:00', '0202-05-04 11:00:00', 3600, '', '', NULL),
		(13, 1, 1, 1777881600, '2026-05-04 11:00:00', 3600, '', '', NULL)`)
	source.exec("UPDATE time_entries SET notes = ?, tags = ? WHERE id = 2", []byte("a\x00b\xffc"), []byte("fine"))
	r := source.importInto(db)

	for reason, rows := range map[string]string{
		"has no duration":                      "1",
		"lasts less than nothing":              `2 ("-60")`,
		"ends before it starts":                "3",
		"start_time cannot be read":            `4 ("yesterday"), 5 (""), 13 ("1777881600")`,
		"end_time cannot be read":              `6 ("2026-13-45")`,
		"duration_seconds is no usable number": `7 ("5000000000"), 8 ("9223372036854775807"), 10 ("an hour")`,
		"duration_seconds is not whole":        `9 ("3600.4")`,
		"is running; the duration":             "11",
		"start_time lies far off":              `12 ("0202-05-04 10:00:00")`,
		"notes held characters":                "2",
		"created_at cannot be read":            `2 ("long ago")`,
	} {
		wantOdd(t, r, "time_entries", reason, rows)
	}
	if got := db.Text("SELECT group_concat(timetracker_id || ':' || seconds, ' ') FROM (SELECT * FROM time_entries ORDER BY id)"); got !=
		"1:0 2:-60 3:3600 6:900 7:0 8:0 9:3600 10:0 11:0 12:3600" {
		t.Errorf("entries %s", got)
	}
	if got := db.Text("SELECT notes || tags FROM time_entries WHERE timetracker_id = 2"); got != "ab\uFFFDcfine" {
		t.Errorf("notes %q", got)
	}
	if got := db.Int("SELECT ended_at - started_at FROM time_entries WHERE timetracker_id = 6"); got != 900 {
		t.Errorf("the end that could not be read is %d s after the start", got)
	}
	wantSecondTheSame(t, db, source)
}

func TestOddClientsAndProjects(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO clients (id, name, status, default_hourly_rate, created_at) VALUES
		(2, '  ', 'frozen', -5, '2025-01-01'), (3, 'Yen', 'INACTIVE', 'a lot', '2025-01-01')`)
	source.exec(`INSERT INTO projects (id, name, client_id, status, hourly_rate, estimated_hours, budget_amount, billable) VALUES
		(2, NULL, 1, 'paused', 1e30, 1.5, 12.345, NULL), (3, 'Orphan', 9, 'active', 1, 1, 1, 1), (4, 'Fine', 1, 'Archived', NULL, -2, NULL, 0),
		(5, 'Zero', 1, NULL, 0, 1e9, 0, 1)`)
	source.exec(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds) VALUES (1, 1, 3, '2026-05-04', '2026-05-04', 60)`)
	r := source.importInto(db)
	wantOdd(t, r, "clients", "has no name", "2")
	wantOdd(t, r, "clients", "unknown status; taken as inactive", `2 ("frozen")`)
	wantOdd(t, r, "clients", "default_hourly_rate is negative", `2 ("-5")`)
	wantOdd(t, r, "clients", "default_hourly_rate is no usable number", `3 ("a lot")`)
	wantOdd(t, r, "projects", "has no name", "2")
	wantOdd(t, r, "projects", "unknown status", `2 ("paused")`)
	wantOdd(t, r, "projects", "hourly_rate is no usable number", `2 ("1e+30")`)
	wantOdd(t, r, "projects", "no client that exists", "3")
	wantOdd(t, r, "projects", "estimated_hours is no usable", `4 ("-2"), 5 ("1e+09")`)
	wantOdd(t, r, "time_entries", "its project does not exist", `1 ("3")`)
	if got := db.Text("SELECT group_concat(name || active, ' ') FROM (SELECT * FROM clients ORDER BY id)"); got != "Acme1 Client 20 Yen0" {
		t.Errorf("clients %s", got)
	}
	if got := db.Text(`SELECT group_concat(name || ',' || status || ',' || billable || ',' || coalesce(rate_minor, '-') || ',' || coalesce(budget_seconds, '-')
		|| ',' || coalesce(budget_minor, '-'), ' ') FROM (SELECT * FROM projects ORDER BY id)`); got !=
		"Site,active,1,-,-,- Project 2,inactive,1,0,5400,1235 Fine,archived,0,-,-,- Zero,active,1,0,-,0" {
		t.Errorf("projects %s", got)
	}
}

func TestOddInvoices(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	for id := 1; id <= 12; id++ {
		source.invoice(id, fmt.Sprint("INV-", id))
	}
	for _, change := range []string{
		"UPDATE invoices SET total_amount = 130, tax_amount = 21, tax_rate = 21 WHERE id = 1", // nine more than lines and tax
		"UPDATE invoices SET total_amount = 121.01, tax_amount = 21, tax_rate = 21 WHERE id = 2",
		"UPDATE invoices SET currency_code = 'jpy', total_amount = 100.5, tax_amount = 0.4 WHERE id = 3",
		"UPDATE invoices SET currency_code = '€', due_date = '2026-02-30', tax_rate = -3 WHERE id = 4",
		"UPDATE invoices SET client_id = 8 WHERE id = 5",
		"UPDATE invoices SET total_amount = 'free' WHERE id = 6",
		"UPDATE invoices SET total_amount = 9e9, tax_amount = 9e9, subtotal = 9e9, amount_paid = 9e9 WHERE id = 7",
		"UPDATE invoice_items SET total_amount = 9e9, unit_price = 9e9 WHERE invoice_id = 7",
		"INSERT INTO invoice_items (id, invoice_id, quantity, unit_price, total_amount) VALUES (99, 7, 1, -9e9, -9e9)",
		"UPDATE invoices SET invoice_number = '  ', project_id = 9, issue_date = '0026-10-01' WHERE id = 8",
		"UPDATE invoices SET amount_paid = 'all' WHERE id = 9",
		"UPDATE invoices SET total_amount = 0, subtotal = 0 WHERE id = 10",
		"DELETE FROM invoice_items WHERE invoice_id = 10",
		"UPDATE invoice_items SET quantity = 3, time_entry_ids = '5, x, 99999999999999999999' WHERE invoice_id = 11",
		"UPDATE invoices SET subtotal = 90 WHERE id = 12",
		`INSERT INTO payments (id, invoice_id, amount, currency, payment_date, status) VALUES
			(1, 9, 60, 'USD', '2026-10-05', 'completed'), (2, 9, 5, 'EUR', 'soon', 'authorised'), (3, 9, 0, 'EUR', '2026-10-05', 'completed'),
			(4, 99, 5, 'EUR', '2026-10-05', 'completed'), (5, 0, 5, 'EUR', '2026-10-05', 'completed'), (6, 5, 5, 'EUR', '2026-10-05', 'completed'),
			(7, 9, -10, 'EUR', '2026-10-06', 'COMPLETED'), (8, 'nine', 1, 'EUR', '2026-10-06', 'completed')`,
		`INSERT INTO credit_notes (id, invoice_id, amount, created_at) VALUES (1, 9, 0, '2026-10-05'), (2, 9, 7.5, 'never'), (3, 9, -1, '2026-10-05')`,
		`INSERT INTO extra_goods (id, invoice_id, name, description, quantity, unit_price, total_amount, currency_code, billable) VALUES
			(1, 12, 'Paper', 'A4', 2, 5, 10, 'USD', 0), (2, NULL, 'Loose', '', 1, 1, 1, 'EUR', 1)`,
		"UPDATE invoices SET total_amount = 110 WHERE id = 12",
	} {
		source.exec(change)
	}
	r := source.importInto(db)

	for reason, rows := range map[string]string{
		"a line “Other” makes up for it":           `1 ("9.00 EUR")`,
		"differ by rounding":                       `2 ("21.00 EUR", "21.01 EUR"), 3 ("0 JPY", "1 JPY")`,
		"total_amount has decimals that its":       `3 ("100.5")`,
		"tax_amount has decimals":                  `3 ("0.4")`,
		"has no usable currency":                   `4 ("€")`,
		"due_date cannot be read":                  `4 ("2026-02-30")`,
		"tax_rate is beyond all reason":            `4 ("-3")`,
		"its client does not exist; skipped with":  `5 ("8")`,
		"total_amount is no usable number":         `6 ("free")`,
		"too large to be true":                     "7",
		"has no number":                            "8",
		"project that its client does not have":    `8 ("9")`,
		"issue_date cannot be read":                `8 ("0026-10-01")`,
		"amount_paid is no usable number":          `9 ("all")`,
		"not linked":                               `11 ("5")`,
		"subtotal is not what its lines add up to": `12 ("90.00 EUR", "110.00 EUR")`,
	} {
		wantOdd(t, r, "invoices", reason, rows)
	}
	wantOdd(t, r, "invoice_items", "its invoice was skipped", "5, 6")
	wantOdd(t, r, "invoice_items", "not quantity times price", `11 ("100")`)
	wantOdd(t, r, "extra_goods", "another currency", `1 ("USD")`)
	wantOdd(t, r, "extra_goods", "on no invoice", "2")
	wantOdd(t, r, "payments", "another currency", `1 ("USD")`)
	wantOdd(t, r, "payments", "payment_date cannot be read", `2 ("soon")`)
	wantOdd(t, r, "payments", "unknown status; taken as pending", `2 ("authorised")`)
	wantOdd(t, r, "payments", "payment of 0", "3")
	wantOdd(t, r, "payments", "less than nothing", `7 ("-10")`)
	wantOdd(t, r, "payments", "its invoice does not exist", `5 ("0"), 4 ("99"), 8 ("nine")`)
	wantOdd(t, r, "payments", "its invoice was skipped", "6")
	wantOdd(t, r, "credit_notes", "credit of 0", "1")
	wantOdd(t, r, "credit_notes", "created_at cannot be read", `2 ("never")`)
	wantOdd(t, r, "credit_notes", "less than nothing", `3 ("-1")`)

	got := strings.Split(db.Text(`SELECT group_concat(timetracker_id || ' ' || number || ' ' || currency || ' ' || subtotal_minor || '+' || tax_minor || '=' || total_minor
		|| ' paid ' || paid_minor || ' credited ' || credited_minor || ' ' || issue_date || ' ' || due_date, char(10)) FROM (SELECT * FROM invoices ORDER BY id)`), "\n")
	want := []string{
		"1 INV-1 EUR 10900+2100=13000 paid 0 credited 0 2026-10-01 2026-10-31",
		"2 INV-2 EUR 10000+2101=12101 paid 0 credited 0 2026-10-01 2026-10-31",
		"3 INV-3 JPY 100+1=101 paid 0 credited 0 2026-10-01 2026-10-31",
		"4 INV-4 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-01",
		"8 TT-8 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31",
		"9 INV-9 EUR 10000+0=10000 paid 5000 credited 650 2026-10-01 2026-10-31",
		"10 INV-10 EUR 0+0=0 paid 0 credited 0 2026-10-01 2026-10-31",
		"11 INV-11 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31",
		"12 INV-12 EUR 11000+0=11000 paid 0 credited 0 2026-10-01 2026-10-31",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("invoices\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := db.Text("SELECT description || kind FROM invoice_lines WHERE kind = 'good'"); got != "Paper – A4good" {
		t.Errorf("good %s", got)
	}
	wantSecondTheSame(t, db, source)
}

func TestManyOddRowsAreCounted(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	for id := 1; id <= 30; id++ {
		source.entry(id, "2026-05-04 09:00:00", "2026-05-04 09:00:00", 0)
	}
	text := printed(t, source.importInto(db))
	if !strings.Contains(text, "lasts 0 seconds: 1, 2, 3,") || !strings.Contains(text, "19, 20 and 10 more, 30 in all\n") {
		t.Errorf("report:\n%s", text)
	}
}

// What an attacker stored must not reach the terminal as it is.
func TestReportShowsForeignTextSafely(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec("UPDATE projects SET status = ?", "\x1b]0;evil\x07\nactive")
	if text := printed(t, source.importInto(db)); strings.ContainsAny(text, "\x1b\x07") || !strings.Contains(text, `\x1b]0;evil\a\nactive`) {
		t.Errorf("report: %q", text)
	}
}

// The check reads what is stored, and not what was meant to be.
func TestCheckFindsWhatIsNotStoredAsMeant(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.entry(2, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.invoice(1, "INV-1")
	db.Exec(`CREATE TRIGGER longer AFTER INSERT ON time_entries WHEN NEW.timetracker_id = 1 BEGIN
		UPDATE time_entries SET seconds = 7200 WHERE id = NEW.id; END`)
	db.Exec(`CREATE TRIGGER lost AFTER INSERT ON time_entries WHEN NEW.timetracker_id = 2 BEGIN DELETE FROM time_entries WHERE id = NEW.id; END`)
	db.Exec(`CREATE TRIGGER dearer AFTER INSERT ON invoices BEGIN UPDATE invoices SET tax_minor = 1 WHERE id = NEW.id; END`)
	r, err := importWith(db, source, timetracker.Options{Now: storetest.Now})
	if err != nil || r.OK() {
		t.Fatalf("report %+v, error %v", r, err)
	}
	want := []string{
		"invoice 1: total 10000, paid 0, credited 0 in the source, 10001, 0 and 0 in Foyer (minor units)",
		"time_entries: 2 were taken over, 1 are stored",
	}
	if got := strings.Join(r.Check.Mismatches, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("mismatches\n%s", got)
	}
	db.Exec("DROP TRIGGER lost")
	source.entry(3, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	db.Exec("UPDATE time_entries SET seconds = 1")
	db.Exec(`CREATE TRIGGER back AFTER UPDATE ON time_entries WHEN NEW.seconds <> 1 BEGIN UPDATE time_entries SET seconds = 1 WHERE id = NEW.id; END`)
	r, err = importWith(db, source, timetracker.Options{Now: storetest.Now})
	if err != nil || r.OK() {
		t.Fatalf("report %+v, error %v", r, err)
	}
	if text := printed(t, r); !strings.Contains(text, "Check against the source: 1 DIFFERENCES\n  project 1: 3.00 h in the source, 2.00 h in Foyer\n") {
		t.Errorf("report:\n%s", text)
	}
}

// What the importer did not foresee must come as a sentence and leave nothing behind.
func TestRowThatCannotBeStored(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.invoice(1, "INV-1")
	db.Exec(`CREATE TRIGGER no BEFORE INSERT ON invoices BEGIN SELECT RAISE(ABORT, 'no'); END`)
	before := dump(t, db)
	_, err := importWith(db, source, timetracker.Options{Now: storetest.Now})
	wantError(t, err, "a row of the source cannot be stored and nothing was written")
	wantError(t, err, "invoices 1")
	wantSame(t, before, dump(t, db))
}
