package views_test

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

// Who types or reads something over plain http is told once a page, and nobody else is.
func TestMissingEncryptionIsTold(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(views.Page) templ.Component{
		"clients' sign-in": func(p views.Page) templ.Component {
			return views.SignInPage(p, views.SignInProps{Action: views.PortalLoginPath})
		},
		"staff's sign-in": func(p views.Page) templ.Component {
			return views.SignInPage(p, views.SignInProps{Action: views.StaffLoginPath})
		},
		"portal": func(p views.Page) templ.Component { return views.ProjectsPage(p, nil) },
		"staff":  func(p views.Page) templ.Component { return views.ClientsPage(p, views.ClientsProps{}) },
	} {
		for _, insecure := range []bool{false, true} {
			p, times := frame("plain"), 0
			if p.Insecure = insecure; insecure {
				times = 1
			}
			_, page := render(t, draw(p))
			if n := strings.Count(page.Find("body").Text(), "reached without encryption"); n != times {
				t.Errorf("%s, insecure %t: told %d times", name, insecure, n)
			}
		}
	}
}

// A project's row leads to the very list that its filter does.
func TestProjectEntriesPath(t *testing.T) {
	t.Parallel()
	if got, want := views.ProjectEntriesPath(17), views.EntryListPath(portal.EntryFilter{ProjectID: 17}, portal.Cursor{}); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Paths put together by hand are those that package url would write.
func TestListPaths(t *testing.T) {
	t.Parallel()
	for _, f := range []portal.EntryFilter{{}, {ProjectID: 7}, {From: "2026-01-01"}, {To: "2026-12-31"}, {ProjectID: 7, From: "2026-01-01", To: "a b&c=d/é"}} {
		for _, at := range []portal.Cursor{{}, {Kind: portal.LastPage}, {Kind: portal.BeforeRow, Sort: -5, ID: 9}} {
			v := f.Values()
			if page := at.String(); page != "" {
				v.Set("page", page)
			}
			want := strings.TrimSuffix(views.TimeEntriesPath+"?"+v.Encode(), "?")
			if got := views.EntryListPath(f, at); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		}
	}
	if got, want := views.InvoiceListPath(portal.InvoicesPaid, portal.Cursor{Kind: portal.LastPage}), "/client-portal/invoices?page=last&status=paid"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
