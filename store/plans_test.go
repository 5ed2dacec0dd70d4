package store_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

var everyCursor = []portal.Cursor{{}, {Kind: portal.LastPage}, {Kind: portal.AfterRow, Sort: 5, ID: 5}, {Kind: portal.BeforeRow, Sort: 5, ID: 5}}

// askAll asks for everything that a client's pages ask for, with every combination of filters.
func askAll(t *testing.T, db *storetest.DB) {
	t.Helper()
	ctx, sorry := context.Background(), func(err error) {
		if err != nil {
			t.Error(err)
		}
	}
	const client = portal.ClientID(1)
	for _, project := range []int64{0, 1} {
		for _, from := range []portal.Day{"", "2026-01-01", "2026-01-15"} {
			for _, to := range []portal.Day{"", "2026-11-15"} {
				f := portal.EntryFilter{ProjectID: project, From: from, To: to}
				for _, at := range everyCursor {
					_, err := db.TimeEntries(ctx, client, f, at, portal.PageSize)
					sorry(err)
				}
				_, err := db.EntryTotals(ctx, client, f)
				sorry(err)
			}
		}
	}
	for _, filter := range []portal.InvoiceFilter{portal.InvoicesAll, portal.InvoicesPaid, portal.InvoicesUnpaid, portal.InvoicesOverdue} {
		for _, at := range everyCursor {
			_, err := db.Invoices(ctx, client, filter.Facts(storetest.Today), at, portal.PageSize)
			sorry(err)
		}
		_, err := db.InvoiceTotals(ctx, client, filter.Facts(storetest.Today))
		sorry(err)
	}
	_, err1 := db.ActiveProjects(ctx, client, -1)
	_, err2 := db.CountActiveProjects(ctx, client)
	_, err3 := db.ProjectOptions(ctx, client)
	_, err4 := db.HoursByDay(ctx, client, portal.AllProjects, storetest.Today)
	_, err5 := db.HoursByProject(ctx, client)
	_, err6 := db.Data.Invoice(ctx, client, 1, portal.VisibleStatuses)
	_, err7 := db.Account(ctx, portal.AccountRef{Kind: portal.ClientAccount, ID: 1})
	_, err8 := db.Account(ctx, portal.AccountRef{Kind: portal.UserAccount, ID: 1})
	_, err9 := db.Settings(ctx)
	for _, err := range []error{err1, err2, err3, err4, err5, err6, err7, err8, err9} {
		sorry(err)
	}
}

// asked is a database of which everything was asked.
func asked(t *testing.T) *storetest.DB {
	t.Helper()
	db := storetest.New(t)
	db.Client(storetest.Client{})
	db.User(storetest.User{})
	db.Invoice(1, storetest.Invoice{})
	askAll(t, db)
	if n := len(db.Queries()); n < 25 {
		t.Fatalf("only %d queries were seen", n)
	}
	return db
}

// No page of a client's reads through a table or sorts a list: what it costs does not grow
// with what is stored. Whatever SQLite reads is found by an index; v are values of the query.
func TestNoClientQueryScans(t *testing.T) {
	t.Parallel()
	db := asked(t)
	for _, query := range db.Queries() {
		plan := planOf(t, db, query, make([]any, strings.Count(query, "?"))...)
		for line := range strings.Lines(plan) {
			line = strings.TrimSpace(line)
			if strings.HasPrefix(line, "SCAN") && line != "SCAN CONSTANT ROW" && line != "SCAN v" && !strings.HasSuffix(line, "-ROW VALUES CLAUSE") && !strings.HasPrefix(line, "SCAN (subquery") {
				t.Errorf("%s in %s\n%s", line, query, plan)
			}
		}
		if strings.Contains(plan, "TEMP B-TREE") && strings.Contains(query, "LIMIT") {
			t.Errorf("a page is sorted: %s\n%s", query, plan)
		}
	}
}

// partial is a condition of a partial index that compares a column with something.
var partial = regexp.MustCompile(`WHERE (\w+) (?:=|>|<|IN) `)

// SQLite looks at a parameter's value where it could decide whether a partial index serves,
// and at a LIMIT's: such a statement is prepared anew for every value, which takes longer
// than running it.
func TestNoClientQueryIsPreparedTwice(t *testing.T) {
	t.Parallel()
	db := asked(t)
	columns := []string{"LIMIT"}
	for _, found := range partial.FindAllStringSubmatch(db.Text("SELECT group_concat(sql, ';') FROM sqlite_master WHERE type = 'index'"), -1) {
		columns = append(columns, found[1])
	}
	if !slices.Contains(columns, "outstanding_minor") {
		t.Fatalf("only %v were found", columns)
	}
	decided := regexp.MustCompile(`\b(?:` + strings.Join(columns, "|") + `) ?(?:=|<|>|<=|>=|IS|IN)? ?\(?\?\d*(?: \+ 0)?`)
	for _, query := range db.Queries() {
		for _, found := range decided.FindAllString(query, -1) {
			if !strings.HasSuffix(found, " + 0") {
				t.Errorf("%q is prepared anew for every value: %s", found, query)
			}
		}
	}
}
