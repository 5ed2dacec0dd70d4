package store_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func countProjects(t *testing.T, ctx context.Context, db *storetest.DB) int {
	t.Helper()
	n, err := db.CountActiveProjects(ctx, 1)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Whatever happens while a page is read, it shows one moment; the next page shows the next.
func TestSnapshotIsOfOneMoment(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client, background := db.Client(storetest.Client{}), context.Background()
	db.Project(client, "Before")

	ctx, done := db.Snapshot(background)
	if n := countProjects(t, ctx, db); n != 1 {
		t.Fatalf("%d projects at first", n)
	}
	db.Project(client, "Meanwhile")
	if n := countProjects(t, ctx, db); n != 1 {
		t.Errorf("%d projects within the moment", n)
	}
	if options, err := db.ProjectOptions(ctx, client); err != nil || len(options) != 1 {
		t.Errorf("another query of the moment has %d: %v", len(options), err)
	}
	if n := countProjects(t, background, db); n != 2 {
		t.Errorf("%d projects for others", n)
	}
	done()
	if n := countProjects(t, ctx, db); n != 2 {
		t.Errorf("%d projects after the moment", n)
	}
}

// A snapshot that was never read with, or more snapshots than connections, one after the
// other and side by side, hold nothing up.
func TestSnapshotsGiveBackTheirConnections(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{})
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			_, unused := db.Snapshot(context.Background())
			unused()
			ctx, done := db.Snapshot(context.Background())
			defer done()
			for range 5 {
				if _, err := db.Account(ctx, portal.AccountRef{Kind: portal.ClientAccount, ID: 1}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// A query that fails leaves the moment usable, and a reader who has left reads no more.
func TestSnapshotOutlivesAFault(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{})
	parent, leave := context.WithCancel(context.Background())
	ctx, done := db.Snapshot(parent)
	defer done()
	if _, err := db.Account(ctx, portal.AccountRef{Kind: portal.ClientAccount, ID: 99}); err == nil {
		t.Error("an account that is not there was read")
	}
	countProjects(t, ctx, db)
	leave()
	if _, err := db.Settings(ctx); err == nil {
		t.Error("who has left still reads")
	}
}

// Settings are of the snapshot's moment too, though they are not read for every one: what
// was changed, by whom ever, is there in the next, on every connection.
func TestSnapshotsSettingsAreOfTheirMoment(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	name := func(ctx context.Context) string {
		settings, err := db.Settings(ctx)
		if err != nil {
			return err.Error()
		}
		return settings.Company.Name
	}
	for i := range 50 {
		db.Exec("UPDATE settings SET company_name = ?", i)
		ctx, done := db.Snapshot(context.Background())
		others, doneToo := db.Snapshot(context.Background())
		got := []string{name(ctx), name(ctx), name(others)}
		db.Exec("UPDATE settings SET company_name = 'meanwhile'")
		got = append(got, name(ctx), name(others), name(context.Background()))
		done()
		got = append(got, name(ctx))
		doneToo()
		now := strconv.Itoa(i)
		if want := []string{now, now, now, now, now, "meanwhile", "meanwhile"}; !slices.Equal(got, want) {
			t.Fatalf("change %d: %s", i, got)
		}
	}
}
