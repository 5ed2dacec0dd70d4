package store_test

import (
	"context"
	"errors"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// importing runs do as an import that is kept.
func importing(t *testing.T, db *storetest.DB, do func(context.Context, *store.Import) error) {
	t.Helper()
	err := db.Import(context.Background(), false, func(i *store.Import) error { return do(context.Background(), i) })
	if err != nil {
		t.Fatal(err)
	}
}

// someClient is the client with an id in the source, and what goes with it.
func someClient(ctx context.Context, i *store.Import, source int64) (portal.ClientID, error) {
	return i.SaveClient(ctx, store.ImportedClient{SourceID: source, Name: "Acme", Currency: "EUR", Active: true})
}

func TestImportIsAllOrNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	stop := errors.New("stop")
	for _, c := range []struct {
		dryRun bool
		fail   error
		stored int64
	}{{true, nil, 0}, {false, stop, 0}, {true, stop, 0}, {false, nil, 1}} {
		err := db.Import(context.Background(), c.dryRun, func(i *store.Import) error {
			if _, err := someClient(context.Background(), i, 1); err != nil {
				return err
			}
			return c.fail
		})
		if !errors.Is(err, c.fail) || db.Int("SELECT count(*) FROM clients") != c.stored {
			t.Errorf("%+v: error %v, %d clients", c, err, db.Int("SELECT count(*) FROM clients"))
		}
	}
}

func TestImportFindsItsRowsAgain(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{Name: "Made here", Username: "here"})
	for range 2 {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			client, err := someClient(ctx, i, 7)
			if err != nil {
				return err
			}
			_, err = i.SaveUser(ctx, store.ImportedUser{SourceID: 3, Username: "els", Role: portal.Member, PasswordHash: "x", PortalEnabled: true, Client: client})
			return err
		})
	}
	importing(t, db, func(ctx context.Context, i *store.Import) error {
		ids, err := i.SourceIDs(ctx, store.ImportClients)
		if n, _ := i.Count(ctx, store.ImportUsers); n != 1 || len(ids) != 1 || ids[0] != 7 {
			t.Errorf("%d users, clients %v", n, ids)
		}
		known, err2 := i.KnownAccounts(ctx)
		if len(known) != 3 || known[0].SourceID.Valid || known[1].SourceID.Int64 != 7 || known[2].Username != "els" {
			t.Errorf("known %+v", known)
		}
		return errors.Join(err, err2)
	})
}

// Access that was taken away here must not come back with an import.
func TestImportLeavesAUsersAccess(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	save := func(ctx context.Context, i *store.Import) error {
		client, err := someClient(ctx, i, 1)
		if err != nil {
			return err
		}
		_, err = i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", FullName: "Els", Role: portal.Admin, Active: true, PortalEnabled: true, Client: client})
		return err
	}
	importing(t, db, save)
	db.Exec("UPDATE users SET role = 'member', active = 0, client_portal_enabled = 0, client_id = NULL, portal_only = 1, username = 'e', full_name = ''")
	importing(t, db, save)
	if got := db.Text("SELECT username || role || active || client_portal_enabled || portal_only || full_name FROM users"); got != "emember001Els" {
		t.Errorf("user %s", got)
	}
}

func TestImportLinksEntriesOfTheClientAlone(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	importing(t, db, func(ctx context.Context, i *store.Import) error {
		client, err1 := someClient(ctx, i, 1)
		other, err2 := someClient(ctx, i, 2)
		user, err3 := i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", Role: portal.Member})
		entry := store.ImportedEntry{SourceID: 5, Client: client, User: user, Day: "2026-05-04"}
		if err := errors.Join(err1, err2, err3, i.SaveEntry(ctx, entry)); err != nil {
			return err
		}
		invoice := func(n int64, number string, c portal.ClientID) int64 {
			id, err := i.SaveInvoice(ctx, store.ImportedInvoice{SourceID: n, Client: c, Number: number, Status: portal.InvoiceSent, IssueDate: "2026-06-01", DueDate: "2026-07-01", Currency: "EUR"})
			if err != nil {
				t.Error(err)
			}
			return id
		}
		first, second, foreign := invoice(1, "1", client), invoice(2, "2", client), invoice(3, "3", other)
		for _, c := range []struct {
			client         portal.ClientID
			entry, invoice int64
			linked         bool
		}{{other, 5, foreign, false}, {client, 6, first, false}, {client, 5, first, true}, {client, 5, first, true}, {client, 5, second, false}} {
			if linked, err := i.LinkEntry(ctx, c.client, c.entry, c.invoice); linked != c.linked || err != nil {
				t.Errorf("%+v: %v %v", c, linked, err)
			}
		}
		if err := i.UnlinkEntries(ctx); err != nil {
			return err
		}
		if linked, err := i.LinkEntry(ctx, client, 5, second); !linked || err != nil {
			t.Errorf("after taking it off: %v %v", linked, err)
		}
		return nil
	})
}

func TestImportKeepsOneDifference(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	id := db.Invoice(db.Client(storetest.Client{}), storetest.Invoice{Minor: 1000, Paid: 100})
	for _, amount := range []int64{300, 500, 0, 0, -200} {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			return i.SaveDifference(ctx, id, store.ImportedPayment{On: "2026-11-01", Amount: amount, Method: "Recorded elsewhere"})
		})
		if got := db.Int("SELECT paid_minor FROM invoices"); got != 100+amount {
			t.Errorf("paid %d, want %d", got, 100+amount)
		}
	}
}

func TestImportNeverTurnsInvoiceNumbersBack(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for _, c := range []struct{ next, want int64 }{{5, 5}, {3, 5}, {9, 9}} {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			return i.SaveSettings(ctx, store.ImportedSettings{TimeZone: "UTC", Currency: "USD", NextNumber: c.next})
		})
		if got := db.Int("SELECT next_number FROM invoice_sequences JOIN settings ON invoice_prefix = prefix"); got != c.want {
			t.Errorf("after %d the next number is %d, want %d", c.next, got, c.want)
		}
	}
}

func TestDiscardLeavesTheFolderToOthers(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	data, err := store.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := data.Discard(); err != nil || store.Exists(folder) {
		t.Errorf("error %v, still there: %v", err, store.Exists(folder))
	}
	if err := open(folder); err != nil {
		t.Errorf("the folder cannot be taken again: %v", err)
	}
}

// An entry that is billed on an invoice written here stays on it and on its line through
// a later import, and leaves both where the source moved it to another client.
func TestImportLeavesInvoicesWrittenHere(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	entries := func(of func(client, other portal.ClientID) portal.ClientID) {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			client, err1 := someClient(ctx, i, 1)
			other, err2 := someClient(ctx, i, 2)
			user, err3 := i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", Role: portal.Member})
			entry := store.ImportedEntry{SourceID: 5, Client: of(client, other), User: user, Day: "2026-05-04"}
			return errors.Join(err1, err2, err3, i.SaveEntry(ctx, entry), i.UnlinkEntries(ctx))
		})
	}
	stay := func(client, _ portal.ClientID) portal.ClientID { return client }
	entries(stay)
	invoice := db.Invoice(portal.ClientID(db.Int("SELECT client_id FROM time_entries")), storetest.Invoice{Number: "INV-0001", Minor: 100})
	db.Exec("UPDATE time_entries SET invoice_id = ?1, invoice_line_id = (SELECT id FROM invoice_lines WHERE invoice_id = ?1)", invoice)
	entries(stay)
	if db.Int("SELECT count(*) FROM time_entries WHERE invoice_id = ? AND invoice_line_id IS NOT NULL", invoice) != 1 {
		t.Error("the entry left its invoice")
	}
	entries(func(_, other portal.ClientID) portal.ClientID { return other })
	if db.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NULL AND invoice_line_id IS NULL AND revision = 2") != 1 {
		t.Error("the entry went to another client and left half of itself on the line")
	}
}

// Whoever has a form open while an import brings a change is told that the record changed:
// the form would put back what it was before.
func TestImportRaisesRevisions(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	bring := func(at int64) {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			client, err1 := i.SaveClient(ctx, store.ImportedClient{SourceID: 1, Name: "Acme", Currency: "EUR", Active: true, Updated: at})
			_, err2 := i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", Role: portal.Member, Updated: at})
			_, _, err3 := i.SaveProject(ctx, store.ImportedProject{SourceID: 1, Client: client, Name: "Website", Status: portal.ProjectActive, Updated: at})
			_, err4 := i.SaveInvoice(ctx, store.ImportedInvoice{SourceID: 1, Client: client, Number: "A-1", Status: portal.InvoiceDraft, IssueDate: "2026-05-04", DueDate: "2026-06-03", Currency: "EUR", Updated: at})
			return errors.Join(err1, err2, err3, err4, i.SaveSettings(ctx, store.ImportedSettings{TimeZone: "UTC", Currency: "EUR", InvoicePrefix: "A", NextNumber: 2, Updated: at}))
		})
	}
	tables := []string{"clients", "users", "projects", "invoices", "settings"}
	before := map[string]int64{}
	bring(1)
	for _, table := range tables {
		before[table] = db.Int("SELECT revision FROM " + table)
	}
	bring(1)
	for _, table := range tables {
		if after := db.Int("SELECT revision FROM " + table); after != before[table] {
			t.Errorf("%s: revision %d became %d, and nothing changed", table, before[table], after)
		}
	}
	bring(2)
	for _, table := range tables {
		if after := db.Int("SELECT revision FROM " + table); after <= before[table] {
			t.Errorf("%s: revision %d became %d", table, before[table], after)
		}
	}
}

// A project that moved to another client takes its hours off the invoice and off the line.
func TestImportMovesProjectWithWholeEntries(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	bring := func(at int64) {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			_, err1 := someClient(ctx, i, 1)
			_, err2 := someClient(ctx, i, 2)
			_, _, err3 := i.SaveProject(ctx, store.ImportedProject{SourceID: 1, Client: portal.ClientID(at), Name: "Website", Status: portal.ProjectActive})
			return errors.Join(err1, err2, err3)
		})
	}
	bring(1)
	user := db.User(storetest.User{Username: "els"})
	entry := db.Entry(1, storetest.Entry{Project: db.Int("SELECT id FROM projects"), User: user, Seconds: 60})
	invoice := db.Invoice(1, storetest.Invoice{Number: "INV-0001", Minor: 100})
	db.Exec("UPDATE time_entries SET invoice_id = ?1, invoice_line_id = (SELECT id FROM invoice_lines WHERE invoice_id = ?1)", invoice)
	bring(2)
	if db.Int("SELECT count(*) FROM time_entries WHERE id = ? AND client_id = 2 AND invoice_id IS NULL AND invoice_line_id IS NULL AND revision > 1", entry) != 1 {
		t.Error("half of the entry stayed on the line")
	}
}
