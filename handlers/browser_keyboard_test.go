package handlers_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"foyer/store/demodata"
)

// keyboardAlone signs in, skips to the content, filters and pages without a pointer.
// What has the focus always shows it, and keeps it when a list is swapped.
func keyboardAlone(t testing.TB, b *browser, demo *site) {
	v := b.tab(t, demo).open("/client-portal/login")
	want(v, focused, "username")
	v.press("fjordlys", kb.Tab, demodata.Password, kb.Enter).at("/client-portal")

	skipToContent(v)
	filterByKeyboard(v)
	pageByKeyboard(v)
}

const focused = "document.activeElement.id"

func skipToContent(v *tab) {
	v.open("/client-portal/invoices")
	v.press(kb.Tab)
	want(v, "document.activeElement.className", "skip-link")
	want(v, "document.activeElement.getBoundingClientRect().top >= 0", true)
	v.press(kb.Enter)
	want(v, focused, "main")
}

func filterByKeyboard(v *tab) {
	v.tabTo("tab-paid").press(kb.Enter).at("/client-portal/invoices?status=paid")
	want(v, focused, "tab-paid")
	v.wantFocusSeen()
	v.press(kb.Tab).press(kb.Enter).at("/client-portal/invoices?status=unpaid")
	want(v, focused, "tab-unpaid")
}

func pageByKeyboard(v *tab) {
	v.open("/client-portal/time-entries")
	v.tabTo("pager-next").press(kb.Enter).until("location.search.includes('page=')")
	want(v, focused, "pager-next")
	v.tabTo("pager-last").press(kb.Enter).at("/client-portal/time-entries?page=last")
	want(v, focused, "pager-last") // which leads nowhere now, but is where the reader was
}

// tabTo presses Tab until the focus is there, and looks at every stop on the way.
func (v *tab) tabTo(id string) *tab {
	v.t.Helper()
	for range 80 {
		v.press(kb.Tab)
		v.wantFocusSeen()
		if evaluate[string](v, focused) == id {
			return v
		}
	}
	v.t.Fatalf("at %s: Tab never reaches #%s", v.address(), id)
	return v
}

// wantFocusSeen looks for a ring of two pixels, on screen. The calendar within a date
// field has one that the browser draws, and the field itself none at that moment.
func (v *tab) wantFocusSeen() {
	v.t.Helper()
	want(v, focusFault, "")
}

const focusFault = `(() => {
	const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
	const ring = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || e.type === 'date' && !e.matches(':focus');
	const seen = r.width > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
	return e !== document.body && ring && seen ? '' : e.outerHTML.slice(0, 200);
})()`
