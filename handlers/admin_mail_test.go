package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/store/storetest"
)

// C43: mail is the admins'.
func (p *people) mailPromises() []promise {
	a := fmt.Sprintf("/admin/clients/%d", p.a)
	return []promise{
		{"GET /admin/mail", "", adminPage},
		{"POST /admin/mail", "", adminsUnreadable},
		{"POST /admin/mail/test", "", adminsUnreadable},
		{"GET /admin/mail/outbox", "", adminPage},
		{"POST /admin/mail/outbox/:id/again", "/admin/mail/outbox/999999/again", adminsMiss},
		{"POST /admin/mail/outbox/:id/again", "/admin/mail/outbox/x/again", adminsMiss},
		{"POST /admin/mail/outbox/:id/cancel", "/admin/mail/outbox/999999/cancel", adminsMiss},
		{"POST /admin/clients/:id/send-setup", a + "/send-setup", adminsUnreadable}, // mail is off
		{"POST /admin/clients/:id/send-setup", "/admin/clients/999999/send-setup", adminsMiss},
		{"POST /admin/users/:id/send-setup", "/admin/users/999999/send-setup", adminsMiss},
	}
}

// withServer is a site whose admin has named a mail server on this machine.
func withServer(t *testing.T) (s *site, admin *visitor, server *mailtest.Server) {
	t.Helper()
	s, admin, _ = office(t)
	server = mailtest.New(t, mailtest.Options{})
	admin.submit("/admin/mail", "/admin/mail", serverFields(server)).wantLocation("/admin/mail")
	return s, admin, server
}

func serverFields(server *mailtest.Server) url.Values {
	return url.Values{
		"enabled": {"1"}, "host": {"localhost"}, "port": {fmt.Sprint(server.Address.Port())}, "encryption": {"none"},
		"username": {mailtest.Username}, "password": {mailtest.Password}, "sender": {"studio@example.com"},
	}
}

// The settings are in force at once, say so, and never show the password again: C53.
func TestMailSettings(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	page := admin.get("/admin/mail").wantText("The settings below", "localhost", "One is stored").wantNoText(mailtest.Password)
	if value, _ := page.doc().Find("#password").Attr("value"); value != "" {
		t.Errorf("the password field holds %q", value)
	}
	test := admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).wantStatus(http.StatusOK)
	test.wantText("The server took the test mail to me@example.com")
	if got := server.SignIns(); len(got) != 1 || got[0] != mailtest.Username+" "+mailtest.Password {
		t.Errorf("signed in as %q", got)
	}

	// a blank password is kept; another username clears it
	admin.submit("/admin/mail", "/admin/mail", url.Values{"sender": {"other@example.com"}, "password": {""}}).wantLocation("/admin/mail")
	admin.get("/admin/mail").wantText("One is stored")
	admin.submit("/admin/mail", "/admin/mail", url.Values{"username": {"somebody"}, "password": {""}}).wantLocation("/admin/mail")
	admin.get("/admin/mail").wantText("None is stored", "a username without a password")
	admin.submit("/admin/mail", "/admin/mail", url.Values{"enabled": {""}}).wantLocation("/admin/mail")
	admin.get("/admin/mail").wantText("Mail is off")
	if n := s.Int("SELECT count(*) FROM audit_log WHERE action = 'mail settings changed'"); n != 4 {
		t.Errorf("%d changes in the audit log", n)
	}
	if strings.Contains(s.log.String(), mailtest.Password) || s.Int("SELECT count(*) FROM audit_log WHERE instr(detail, ?)", mailtest.Password) != 0 {
		t.Error("the password is in a log")
	}
}

func TestMailSettingsBadInput(t *testing.T) {
	t.Parallel()
	_, admin, _ := office(t)
	for field, values := range map[string][]string{
		"host":       {"", "http://smtp.example.com", "a b", "smtp.example.com:25"},
		"port":       {"0", "65536", "smtp", ""},
		"encryption": {"none", "bogus"},
		"sender":     {"", "nobody", "a@b\r\nBcc: c@d"},
		"username":   {"a\nb"},
	} {
		for _, value := range values {
			fields := url.Values{"enabled": {"1"}, "host": {"smtp.example.com"}, "port": {"587"}, "encryption": {"starttls"}, "sender": {"s@example.com"}, "username": {"typed"}, "revision": {"1"}, "password": {"secret words"}}
			fields[field] = []string{value}
			fields.Set("_csrf", admin.get("/admin/mail").token())
			a := admin.post("/admin/mail", fields).wantStatus(http.StatusUnprocessableEntity).wantNoText("secret words")
			if a.doc().Find("#"+field+"-error").Length() != 1 {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	stale := url.Values{"host": {"x"}, "port": {"587"}, "encryption": {"tls"}, "revision": {"99"}}
	stale.Set("_csrf", admin.get("/admin/mail").token())
	admin.post("/admin/mail", stale).wantStatus(http.StatusConflict).wantText("Somebody else saved this")
}

// A test mail names the step that failed, what the server said, and what to do.
func TestTestMailSaysWhatFailed(t *testing.T) {
	t.Parallel()
	_, admin, server := withServer(t)
	server.Follow(mailtest.Script{Refuse: map[string]*smtp.SMTPError{"RCPT": {Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such <b>user</b>"}}})
	admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).
		wantText("failed at this step: recipient", "550", "no such <b>user</b>", "Check the address").wantNoText("<b>user")
	server.Follow(mailtest.Script{Refuse: map[string]*smtp.SMTPError{"AUTH": {Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "bad"}}})
	admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).wantText("failed at this step: sign-in", "app password")
	admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"nobody"}}).wantStatus(http.StatusUnprocessableEntity)
}

// The whole way [seed]: the admin presses, the mail arrives at the client's address alone,
// its link opens the set-password page, and the client signs in.
func TestSetupMail(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	s.Exec("UPDATE settings SET company_name = 'Zoë & Partners'")
	id := s.Client(storetest.Client{Name: "Acme <b>", Username: "acme", Email: "client@example.com", NoPassword: true})
	page := fmt.Sprintf("/admin/clients/%d", id)
	admin.submit(page, page+"/send-setup", nil).wantLocation(page)
	admin.get(page).wantText("The mail is sent.", "works until")

	mails := server.Mails()
	if len(mails) != 1 || len(mails[0].To) != 1 || mails[0].To[0] != "client@example.com" {
		t.Fatalf("%+v", mails)
	}
	parts := readMail(t, mails[0].Data)
	for part, body := range parts {
		for _, want := range []string{"acme", "/client-portal/set-password?token="} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q:\n%s", part, want, body)
			}
		}
	}
	if strings.Contains(parts["text/html"], "Acme <b>") || !strings.Contains(parts["text/plain"], "Acme <b>") {
		t.Error("a client's name is markup")
	}
	client := s.visitor()
	client.get(linkIn(parts["text/plain"])).wantLocation("/client-portal/set-password")
	form := client.get("/client-portal/set-password").wantStatus(http.StatusOK)
	client.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {"a harbour in winter"}, "again": {"a harbour in winter"}}).wantLocation("/client-portal/login")
	client.signIn("/client-portal/login", "acme", "a harbour in winter").wantLocation("/client-portal")
	if err := s.config.Mail.(*mail.Post).Outbox.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if mails = server.Mails(); len(mails) != 2 || !strings.Contains(readMail(t, mails[1].Data)["text/plain"], "The password of your account was set") {
		t.Errorf("no notice of the new password: %d mails", len(mails))
	}
	if n := s.Int("SELECT count(*) FROM outbox WHERE content IS NOT NULL"); n != 0 {
		t.Error("a mail's content is still there")
	}
}

// What is missing is named, and nothing is made or sent.
func TestSetupMailNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	for _, c := range map[string]struct {
		client storetest.Client
		says   []string
	}{
		"everything": {storetest.Client{}, []string{"The portal is not enabled.", "There is no portal username.", "There is no e-mail address."}},
		"an address": {storetest.Client{Username: "a-a"}, []string{"There is no e-mail address."}},
		"inactive":   {storetest.Client{Username: "b-b", Email: "b@example.com", Inactive: true}, []string{"The account is inactive."}},
	} {
		page := fmt.Sprintf("/admin/clients/%d", s.Client(c.client))
		admin.submit(page, page+"/send-setup", nil).wantStatus(http.StatusUnprocessableEntity).wantText("No mail was sent.").wantText(c.says...)
	}
	admin.submit("/admin/mail", "/admin/mail", url.Values{"enabled": {""}})
	page := fmt.Sprintf("/admin/clients/%d", s.Client(storetest.Client{Username: "c-c", Email: "c@example.com"}))
	admin.submit(page, page+"/send-setup", nil).wantStatus(http.StatusUnprocessableEntity).wantText("Mail is not set up.")
	if len(server.Mails()) != 0 || s.Int("SELECT count(*) FROM outbox") != 0 || s.Int("SELECT count(*) FROM clients WHERE password_setup_token IS NOT NULL") != 0 {
		t.Error("something was made or sent")
	}
}

// The outbox shows what became of a mail and lets an admin send it again or cancel it.
func TestOutboxPage(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	admin.get("/admin/mail/outbox").wantText("No mails")
	page := fmt.Sprintf("/admin/clients/%d", s.Client(storetest.Client{Username: "acme", Email: "client@example.com"}))
	server.Follow(mailtest.Script{Refuse: map[string]*smtp.SMTPError{"RCPT": {Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "unknown here"}}})
	admin.submit(page, page+"/send-setup", nil).wantLocation(page)
	admin.get(page).wantText("could not be sent")
	menu := admin.get("/admin/clients").wantText("1mails need a look", "Mail to look at")
	if !strings.Contains(menu.body, `href="/admin/mail/outbox?state=trouble"`) {
		t.Error("the menu does not lead to them")
	}
	for _, state := range []string{"unsure", "failed"} { // what the menu counts is what it leads to
		s.Exec("UPDATE outbox SET state = ?", state)
		admin.get("/admin/mail/outbox?state=trouble").wantText("client@example.com")
	}
	admin.get("/admin/mail/outbox?state=failed").wantText("client@example.com", "Failed", "550", "unknown here")
	admin.get("/admin/mail/outbox?state=sent").wantText("No mails")
	admin.get("/admin/mail/outbox?state=bogus").wantStatus(http.StatusUnprocessableEntity)

	server.Follow(mailtest.Script{})
	again := fmt.Sprintf("/admin/mail/outbox/%d/again", s.Int("SELECT max(id) FROM outbox"))
	admin.submit("/admin/mail/outbox", again, nil).wantLocation("/admin/mail/outbox")
	admin.get("/admin/mail/outbox").wantText("The mail is sent.")
	admin.post(again, url.Values{"_csrf": {admin.get("/admin/mail/outbox").token()}}).wantStatus(http.StatusConflict)
	if len(server.Mails()) != 1 {
		t.Errorf("%d mails", len(server.Mails()))
	}
}

// C20: everybody gets the same answer, who has an account gets a mail, and no more than
// three an hour.
func TestForgottenPassword(t *testing.T) {
	t.Parallel()
	s, _, server := withServer(t)
	s.Client(storetest.Client{Username: "acme", Email: "client@example.com"})
	s.Client(storetest.Client{Username: "shut", Email: "shut@example.com", Off: true})
	post := s.config.Mail.(*mail.Post)
	ctx, stop := contextOf(t)
	done := make(chan struct{})
	go func() { post.AnswerForgotten(ctx); close(done) }()

	var answers []string
	for _, name := range []string{"acme", " ACME ", "shut", "ghost", "ada", ""} {
		v := s.visitor()
		form := v.get("/client-portal/login/forgot").wantStatus(http.StatusOK)
		a := v.post("/client-portal/login/forgot", url.Values{"_csrf": {form.token()}, "username": {name}}).wantStatus(http.StatusOK)
		answers = append(answers, a.body)
	}
	for i, a := range answers {
		if a != answers[0] {
			t.Errorf("answer %d is another one", i)
		}
	}
	waitUntil(t, func() bool {
		return s.Int("SELECT count(*) FROM outbox") == 2 && s.Int("SELECT count(*) FROM sign_in_limits WHERE key LIKE 'forgot:%'") >= 5
	})
	stop()
	<-done
	if err := post.Outbox.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if mails := server.Mails(); len(mails) != 1 || mails[0].To[0] != "client@example.com" {
		t.Errorf("%d mails", len(mails)) // two were asked for: the newer one took the other's place
	}
}
