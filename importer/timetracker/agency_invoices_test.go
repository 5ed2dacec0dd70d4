package timetracker_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store/storetest"
)

func agencyInvoiceLists(t *testing.T, db *storetest.DB, want agency, _ *timetracker.Report) {
	for _, c := range want.Clients {
		client := clientOf(db, c.ID)
		for _, f := range portal.InvoiceFilters {
			if got := invoiceNumbers(t, db, client, f); !slices.Equal(got, c.Invoices[string(f)]) {
				t.Errorf("%s, %s: %v, want %v", c.Name, f, got, c.Invoices[string(f)])
			}
		}
		for _, number := range c.Invoices["hidden"] {
			id := db.Int("SELECT id FROM invoices WHERE number = ?", number)
			if _, err := db.Store.Invoice(context.Background(), client, id, portal.VisibleStatuses); !errors.Is(err, portal.ErrNotFound) {
				t.Errorf("%s: hidden invoice %s: %v", c.Name, number, err)
			}
		}
		wantTotals(t, db, client, c)
	}
}

func invoiceNumbers(t *testing.T, db *storetest.DB, client portal.ClientID, f portal.InvoiceFilter) []string {
	t.Helper()
	numbers := []string{}
	at := portal.Cursor{}
	for {
		page, err := db.Invoices(context.Background(), client, f.Facts(agencyDay), at, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Rows {
			if !f.Matches(i.State(agencyDay)) {
				t.Errorf("%s is in the list %s and in state %s", i.Number, f, i.State(agencyDay))
			}
			numbers = append(numbers, i.Number)
		}
		if page.Next == nil {
			return numbers
		}
		at = *page.Next
	}
}

func wantTotals(t *testing.T, db *storetest.DB, client portal.ClientID, c agencyClient) {
	t.Helper()
	all, err1 := db.InvoiceTotals(context.Background(), client, portal.InvoicesAll.Facts(agencyDay))
	late, err2 := db.InvoiceTotals(context.Background(), client, portal.InvoicesOverdue.Facts(agencyDay))
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	outstanding, balance, overdue := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, s := range portal.WithOverdue(all, late) {
		outstanding[s.Currency], overdue[s.Currency] = s.Outstanding, s.Overdue
		balance[s.Currency] = s.Outstanding - s.Credit
	}
	for name, pair := range map[string]struct {
		got  map[string]int64
		want map[string]string
	}{"outstanding": {outstanding, c.Outstanding}, "balance": {balance, c.Balance}, "overdue": {overdue, c.Overdue}} {
		want := map[string]int64{}
		for code, amount := range pair.want {
			want[code] = cents(t, amount)
		}
		for code, amount := range pair.got {
			if amount == 0 && want[code] == 0 {
				delete(want, code)
				delete(pair.got, code)
			}
		}
		if !maps.Equal(pair.got, want) {
			t.Errorf("%s: %s %v, want %v", c.Name, name, pair.got, want)
		}
	}
}

func agencyEveryInvoice(t *testing.T, db *storetest.DB, want agency, _ *timetracker.Report) {
	for number, w := range want.Invoices {
		got := db.Text(`SELECT printf('%d %d %s %s %s %d %d %d %d', client_id, status = 'sent', currency, issue_date, due_date,
			total_minor, paid_minor, credited_minor, outstanding_minor) FROM invoices WHERE number = ? AND timetracker_id = ?`, number, w.ID)
		visible := map[bool]int{true: 1}[w.Visible]
		line := fmt.Sprintf("%d %d %s %s %s %d %d %d %d", clientOf(db, w.ClientID), visible, w.Currency, w.IssueDate, w.DueDate,
			cents(t, w.Total), cents(t, w.AmountPaid), cents(t, w.Credits), cents(t, w.Outstanding))
		if got != line {
			t.Errorf("%s: %s, want %s", number, got, line)
		}
	}
	if n := db.Int(`SELECT count(*) FROM invoices i WHERE subtotal_minor <> (SELECT coalesce(sum(total_minor), 0) FROM invoice_lines WHERE invoice_id = i.id)
		OR total_minor <> subtotal_minor + tax_minor`); n != 0 {
		t.Errorf("%d invoices do not add up", n)
	}
	if n := db.Int("SELECT count(*) FROM invoice_lines WHERE kind = 'other'"); n != 0 {
		t.Errorf("%d lines were made up", n)
	}
}

func agencyDocuments(t *testing.T, db *storetest.DB, want agency, r *timetracker.Report) {
	for _, w := range want.ChosenInvoices {
		id := db.Int("SELECT id FROM invoices WHERE timetracker_id = ?", w.ID)
		d, err := db.Store.Invoice(context.Background(), clientOf(db, w.ClientID), id, portal.VisibleStatuses)
		if err != nil {
			t.Fatal(err)
		}
		if d.BillTo != (portal.Address{Name: w.BillTo.Name, Email: w.BillTo.Email, Lines: w.BillTo.Address}) || d.Notes != w.Notes || d.Terms != w.Terms {
			t.Errorf("%s: texts %+v, want %+v", w.Number, d, w)
		}
		if d.Subtotal != cents(t, w.Subtotal) || d.TaxRateBP != cents(t, w.TaxRate) || d.Total != cents(t, w.Total) || d.Outstanding != cents(t, w.Outstanding) {
			t.Errorf("%s: amounts %+v, want %+v", w.Number, d, w)
		}
		if d.Subtotal+d.Tax != d.Total || w.AddsUp && d.Tax != cents(t, w.Tax) {
			t.Errorf("%s: tax %d, want %s", w.Number, d.Tax, w.Tax)
		}
		wantParts(t, d, w)
	}
	wantOdd(t, r, "invoices", "“Recorded in TimeTracker”", `25 (difference 335.77 EUR)`)
}

// wantParts compares lines, payments and credits, in order.
func wantParts(t *testing.T, d portal.InvoiceDocument, w agencyDocument) {
	t.Helper()
	var lines []portal.InvoiceLine
	for _, l := range w.Lines {
		line := portal.InvoiceLine{Description: l.Description, Quantity: 1000, UnitPrice: cents(t, l.Total), Total: cents(t, l.Total)}
		if l.Detail != nil {
			line.Description += " – " + *l.Detail
		}
		if l.Kind != "expense" {
			line.Quantity, line.UnitPrice = portal.Quantity(cents(t, l.Quantity)*10), cents(t, l.UnitPrice)
		}
		lines = append(lines, line)
	}
	if !slices.Equal(d.Lines, lines) {
		t.Errorf("%s: lines %+v, want %+v", w.Number, d.Lines, lines)
	}

	var paid, credited []string
	for _, p := range w.Payments {
		if p.Counted {
			paid = append(paid, fmt.Sprint(p.Date, " ", cents(t, p.Amount), " ", p.Method))
		}
	}
	for _, c := range w.CreditNotes {
		credited = append(credited, fmt.Sprint(c.Number, " ", cents(t, c.Amount), " ", c.Reason))
	}
	var gotPaid, gotCredited []string
	for _, p := range d.Payments {
		gotPaid = append(gotPaid, fmt.Sprint(p.On, " ", p.Amount, " ", p.Method))
	}
	for _, c := range d.Credits {
		gotCredited = append(gotCredited, fmt.Sprint(c.Number, " ", c.Amount, " ", c.Reason))
	}
	if !slices.Equal(paid, gotPaid) || !slices.Equal(credited, gotCredited) {
		t.Errorf("%s: paid %v, credited %v, want %v, %v", w.Number, gotPaid, gotCredited, paid, credited)
	}
}
