package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// C43: mailing invoices is the admins'.
func (p *people) invoiceMailPromises() (list []promise) {
	for _, step := range []string{"mail", "remind"} {
		route := " /admin/invoices/:id/" + step
		list = append(list,
			promise{"GET" + route, invoicePage(p.invoice, step), adminPage},
			promise{"GET" + route, invoicePage(p.draft, step), adminsStale},
			promise{"GET" + route, invoicePage(999999, step), adminsMiss},
			promise{"POST" + route, invoicePage(p.invoice, step), adminsUnreadable}, // mail is off
			promise{"POST" + route, invoicePage(p.draft, step), adminsStale},
			promise{"POST" + route, invoicePage(999999, step), adminsMiss},
			promise{"GET" + route, "/admin/invoices/x/" + step, adminsMiss},
			promise{"POST" + route, "/admin/invoices/x/" + step, adminsMiss},
		)
	}
	return list
}

// mailing is billing with a mail server, a client that wants its invoices, and a draft.
func mailing(t *testing.T) (s *site, admin *visitor, server *mailtest.Server, draft int64) {
	t.Helper()
	s, admin, _, draft = billing(t)
	server = mailtest.New(t, mailtest.Options{})
	admin.submit("/admin/mail", "/admin/mail", serverFields(server)).wantLocation("/admin/mail")
	s.Exec("UPDATE settings SET company_email = 'money@studio.example', company_phone = '+32 2 555 01 02'")
	s.Exec("UPDATE clients SET invoice_mail = 1")
	return s, admin, server, draft
}

// late makes the draft an invoice that is overdue by three weeks.
func (s *site) late(id int64) {
	s.Exec("UPDATE invoices SET status = 'sent', number = 'INV-9', issue_date = '2026-10-02', due_date = '2026-11-01' WHERE id = ?", id)
}

var messageIDs = regexp.MustCompile(`(?i)message-id: <[^>]+>`)

var anyAddress = regexp.MustCompile(`https?://[^\s"<>]+`)

// C48, C50: the whole way: an admin issues and mails, the client reads the mail, follows its
// link, is asked to sign in, and lands on the invoice. There is nothing in the link but
// where it leads.
func TestIssueAndMail(t *testing.T) {
	t.Parallel()
	s, admin, server, id := mailing(t)
	issue := admin.with("X-Forwarded-Host", "evil.example").with("Forwarded", "host=evil.example")
	box := issue.get(invoicePage(id, "issue")).wantText("Mail it to a@example.com").doc().Find("#mail")
	if _, ticked := box.Attr("checked"); !ticked {
		t.Error("the box is not ticked")
	}
	issue.submit(invoicePage(id, "issue"), invoicePage(id, "issue"), url.Values{"mail": {"1"}}).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("The invoice is issued", "The mail is sent.", "Mails to the client", "a@example.com", "Sent").wantNoText("Mail to client")
	admin.get("/admin/mail/outbox").wantText("Invoice INV-0001 from Studio", "Open the invoice")

	mails := server.Mails()
	if len(mails) != 1 || len(mails[0].To) != 1 || mails[0].To[0] != "a@example.com" {
		t.Fatalf("%+v", mails)
	}
	inPortal := fmt.Sprintf("/client-portal/invoices/%d", id)
	for part, body := range readMail(t, mails[0].Data) {
		for _, want := range []string{"INV-0001", "€1,000.00", "22 November 2026", "22 December 2026", "acme", "money@studio.example", "+32 2 555 01 02"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q:\n%s", part, want, body)
			}
		}
		for _, link := range anyAddress.FindAllString(body, -1) {
			if link != base+inPortal {
				t.Errorf("%s leads to %s", part, link)
			}
		}
	}

	client := s.visitor()
	signIn := client.get(inPortal).wantStatus(http.StatusSeeOther).Header.Get("Location")
	client.signIn(signIn, "acme", storetest.Password).wantLocation(inPortal)
	client.get(inPortal).wantStatus(http.StatusOK).wantText("INV-0001", "€1,000.00")
	if got := s.Text("SELECT detail FROM audit_log WHERE action = 'invoice issued'"); got != "INV-0001, mail to a@example.com" {
		t.Errorf("the log says %q", got)
	}
}

// Who does not tick the box issues without a mail, and can mail it later, once.
func TestMailLater(t *testing.T) {
	t.Parallel()
	s, admin, server, id := mailing(t)
	fields := issueForm(admin, invoicePage(id, "issue"))
	admin.post(invoicePage(id, "issue"), fields).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("Not mailed yet.", "Mail to client").wantNoText("Send reminder")
	admin.get(invoicePage(id, "remind")).wantText("There is nothing to remind of").wantNoText("button\" type=\"submit\">Send")
	if len(server.Mails()) != 0 {
		t.Fatal("it was mailed unasked")
	}

	page := invoicePage(id, "mail")
	form := admin.get(page).wantText("Mail invoice INV-0001 to Acme?", "a@example.com", "€1,000.00")
	fields = url.Values{"_csrf": {form.token()}, "to": {"a@example.com"}}
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
	admin.post(page, fields).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("written before").wantNoText("Mail to client")
	admin.get(page).wantText("was mailed to a@example.com already").wantNoText(">Send mail<")
	if n := s.Int("SELECT count(*) * 10 + (SELECT count(*) FROM audit_log WHERE action = 'invoice mailed') FROM outbox"); n != 11 || len(server.Mails()) != 1 {
		t.Errorf("mails and lines of the log: %d, arrived: %d", n, len(server.Mails()))
	}

	s.Exec("UPDATE clients SET email = 'b@example.com'")
	admin.post(page, fields).wantStatus(http.StatusConflict).wantText("Nothing was sent yet", "b@example.com")
	admin.submit(page, page, nil).wantLocation(invoicePage(id))
	if mails := server.Mails(); len(mails) != 2 || mails[1].To[0] != "b@example.com" {
		t.Errorf("to the new address: %d mails", len(mails))
	}
}

// A reminder says what is still open and for how long; one a day, none of what is paid.
func TestReminder(t *testing.T) {
	t.Parallel()
	s, admin, server, id := mailing(t)
	s.late(id)
	s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-02', 40000, 0)", id)
	page := invoicePage(id, "remind")
	admin.get(invoicePage(id)).wantText("Send reminder", "Mail to client")
	admin.get(page).wantText("Remind Acme of invoice INV-9?", "€600.00", "21 days overdue")
	admin.submit(page, page, nil).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("The mail is sent.", "Reminder", "Mail to client").wantNoText(page)
	fields := url.Values{"_csrf": {admin.get(page).wantText("A reminder was written already").token()}, "to": {"a@example.com"}}
	admin.post(page, fields).wantLocation(invoicePage(id))
	mails := server.Mails()
	if len(mails) != 1 {
		t.Fatalf("%d mails", len(mails))
	}
	if !strings.Contains(mails[0].Data, "Subject: Reminder: invoice INV-9 from Studio is overdue") {
		t.Error("the subject is another one")
	}
	for part, body := range readMail(t, mails[0].Data) {
		for _, want := range []string{"INV-9", "€600.00", "€1,000.00", "1 November 2026", "21 days overdue", base + fmt.Sprintf("/client-portal/invoices/%d", id)} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q:\n%s", part, want, body)
			}
		}
	}

	s.clock.move(24 * time.Hour)
	admin = s.staff("ada")
	admin.submit(page, page, nil).wantLocation(invoicePage(id))
	if n := len(server.Mails()); n != 2 {
		t.Errorf("the next day: %d mails", n)
	}
	s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-02', 60000, 0)", id)
	admin.get(invoicePage(id)).wantNoText("Send reminder")
	admin.post(page, url.Values{"_csrf": {admin.get(page).token()}, "to": {"a@example.com"}}).wantStatus(http.StatusConflict).wantText("There is nothing to remind of")
}

// What is missing is named, with where to put it right; nothing is mailed, and the invoice
// can be issued all the same.
func TestInvoiceMailNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s, admin, server, id := mailing(t)
	for _, c := range []struct{ change, back, says, link string }{
		{"UPDATE clients SET invoice_mail = 0", "UPDATE clients SET invoice_mail = 1", "Mailing invoices is switched off for this client.", "/admin/clients/1/edit"},
		{"UPDATE clients SET portal_enabled = 0", "UPDATE clients SET portal_enabled = 1", "The client's portal is not enabled", "/admin/clients/1"},
		{"UPDATE clients SET email = ''", "UPDATE clients SET email = 'a@example.com'", "The client has no e-mail address.", "/admin/clients/1/edit"},
		{"UPDATE clients SET active = 0", "UPDATE clients SET active = 1", "The client is inactive.", "/admin/clients/1"},
		{"UPDATE mail_settings SET enabled = 0", "UPDATE mail_settings SET enabled = 1", "Mail is not set up.", "/admin/mail"},
	} {
		s.Exec(c.change)
		page := admin.get(invoicePage(id, "issue")).wantText("It will not be mailed.", c.says)
		if page.doc().Find("#mail").Length() != 0 || page.doc().Find("main a[href='"+c.link+"']").Length() != 1 {
			t.Errorf("%s: a box, or no way to put it right", c.says)
		}
		fields := issueForm(admin, invoicePage(id, "issue"))
		fields.Set("mail", "1")
		admin.post(invoicePage(id, "issue"), fields).wantStatus(http.StatusConflict).wantText("Nothing was issued yet", c.says)
		s.Exec(c.back)
	}
	s.Exec("UPDATE clients SET invoice_mail = 0")
	admin.submit(invoicePage(id, "issue"), invoicePage(id, "issue"), nil).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("It cannot be mailed.", "Mailing invoices is switched off").wantNoText("Mail to client")
	page := invoicePage(id, "mail")
	admin.get(page).wantText("It cannot be mailed.").wantNoText(">Send mail<")
	admin.post(page, url.Values{"_csrf": {admin.get(page).token()}, "to": {"a@example.com"}}).wantStatus(http.StatusUnprocessableEntity).wantText("switched off")
	if n := s.Int("SELECT count(*) FROM outbox"); n != 0 || len(server.Mails()) != 0 {
		t.Errorf("%d mails", n)
	}
}

// The notice says how it went; a mail that failed is sent again from the outbox, and of one
// that may have arrived an admin decides.
func TestInvoiceMailThatFails(t *testing.T) {
	t.Parallel()
	s, admin, server, id := mailing(t)
	server.Follow(mailtest.Script{Refuse: map[string]*smtp.SMTPError{"RCPT": {Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such user"}}})
	admin.submit(invoicePage(id, "issue"), invoicePage(id, "issue"), url.Values{"mail": {"1"}}).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("The invoice is issued", "The mail could not be sent.", "550", "no such user", "Failed")

	server.Follow(mailtest.Script{DropAt: "EHLO"})
	s.late(id)
	admin.submit(invoicePage(id, "remind"), invoicePage(id, "remind"), nil).wantLocation(invoicePage(id))
	admin.get(invoicePage(id)).wantText("The mail is queued and will be tried again.", "Queued")
	s.Exec("DELETE FROM outbox WHERE kind = 'reminder'")

	server.Follow(mailtest.Script{DropAt: mailtest.FinalDot})
	again := fmt.Sprintf("/admin/mail/outbox/%d/again", s.Int("SELECT max(id) FROM outbox"))
	admin.submit("/admin/mail/outbox", again, nil).wantLocation("/admin/mail/outbox")
	if got := s.Text("SELECT state FROM outbox"); got != "unsure" {
		t.Fatalf("it is %s", got)
	}
	server.Follow(mailtest.Script{})
	s.clock.move(2 * time.Hour)
	if err := s.config.Mail.(*mail.Post).Outbox.Drain(t.Context()); err != nil || len(server.Mails()) != 1 {
		t.Errorf("%v, %d mails: it was sent again by itself", err, len(server.Mails()))
	}
	admin = s.staff("ada")
	admin.submit("/admin/mail/outbox", again, nil).wantLocation("/admin/mail/outbox")
	if got := s.Text("SELECT state || ' ' || doubts || ' ' || count(*) FROM outbox"); got != "sent 1 1" {
		t.Error(got)
	}
	ids := map[string]bool{}
	for _, m := range server.Mails() {
		ids[messageIDs.FindString(m.Data)] = true
	}
	if len(ids) != 1 || len(server.Mails()) != 2 {
		t.Errorf("%d mails with the Message-IDs %v", len(server.Mails()), ids)
	}
}

// The switch is in the client's form, off for a new one, and its turning is in the log.
func TestInvoiceMailSwitch(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	admin.submit("/admin/clients/new", "/admin/clients/new", url.Values{"name": {"Acme"}, "currency": {"EUR"}})
	page := fmt.Sprintf("/admin/clients/%d", s.Int("SELECT id FROM clients"))
	for _, step := range []struct{ value, words, detail string }{{"1", "On: an admin", "invoices by mail from off to on"}, {"", "Off", "invoices by mail from on to off"}} {
		admin.submit(page+"/edit", page+"/edit", url.Values{"invoice_mail": {step.value}}).wantLocation(page)
		admin.get(page).wantText("Invoices by mail" + step.words)
		if got := s.Text("SELECT detail FROM audit_log WHERE action = 'client edited' ORDER BY id DESC LIMIT 1"); got != step.detail {
			t.Errorf("the log says %q", got)
		}
	}
	fields := url.Values{"_csrf": {admin.get(page + "/edit").token()}, "name": {""}, "currency": {"EUR"}, "invoice_mail": {"1"}, "revision": {"3"}}
	if a := admin.post(page+"/edit", fields).wantStatus(http.StatusUnprocessableEntity); a.doc().Find("#invoice_mail[checked]").Length() != 1 {
		t.Error("the box is not as it was left")
	}
	fields.Set("name", "Acme")
	fields.Set("revision", "1")
	admin.post(page+"/edit", fields).wantStatus(http.StatusConflict)
	if s.Int("SELECT invoice_mail FROM clients") != 0 {
		t.Error("an old form was stored")
	}
}

// A member reads the invoice and nothing of its mails.
func TestMembersSeeNoInvoiceMail(t *testing.T) {
	t.Parallel()
	s, admin, _, id := mailing(t)
	s.late(id)
	admin.submit(invoicePage(id, "mail"), invoicePage(id, "mail"), nil).wantLocation(invoicePage(id))
	s.User(storetest.User{Username: "mo", Role: portal.Member})
	s.staff("mo").get(invoicePage(id)).wantStatus(http.StatusOK).wantNoText("Mails to the client", "a@example.com", "/remind", "/mail")
}
