package handlers_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"foyer/portal"
	"foyer/store/storetest"
)

// nothingScrollsSideways, on the narrowest phones too, whatever stands in the texts.
func nothingScrollsSideways(t testing.TB, b *browser, demo *site) {
	long := newLiveSite(t)
	invoice := fillOverlong(long)
	pages := map[*site][]string{
		long: {"/client-portal", "/client-portal/projects", "/client-portal/invoices", "/client-portal/invoices/" + invoice, "/client-portal/time-entries"},
		demo: {"/client-portal", "/client-portal/projects", "/client-portal/invoices", "/client-portal/time-entries"},
	}
	tabs := []*tab{
		b.tab(t, long).signIn("/client-portal/login", "overlong", storetest.Password),
		b.asClient(t, demo, "juniperfinch"),
	}
	for _, v := range tabs {
		for _, path := range append(pages[v.site], "/nothing-here") {
			v.tolerate("status of 404")
			v.open(path).wantNoOverflow(320, 390, 768, 1280)
		}
	}
	staff := b.tab(t, long).open("/login")
	staff.wantNoOverflow(320, 390)
	staff.signIn("/login", "boss", storetest.Password)
	for _, path := range []string{"/admin/clients/1", "/admin/clients/new", "/admin/projects", "/admin/projects/1", "/admin/projects/new", "/admin/time-entries", "/admin/time-entries/new", "/admin/timer", "/admin/audit", "/admin/mail", "/admin/mail/outbox"} {
		staff.open(path).wantNoOverflow(320, 390, 768, 1280)
	}
	for _, path := range []string{"/admin", "/admin/settings", "/admin/settings/logo", "/admin/clients"} {
		staff.open(path).wantNoOverflow(320, 390, 768, 1280)
		staff.click(".nav-menu > summary").wantNoOverflow(320, 390, 768, 1280)
		staff.click("body") // beside the menu: shuts it
		want(staff, "document.querySelector('.nav-menu').open", false)
	}
	staff.click("tbody button").at("/client-portal").wantNoOverflow(320, 390)
}

// wantNoOverflow looks for whatever is wider than the screen, or than the box it is in
// where that would have to be scrolled.
func (v *tab) wantNoOverflow(widths ...int64) {
	v.t.Helper()
	for _, width := range widths {
		v.call(chromedp.EmulateViewport(width, 800))
		want(v, overflow, "")
	}
}

const overflow = `(() => {
	const name = e => innerWidth + ' px: ' + e.tagName + '.' + e.className;
	const all = [...document.querySelectorAll('body, body *')].filter(e => e.checkVisibility());
	if (document.documentElement.scrollWidth > innerWidth) {
		return all.filter(e => e.getBoundingClientRect().right > innerWidth || e.scrollWidth > innerWidth).map(name).pop() || 'something unseen';
	}
	return all.filter(e => /auto|scroll/.test(getComputedStyle(e).overflowX) && e.scrollWidth > e.clientWidth + 1).map(name).join();
})()`

// fillOverlong fills every field with more than anybody expects, and returns an invoice's id.
func fillOverlong(s *site) string {
	word, words := strings.Repeat("Donaudampfschiff", 10), strings.Repeat("a rather long name, ", 15)
	s.Exec("UPDATE settings SET company_name = ?1, company_address = ?1, company_email = ?1, company_website = ?1, company_vat_number = ?1, company_bank_account = ?1", word)
	client := s.Client(storetest.Client{Name: word, Email: word + "@example.com", Username: "overlong", RateMinor: 1e12})
	user := s.User(storetest.User{Username: "boss", FullName: word, Role: portal.Admin})
	for _, text := range []string{word, words} {
		project := s.Project(client, text)
		s.Exec("UPDATE projects SET description = ?, rate_minor = 1000000000000 WHERE id = ?", text, project)
		s.Entry(client, storetest.Entry{Project: project, User: user, Notes: text, Seconds: 1e8})
	}
	id := s.Invoice(client, storetest.Invoice{Number: word, Minor: 9e12, Paid: 1e12, Credited: 1e12, Notes: word, Due: "2020-01-01", Issued: "2019-12-01"})
	s.Exec("UPDATE invoices SET bill_to_name = ?1, bill_to_address = ?1, bill_to_vat = ?1, terms = ?1 WHERE id = ?2", word, id)
	s.Exec("UPDATE invoice_lines SET description = ? WHERE invoice_id = ?", word, id)
	s.Exec("UPDATE credits SET number = ?1, reason = ?1 WHERE invoice_id = ?2", word, id)
	s.Exec("UPDATE payments SET reference = ? WHERE invoice_id = ?", word, id)
	return s.Text("SELECT id FROM invoices WHERE id = ?", id)
}

// invoiceOnPaper holds the invoice and nothing of the site around it.
func invoiceOnPaper(t testing.TB, b *browser, demo *site) {
	v := b.asClient(t, demo, "verhaegen").open("/client-portal/invoices")
	v.click("tbody th a").until("location.pathname.startsWith('/client-portal/invoices/')")
	for _, scheme := range []string{"light", "dark"} {
		v.media(scheme, "print")
		for _, gone := range []string{".skip-link", ".site-header", ".site-nav", ".breadcrumbs", "button"} {
			want(v, "[...document.querySelectorAll('"+gone+"')].some(e => e.checkVisibility({visibilityProperty: true}))", false)
		}
		for _, there := range []string{".letterhead", "h1", "tbody tr", ".sums"} {
			want(v, "document.querySelector('"+there+"').checkVisibility()", true)
		}
		want(v, "[document.documentElement, document.body].every(e => ['rgba(0, 0, 0, 0)', 'rgb(255, 255, 255)'].includes(getComputedStyle(e).backgroundColor))", true)
		want(v, "getComputedStyle(document.querySelector('h1')).color", "rgb(0, 0, 0)")
	}
}
