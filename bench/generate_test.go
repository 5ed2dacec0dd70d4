package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store"
)

const testEntries, testDay = 1000, portal.Day("2026-03-31")

// generated makes a small set and opens its file.
func generated(t *testing.T) (*sql.DB, *generator) {
	t.Helper()
	folder := t.TempDir()
	g, err := newGenerator(testEntries, testDay, "hash")
	if err != nil {
		t.Fatal(err)
	}
	data, err := store.Open(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.fill(context.Background(), data.Store); err != nil {
		t.Fatal(err)
	}
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(folder, store.FileName))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, g
}

// Sets take a while to make: two do for all that is asked of them.
func TestSets(t *testing.T) {
	t.Parallel()
	db, g := generated(t)
	measured := g.halves[0].clients[0]
	t.Run("hold what is promised", func(t *testing.T) { holdWhatIsPromised(t, db, measured) })
	t.Run("fill every page", func(t *testing.T) { fillEveryPage(t, db, measured) })
	again, _ := generated(t)
	t.Run("are repeatable", func(t *testing.T) { areRepeatable(t, db, again) })
}

func holdWhatIsPromised(t *testing.T, db *sql.DB, measured portal.ClientID) {
	t.Helper()
	for query, want := range map[string]int{
		"SELECT count(*) FROM clients":                                                                                                1 + setOthers,
		"SELECT count(*) FROM time_entries WHERE client_id = ?":                                                                       testEntries,
		"SELECT count(*) FROM time_entries WHERE client_id <> ?":                                                                      testEntries,
		"SELECT count(DISTINCT client_id) FROM time_entries WHERE client_id <> ?":                                                     setOthers,
		"SELECT count(*) FROM time_entries WHERE client_id = ? AND project_id IS NULL":                                                testEntries / 10,
		"SELECT count(DISTINCT project_id) FROM time_entries WHERE client_id = ?":                                                     setProjects,
		"SELECT count(DISTINCT user_id) FROM time_entries WHERE client_id = ?":                                                        setUsers,
		"SELECT min(n) FROM (SELECT count(*) n FROM time_entries WHERE client_id = ? AND project_id IS NOT NULL GROUP BY project_id)": testEntries * 9 / 10 / setProjects,
		"SELECT count(*) FROM time_entries WHERE ended_at IS NULL OR day > '2026-03-31' OR day < '2016-03-30'":                        0,
		"SELECT count(*) FROM projects WHERE client_id = ? AND status = 'active'":                                                     setProjects - pastProjects,
		"SELECT count(*) FROM invoices WHERE client_id = ?":                                                                           setInvoices,
		"SELECT count(*) FROM invoices WHERE client_id <> ?":                                                                          setInvoices,
		"SELECT count(*) FROM invoice_lines":                                                                                          2 * setInvoices * invoiceLines,
		"SELECT count(*) FROM invoices WHERE client_id = ? AND status = 'draft'":                                                      8,
		"SELECT count(*) FROM invoices WHERE status = 'draft' AND number IS NOT NULL":                                                 0,
	} {
		var got int
		arguments := []any{measured}[:strings.Count(query, "?")]
		if err := db.QueryRow(query, arguments...).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %d, not %d (%v)", query, got, want, err)
		}
	}
}

// A page of 25 rows is full in the smallest set already, or growth would compare pages of
// different lengths; and a week after the set was made too.
func fillEveryPage(t *testing.T, db *sql.DB, measured portal.ClientID) {
	t.Helper()
	const sent = " AND status = 'sent'"
	for query, want := range map[string]int{
		"SELECT count(*) FROM time_entries WHERE client_id = ? AND day > '2026-03-08'":                                                             10,
		"SELECT count(*) FROM invoices WHERE client_id = ? AND outstanding_minor <= 0" + sent:                                                      portal.PageSize,
		"SELECT count(*) FROM invoices WHERE client_id = ? AND due_date < '2026-03-31' AND outstanding_minor > 0" + sent:                           portal.PageSize,
		"SELECT count(*) FROM invoices WHERE client_id = ? AND due_date > '2026-05-01' AND outstanding_minor BETWEEN 1 AND total_minor - 1" + sent: 10,
	} {
		var got int
		if err := db.QueryRow(query, measured).Scan(&got); err != nil || got < want {
			t.Errorf("%s: %d, not at least %d (%v)", query, got, want, err)
		}
	}
}

// Two sets of one number and day are the same, so that runs can be compared.
func areRepeatable(t *testing.T, sets ...*sql.DB) {
	t.Helper()
	var prints [2]string
	for i, db := range sets {
		prints[i] = fingerprint(t, db, "SELECT client_id, coalesce(project_id, 0), user_id, coalesce(invoice_id, 0), day, started_at, seconds, notes FROM time_entries ORDER BY id") +
			fingerprint(t, db, "SELECT client_id, project_id, coalesce(number, ''), status, issue_date, due_date, total_minor, outstanding_minor FROM invoices ORDER BY id")
	}
	if prints[0] != prints[1] {
		t.Errorf("%s and %s", prints[0], prints[1])
	}
}

func fingerprint(t *testing.T, db *sql.DB, query string) string {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	sum, n := sha256.New(), 0
	for ; rows.Next(); n++ {
		var row [8]string
		if err := rows.Scan(&row[0], &row[1], &row[2], &row[3], &row[4], &row[5], &row[6], &row[7]); err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintln(sum, row)
	}
	if err := rows.Err(); err != nil || n < setInvoices {
		t.Fatalf("%d rows, %v", n, err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

func TestSetsAreMadeAnew(t *testing.T) {
	t.Parallel()
	s := set{Last: testDay}
	for day, want := range map[portal.Day]bool{"2026-04-01": true, "2026-04-06": true, "2026-04-07": false, "2027-04-01": false} {
		if got := s.fresh(day.Time().Add(time.Hour)); got != want {
			t.Errorf("on %s: %t", day, got)
		}
	}
	if version, err := madeBy(); err != nil || !strings.HasPrefix(version, fmt.Sprint(generatorVersion)+"-") {
		t.Errorf("%q, %v", version, err)
	}
}
