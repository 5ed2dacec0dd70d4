package store_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// The list of all clients against a recount in Go, for every word and some narrowing;
// pages read one after another give the whole list once, in order.
func TestAllInvoicesAgainstRecount(t *testing.T) {
	t.Parallel()
	db, ctx, r := storetest.New(t), context.Background(), rand.New(rand.NewPCG(11, 12))
	names := []string{"Alpha 100%", "beta_x", "Gamma"}
	var clients []portal.ClientID
	for _, name := range names {
		clients = append(clients, db.Client(storetest.Client{Name: name}))
	}
	statuses := []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceSent, portal.InvoiceSent, portal.InvoiceCancelled}
	for range 90 {
		issued := storetest.Today.AddDays(-r.IntN(20))
		db.Invoice(clients[r.IntN(3)], storetest.Invoice{
			Status: statuses[r.IntN(4)], Issued: issued, Due: issued.AddDays(r.IntN(20)), Currency: []string{"EUR", "USD"}[r.IntN(2)],
			Minor: r.Int64N(900) - 100, Paid: r.Int64N(500), Credited: r.Int64N(3),
		})
	}
	whole, err := db.AllInvoices(ctx, portal.InvoiceSearch{Facts: portal.InvoicesAll.StaffFacts(storetest.Today)}, portal.Cursor{}, 1000)
	if err != nil || len(whole.Rows) != 90 {
		t.Fatalf("%d rows, %v", len(whole.Rows), err)
	}

	for _, word := range portal.StaffInvoiceFilters {
		for _, narrow := range []portal.InvoiceSearch{
			{}, {Client: clients[1]}, {From: storetest.Today.AddDays(-9), To: storetest.Today.AddDays(-4)}, {Text: "ALPHA"}, {Text: "%"}, {Text: "_"}, {Text: "inv-"}, {Text: "nobody"},
		} {
			narrow.Facts = word.StaffFacts(storetest.Today)
			var want []int64
			sums := map[string]portal.InvoiceTotals{}
			for _, row := range whole.Rows {
				name := strings.ToLower(row.Number + "\n" + row.ClientName)
				if word.Matches(row.State(storetest.Today)) && (narrow.Client == 0 || narrow.Client == row.ClientID) &&
					(narrow.From == "" || narrow.From <= row.IssueDate && row.IssueDate <= narrow.To) && strings.Contains(name, strings.ToLower(narrow.Text)) {
					want = append(want, row.ID)
					t := sums[row.Currency]
					t.Count, t.Amount, t.Outstanding, t.Credit = t.Count+1, t.Amount+row.Total, t.Outstanding+max(row.Outstanding, 0), t.Credit+max(-row.Outstanding, 0)
					sums[row.Currency] = t
				}
			}
			if got := walk(t, db, narrow); !slices.Equal(got, want) {
				t.Errorf("%s %+v: %v, want %v", word, narrow, got, want)
			}
			totals, err := db.SumInvoices(ctx, narrow)
			if err != nil || len(totals) != len(sums) {
				t.Errorf("%s %+v: %+v, %v", word, narrow, totals, err)
			}
			for _, got := range totals {
				want := sums[got.Currency]
				want.Currency = got.Currency
				if got != want {
					t.Errorf("%s %+v: %+v, want %+v", word, narrow, got, want)
				}
			}
		}
	}
}

// walk reads a list page by page.
func walk(t *testing.T, db *storetest.DB, s portal.InvoiceSearch) (ids []int64) {
	t.Helper()
	at := portal.Cursor{}
	for {
		page, err := db.AllInvoices(context.Background(), s, at, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			ids = append(ids, row.ID)
		}
		if page.Next == nil {
			return ids
		}
		at = *page.Next
	}
}

// Sums at the schema's bound are numbers still.
func TestSumsAtTheBound(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{})
	const most = 10_000_000_000_000
	for range 30 {
		db.Invoice(acme, storetest.Invoice{Minor: most})
		db.Invoice(acme, storetest.Invoice{Minor: 0, Paid: most})
	}
	totals, err := db.SumInvoices(context.Background(), portal.InvoiceSearch{Facts: portal.InvoicesAll.Facts(storetest.Today)})
	want := portal.InvoiceTotals{Currency: "EUR", Count: 60, Amount: 30 * most, Outstanding: 30 * most, Credit: 30 * most}
	if err != nil || len(totals) != 1 || totals[0] != want {
		t.Errorf("%+v, %v", totals, err)
	}
}
