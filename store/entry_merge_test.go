package store_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

const mergePeople = 6

// manyHands is entries of several people, one of whom has none, of whom some started at the
// same moment, some run, and some are billed. Days are those of zones far apart.
func manyHands(t *testing.T, chance *rand.Rand) *storetest.DB {
	t.Helper()
	db := storetest.New(t)
	for i := range 3 {
		client := db.Client(storetest.Client{Name: fmt.Sprint("Client ", i)})
		db.Project(client, fmt.Sprint("Shop ", i))
		db.Invoice(client, storetest.Invoice{})
	}
	db.Exec("UPDATE projects SET billable = 0 WHERE id = 2")
	for i := range mergePeople {
		db.User(storetest.User{Username: fmt.Sprint("user", i)})
	}
	for range 400 {
		client, day := 1+chance.IntN(3), storetest.Today.AddDays(-chance.IntN(40))
		start := day.Time().Unix() + (chance.Int64N(30)-4)*3600
		ended, project, invoice := any(start+60), any(nil), any(nil)
		if chance.IntN(10) == 0 {
			ended = nil
		}
		if chance.IntN(2) == 0 {
			project = client
		}
		if chance.IntN(3) == 0 {
			invoice = client
		}
		db.Exec(`INSERT INTO time_entries (client_id, project_id, user_id, invoice_id, day, started_at, ended_at, seconds, notes, billable, timetracker_id, created_at)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?7 IS NULL, 0, 60), ?8, ?9, (SELECT count(*) FROM time_entries), 0)`,
			client, project, 2+chance.IntN(mergePeople-1), invoice, day, start, ended, fmt.Sprint("note ", chance.IntN(9)), chance.IntN(4) > 0)
	}
	return db
}

// anyFilter chooses something by chance, mostly among everybody's entries.
func anyFilter(chance *rand.Rand) (f portal.StaffEntryFilter) {
	some := func(of int) bool { return chance.IntN(of) == 0 }
	if some(2) {
		f.From = storetest.Today.AddDays(-chance.IntN(42))
	}
	if some(2) {
		f.To = storetest.Today.AddDays(-chance.IntN(42))
	}
	if some(4) {
		f.Billable = new(some(2))
	}
	if some(4) {
		f.Invoiced = new(some(2))
	}
	if some(4) {
		f.Search = []string{"note 3", "Client 1", "Shop 2", "nothing has this"}[chance.IntN(4)]
	}
	switch chance.IntN(8) {
	case 0:
		f.ClientID = portal.ClientID(1 + chance.IntN(3))
	case 1:
		f.ProjectID = 1 + chance.Int64N(3)
	case 2:
		f.PersonID = 1 + chance.Int64N(mergePeople)
	}
	return f
}

// row is where an entry stands in the list.
type row struct{ start, id int64 }

// plain is what a filter chooses, newest first, by a query that knows nothing of indexes.
func plain(t *testing.T, db *storetest.DB, f portal.StaffEntryFilter) (list []row) {
	t.Helper()
	rows, err := db.Raw.Query(`
		SELECT e.started_at, e.id FROM time_entries e JOIN clients c ON c.id = e.client_id LEFT JOIN projects p ON p.id = e.project_id
		WHERE e.ended_at IS NOT NULL AND ?1 IN (0, e.client_id) AND ?2 IN (0, coalesce(e.project_id, -1)) AND ?3 IN (0, e.user_id)
		  AND (?4 = '' OR e.day >= ?4) AND (?5 = '' OR e.day <= ?5)
		  AND (?6 IS NULL OR ?6 = (e.billable AND coalesce(p.billable, 1))) AND (?7 IS NULL OR ?7 = (e.invoice_id IS NOT NULL))
		  AND (instr(e.notes, ?8) OR instr(c.name, ?8) OR instr(coalesce(p.name, ''), ?8))
		ORDER BY +e.started_at DESC, +e.id DESC`,
		f.ClientID, f.ProjectID, f.PersonID, f.From, f.To, f.Billable, f.Invoiced, f.Search)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.start, &r.id); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// cut is the page of a list that a cursor names.
func cut(list []row, at portal.Cursor, size int) []row {
	before := slices.IndexFunc(list, func(r row) bool { return r.start < at.Sort || r.start == at.Sort && r.id <= at.ID })
	if before < 0 {
		before = len(list)
	}
	switch at.Kind {
	case portal.AfterRow:
		if before < len(list) && list[before] == (row{at.Sort, at.ID}) {
			before++
		}
		list = list[before:]
	case portal.BeforeRow:
		list = list[:before]
	}
	if at.Backwards() {
		return list[max(len(list)-size, 0):]
	}
	return list[:min(len(list), size)]
}

// Whatever is chosen, every page of the staff's list is the one that a plain query has, and
// its neighbours and sums are.
func TestPagesOfEverybodysEntriesAreThoseOfAPlainQuery(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(55, 66))
	db := manyHands(t, chance)
	merged, full := 0, 0
	for range 400 {
		f, size := anyFilter(chance), 1+chance.IntN(40)
		all := plain(t, db, f)
		cursors := []portal.Cursor{{}, {Kind: portal.LastPage}, {Kind: portal.AfterRow, Sort: math.MaxInt64, ID: math.MaxInt64}, {Kind: portal.BeforeRow, Sort: math.MinInt64}}
		for _, kind := range []portal.CursorKind{portal.AfterRow, portal.BeforeRow} {
			cursors = append(cursors, portal.Cursor{Kind: kind, Sort: storetest.Now.Unix() - chance.Int64N(45*86400), ID: chance.Int64N(500)})
			if len(all) > 0 {
				r := all[chance.IntN(len(all))]
				cursors = append(cursors, portal.Cursor{Kind: kind, Sort: r.start, ID: r.id})
			}
		}
		for _, at := range cursors {
			page, err := db.EntryRecords(t.Context(), f, at, size)
			if err != nil {
				t.Fatal(err)
			}
			want := cut(all, at, size)
			got := make([]row, len(page.Rows))
			for i, e := range page.Rows {
				got[i] = row{e.Started.Unix(), e.ID}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%+v at %q: %v, want %v", f, at.String(), got, want)
			}
			if len(got) == size {
				full++
			}
		}
		if f.ClientID == 0 && f.ProjectID == 0 && f.PersonID == 0 {
			merged++
		}
		if sums, err := db.EntrySums(t.Context(), f); err != nil || sums.Count != len(all) || int(sums.Hours) != 60*len(all) {
			t.Errorf("%+v: %+v, want %d entries, %v", f, sums, len(all), err)
		}
	}
	if merged < 200 || full < 500 {
		t.Errorf("%d lists of everybody, %d full pages", merged, full)
	}
}

// However many entries there are, the merge stops with the page: twenty times as many would
// take twenty times as long if it ran through all of them.
func TestAPageOfEverybodysEntriesStopsEarly(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client, user := db.Client(storetest.Client{}), db.User(storetest.User{})
	fastest := func() (least time.Duration) {
		least = time.Hour
		for range 9 {
			began := time.Now()
			page, err := db.EntryRecords(t.Context(), portal.StaffEntryFilter{}, portal.Cursor{}, portal.PageSize)
			if err != nil || len(page.Rows) != portal.PageSize {
				t.Fatal(len(page.Rows), err)
			}
			least = min(least, time.Since(began))
		}
		return least
	}
	add := func(days int) {
		db.Exec(`WITH n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
			INSERT INTO time_entries (client_id, user_id, day, started_at, ended_at, seconds, created_at)
			SELECT ?1, ?2, date(7 * 86400 * i, 'unixepoch'), 7 * 86400 * i, 7 * 86400 * i + 60, 60, 0 FROM n`, client, user, days)
	}
	add(1_000)
	few := fastest()
	add(20_000)
	if many := fastest(); many > 6*few {
		t.Errorf("a page took %s, and %s with 21 times as many entries", few, many)
	}
}

// Sums of some days are of these days' entries, person by person, not of all that is stored.
func TestSumsOfDaysReadNoOtherDays(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	for _, f := range []portal.EntryFilter{{From: "2026-01-01"}, {To: "2026-01-31"}, {From: "2026-01-01", To: "2026-01-31"}} {
		if _, err := db.EntrySums(t.Context(), portal.StaffEntryFilter{EntryFilter: f}); err != nil {
			t.Fatal(err)
		}
	}
	seen := 0
	for _, query := range db.Queries() {
		if strings.Contains(query, "sum(e.seconds)") {
			seen++
			if plan := planOf(t, db, query, make([]any, strings.Count(query, "?"))...); !strings.Contains(plan, "SEARCH e USING INDEX time_entries_by_user (user_id=? AND started_at") {
				t.Errorf("%s\n%s", query, plan)
			}
		}
	}
	if seen != 3 {
		t.Errorf("%d queries were seen", seen)
	}
}
