package store_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

// What is read past database/sql is what was written a moment ago through it.
func TestClientsReadWhatWasJustWritten(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{})
	for i := range 50 {
		db.Project(client, "Project")
		if n, err := db.CountActiveProjects(context.Background(), client); err != nil || n != i+1 {
			t.Fatalf("after project %d there are %d: %v", i+1, n, err)
		}
	}
}

// More readers than connections wait for each other, and no longer than their context lasts.
func TestClientsShareConnections(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{})
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			for range 25 {
				if _, err := db.Account(context.Background(), portal.AccountRef{Kind: portal.ClientAccount, ID: int64(client)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()

	free := db.HoldReaders()
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := db.Settings(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with every connection taken: %v", err)
	}
	free()
	if _, err := db.Settings(context.Background()); err != nil {
		t.Errorf("with connections again: %v", err)
	}
}

func TestClientsReadNothingOnceGone(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := db.Settings(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a reader who has left: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Settings(context.Background()); err == nil {
		t.Error("a closed database answered")
	}
}

// A client's query can't write, whatever it says.
func TestClientsConnectionsOnlyRead(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{})
	if _, err := db.ReadBriefly("DELETE FROM clients RETURNING id", 1); err == nil {
		t.Error("a client's query deleted something")
	}
	if list, err := db.ClientChoices(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("%d clients are left: %v", len(list), err)
	}
}

func TestBriefRefusesWhatItCannotCarry(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for name, read := range map[string]struct {
		query   string
		columns int
		args    []any
	}{
		"too few values":   {"SELECT ?", 1, nil},
		"too many values":  {"SELECT ?", 1, []any{1, 2}},
		"a value unknown":  {"SELECT ?", 1, []any{time.Time{}}},
		"a column unread":  {"SELECT 1, 2", 1, nil},
		"a column too far": {"SELECT 1", 2, nil},
		"no SQL":           {"SELEKT 1", 1, nil},
		"no rows":          {"SELECT 1 WHERE 0", 1, nil},
	} {
		if _, err := db.ReadBriefly(read.query, read.columns, read.args...); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if got, err := db.ReadBriefly("SELECT ?", 1, 7); err != nil || !slices.Equal(got, []int64{7}) {
		t.Errorf("after all that %d: %v", got, err)
	}
}
