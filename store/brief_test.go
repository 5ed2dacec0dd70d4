package store_test

import (
	"context"
	"errors"
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
	var id int64
	if err := db.ReadBriefly("DELETE FROM clients RETURNING id", nil, &id); err == nil {
		t.Error("a client's query deleted something")
	}
	if list, err := db.ClientChoices(context.Background()); err != nil || len(list) != 1 {
		t.Errorf("%d clients are left: %v", len(list), err)
	}
}

func TestBriefRefusesWhatItCannotCarry(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	var id int64
	var when time.Time
	for name, err := range map[string]error{
		"too few values":   db.ReadBriefly("SELECT ?", nil, &id),
		"too many values":  db.ReadBriefly("SELECT ?", []any{1, 2}, &id),
		"a value unknown":  db.ReadBriefly("SELECT ?", []any{when}, &id),
		"a place too many": db.ReadBriefly("SELECT 1", nil, &id, &id),
		"no pointer":       db.ReadBriefly("SELECT 1", nil, id),
		"a place unknown":  db.ReadBriefly("SELECT 1", nil, &when),
		"no SQL":           db.ReadBriefly("SELEKT 1", nil, &id),
		"no rows":          db.ReadBriefly("SELECT 1 WHERE 0", nil, &id),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if err := db.ReadBriefly("SELECT ?", []any{7}, &id); err != nil || id != 7 {
		t.Errorf("after all that %d: %v", id, err)
	}
}
