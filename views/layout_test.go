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
