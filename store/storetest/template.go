package storetest

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"foyer/store"
)

// template is the file of a new database, made by the real steps once for all tests of a
// package: they are many, and every test that started with them would spend most of its
// time there.
var template = sync.OnceValues(func() (file []byte, err error) {
	folder, err := os.MkdirTemp("", "foyer-template")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()

	data, err := store.Open(context.Background(), folder)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, data.Close()) }()
	return snapshot(folder)
})

// snapshot is the whole of an open database as one file. Closing would do for that, but
// leaves what the planner learnt of empty tables, which a new database does not have.
func snapshot(folder string) (file []byte, err error) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, store.FileName))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	path := filepath.Join(folder, "snapshot.db")
	if _, err := db.Exec("VACUUM INTO ?", path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
}

// New makes a migrated database that goes with the test. It is a copy; what is about the
// making itself calls Open on an empty folder.
func New(t testing.TB) *DB {
	t.Helper()
	file, err := template()
	if err != nil {
		t.Fatalf("make the template: %v", err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, store.FileName), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return Open(t, folder)
}
