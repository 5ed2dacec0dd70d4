package handlers_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

// everyState is a client with an invoice in each state, the newest first, who signed in.
func (s *site) everyState() *visitor {
	s.t.Helper()
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	past, today := storetest.Today.AddDays(-1), storetest.Today
	for i, invoice := range []storetest.Invoice{
		{Number: "OPEN", Minor: 20000},
		{Number: "PART", Minor: 30000, Paid: 10000},
		{Number: "TODAY", Minor: 50000, Due: today},
		{Number: "LATE", Minor: 40000, Due: past},
		{Number: "LATE-PART", Minor: 60000, Paid: 1, Due: past},
		{Number: "LATE-USD", Minor: 5000, Currency: "USD", Due: past},
		{Number: "PAID", Minor: 10000, Paid: 10000, Due: past},
		{Number: "OVERPAID", Minor: 10000, Paid: 15000, Due: past},
		{Number: "CREDITED", Minor: 70000, Credited: 70000, Due: past},
		{Number: "DRAFT", Minor: 1, Status: portal.InvoiceDraft, Due: past},
		{Number: "CANCELLED", Minor: 1, Status: portal.InvoiceCancelled, Due: past},
	} {
		invoice.Issued = portal.Day("2026-10-31").AddDays(-i)
		s.Invoice(acme, invoice)
	}
	return s.signedIn("acme")
}

// The four lists: every visible invoice is paid or unpaid, overdue ones are unpaid; sums
// are by currency, and a credit balance stands beside what is outstanding.
func TestInvoiceFilters(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	lists := map[string][]string{
		"unpaid":  {"OPEN Unpaid", "PART Partly paid", "TODAY Unpaid", "LATE Overdue", "LATE-PART Overdue", "LATE-USD Overdue"},
		"paid":    {"PAID Paid", "OVERPAID Paid", "CREDITED Paid"},
		"overdue": {"LATE Overdue", "LATE-PART Overdue", "LATE-USD Overdue"},
	}
	lists["all"] = append(lists["unpaid"], lists["paid"]...)
	sums := map[string][]string{
		"all":     {"8 invoices in EUR Credit balance €50.00", "€1,899.99", "€2,900.00", "1 invoice in USD", "$50.00", "$50.00"},
		"paid":    {"3 invoices in EUR Credit balance €50.00", "€0.00", "€900.00"},
		"unpaid":  {"5 invoices in EUR", "€1,899.99", "€2,000.00", "1 invoice in USD", "$50.00", "$50.00"},
		"overdue": {"2 invoices in EUR", "€999.99", "€1,000.00", "1 invoice in USD", "$50.00", "$50.00"},
	}
	for status, want := range lists {
		for _, ask := range []func(string) *answer{v.get, v.htmx} {
			page := ask("/client-portal/invoices?status=" + status).wantStatus(http.StatusOK)
			var got []string
			for _, row := range page.rows("#invoice-list") {
				got = append(got, row[0]+" "+row[3])
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", status, diff)
			}
			if diff := cmp.Diff(sums[status], texts(page.doc().Find("tfoot tr").Children())); diff != "" {
				t.Errorf("%s: %s", status, diff)
			}
			if got := texts(page.doc().Find("#invoice-list .tabs [aria-current=page]")); !strings.EqualFold(strings.Join(got, ""), status) {
				t.Errorf("%s: the tab %v is current", status, got)
			}
		}
	}
	v.get("/client-portal/invoices").wantText("OPEN", "CREDITED", "1 day overdue").wantNoText("DRAFT", "CANCELLED")
}

// A list's tabs are links that reproduce it, with and without htmx.
func TestInvoiceTabsAreLinks(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	tabs := v.get("/client-portal/invoices?status=overdue").doc().Find(".tabs a")
	var got []string
	tabs.Each(func(_ int, tab *goquery.Selection) {
		got = append(got, tab.AttrOr("href", ""))
		if tab.AttrOr("href", "") != tab.AttrOr("hx-get", "") || tab.AttrOr("hx-push-url", "") != "true" || tab.AttrOr("hx-target", "") != "#invoice-list" {
			t.Errorf("tab %s", tab.Text())
		}
	})
	const list = "/client-portal/invoices"
	if diff := cmp.Diff([]string{list, list + "?status=paid", list + "?status=unpaid", list + "?status=overdue"}, got); diff != "" {
		t.Error(diff)
	}
}

var amount = regexp.MustCompile(`^(−?)€([\d,]+)\.(\d\d)$`)

// minor reads an amount as it is printed.
func minor(t *testing.T, printed string) int64 {
	t.Helper()
	part := amount.FindStringSubmatch(printed)
	if part == nil {
		t.Fatalf("no amount: %q", printed)
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(part[2], ",", "")+part[3], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if part[1] != "" {
		return -n
	}
	return n
}

// document is an invoice with two lines, tax, two payments and two credits.
func (s *site) document() int64 {
	s.t.Helper()
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	id := s.Invoice(acme, storetest.Invoice{Number: "2026-7", Minor: 100033, TaxMinor: 23107, Issued: "2026-10-01", Due: "2026-10-31", Notes: "Thank you\n<script>alert(1)</script>"})
	s.Exec("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES (?, 2, 'Hosting & <b>care</b>', 2500, 4000, 10000)", id)
	s.Exec("UPDATE invoices SET tax_rate_bp = 2100, bill_to_name = 'Acme & Sons', bill_to_address = 'Street 1' || char(10) || 'Town', bill_to_vat = 'BE 1', terms = 'Net 30' WHERE id = ?", id)
	for i, paid := range []int64{50000, 2500} {
		s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, created_at) VALUES (?, ?, ?, 'bank_transfer', 'ref 1', 0)", id, fmt.Sprint("2026-11-0", i+1), paid)
	}
	s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES (?, '2026-11-03', 33333, 'failed', 0)", id)
	s.Exec("INSERT INTO credits (invoice_id, credited_on, number, amount_minor, reason, created_at) VALUES (?, '2026-11-04', 'C-1', 1500, 'Late', 0), (?, '2026-11-05', 'C-2', 640, '', 0)", id, id)
	return id
}

// What is printed on an invoice adds up: lines to the subtotal, with tax to the total, less
// payments and credits to what is outstanding.
func TestInvoiceAddsUp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	id := s.document()
	page := s.signedIn("acme").get(fmt.Sprint("/client-portal/invoices/", id)).wantStatus(http.StatusOK)

	var lines int64
	for _, line := range page.column(".lines", 4) {
		lines += minor(t, "€"+line)
	}
	labels, amounts := texts(page.doc().Find(".sums dt")), texts(page.doc().Find(".sums dd"))
	if len(amounts) != 8 {
		t.Fatalf("sums: %v %v", labels, amounts)
	}
	subtotal, tax, total, left := minor(t, amounts[0]), minor(t, amounts[1]), minor(t, amounts[2]), minor(t, amounts[7])
	var taken int64
	for _, less := range amounts[3:7] {
		taken += minor(t, less)
	}
	if lines != 110033 || lines != subtotal || subtotal+tax != total || total+taken != left {
		t.Errorf("lines %d, subtotal %d, tax %d, total %d, less %d, left %d", lines, subtotal, tax, total, taken, left)
	}
	want := []string{"Subtotal", "Tax 21 %", "Total", "Payment of Nov 1, 2026 Bank transfer, ref 1", "Payment of Nov 2, 2026 Bank transfer, ref 1",
		"Credit C-1 of Nov 4, 2026 Late", "Credit C-2 of Nov 5, 2026", "Outstanding"}
	if diff := cmp.Diff(want, labels); diff != "" {
		t.Error(diff)
	}
	page.wantText("Acme & Sons", "Street 1 Town", "BE 1", "Net 30", "22 days overdue", "2.50", "40.00").wantNoText("333.33", "<script>alert", "<b>care")
}

// An invoice without anything still is a document, and one paid too much shows a balance.
func TestOddInvoices(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	bare := s.Invoice(acme, storetest.Invoice{Number: "BARE"})
	s.Exec("DELETE FROM invoice_lines")
	over := s.Invoice(acme, storetest.Invoice{Number: "OVER", Minor: 1000, Paid: 2550})
	v := s.signedIn("acme")
	v.get(fmt.Sprint("/client-portal/invoices/", bare)).wantStatus(http.StatusOK).wantText("No lines", "€0.00", "Paid")
	v.get(fmt.Sprint("/client-portal/invoices/", over)).wantStatus(http.StatusOK).wantText("Credit balance", "€15.50", "Paid").wantNoText("Outstanding")
}

// Currencies with other minor units are printed in their own way.
func TestInvoiceCurrencies(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.signedIn("acme")
	for currency, want := range map[string]string{"JPY": "¥123,456", "GBP": "£1,234.56", "BHD": "BHD 123.456", "USD": "$1,234.56"} {
		id := s.Invoice(acme, storetest.Invoice{Number: currency, Minor: 123456, Currency: currency})
		page := v.get(fmt.Sprint("/client-portal/invoices/", id)).wantStatus(http.StatusOK)
		if got := strings.ReplaceAll(page.text(), "\u00a0", " "); !strings.Contains(got, want) {
			t.Errorf("%s: %s", want, got)
		}
	}
}
