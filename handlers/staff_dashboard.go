package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// dashboardKeeping is what the staff's dashboard asks for.
type dashboardKeeping interface {
	WorkedHours(ctx context.Context, from, to portal.Day, person int64) ([]portal.WorkedHours, error)
	PortalSignIns(ctx context.Context, limit int) ([]portal.PortalSignIn, error)
	UnbilledByClient(ctx context.Context) ([]portal.Unbilled, error)
	SumInvoices(ctx context.Context, f portal.InvoiceSearch) ([]portal.InvoiceTotals, error)
	FirstSteps(ctx context.Context) (portal.FirstSteps, error)
}

// staffHome is the dashboard: for admins the studio's week, for members their own.
func (a *app) staffHome(c *fiber.Ctx) error {
	p := a.page(c, "Dashboard", views.StaffPath)
	props, err := a.staffDashboard(c.UserContext(), visitOf(c).account, p.Today)
	if err != nil {
		return err
	}
	p.Flash = a.takeNotice(c)
	return a.render(c, fiber.StatusOK, views.StaffDashboardPage(p, props))
}

func (a *app) staffDashboard(ctx context.Context, of portal.Account, today portal.Day) (views.StaffDashboardProps, error) {
	person := of.ID
	if of.IsAdmin() {
		person = 0
	}
	d := views.StaffDashboardProps{Monday: today.Monday(), Person: person}
	work, err1 := a.Staff.WorkedHours(ctx, d.Monday, d.Monday.AddDays(6), person)
	totals, err2 := a.Staff.SumInvoices(ctx, portal.InvoiceSearch{Facts: portal.InvoicesAll.Facts(today)})
	late, err3 := a.Staff.SumInvoices(ctx, portal.InvoiceSearch{Facts: portal.InvoicesOverdue.Facts(today)})
	signIns, err4 := a.Staff.PortalSignIns(ctx, dashboardRows)
	var err5 error
	if of.IsAdmin() {
		err5 = a.adminDashboard(ctx, &d)
	}
	for _, w := range work {
		d.Hours += w.Hours
	}
	d.ByPerson, d.ByProject = portal.HoursByPerson(work), portal.HoursByNamedProject(work)
	d.Totals, d.SignIns = portal.WithOverdue(totals, late), signIns
	return d, errors.Join(err1, err2, err3, err4, err5)
}

// adminDashboard adds what is the admins' to see and to do.
func (a *app) adminDashboard(ctx context.Context, d *views.StaffDashboardProps) (err error) {
	var err1, err2 error
	d.Unbilled, err1 = a.Staff.UnbilledByClient(ctx)
	d.Steps, err2 = a.Staff.FirstSteps(ctx)
	d.UnbilledHours, d.UnbilledWorth = portal.TotalUnbilled(d.Unbilled)
	slices.SortStableFunc(d.Unbilled, func(a, b portal.Unbilled) int { return cmp.Compare(b.Hours+b.Unpriced, a.Hours+a.Unpriced) })
	return errors.Join(err1, err2)
}
