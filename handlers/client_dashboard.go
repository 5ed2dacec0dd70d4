package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// How much of each list the dashboard shows, and how far back its entries reach.
const (
	dashboardRows    = 5
	dashboardEntries = 10
	dashboardOverdue = 3 // those issued first
	dashboardDays    = 30
)

func (a *app) clientDashboard(c *fiber.Ctx) error {
	p := a.page(c, "Dashboard", views.DashboardPath)
	d, err := a.dashboard(c, visitOf(c).client, p.Today)
	if err != nil {
		return err
	}
	return a.render(c, fiber.StatusOK, views.DashboardPage(p, d))
}

func (a *app) dashboard(c *fiber.Ctx, client portal.ClientID, today portal.Day) (views.DashboardProps, error) {
	ctx, facts, late := c.UserContext(), portal.InvoicesAll.Facts(today), portal.InvoicesOverdue.Facts(today)
	lately := portal.EntryFilter{From: today.AddDays(-dashboardDays), To: today}

	projects, err1 := a.Clients.ActiveProjects(ctx, client, dashboardRows)
	count, err2 := a.Clients.CountActiveProjects(ctx, client)
	invoices, err3 := a.Clients.Invoices(ctx, client, facts, portal.Cursor{}, dashboardRows)
	overdue, err4 := a.Clients.Invoices(ctx, client, late, portal.Cursor{Kind: portal.LastPage}, dashboardOverdue)
	totals, err5 := a.Clients.InvoiceTotals(ctx, client, facts)
	lateTotals, err6 := a.Clients.InvoiceTotals(ctx, client, late)
	entries, err7 := a.Clients.TimeEntries(ctx, client, lately, portal.Cursor{}, dashboardEntries)
	hours, err8 := a.Clients.EntryTotals(ctx, client, portal.EntryFilter{})
	byDay, err9 := a.Clients.HoursByDay(ctx, client, portal.AllProjects, portal.FirstWeek(today))
	byProject, err10 := a.Clients.HoursByProject(ctx, client)

	return views.DashboardProps{
		Projects: projects, Invoices: invoices.Rows, Overdue: overdue, Entries: entries.Rows,
		ActiveCount: count, Hours: hours.Hours, Totals: portal.WithOverdue(totals, lateTotals),
		Weeks: portal.FillWeeks(byDay, today), ByProject: byProject,
	}, errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9, err10)
}
