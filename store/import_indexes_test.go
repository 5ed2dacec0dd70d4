package store_test

import (
	"context"
	"errors"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// importEntries imports so many entries of three people by turns.
func importEntries(t *testing.T, db *storetest.DB, entries int64) {
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
			err := i.SaveEntry(ctx, store.ImportedEntry{SourceID: n + 1, Client: client, User: users[n%3], Day: storetest.Today, Started: start, Ended: &ended, Seconds: 60, Billable: true})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Whatever becomes of an import, and whether it kept the indexes of entries or made them
// afterwards, they are those of the schema.
func TestImportsPutTheIndexesBack(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	before := schema(t, db)
	same := func(when string) {
		t.Helper()
		if after := schema(t, db); after != before {
			t.Errorf("%s: the schema is now\n%s", when, after)
		}
	}
	stop := errors.New("stop")
	for _, dryRun := range []bool{true, false} {
		if err := db.Import(t.Context(), dryRun, func(*store.Import) error { return stop }); !errors.Is(err, stop) {
			t.Error(err)
		}
		same("after one that failed")
	}
	if err := db.Import(t.Context(), true, func(*store.Import) error { return nil }); err != nil {
		t.Error(err)
	}
	same("after a dry run")
	for _, entries := range []int64{10, 2_000, 2_100} {
		importEntries(t, db, entries)
		same("after an import")
		if n := db.Int("SELECT count(*) FROM time_entries INDEXED BY time_entries_by_user WHERE user_id > 0"); n != entries {
			t.Errorf("%d of %d entries are in the index", n, entries)
		}
		if wrong, err := db.CheckTotals(t.Context()); err != nil || len(wrong) > 0 {
			t.Errorf("%+v, %v", wrong, err)
		}
	}
}

// A first import leaves next to no room in the file.
func TestAFirstImportIsTight(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	importEntries(t, db, 21_000)
	pages := db.Int(allPages)
	if err := db.Pack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if packed := db.Int(allPages); packed*100 < pages*97 {
		t.Errorf("%d pages would do for what takes %d", packed, pages)
	}
}
