package storetest

import (
	"context"
	"errors"
	"fmt"
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
	if err := data.Close(); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, store.FileName)
	if _, err := os.Lstat(path + "-wal"); !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("closing has left a write-ahead log: %w", err)
	}
	return os.ReadFile(path)
})

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
