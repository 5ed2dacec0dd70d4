package views_test

import (
	"bytes"
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

// BenchmarkRender draws the portal's pages as full as they get every day, with the frame
// made anew each time, as for a request.
func BenchmarkRender(b *testing.B) {
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		draw func(views.Page) templ.Component
	}{
		{"dashboard", drawing(views.DashboardPage, busyDashboard())},
		{"projects", drawing(views.ProjectsPage, busyProjects(20))},
		{"invoices", drawing(views.InvoicesPage, busyInvoices(portal.PageSize))},
		{"invoice", drawing(views.InvoicePage, busyInvoice(5))},
		{"entries", drawing(views.TimeEntriesPage, busyEntryList(portal.PageSize))},
		{"entries-fragment", drawing(views.EntryList, busyEntryList(portal.PageSize))},
	} {
		b.Run(bench.name, func(b *testing.B) {
			var answer bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				answer.Reset()
				if err := bench.draw(busyFrame(zone)).Render(context.Background(), &answer); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(answer.Len()), "B/page")
		})
	}
}

func drawing[Props any](page func(views.Page, Props) templ.Component, props Props) func(views.Page) templ.Component {
	return func(p views.Page) templ.Component { return page(p, props) }
}

func busyFrame(zone *time.Location) views.Page {
	return views.Page{
		Title: "Portal", Nav: views.InvoicesPath, CSRF: "Zm95ZXItZm95ZXItZm95ZXItZm95ZXItZm95ZXItZm8", Today: today,
		Viewer: views.Viewer{Company: "Studio Halyard", Account: "Harbour & Sons", Client: "Harbour & Sons"},
		Format: views.NewFormat("de-BE", zone),
	}
}

func busyProjects(n int) (rows []portal.Project) {
	for i := range n {
		rows = append(rows, portal.Project{
			ID: int64(i + 1), Name: "Harbour website, part " + strconv.Itoa(i), Description: "Design, copy & code",
			Status: portal.ProjectActive, Rate: &portal.Money{Minor: 9500, Currency: "EUR"},
			Hours: portal.Hours(3_600_000 + 1234*i), Entries: 1234 + i,
		})
	}
	return rows
}

func busyInvoiceRows(n int) (rows []portal.Invoice) {
	for i := range n {
		row := invoice(int64(i+1), "2026-"+strconv.Itoa(1000+i), int64(i%3)*83333)
		row.Total = 123456 + int64(i)*7919
		rows = append(rows, row)
	}
	return rows
}

func busyInvoices(n int) views.InvoiceListProps {
	return views.InvoiceListProps{
		Filter: portal.InvoicesAll, Page: page(busyInvoiceRows(n)),
		Totals: []portal.InvoiceTotals{{Currency: "EUR", Count: 500, Amount: 123456789, Outstanding: 2345678, Overdue: 345678}},
	}
}

func busyInvoice(n int) views.InvoiceProps {
	d := portal.InvoiceDocument{
		Invoice: invoice(7, "2026-1007", 100000), BillTo: portal.Address{Name: "Harbour & Sons", Lines: "Quay 12\n9000 Ghent\nBelgium", VATNumber: "BE 0123.456.789"},
		Project: "Harbour website", Subtotal: 206612, TaxRateBP: 2100, Tax: 43388, Notes: "Thank you for your order.", Terms: "30 days.",
		Payments: []portal.Payment{{On: "2026-11-02", Amount: 100000, Method: "transfer", Reference: "2026-1007"}},
	}
	for i := range n {
		d.Lines = append(d.Lines, portal.InvoiceLine{Description: "Design & code, part " + strconv.Itoa(i), Quantity: 7250, UnitPrice: 9500, Total: 68875})
	}
	return views.InvoiceProps{Company: company("Studio Halyard"), Document: d, State: portal.StateOverdue}
}

func busyEntryRows(n int) (rows []portal.TimeEntry) {
	began := time.Date(2026, 11, 20, 9, 7, 0, 0, time.UTC)
	for i := range n {
		at := began.Add(-time.Duration(i) * 7 * time.Hour)
		rows = append(rows, portal.TimeEntry{
			ID: int64(i + 1), Day: portal.DayOf(at, time.UTC), Started: at, Ended: at.Add(90 * time.Minute), Hours: 5400,
			Project: "Harbour website", Person: "Yuki Tanaka", Notes: "Forms, what's left of them & tests",
		})
	}
	return rows
}

func busyEntryList(n int) views.EntryListProps {
	l := views.EntryListProps{
		Filter: portal.EntryFilter{ProjectID: 3, From: "2026-01-01", To: "2026-11-22"},
		Typed:  portal.EntryQuery{ProjectID: "3", From: "2026-01-01", To: "2026-11-22"},
		Page:   page(busyEntryRows(n)), Totals: portal.EntryTotals{Count: 12345, Hours: 45_678_900},
	}
	for i := range 20 {
		l.Projects = append(l.Projects, portal.ProjectOption{ID: int64(i + 1), Name: "Harbour website, part " + strconv.Itoa(i), Past: i > 15})
	}
	return l
}

func busyDashboard() views.DashboardProps {
	d := views.DashboardProps{
		Projects: busyProjects(5), Invoices: busyInvoiceRows(5), Overdue: page(busyInvoiceRows(3)), Entries: busyEntryRows(10),
		ActiveCount: 20, Hours: 45_678_900, Totals: busyInvoices(0).Totals,
		Weeks: weeks(12, 31.5, 0, 40, 22.25, 18, 37, 40, 12, 31.5, 8, 24),
	}
	for _, p := range busyProjects(12) {
		d.ByProject = append(d.ByProject, portal.ProjectHours{Name: p.Name, Hours: p.Hours})
	}
	return d
}

// page is a page with neighbours on both sides.
func page[Row any](rows []Row) portal.Page[Row] {
	return portal.Page[Row]{
		Rows: rows,
		Prev: &portal.Cursor{Kind: portal.BeforeRow, Sort: 1_790_000_000, ID: 123456},
		Next: &portal.Cursor{Kind: portal.AfterRow, Sort: 1_780_000_000, ID: 123400},
	}
}
