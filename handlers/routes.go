package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/static"
	"foyer/views"
)

// policy says who may use a route; there is none without one.
type policy string

const (
	anybody policy = "anybody"
	client  policy = "client" // somebody who may read a client's portal
	staff   policy = "staff"
	admin   policy = "admin"
)

type route struct {
	method string
	path   string
	policy policy
	handle fiber.Handler
}

const (
	get  = fiber.MethodGet // answers HEAD too
	post = fiber.MethodPost
)

// routeTable is the whole map of URLs.
func (a *app) routeTable() []route {
	return []route{
		{get, "/", anybody, a.root},
		{get, "/healthz", anybody, a.health},
		{get, static.Prefix + ":file", anybody, a.staticFile},

		{get, views.PortalLoginPath, anybody, a.signInForm(portalDoor)},
		{post, views.PortalLoginPath, anybody, a.signIn(portalDoor)},
		{post, views.PortalLogout, anybody, a.signOut(portalDoor)},
		{get, views.PortalPath, client, a.clientDashboard},
		{get, views.DashboardPath, client, a.clientDashboard},
		{get, views.ProjectsPath, client, a.clientProjects},
		{get, views.InvoicesPath, client, a.clientInvoices},
		{get, views.InvoicesPath + "/:id", client, a.clientInvoice},
		{get, views.TimeEntriesPath, client, a.clientTimeEntries},

		{get, views.StaffLoginPath, anybody, a.signInForm(staffDoor)},
		{post, views.StaffLoginPath, anybody, a.signIn(staffDoor)},
		{post, views.StaffLogout, anybody, a.signOut(staffDoor)},
		{get, views.StaffPath, staff, a.staffHome},
		{get, views.StaffClients, staff, a.adminClients},
		{post, views.StaffClients + "/:id/view-as", admin, a.adminViewAs},
		{post, views.StopViewing, staff, a.adminStopViewing},
	}
}

// routes puts the guard of its policy before every handler.
func (a *app) routes(server *fiber.App) {
	guards := map[policy]fiber.Handler{
		anybody: a.public,
		client:  a.requireClient,
		staff:   a.requireStaff,
		admin:   a.requireAdmin,
	}
	for _, r := range a.routeTable() {
		if r.method == get {
			server.Get(r.path, guards[r.policy], r.handle)
			continue
		}
		server.Add(r.method, r.path, guards[r.policy], r.handle)
	}
}
