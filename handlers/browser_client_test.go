package handlers_test

import (
	"strconv"
	"testing"
)

func clientReads(t testing.TB, b *browser, demo *site) { readAsClient(b.tab(t, demo), true) }

func clientReadsWithoutScripts(t testing.TB, b *browser, demo *site) {
	readAsClient(b.tab(t, demo).withoutScripts(), false)
}

// readAsClient is the client's whole visit. With scripts only lists are swapped;
// without, the same addresses are loaded as pages.
func readAsClient(v *tab, scripts bool) {
	v.open("/").at("/client-portal/login?next=%2Fclient-portal")
	v.fillSignIn("verhaegen", "fair-winds-demo")
	v.at("/client-portal").wantText("Maison Verhaegen", "Outstanding", "Hours by week")

	filterInvoices(v, scripts)
	openInvoiceAndReturn(v)
	filterHours(v, scripts)
	pageHours(v, scripts)
	v.wantNothingKept()
	leave(v)
}

// C29, C35: the browser keeps no copy of a page. htmx notes the address that it is at,
// like the address bar; nothing else may be there.
func (v *tab) wantNothingKept() {
	v.t.Helper()
	want(v, `JSON.stringify([{...localStorage}, {...sessionStorage, 'htmx-current-path-for-history': undefined}])`, "[{},{}]")
	want(v, `[null, location.pathname + location.search].includes(sessionStorage.getItem('htmx-current-path-for-history'))`, true)
}

func filterInvoices(v *tab, scripts bool) {
	v.link("Invoices").at("/client-portal/invoices")
	for _, tab := range []struct{ name, query, says string }{
		{"paid", "?status=paid", "Paid"},
		{"overdue", "?status=overdue", "days overdue"},
		{"all", "", "Paid"},
		{"unpaid", "?status=unpaid", "Unpaid"},
	} {
		v.mark()
		v.click("#tab-"+tab.name).atTab(tab.name, tab.query).wantText(tab.says)
		v.wantMark(scripts)
	}
}

// atTab waits until a list of invoices is shown under its address.
func (v *tab) atTab(name, query string) *tab {
	v.t.Helper()
	v.until("document.querySelector('.tabs [aria-current=page]')?.id === " + strconv.Quote("tab-"+name))
	return v.at("/client-portal/invoices" + query)
}

// mark is put on what no list contains, to see whether a new page was loaded.
func (v *tab) mark() { want(v, "document.querySelector('h1').dataset.mark = 'kept'", "kept") }

func (v *tab) wantMark(kept bool) {
	v.t.Helper()
	want(v, "document.querySelector('h1').dataset.mark === 'kept'", kept)
}

func openInvoiceAndReturn(v *tab) {
	number := evaluate[string](v, "document.querySelector('tbody th a').textContent")
	v.link(number).until("location.pathname.startsWith('/client-portal/invoices/')")
	v.wantText("Invoice "+number, "Maison Verhaegen", "Subtotal", "Outstanding")
	v.back().atTab("unpaid", "?status=unpaid").back().atTab("all", "")
}

func filterHours(v *tab, scripts bool) {
	v.link("Time entries").at("/client-portal/time-entries")
	every := v.entries()
	shop := evaluate[string](v, "[...document.querySelectorAll('#project_id option')].find(o => o.text === 'Online shop').value")

	v.mark()
	v.choose("#project_id", "Online")
	if scripts {
		v.at("/client-portal/time-entries?project_id=" + shop + "&date_from=&date_to=")
	}
	v.set("#date_from", "2026-03-01").set("#date_to", "2026-08-31").click("#apply")
	v.at("/client-portal/time-entries?project_id=" + shop + "&date_from=2026-03-01&date_to=2026-08-31")
	v.wantMark(scripts)

	if some := v.entries(); some == 0 || some >= every {
		v.t.Errorf("the filter leaves %d of %d entries", some, every)
	}
	want(v, "[...document.querySelectorAll('tbody [data-label=Project]')].every(c => c.innerText.trim() === 'Online shop')", true)
	want(v, "[...document.querySelectorAll('tbody time')].every(d => d.dateTime >= '2026-03-01' && d.dateTime <= '2026-08-31')", true)
}

// entries is how many entries the filter finds, on all its pages.
func (v *tab) entries() int {
	return evaluate[int](v, "Number([...document.querySelectorAll('.result strong')].pop().textContent.replace(/[^0-9]/g, ''))")
}

func pageHours(v *tab, scripts bool) {
	filtered, first := v.address(), v.firstEntry()
	v.mark()
	v.click("#pager-next").until("location.search.includes('page=') && " + firstEntry + " !== " + strconv.Quote(first))
	v.wantMark(scripts)
	older := v.settled().address()
	v.click("#pager-prev").until(firstEntry + " === " + strconv.Quote(first))
	newer := v.settled().address()
	want(v, "new URLSearchParams(location.search).get('date_from')", "2026-03-01")

	v.link("Clear filter").at("/client-portal/time-entries")
	want(v, "document.querySelector('#project_id').value", "")
	v.back().at(newer).back().at(older).back().at(filtered)
	want(v, firstEntry, first)
	want(v, "document.querySelector('#date_to').value", "2026-08-31")
}

const firstEntry = "document.querySelector('tbody tr').innerText"

func (v *tab) firstEntry() string { return evaluate[string](v, firstEntry) }

// C29: after sign-out, Back shows nothing of what was read.
func leave(v *tab) {
	v.link("Dashboard").at("/client-portal/dashboard").wantText("Online shop")
	v.button("Sign out").at("/client-portal/login").wantText("signed out")
	for range 2 {
		v.back().until("location.pathname === '/client-portal/login'").wantNoText("Online shop", "Outstanding")
	}
	want(v, "document.cookie", "")
	v.wantNothingKept()
}
