package views_test

import (
	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

func projectPages(p views.Page, text string) map[string]templ.Component {
	projects := staffProjects(text)
	return map[string]templ.Component{
		"staff projects":        views.StaffProjectsPage(p, views.StaffProjectsProps{Page: portal.Page[portal.ProjectRecord]{Rows: projects, Next: &portal.Cursor{Kind: portal.AfterRow, ID: 2}}}),
		"staff projects, wrong": views.StaffProjectsPage(p, views.StaffProjectsProps{Query: portal.ProjectQuery{Search: text}, Errors: []portal.FieldError{{Field: "q", Message: text}}}),
		"staff project":         views.StaffProjectPage(p, views.StaffProjectProps{Project: projects[0], Weeks: weeks(1, 2, 0, 4), Entries: staffEntries(text)}),
		"staff project, bare":   views.StaffProjectPage(p, views.StaffProjectProps{Project: projects[1], Weeks: weeks(0)}),
		"project form":          views.ProjectFormPage(p, views.ProjectFormProps{Form: portal.ProjectForm{Name: text, Description: text}, Clients: []portal.ClientChoice{{ID: 1, Name: text}}}),
		"project form, stale":   views.ProjectFormPage(p, views.ProjectFormProps{Project: projects[0], Stale: true, Errors: []portal.FieldError{{Field: "client", Message: text}}}),
	}
}

func staffProjects(text string) []portal.ProjectRecord {
	hours, minor := portal.Hours(3600), int64(100)
	return []portal.ProjectRecord{
		{ID: 1, Client: 1, ClientName: text, ClientActive: true, Currency: "EUR", Name: text, Code: text, Description: text, Status: portal.ProjectActive,
			Billable: true, RateMinor: &minor, BudgetHours: &hours, BudgetMinor: &minor, Entries: 2, Hours: 7200, BillableHours: 3600, InUse: true, Revision: 3},
		{ID: 2, Client: 1, ClientName: text, Currency: "EUR", Name: text, Status: portal.ProjectArchived, BudgetMinor: &minor},
	}
}
