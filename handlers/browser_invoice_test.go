package handlers_test

import (
	"fmt"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// accessibleStaffInvoices: the list, an invoice in every state, and every step.
func accessibleStaffInvoices(t testing.TB, b *browser, demo *site) {
	a := newAxe(t)
	v := b.asStaff(t, demo, "ines")
	v.tolerate("status of 422", "status of 409")
	a.look(v.open("/admin/invoices"), "invoices of all clients")
	for _, path := range []string{"?state=overdue", "?q=nobody-has-this", "?date_from=2026-02-31&client=x"} {
		a.look(v.open("/admin/invoices"+path), "invoices, "+path)
	}
	of := func(where string) string {
		return fmt.Sprintf("/admin/invoices/%d", demo.Int("SELECT max(id) FROM invoices WHERE "+where))
	}
	draft, owed, paid := of("status = 'draft'"), of("status = 'sent' AND outstanding_minor > 0 AND paid_minor > 0"), of("status = 'sent' AND credited_minor > 0")
	for _, path := range []string{
		draft, draft + "/issue", owed, owed + "/payment", owed + "/credit", owed + "/cancel", paid, of("status = 'cancelled'"),
		of("status = 'sent' AND paid_minor = 0 AND credited_minor = 0") + "/cancel", paid + "/issue",
	} {
		a.look(v.open(path), path)
	}
	a.look(v.open(owed+"/payment").typeInto("#amount", "1e9").button("Record payment").until("document.querySelector('#amount-error') !== null"), "a payment, wrong")

	v.media("light", "print")
	v.open(owed)
	for _, gone := range []string{".site-header", ".invoice-bar", ".invoice-part", "button"} {
		want(v, "[...document.querySelectorAll('"+gone+"')].some(e => e.checkVisibility({visibilityProperty: true}))", false)
	}
	want(v, "document.querySelector('.letterhead').checkVisibility()", true)
}

// staffInvoicesHoldTexts that are longer than anybody expects, on the narrowest phones too.
func staffInvoicesHoldTexts(t testing.TB, b *browser, _ *site) {
	long := newLiveSite(t)
	sent := "/admin/invoices/" + fillOverlong(long)
	client := portal.ClientID(long.Int("SELECT min(id) FROM clients"))
	draft := fmt.Sprintf("/admin/invoices/%d", long.Invoice(client, storetest.Invoice{Status: portal.InvoiceDraft, Minor: 9e12}))
	long.Exec("UPDATE time_entries SET invoice_id = (SELECT min(id) FROM invoices)")
	long.Exec("UPDATE clients SET address = (SELECT company_address FROM settings)")
	v := b.tab(t, long).signIn("/login", "boss", storetest.Password)
	for _, path := range []string{"/admin/invoices", sent, draft, draft + "/issue", sent + "/payment", sent + "/credit", sent + "/cancel", sent + "/payments/1/remove"} {
		v.open(path).wantNoOverflow(320, 390, 768, 1280)
	}
}

// paymentAsOneTypes: the list answers as one types, keeps the address, and leads to an
// invoice that is paid by two presses of one button.
func paymentAsOneTypes(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	acme := s.Client(storetest.Client{Name: "Acme"})
	s.Invoice(acme, storetest.Invoice{Number: "A-1", Minor: 12_345})
	s.Invoice(acme, storetest.Invoice{Number: "B-1", Minor: 500})
	v := b.tab(t, s).signIn("/login", "ada", storetest.Password).open("/admin/invoices").wantText("B-1")
	v.typeInto("#q", "a-").until("!document.body.innerText.includes('B-1') && location.search.includes('q=a-')")
	v.click("tbody th a").until("location.pathname.startsWith('/admin/invoices/')").wantText("€123.45 is due")
	v.click("a[href$='/payment']").until("document.querySelector('#amount') !== null")
	want(v, "document.querySelector('#amount').value", "123.45")
	evaluate[bool](v, "(() => { const b = document.querySelector('main form button'); b.click(); b.click(); return true })()")
	v.until("document.body.innerText.includes('The payment is recorded.')").wantText("Paid in full.")
	if n := s.Int("SELECT count(*) FROM payments"); n != 1 {
		t.Errorf("%d payments", n)
	}
}
