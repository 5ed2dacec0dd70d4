package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"foyer/store/storetest"
)

// An edit on what somebody else saved meanwhile is told, not stored; what was typed stays.
func TestStaleDraftEdit(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	first := with(admin.get(edit).fields(), typed([3]string{"First", "1", "1"}))
	second := with(admin.get(edit).fields(), typed([3]string{"Second", "1", "2"}))
	admin.post(edit, first).wantStatus(http.StatusSeeOther)
	a := admin.post(edit, second).wantStatus(http.StatusConflict).wantText("Somebody else saved this")
	if s.invoiceLines(id) != "First 1000×100=100" || a.fields().Get("description_1") != "Second" {
		t.Errorf("stored %s", s.invoiceLines(id))
	}
	admin.post(edit, a.fields()).wantStatus(http.StatusSeeOther)
	if s.invoiceLines(id) != "Second 1000×200=200" {
		t.Errorf("stored %s", s.invoiceLines(id))
	}
}

// What was issued while somebody had the form open does not change; the answer leads to it.
func TestIssuedInvoiceIsNotEdited(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	form := with(admin.get(edit).fields(), typed([3]string{"Late", "1", "1"}))
	for _, status := range []string{"sent", "cancelled"} {
		s.Exec("UPDATE invoices SET status = ?, number = 'N-7' WHERE id = ?", status, id)
		for _, a := range []*answer{admin.post(edit, form), admin.get(edit), admin.post(fmt.Sprintf("/admin/invoices/%d/delete", id), form)} {
			a.wantStatus(http.StatusConflict)
			if a.doc().Find(fmt.Sprintf("a[href='/admin/invoices/%d']", id)).Length() != 1 {
				t.Errorf("%s does not lead to the invoice", a.what)
			}
		}
	}
	if s.invoiceLines(id) != "" {
		t.Error("it was edited")
	}
}

// Of many edits made at once on one revision, one is stored.
func TestDraftEditsAtOnce(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	form := admin.get(edit).fields()
	codes := make([]int, 8)
	var all sync.WaitGroup
	for i := range codes {
		sent := with(maps.Clone(form), typed([3]string{fmt.Sprint("Line ", i), "1", "1"}))
		one := &visitor{site: s, cookies: maps.Clone(admin.cookies), header: http.Header{}, t: t}
		all.Go(func() { codes[i] = one.post(edit, sent).StatusCode })
	}
	all.Wait()
	won := 0
	for _, code := range codes {
		switch code {
		case http.StatusSeeOther:
			won++
		case http.StatusConflict:
		default:
			t.Errorf("status %d", code)
		}
	}
	if won != 1 || s.Int("SELECT count(*) FROM invoice_lines WHERE invoice_id = ?", id) != 1 {
		t.Errorf("%d won: %s", won, s.invoiceLines(id))
	}
}

// Deleting asks first, frees the hours, and is written down.
func TestDraftIsDeleted(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	client := s.Client(storetest.Client{Name: "Acme", RateMinor: 6000})
	s.Entry(client, storetest.Entry{User: 1})
	invoice := admin.bill(billPath(client), "hours").wantStatus(http.StatusSeeOther)
	id := s.Int("SELECT id FROM invoices")
	path := fmt.Sprintf("/admin/invoices/%d/delete", id)
	if to := invoice.Header.Get("Location"); to != fmt.Sprintf("/admin/invoices/%d/edit", id) {
		t.Error(to)
	}
	member.get(path).wantStatus(http.StatusForbidden)
	admin.get(fmt.Sprintf("/admin/invoices/%d", id)).wantText("Edit", "Duplicate", "Delete")
	admin.get(path).wantText("Delete the draft for Acme?", "Its hours are free to be billed again.")
	s.Exec("UPDATE invoices SET revision = 2")
	stale := admin.get(path).doc().Find("input[name=revision]").AttrOr("value", "")
	s.Exec("UPDATE invoices SET revision = 3")
	admin.post(path, url.Values{"_csrf": {admin.get(path).token()}, "revision": {stale}}).wantStatus(http.StatusConflict)
	admin.submit(path, path, nil).wantLocation("/admin/invoices")
	admin.get(path).wantStatus(http.StatusNotFound)
	if s.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NULL AND invoice_line_id IS NULL") != 1 || s.Int("SELECT count(*) FROM invoice_lines") != 0 {
		t.Error("the hours are not free")
	}
	if got := s.Text("SELECT detail FROM audit_log WHERE action = 'invoice draft deleted' AND subject_id = ?", id); got != "Acme, lines: 1, total: 60.00 EUR" {
		t.Error(got)
	}
}

// A copy has the same lines, today's date and nobody's hours; one form makes one.
func TestInvoiceIsDuplicated(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	client := s.Client(storetest.Client{Name: "Acme"})
	source := s.Invoice(client, storetest.Invoice{Number: "N-1", Minor: 5000, TaxMinor: 950, Issued: "2026-01-01", Due: "2026-01-15", Paid: 100})
	s.Exec("UPDATE invoices SET tax_rate_bp = 1900, notes = 'Same' WHERE id = ?", source)
	s.Exec("UPDATE time_entries SET invoice_id = ?, invoice_line_id = (SELECT id FROM invoice_lines) WHERE id = ?", source, s.Entry(client, storetest.Entry{User: 1}))
	page, path := fmt.Sprintf("/admin/invoices/%d", source), fmt.Sprintf("/admin/invoices/%d/duplicate", source)
	if member.get(page).doc().Find("form[action='"+path+"']").Length() != 0 {
		t.Error("a member is offered to duplicate")
	}
	form := admin.get(page).doc().Find("form[action='" + path + "']")
	sent := url.Values{"_csrf": {form.Find("input[name=_csrf]").AttrOr("value", "")}, "key": {form.Find("input[name=key]").AttrOr("value", "")}}
	to := admin.post(path, sent).wantStatus(http.StatusSeeOther).Header.Get("Location")
	admin.post(path, sent).wantLocation(to)
	if s.Int("SELECT count(*) FROM invoices") != 2 {
		t.Error("one form made two copies")
	}
	admin.get(to).wantText("This is the copy")
	got := s.Text("SELECT status || ' ' || coalesce(number, '-') || ' ' || issue_date || ' ' || due_date || ' ' || total_minor || ' ' || outstanding_minor || ' ' || notes FROM invoices WHERE id <> ?", source)
	if got != "draft - 2026-11-22 2026-12-06 5950 5950 Same" || s.Int("SELECT count(*) FROM time_entries WHERE invoice_id = ?", source) != 1 {
		t.Error(got)
	}
	for _, key := range []string{"", "short", sent.Get("key") + "x"} {
		admin.post(path, url.Values{"_csrf": sent["_csrf"], "key": {key}}).wantStatus(http.StatusBadRequest)
	}
	if n := s.Int("SELECT count(*) FROM audit_log WHERE action = 'invoice draft duplicated' AND subject_id > 0"); n != 1 {
		t.Errorf("%d copies in the log", n)
	}
}

// A form's key makes one draft of one invoice: the same key on another copies that one.
func TestDuplicateKeyOfAnotherInvoice(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	client := s.Client(storetest.Client{})
	first := s.Invoice(client, storetest.Invoice{Number: "N-1", Minor: 100})
	second := s.Invoice(client, storetest.Invoice{Number: "N-2", Minor: 200})
	at := func(id int64) string { return fmt.Sprintf("/admin/invoices/%d", id) }
	page := admin.get(at(first))
	key, _ := page.doc().Find("input[name=key]").First().Attr("value")
	form := url.Values{"_csrf": {page.token()}, "key": {key}}
	made := admin.post(at(first)+"/duplicate", form).wantStatus(http.StatusSeeOther).Header.Get("Location")
	other := admin.post(at(second)+"/duplicate", form).wantStatus(http.StatusSeeOther).Header.Get("Location")
	if made == other || s.Int("SELECT count(*) FROM invoices WHERE status = 'draft' AND total_minor = 200") != 1 {
		t.Errorf("the second invoice's copy is %s, the first's %s", other, made)
	}
}

// Amounts at the bounds that swap their places pass what an invoice can hold on the way:
// the message is about them, and nothing is half stored.
func TestDraftSumsPassTheBoundOnTheWay(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	admin.post(edit, with(admin.get(edit).fields(), typed([3]string{"Up", "1", "99999999999"}, [3]string{"Down", "1", "-99999999999"}))).wantStatus(http.StatusSeeOther)
	before := s.invoiceLines(id)
	swapped := admin.get(edit).fields()
	swapped.Set("price_1", "-99999999999")
	swapped.Set("price_2", "99999999999")
	admin.post(edit, swapped).wantStatus(http.StatusUnprocessableEntity).wantText("Save smaller ones first").wantNoText("Choose a project of this client")
	if after := s.invoiceLines(id); after != before {
		t.Errorf("%s became %s", before, after)
	}
}
