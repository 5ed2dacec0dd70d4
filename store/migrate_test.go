package store_test

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	migrate "github.com/rubenv/sql-migrate"

	"foyer/migrations"
	"foyer/portal"
	"foyer/store/storetest"
)

var update = flag.Bool("update", false, "write golden files")

// The schema that the steps add up to is the page newcomers read.
func TestSchemaIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	db := storetest.Open(t, t.TempDir())

	got := schema(t, db)
	const golden = "../migrations/schema.sql"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("schema.sql is not what the migrations make; run: go test ./store -run Golden -update\n%s", got)
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	db := storetest.Open(t, t.TempDir())
	before := schema(t, db)
	source := &migrate.EmbedFileSystemMigrationSource{FileSystem: migrations.FS, Root: "."}

	down, err := migrate.ExecContext(context.Background(), db.Raw, "sqlite3", source, migrate.Down)
	if all, _ := fs.Glob(migrations.FS, "[0-9]*.sql"); err != nil || down != len(all) {
		t.Fatalf("down: %d steps, %v", down, err)
	}
	if left := db.Int("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'gorp_migrations'"); left != 0 {
		t.Errorf("%d tables left after going down", left)
	}
	if _, err := migrate.ExecContext(context.Background(), db.Raw, "sqlite3", source, migrate.Up); err != nil {
		t.Fatalf("up again: %v", err)
	}
	if after := schema(t, db); after != before {
		t.Errorf("schema differs after down and up:\n%s", after)
	}
}

func schema(t *testing.T, db *storetest.DB) string {
	t.Helper()
	rows, err := db.Raw.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'gorp%' AND name NOT LIKE 'sqlite_%' ORDER BY tbl_name, type = 'index', type = 'trigger', name")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()

	out := []string{"-- What the migrations add up to; written by: go test ./store -run Golden -update"}
	for rows.Next() {
		var sql string
		if err := rows.Scan(&sql); err != nil {
			t.Fatal(err)
		}
		out = append(out, sql+";")
	}
	return strings.Join(out, "\n\n") + "\n"
}

func schemaSteps(t *testing.T) []string {
	t.Helper()
	all, err := fs.Glob(migrations.FS, "[0-9]*.sql")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// stepsBefore is the number of steps before the one that begins so.
func stepsBefore(t *testing.T, name string) int {
	t.Helper()
	return slices.IndexFunc(schemaSteps(t), func(step string) bool { return strings.HasPrefix(step, name) })
}

// The table of entries was made anew: every entry of a database from before is there as it
// was, with the rules that hung on the table, and what is kept about it.
func TestEntriesOfOlderDatabasesAreKept(t *testing.T) {
	t.Parallel()
	const some = `
		INSERT INTO clients (id, name, created_at, updated_at) VALUES (3, 'Acme', 0, 0), (4, 'Other', 0, 0);
		INSERT INTO users (id, username, created_at, updated_at) VALUES (5, 'sam', 0, 0);
		INSERT INTO projects (id, client_id, name, created_at, updated_at) VALUES (7, 3, 'Shop', 0, 0);
		WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
		INSERT INTO time_entries (id, client_id, project_id, user_id, day, started_at, ended_at, seconds, notes, tags, timetracker_id, created_at, updated_at)
		SELECT 3 * i, 3, iif(i % 2, 7, NULL), 5, date('2020-01-01', i || ' days'), unixepoch('2020-01-01', i || ' days') + 3600 * (9 + i % 5),
		       unixepoch('2020-01-01', i || ' days') + 60000, 60 + i, 'note ' || i, 'tag', iif(i % 3, NULL, i), i, i + i % 2 FROM n`
	const look = `SELECT count(*) || ' ' || sum(id * seconds) || ' ' || count(project_id) || ' ' || sum(timetracker_id) || ' ' || sum(started_at + ended_at)
		|| ' ' || sum(created_at + 3 * coalesce(updated_at, created_at)) || ' ' || max(notes || tags || day) FROM time_entries`
	for name, steps := range map[string]int{"of the first": beforePortal, "of the last": stepsBefore(t, "067"), "with an index of all starts": stepsBefore(t, "071")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, path := olderFolder(t, steps)
			run(t, path, some)
			before := text(t, path, look)
			db := storetest.Open(t, folder)
			if after := db.Text(look); after != before {
				t.Errorf("%s, were %s", after, before)
			}
			if got := db.Text("SELECT earliest || ' ' || latest FROM entry_margins"); got != "32400 46800" {
				t.Errorf("margins are %s", got)
			}
			if wrong, err := db.CheckTotals(t.Context()); err != nil || len(wrong) > 0 {
				t.Errorf("%+v, %v", wrong, err)
			}
			if db.Int("SELECT count(*) FROM sqlite_schema WHERE name = 'time_entries_by_start'") != 0 {
				t.Error("the index of all starts is still there")
			}
			if free := db.Int("SELECT 100 * freelist_count / page_count FROM pragma_freelist_count, pragma_page_count"); free > 25 {
				t.Errorf("%d %% of the file is empty", free)
			}
			for _, wrong := range []string{"UPDATE time_entries SET timetracker_id = 3 WHERE id = 18", "UPDATE time_entries SET client_id = 4 WHERE project_id = 7",
				"DELETE FROM projects WHERE id = 7", "DELETE FROM clients WHERE id = 3", "UPDATE time_entries SET day = '2020-02-30' WHERE id = 3"} {
				if _, err := db.Raw.Exec(wrong); err == nil {
					t.Errorf("was stored: %s", wrong)
				}
			}
		})
	}
}

// Totals of before 072 stand in the new tables as a count would have them, and after going
// back in the old one, what is billed by period included.
func TestTotalsOfOlderDatabasesAreKept(t *testing.T) {
	t.Parallel()
	const some = `
		INSERT INTO clients (id, name, created_at, updated_at) VALUES (3, 'Acme', 0, 0), (4, 'Other', 0, 0);
		INSERT INTO users (id, username, created_at, updated_at) VALUES (5, 'sam', 0, 0);
		INSERT INTO projects (id, client_id, name, created_at, updated_at) VALUES (7, 3, 'Shop', 0, 0), (8, 4, 'Site', 0, 0);
		WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 900)
		INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, billable, created_at)
		SELECT 3 + i % 2, iif(i % 3, 7 + i % 2, NULL), 5, date('2019-12-30', i || ' days'), 0, 0, 60 + i, i % 5 > 0, 0 FROM n;
		INSERT INTO time_entries (client_id, user_id, day, started_at, ended_at, seconds, created_at) VALUES (3, 5, '0000-01-01', 0, 0, 1, 0), (3, 5, '9999-12-31', 0, 0, 2, 0)`
	const look = `SELECT count(*) || ' ' || sum(seconds) || ' ' || sum(billable_seconds) || ' ' || group_concat(client_id || ',' || project_id || ',' || period || ',' || entries
		|| ',' || seconds || ',' || billable_seconds || ',' || unbilled_seconds, ';') FROM (SELECT * FROM entry_totals ORDER BY client_id, project_id, grain, period)`
	folder, path := olderFolder(t, stepsBefore(t, "072"))
	run(t, path, some)
	before := text(t, path, look)
	db := storetest.Open(t, folder)
	if wrong, err := db.CheckTotals(t.Context()); err != nil || len(wrong) > 0 {
		t.Errorf("%+v, %v", wrong, err)
	}
	if n := db.Int("SELECT count(*) FROM entry_totals_by_period"); n < 2000 {
		t.Errorf("only %d totals by period", n)
	}
	for _, f := range []portal.EntryFilter{{}, {From: "0000-01-01"}, {To: "9999-12-31"}, {From: "0000-01-01", To: "9999-12-31"}} {
		if all, err := db.EntryTotals(t.Context(), 3, f); err != nil || all.Count != 452 {
			t.Errorf("%+v: %+v, %v", f, all, err)
		}
	}
	source := &migrate.EmbedFileSystemMigrationSource{FileSystem: migrations.FS, Root: "."}
	if _, err := migrate.ExecMax(db.Raw, "sqlite3", source, migrate.Down, len(schemaSteps(t))-stepsBefore(t, "072")); err != nil {
		t.Fatal(err)
	}
	if after := db.Text(look); after != before {
		t.Errorf("totals were %.300s, are %.300s", before, after)
	}
}
