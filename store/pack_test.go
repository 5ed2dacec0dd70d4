package store_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"foyer/store/storetest"
)

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
	importEntries(t, db, 100)
	if n := db.Int("SELECT count(*) FROM time_entries"); n != 100 {
		t.Errorf("%d entries", n)
	}
	if err := db.Pack(t.Context()); err != nil || db.Int(emptyPages) != 0 {
		t.Errorf("%v, %d empty pages", err, db.Int(emptyPages))
	}
}
