package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

// C61: after any order of writes the sums on an invoice are what a recount gives.
func TestInvoiceSumsEqualARecount(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{})
	one, two := db.Invoice(acme, storetest.Invoice{Number: "1", Minor: 100}), db.Invoice(acme, storetest.Invoice{Number: "2", Minor: 5, Paid: 3})
	r := rand.New(rand.NewPCG(5, 6))
	pick := func() int64 { return []int64{one, two}[r.IntN(2)] }
	amount := func() int64 { return r.Int64N(2000)*2 - 1999 }

	for n := range 600 {
		switch r.IntN(9) {
		case 0, 1:
			db.Exec("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES (?, ?, 'x', 1, 1, ?)", pick(), n+10, amount())
		case 2:
			db.Exec("UPDATE invoice_lines SET total_minor = ?, invoice_id = ? WHERE id = (SELECT id FROM invoice_lines ORDER BY random() LIMIT 1) AND position > 9", amount(), pick())
		case 3:
			db.Exec("DELETE FROM invoice_lines WHERE id = (SELECT id FROM invoice_lines ORDER BY random() LIMIT 1)")
		case 4, 5:
			db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES (?, '2026-01-01', ?, ?, 0)", pick(), amount(), []string{"completed", "pending", "failed", "refunded"}[r.IntN(4)])
		case 6:
			db.Exec("UPDATE payments SET status = ?, amount_minor = ?, invoice_id = ? WHERE id = (SELECT id FROM payments ORDER BY random() LIMIT 1)", []string{"completed", "failed"}[r.IntN(2)], amount(), pick())
		case 7:
			db.Exec("DELETE FROM payments WHERE id = (SELECT id FROM payments ORDER BY random() LIMIT 1)")
		case 8:
			db.Exec("INSERT INTO credits (invoice_id, credited_on, amount_minor, created_at) VALUES (?, '2026-01-01', ?, 0)", pick(), amount())
		}
	}
	wrong := db.Int(`SELECT count(*) FROM invoices i WHERE
		subtotal_minor <> (SELECT coalesce(sum(total_minor), 0) FROM invoice_lines WHERE invoice_id = i.id)
		OR paid_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM payments WHERE invoice_id = i.id AND status = 'completed')
		OR credited_minor <> (SELECT coalesce(sum(amount_minor), 0) FROM credits WHERE invoice_id = i.id)
		OR total_minor <> subtotal_minor + tax_minor OR outstanding_minor <> total_minor - paid_minor - credited_minor`)
	if wrong != 0 {
		t.Errorf("%d invoices do not add up", wrong)
	}
}

// Every page of every filter, forwards and backwards, gives each invoice once and in order.
func TestInvoicePaging(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, other := db.Client(storetest.Client{}), db.Client(storetest.Client{})
	for n := range 40 {
		i := storetest.Invoice{
			Number: fmt.Sprint("A-", n), Minor: 100, Paid: int64(n % 3 * 50), Issued: portal.Day("2026-01-01").AddDays(n / 4),
			Due: portal.Day("2026-11-19").AddDays(n % 7), Status: []portal.InvoiceStatus{portal.InvoiceSent, portal.InvoiceSent, portal.InvoiceDraft}[n%3%2+n%2],
		}
		db.Invoice(acme, i)
		i.Number = fmt.Sprint("B-", n)
		db.Invoice(other, i)
	}

	for _, filter := range portal.InvoiceFilters {
		facts := filter.Facts(storetest.Today)
		all, err := db.Invoices(context.Background(), acme, facts, portal.Cursor{}, 1000)
		if err != nil || len(all.Rows) == 0 || all.Next != nil || all.Prev != nil {
			t.Fatalf("%s: %d rows, %v", filter, len(all.Rows), err)
		}
		for i, row := range all.Rows {
			if row.Number[0] != 'A' || !filter.Matches(row.State(storetest.Today)) {
				t.Errorf("%s shows %s, which is %s", filter, row.Number, row.State(storetest.Today))
			}
			if i > 0 && !before(all.Rows[i-1], row) {
				t.Errorf("%s: %s stands before %s", filter, all.Rows[i-1].Number, row.Number)
			}
		}
		read := func(at portal.Cursor) portal.Page[portal.Invoice] {
			p, err := db.Invoices(context.Background(), acme, facts, at, 3)
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if diff := cmp.Diff(all.Rows, forwards(read)); diff != "" {
			t.Errorf("%s forwards: %s", filter, diff)
		}
		if diff := cmp.Diff(all.Rows, backwards(read)); diff != "" {
			t.Errorf("%s backwards: %s", filter, diff)
		}
	}
}

func before(a, b portal.Invoice) bool {
	return a.IssueDate > b.IssueDate || a.IssueDate == b.IssueDate && a.ID > b.ID
}

func forwards[T any](read func(portal.Cursor) portal.Page[T]) (rows []T) {
	at := &portal.Cursor{}
	for at != nil {
		p := read(*at)
		rows, at = append(rows, p.Rows...), p.Next
	}
	return rows
}

func backwards[T any](read func(portal.Cursor) portal.Page[T]) (rows []T) {
	at := &portal.Cursor{Kind: portal.LastPage}
	for at != nil {
		p := read(*at)
		rows, at = slices.Concat(p.Rows, rows), p.Prev
	}
	return rows
}

// Totals are of the whole list, by currency; credit balances stand beside, not netted.
func TestInvoiceTotals(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{})
	for n, i := range []storetest.Invoice{
		{Minor: 1000, Due: "2026-11-21"}, {Minor: 1000, Due: "2026-11-22", Paid: 400}, {Minor: 500, Paid: 700}, {Minor: 300, Paid: 100, Credited: 200},
		{Minor: 900, Currency: "USD", TaxMinor: 189, Due: "2026-01-31", Issued: "2026-01-01"}, {Minor: 777, Status: portal.InvoiceDraft}, {Minor: 777, Status: portal.InvoiceCancelled},
	} {
		i.Number = fmt.Sprint("N-", n)
		db.Invoice(acme, i)
	}
	got, err := db.InvoiceTotals(context.Background(), acme, portal.InvoicesAll.Facts(storetest.Today))
	if err != nil {
		t.Fatal(err)
	}
	want := []portal.InvoiceTotals{
		{Currency: "EUR", Count: 4, Amount: 2800, Outstanding: 1600, Credit: 200},
		{Currency: "USD", Count: 1, Amount: 1089, Outstanding: 1089},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
