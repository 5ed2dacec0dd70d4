package timetracker_test

import (
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/store/storetest"
)

// wantDifferences imports what the triggers of a test spoil: the check reads what is
// stored, not what was meant to be, and everything is taken back.
func wantDifferences(t *testing.T, db *storetest.DB, source *sourceDB, want ...string) {
	t.Helper()
	before, log := dump(t, db), db.Int("SELECT count(*) FROM audit_log")
	r, err := importWith(db, source, timetracker.Options{Now: storetest.Now})
	if err != nil || r.OK() {
		t.Fatalf("report %+v, error %v", r, err)
	}
	if got := strings.Join(r.Check.Mismatches, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("mismatches\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	if text := printed(t, r); !strings.Contains(text, " DIFFERENCES, so nothing was written\n  "+want[0]+"\n") {
		t.Errorf("report:\n%s", text)
	}
	wantSame(t, before, dump(t, db))
	if n := db.Int("SELECT count(*) FROM audit_log"); n != log {
		t.Error("the audit log tells of an import that was taken back")
	}
}

func TestCheckFindsWhatIsNotStoredAsMeant(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.entry(2, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.invoice(1, "INV-1")
	db.Exec(`CREATE TRIGGER longer AFTER INSERT ON time_entries WHEN NEW.timetracker_id = 1 BEGIN
		UPDATE time_entries SET seconds = 7200 WHERE id = NEW.id; END`)
	db.Exec(`CREATE TRIGGER lost AFTER INSERT ON time_entries WHEN NEW.timetracker_id = 2 BEGIN DELETE FROM time_entries WHERE id = NEW.id; END`)
	db.Exec(`CREATE TRIGGER dearer AFTER INSERT ON invoices BEGIN UPDATE invoices SET tax_minor = 1 WHERE id = NEW.id; END`)
	wantDifferences(t, db, source,
		"invoice 1: total 10000, paid 0, credited 0 in the source, 10001, 0 and 0 in Foyer (minor units)",
		"time_entries: 2 were taken over, 1 are stored")
	for _, trigger := range []string{"longer", "lost", "dearer"} {
		db.Exec("DROP TRIGGER " + trigger)
	}
	source.importInto(db)
}

func TestCheckOfASecondImport(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.entry(1, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	source.importInto(db)
	source.exec("UPDATE time_entries SET duration_seconds = 7200")
	source.entry(2, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
	db.Exec(`CREATE TRIGGER back AFTER UPDATE ON time_entries WHEN NEW.seconds <> OLD.seconds BEGIN UPDATE time_entries SET seconds = 3600 WHERE id = NEW.id; END`)
	wantDifferences(t, db, source, "project 1: 3.00 h in the source, 2.00 h in Foyer")
}

// What the importer did not foresee must come as a sentence and leave nothing behind.
func TestRowThatCannotBeStored(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.invoice(1, "INV-1")
	db.Exec(`CREATE TRIGGER no BEFORE INSERT ON invoices BEGIN SELECT RAISE(ABORT, 'no'); END`)
	before := dump(t, db)
	_, err := importWith(db, source, timetracker.Options{Now: storetest.Now})
	wantError(t, err, "a row of the source cannot be stored and nothing was written")
	wantError(t, err, "invoices 1")
	wantSame(t, before, dump(t, db))
}
