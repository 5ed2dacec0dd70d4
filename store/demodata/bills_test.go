package demodata_test

import (
	"testing"

	"foyer/portal"
)

func everyFateOfAnInvoice(t *testing.T, d demo) {
	t.Helper()
	for what, condition := range map[string]string{
		"draft":                        "status = 'draft' AND number IS NULL",
		"cancelled":                    "status = 'cancelled'",
		"paid":                         "status = 'sent' AND outstanding_minor = 0 AND total_minor > 0 AND credited_minor = 0",
		"not due yet":                  "status = 'sent' AND paid_minor = 0 AND outstanding_minor > 0 AND due_date > $today",
		"due today":                    "status = 'sent' AND outstanding_minor > 0 AND due_date = $today",
		"partly paid":                  "status = 'sent' AND paid_minor > 0 AND outstanding_minor > 0 AND due_date >= $today",
		"overdue by days":              "status = 'sent' AND outstanding_minor > 0 AND due_date BETWEEN date($today, '-7 days') AND date($today, '-1 day')",
		"overdue by months":            "status = 'sent' AND outstanding_minor > 0 AND due_date < date($today, '-3 months')",
		"partly paid and overdue":      "status = 'sent' AND paid_minor > 0 AND outstanding_minor > 0 AND due_date < $today",
		"credited in part":             "credited_minor > 0 AND outstanding_minor = 0 AND paid_minor > 0",
		"credited in full":             "credited_minor = total_minor AND total_minor > 0",
		"overpaid":                     "outstanding_minor < 0",
		"free of charge":               "status = 'sent' AND total_minor = 0",
		"in dollars":                   "currency = 'USD' AND outstanding_minor > 0",
		"in euros for an American":     "currency = 'EUR' AND client_id IN (SELECT id FROM clients WHERE currency = 'USD')",
		"without tax":                  "tax_rate_bp = 0 AND tax_minor = 0 AND total_minor > 0",
		"at 6 %":                       "tax_rate_bp = 600 AND tax_minor > 0",
		"at 21 %":                      "tax_rate_bp = 2100 AND tax_minor > 0",
		"with notes of several lines":  "notes LIKE '%' || char(10) || '%'",
		"with a failed payment":        "id IN (SELECT invoice_id FROM payments WHERE status = 'failed')",
		"paid in two parts":            "(SELECT count(*) FROM payments WHERE invoice_id = invoices.id AND status = 'completed') = 2",
		"to an address of four lines":  "length(bill_to_address) - length(replace(bill_to_address, char(10), '')) >= 3",
		"for a project and many lines": "project_id IS NOT NULL AND (SELECT count(*) FROM invoice_lines WHERE invoice_id = invoices.id) > 1",
	} {
		if d.Int("SELECT count(*) FROM invoices WHERE "+condition, d.named()) == 0 {
			t.Errorf("no invoice is %s", what)
		}
	}
}

func invoicesAddUp(t *testing.T, d demo) {
	t.Helper()
	d.none(t, "invoices without lines", "invoices WHERE id NOT IN (SELECT invoice_id FROM invoice_lines)")
	d.none(t, "payments of the future or from before the invoice", "payments p JOIN invoices i ON i.id = p.invoice_id WHERE p.paid_on > ? OR p.paid_on < i.issue_date", d.today)
	d.none(t, "credits of the future or from before the invoice", "credits c JOIN invoices i ON i.id = c.invoice_id WHERE c.credited_on > ? OR c.credited_on < i.issue_date", d.today)
	d.none(t, "invoices of the future, or due before they are made", "invoices WHERE issue_date > ? OR due_date < issue_date", d.today)
	d.none(t, "numbers against the order of days", "(SELECT issue_date, lag(issue_date) OVER (ORDER BY number) AS before FROM invoices WHERE number IS NOT NULL) WHERE before > issue_date")
	d.none(t, "billed entries later than their invoice", "time_entries e JOIN invoices i ON i.id = e.invoice_id WHERE e.day >= i.issue_date")
	if next, highest := d.Text("SELECT 'HAL-' || next_number FROM invoice_sequences WHERE prefix = 'HAL'"), d.Text("SELECT max(number) FROM invoices"); next <= highest {
		t.Errorf("the next number is %s after %s", next, highest)
	}
}

func roundedByTheRules(t *testing.T, d demo) {
	t.Helper()
	rows, err := d.Raw.Query(`SELECT i.id, i.subtotal_minor, i.tax_rate_bp, i.tax_minor, l.quantity_milli, l.unit_price_minor, l.total_minor
		FROM invoices i JOIN invoice_lines l ON l.invoice_id = i.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()

	n := 0
	for ; rows.Next(); n++ {
		var id, subtotal, rate, tax, price, total int64
		var quantity portal.Quantity
		if err := rows.Scan(&id, &subtotal, &rate, &tax, &quantity, &price, &total); err != nil {
			t.Fatal(err)
		}
		if want, err := portal.LineTotal(quantity, price); err != nil || total != want {
			t.Errorf("invoice %d: line total %d, want %d, %v", id, total, want, err)
		}
		if want, err := portal.Tax(subtotal, rate); err != nil || tax != want {
			t.Errorf("invoice %d: tax %d, want %d, %v", id, tax, want, err)
		}
	}
	if rows.Err() != nil || n == 0 {
		t.Errorf("%d lines, %v", n, rows.Err())
	}
}

// What is billed by the hour is what was worked: quantities are the entries' hours.
func hoursBilledAreHoursWorked(t *testing.T, d demo) {
	t.Helper()
	d.none(t, "invoices bill other hours than were worked", `(
		SELECT i.id FROM invoices i JOIN time_entries e ON e.invoice_id = i.id GROUP BY i.id
		HAVING sum(e.seconds) * 1000 / 3600 <> (SELECT sum(quantity_milli) FROM invoice_lines l WHERE l.invoice_id = i.id))`)
}
