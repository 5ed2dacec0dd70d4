// Package views draws Foyer's pages with templ. Components take props shaped like
// the screen; they look nothing up and decide nothing.
package views

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"foyer/portal"
)

// Page is what every page carries.
type Page struct {
	Title  string
	Nav    string // the path of the current entry in the navigation
	Viewer Viewer
	CSRF   string // the hidden token of every form
	Flash  string // one message, shown once
	Format Format
	Today  portal.Day

	Timer *TimerBar // what runs for a member of staff; nil where nothing does

	MailTrouble int  // mails that failed or are unsure; the menu says so
	Insecure    bool // the site is reached without encryption, and the page says so
}

// Viewer is who looks at the page.
type Viewer struct {
	Company   string // who runs this Foyer; may be empty
	Logo      portal.Logo
	Account   string // the account's name
	Client    string // whose portal it is; empty on staff pages
	ViewingAs bool   // staff looks at a client's portal
	Staff     bool   // has the staff side too
	Admin     bool
}

// Crumb is one step of the breadcrumbs; the last one has no path.
type Crumb struct {
	Label string
	Path  string
}

// portalPlaces are the clients' navigation, staffPlaces and adminPlaces the staff's, in
// their order.
var (
	portalPlaces = []Crumb{
		{"Dashboard", DashboardPath},
		{"Projects", ProjectsPath},
		{"Invoices", InvoicesPath},
		{"Time entries", TimeEntriesPath},
	}
	staffPlaces = []Crumb{
		{"Dashboard", StaffPath},
		{"Clients", StaffClients},
		{"Projects", StaffProjects},
		{"Time entries", StaffEntries},
		{"Invoices", StaffInvoices},
	}
	adminPlaces = []Crumb{
		{"Users", StaffUsers},
		{"Settings", StaffSettings},
		{"E-mail", StaffMail},
		{"Audit log", StaffAudit},
	}
)

// administers says whether a page is one of the admins' places.
func (p Page) administers() bool {
	return slices.ContainsFunc(adminPlaces, func(place Crumb) bool { return place.Path == p.Nav })
}

// Brand is the company's name where it has one.
func (v Viewer) Brand() string {
	if v.Company == "" {
		return "Foyer"
	}
	return v.Company
}

// initial is the letter that stands for the company; empty where its name begins with none.
func (v Viewer) initial() string {
	r, _ := utf8.DecodeRuneInString(v.Company)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return ""
	}
	return string(unicode.ToUpper(r))
}
