package views_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

const today portal.Day = "2026-11-22"

// render draws a component and reads it as a browser would.
func render(t *testing.T, c templ.Component) (markup string, page *goquery.Document) {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	page, err := goquery.NewDocumentFromReader(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), page
}

// frame is a page's frame with a text wherever one can stand.
func frame(text string) views.Page {
	return views.Page{
		Title: text, Nav: views.InvoicesPath, CSRF: text, Flash: text, Today: today,
		Viewer: views.Viewer{Company: text, Account: text + "!", Client: text, Staff: true, Admin: true},
		Format: views.NewFormat("en-GB", time.UTC),
	}
}

// everyPage is each page there is, in each of its states, with a text wherever one can stand.
func everyPage(text string) map[string]templ.Component {
	p, viewing, insecure := frame(text), frame(text), frame(text)
	viewing.Viewer.ViewingAs = true
	insecure.Viewer.ViewingAs, insecure.Insecure = true, true
	wrong := views.ErrorProps{Status: 500, Heading: text, Text: text, Back: "/", BackTo: text, ID: text}
	form := views.SignInProps{Heading: text, Intro: text, Action: views.PortalLoginPath, Next: text, Typed: text}
	refused := form
	refused.Error = text

	pages := map[string]templ.Component{
		"dashboard":           views.DashboardPage(p, dashboard(text)),
		"dashboard, empty":    views.DashboardPage(viewing, views.DashboardProps{Weeks: weeks(0, 0, 0)}),
		"dashboard, insecure": views.DashboardPage(insecure, dashboard(text)),
		"clients, insecure":   views.ClientsPage(insecure, views.ClientsProps{}),
		"sign-in, insecure":   views.SignInPage(insecure, refused),
		"projects":            views.ProjectsPage(p, projects(text)),
		"projects, empty":     views.ProjectsPage(p, nil),
		"invoices":            views.InvoicesPage(p, invoiceList(text)),
		"invoices, empty":     views.InvoicesPage(p, views.InvoiceListProps{Filter: portal.InvoicesPaid}),
		"invoices, wrong":     views.InvoicesPage(p, views.InvoiceListProps{Errors: []portal.FieldError{{Field: "status", Message: text}}}),
		"invoice":             views.InvoicePage(p, views.InvoiceProps{Company: company(text), Document: document(text)}),
		"invoice, bare":       views.InvoicePage(p, views.InvoiceProps{Document: portal.InvoiceDocument{Invoice: invoice(1, text, -500)}}),
		"time entries":        views.TimeEntriesPage(p, entryList(text)),
		"time entries, none":  views.TimeEntriesPage(p, views.EntryListProps{Filter: portal.EntryFilter{ProjectID: 9}}),
		"time entries, wrong": views.TimeEntriesPage(p, views.EntryListProps{
			Typed: portal.EntryQuery{ProjectID: text, From: text, To: text},
			Errors: []portal.FieldError{
				{Field: "project_id", Message: text}, {Field: "date_from", Message: text}, {Field: "date_to", Message: text}, {Field: "page", Message: text},
			},
		}),
		"sign-in":        views.SignInPage(p, form),
		"sign-in, wrong": views.SignInPage(p, refused),
		"set password":   views.SetPasswordPage(p, views.SetPasswordProps{Account: text, Username: text + "!", MinLength: "12"}),
		"set password, wrong": views.SetPasswordPage(p, views.SetPasswordProps{
			Account: text, Username: text, MinLength: "12", Errors: []portal.FieldError{{Field: "password", Message: text}, {Field: "again", Message: text}},
		}),
		"first admin": views.SetupPage(p, views.SetupProps{MinLength: "12"}),
		"first admin, wrong": views.SetupPage(insecure, views.SetupProps{
			Form: portal.SetupForm{Username: text, FullName: text}, MinLength: "12",
			Errors: []portal.FieldError{{Field: "username", Message: text}, {Field: "full_name", Message: text}, {Field: "password", Message: text}, {Field: "again", Message: text}},
		}),
		"clients":                views.ClientsPage(p, views.ClientsProps{Clients: clients(text)}),
		"clients, empty":         views.ClientsPage(p, views.ClientsProps{}),
		"staff dashboard":        views.StaffDashboardPage(p, staffDashboard(text)),
		"staff dashboard, empty": views.StaffDashboardPage(p, views.StaffDashboardProps{Monday: today.Monday()}),
		"logo":                   views.LogoPage(p, views.LogoProps{}),
		"logo, refused":          views.LogoPage(p, views.LogoProps{Stale: true, Errors: []portal.FieldError{{Field: "logo", Message: text}}}),
		"settings":               views.SettingsPage(p, settings(text)),
		"settings, stale":        views.SettingsPage(insecure, views.SettingsProps{Stale: true, Stored: settings(text).Stored, Zones: portal.TimeZones(), Errors: []portal.FieldError{{Field: "name", Message: text}}}),
		"error":                  views.ErrorPage(p, wrong),
		"error in portal":        views.PortalErrorPage(p, wrong),
	}
	maps.Copy(pages, staffInvoicePages(text))
	maps.Copy(pages, mailPages(p, text))
	maps.Copy(pages, projectPages(p, text))
	maps.Copy(pages, entryPages(p, text))
	maps.Copy(pages, userPages(p, text))
	return pages
}

func weeks(hours ...float64) (weeks []portal.WeekHours) {
	for i, h := range hours {
		weeks = append(weeks, portal.WeekHours{Monday: portal.FirstWeek(today).AddDays(7 * i), Hours: portal.Hours(h * 3600)})
	}
	return weeks
}

func invoice(id int64, number string, outstanding int64) portal.Invoice {
	return portal.Invoice{ID: id, Number: number, IssueDate: "2026-09-30", DueDate: "2026-10-30", Currency: "EUR", Total: 250000, Outstanding: outstanding}
}

func projects(text string) []portal.Project {
	return []portal.Project{
		{ID: 1, Name: text, Description: text, Status: portal.ProjectActive, Rate: &portal.Money{Minor: 9500, Currency: "EUR"}, Hours: 3600, Entries: 2},
		{ID: 2, Name: text, Status: portal.ProjectArchived},
	}
}

func entries(text string) []portal.TimeEntry {
	began := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	return []portal.TimeEntry{
		{ID: 1, Day: "2026-11-20", Started: began, Ended: began.Add(time.Hour), Hours: 3600, Project: text, Person: text, Notes: text},
		{ID: 2, Day: "2026-11-20", Started: began, Ended: began.Add(time.Hour), Hours: 3600},
	}
}

func totals() []portal.InvoiceTotals {
	return []portal.InvoiceTotals{
		{Currency: "EUR", Count: 2, Amount: 500000, Outstanding: 250000, Overdue: 250000},
		{Currency: "USD", Count: 1, Amount: 100, Credit: 900},
	}
}

func dashboard(text string) views.DashboardProps {
	late := []portal.Invoice{invoice(7, text, 250000)}
	return views.DashboardProps{
		Projects: projects(text), Invoices: append(late, invoice(8, text, 0)), Overdue: portal.Page[portal.Invoice]{Rows: late},
		Entries: entries(text), ActiveCount: 2, Hours: 7200, Totals: totals(), Weeks: weeks(1, 2, 0, 4),
		ByProject: []portal.ProjectHours{{Name: text, Hours: 3600}, {Hours: 3600}},
	}
}

func invoiceList(text string) views.InvoiceListProps {
	rows := []portal.Invoice{invoice(7, text, 250000), invoice(8, text, 100000), invoice(9, text, 0), invoice(10, text, -900)}
	return views.InvoiceListProps{
		Filter: portal.InvoicesAll, Totals: totals(),
		Page: portal.Page[portal.Invoice]{Rows: rows, Next: &portal.Cursor{Kind: portal.AfterRow, Sort: 20000, ID: 10}},
	}
}

func entryList(text string) views.EntryListProps {
	return views.EntryListProps{
		Filter: portal.EntryFilter{ProjectID: 1}, Typed: portal.EntryQuery{ProjectID: "1", From: text, To: text},
		Projects: []portal.ProjectOption{{ID: 1, Name: text}, {ID: 2, Name: text, Past: true}},
		Page:     portal.Page[portal.TimeEntry]{Rows: entries(text), Prev: &portal.Cursor{Kind: portal.BeforeRow, Sort: 1, ID: 1}},
		Totals:   portal.EntryTotals{Count: 2, Hours: 7200},
	}
}

func company(text string) portal.Company {
	return portal.Company{Name: text, Address: text, Email: text, Phone: text, Website: text, VATNumber: text, BankAccount: text}
}

func staffDashboard(text string) views.StaffDashboardProps {
	hours := []portal.NamedHours{{Name: text, Hours: 7200}, {Name: text, Hours: 3600}}
	return views.StaffDashboardProps{
		Monday: today.Monday(), Hours: 10800, ByPerson: hours, ByProject: hours, Totals: totals(),
		Unbilled: []portal.Unbilled{{Client: 1, ClientName: text, Currency: "EUR", Hours: 7200, Worth: 20000}, {Client: 2, ClientName: text, Currency: "USD", Unpriced: 60}},
		SignIns:  []portal.PortalSignIn{{Client: 1, Name: text}, {Client: 1, Name: text, Person: text}},
		Steps:    portal.FirstSteps{Client: true},
	}
}

func settings(text string) views.SettingsProps {
	stored := portal.CompanySettings{Settings: portal.Settings{Company: company(text), TimeZone: "UTC", Currency: "EUR"}, InvoicePrefix: text, InvoiceTerms: text, InvoiceNotes: text}
	return views.SettingsProps{Form: stored.Form(), Stored: stored, Zones: portal.TimeZones(), Currencies: []string{"EUR"}}
}

func document(text string) portal.InvoiceDocument {
	return portal.InvoiceDocument{
		Invoice: invoice(7, text, 100000), BillTo: portal.Address{Name: text, Email: text, Lines: text, VATNumber: text},
		Project: text, Subtotal: 206612, TaxRateBP: 2100, Tax: 43388, Notes: text, Terms: text,
		Lines:    []portal.InvoiceLine{{Description: text, Quantity: 1500, UnitPrice: 100, Total: 150}},
		Payments: []portal.Payment{{On: "2026-11-02", Amount: 100000, Method: text, Reference: text}, {On: "2026-11-03", Amount: 1}},
		Credits:  []portal.Credit{{On: "2026-11-04", Number: text, Amount: 50000, Reason: text}},
	}
}

func clients(text string) []portal.ClientSummary {
	return []portal.ClientSummary{
		{ID: 1, Name: text, ContactPerson: text, Email: text + "@" + text, Active: true, PortalEnabled: true, PortalUsername: text, HasPassword: true, PortalUsers: 2},
		{ID: 2, Name: text, Active: true, PortalEnabled: true, LastSignIn: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)},
		{ID: 3, Name: text, PortalEnabled: true, HasPassword: true},
		{ID: 4, Name: text, Active: true},
	}
}
