package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/store/storetest"
)

// longLists are lists of many pages in which many rows have the same place in the order.
func (s *site) longLists() *visitor {
	s.t.Helper()
	acme := s.Client(storetest.Client{Username: "acme"})
	sam := s.User(storetest.User{})
	s.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 230)
		INSERT INTO time_entries (client_id, user_id, day, started_at, ended_at, seconds, notes, created_at, updated_at)
		SELECT ?, ?, '2026-03-01', 1772355600 + i / 60, 1772359200, 360, 'row ' || i, 0, 0 FROM n`, acme, sam)
	s.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 230)
		INSERT INTO invoices (client_id, number, status, issue_date, due_date, currency, tax_minor, created_at, updated_at)
		SELECT ?, 'row ' || i, 'sent', date('2026-01-01', (i / 100) || ' days'), '2026-12-01', 'EUR', i % 2, 0, 0 FROM n`, acme)
	return s.signedIn("acme")
}

// list is a list with the place of the column that names its rows.
type list struct {
	path, within string
	column, rows int
	total        string
}

var lists = []list{
	{"/client-portal/time-entries", "#entry-list", 4, 230, "23.00 hours in 230 entries"},
	{"/client-portal/time-entries?date_from=2026-01-01&date_to=2026-12-31", "#entry-list", 4, 230, "23.00 hours in 230 entries"},
	{"/client-portal/invoices", "#invoice-list", 1, 230, "230 invoices in EUR"},
	{"/client-portal/invoices?status=unpaid", "#invoice-list", 1, 115, "115 invoices in EUR"},
}

// walk follows one of the pager's links to its end and collects the rows it passes.
func (l list) walk(v *visitor, from, link string, ask func(string) *answer) (pages [][]string) {
	v.t.Helper()
	for path := from; path != "" && len(pages) < 50; {
		page := ask(path).wantStatus(http.StatusOK).wantText(l.total)
		rows := page.column(l.within, l.column)
		if again := v.get(path).column(l.within, l.column); !slices.Equal(rows, again) {
			v.t.Errorf("%s does not reproduce its page", path)
		}
		pages = append(pages, rows)
		path = page.doc().Find("a#pager-"+link).AttrOr("href", "")
	}
	return pages
}

// Paging reaches every row exactly once, forwards and backwards, as pages and as pieces,
// and every link reproduces what it shows.
func TestPagingReachesEverything(t *testing.T) {
	t.Parallel()
	v := newSite(t).longLists()
	for _, l := range lists {
		first := v.get(l.path)
		last := first.doc().Find("a#pager-last").AttrOr("href", "")
		forward := slices.Concat(l.walk(v, l.path, "next", v.get)...)
		if distinct := slices.Compact(slices.Sorted(slices.Values(forward))); len(forward) != l.rows || len(distinct) != l.rows {
			t.Errorf("%s: %d rows forwards, %d of them different", l.path, len(forward), len(distinct))
		}
		pages := l.walk(v, last, "prev", v.swapping(strings.TrimPrefix(l.within, "#")))
		slices.Reverse(pages)
		if diff := cmp.Diff(forward, slices.Concat(pages...)); diff != "" {
			t.Errorf("%s backwards: %s", l.path, diff)
		}
		if got := v.get(last).doc().Find("a#pager-first").AttrOr("href", ""); v.get(got).body != first.body {
			t.Errorf("%s: the way back to the start leads to %s", l.path, got)
		}
	}
}

// The ends of a list have no further links, and a short list has none.
func TestPagerEnds(t *testing.T) {
	t.Parallel()
	v := newSite(t).longLists()
	links := func(path string) (ids []string) {
		for _, id := range []string{"first", "prev", "next", "last"} {
			if v.get(path).doc().Find("a#pager-"+id+"[href]").Length() == 1 {
				ids = append(ids, id)
			}
		}
		return ids
	}
	for _, l := range lists {
		first := v.get(l.path)
		next := first.doc().Find("a#pager-next").AttrOr("href", "")
		last := first.doc().Find("a#pager-last").AttrOr("href", "")
		for path, want := range map[string][]string{l.path: {"next", "last"}, next: {"first", "prev", "next", "last"}, last: {"first", "prev"}} {
			if diff := cmp.Diff(want, links(path)); diff != "" {
				t.Errorf("%s: %s", path, diff)
			}
		}
	}
	if got := links("/client-portal/time-entries?date_from=2026-12-31"); got != nil {
		t.Errorf("an empty list has the links %v", got)
	}
}

// A link to beyond either end shows that end, not a list that looks empty.
func TestPagesBeyondTheEnds(t *testing.T) {
	t.Parallel()
	v := newSite(t).longLists()
	l := lists[0]
	last := v.get(l.path+"?page=last").column(l.within, l.column)
	first := v.get(l.path).column(l.within, l.column)
	for page, want := range map[string][]string{
		"after.0.1": last, "after.-9223372036854775808.1": last, "after.1772355600.1": last,
		"before.9223372036854775807.1": first, "before.99999999999.99": first,
	} {
		got := v.get(l.path+"?page="+page).wantStatus(http.StatusOK).column(l.within, l.column)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
	}
	v.get("/client-portal/invoices?page=after.-99999999.1").wantStatus(http.StatusOK).wantText("230 invoices", "row 1")
}

// A page's link stays right while rows are added before it.
func TestPagesStayWhileTheListGrows(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	v := s.longLists()
	next := v.get("/client-portal/time-entries").doc().Find("a#pager-next").AttrOr("href", "")
	before := v.get(next).column("#entry-list", 4)
	for range 3 {
		s.Entry(1, storetest.Entry{User: 1, Notes: "new"})
	}
	if diff := cmp.Diff(before, v.get(next).column("#entry-list", 4)); diff != "" {
		t.Error(diff)
	}
}

// Rubbish for a page is a 422 with a message; what the pager never writes is not guessed at.
func TestUnreadablePages(t *testing.T) {
	t.Parallel()
	v := newSite(t).longLists()
	for _, page := range []string{"2", "0", "-1", "first", "after", "after.", "after.1", "after.1.0", "after.1.-1", "after.1.2.3", "after.a.b", "AFTER.1.1", "last.1.1",
		"after.99999999999999999999.1", "after.1.99999999999999999999", "after.1.1 OR 1=1", "before.1e3.1", "💩"} {
		for _, path := range []string{"/client-portal/invoices?page=", "/client-portal/time-entries?page="} {
			for _, ask := range []func(string) *answer{v.get, v.htmx, v.swapping("entry-list")} {
				ask(path + url.QueryEscape(page)).wantStatus(http.StatusUnprocessableEntity).wantText("This page of the list does not exist.")
			}
		}
	}
}
