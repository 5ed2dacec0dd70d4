package timetracker_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/store"
	"foyer/store/storetest"
)

func TestFilesThatAreNoTimeTracker(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	agencyBytes, err := os.ReadFile(agencyFile)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	garbled := bytes.Clone(agencyBytes)
	copy(garbled[8*4096:], bytes.Repeat([]byte{0xA5}, 200*4096))

	db := storetest.New(t)
	before := dump(t, db)
	for name, c := range map[string]struct{ file, want string }{
		"missing":            {filepath.Join(folder, "none.db"), "there is no file"},
		"a folder":           {folder, "is a folder: give the database file in it"},
		"empty":              {write("empty.db", nil), "is empty"},
		"a text":             {write("notes.txt", []byte("Dear customer,\nthis is not a database at all.")), "is no SQLite database"},
		"a few bytes":        {write("short.db", []byte("SQLite")), "is no SQLite database"},
		"the header alone":   {write("head.db", agencyBytes[:100]), "is damaged or cut short"},
		"cut in a page":      {write("cut1.db", agencyBytes[:len(agencyBytes)/2-100]), "is damaged or cut short"},
		"cut between pages":  {write("cut2.db", agencyBytes[:4096*100]), "is damaged or cut short"},
		"the last page gone": {write("cut3.db", agencyBytes[:len(agencyBytes)-4096]), "is damaged or cut short"},
		"garbled":            {write("garbled.db", garbled), "is damaged or cut short"},
		"another program's":  {foreignDatabase(t, "CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT)"), "it has no table users"},
		"no entries":         {foreignDatabase(t, "CREATE TABLE users (id, username); CREATE TABLE clients (id, name); CREATE TABLE projects (id, name, client_id)"), "it has no table time_entries"},
		"one of Foyer":       {filepath.Join(db.Folder, store.FileName), "has no column start_time"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := timetracker.Import(context.Background(), db.Store, c.file, timetracker.Options{Now: storetest.Now})
			if err == nil || r != nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), ": ") || strings.Contains(err.Error(), "\n") {
				t.Fatalf("report %v, error %v, want %q", r, err, c.want)
			}
			wantSame(t, before, dump(t, db))
		})
	}
}

func foreignDatabase(t *testing.T, schema string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foreign.db")
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(schema); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// fingerprint is what lies in a folder: names, times and contents.
func fingerprint(t *testing.T, folder string) (all string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		all += fmt.Sprintf("%s %s %x\n", e.Name(), info.ModTime(), sha256.Sum256(data))
	}
	return all
}

// A database whose last changes are still in its write-ahead log, under a name that is
// hard to write in a URL. Nothing is written to it or beside it.
func TestWriteAheadLogIsReadAndLeftAlone(t *testing.T) {
	t.Parallel()
	source := newSource(t)
	source.exec("PRAGMA journal_mode = WAL")
	source.exec("PRAGMA wal_autocheckpoint = 0")
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)

	folder := filepath.Join(t.TempDir(), "50% of # what? we & you have")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "time tracker?mode=rw.db")
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(source.path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path+suffix, data, 0o400); err != nil {
			t.Fatal(err)
		}
	}
	before := fingerprint(t, folder)
	db := storetest.New(t)
	r := importFile(t, db, path, timetracker.Options{Now: storetest.Now})
	if got := r.Table("time_entries").Imported; got != 1 {
		t.Errorf("%d entries; the one in the log is missing", got)
	}
	if after := fingerprint(t, folder); after != before {
		t.Errorf("the folder was\n%s\nand is\n%s", before, after)
	}
}

func TestPlainFileIsLeftAloneAndProgressTold(t *testing.T) {
	t.Parallel()
	before := fingerprint(t, "testdata")
	var seen []timetracker.Progress
	importFile(t, storetest.New(t), agencyFile, timetracker.Options{Now: storetest.Now, Progress: func(p timetracker.Progress) { seen = append(seen, p) }})
	if after := fingerprint(t, "testdata"); after != before {
		t.Errorf("the folder was\n%s\nand is\n%s", before, after)
	}
	const rows = 1776 // of the tables that are read
	if len(seen) != 2 || seen[0] != (timetracker.Progress{Table: "time_entries", Done: 1000, Total: rows}) || seen[1] != (timetracker.Progress{Done: rows, Total: rows}) {
		t.Errorf("progress %+v", seen)
	}
}

func TestSourceInUse(t *testing.T) {
	t.Parallel()
	source := newSource(t)
	tx, err := source.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.Exec("INSERT INTO clients (id, name) VALUES (9, 'Half done')"); err != nil {
		t.Fatal(err)
	}
	// The journal of the unfinished change lies beside the file.
	db := storetest.New(t)
	r, err := timetracker.Import(context.Background(), db.Store, source.path, timetracker.Options{Now: storetest.Now})
	if err != nil {
		t.Fatal(err)
	}
	if n := db.Int("SELECT count(*) FROM clients WHERE name = 'Half done'"); n != 0 || !r.OK() {
		t.Errorf("%d clients of a change that was never finished", n)
	}
}

func TestStoppedImportLeavesNothing(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	before := dump(t, db)
	for _, table := range []string{"time_entries", "at once"} {
		ctx, stop := context.WithCancel(context.Background())
		if table == "at once" {
			stop()
		}
		o := timetracker.Options{Now: storetest.Now, Progress: func(p timetracker.Progress) {
			if p.Table == table {
				stop()
			}
		}}
		r, err := timetracker.Import(ctx, db.Store, agencyFile, o)
		stop()
		if r != nil || err == nil || !strings.Contains(err.Error(), "nothing was written") {
			t.Errorf("%s: report %v, error %v", table, r, err)
		}
		wantSame(t, before, dump(t, db))
	}
	newSource(t).importInto(db) // the store still works
}
