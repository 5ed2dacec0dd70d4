package timetracker_test

import (
	"fmt"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/store/storetest"
)

// oddInvoices makes a source with so many invoices of a hundred euros, INV-1 and so on,
// and changes it.
func oddInvoices(t *testing.T, count int, changes ...string) *sourceDB {
	t.Helper()
	source := newSource(t)
	for id := 1; id <= count; id++ {
		source.invoice(id, fmt.Sprint("INV-", id))
	}
	for _, change := range changes {
		source.exec(change)
	}
	return source
}

func wantAllOdd(t *testing.T, r *timetracker.Report, table string, rowsByReason map[string]string) {
	t.Helper()
	for reason, rows := range rowsByReason {
		wantOdd(t, r, table, reason, rows)
	}
}

// wantInvoices compares the invoices of an import, and imports again, which changes nothing.
func wantInvoices(t *testing.T, db *storetest.DB, source *sourceDB, want ...string) {
	t.Helper()
	got := db.Text(`SELECT group_concat(timetracker_id || ' ' || number || ' ' || currency || ' ' || subtotal_minor || '+' || tax_minor || '=' || total_minor
		|| ' paid ' || paid_minor || ' credited ' || credited_minor || ' ' || issue_date || ' ' || due_date, char(10)) FROM (SELECT * FROM invoices ORDER BY id)`)
	if got != strings.Join(want, "\n") {
		t.Errorf("invoices\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	wantSecondTheSame(t, db, source)
}

func TestInvoicesThatDoNotAddUp(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), oddInvoices(t, 5,
		"UPDATE invoices SET total_amount = 130, tax_amount = 21, tax_rate = 21 WHERE id = 1", // nine more than lines and tax
		"UPDATE invoices SET total_amount = 121.01, tax_amount = 21, tax_rate = 21 WHERE id = 2",
		"UPDATE invoices SET currency_code = 'jpy', total_amount = 100.5, tax_amount = 0.4 WHERE id = 3",
		"UPDATE invoices SET subtotal = 90, total_amount = 110 WHERE id = 4",
		`INSERT INTO extra_goods (id, invoice_id, name, description, quantity, unit_price, total_amount, currency_code, billable) VALUES
			(1, 4, 'Paper', 'A4', 2, 5, 10, 'USD', 0), (2, NULL, 'Loose', '', 1, 1, 1, 'EUR', 1)`,
		"UPDATE invoice_items SET quantity = 3 WHERE invoice_id = 5")
	r := source.importInto(db)
	wantAllOdd(t, r, "invoices", map[string]string{
		"a line “Other” makes up for it":           "1 (line of 9.00 EUR)",
		"differ by rounding":                       "2 (tax stored 21.00, shown 21.01 EUR), 3 (tax stored 0, shown 1 JPY)",
		"total_amount has decimals that its":       "3 (total_amount 100.5)",
		"tax_amount has decimals":                  "3 (tax_amount 0.4)",
		"subtotal is not what its lines add up to": "4 (stored 90.00, lines 110.00 EUR)",
	})
	wantOdd(t, r, "invoice_items", "not quantity times price", "5 (total_amount 100)")
	wantOdd(t, r, "extra_goods", "another currency", `1 (currency_code "USD")`)
	wantOdd(t, r, "extra_goods", "on no invoice", "2")
	if got := db.Text("SELECT description || kind FROM invoice_lines WHERE kind = 'good'"); got != "Paper – A4good" {
		t.Errorf("good %s", got)
	}
	wantInvoices(t, db, source,
		"1 INV-1 EUR 10900+2100=13000 paid 0 credited 0 2026-10-01 2026-10-31",
		"2 INV-2 EUR 10000+2101=12101 paid 0 credited 0 2026-10-01 2026-10-31",
		"3 INV-3 JPY 100+1=101 paid 0 credited 0 2026-10-01 2026-10-31",
		"4 INV-4 EUR 11000+0=11000 paid 0 credited 0 2026-10-01 2026-10-31",
		"5 INV-5 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31")
}

// What hangs on an invoice is skipped with it, also where it was fine itself, and named.
func TestInvoicesThatAreSkipped(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), oddInvoices(t, 4,
		"UPDATE invoices SET client_id = 8 WHERE id = 1",
		"UPDATE invoices SET total_amount = 'free' WHERE id = 2",
		"UPDATE invoices SET total_amount = 9e9, tax_amount = 9e9, subtotal = 9e9, amount_paid = 9e9 WHERE id = 3",
		"UPDATE invoice_items SET total_amount = 9e9, unit_price = 9e9 WHERE invoice_id = 3",
		"INSERT INTO invoice_items (id, invoice_id, quantity, unit_price, total_amount) VALUES (99, 3, 1, -9e9, -9e9)",
		"INSERT INTO payments (id, invoice_id, amount, payment_date, status) VALUES (1, 1, 5, '2026-10-05', 'completed'), (2, 3, 5, '2026-10-05', 'completed')",
		"INSERT INTO credit_notes (id, invoice_id, amount, created_at) VALUES (7, 3, 5, '2026-10-05')")
	r := source.importInto(db)
	wantAllOdd(t, r, "invoices", map[string]string{
		"its client does not exist; skipped with": "1 (client_id 8)",
		"total_amount is no usable number":        `2 (total_amount "free")`,
		"too large to be true":                    "3",
	})
	wantOdd(t, r, "invoice_items", "its invoice was skipped", "1–3, 99")
	wantOdd(t, r, "payments", "its invoice was skipped", "1, 2")
	wantOdd(t, r, "credit_notes", "its invoice was skipped", "7")
	wantInvoices(t, db, source, "4 INV-4 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31")
}

func TestInvoicesWithOddFields(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), oddInvoices(t, 4,
		"UPDATE invoices SET currency_code = '€', due_date = '2026-02-30', tax_rate = -3 WHERE id = 1",
		"UPDATE invoices SET invoice_number = '  ', project_id = 9, issue_date = '0026-10-01' WHERE id = 2",
		"UPDATE invoices SET total_amount = 0, subtotal = 0 WHERE id = 3",
		"DELETE FROM invoice_items WHERE invoice_id = 3",
		"UPDATE invoice_items SET time_entry_ids = '5, x, 99999999999999999999' WHERE invoice_id = 4")
	wantAllOdd(t, source.importInto(db), "invoices", map[string]string{
		"has no usable currency":                `1 (currency_code "€")`,
		"due_date cannot be read":               `1 (due_date "2026-02-30")`,
		"tax_rate is beyond all reason":         "1 (tax_rate -3)",
		"has no number":                         "2",
		"project that its client does not have": "2 (project_id 9)",
		"issue_date cannot be read":             `2 (issue_date "0026-10-01")`,
		"has a total of 0; counts as paid":      "3",
		"not linked":                            "4 (entry 5)",
	})
	wantInvoices(t, db, source,
		"1 INV-1 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-01",
		"2 TT-2 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31",
		"3 INV-3 EUR 0+0=0 paid 0 credited 0 2026-10-01 2026-10-31",
		"4 INV-4 EUR 10000+0=10000 paid 0 credited 0 2026-10-01 2026-10-31")
}

func TestOddPayments(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), oddInvoices(t, 1,
		"UPDATE invoices SET amount_paid = 'all'",
		`INSERT INTO payments (id, invoice_id, amount, currency, payment_date, status) VALUES
			(1, 1, 60, 'USD', '2026-10-05', 'completed'), (2, 1, 5, 'EUR', 'soon', 'authorised'), (3, 1, 0, 'EUR', '2026-10-05', 'completed'),
			(4, 99, 5, 'EUR', '2026-10-05', 'completed'), (5, 0, 5, 'EUR', '2026-10-05', 'completed'), (6, 1, 5, 'EUR', '2026-10-05', 'failed'),
			(7, 1, -10, 'EUR', '2026-10-06', 'COMPLETED'), (8, 'nine', 1, 'EUR', '2026-10-06', 'completed'), (9, 1, 5, 'EUR', '2026-10-05', 'refunded')`,
		`INSERT INTO credit_notes (id, invoice_id, amount, created_at) VALUES (1, 1, 0, '2026-10-05'), (2, 1, 7.5, 'never'), (3, 1, -1, '2026-10-05')`)
	r := source.importInto(db)
	wantOdd(t, r, "invoices", "amount_paid is no usable number", `1 (amount_paid "all")`)
	wantAllOdd(t, r, "payments", map[string]string{
		"another currency":                 `1 (currency "USD")`,
		"payment_date cannot be read":      `2 (payment_date "soon")`,
		"unknown status; taken as pending": `2 (status "authorised")`,
		"is pending; kept for staff":       "2",
		"is failed; kept for staff":        "6",
		"is refunded; kept for staff":      "9",
		"payment of 0":                     "3",
		"less than nothing":                "7 (amount -10)",
		"its invoice does not exist":       `5 (invoice_id 0), 4 (invoice_id 99), 8 (invoice_id "nine")`,
	})
	wantAllOdd(t, r, "credit_notes", map[string]string{
		"credit of 0": "1", "created_at cannot be read": `2 (created_at "never")`, "less than nothing": "3 (amount -1)",
	})
	wantInvoices(t, db, source, "1 INV-1 EUR 10000+0=10000 paid 5000 credited 650 2026-10-01 2026-10-31")
}
