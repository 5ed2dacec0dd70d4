package main_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"foyer/store"
)

// filledFolder is a data folder as a foyer leaves it, with some pages in its database.
func filledFolder(t *testing.T) (folder string) {
	t.Helper()
	p := prepare(t, "admin", "create", "ines").typing("correct horse battery\n").begin(t).finish(t)
	p.ok(t)
	folder = filepath.Join(p.Dir, "data")
	change(t, database(t, folder), `INSERT INTO audit_log (at, actor_kind, action, detail)
		WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200) SELECT i, 'system', 'test', hex(zeroblob(400)) FROM n`)
	change(t, database(t, folder), "PRAGMA wal_checkpoint(TRUNCATE)")
	return folder
}

// R08 R09 R10: status 1 and one sentence with the file and what to do, from every
// command that needs the database.
func TestBrokenDatabases(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		harm  func(t *testing.T, path string)
		words string
	}{
		"header":    {func(t *testing.T, path string) { scribble(t, path, 0) }, "is damaged or no SQLite file"},
		"page":      {func(t *testing.T, path string) { scribble(t, path, 5*4096) }, "put back a backup of it"},
		"truncated": {func(t *testing.T, path string) { cut(t, path, 50_000) }, "put back a backup of it"},
		"empty":     {func(t *testing.T, path string) { cut(t, path, 0) }, "is empty: put back a backup of it, or delete it to begin anew"},
		"newer": {func(t *testing.T, path string) {
			change(t, database(t, filepath.Dir(path)), "INSERT INTO gorp_migrations VALUES ('999_later.sql', '2031-01-01')")
		}, "is from a newer version of foyer: use that version"},
		"foreign": {func(t *testing.T, path string) {
			change(t, database(t, filepath.Dir(path)), "DROP TABLE gorp_migrations")
		}, "belongs to another program"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filledFolder(t)
			test.harm(t, filepath.Join(folder, store.FileName))
			for _, line := range []string{"serve --addr 127.0.0.1:0", "admin create bob", "admin reset-password ines", "import timetracker " + agency(t)} {
				p := prepare(t, strings.Fields(line)...).env("FOYER_DATA=" + folder).typing("correct horse battery\n").begin(t).finish(t)
				p.refused(t, test.words)
				p.refused(t, folder)
			}
		})
	}
}

func TestDataFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--data", "file/data", "--addr", "127.0.0.1:0")
	if err := os.WriteFile(filepath.Join(p.Dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p.begin(t).finish(t).refused(t, "the data folder file/data cannot be made (not a directory): choose another with --data")
}

// A database that is gone is not replaced by an empty one: its key shows that it was there.
func TestLostDatabase(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	serving(t, p)
	p.kill(t)
	lost := filepath.Join(p.Dir, "data", store.FileName)
	for _, file := range []string{lost, lost + "-wal", lost + "-shm"} {
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
	}

	for _, line := range []string{"serve --addr 127.0.0.1:0", "admin create bob", "import timetracker " + agency(t)} {
		again := prepareIn(t, p, strings.Fields(line)...).typing("correct horse battery\n").begin(t).finish(t)
		again.refused(t, "the database data/foyer.db is missing, though its key is there: put back a backup of it, or delete data/foyer.key to begin anew")
	}
	if _, err := os.Stat(lost); err == nil {
		t.Error("a new database was made")
	}
}

// R11: the second foyer names the first.
func TestOneFoyerAtATime(t *testing.T) {
	t.Parallel()
	first := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, first)

	words := "the database data/foyer.db is already open in another foyer (process " + strconv.Itoa(first.Process.Pid) + "): stop that one first"
	prepareIn(t, first, "--addr", "127.0.0.1:0").begin(t).finish(t).refused(t, words)
	prepareIn(t, first, "import", "timetracker", agency(t)).begin(t).finish(t).refused(t, words)
	if status := get(base + "/healthz"); status != 200 {
		t.Errorf("the first answers %d", status)
	}
}

func scribble(t *testing.T, path string, at int64) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteAt(bytes.Repeat([]byte{0xff}, 4096), at); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func cut(t *testing.T, path string, to int64) {
	t.Helper()
	if info, err := os.Stat(path); err != nil || info.Size() <= to {
		t.Fatalf("%v, %v", info, err)
	}
	if err := os.Truncate(path, to); err != nil {
		t.Fatal(err)
	}
}
