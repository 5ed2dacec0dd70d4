package store_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

const marginClients = 3

// farApart is entries of three clients, by people in time zones far apart: the first
// client's all in one zone, the others' anywhere, some in the middle of the night. Some are
// changed or moved to another client afterwards.
func farApart(t *testing.T, chance *rand.Rand) *storetest.DB {
	t.Helper()
	db := storetest.New(t)
	for i := range marginClients {
		db.Project(db.Client(storetest.Client{Name: fmt.Sprint("Client ", i)}), "Project")
	}
	db.User(storetest.User{})
	when := func(client int) (day portal.Day, start int64) {
		day = storetest.Today.AddDays(-chance.IntN(60))
		zone, clock := int64(-2), 7+chance.Int64N(14)
		if client > 1 {
			zone, clock = chance.Int64N(27)-14, chance.Int64N(24)
		}
		return day, day.Time().Unix() + (clock+zone)*3600
	}
	for range 600 {
		client := 1 + chance.IntN(marginClients)
		day, start := when(client)
		project := []any{client, nil}[chance.IntN(2)]
		db.Exec(`INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, created_at) VALUES (?, ?, 1, ?, ?, ?, 60, 0)`,
			client, project, day, start, start+60)
	}
	for id := range 60 {
		client := 1 + chance.IntN(marginClients)
		day, start := when(marginClients)
		db.Exec("UPDATE time_entries SET client_id = ?, project_id = NULL, day = ?, started_at = ? WHERE id = ?", client, day, start, 1+id*10)
	}
	return db
}

// walked are the ids on all of a client's pages, forwards from the first or backwards from
// the last.
func walked(t *testing.T, db *storetest.DB, client portal.ClientID, f portal.EntryFilter, backwards bool) (ids []int64) {
	t.Helper()
	at := &portal.Cursor{}
	if backwards {
		at = &portal.Cursor{Kind: portal.LastPage}
	}
	for at != nil {
		page, err := db.TimeEntries(t.Context(), client, f, *at, 7)
		if err != nil {
			t.Fatal(err)
		}
		some := make([]int64, len(page.Rows))
		for i, e := range page.Rows {
			some[i] = e.ID
		}
		if at = page.Next; backwards {
			ids, at = append(some, ids...), page.Prev
		} else {
			ids = append(ids, some...)
		}
	}
	return ids
}

// chosen are the same by their days alone.
func chosen(t *testing.T, db *storetest.DB, client portal.ClientID, f portal.EntryFilter) (ids []int64) {
	t.Helper()
	rows, err := db.Raw.Query(`SELECT id FROM time_entries WHERE ?1 IN (0, client_id) AND ended_at IS NOT NULL AND ?2 IN (0, project_id)
		AND (?3 = '' OR day >= ?3) AND (?4 = '' OR day <= ?4) ORDER BY started_at DESC, id DESC`, client, f.ProjectID, f.From, f.To)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// Whatever zone people work in, a range of days has the entries of these days, on all pages.
func TestPagesByDaysHaveEveryEntryOfTheDays(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(11, 22))
	db := farApart(t, chance)
	for range 200 {
		client, f := portal.ClientID(1+chance.IntN(marginClients)), portal.EntryFilter{}
		f.ProjectID = int64(client) * int64(chance.IntN(2))
		if chance.IntN(4) > 0 {
			f.From = storetest.Today.AddDays(-chance.IntN(62))
		}
		if chance.IntN(4) > 0 {
			f.To = storetest.Today.AddDays(-chance.IntN(62))
		}
		want := chosen(t, db, client, f)
		if got := walked(t, db, client, f, false); !slices.Equal(got, want) {
			t.Errorf("%+v of client %d: %v, want %v", f, client, got, want)
		}
		if got := walked(t, db, client, f, true); !slices.Equal(got, want) {
			t.Errorf("%+v of client %d, backwards: %v, want %v", f, client, got, want)
		}
		f.ProjectID = 0
		of := portal.StaffEntryFilter{EntryFilter: f, ClientID: client * portal.ClientID(chance.IntN(2))}
		if sums, err := db.EntrySums(t.Context(), of); err != nil || sums.Count != len(chosen(t, db, of.ClientID, f)) {
			t.Errorf("staff's %+v: %d, want %d, %v", of, sums.Count, len(chosen(t, db, of.ClientID, f)), err)
		}
	}
}

// A cursor that somebody made up, or that comes from a list without days, shows no others.
func TestACursorOutsideOfTheDaysMovesNoBound(t *testing.T) {
	t.Parallel()
	db := farApart(t, rand.New(rand.NewPCG(33, 44)))
	f := portal.EntryFilter{From: storetest.Today.AddDays(-20), To: storetest.Today.AddDays(-10)}
	const far = 1 << 60
	for client := range portal.ClientID(marginClients) {
		all := chosen(t, db, client+1, f)
		for _, at := range []portal.Cursor{{Kind: portal.AfterRow, Sort: far, ID: 1}, {Kind: portal.BeforeRow, Sort: -far, ID: 1}} {
			page, err := db.TimeEntries(t.Context(), client+1, f, at, len(all)+1)
			if err != nil || len(page.Rows) != len(all) {
				t.Errorf("%v: %d rows, want %d, %v", at, len(page.Rows), len(all), err)
			}
		}
	}
}

// Margins may be wider than they need be, as after an entry was deleted, but not narrower;
// repair sets them exactly.
func TestMarginsMayBeWiderButNotNarrower(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{})
	user := db.User(storetest.User{})
	db.Entry(client, storetest.Entry{User: user, Start: "09:00"})
	late := db.Entry(client, storetest.Entry{User: user, Start: "20:00"})
	kept := func() string {
		return db.Text("SELECT earliest || ' ' || latest FROM entry_margins WHERE client_id = ?", client)
	}
	wrong := func() (list []store.WrongTotals) {
		list, err := db.CheckTotals(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}

	db.Exec("DELETE FROM time_entries WHERE id = ?", late)
	if got := wrong(); kept() != "32400 72000" || len(got) > 0 {
		t.Errorf("after a deletion: %s, %+v", kept(), got)
	}
	if err := db.RepairTotals(t.Context()); err != nil || kept() != "32400 32400" {
		t.Errorf("after repair: %s, %v", kept(), err)
	}
	db.Exec("UPDATE entry_margins SET earliest = 32401, latest = 90000")
	if got := wrong(); len(got) != 1 || got[0].EntryMargins != 1 || got[0].EntryTotals != 0 {
		t.Errorf("a narrower margin: %+v", got)
	}
	if err := db.RepairTotals(t.Context()); err != nil || len(wrong()) > 0 {
		t.Errorf("after repair: %s, %v", kept(), err)
	}
}
