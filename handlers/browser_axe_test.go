package handlers_test

import (
	"os"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"foyer/handlers"
	"foyer/store/storetest"
)

const axeFile = "../node_modules/axe-core/axe.min.js"

// axe looks for what shuts readers out.
type axe struct{ script string }

func newAxe(t testing.TB) *axe {
	t.Helper()
	script, err := os.ReadFile(axeFile)
	if err != nil {
		unlessNeeded(t, "no axe-core here: run make tools")
	}
	return &axe{script: string(script)}
}

// look wants no violation on the tab's page: light and dark, on a screen and on a phone.
func (a *axe) look(v *tab, what string) {
	v.t.Helper()
	v.settled()
	evaluate[chromedp.Void](v, a.script)
	for _, scheme := range []string{"light", "dark"} {
		v.media(scheme, "")
		for _, width := range []int64{1280, 390} {
			v.call(chromedp.EmulateViewport(width, 900))
			for _, violation := range evaluate[[]string](v, axeRun) {
				v.t.Errorf("%s, %s, %d px: %s", what, scheme, width, violation)
			}
		}
	}
	v.media("light", "")
	v.call(chromedp.EmulateViewport(1280, 900))
}

const axeRun = `axe.run(document, {
	runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
	resultTypes: ['violations'],
	preload: false, // only fetches style sheets again
}).then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ' (' + v.impact + '): ' + v.help + ': ' + n.target + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary)))`

// accessibleClientPages: every page of a client with data, and of one with none.
func accessibleClientPages(t testing.TB, b *browser, demo *site) {
	a := newAxe(t)
	v := b.asClient(t, demo, "verhaegen")
	for _, path := range []string{"/client-portal", "/client-portal/projects"} {
		a.look(v.open(path), path)
	}
	a.look(v.openInvoice("/client-portal/invoices?status=overdue"), "an overdue invoice")
	a.look(v.openInvoice("/client-portal/invoices?status=paid"), "a paid invoice")
	v.tolerate("status of 404")
	a.look(v.open("/client-portal/invoices/999999"), "404 in the portal")

	v = b.asClient(t, demo, "hollyhock")
	for _, path := range []string{"/client-portal", "/client-portal/projects", "/client-portal/invoices", "/client-portal/invoices?status=paid", "/client-portal/time-entries"} {
		a.look(v.open(path), path+" with nothing")
	}
}

func (v *tab) openInvoice(list string) *tab {
	v.t.Helper()
	return v.open(list).click("tbody th a").until("location.pathname.startsWith('/client-portal/invoices/')")
}

// accessibleLists: the two lists with every filter, right and wrong, loaded and swapped.
func accessibleLists(t testing.TB, b *browser, demo *site) {
	a := newAxe(t)
	v := b.asClient(t, demo, "verhaegen")
	for _, path := range []string{
		"/client-portal/invoices", "/client-portal/invoices?status=unpaid", "/client-portal/invoices?status=overdue",
		"/client-portal/time-entries", "/client-portal/time-entries?date_from=2026-03-01&date_to=2026-08-31", "/client-portal/time-entries?page=last",
		"/client-portal/time-entries?project_id=999999",
	} {
		a.look(v.open(path), path)
	}
	a.look(v.open("/client-portal/invoices").click("#tab-paid").at("/client-portal/invoices?status=paid"), "paid invoices, swapped in")
	v.tolerate("status of 422")
	for _, path := range []string{
		"/client-portal/invoices?status=bogus", "/client-portal/invoices?page=bogus", "/client-portal/time-entries?page=bogus",
		"/client-portal/time-entries?date_from=2026-13-45&date_to=x&project_id=abc", "/client-portal/time-entries?date_from=2026-05-01&date_to=2026-04-01",
	} {
		a.look(v.open(path), path)
	}
}

// accessibleStaffPages: the staff's list, and the portal under its banner.
func accessibleStaffPages(t testing.TB, b *browser, demo *site) {
	a := newAxe(t)
	v := b.asStaff(t, demo, "tom")
	a.look(v.at("/admin"), "the staff's dashboard for a member")
	a.look(v.open("/admin/clients"), "clients for a member")
	v.tolerate("status of 403", "status of 404")
	a.look(v.open("/client-portal"), "403 without portal access")
	a.look(v.open("/admin/nothing-here"), "404 for staff")

	v = b.asStaff(t, demo, "ines")
	a.look(v.at("/admin"), "the staff's dashboard for an admin")
	a.look(v.click(".nav-menu > summary"), "the open menu")
	a.look(v.link("Settings").at("/admin/settings"), "settings")
	a.look(v.open("/admin/settings/logo"), "logo")
	for _, path := range []string{
		"/admin/clients/1", "/admin/clients/new", "/admin/clients/1/delete", "/admin/projects", "/admin/projects/1", "/admin/projects/new",
		"/admin/time-entries", "/admin/time-entries/new", "/admin/timer", "/admin/audit",
	} {
		a.look(v.open(path), path)
	}
	a.look(v.open("/admin/mail"), "e-mail settings")
	a.look(v.open("/admin/mail/outbox"), "outbox with nothing")
	a.look(v.open("/admin/clients"), "clients for an admin")
	v.click("tbody tr:nth-child(2) button").at("/client-portal")
	a.look(v, "the dashboard, viewed as a client")
	a.look(v.open("/client-portal/time-entries"), "time entries, viewed as a client")
	a.look(v.button("Back to the staff side").at("/admin/clients"), "clients, back from viewing")
	a.look(v.button("Sign out").at("/login"), "staff signed out")
}

// accessibleDoorsAndErrors: the sign-in pages in every state, and what can go wrong.
func accessibleDoorsAndErrors(t testing.TB, b *browser, _ *site) {
	a := newAxe(t)
	s := newLiveSite(t, func(c *handlers.Config) { c.Clients = brokenProjects{c.Clients} })
	s.Client(storetest.Client{Username: "acme"})
	v := b.tab(t, s)
	v.tolerate("status of 401", "status of 404", "status of 429", "status of 500")
	a.look(v.open("/nothing-here"), "404 for nobody")
	a.look(v.open("/login"), "staff sign-in")
	a.look(v.open("/client-portal/login/forgot"), "forgotten password")
	a.look(v.typeInto("#username", "nobody").button("Mail me a link").until("document.querySelector('form') === null"), "forgotten password, asked")
	a.look(v.open("/client-portal/invoices").at("/client-portal/login?next=%2Fclient-portal%2Finvoices"), "sign-in")

	v.fillSignIn("acme", "not this one").until("document.querySelector('#sign-in-error') !== null")
	a.look(v, "sign-in refused")
	for range 5 {
		v.typeInto("#password", "not this one").button("Sign in").until("document.querySelector('#password').value === ''")
	}
	a.look(v.wantText("Too many attempts"), "sign-in limited")
	s.clock.move(time.Hour)
	v.signIn("/client-portal/login", "acme", storetest.Password)
	a.look(v.open("/client-portal/projects").wantText("Something went wrong"), "500 in the portal")
}
