package views

import (
	"net/url"
	"strconv"

	"foyer/portal"
)

// The pages; handlers/routes.go serves them.
const (
	PortalPath      = "/client-portal"
	DashboardPath   = "/client-portal/dashboard"
	ProjectsPath    = "/client-portal/projects"
	InvoicesPath    = "/client-portal/invoices"
	TimeEntriesPath = "/client-portal/time-entries"
	PortalLoginPath = "/client-portal/login"
	PortalLogout    = "/client-portal/logout"
	StaffPath       = "/admin"
	StaffClients    = "/admin/clients"
	StaffLoginPath  = "/login"
	StaffLogout     = "/logout"
	StaffInvoices   = "/admin/invoices"
	StaffNewInvoice = "/admin/invoices/new"
	StaffNewClient  = "/admin/clients/new"
	StaffSettings   = "/admin/settings"
	StaffUsers      = "/admin/users"
	StaffNewUser    = "/admin/users/new"
	StaffLogo       = "/admin/settings/logo"
	StaffLogoRemove = "/admin/settings/logo/remove"
	LogoPrefix      = "/logo/"
	StaffMail       = "/admin/mail"
	StaffOutbox     = "/admin/mail/outbox"
	StaffAudit      = "/admin/audit"
	SetPasswordPath = "/client-portal/set-password"
	SetupPath       = "/setup"
	StopViewing     = "/admin/view-as/stop"
)

// BillPath is where a client's unbilled hours become an invoice.
func BillPath(client portal.ClientID) string {
	return StaffNewInvoice + "?" + portal.BillChoice{Client: client}.Values().Encode()
}

// LogoPath is the company's logo by its hash.
func LogoPath(hash string) string { return LogoPrefix + hash + ".png" }

// InvoicePath is one invoice's page.
func InvoicePath(id int64) string { return InvoicesPath + "/" + strconv.FormatInt(id, 10) }

// InvoiceListPath is a page of a list of invoices.
func InvoiceListPath(f portal.InvoiceFilter, at portal.Cursor) string {
	return withParams(InvoicesPath, "page", at.String(), "status", f.Param())
}

// EntryListPath is a page of a list of time entries.
func EntryListPath(f portal.EntryFilter, at portal.Cursor) string {
	project := ""
	if f.ProjectID != 0 {
		project = strconv.FormatInt(f.ProjectID, 10)
	}
	return withParams(TimeEntriesPath, "date_from", string(f.From), "date_to", string(f.To), "page", at.String(), "project_id", project)
}

// ProjectEntriesPath is the list of a project's time entries, as EntryListPath names it.
func ProjectEntriesPath(id int64) string {
	return TimeEntriesPath + "?project_id=" + strconv.FormatInt(id, 10)
}

// ClientPath is a client's page on the staff side, and what can be done there.
func ClientPath(id portal.ClientID, action ...string) string {
	path := StaffClients + "/" + strconv.FormatInt(int64(id), 10)
	for _, a := range action {
		path += "/" + a
	}
	return path
}

// StaffInvoicePath is an invoice's page on the staff side, and what can be done there.
func StaffInvoicePath(id int64, action ...string) string {
	path := StaffInvoices + "/" + strconv.FormatInt(id, 10)
	for _, a := range action {
		path += "/" + a
	}
	return path
}

// UserPath is a user's page, and what can be done there.
func UserPath(id int64, action ...string) string {
	path := StaffUsers + "/" + strconv.FormatInt(id, 10)
	for _, a := range action {
		path += "/" + a
	}
	return path
}

// StaffInvoiceListPath is a page of the staff's list of invoices.
func StaffInvoiceListPath(q portal.InvoiceListQuery, at portal.Cursor) string {
	return withPage(StaffInvoices, q.Values(), at)
}

// AuditListPath is a page of the audit log.
func AuditListPath(q portal.AuditQuery, at portal.Cursor) string {
	return withPage(StaffAudit, q.Values(), at)
}

// ViewAsPath is where staff asks to see a client's portal.
func ViewAsPath(id portal.ClientID) string {
	return ClientPath(id, "view-as")
}

// SignInPath is a sign-in page that leads on to where somebody wanted to go.
func SignInPath(login, next string) string {
	if next == "" {
		return login
	}
	return login + "?" + url.Values{"next": {next}}.Encode()
}

func withPage(path string, v url.Values, at portal.Cursor) string {
	if p := at.String(); p != "" {
		v.Set("page", p)
	}
	if len(v) == 0 {
		return path
	}
	return path + "?" + v.Encode()
}

// withParams adds the parameters that are not empty: each a name and a value, in the order
// in which url.Values would write them.
func withParams(path string, params ...string) string {
	mark := "?"
	for ; len(params) > 0; params = params[2:] {
		if name, value := params[0], params[1]; value != "" {
			path += mark + name + "=" + url.QueryEscape(value)
			mark = "&"
		}
	}
	return path
}
