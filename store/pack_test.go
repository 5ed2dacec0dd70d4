package store_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// importEntries imports so many entries of three people by turns, all with these notes.
func importEntries(t *testing.T, db *storetest.DB, entries int64, notes string) {
	t.Helper()
	importing(t, db, func(ctx context.Context, i *store.Import) error {
		client, err := someClient(ctx, i, 1)
		if err != nil {
			return err
		}
		var users [3]int64
		for n := range users {
			users[n], err = i.SaveUser(ctx, store.ImportedUser{SourceID: int64(n + 1), Username: string(rune('a' + n)), Role: portal.Member})
			if err != nil {
				return err
			}
		}
		for n := range entries {
			start := storetest.Now.Unix() - 600*n
			ended := start + 60
			err := i.SaveEntry(ctx, store.ImportedEntry{SourceID: n + 1, Client: client, User: users[n%3], Day: storetest.Today, Started: start, Ended: &ended, Seconds: 60, Notes: notes, Billable: true})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// leaveRoom makes a part of the file empty.
func leaveRoom(db *storetest.DB) {
	db.Exec(`CREATE TABLE of_no_use (text TEXT)`)
	db.Exec(`WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO of_no_use SELECT hex(zeroblob(2000)) FROM n`)
	db.Exec(`DROP TABLE of_no_use`)
}

const (
	allPages   = "SELECT page_count FROM pragma_page_count"
	emptyPages = "SELECT freelist_count FROM pragma_freelist_count"
)

// An import that brings many entries, and more than there were, leaves no room in the file;
// one that brings few lets it be.
func TestAnImportThatMultipliesEntriesIsPacked(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	importEntries(t, db, 100, "")
	leaveRoom(db)
	importEntries(t, db, 1_000, "")
	if db.Int(emptyPages) == 0 {
		t.Error("an import of few entries was packed")
	}

	importEntries(t, db, 21_000, "")
	if n := db.Int("SELECT count(*) FROM time_entries"); n != 21_000 {
		t.Errorf("%d entries", n)
	}
	if wrong, err := db.CheckTotals(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%+v, %v", wrong, err)
	}
	pages := db.Int(allPages)
	if free := db.Int(emptyPages); free != 0 {
		t.Errorf("%d of %d pages are empty", free, pages)
	}
	if err := db.Pack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if packed := db.Int(allPages); packed < pages {
		t.Errorf("%d pages would do for what takes %d", packed, pages)
	}

	leaveRoom(db)
	importEntries(t, db, 22_000, "")
	if db.Int(emptyPages) == 0 {
		t.Error("an import of little that is new was packed")
	}
}

// Long notes take long to pack, and little is won.
func TestAnImportOfLongNotesIsNotPacked(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	importEntries(t, db, 21_000, strings.Repeat("long ", 80))
	pages := db.Int(allPages)
	if err := db.Pack(t.Context()); err != nil || db.Int(allPages) >= pages {
		t.Errorf("an import of long notes was packed: %d of %d pages are left, %v", db.Int(allPages), pages, err)
	}
}

// Others read on while the file is packed.
func TestPackingBesideReaders(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{})
	leaveRoom(db)
	other, err := db.Raw.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	clients := func() (n int) {
		if err := other.QueryRow("SELECT count(*) FROM clients").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	before := clients()
	if err := db.Pack(t.Context()); err != nil || clients() != before {
		t.Errorf("%d clients, were %d, %v", clients(), before, err)
	}
	if err := other.Rollback(); err != nil || db.Int(emptyPages) != 0 {
		t.Errorf("%d empty pages, %v", db.Int(emptyPages), err)
	}
}

// Packing that is called off leaves the file as it was, and what comes then is stored.
func TestPackingCanBeCalledOff(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	leaveRoom(db)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.Pack(ctx); !errors.Is(err, context.Canceled) || db.Int(emptyPages) == 0 {
		t.Errorf("%v, %d empty pages", err, db.Int(emptyPages))
	}
	importEntries(t, db, 100, "")
	if n := db.Int("SELECT count(*) FROM time_entries"); n != 100 {
		t.Errorf("%d entries", n)
	}
	if err := db.Pack(t.Context()); err != nil || db.Int(emptyPages) != 0 {
		t.Errorf("%v, %d empty pages", err, db.Int(emptyPages))
	}
}
