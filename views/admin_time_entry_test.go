package views_test

import (
	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

func entryPages(p views.Page, text string) map[string]templ.Component {
	rows := staffEntries(text)
	running := p
	running.Timer = &views.TimerBar{Entry: rows[1], Elapsed: 3660}
	work := []portal.WorkChoice{{ClientID: 1, Client: text, Open: true}, {ClientID: 1, Client: text, ProjectID: 2, Project: text}}
	people := []portal.PersonChoice{{ID: 1, Name: text}}
	form := portal.EntryForm{Work: "1.2", Day: text, Duration: text, Start: text, End: text, Notes: text, Person: "1"}
	return map[string]templ.Component{
		"staff entries": views.StaffEntriesPage(running, views.StaffEntriesProps{Timers: rows, Work: work, People: people, Sums: portal.EntrySums{Count: 2, Hours: 7200},
			Page: portal.Page[portal.EntryRecord]{Rows: rows, Next: &portal.Cursor{Kind: portal.AfterRow, ID: 2}}}),
		"staff entries, none":  views.StaffEntriesPage(p, views.StaffEntriesProps{Filter: portal.StaffEntryFilter{Search: text}}),
		"staff entries, wrong": views.StaffEntriesPage(p, views.StaffEntriesProps{Query: portal.StaffEntryQuery{Search: text}, Errors: []portal.FieldError{{Field: "q", Message: text}}}),
		"entry form":           views.EntryFormPage(p, views.EntryFormProps{Form: form, Work: work, People: people}),
		"entry form, stale":    views.EntryFormPage(p, views.EntryFormProps{Stored: &rows[0], Form: form, Stale: true, Errors: []portal.FieldError{{Field: "work", Message: text}, {Field: "end", Message: text}}}),
		"timer":                views.TimerPage(running, views.TimerFormProps{Form: portal.TimerForm{Notes: text}, Work: work}),
		"entry, fixed":         views.EntryFixedPage(p, rows[0]),
	}
}

func staffEntries(text string) (rows []portal.EntryRecord) {
	for i, e := range entries(text) {
		rows = append(rows, portal.EntryRecord{TimeEntry: e, ClientID: 1, Client: text, PersonID: 1, Bills: i > 0, Overlaps: i == 0, Revision: 1})
	}
	rows[0].InvoiceID, rows[0].InvoiceNumber = 4, text
	return rows
}
