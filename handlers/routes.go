package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
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
		{get, views.LogoPrefix + ":file", anybody, a.logoFile},

		{get, views.SetupPath, anybody, a.setupForm},
		{post, views.SetupPath, anybody, a.setup},

		{get, views.PortalLoginPath, anybody, a.signInForm(portalDoor)},
		{post, views.PortalLoginPath, anybody, a.signIn(portalDoor)},
		{get, views.PortalLoginPath + views.ForgotStep, anybody, a.forgotForm(portalDoor)},
		{post, views.PortalLoginPath + views.ForgotStep, anybody, a.forgot(portalDoor)},
		{post, views.PortalLogout, anybody, a.signOut(portalDoor)},
		{get, views.SetPasswordPath, anybody, a.setPasswordForm},
		{post, views.SetPasswordPath, anybody, a.setPassword},
		{get, views.PortalPath, client, a.clientDashboard},
		{get, views.DashboardPath, client, a.clientDashboard},
		{get, views.ProjectsPath, client, a.clientProjects},
		{get, views.InvoicesPath, client, a.clientInvoices},
		{get, views.InvoicesPath + "/:id", client, a.clientInvoice},
		{get, views.TimeEntriesPath, client, a.clientTimeEntries},

		{get, views.StaffLoginPath, anybody, a.signInForm(staffDoor)},
		{post, views.StaffLoginPath, anybody, a.signIn(staffDoor)},
		{get, views.StaffLoginPath + views.ForgotStep, anybody, a.forgotForm(staffDoor)},
		{post, views.StaffLoginPath + views.ForgotStep, anybody, a.forgot(staffDoor)},
		{post, views.StaffLogout, anybody, a.signOut(staffDoor)},
		{get, views.StaffPath, staff, a.staffHome},
		{get, views.StaffClients, staff, a.adminClients},
		{get, views.StaffNewClient, admin, a.adminNewClient},
		{post, views.StaffNewClient, admin, a.adminCreateClient},
		{get, views.StaffClients + "/:id", staff, a.adminClient},
		{get, views.StaffClients + "/:id/edit", admin, a.adminEditClient},
		{post, views.StaffClients + "/:id/edit", admin, a.adminUpdateClient},
		{get, views.StaffClients + "/:id/deactivate", admin, a.adminClientConfirm(confirmDeactivate)},
		{post, views.StaffClients + "/:id/deactivate", admin, a.adminClientSwitch(false, "client deactivated")},
		{post, views.StaffClients + "/:id/reactivate", admin, a.adminClientSwitch(true, "client reactivated")},
		{get, views.StaffClients + "/:id/delete", admin, a.adminClientConfirm(confirmDelete)},
		{post, views.StaffClients + "/:id/delete", admin, a.adminClientDelete},
		{post, views.StaffClients + "/:id/portal-access", admin, a.adminPortalAccess},
		{post, views.StaffClients + "/:id/send-setup", admin, a.adminMailClient},
		{post, views.StaffClients + "/:id/link", admin, a.adminMakeLink},
		{post, views.StaffClients + "/:id/end-sessions", admin, a.adminEndSessions},
		{post, views.StaffClients + "/:id/view-as", admin, a.adminViewAs},
		{get, views.StaffProjects, staff, a.adminProjects},
		{get, views.StaffNewProject, admin, a.adminNewProject},
		{post, views.StaffNewProject, admin, a.adminCreateProject},
		{get, views.StaffProjects + "/:id", staff, a.adminProject},
		{get, views.StaffProjects + "/:id/edit", admin, a.adminEditProject},
		{post, views.StaffProjects + "/:id/edit", admin, a.adminUpdateProject},
		{get, views.StaffProjects + "/:id/archive", admin, a.adminProjectConfirm(confirmArchive)},
		{post, views.StaffProjects + "/:id/archive", admin, a.adminProjectStatus(portal.ProjectArchived, "project archived")},
		{post, views.StaffProjects + "/:id/reactivate", admin, a.adminProjectStatus(portal.ProjectActive, "project reactivated")},
		{get, views.StaffProjects + "/:id/delete", admin, a.adminProjectConfirm(confirmDeleteProject)},
		{post, views.StaffProjects + "/:id/delete", admin, a.adminProjectDelete},
		{get, views.StaffEntries, staff, a.adminEntries},
		{get, views.StaffNewEntry, staff, a.adminNewEntry},
		{post, views.StaffNewEntry, staff, a.adminCreateEntry},
		{get, views.StaffEntries + "/:id/edit", staff, a.adminEditEntry},
		{post, views.StaffEntries + "/:id/edit", staff, a.adminUpdateEntry},
		{get, views.StaffEntries + "/:id/delete", staff, a.adminEntryConfirm},
		{post, views.StaffEntries + "/:id/delete", staff, a.adminEntryDelete},
		{post, views.StaffEntries + "/:id/stop", staff, a.adminStopTimer},
		{post, views.StaffEntries + "/:id/again", staff, a.adminStartAgain},
		{get, views.StaffTimer, staff, a.adminTimer},
		{post, views.StaffTimer, staff, a.adminStartTimer},
		{get, views.StaffInvoices, staff, a.adminInvoices},
		{get, views.StaffNewInvoice, admin, a.adminNewInvoice},
		{post, views.StaffNewInvoice, admin, a.adminCreateInvoice},
		{get, views.StaffInvoices + "/:id", staff, a.adminInvoice},
		{get, views.StaffInvoices + "/:id/edit", admin, a.adminEditDraft},
		{post, views.StaffInvoices + "/:id/edit", admin, a.adminUpdateDraft},
		{get, views.StaffInvoices + "/:id/lines", admin, a.adminDraftAgain},
		{post, views.StaffInvoices + "/:id/lines", admin, a.adminDraftLines},
		{post, views.StaffInvoices + "/:id/totals", admin, a.adminDraftTotals},
		{get, views.StaffInvoices + "/:id/delete", admin, a.adminDeleteDraftForm},
		{post, views.StaffInvoices + "/:id/delete", admin, a.adminDeleteDraft},
		{post, views.StaffInvoices + "/:id/duplicate", admin, a.adminDuplicateInvoice},
		{get, views.StaffInvoices + "/:id/issue", admin, a.adminIssueForm},
		{post, views.StaffInvoices + "/:id/issue", admin, a.adminIssue},
		{get, views.StaffInvoices + "/:id/cancel", admin, a.adminCancelForm},
		{post, views.StaffInvoices + "/:id/cancel", admin, a.adminCancel},
		{get, views.StaffInvoices + "/:id/mail", admin, a.adminInvoiceMailForm(portal.MailInvoice)},
		{post, views.StaffInvoices + "/:id/mail", admin, a.adminInvoiceMail(portal.MailInvoice, "invoice mailed")},
		{get, views.StaffInvoices + "/:id/remind", admin, a.adminInvoiceMailForm(portal.MailReminder)},
		{post, views.StaffInvoices + "/:id/remind", admin, a.adminInvoiceMail(portal.MailReminder, "reminder mailed")},
		{get, views.StaffInvoices + "/:id/payment", admin, a.adminPaymentForm},
		{post, views.StaffInvoices + "/:id/payment", admin, a.adminRecordPayment},
		{get, views.StaffInvoices + "/:id/payments/:payment/remove", admin, a.adminRemovePaymentForm},
		{post, views.StaffInvoices + "/:id/payments/:payment/remove", admin, a.adminRemovePayment},
		{get, views.StaffInvoices + "/:id/credit", admin, a.adminCreditForm},
		{post, views.StaffInvoices + "/:id/credit", admin, a.adminRecordCredit},
		{get, views.StaffInvoices + "/:id/credits/:credit/remove", admin, a.adminRemoveCreditForm},
		{post, views.StaffInvoices + "/:id/credits/:credit/remove", admin, a.adminRemoveCredit},
		{get, views.StaffSettings, admin, a.adminSettings},
		{post, views.StaffSettings, admin, a.adminUpdateSettings},
		{get, views.StaffMail, admin, a.adminMail},
		{post, views.StaffMail, admin, a.adminUpdateMail},
		{post, views.StaffMail + "/test", admin, a.adminTestMail},
		{get, views.StaffOutbox, admin, a.adminOutbox},
		{post, views.StaffOutbox + "/:id/again", admin, a.adminSendAgain},
		{post, views.StaffOutbox + "/:id/cancel", admin, a.adminCancelMail},
		{get, views.StaffUsers, admin, a.adminUsers},
		{get, views.StaffNewUser, admin, a.adminNewUser},
		{post, views.StaffNewUser, admin, a.adminCreateUser},
		{get, views.StaffUsers + "/:id", admin, a.adminUser},
		{get, views.StaffUsers + "/:id/edit", admin, a.adminEditUser},
		{post, views.StaffUsers + "/:id/edit", admin, a.adminUpdateUser},
		{get, views.StaffUsers + "/:id/deactivate", admin, a.adminUserConfirm(confirmUserDeactivate)},
		{post, views.StaffUsers + "/:id/deactivate", admin, a.adminUserSwitch(false, "user deactivated")},
		{post, views.StaffUsers + "/:id/reactivate", admin, a.adminUserSwitch(true, "user reactivated")},
		{get, views.StaffUsers + "/:id/delete", admin, a.adminUserConfirm(confirmUserDelete)},
		{post, views.StaffUsers + "/:id/delete", admin, a.adminUserDelete},
		{post, views.StaffUsers + "/:id/send-setup", admin, a.adminMailUser},
		{post, views.StaffUsers + "/:id/link", admin, a.adminUserLink},
		{post, views.StaffUsers + "/:id/end-sessions", admin, a.adminUserEndSessions},

		{get, views.StaffLogo, admin, a.adminLogo},
		{post, views.StaffLogo, admin, a.adminSetLogo},
		{post, views.StaffLogoRemove, admin, a.adminRemoveLogo},
		{get, views.StaffAudit, admin, a.adminAudit},
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
