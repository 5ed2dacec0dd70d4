package main_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the engine

	"foyer/store"
)

// database opens the file of a data folder beside the program.
func database(t *testing.T, folder string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, store.FileName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func value(t *testing.T, db *sql.DB, query string, args ...any) (v string) {
	t.Helper()
	if err := db.QueryRow(query, args...).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func change(t *testing.T, db *sql.DB, query string, args ...any) {
	t.Helper()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// waitForFailedSignIn waits until a failed sign-in is on record, and so all but answered.
func waitForFailedSignIn(t *testing.T, folder string) {
	t.Helper()
	db := database(t, folder)
	for deadline := time.Now().Add(hang); value(t, db, "SELECT count(*) FROM audit_log WHERE action = 'sign-in failed'") == "0"; {
		if time.Now().After(deadline) {
			t.Fatal("nobody tried to sign in")
		}
	}
}
