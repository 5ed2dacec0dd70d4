package portal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"foyer/portal"
)

// matches is what the store's SQL does with facts.
func matches(f portal.InvoiceFacts, r portal.InvoiceRow) bool {
	return slices.Contains(f.Statuses, r.Status) && chosen(f, r.Invoice)
}

var statuses = []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceSent, portal.InvoiceCancelled}

func anyRow(r *rand.Rand) portal.InvoiceRow {
	i := portal.Invoice{Total: r.Int64N(200) - 50, DueDate: today.AddDays(r.IntN(9) - 4)}
	i.Outstanding = i.Total - r.Int64N(200)
	return portal.InvoiceRow{Invoice: i, Status: statuses[r.IntN(3)]}
}

// Every word that staff choose means the same by state and by facts, whatever the
// invoice; drafts and cancelled ones are never paid, unpaid or overdue.
func TestStaffWordsProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		row := anyRow(r)
		in := 0
		for _, f := range portal.StaffInvoiceFilters {
			byFacts, byState := matches(f.StaffFacts(today), row), f.Matches(row.State(today))
			if byFacts != byState {
				t.Fatalf("%+v: %s by facts %v, by state %v", row, f, byFacts, byState)
			}
			if byFacts && f != portal.InvoicesAll && f != portal.InvoicesOverdue {
				in++
			}
		}
		if in != 1 {
			t.Fatalf("%+v is in %d of draft, unpaid, paid and cancelled", row, in)
		}
		record := portal.InvoiceRecord{InvoiceDocument: portal.InvoiceDocument{Invoice: row.Invoice}, Status: row.Status}
		if (row.DaysOverdue(today) > 0) != (row.State(today) == portal.StateOverdue) || record.DaysOverdue(today) != row.DaysOverdue(today) {
			t.Fatalf("%+v: %d days overdue, as a record %d", row, row.DaysOverdue(today), record.DaysOverdue(today))
		}
		if record.State(today) != row.State(today) {
			t.Fatalf("%+v: a record is %s and a row %s", row, record.State(today), row.State(today))
		}
	}
}

// And is true of what both are true of.
func TestFactsTogetherProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 8))
	words := portal.StaffInvoiceFilters
	for range 20_000 {
		f, g := words[r.IntN(len(words))].StaffFacts(today), words[r.IntN(len(words))].StaffFacts(today.AddDays(r.IntN(3)-1))
		row := anyRow(r)
		if got, want := matches(f.And(g), row), matches(f, row) && matches(g, row); got != want {
			t.Fatalf("%+v and %+v of %+v: %v, want %v", f, g, row, got, want)
		}
	}
}

func TestAddUp(t *testing.T) {
	t.Parallel()
	sum := func(currency string, count int, amount, outstanding, credit int64) portal.InvoiceTotals {
		return portal.InvoiceTotals{Currency: currency, Count: count, Amount: amount, Outstanding: outstanding, Credit: credit}
	}
	got := portal.AddUp(
		[]portal.InvoiceTotals{sum("EUR", 4, 1000, 900, 50), sum("USD", 1, 70, 70, 0)},
		[]portal.InvoiceTotals{sum("EUR", 2, 600, 500, 40)},
		[]portal.InvoiceTotals{sum("EUR", 1, 300, 200, 0)},
	)
	eur := portal.InvoiceTotals{Currency: "EUR", Count: 4, Amount: 1000, Outstanding: 500, Overdue: 200, Credit: 40}
	usd := portal.InvoiceTotals{Currency: "USD", Count: 1, Amount: 70}
	if len(got) != 2 || got[0] != (portal.InvoiceListTotals{InvoiceTotals: eur, Unsent: 400}) || got[1] != (portal.InvoiceListTotals{InvoiceTotals: usd, Unsent: 70}) {
		t.Errorf("%+v", got)
	}
}

func TestInvoiceListQuery(t *testing.T) {
	t.Parallel()
	search, _, faults := portal.InvoiceListQuery{Text: " INV ", Client: "7", State: "overdue", From: "2026-01-01", To: "2026-01-31"}.Parse(today)
	if len(faults) > 0 || search.Text != "INV" || search.Client != 7 || search.From != "2026-01-01" || search.To != "2026-01-31" || search.Facts.DueBefore != today {
		t.Errorf("%+v, %v", search, faults)
	}
	for field, q := range map[string]portal.InvoiceListQuery{
		"q": {Text: "a\nb"}, "client": {Client: "-1"}, "state": {State: "sent"}, "date_from": {From: "2026-02-31"},
		"date_to": {From: "2026-02-02", To: "2026-02-01"}, "page": {Page: "after.x.1"},
	} {
		if _, _, faults := q.Parse(today); len(faults) != 1 || faults[0].Field != field {
			t.Errorf("%+v: %v", q, faults)
		}
	}
	// The portal knows no word of the staff's.
	for _, word := range []string{"draft", "cancelled"} {
		if _, ok := portal.ParseInvoiceFilter(word); ok {
			t.Errorf("the portal lists %s", word)
		}
	}
}
