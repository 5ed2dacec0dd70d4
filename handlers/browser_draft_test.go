package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"foyer/portal"
	"foyer/store/storetest"
)

// accessibleDrafts: a new invoice and a draft's form, good, wrong and full of long texts.
func accessibleDrafts(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	long := strings.Repeat("Donaudampfschifffahrtsgesellschaft", 5)
	client := s.Client(storetest.Client{Name: long, RateMinor: 9_000_000_000})
	s.Entry(client, storetest.Entry{User: 1, Project: s.Project(client, long), Notes: long})
	s.Entry(client, storetest.Entry{User: 1, Running: true})
	a, v := newAxe(t), b.tab(t, s).signIn("/login", "ada", storetest.Password)
	v.tolerate("status of 422")
	check := func(what string) {
		v.settled().wantNoOverflow(320, 390, 768, 1280)
		a.look(v, what)
	}
	for _, path := range []string{
		"/admin/invoices/new", billPath(client) + "&group=entry", billPath(client) + "&date_from=2027-01-01", "/admin/invoices/new?client_id=x&date_to=x&group=x",
	} {
		v.open(path)
		check(path)
	}
	v.open(billPath(client)).button("Create draft from these hours").at("/admin/invoices/1/edit").wantText("Bills 1.00 hours")
	check("a draft")
	v.typeInto("#quantity_1", "x").set("#description_1", "")
	v.click(".draft-bar .button").until("document.querySelector('#quantity_1-error') !== null")
	check("a draft, wrong")
	v.open("/admin/invoices/1/delete")
	check("before a draft is deleted")
	v.button("Delete draft").at("/admin/invoices").open(fmt.Sprintf("/admin/clients/%d", client)).wantText("Bill these hours")
	check("a client with unbilled hours")
}

// draftAsOneTypes: sums follow the keys, buttons lose nothing and keep the focus, and
// Enter saves.
func draftAsOneTypes(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	v := b.tab(t, s).signIn("/login", "ada", storetest.Password).open(edit)
	total := func(amount string) {
		v.until("document.querySelector('#draft-total').innerText === '€" + amount + "'")
	}
	v.typeInto("#description_1", "Design").press(kb.Tab, "2", kb.Tab, "10.50")
	total("21.00")
	want(v, "document.querySelector('#amount_1').innerText", "21.00")
	want(v, focused, "price_1")
	v.set("#tax_rate", "").typeInto("#tax_rate", "10")
	total("23.10")

	v.click("#add").until("document.activeElement.id === 'description_2'")
	v.press("Discount", kb.Tab, "1", kb.Tab, "-1")
	total("22.00")
	v.click("#up_2").until("document.querySelector('#description_1').value === 'Discount' && document.activeElement.id === 'down_1'")
	want(v, "document.querySelector('#price_2').value", "10.50")
	v.click("#add").until("document.activeElement.id === 'description_3'")
	v.click("#remove_3").until("document.querySelector('#description_3') === null && document.activeElement.id === 'add'")

	// Sums are asked for while a button that would do something has the focus.
	v.click("#price_2").press(kb.Home, "1", kb.Tab)
	want(v, focused, "up_2")
	total("242.00")
	want(v, "document.querySelector('#description_1').value", "Discount")
	if s.invoiceLines(id) != "" {
		t.Error("something was stored before it was saved")
	}
	v.click("#quantity_1").press(kb.Enter).at(fmt.Sprintf("/admin/invoices/%d", id)).wantText("Saved.", "€242.00")
	if got := s.invoiceLines(id); got != "Discount 1000×-100=-100; Design 2000×11050=22100" {
		t.Error(got)
	}
}

// draftWithoutScripts: the same, page by page.
func draftWithoutScripts(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	v := b.tab(t, s).signIn("/login", "ada", storetest.Password).withoutScripts().open(edit)
	v.typeInto("#description_1", "Design").typeInto("#price_1", "10").button("Update totals")
	v.until("document.querySelector('#draft-total').innerText === '€10.00'")
	v.click("#add").until("document.activeElement.id === 'description_2'").press("Hosting").typeInto("#price_2", "5")
	v.click("#up_2").until("document.querySelector('#description_1').value === 'Hosting'")
	v.click("#price_1").press(kb.Enter).at(fmt.Sprintf("/admin/invoices/%d", id))
	if got := s.invoiceLines(id); got != "Hosting 1000×500=500; Design 1000×1000=1000" {
		t.Error(got)
	}
}
