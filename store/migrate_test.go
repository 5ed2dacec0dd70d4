package store_test

import (
	"context"
	"flag"
	"io/fs"
	"os"
	"strings"
	"testing"

	migrate "github.com/rubenv/sql-migrate"

	"foyer/migrations"
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
