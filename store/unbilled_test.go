package store_test

import (
	"slices"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func TestUnbilledHours(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	user := db.User(storetest.User{FullName: "Ines"})
	acme, bolt, none := db.Client(storetest.Client{Name: "acme", RateMinor: 6000}), db.Client(storetest.Client{Name: "Bolt", Currency: "USD"}), db.Client(storetest.Client{Name: "Calm"})
	dear, free := db.Project(acme, "Dear"), db.Project(acme, "Free")
	db.Exec("UPDATE projects SET rate_minor = 9000 WHERE id = ?", dear)
	db.Exec("UPDATE projects SET billable = 0 WHERE id = ?", free)
	db.Entry(acme, storetest.Entry{User: user, Seconds: 1800, Day: "2026-11-01"})
	kept := db.Entry(acme, storetest.Entry{User: user, Project: dear, Seconds: 1200, Day: "2026-11-02", Notes: "N"})
	db.Entry(acme, storetest.Entry{User: user, Project: free, Day: "2026-11-03"})
	db.Entry(acme, storetest.Entry{User: user, Running: true})
	db.Exec("UPDATE time_entries SET billable = 0 WHERE id = ?", db.Entry(acme, storetest.Entry{User: user}))
	db.Exec("UPDATE time_entries SET invoice_id = ? WHERE id = ?", db.Invoice(acme, storetest.Invoice{}), db.Entry(acme, storetest.Entry{User: user}))
	db.Entry(bolt, storetest.Entry{User: user, Seconds: 60})

	got, err := db.UnbilledByClient(t.Context())
	want := []portal.Unbilled{
		{Client: acme, ClientName: "acme", Currency: "EUR", Hours: 3000, Worth: 3000 + 2997},
		{Client: bolt, ClientName: "Bolt", Currency: "USD", Unpriced: 60},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for client, want := range map[portal.ClientID]portal.Unbilled{acme: want[0], bolt: want[1], none: {}} {
		if got, err := db.Unbilled(t.Context(), client); err != nil || got != want {
			t.Errorf("%+v, %v", got, err)
		}
	}

	for _, c := range []struct {
		filter portal.EntryFilter
		want   int
	}{{portal.EntryFilter{}, 5}, {portal.EntryFilter{ProjectID: dear}, 1}, {portal.EntryFilter{From: "2026-11-02", To: "2026-11-03"}, 2}, {portal.EntryFilter{ProjectID: 99}, 0}} {
		if got, err := db.UnbilledEntries(t.Context(), acme, c.filter); err != nil || len(got) != c.want {
			t.Errorf("%+v: %d entries, %v", c.filter, len(got), err)
		}
	}
	one, _ := db.UnbilledEntries(t.Context(), acme, portal.EntryFilter{ProjectID: dear})
	if e := one[0]; e.ID != kept || e.Person != "Ines" || e.Project != "Dear" || !e.Billable || e.Running || *e.OfProject != 9000 || *e.OfClient != 6000 || e.Notes != "N" || e.Seconds != 1200 {
		t.Errorf("%+v", e)
	}
}
