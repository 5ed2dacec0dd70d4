package portal_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"foyer/portal"
)

func TestSumUnbilled(t *testing.T) {
	t.Parallel()
	got := portal.SumUnbilled([]portal.UnbilledWork{
		{Client: 1, ClientName: "Acme", Currency: "EUR", Rates: rated(10_000, 5_000), Hours: 1800},
		{Client: 1, ClientName: "Acme", Currency: "EUR", Rates: rated(-1, 5_000), Hours: 3600},
		{Client: 1, ClientName: "Acme", Currency: "EUR", Hours: 60},
		{Client: 2, ClientName: "Bolt", Currency: "USD", Rates: rated(10_000_000_000_000, -1), Hours: 7200},
	})
	want := []portal.Unbilled{
		{Client: 1, ClientName: "Acme", Currency: "EUR", Hours: 5400, Worth: 10_000, Unpriced: 60},
		{Client: 2, ClientName: "Bolt", Currency: "USD", Hours: 7200},
	}
	if !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if portal.SumUnbilled(nil) != nil {
		t.Error("nothing is something")
	}
}

// What a client's page says is worth billing is what an invoice of it comes to.
func TestUnbilledIsWhatIsBilled(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 5))
	for range 500 {
		sums := map[int64]portal.Hours{}
		rates := map[int64]portal.Rates{}
		var entries []portal.UnbilledEntry
		for id := range r.Int64N(30) {
			e := work(id+1, r.Int64N(4), r.Int64N(20_000))
			e.Rates = rated(1_000+77*e.ProjectID, -1)
			entries = append(entries, e)
			sums[e.ProjectID] += portal.Hours(e.Seconds)
			rates[e.ProjectID] = e.Rates
		}
		var work []portal.UnbilledWork
		for project, hours := range sums {
			work = append(work, portal.UnbilledWork{Client: 1, Rates: rates[project], Hours: hours})
		}
		bill, err := portal.BillHours(entries, portal.ByProject)
		if err != nil {
			t.Fatal(err)
		}
		if u := portal.SumUnbilled(work); len(u) == 1 && u[0].Worth != bill.Subtotal {
			t.Fatalf("worth %d, billed %d", u[0].Worth, bill.Subtotal)
		}
	}
}
