package views_test

import (
	"maps"
	"testing"

	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

var everyNeed = portal.Recipient{}.WantsForInvoice(portal.MailInForce{Source: portal.MailOff})

// deliveries are mails of every kind in every state.
func deliveries(text string) (mails []portal.Delivery) {
	for n, state := range portal.DeliveryStates {
		for m, kind := range []portal.MailKind{portal.MailSetup, portal.MailNotice, portal.MailInvoice, portal.MailReminder} {
			d := portal.Delivery{ID: int64(10*n + m), Kind: kind, To: text, Subject: text, State: state, Attempts: 2, Code: 550, Said: text}
			if kind.AboutInvoice() {
				d.InvoiceID = 7
			}
			mails = append(mails, d)
		}
	}
	return mails
}

// mailPages are the pages about mails of invoices, in each of their states.
func mailPages(p views.Page, text string) map[string]templ.Component {
	r := record(text, portal.InvoiceSent)
	pages := map[string]templ.Component{
		"outbox":         views.OutboxPage(p, views.OutboxProps{Page: portal.Page[portal.Delivery]{Rows: deliveries(text)}}),
		"outbox, empty":  views.OutboxPage(p, views.OutboxProps{}),
		"issue, mailed":  views.IssuePage(p, views.IssueProps{Invoice: record(text, portal.InvoiceDraft), MailTo: text, Mail: true}),
		"issue, no mail": views.IssuePage(p, views.IssueProps{Invoice: record(text, portal.InvoiceDraft), MailTo: text, MailNeeds: everyNeed}),
		"staff invoice, mailed": views.StaffInvoicePage(p, views.StaffInvoiceProps{
			Invoice: r, Mails: views.InvoiceMailsProps{Mails: deliveries(text), Mail: true, Remind: true},
		}),
		"staff invoice, no mail": views.StaffInvoicePage(p, views.StaffInvoiceProps{Invoice: r, Mails: views.InvoiceMailsProps{Needs: everyNeed}}),
	}
	for _, kind := range []portal.MailKind{portal.MailInvoice, portal.MailReminder} {
		m := portal.InvoiceMail{Kind: kind, To: text}
		maps.Copy(pages, map[string]templ.Component{
			string(kind) + " mail":               views.InvoiceMailPage(p, views.InvoiceMailProps{Invoice: r, Mail: m, Stale: true}),
			string(kind) + " mail, no need":      views.InvoiceMailPage(p, views.InvoiceMailProps{Invoice: r, Mail: m, NotOverdue: true}),
			string(kind) + " mail, twice":        views.InvoiceMailPage(p, views.InvoiceMailProps{Invoice: r, Mail: m, Before: true}),
			string(kind) + " mail, much missing": views.InvoiceMailPage(p, views.InvoiceMailProps{Invoice: r, Mail: m, Needs: everyNeed}),
		})
	}
	return pages
}

// The button is there only while pressing it does something.
func TestInvoiceMailButton(t *testing.T) {
	t.Parallel()
	for name, page := range mailPages(frame("Acme"), "Acme") {
		_, doc := render(t, page)
		want := map[string]int{"invoice mail": 1, "reminder mail": 1}[name]
		if got := doc.Find("form[action$='/mail'] button[type=submit], form[action$='/remind'] button[type=submit]").Length(); got != want {
			t.Errorf("%s: %d buttons", name, got)
		}
	}
	_, doc := render(t, mailPages(frame("Acme"), "Acme")["issue, no mail"])
	if doc.Find("input[name=mail]").Length() != 0 || doc.Find("form p:contains('E-mail settings') a[href='/admin/mail']").Length() != 1 {
		t.Error("what is missing has no way to put it right")
	}
	_, doc = render(t, mailPages(frame("Acme"), "Acme")["outbox"])
	if again := doc.Find("form[action$='/again']").Length(); again != 6 { // of two kinds, queued, failed and unsure
		t.Errorf("%d mails can be sent again", again)
	}
}
