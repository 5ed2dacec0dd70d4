package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

// Entries are saved some at a time, in whatever order they come and whether they are known
// or not: each is as it was last said to be, and found by whatever looks for it.
func TestImportSavesManyEntries(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	chance, said := rand.New(rand.NewPCG(5, 6)), map[int64]int64{}
	for range 3 {
		importing(t, db, func(ctx context.Context, i *store.Import) error {
			client, err1 := someClient(ctx, i, 1)
			user, err2 := i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", Role: portal.Member})
			err := errors.Join(err1, err2)
			for range 300 {
				id, ended := chance.Int64N(400), int64(9)
				said[id] = chance.Int64N(9000)
				e := store.ImportedEntry{SourceID: id, Client: client, User: user, Day: "2026-05-04", Ended: &ended, Seconds: said[id], Created: 5, Updated: 5 + id%2}
				err = errors.Join(err, i.SaveEntry(ctx, e))
			}
			if n, wrong := i.Count(ctx, store.ImportTimeEntries); wrong != nil || n != len(said) {
				t.Errorf("%d entries are counted, want %d, %v", n, len(said), wrong)
			}
			return err
		})
	}
	if n := db.Int("SELECT count(*) FROM time_entries"); n != int64(len(said)) {
		t.Errorf("%d entries, want %d", n, len(said))
	}
	for id, seconds := range said {
		if got := db.Int("SELECT seconds FROM time_entries WHERE timetracker_id = ? AND (updated_at IS NULL OR updated_at <> created_at)", id); got != seconds {
			t.Errorf("entry %d lasts %d s, want %d", id, got, seconds)
		}
	}
}

// One that cannot be stored is named, wherever it stood among those saved at once.
func TestImportNamesTheEntryThatFails(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	err := db.Import(context.Background(), false, func(i *store.Import) error {
		ctx := context.Background()
		client, err1 := someClient(ctx, i, 1)
		user, err2 := i.SaveUser(ctx, store.ImportedUser{SourceID: 1, Username: "els", Role: portal.Member})
		err := errors.Join(err1, err2)
		for id := range int64(100) {
			day := portal.Day("2026-02-28")
			if id == 37 {
				day = "2026-02-30"
			}
			err = errors.Join(err, i.SaveEntry(ctx, store.ImportedEntry{SourceID: id, Client: client, User: user, Day: day}))
		}
		return err
	})
	if !errors.Is(err, portal.ErrInvalid) || !strings.Contains(err.Error(), "time entry 37") {
		t.Errorf("said %v", err)
	}
	if n := db.Int("SELECT count(*) FROM clients"); n != 0 {
		t.Error("half an import is left")
	}
}
