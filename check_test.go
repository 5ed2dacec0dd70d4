package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foyer/store"
)

// largeFolder holds a database that is too large to be looked over before it is served.
func largeFolder(t *testing.T) (folder, path string) {
	t.Helper()
	folder = filledFolder(t)
	path = filepath.Join(folder, store.FileName)
	db := database(t, folder)
	change(t, db, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
		INSERT INTO audit_log (at, actor_kind, action, detail) SELECT i, 'system', 'grew', 'a line of some length, to fill the page' FROM n`)
	change(t, db, "PRAGMA wal_checkpoint(TRUNCATE)")
	if info, err := os.Stat(path); err != nil || info.Size() < 5<<20 {
		t.Fatalf("%v, %v", info, err)
	}
	return folder, path
}

// R08: damage that is only found while serving ends the server, in one sentence.
func TestDamageInALargeDatabaseEndsTheServer(t *testing.T) {
	t.Parallel()
	folder, path := largeFolder(t)
	whole := prepare(t, "--data", folder, "--addr", "127.0.0.1:0")
	if status := get(serving(t, whole) + "/healthz"); status != 200 {
		t.Errorf("served whole: %d", status)
	}
	whole.kill(t)

	scribble(t, path, 500*4096)
	p := prepare(t, "--data", folder, "--addr", "127.0.0.1:0").begin(t).finish(t)
	if said := p.err.String(); p.ProcessState.ExitCode() != 1 || !strings.Contains(said, "foyer: the database "+path+" is damaged") || !strings.Contains(said, "put back a backup of it") {
		t.Errorf("ended with %d: %s", p.ProcessState.ExitCode(), said)
	}
}

func TestCheckCommand(t *testing.T) {
	t.Parallel()
	folder, path := largeFolder(t)
	said := func(code int, words string, args ...string) {
		t.Helper()
		p := foyer(t, append([]string{"--data", folder, "check"}, args...)...)
		if all := p.out.String() + p.err.String(); p.ProcessState.ExitCode() != code || !strings.Contains(all, words) {
			t.Errorf("ended with %d, want %d and %q: %s", p.ProcessState.ExitCode(), code, words, all)
		}
	}
	said(0, "every total is what its records add up to")

	change(t, database(t, folder), "INSERT INTO entry_totals VALUES (99, 3, 0, 5, 1, 1, 1)")
	said(1, "Client 3: 1 totals of hours")
	said(1, "foyer check --repair")
	said(0, "every total is what its records add up to", "--repair")
	said(0, "every total is what its records add up to")

	scribble(t, path, 500*4096)
	said(1, "put back a backup of it")
}
