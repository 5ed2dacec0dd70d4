package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
	"foyer/store/storetest"
)

func TestWorkedHours(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, bolt := db.Client(storetest.Client{Name: "Acme"}), db.Client(storetest.Client{Name: "Bolt"})
	sam, ada := db.User(storetest.User{Username: "sam", FullName: "Sam S"}), db.User(storetest.User{Username: "ada"})
	site := db.Project(acme, "Site")
	monday, sunday := storetest.Today.Monday(), storetest.Today.Monday().AddDays(6)
	for _, e := range []storetest.Entry{
		{Project: site, User: sam, Day: monday, Start: "00:00"}, {Project: site, User: sam, Day: sunday, Start: "23:30"}, {User: ada, Day: sunday},
		{User: ada, Day: monday.AddDays(-1)}, {User: ada, Day: sunday.AddDays(1)}, {User: ada, Day: monday, Running: true},
	} {
		db.Entry(acme, e)
	}
	db.Entry(bolt, storetest.Entry{User: sam, Day: monday, Seconds: 60})
	// Its day is Monday's, noted in a zone in which that had begun.
	db.Exec("UPDATE time_entries SET started_at = started_at - 14 * 3600, ended_at = ended_at - 14 * 3600 WHERE client_id = ?", bolt)

	all := []portal.WorkedHours{
		{PersonID: sam, Person: "Sam S", Client: "Acme", ProjectID: site, Project: "Site", Hours: 7200},
		{PersonID: sam, Person: "Sam S", Client: "Bolt", Hours: 60},
		{PersonID: ada, Person: "ada", Client: "Acme", Hours: 3600},
	}
	for person, want := range map[int64][]portal.WorkedHours{0: all, sam: all[:2], ada: all[2:], 99: nil} {
		got, err := db.WorkedHours(context.Background(), monday, sunday, person)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("of %d: %v %s", person, err, diff)
		}
	}
}

func TestPortalSignIns(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme, bolt := db.Client(storetest.Client{Name: "Acme", Username: "acme"}), db.Client(storetest.Client{Name: "Bolt", Username: "bolt"})
	db.Client(storetest.Client{Name: "Never", Username: "never"})
	guest := db.User(storetest.User{Username: "guest", FullName: "Gus", PortalOf: acme, PortalOnly: true})
	both := db.User(storetest.User{Username: "both", PortalOf: acme})
	db.Exec("UPDATE clients SET last_sign_in_at = 100 * id WHERE id IN (?, ?)", acme, bolt)
	db.Exec("UPDATE users SET last_sign_in_at = 150 WHERE id IN (?, ?)", guest, both)
	want := []portal.PortalSignIn{
		{Client: bolt, Name: "Bolt", At: time.Unix(200, 0).UTC()}, {Client: acme, Name: "Acme", Person: "Gus", At: time.Unix(150, 0).UTC()}, {Client: acme, Name: "Acme", At: time.Unix(100, 0).UTC()},
	}
	for limit := range 4 {
		got, err := db.PortalSignIns(context.Background(), limit)
		if diff := cmp.Diff(want[:limit], append([]portal.PortalSignIn{}, got...)); err != nil || diff != "" {
			t.Errorf("%d: %v %s", limit, err, diff)
		}
	}
}

func TestFirstSteps(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	var want portal.FirstSteps
	check := func(step string) {
		t.Helper()
		if got, err := db.FirstSteps(context.Background()); err != nil || got != want {
			t.Errorf("%s: %v %+v", step, err, got)
		}
	}
	check("at first")
	acme := db.Client(storetest.Client{})
	want.Client = true
	check("a client")
	db.Invoice(acme, storetest.Invoice{Status: portal.InvoiceDraft})
	check("a draft")
	db.Invoice(acme, storetest.Invoice{})
	want.Invoice = true
	check("an invoice")
	project := db.Project(acme, "Site")
	want.Project = true
	db.Entry(acme, storetest.Entry{Project: project, User: db.User(storetest.User{})})
	want.Hours = true
	db.Exec("UPDATE settings SET company_name = 'Halyard'")
	want.Company = true
	check("all")
	if !want.Done() {
		t.Error("not done")
	}
}
