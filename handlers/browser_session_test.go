package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"foyer/store/demodata"
	"foyer/store/storetest"
)

func mistakesAreExplained(t testing.TB, b *browser, demo *site) { makeMistakes(b.tab(t, demo), true) }

func mistakesWithoutScripts(t testing.TB, b *browser, demo *site) {
	makeMistakes(b.tab(t, demo).withoutScripts(), false)
}

// makeMistakes: what was typed stays, and the message stands by its field.
func makeMistakes(v *tab, scripts bool) {
	v.tolerate("status of 401", "status of 422")
	v.open("/client-portal/login").fillSignIn("verhaegen", "not this one")
	v.until("document.querySelector('#sign-in-error') !== null").wantText("do not match")
	want(v, "document.querySelector('#username').value", "verhaegen")
	want(v, "document.querySelector('#password').value", "")
	want(v, focused, "password")
	v.typeInto("#password", demodata.Password).button("Sign in").at("/client-portal")

	v.open("/client-portal/time-entries").mark()
	v.set("#date_from", "2026-05-01").set("#date_to", "2026-04-01").click("#apply")
	v.at(entriesFromMay + "2026-04-01").wantMark(scripts)
	want(v, "document.getElementById(document.querySelector('#date_to').getAttribute('aria-describedby')).innerText", "The end lies before the start.")
	want(v, "document.querySelector('#date_from').value", "2026-05-01")
	want(v, "document.querySelector('#date_to').value", "2026-04-01")
	correctDays(v, scripts)
}

const entriesFromMay = "/client-portal/time-entries?project_id=&date_from=2026-05-01&date_to="

// correctDays: once the days are right nothing is said of them any more, and the filter
// goes on working.
func correctDays(v *tab, scripts bool) {
	v.set("#date_to", "2026-05-31").click("#apply").at(entriesFromMay + "2026-05-31").wantMark(scripts)
	v.wantNoText("The end lies before the start").wantText("Clear filter")
	want(v, "document.querySelector('#date_from').type + document.querySelector('#date_to').type", "datedate")
	some := v.entries()
	v.mark()
	v.set("#date_to", "2026-06-30").click("#apply").at(entriesFromMay + "2026-06-30").wantMark(scripts)
	if more := v.entries(); some == 0 || more <= some {
		v.t.Errorf("%d entries of May, %d of May and June", some, more)
	}
}

// C39: a session that ends while a list is open leads to the sign-in page, as a page and
// not in the middle of this one, and from there back to the list that was asked for.
func expiredSession(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	client := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.Invoice(client, storetest.Invoice{Number: "INV-7", Minor: 10000, Paid: 10000})

	v := b.tab(t, s).signIn("/client-portal/login", "acme", storetest.Password)
	v.tolerate("status of 401")
	v.open("/client-portal/invoices")
	s.clock.move(3 * time.Hour)
	v.click("#tab-paid").at("/client-portal/login?next=%2Fclient-portal%2Finvoices%3Fstatus%3Dpaid")
	v.fillSignIn("acme", storetest.Password).at("/client-portal/invoices?status=paid").wantText("INV-7")
}

// staffViewsAsClient: an admin sees what a client sees, is told so, and comes back.
func staffViewsAsClient(t testing.TB, b *browser, demo *site) {
	v := b.asStaff(t, demo, "ines").at("/admin").open("/admin/clients")
	v.wantText("Maison Verhaegen", "Tramway 92")
	v.click("tr:has(th:first-child .row-name) button") // the first of the list
	v.at("/client-portal").wantText("Nothing can be changed here")
	seen := evaluate[string](v, "document.querySelector('.viewing-banner strong').innerText")

	v.link("Invoices").at("/client-portal/invoices").click("#tab-paid").at("/client-portal/invoices?status=paid")
	v.wantText("You see the portal as " + seen)
	want(v, "[...document.querySelectorAll('button')].map(b => b.innerText).join()", "Back to the staff side")
	v.button("Back to the staff side").at("/admin/clients")
	want(v, "document.querySelector('.viewing-banner') === null", true)

	v.tolerate("status of 403")
	v.open("/client-portal/invoices").wantText("No portal access")
	v.open("/admin").button("Sign out").at("/login").wantText("signed out")
}

// C32, T20: forms on another origin, even one that gets our cookies because it differs
// in the port alone, change nothing.
func postsFromAnotherOrigin(t testing.TB, b *browser, demo *site) {
	base := demo.config.BaseURL.String()
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!DOCTYPE html><title>Win</title><link rel="icon" href="data:,"><form method="post" action="%s%s"><button>Win a prize</button></form>`, base, r.URL.Path)
	}))
	t.Cleanup(foreign.Close)

	v := b.asStaff(t, demo, "ines")
	v.tolerate("status of 403")
	for _, host := range []string{"127.0.0.1", "localhost"} {
		address := strings.Replace(foreign.URL, "127.0.0.1", host, 1)
		for _, path := range []string{"/logout", "/client-portal/logout", "/login", "/admin/clients/1/view-as", "/admin/view-as/stop"} {
			v.visit(address + path).button("Win a prize")
			v.until("location.href === " + strconv.Quote(base+path)).wantText("Not from this site")
		}
	}
	v.open("/admin/clients").wantText("Maison Verhaegen") // still signed in
	want(v, "document.querySelector('.viewing-banner') === null", true)
}
