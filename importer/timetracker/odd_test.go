package timetracker_test

import (
	"strings"
	"testing"

	"foyer/store/storetest"
)

func TestOddEntries(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds, notes, tags, created_at) VALUES
		(1, 1, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', NULL, NULL, NULL, NULL),
		(2, 1, 1, '2026-05-04 09:00:00', '2026-05-04 10:00:00', -60, '', '', 'long ago'),
		(3, 1, 1, '2026-05-04 10:00:00', '2026-05-04 09:00:00', 3600, '', '', NULL),
		(4, 1, 1, 'yesterday', '2026-05-04 09:00:00', 3600, '', '', NULL),
		(5, 1, 1, NULL, '2026-05-04 09:00:00', 3600, '', '', NULL),
		(6, 1, 1, '2026-05-04 10:00:00', '2026-13-45', 900, '', '', NULL),
		(7, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 5000000000, '', '', NULL),
		(8, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 9223372036854775807, '', '', NULL),
		(9, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 3600.4, '', '', NULL),
		(10, 1, 1, '2026-05-04 10:00:00', '2026-05-04 11:00:00', 'an hour', '', '', NULL),
		(11, 1, 1, '2026-05-04 10:00:00', NULL, 120, '', '', NULL),
		(12, 1, 1, '0202-05-04 10:00:00', '0202-05-04 11:00:00', 3600, '', '', NULL),
		(13, 1, 1, 1777881600, '2026-05-04 11:00:00', 3600, '', '', NULL)`)
	source.exec("UPDATE time_entries SET notes = ?, tags = ? WHERE id = 2", []byte("a\x00b\xffc"), []byte("fine"))
	r := source.importInto(db)

	for reason, rows := range map[string]string{
		"has no duration":                      "1",
		"lasts less than nothing":              `2 (duration_seconds -60)`,
		"ends before it starts":                "3",
		"start_time cannot be read":            `4 (start_time "yesterday"), 5 (start_time NULL), 13 (start_time 1777881600)`,
		"end_time cannot be read":              `6 (end_time "2026-13-45")`,
		"duration_seconds is no usable number": `7 (duration_seconds 5000000000), 8 (duration_seconds 9223372036854775807), 10 (duration_seconds "an hour")`,
		"duration_seconds is not whole":        `9 (duration_seconds 3600.4)`,
		"is running; the duration":             "11",
		"start_time lies far off":              `12 (start_time "0202-05-04 10:00:00")`,
		"notes held characters":                "2",
		"created_at cannot be read":            `2 (created_at "long ago")`,
	} {
		wantOdd(t, r, "time_entries", reason, rows)
	}
	if got := db.Text("SELECT group_concat(timetracker_id || ':' || seconds, ' ') FROM (SELECT * FROM time_entries ORDER BY id)"); got !=
		"1:0 2:-60 3:3600 6:900 7:0 8:0 9:3600 10:0 11:0 12:3600" {
		t.Errorf("entries %s", got)
	}
	if got := db.Text("SELECT notes || tags FROM time_entries WHERE timetracker_id = 2"); got != "ab\uFFFDcfine" {
		t.Errorf("notes %q", got)
	}
	if got := db.Int("SELECT ended_at - started_at FROM time_entries WHERE timetracker_id = 6"); got != 900 {
		t.Errorf("the end that could not be read is %d s after the start", got)
	}
	wantSecondTheSame(t, db, source)
}

func TestOddClientsAndProjects(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec(`INSERT INTO clients (id, name, status, default_hourly_rate, created_at) VALUES
		(2, '  ', 'frozen', -5, '2025-01-01'), (3, 'Yen', 'INACTIVE', 'a lot', '2025-01-01')`)
	source.exec(`INSERT INTO projects (id, name, client_id, status, hourly_rate, estimated_hours, budget_amount, billable) VALUES
		(2, NULL, 1, 'paused', 1e30, 1.5, 12.345, NULL), (3, 'Orphan', 9, 'active', 1, 1, 1, 1), (4, 'Fine', 1, 'Archived', NULL, -2, NULL, 0),
		(5, 'Zero', 1, NULL, 0, 1e9, 0, 1)`)
	source.exec(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds) VALUES (1, 1, 3, '2026-05-04', '2026-05-04', 60)`)
	r := source.importInto(db)
	wantOdd(t, r, "clients", "has no name", "2")
	wantOdd(t, r, "clients", "unknown status; taken as inactive", `2 (status "frozen")`)
	wantOdd(t, r, "clients", "default_hourly_rate is negative", `2 (default_hourly_rate -5)`)
	wantOdd(t, r, "clients", "default_hourly_rate is no usable number", `3 (default_hourly_rate "a lot")`)
	wantOdd(t, r, "projects", "has no name", "2")
	wantOdd(t, r, "projects", "unknown status", `2 (status "paused")`)
	wantOdd(t, r, "projects", "hourly_rate is no usable number", `2 (hourly_rate 1e+30)`)
	wantOdd(t, r, "projects", "no client that exists", "3 (client_id 9)")
	wantOdd(t, r, "projects", "estimated_hours is no usable", `4 (estimated_hours -2), 5 (estimated_hours 1e+09)`)
	wantOdd(t, r, "time_entries", "its project does not exist", `1 (project_id 3)`)
	if got := db.Text("SELECT group_concat(name || active, ' ') FROM (SELECT * FROM clients ORDER BY id)"); got != "Acme1 Client 20 Yen0" {
		t.Errorf("clients %s", got)
	}
	if got := db.Text(`SELECT group_concat(name || ',' || status || ',' || billable || ',' || coalesce(rate_minor, '-') || ',' || coalesce(budget_seconds, '-')
		|| ',' || coalesce(budget_minor, '-'), ' ') FROM (SELECT * FROM projects ORDER BY id)`); got !=
		"Site,active,1,-,-,- Project 2,inactive,1,0,5400,1235 Fine,archived,0,-,-,- Zero,active,1,0,-,0" {
		t.Errorf("projects %s", got)
	}
}

// Rows that are kept are named as far as one would read; skipped ones all, however many.
func TestManyOddRows(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	for id := 1; id <= 60; id += 2 {
		source.entry(id, "2026-05-04 09:00:00", "2026-05-04 09:00:00", 0)
		source.entry(100+id, "never", "2026-05-04 09:00:00", 0)
	}
	for id := 391; id <= 402; id++ {
		source.entry(id, "2026-05-04 09:00:00", "2026-05-04 10:00:00", 3600)
		source.exec("UPDATE time_entries SET project_id = 9 WHERE id = ?", id)
	}
	r := source.importInto(db)
	text := printed(t, r)
	for _, words := range []string{
		"lasts 0 seconds: 1, 3, 5,", ", 37, 39 and 10 more, 30 in all\n",
		`, 157 (start_time "never"), 159 (start_time "never")` + "\n",
		"its project does not exist; skipped: 391–402 (project_id 9)\n",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not in the report:\n%s", words, text)
		}
	}
	if got := strings.Count(text, `"never"`); got != 30 {
		t.Errorf("%d of 30 skipped entries are named:\n%s", got, text)
	}
}

func TestRowsWithoutAnID(t *testing.T) {
	t.Parallel()
	source := &sourceDB{t: t, path: foreignDatabase(t, `
		CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT);
		CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT);
		CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, client_id INTEGER);
		CREATE TABLE time_entries (id, user_id INTEGER, project_id INTEGER, start_time, end_time, duration_seconds);
		INSERT INTO time_entries (id) VALUES (NULL), (NULL), ('seven')`)}
	wantOdd(t, source.importInto(storetest.New(t)), "time_entries", "no usable id", `0 (id NULL), 0 (id "seven") and 1 more, 3 in all`)
}

// What an attacker stored must not reach the terminal as it is.
func TestReportShowsForeignTextSafely(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec("UPDATE projects SET status = ?", "\x1b]0;evil\x07\nactive")
	if text := printed(t, source.importInto(db)); strings.ContainsAny(text, "\x1b\x07") || !strings.Contains(text, `\x1b]0;evil\a\nactive`) {
		t.Errorf("report: %q", text)
	}
}
