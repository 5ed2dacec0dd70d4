package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"foyer/store/storetest"
)

// worked is a client with entries on an active project, a past one and none.
func (s *site) worked() (v *visitor, site, past int64) {
	s.t.Helper()
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	sam := s.User(storetest.User{FullName: "Sam Stone"})
	site, past = s.Project(acme, "Site"), s.Project(acme, "Old site")
	empty := s.Project(acme, "Old and empty")
	s.Exec("UPDATE projects SET status = 'archived' WHERE id IN (?, ?)", past, empty)
	for _, e := range []storetest.Entry{
		{Notes: "first", Project: site, Day: "2026-03-01", Seconds: 3600},
		{Notes: "second", Project: site, Day: "2026-03-02", Seconds: 1800},
		{Notes: "third", Project: past, Day: "2026-03-03", Seconds: 900},
		{Notes: "fourth", Day: "2026-03-04", Seconds: 450},
		{Notes: "running", Project: site, Day: "2026-03-04", Running: true},
		{Notes: "corrected", Day: "2026-03-05", Seconds: -60},
	} {
		e.User = sam
		s.Entry(acme, e)
	}
	return s.signedIn("acme"), site, past
}

// The filter: by project, by days with both ends included, by both; what is counted is
// the whole of what was chosen, and never what still runs.
func TestEntryFilter(t *testing.T) {
	t.Parallel()
	v, site, past := newSite(t).worked()
	for _, c := range []struct {
		query string
		sum   string
		notes []string
	}{
		{"", "1.86 hours in 5 entries", []string{"corrected", "fourth", "third", "second", "first"}},
		{fmt.Sprint("project_id=", site), "1.50 hours in 2 entries", []string{"second", "first"}},
		{fmt.Sprint("project_id=", past), "0.25 hours in 1 entry", []string{"third"}},
		{"date_from=2026-03-02&date_to=2026-03-04", "0.88 hours in 3 entries", []string{"fourth", "third", "second"}},
		{"date_from=2026-03-02&date_to=2026-03-02", "0.50 hours in 1 entry", []string{"second"}},
		{"date_from=2026-03-05", "−0.02 hours in 1 entry", []string{"corrected"}},
		{"date_to=2026-03-01", "1.00 hours in 1 entry", []string{"first"}},
		{fmt.Sprint("date_from=2026-03-02&project_id=", site), "0.50 hours in 1 entry", []string{"second"}},
		{"project_id=&date_from=&date_to=", "1.86 hours in 5 entries", []string{"corrected", "fourth", "third", "second", "first"}},
		{"date_from=2027-01-01", "0.00 hours in 0 entries", nil},
		{"project_id=999", "0.00 hours in 0 entries", nil},
	} {
		for _, ask := range []func(string) *answer{v.get, v.htmx, v.swapping("entry-list")} {
			page := ask("/client-portal/time-entries?" + c.query).wantStatus(http.StatusOK).wantText(c.sum)
			if diff := cmp.Diff(c.notes, page.column("#entry-list", 4)); diff != "" {
				t.Errorf("%s: %s", c.query, diff)
			}
		}
	}
}

// What was chosen stays in the form, and projects of the past are offered apart, if there
// is anything on them.
func TestEntryForm(t *testing.T) {
	t.Parallel()
	v, _, past := newSite(t).worked()
	page := v.get(fmt.Sprint("/client-portal/time-entries?date_from=2026-03-01&project_id=", past))
	if got := page.doc().Find("#project_id option[selected]").Text(); got != "Old site" {
		t.Errorf("project kept: %q", got)
	}
	if got := page.doc().Find("#date_from").AttrOr("value", ""); got != "2026-03-01" {
		t.Errorf("date kept: %q", got)
	}
	if diff := cmp.Diff([]string{"All projects", "Site", "Old site"}, texts(page.doc().Find("#project_id option"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Old site"}, texts(page.doc().Find("optgroup[label='Past projects'] option"))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Mar 3, 2026", "Old site", "Sam Stone", "third", "09:00", "09:15", "0.25"}, page.rows("#entry-list")[0]); diff != "" {
		t.Error(diff)
	}
}

// A value that can't be read: 422, the page with what was typed, and a message by the field
// that the field refers to.
func TestUnreadableFilter(t *testing.T) {
	t.Parallel()
	v, _, _ := newSite(t).worked()
	for _, c := range []struct{ field, typed, message string }{
		{"date_from", "2025-13-45", "year-month-day"},
		{"date_from", "2026-02-31", "year-month-day"},
		{"date_to", "0001-01-01", "year-month-day"},
		{"date_to", "9999-12-31", "year-month-day"},
		{"date_from", "31/03/2026", "year-month-day"},
		{"date_from", "<script>", "year-month-day"},
		{"project_id", "abc", "Choose a project"},
		{"project_id", "-1", "Choose a project"},
		{"project_id", "1 OR 1=1", "Choose a project"},
		{"project_id", "99999999999999999999", "Choose a project"},
	} {
		for _, ask := range []func(string) *answer{v.get, v.htmx, v.swapping("entry-list")} {
			a := ask("/client-portal/time-entries?" + url.Values{c.field: {c.typed}}.Encode()).wantStatus(http.StatusUnprocessableEntity)
			a.wantFieldError(c.field, c.message)
			if field := a.doc().Find("input#" + c.field); field.Length() == 1 && field.AttrOr("value", "") != c.typed {
				t.Errorf("%s=%s was kept as %q", c.field, c.typed, field.AttrOr("value", ""))
			}
			a.wantNoText("<script>alert", "hours in")
		}
	}
}

// wantFieldError wants a message that the field names as its description.
func (a *answer) wantFieldError(field, message string) {
	a.t.Helper()
	found := a.doc().Find("#" + field)
	if found.AttrOr("aria-invalid", "") != "true" {
		a.t.Errorf("%s: %s is not marked as invalid", a.what, field)
	}
	described := a.doc().Find("#" + found.AttrOr("aria-describedby", "nothing"))
	if got := described.Text(); !strings.Contains(got, message) {
		a.t.Errorf("%s: %s is described by %q, want %q", a.what, field, got, message)
	}
}

// Two faults give two messages, and what was good is kept too.
func TestUnreadableFilterKeepsTheRest(t *testing.T) {
	t.Parallel()
	v, site, _ := newSite(t).worked()
	a := v.get(fmt.Sprint("/client-portal/time-entries?date_from=2026-03-09&date_to=2026-03-01&page=x&project_id=", site)).wantStatus(http.StatusUnprocessableEntity)
	a.wantFieldError("date_to", "The end lies before the start")
	a.wantText("This page of the list does not exist.")
	kept := map[string]string{}
	a.doc().Find("#date_from, #date_to").Each(func(_ int, f *goquery.Selection) { kept[f.AttrOr("id", "")] = f.AttrOr("value", "") })
	kept["project_id"] = a.doc().Find("#project_id option[selected]").Text()
	if diff := cmp.Diff(map[string]string{"date_from": "2026-03-09", "date_to": "2026-03-01", "project_id": "Site"}, kept); diff != "" {
		t.Error(diff)
	}
	for _, status := range []string{"bogus", "ALL", "paid ", "draft"} {
		a := v.get("/client-portal/invoices?" + url.Values{"status": {status}}.Encode()).wantStatus(http.StatusUnprocessableEntity)
		a.wantText("There is no such list")
		if a.doc().Find("[role=alert]").Length() == 0 || a.doc().Find(".tabs [aria-current]").Length() != 0 || a.doc().Find("table").Length() != 0 {
			t.Errorf("status=%s gives a list", status)
		}
	}
}
