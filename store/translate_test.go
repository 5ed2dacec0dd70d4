package store_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite"

	"foyer/portal"
	"foyer/store"
)

// R05: what SQLite says when it can't write becomes one error, and a busy database too.
func TestNoRoomIsToldApart(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "full.db")
	open := func(pragma string) *sql.DB {
		db, err := sql.Open("sqlite", "file:"+path+"?_pragma="+pragma)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		db.SetMaxOpenConns(1)
		return db
	}
	full := open("max_page_count(3)")
	if _, err := full.Exec("CREATE TABLE t (a BLOB)"); err != nil {
		t.Fatal(err)
	}
	_, tooLarge := full.Exec("INSERT INTO t VALUES (zeroblob(100000))")

	tx, err := full.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("INSERT INTO t VALUES (1)"); err != nil {
		t.Fatal(err)
	}
	_, held := open("busy_timeout(0)").Exec("INSERT INTO t VALUES (2)")
	_ = tx.Rollback()
	_, readOnly := open("query_only(1)").Exec("INSERT INTO t VALUES (3)")

	for what, err := range map[string]error{"a full disk": tooLarge, "a held database": held, "a read-only one": readOnly} {
		if err == nil || !errors.Is(store.Translate(err), portal.ErrNoRoom) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, unknown := full.Exec("SELECT nothing")
	if unknown == nil || errors.Is(store.Translate(unknown), portal.ErrNoRoom) {
		t.Errorf("a fault of ours counts as a full disk: %v", unknown)
	}
}
