package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"foyer/store"
)

// agency is a database that the original program made.
func agency(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("importer/timetracker/testdata/agency-3.10.db")
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestImportReportsAndIsServed(t *testing.T) {
	t.Parallel()
	p := prepare(t, "import", "timetracker", agency(t)).begin(t).finish(t)
	report := p.ok(t)
	for _, words := range []string{"Import of " + agency(t), "clients", "time_entries", "invoices"} {
		if !strings.Contains(report, words) {
			t.Errorf("%q is not in the report:\n%s", words, report)
		}
	}
	if p.err.String() != "" {
		t.Errorf("said on standard error, where nobody watches: %q", p.err.String())
	}

	db := database(t, filepath.Join(p.Dir, "data"))
	if n := value(t, db, "SELECT count(*) FROM clients"); n == "0" {
		t.Error("nothing was imported")
	}
	if who := value(t, db, "SELECT actor_kind || ' ' || count(*) FROM audit_log WHERE action = 'imported'"); who != "system 1" {
		t.Errorf("the audit log says %q", who)
	}
	serving(t, prepareIn(t, p, "--addr", "127.0.0.1:0"))
}

func TestDryRunWritesNothing(t *testing.T) {
	t.Parallel()
	fresh := prepare(t, "import", "timetracker", "--dry-run", agency(t)).begin(t).finish(t)
	if report := fresh.ok(t); !strings.Contains(report, "nothing was written") {
		t.Errorf("the report:\n%s", report)
	}
	wantEmpty(t, fresh.Dir)

	folder := filledFolder(t)
	prepare(t, "--data", folder, "import", "timetracker", agency(t), "--dry-run").begin(t).finish(t).ok(t)
	if n := value(t, database(t, folder), "SELECT count(*) FROM clients"); n != "0" {
		t.Errorf("%s clients were written", n)
	}
}

// A file that is missing, cut or something else is named, and nothing is written.
func TestImportOfBadFiles(t *testing.T) {
	t.Parallel()
	whole, err := os.ReadFile(agency(t))
	if err != nil {
		t.Fatal(err)
	}
	bad := t.TempDir()
	write := func(name string, content []byte) string {
		path := filepath.Join(bad, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	ours := filepath.Join(filledFolder(t), store.FileName)

	for name, file := range map[string]string{
		"missing": filepath.Join(bad, "missing.db"), "a folder": bad, "empty": write("empty.db", nil), "text": write("text.db", []byte("Dear customer")),
		"half": write("half.db", whole[:len(whole)/2]), "a header": write("header.db", whole[:100]), "foyer's own": ours,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filledFolder(t)
			prepare(t, "--data", folder, "import", "timetracker", file).begin(t).finish(t).refused(t, file)
			if n := value(t, database(t, folder), "SELECT count(*) FROM clients"); n != "0" {
				t.Errorf("%s clients were written", n)
			}
		})
	}
}

func TestImportTimeZone(t *testing.T) {
	t.Parallel()
	bad := prepare(t, "import", "timetracker", agency(t), "--time-zone", "Europe/Atlantis").begin(t).finish(t)
	bad.refused(t, "foyer: there is no time zone \"Europe/Atlantis\": write one like Europe/Brussels after --time-zone")
	wantEmpty(t, bad.Dir)

	p := prepare(t, "import", "timetracker", "--time-zone", "Asia/Kolkata", agency(t)).begin(t).finish(t)
	if report := p.ok(t); !strings.Contains(report, "Asia/Kolkata") {
		t.Errorf("the report:\n%s", report)
	}
}

// A result that does not add up is shown and taken back.
func TestImportThatDoesNotAddUp(t *testing.T) {
	t.Parallel()
	folder := filledFolder(t)
	change(t, database(t, folder), `CREATE TRIGGER longer AFTER INSERT ON time_entries WHEN NEW.timetracker_id = 1 BEGIN
		UPDATE time_entries SET seconds = NEW.seconds + 3600 WHERE id = NEW.id; END`)
	p := prepare(t, "--data", folder, "import", "timetracker", agency(t)).begin(t).finish(t)
	if p.ProcessState.ExitCode() != 1 || !strings.Contains(p.out.String(), "1 DIFFERENCES, so nothing was written\n  project ") {
		t.Errorf("ended with %d, the report:\n%s", p.ProcessState.ExitCode(), p.out.String())
	}
	if said := p.err.String(); !strings.HasPrefix(said, "foyer: nothing was written, as ") || strings.Count(said, "\n") != 1 {
		t.Errorf("said %q", said)
	}
	if n := value(t, database(t, folder), "SELECT count(*) FROM clients"); n != "0" {
		t.Errorf("%s clients were written", n)
	}
}

// An empty database in place of the result would look like one.
func TestFailedImportLeavesNoNewDatabase(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--data", "new", "import", "timetracker", "cut.db")
	whole, err := os.ReadFile(agency(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.Dir, "cut.db"), whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	p.begin(t).finish(t).refused(t, "cut.db is damaged or cut short")
	folder := filepath.Join(p.Dir, "new")
	if left, err := filepath.Glob(filepath.Join(folder, store.FileName+"*")); err != nil || len(left) != 1 || !strings.HasSuffix(left[0], ".lock") {
		t.Errorf("left behind: %v, %v", left, err)
	}
	prepare(t, "--data", folder, "import", "timetracker", agency(t)).begin(t).finish(t).ok(t)
}

func wantEmpty(t *testing.T, folder string) {
	t.Helper()
	if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}
