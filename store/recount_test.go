package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// office is a small database at the mercy of chance.
type office struct {
	*storetest.DB
	*rand.Rand
	t testing.TB
}

const (
	officeClients  = 3
	officeProjects = 9 // 1–3 of the first client, 4–6 of the second …
	officeUsers    = 2
)

func newOffice(t testing.TB, seed uint64) *office {
	o := &office{storetest.New(t), rand.New(rand.NewPCG(seed, 0)), t}
	for i := range officeClients {
		client := o.Client(storetest.Client{Name: fmt.Sprint("Client ", i)})
		for j := range officeProjects / officeClients {
			o.Project(client, fmt.Sprint("Project ", j))
		}
	}
	for i := range officeUsers {
		o.User(storetest.User{Username: fmt.Sprint("user", i)})
	}
	return o
}

// place is a client and one of its projects, or none.
func (o *office) place() (client int, project any) {
	client = 1 + o.IntN(officeClients)
	if o.IntN(4) == 0 {
		return client, nil
	}
	return client, (client-1)*officeProjects/officeClients + 1 + o.IntN(officeProjects/officeClients)
}

func (o *office) day() portal.Day { return storetest.Today.AddDays(-o.IntN(400)) }

// writes are what can happen to entries and invoices, by what share of the time. What the
// schema refuses changes nothing, and is left to it.
func (o *office) write(tx *sql.Tx) error {
	client, project := o.place()
	exec := func(query string, args ...any) error { _, err := tx.Exec(query, args...); return err }
	const some = "(SELECT min(id) FROM time_entries WHERE id > ? % (SELECT max(id) FROM time_entries))"
	switch chance := o.Int64N(1 << 20); o.IntN(14) {
	case 0, 1, 2, 3, 4:
		return exec(`INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, billable, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, 0, ?, ?, 0, 0)`, client, project, 1+o.IntN(officeUsers), o.day(), storetest.Now.Unix()-o.Int64N(40_000_000), o.IntN(20000)-1000, o.IntN(2))
	case 5:
		return exec("UPDATE time_entries SET seconds = ?, billable = ?, notes = 'changed' WHERE id = "+some, o.IntN(9000), o.IntN(2), chance)
	case 6:
		return exec("UPDATE time_entries SET client_id = ?, project_id = ?, invoice_id = NULL WHERE id = "+some, client, project, chance)
	case 7:
		return exec("UPDATE time_entries SET day = ? WHERE id = "+some, o.day(), chance)
	case 8:
		return exec("DELETE FROM time_entries WHERE id = "+some, chance)
	case 9:
		return exec("UPDATE time_entries SET ended_at = CASE WHEN ended_at IS NULL THEN 1 END, seconds = CASE WHEN ended_at IS NULL THEN 60 ELSE 0 END, timetracker_id = id WHERE id = "+some, chance)
	case 10:
		return exec("UPDATE time_entries SET invoice_id = (SELECT max(id) FROM invoices i WHERE i.client_id = time_entries.client_id) WHERE client_id = ? AND id % 7 = ?", client, o.IntN(7))
	case 11:
		return exec("UPDATE projects SET status = ?, billable = ? WHERE id = ?", []string{"active", "archived"}[o.IntN(2)], o.IntN(2), project)
	}
	return o.writeInvoice(exec, client)
}

func (o *office) writeInvoice(exec func(string, ...any) error, client int) error {
	const some = "(SELECT min(id) FROM invoices WHERE id > ? % (SELECT max(id) FROM invoices))"
	chance, amount := o.Int64N(1<<20), o.IntN(90000)
	switch o.IntN(7) {
	case 0, 1:
		return exec(`INSERT INTO invoices (client_id, number, status, issue_date, due_date, currency, tax_minor, created_at, updated_at)
			VALUES (?, 'N-' || hex(randomblob(8)), ?, ?, ?, ?, ?, 0, 0)`, client, []string{"draft", "sent", "cancelled"}[o.IntN(3)], o.day(), o.day(), []string{"EUR", "USD"}[o.IntN(2)], o.IntN(500))
	case 2:
		return exec("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES ("+some+", ?, 'Work', 1000, ?, ?)", chance, 1+o.IntN(1<<30), amount, amount)
	case 3:
		return exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES ("+some+", '2026-11-01', ?, ?, 0)", chance, 1+amount, []string{"completed", "pending"}[o.IntN(2)])
	case 4:
		return exec("UPDATE payments SET status = CASE status WHEN 'pending' THEN 'completed' ELSE 'refunded' END WHERE id % 5 = ?", o.IntN(5))
	case 5:
		return exec("UPDATE invoices SET status = ?, currency = ?, tax_minor = ? WHERE id = "+some, []string{"draft", "sent", "cancelled"}[o.IntN(3)], []string{"EUR", "USD"}[o.IntN(2)], o.IntN(500), chance)
	}
	return exec("DELETE FROM invoice_lines WHERE id % 11 = ?", o.IntN(11))
}

var errRollback = errors.New("as if it had failed")

// batch is some writes in one transaction, every fifth of which comes to nothing.
func (o *office) batch(writes int) {
	tx, err := o.Raw.Begin()
	if err != nil {
		o.t.Fatal(err)
	}
	for range writes {
		if err := o.write(tx); err != nil && !errors.Is(store.Translate(err), portal.ErrInvalid) && !errors.Is(store.Translate(err), portal.ErrConflict) {
			o.t.Fatal(err)
		}
	}
	end := tx.Commit
	if o.IntN(5) == 0 {
		end = tx.Rollback
	}
	if err := end(); err != nil {
		o.t.Fatal(err)
	}
}

// imported is an import of some entries, a few of them known already, one project moving to
// another client; every third is a dry run or fails at its end.
func (o *office) imported() {
	chance := o.IntN(6)
	err := o.Import(context.Background(), chance == 0, func(i *store.Import) error {
		client, err1 := i.SaveClient(context.Background(), store.ImportedClient{SourceID: int64(1 + o.IntN(2)), Name: "Imported", Currency: "EUR", Active: true})
		project, _, err2 := i.SaveProject(context.Background(), store.ImportedProject{SourceID: 1, Client: client, Name: "Moves", Status: portal.ProjectActive})
		err := errors.Join(err1, err2)
		for range 40 {
			ended := int64(5)
			err = errors.Join(err, i.SaveEntry(context.Background(), store.ImportedEntry{
				SourceID: o.Int64N(200), Client: client, Project: project * int64(o.IntN(2)), User: 1, Day: o.day(), Ended: &ended, Seconds: o.Int64N(9000), Billable: o.IntN(2) == 0,
			}))
		}
		if chance == 1 {
			err = errors.Join(err, errRollback)
		}
		return err
	})
	if err != nil && !errors.Is(err, errRollback) {
		o.t.Fatal(err)
	}
}

// agrees fails the test unless every total that is kept is what a count finds.
func (o *office) agrees() {
	o.t.Helper()
	wrong, err := o.CheckTotals(context.Background())
	if err != nil || len(wrong) > 0 {
		o.t.Fatalf("totals are wrong: %+v, %v", wrong, err)
	}
}

// Whatever is written, and whatever of it comes to nothing, the totals are right.
func TestTotalsKeepUpWithEveryWrite(t *testing.T) {
	t.Parallel()
	const writes, batch = 10_000, 50
	o := newOffice(t, 4711)
	for done := 0; done < writes; done += batch {
		o.batch(batch)
		if done%500 == 0 {
			o.imported()
			o.agrees()
		}
	}
	o.agrees()
	if n := o.DB.Int("SELECT count(*) FROM entry_totals_by_period"); n < 500 {
		t.Errorf("only %d totals: too little was written to mean anything", n)
	}
	o.filtersAgree()
}

// filtersAgree compares what the pages are told with a count over the entries themselves.
func (o *office) filtersAgree() {
	o.t.Helper()
	for range 300 {
		client, project := o.place()
		f := portal.EntryFilter{From: o.day(), To: o.day()}
		if o.IntN(3) == 0 {
			f.From = ""
		}
		if o.IntN(3) == 0 {
			f.To = ""
		}
		if id, ok := project.(int); ok {
			f.ProjectID = int64(id)
		}
		const where = " FROM time_entries WHERE client_id = ?1 AND ended_at IS NOT NULL AND ?2 IN (0, project_id) AND (?3 = '' OR day >= ?3) AND (?4 = '' OR day <= ?4)"
		want := portal.EntryTotals{
			Count: int(o.DB.Int("SELECT count(*)"+where, client, f.ProjectID, f.From, f.To)),
			Hours: portal.Hours(o.DB.Int("SELECT coalesce(sum(seconds), 0)"+where, client, f.ProjectID, f.From, f.To)),
		}
		if got, err := o.EntryTotals(context.Background(), portal.ClientID(client), f); err != nil || got != want {
			o.t.Fatalf("%+v of client %d: got %+v, want %+v, %v", f, client, got, want, err)
		}
	}
}

// A check that could not find a wrong total would be worth nothing.
func TestCheckFindsWrongTotalsAndRepairSetsThemRight(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]string{
		"a wrong sum":      "UPDATE entry_totals SET seconds = seconds + 1 WHERE client_id = 1 AND project_id = 0",
		"one missing":      "DELETE FROM entry_totals WHERE client_id = 1 AND project_id = 0",
		"one left over":    "INSERT INTO entry_totals VALUES (99, 1, 77, 1, 1, 1, 1)",
		"a wrong day":      "UPDATE entry_totals_by_period SET seconds = seconds + 1 WHERE id = (SELECT max(id) FROM entry_totals_by_period)",
		"no day":           "DELETE FROM entry_totals_by_period WHERE id = (SELECT max(id) FROM entry_totals_by_period)",
		"no such day":      "INSERT INTO entry_totals_by_period SELECT 1000000000 * id + 320300101, 1, 1 FROM entry_totals WHERE project_id = 0",
		"periods of none":  "INSERT INTO entry_totals_by_period VALUES (99120300000, 1, 1)",
		"of a lost client": "INSERT INTO entry_totals VALUES (99, 99, 0, 1, 1, 1, 1)",
		"no margins":       "DELETE FROM entry_margins WHERE client_id = 1",
		"of invoices":      "UPDATE invoice_totals SET outstanding_minor = 1",
		"in an invoice":    "UPDATE invoices SET paid_minor = 1",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t, 1)
			o.Invoice(1, storetest.Invoice{Minor: 5000})
			o.Entry(1, storetest.Entry{User: 1, Project: 1})
			o.agrees()
			o.Exec(spoil)
			if wrong, err := o.CheckTotals(t.Context()); err != nil || len(wrong) == 0 {
				t.Fatalf("found %+v, %v", wrong, err)
			}
			if err := o.RepairTotals(t.Context()); err != nil {
				t.Fatal(err)
			}
			o.agrees()
		})
	}
}
