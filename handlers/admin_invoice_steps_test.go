package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// Two admins press at once, one wins, and the other is told where it is.
func TestTwoAdminsIssueTheSameDraft(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	s.User(storetest.User{Username: "eve", Role: portal.Admin})
	page := invoicePage(id, "issue")
	answers := make([]*answer, 6)
	presses := make([]func(), len(answers))
	for n := range answers {
		v := &visitor{site: s, cookies: maps.Clone(admin.cookies), header: http.Header{}, t: t}
		if n%2 == 1 {
			v = s.staff("eve")
		}
		fields := issueForm(v, page)
		presses[n] = func() { answers[n] = v.post(page, fields) }
	}
	var wait sync.WaitGroup
	for _, press := range presses {
		wait.Go(press)
	}
	wait.Wait()
	won := 0
	for _, a := range answers {
		if a.StatusCode == http.StatusSeeOther {
			won++
			continue
		}
		a.wantStatus(http.StatusConflict).wantText("This invoice is issued already", "INV-0001")
		if to := a.doc().Find(".error-card a").AttrOr("href", ""); to != invoicePage(id) {
			t.Errorf("it leads to %s", to)
		}
	}
	if won != 1 || s.Int("SELECT next_number FROM invoice_sequences WHERE prefix = 'INV'") != 2 {
		t.Errorf("%d won", won)
	}
}

// issueForm is what the page that asks would send.
func issueForm(v *visitor, page string) url.Values {
	form, fields := v.get(page).doc(), url.Values{}
	for _, name := range []string{"_csrf", "revision", "seen"} {
		fields.Set(name, form.Find("main input[name="+name+"]").AttrOr("value", ""))
	}
	return fields
}

// What changed since it was shown is shown again, and nothing is issued: the draft, the
// client, the company.
func TestIssueOfWhatWasNotShown(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	page := invoicePage(id, "issue")
	for _, change := range []string{
		"UPDATE invoices SET revision = revision + 1",
		"UPDATE clients SET address = 'Elsewhere'",
		"UPDATE settings SET company_vat_number = 'S-2'",
	} {
		fields := issueForm(admin, page)
		s.Exec(change)
		admin.post(page, fields).wantStatus(http.StatusConflict).wantText("Nothing was issued yet")
	}
	if s.Int("SELECT count(*) FROM invoices WHERE status = 'draft' AND number IS NULL") != 1 || s.Int("SELECT next_number FROM invoice_sequences WHERE prefix = 'INV'") != 1 {
		t.Error("it was issued")
	}
	admin.submit(page, page, nil).wantLocation(invoicePage(id))
}

// What stands in the way is said, all at once, and offered nowhere.
func TestObstaclesToIssue(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	page := invoicePage(id, "issue")
	for change, words := range map[string]string{
		"DELETE FROM invoice_lines":                   "has no lines",
		"UPDATE invoices SET due_date = '2026-01-01'": "The due date lies before the issue date",
		"UPDATE settings SET company_name = ' '":      "Your company has no name yet",
		"UPDATE invoices SET tax_minor = -9000000":    "The total is below zero",
	} {
		s.Exec(change)
		token := admin.get(page).wantText("It cannot be issued yet").token()
		admin.get(page).wantText(words).wantNoText(">Issue invoice<")
		admin.post(page, url.Values{"_csrf": {token}, "revision": {"1"}}).wantStatus(http.StatusUnprocessableEntity).wantText(words)
	}
	if s.Int("SELECT count(*) FROM invoices WHERE status = 'draft'") != 1 {
		t.Error("it was issued")
	}
}

// C45, C61: what can't be read is told by its field, everything typed stays, nothing is
// stored; the same form sent twice is one payment.
func TestPaymentFormBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	s.Exec("UPDATE invoices SET status = 'sent', number = 'INV-9' WHERE id = ?", id)
	page := invoicePage(id, "payment")
	for field, values := range map[string][]string{
		"amount":    {"", "1.234.56", "1e9", "-5", "NaN", "9999999999999", "0"},
		"on":        {"2026-02-31", "", "2026-11-23", "tomorrow"},
		"method":    {"gift"},
		"reference": {"a\nb"},
		"notes":     {"bell\a", strings.Repeat("x", 10_001)},
	} {
		for _, value := range values {
			fields := url.Values{"_csrf": {admin.get(page).token()}, "key": {fmt.Sprintf("%043d", 1)}, "amount": {"12"}, "on": {"2026-11-22"}, "method": {"cash"},
				"reference": {"Typed <b>"}, "notes": {"n"}, "status": {"refunded"}, "invoice_id": {"7"}}
			fields[field] = []string{value}
			a := admin.post(page, fields).wantStatus(http.StatusUnprocessableEntity).wantNoText("<b>")
			if got := a.doc().Find("#reference").AttrOr("value", ""); field != "reference" && got != "Typed <b>" {
				t.Errorf("%s=%q: the reference became %q", field, value, got)
			}
			if a.doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	if n := s.Int("SELECT count(*) FROM payments"); n != 0 {
		t.Errorf("%d payments were stored", n)
	}

	fields := url.Values{"_csrf": {admin.get(page).token()}, "key": {fmt.Sprintf("%043d", 2)}, "amount": {"1.234,56"}, "on": {"2026-11-22"}, "method": {"cash"}}
	for range 2 {
		admin.post(page, fields).wantLocation(invoicePage(id))
	}
	if n := s.Int("SELECT count(*) * 1000000 + sum(amount_minor) FROM payments"); n != 1_123_456 {
		t.Errorf("payments: %d", n)
	}
	fields.Set("amount", "5")
	again := admin.post(page, fields).wantStatus(http.StatusUnprocessableEntity).wantText("This form has recorded something already")
	fields.Set("key", again.doc().Find("input[name=key]").AttrOr("value", ""))
	admin.post(page, fields).wantLocation(invoicePage(id))
	fields.Set("key", "")
	admin.post(page, fields).wantStatus(http.StatusUnprocessableEntity).wantText("This form was not complete")
	fields = url.Values{"_csrf": fields["_csrf"], "key": {fmt.Sprintf("%043d", 3)}, "amount": {"99999000000"}, "on": {"2026-11-22"}, "method": {"cash"}}
	admin.post(page, fields).wantLocation(invoicePage(id))
	fields.Set("key", fmt.Sprintf("%043d", 4))
	admin.post(page, fields).wantStatus(http.StatusUnprocessableEntity).wantText("An invoice cannot hold so much")
	admin.get(invoicePage(id)).wantStatus(http.StatusOK).wantText("credit balance")
	admin.get("/admin/invoices").wantStatus(http.StatusOK)
}

// C61: the same for credits; a double click is one credit.
func TestCreditFormBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	s.Exec("UPDATE invoices SET status = 'sent', number = 'INV-9', currency = 'JPY' WHERE id = ?", id)
	page := invoicePage(id, "credit")
	token := admin.get(page).token()
	for field, value := range map[string]string{"amount": "10.5", "on": "2026-02-31", "number": "a\nb", "reason": "\a"} {
		fields := url.Values{"_csrf": {token}, "key": {fmt.Sprintf("%043d", 1)}, "amount": {"12"}, "on": {"2026-11-22"}, "number": {"C"}, "reason": {"r"}}
		fields.Set(field, value)
		if a := admin.post(page, fields).wantStatus(http.StatusUnprocessableEntity); a.doc().Find("#"+field+"-error").Text() == "" {
			t.Errorf("%s: no message by the field", field)
		}
	}
	fields := url.Values{"_csrf": {token}, "key": {fmt.Sprintf("%043d", 1)}, "amount": {"12"}, "on": {"2026-11-22"}, "number": {"C"}}
	for range 2 {
		admin.post(page, fields).wantLocation(invoicePage(id))
	}
	if n := s.Int("SELECT sum(amount_minor) FROM credits"); n != 12 {
		t.Errorf("credits of %d", n)
	}
}

// C43: a member reads, and is refused every step; no step is offered.
func TestMembersOnlyReadInvoices(t *testing.T) {
	t.Parallel()
	s, _, member, id := billing(t)
	for _, status := range []string{"draft", "sent", "cancelled"} {
		s.Exec("UPDATE invoices SET status = ?, number = 'INV-9' WHERE id = ?", status, id)
		links := member.get(invoicePage(id)).wantStatus(http.StatusOK).doc().Find("main a[href^='" + invoicePage(id) + "/']")
		if links.Length() != 0 {
			t.Errorf("%s: a member is offered %d steps", status, links.Length())
		}
		for _, step := range []string{"issue", "cancel", "payment", "credit"} {
			member.get(invoicePage(id, step)).wantStatus(http.StatusForbidden)
			member.post(invoicePage(id, step), url.Values{"_csrf": {member.get("/admin/invoices").token()}}).wantStatus(http.StatusForbidden)
		}
	}
}

// A double click, or any number of presses at once, records one payment, and every press
// is answered alike. Amounts at the bound of what is stored are shown, in a currency that
// nobody knows too.
func TestManyPressesRecordOnePayment(t *testing.T) {
	t.Parallel()
	s, admin, _, id := billing(t)
	s.Exec("UPDATE invoices SET status = 'sent', number = 'INV-9', currency = 'QQQ', tax_minor = 9999999900000 WHERE id = ?", id)
	page := invoicePage(id, "payment")
	form := admin.get(page).wantText("QQQ")
	if got := form.doc().Find("#amount").AttrOr("value", ""); got != "100000000000.00" {
		t.Errorf("the form asks for %q", got)
	}
	fields := url.Values{"_csrf": {form.token()}, "key": {form.doc().Find("input[name=key]").AttrOr("value", "")}, "amount": {"100000000000"}, "on": {"2026-11-22"}, "method": {"other"}}
	answers := make([]*answer, 8)
	var wait sync.WaitGroup
	for n := range answers {
		v := &visitor{site: s, cookies: maps.Clone(admin.cookies), header: http.Header{}, t: t}
		wait.Go(func() { answers[n] = v.post(page, fields) })
	}
	wait.Wait()
	for _, a := range answers {
		a.wantLocation(invoicePage(id))
	}
	if n := s.Int("SELECT count(*) * 10 + (SELECT count(*) FROM audit_log WHERE action = 'payment recorded') FROM payments"); n != 11 {
		t.Errorf("payments and lines of the log: %d", n)
	}
	if got := s.Text("SELECT detail FROM audit_log WHERE action = 'payment recorded'"); got != "INV-9: 100000000000.00 QQQ, 2026-11-22" {
		t.Errorf("the log says %q", got)
	}
	admin.get(invoicePage(id)).wantText("Paid in full.", "QQQ")
	admin.get("/admin/invoices").wantText("1 invoice in QQQ")
}
