package portal_test

import (
	"math/rand/v2"
	"testing"

	"foyer/portal"
)

const today = portal.Day("2026-11-22")

// The word of a filter and the state of an invoice are one rule seen from two sides.
func TestStatesAndFilters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		total       int64
		outstanding int64
		due         portal.Day
		state       portal.InvoiceState
		days        int
		filters     []portal.InvoiceFilter
	}{
		{"nothing paid, due tomorrow", 100, 100, "2026-11-23", portal.StateUnpaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesUnpaid}},
		{"due today is not overdue", 100, 100, "2026-11-22", portal.StateUnpaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesUnpaid}},
		{"due yesterday is", 100, 100, "2026-11-21", portal.StateOverdue, 1, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesUnpaid, portal.InvoicesOverdue}},
		{"partly paid", 100, 40, "2026-11-22", portal.StatePartlyPaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesUnpaid}},
		{"partly paid and late", 100, 40, "2026-10-22", portal.StateOverdue, 31, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesUnpaid, portal.InvoicesOverdue}},
		{"paid", 100, 0, "2026-01-01", portal.StatePaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesPaid}},
		{"overpaid", 100, -5, "2026-01-01", portal.StatePaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesPaid}},
		{"nothing to pay", 0, 0, "2026-01-01", portal.StatePaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesPaid}},
		{"a credit", -100, -100, "2026-01-01", portal.StatePaid, 0, []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesPaid}},
	} {
		i := portal.Invoice{Total: c.total, Outstanding: c.outstanding, DueDate: c.due}
		if got := i.State(today); got != c.state {
			t.Errorf("%s: state %s, want %s", c.name, got, c.state)
		}
		if got := i.DaysOverdue(today); got != c.days {
			t.Errorf("%s: %d days overdue, want %d", c.name, got, c.days)
		}
		for _, f := range portal.InvoiceFilters {
			wanted := contains(c.filters, f)
			if f.Matches(i.State(today)) != wanted || chosen(f.Facts(today), i) != wanted {
				t.Errorf("%s: filter %s by state %v, by facts %v, want %v", c.name, f, f.Matches(i.State(today)), chosen(f.Facts(today), i), wanted)
			}
		}
	}
}

// Every visible invoice is paid or unpaid, overdue ones are among the unpaid, and what the
// store is told to match is what the state says.
func TestFilterProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	for range 10_000 {
		i := portal.Invoice{Total: r.Int64N(200) - 50, DueDate: today.AddDays(r.IntN(9) - 4)}
		i.Outstanding = i.Total - r.Int64N(200)
		paid, unpaid, overdue := chosen(portal.InvoicesPaid.Facts(today), i), chosen(portal.InvoicesUnpaid.Facts(today), i), chosen(portal.InvoicesOverdue.Facts(today), i)
		if paid == unpaid || overdue && !unpaid {
			t.Fatalf("%+v: paid %v, unpaid %v, overdue %v", i, paid, unpaid, overdue)
		}
		for _, f := range portal.InvoiceFilters {
			if f.Matches(i.State(today)) != chosen(f.Facts(today), i) {
				t.Fatalf("%+v: state and facts of %s disagree", i, f)
			}
		}
	}
}

// chosen matches facts as the store's SQL does.
func chosen(f portal.InvoiceFacts, i portal.Invoice) bool {
	return (f.Owing == nil || *f.Owing == (i.Outstanding > 0)) && (f.DueBefore == "" || i.DueDate < f.DueBefore)
}

func contains(list []portal.InvoiceFilter, f portal.InvoiceFilter) bool {
	for _, have := range list {
		if have == f {
			return true
		}
	}
	return false
}

func TestInvoiceQuery(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		query  portal.InvoiceQuery
		want   portal.InvoiceFilter
		faults int
	}{
		{portal.InvoiceQuery{}, portal.InvoicesAll, 0}, {portal.InvoiceQuery{Status: "overdue"}, portal.InvoicesOverdue, 0},
		{portal.InvoiceQuery{Status: "bogus"}, portal.InvoicesAll, 1}, {portal.InvoiceQuery{Status: "Paid"}, portal.InvoicesAll, 1},
		{portal.InvoiceQuery{Status: "draft", Page: "x"}, portal.InvoicesAll, 2},
	} {
		got, _, faults := c.query.Parse()
		if got != c.want || len(faults) != c.faults {
			t.Errorf("%+v: %s, %v", c.query, got, faults)
		}
	}
	for _, f := range portal.InvoiceFilters {
		if back, ok := portal.ParseInvoiceFilter(f.Param()); !ok || back != f {
			t.Errorf("%s comes back as %s", f, back)
		}
	}
}
