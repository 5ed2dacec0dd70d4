// Package storetest gives tests a real, migrated database of their own and builders
// that fill it. What a test does not say has a sensible default.
package storetest

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite" // the engine

	"foyer/portal"
	"foyer/store"
)

// Now is the fixed clock of tests: a Sunday, 13:00 in Brussels.
var Now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Today is Now's day in every time zone that tests use.
const Today = portal.Day("2026-11-22")

// DB is a database in a folder of its own, open for the program and, as Raw, for tests.
type DB struct {
	*store.Data
	Folder string
	Raw    *sql.DB
	t      testing.TB
}

// Open opens a folder that a test prepared; in an empty one it makes a database, as a
// first start does.
func Open(t testing.TB, folder string) *DB {
	t.Helper()
	data, err := store.Open(context.Background(), folder)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	raw, err := sql.Open("sqlite", "file:"+filepath.Join(folder, store.FileName)+"?_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatalf("open raw: %v", err)
	}
	t.Cleanup(func() {
		_ = raw.Close()
		if err := data.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return &DB{Data: data, Folder: folder, Raw: raw, t: t}
}

// Exec runs SQL that must work.
func (db *DB) Exec(query string, args ...any) {
	db.t.Helper()
	if _, err := db.Raw.Exec(query, args...); err != nil {
		db.t.Fatalf("exec %s: %v", query, err)
	}
}

// Int reads one number.
func (db *DB) Int(query string, args ...any) (n int64) {
	db.t.Helper()
	if err := db.Raw.QueryRow(query, args...).Scan(&n); err != nil {
		db.t.Fatalf("query %s: %v", query, err)
	}
	return n
}

// Text reads one text.
func (db *DB) Text(query string, args ...any) (s string) {
	db.t.Helper()
	if err := db.Raw.QueryRow(query, args...).Scan(&s); err != nil {
		db.t.Fatalf("query %s: %v", query, err)
	}
	return s
}

func (db *DB) insert(query string, args ...any) (id int64) {
	db.t.Helper()
	if err := db.Raw.QueryRow(query+" RETURNING id", args...).Scan(&id); err != nil {
		db.t.Fatalf("insert %s: %v", query, err)
	}
	return id
}
