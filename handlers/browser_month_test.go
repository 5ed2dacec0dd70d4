package handlers_test

import (
	"fmt"
	"testing"

	"foyer/handlers"
)

func studioMonth(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	runMonth(b.tab(t, s), b.tab(t, s))
}

func studioMonthWithoutScripts(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	runMonth(b.tab(t, s).withoutScripts(), b.tab(t, s).withoutScripts())
}

// runMonth is a studio's month from an empty database: the first admin, a client, its
// project, a week of hours, an invoice for them, sent and partly paid, and the portal
// opened to the client, who sees it.
func runMonth(admin, client *tab) {
	firstAdmin(admin)
	firstClientAndProject(admin)
	weekOfHours(admin)
	number := invoiceFromHours(admin)
	partPayment(admin)
	seenByClient(client, openPortal(admin), number)
}

func firstAdmin(v *tab) {
	v.visit(handlers.SetupLink(v.site.config.BaseURL, v.site.config.Setup.Begin())).at("/setup")
	v.typeInto("#full_name", "Ada Vance").typeInto("#username", "ada")
	v.typeInto("#password", "a harbour in winter").typeInto("#again", "a harbour in winter").button("Create the admin")
	v.at("/login").wantText("Sign in now").fillSignIn("ada", "a harbour in winter").at("/admin")
	v.open("/admin/settings").typeInto("#name", "Vance & Daughters").button("Save settings").told("/admin/settings", "Saved.").wantText("Vance & Daughters")
}

func firstClientAndProject(v *tab) {
	v.link("Clients").at("/admin/clients").link("New client").at("/admin/clients/new")
	v.typeInto("#name", "Harbour Café").typeInto("#email", "cafe@example.com").typeInto("#rate", "80").button("Save client")
	v.at("/admin/clients/1").wantText("Harbour Café", "€80.00 an hour")

	v.link("Projects").at("/admin/projects").link("New project").at("/admin/projects/new")
	v.pick("#client", "Harbour Café").typeInto("#name", "Menu").button("Save project")
	v.at("/admin/projects/1").wantText("Menu", "Harbour Café")
}

// weekOfHours books two hours on each day of a week.
func weekOfHours(v *tab) {
	for day := 9; day <= 13; day++ {
		v.open("/admin/time-entries/new").pick("#work", "Menu").set("#day", fmt.Sprintf("2026-11-%02d", day))
		v.typeInto("#duration", "2:00").typeInto("#notes", "Drafts and proofs").button("Save entry")
		v.until("location.pathname === '/admin/time-entries'")
	}
	v.wantText("10.00")
}

// invoiceFromHours bills them, changes a line, and issues the invoice.
func invoiceFromHours(v *tab) (number string) {
	v.open("/admin/invoices/new").pick("#client_id", "Harbour Café").button("Show hours")
	v.until("document.querySelector('#bill-heading') !== null").wantText("€800.00 before tax")
	v.button("Create draft from these hours").until("location.pathname.endsWith('/edit')")
	v.clear("#tax_rate").typeInto("#tax_rate", "21").clickFirst("button:not(.sr-only)", "Save draft").until("!location.pathname.endsWith('/edit')").wantText("€968.00")
	v.link("Issue").until("location.pathname.endsWith('/issue')").button("Issue invoice")
	v.at("/admin/invoices/1").wantText("INV-0001", "Unpaid", "10.00 hours in 5 entries")
	return "INV-0001"
}

func partPayment(v *tab) {
	v.link("Record payment").at("/admin/invoices/1/payment").clear("#amount").typeInto("#amount", "468").button("Record payment")
	v.at("/admin/invoices/1").wantText("Partly paid", "€500.00")
}

// openPortal enables the portal and makes the link that the client gets.
func openPortal(v *tab) (link string) {
	v.open("/admin/clients/1").click("#portal_enabled").typeInto("#username", "harbour").button("Save portal access")
	v.told("/admin/clients/1", "Saved.").wantText("No password yet").button("Make a set-password link")
	v.at("/admin/clients/1/link")
	return evaluate[string](v, "document.querySelector('#link').value")
}

func seenByClient(v *tab, link, number string) {
	v.visit(link).at("/client-portal/set-password").wantText("Harbour Café")
	v.typeInto("#password", "salt and cardamom").typeInto("#again", "salt and cardamom").click("main button")
	v.at("/client-portal/login").fillSignIn("harbour", "salt and cardamom").at("/client-portal")
	v.wantText("Vance & Daughters", "Harbour Café", "€500.00", "10.00", number)
	v.link(number).until("location.pathname.startsWith('/client-portal/invoices/')")
	v.wantText("Invoice "+number, "€968.00", "€468.00", "€500.00")
}

// pick chooses the option of a select whose words hold some, as a click does.
func (v *tab) pick(selector, words string) *tab {
	v.t.Helper()
	option := fmt.Sprintf("[...document.querySelector(%q).options].find(o => o.text.includes(%q))", selector, words)
	v.until(fmt.Sprintf("document.querySelector(%q) !== null && %s !== undefined", selector, option))
	want(v, fmt.Sprintf("(s => { s.value = %s.value; s.dispatchEvent(new Event('change', {bubbles: true})); return true })(document.querySelector(%q))", option, selector), true)
	return v.settled()
}

// told waits for a notice on a page, which the same page without it must not be taken for.
func (v *tab) told(path, notice string) *tab {
	v.t.Helper()
	return v.until(fmt.Sprintf("document.querySelector('#flash')?.innerText.trim() === %q", notice)).at(path)
}

// clear empties a field.
func (v *tab) clear(selector string) *tab {
	v.t.Helper()
	return v.set(selector, "")
}
