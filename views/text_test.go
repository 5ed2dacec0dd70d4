package views_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

// What is drawn in Go is escaped as templ escapes what it draws itself.
func TestRowsEscape(t *testing.T) {
	t.Parallel()
	const typed, shown = `<i title="a">'&</i>`, `&lt;i title=&#34;a&#34;&gt;&#39;&amp;&lt;/i&gt;`
	entries := busyEntryList(0)
	entries.Page.Rows = []portal.TimeEntry{{Day: typed, Project: typed, Person: typed, Notes: typed}}
	entries.Projects = []portal.ProjectOption{{ID: 1, Name: typed}}
	invoices := busyInvoices(0)
	invoices.Page.Rows = []portal.Invoice{{Number: typed, IssueDate: typed}}
	frame := views.Page{Format: views.NewFormat("en", time.UTC), Viewer: views.Viewer{Client: "Acme"}}
	for name, c := range map[string]struct {
		page  templ.Component
		times int
	}{
		"entries":  {views.EntrySearch(frame, entries), 5},
		"invoices": {views.InvoiceList(frame, invoices), 2},
		"projects": {views.ProjectsPage(frame, []portal.Project{{Name: typed, Description: typed, Status: typed}}), 3},
		"badge":    {views.Badge(typed), 1},
	} {
		var html strings.Builder
		if err := c.page.Render(context.Background(), &html); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(html.String(), shown); n != c.times || strings.Contains(html.String(), typed) {
			t.Errorf("%s: escaped %d times instead of %d in %s", name, n, c.times, html.String())
		}
	}
}

// Every character, alone and between others, is escaped as templ does it.
func TestEscapesLikeTempl(t *testing.T) {
	t.Parallel()
	for c := range 256 {
		for _, words := range []string{string([]byte{byte(c)}), "a" + string([]byte{byte(c)}) + "b", string([]byte{byte(c), byte(c)}) + "é", "<" + string([]byte{byte(c)}) + "\x00>"} {
			var html strings.Builder
			if err := views.Badge(portal.InvoiceState(words)).Render(context.Background(), &html); err != nil {
				t.Fatal(err)
			}
			if want := `<span class="badge">` + templ.EscapeString(words) + `</span>`; html.String() != want {
				t.Errorf("%q became %s, want %s", words, html.String(), want)
			}
		}
	}
}

// What one drew too large to be kept, and who draws next, get their own and nothing else.
func TestSheetsStartEmpty(t *testing.T) {
	t.Parallel()
	for _, notes := range []string{strings.Repeat("long", 100_000), "short"} {
		rows := busyEntryList(1)
		rows.Page.Rows[0].Notes = notes
		_, page := render(t, views.EntrySearch(busyFrame(time.UTC), rows))
		if got := page.Find("tbody .notes").Text(); got != notes {
			t.Errorf("%d characters of notes became %d", len(notes), len(got))
		}
	}
}
