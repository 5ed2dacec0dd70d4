package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/store/storetest"
)

// One URL, two sizes: the page, and to htmx the piece of it that changes; boosted links and
// restored history get the page. Either way caches are told what the answer hangs on.
func TestPageAndPiece(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	for _, c := range []struct{ path, target, id string }{
		{"/client-portal/invoices", "invoice-list", "invoice-list"},
		{"/client-portal/invoices?status=paid", "invoice-list", "invoice-list"},
		{"/client-portal/invoices?status=bogus", "invoice-list", "invoice-list"},
		{"/client-portal/time-entries", "entry-list", "entry-list"},
		{"/client-portal/time-entries", "entry-search", "entry-search"},
		{"/client-portal/time-entries", "", "entry-search"},
		{"/client-portal/time-entries?date_from=x", "entry-list", "entry-search"},
		{"/client-portal/time-entries?date_from=2026-01-01&page=", "entry-list", "entry-list"},
	} {
		path, id := c.path, c.id
		page, piece := v.get(path), v.swapping(c.target)(path)
		if page.StatusCode != piece.StatusCode {
			t.Errorf("%s: %d and to htmx %d", path, page.StatusCode, piece.StatusCode)
		}
		if !strings.HasPrefix(page.body, "<!doctype html>") || !strings.HasPrefix(piece.body, `<div id="`+id+`"`) {
			t.Errorf("%s: page %.40q, piece %.40q", path, page.body, piece.body)
		}
		if !strings.Contains(page.body, piece.body) {
			t.Errorf("%s: the piece is not a piece of the page", path)
		}
		whole := v.with("HX-Request", "true").with("HX-Target", c.target)
		for _, a := range []*answer{whole.with("HX-Boosted", "true").get(path), whole.with("HX-History-Restore-Request", "true").get(path), v.with("HX-Request", "false").get(path)} {
			if a.body != page.body {
				t.Errorf("%s: not the page: %.40q", path, a.body)
			}
			piece.wantVary()
			a.wantVary()
		}
	}
}

func (a *answer) wantVary() {
	a.t.Helper()
	if got := a.Header.Values("Vary"); !strings.Contains(strings.Join(got, ", "), "HX-Request, HX-Target") {
		a.t.Errorf("%s: Vary: %q", a.what, got)
	}
}

// An error is one line for htmx, and a page with a way on for everybody else.
func TestErrorsInTwoSizes(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	piece := v.htmx("/client-portal/invoices/999").wantStatus(http.StatusNotFound)
	if !strings.HasPrefix(piece.body, `<p class="alert" role="alert">`) {
		t.Errorf("to htmx: %q", piece.body)
	}
	page := v.get("/client-portal/invoices/999").wantStatus(http.StatusNotFound).wantText("Page not found", "Acme")
	if page.doc().Find("nav[aria-label=Portal] a").Length() != 4 {
		t.Error("the client lost its navigation")
	}
	stranger := v.site.visitor().get("/nowhere").wantStatus(http.StatusNotFound).wantText("Page not found")
	if stranger.doc().Find("nav").Length() != 0 || stranger.doc().Find("main a").Length() != 1 {
		t.Error("a stranger's error page has no way on, or too many")
	}
}

// Every page says where it is: title, heading, the current entry of the navigation, and
// breadcrumbs from the dashboard down; nothing of the staff's navigation is there.
func TestWhereAmI(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	for path, want := range map[string]struct{ heading, nav, crumbs string }{
		"/client-portal":              {"Dashboard", "Dashboard", ""},
		"/client-portal/dashboard":    {"Dashboard", "Dashboard", ""},
		"/client-portal/projects":     {"Projects", "Projects", "Dashboard /client-portal/dashboard; Projects"},
		"/client-portal/invoices":     {"Invoices", "Invoices", "Dashboard /client-portal/dashboard; Invoices"},
		"/client-portal/invoices/1":   {"Invoice OPEN", "Invoices", "Dashboard /client-portal/dashboard; Invoices /client-portal/invoices; OPEN"},
		"/client-portal/time-entries": {"Time entries", "Time entries", "Dashboard /client-portal/dashboard; Time entries"},
	} {
		page := v.get(path).wantStatus(http.StatusOK)
		if got := texts(page.doc().Find("h1")); cmp.Diff([]string{want.heading}, got) != "" {
			t.Errorf("%s: headings %q", path, got)
		}
		if got := strings.Join(texts(page.doc().Find("nav[aria-label=Portal] [aria-current=page]")), ";"); got != want.nav {
			t.Errorf("%s: %q is current", path, got)
		}
		var crumbs []string
		for _, crumb := range page.doc().Find("nav[aria-label=Breadcrumb] li").EachIter() {
			crumbs = append(crumbs, strings.TrimSpace(texts(crumb)[0]+" "+crumb.Find("a").AttrOr("href", "")))
		}
		if got := strings.Join(crumbs, "; "); got != want.crumbs {
			t.Errorf("%s: breadcrumbs %q", path, got)
		}
		if title := page.doc().Find("title").Text(); !strings.HasPrefix(title, want.heading+" · ") {
			t.Errorf("%s: title %q", path, title)
		}
		page.wantNoText(`href="/admin`)
	}
}

// A client for whom nothing was done yet reads what will be where, not empty tables.
func TestEmptyPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Name: "Newcomer", Username: "newcomer"})
	v := s.signedIn("newcomer")
	for path, words := range map[string][]string{
		"/client-portal":                                   {"No invoices yet", "No active projects", "No time entries in the last 30 days", "No hours yet"},
		"/client-portal/projects":                          {"No active projects"},
		"/client-portal/invoices":                          {"No invoices yet"},
		"/client-portal/invoices?status=paid":              {"No paid invoices yet"},
		"/client-portal/invoices?status=unpaid":            {"Nothing to pay"},
		"/client-portal/invoices?status=overdue":           {"Nothing overdue"},
		"/client-portal/time-entries":                      {"No time entries yet", "0.00 hours in 0 entries"},
		"/client-portal/time-entries?date_from=2026-01-01": {"No time entries match", "0.00 hours in 0 entries"},
		"/client-portal/invoices?page=last":                {"No invoices yet"},
		"/client-portal/time-entries?page=after.1.1":       {"No time entries yet"},
	} {
		page := v.get(path).wantStatus(http.StatusOK).wantText(words...)
		if n := page.doc().Find("tbody tr").Length(); n != 0 {
			t.Errorf("%s: %d rows", path, n)
		}
	}
	want := map[string]string{"Active projects": "0", "Total hours": "0.00", "Invoices": "0", "Outstanding": "Nothing"}
	if diff := cmp.Diff(want, v.get("/client-portal").figures()); diff != "" {
		t.Error(diff)
	}
}

// Figures follow the reader's language, and one that nobody speaks is English.
func TestLanguages(t *testing.T) {
	t.Parallel()
	v := newSite(t).everyState()
	for language, want := range map[string]string{
		"de": "2.900,00\u00a0€", "de-BE,de;q=0.9": "2.900,00\u00a0€", "en-GB": "€2,900.00", "": "€2,900.00", "xx-YY": "€2,900.00",
		"*": "€2,900.00", "ar": "€2,900.00", "fr": "2\u202f900,00\u00a0€", "-": "€2,900.00", strings.Repeat("de-", 3000): "2.900,00\u00a0€",
	} {
		page := v.with("Accept-Language", language).get("/client-portal/invoices").wantStatus(http.StatusOK)
		if !strings.Contains(page.body, want) {
			t.Errorf("%.20q: no %q in %q", language, want, texts(page.doc().Find("tfoot td")))
		}
	}
}
