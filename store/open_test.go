package store_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	migrate "github.com/rubenv/sql-migrate"

	"foyer/migrations"
	"foyer/store"
	"foyer/store/storetest"
)

// R08 R09 R10: what is wrong with a database is said before anything is served, in one
// sentence that names the file and what to do.
func TestOpenRefusesWhatIsBroken(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		harm func(t *testing.T, path string)
		want string
	}{
		"a header that is none":   {func(t *testing.T, path string) { overwrite(t, path, 0, 16, 'x') }, "is damaged or no SQLite file"},
		"another kind of file":    {func(t *testing.T, path string) { replace(t, path, "Dear customer,\n\nplease find attached …") }, "is damaged or no SQLite file"},
		"a page full of rubbish":  {func(t *testing.T, path string) { overwrite(t, path, 4096*5, 4096, 0xff) }, "put back a backup"},
		"the last page of zeros":  {func(t *testing.T, path string) { overwrite(t, path, size(t, path)-4096, 4096, 0) }, "put back a backup"},
		"half of the file":        {func(t *testing.T, path string) { truncate(t, path, size(t, path)/2) }, "put back a backup"},
		"its first hundred bytes": {func(t *testing.T, path string) { truncate(t, path, 100) }, "put back a backup"},
		"an empty file":           {func(t *testing.T, path string) { truncate(t, path, 0) }, "is empty: put back a backup"},
		"a newer schema": {func(t *testing.T, path string) {
			run(t, path, "INSERT INTO gorp_migrations VALUES ('999_later.sql', '2031-01-01')")
		}, "from a newer version"},
		"another program's database":  {func(t *testing.T, path string) { run(t, path, "DROP TABLE gorp_migrations") }, "belongs to another program"},
		"a folder where the file was": {func(t *testing.T, path string) { remove(t, path); mkdir(t, path) }, "cannot be written (is a directory)"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := closedFolder(t)
			path := filepath.Join(folder, store.FileName)
			test.harm(t, path)

			started := time.Now()
			wantRefusal(t, open(folder), path, test.want)
			wantRefusal(t, openShared(folder), path, test.want)
			if took := time.Since(started); took > 5*time.Second {
				t.Errorf("two refusals took %v", took)
			}
		})
	}
}

func TestOpenRefusesAFolderThatCannotBeMade(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	replace(t, file, "in the way")

	wantRefusal(t, open(filepath.Join(file, "data")), file, "cannot be made (not a directory): choose another")
}

// R10: what a first start that was cut short has left is no database and goes.
func TestOpenTakesUpAStartThatWasCutShort(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, leftover := range []string{".new", ".new-journal", ".new-wal", ".new-shm"} {
		replace(t, filepath.Join(folder, store.FileName+leftover), "half a page")
	}

	db := storetest.Open(t, folder)
	if n := db.Int("SELECT count(*) FROM settings"); n != 1 {
		t.Errorf("%d rows of settings", n)
	}
	if left, err := filepath.Glob(filepath.Join(folder, "*.new*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// R11: the second foyer names the first, and its leaving frees the folder at once.
func TestOneFoyerAtATime(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first, err := store.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}

	wantRefusal(t, open(folder), folder, "already open in another foyer (process "+strconv.Itoa(os.Getpid())+")")
	if err := openShared(folder); err != nil {
		t.Errorf("a short command beside the server: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(folder); err != nil {
		t.Errorf("after the first has gone: %v", err)
	}
}

func TestOpenSharedNeedsADatabase(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()

	wantRefusal(t, openShared(folder), folder, "there is no database in the data folder")
	if store.Exists(folder) {
		t.Error("looking for a database made one")
	}
}

// R10: an older database is copied beside itself, then brought up to date.
func TestOpenMigratesAnOlderDatabase(t *testing.T) {
	t.Parallel()
	folder, path := olderFolder(t, beforePortal)
	run(t, path, "INSERT INTO clients (name, created_at, updated_at) VALUES ('Acme', 0, 0)")

	wantRefusal(t, openShared(folder), path, "from an earlier version: start foyer serve once")
	db := storetest.Open(t, folder)
	if got := db.Int("SELECT portal_enabled FROM clients WHERE name = 'Acme'"); got != 0 {
		t.Errorf("portal_enabled = %d", got)
	}

	beside := path + ".before-008_audit_log"
	if info, err := os.Stat(beside); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the copy: %v, %v", info, err)
	}
	if got := text(t, beside, "SELECT name || ' ' || (SELECT max(id) FROM gorp_migrations) FROM clients"); got != "Acme 008_audit_log.sql" {
		t.Errorf("the copy holds %q", got)
	}
}

// R10: a step that fails leaves the schema as it was before it, and says which it was.
func TestOpenNamesTheStepThatFails(t *testing.T) {
	t.Parallel()
	folder, path := olderFolder(t, beforePortal)
	run(t, path, "ALTER TABLE clients ADD COLUMN portal_username TEXT")

	wantRefusal(t, open(folder), path, "step 048_client_portal_credentials.sql failed and changed nothing")
	if got := text(t, path, "SELECT max(id) FROM gorp_migrations"); got != "047_client_portal_users.sql" {
		t.Errorf("last step = %s", got)
	}
	if got := text(t, path, "SELECT count(*) FROM pragma_table_info('clients') WHERE name = 'portal_enabled'"); got != "0" {
		t.Error("half a step is left")
	}
}

// C73: the data is its owner's alone.
func TestFilesAreForTheirOwner(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a b", "100% #1?")
	storetest.Open(t, folder)

	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 2 {
		t.Fatalf("files: %v, %v", files, err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", file.Name(), info.Mode(), err)
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v %v", info.Mode(), err)
	}
}

func TestEngineVersionIsTheOneThatRuns(t *testing.T) {
	t.Parallel()
	if got := storetest.New(t).Text("SELECT sqlite_version()"); got != store.EngineVersion {
		t.Errorf("runs %s, says %s", got, store.EngineVersion)
	}
}

func open(folder string) error {
	data, err := store.Open(context.Background(), folder)
	if err != nil {
		return err
	}
	return data.Close()
}

func openShared(folder string) error {
	data, err := store.OpenShared(context.Background(), folder)
	if err != nil {
		return err
	}
	return data.Close()
}

func wantRefusal(t *testing.T, err error, path, words string) {
	t.Helper()
	if err == nil {
		t.Fatal("opened")
	}
	said := err.Error()
	if !strings.Contains(said, words) || !strings.Contains(said, path) || strings.Contains(said, "\n") {
		t.Errorf("said %q; want one line with %q and %s", said, words, path)
	}
}

// closedFolder is a data folder with a database of some pages, which nobody has open.
func closedFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := open(folder); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, store.FileName)
	run(t, path, `INSERT INTO audit_log (at, actor_kind, action, detail)
		WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 200)
		SELECT i, 'system', 'test', hex(zeroblob(400)) FROM n`)
	return folder
}

// The number of steps before those that brought the portal's columns.
const beforePortal = 8

// olderFolder is a data folder from when there were only so many steps.
func olderFolder(t *testing.T, steps int) (folder, path string) {
	t.Helper()
	folder = t.TempDir()
	path = filepath.Join(folder, store.FileName)
	source := &migrate.EmbedFileSystemMigrationSource{FileSystem: migrations.FS, Root: "."}
	withDatabase(t, path, func(db *sql.DB) {
		if done, err := migrate.ExecMax(db, "sqlite3", source, migrate.Up, steps); err != nil || done != steps {
			t.Fatalf("%d steps, %v", done, err)
		}
	})
	return folder, path
}

func withDatabase(t *testing.T, path string, do func(*sql.DB)) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	do(db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func run(t *testing.T, path, query string) {
	t.Helper()
	withDatabase(t, path, func(db *sql.DB) {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	})
}

func text(t *testing.T, path, query string) (got string) {
	t.Helper()
	withDatabase(t, path, func(db *sql.DB) {
		if err := db.QueryRow(query).Scan(&got); err != nil {
			t.Fatal(err)
		}
	})
	return got
}
