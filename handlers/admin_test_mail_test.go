package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"foyer/handlers"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// C55: five test mails a minute, and the sixth is told to wait.
func TestTestMailsAreLimited(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	send := func() *answer {
		return admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}})
	}
	for range 5 {
		send().wantStatus(http.StatusOK).wantText("The server took the test mail")
	}
	sixth := send().wantStatus(http.StatusTooManyRequests).wantText("Please wait 60 seconds")
	if value, _ := sixth.doc().Find("#to").Attr("value"); sixth.Header.Get("Retry-After") != "60" || value != "me@example.com" {
		t.Errorf("Retry-After %s, typed %q", sixth.Header.Get("Retry-After"), value)
	}
	if n := s.Int("SELECT count(*) FROM audit_log WHERE action = 'test mail sent'"); n != 5 || len(server.Mails()) != 5 {
		t.Errorf("%d in the audit log, %d mails", n, len(server.Mails()))
	}
	s.clock.move(time.Minute)
	send().wantText("The server took the test mail")
}

// A test mail has more time than a page: a server may let strangers wait for its greeting.
// The page that says that it took too long has time of its own.
func TestTestMailHasTime(t *testing.T) {
	t.Parallel()
	slow := &slowMailer{}
	s := newSite(t, func(c *handlers.Config) { slow.Mailer, c.Mail = c.Mail, slow })
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	admin := s.staff("ada")
	admin.submit("/admin/mail", "/admin/mail", serverFields(mailtest.New(t, mailtest.Options{}))).wantLocation("/admin/mail")
	began := time.Now()
	admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).wantStatus(http.StatusOK).
		wantText("failed at this step: connect", "localhost did not answer in time")
	if given := slow.sending.Sub(began); given < 15*time.Second || given > 29*time.Second {
		t.Errorf("it was given %v", given)
	}
	if n := len(slow.pages); n < 2 || !slow.pages[n-1].After(slow.pages[n-2]) {
		t.Errorf("the page afterwards has what was left: %v", slow.pages)
	}
}

// slowMailer gives up at once and notes until when it might have gone on, and the pages.
type slowMailer struct {
	handlers.Mailer
	sending time.Time
	pages   []time.Time
}

func (m *slowMailer) InForce(ctx context.Context) (portal.MailInForce, error) {
	until, _ := ctx.Deadline()
	m.pages = append(m.pages, until)
	return m.Mailer.InForce(ctx)
}

func (m *slowMailer) SendTest(ctx context.Context, _ string) error {
	m.sending, _ = ctx.Deadline()
	return &portal.MailFault{Step: portal.MailConnect, Err: context.DeadlineExceeded}
}

// C55: the settings are no way to read what some other program says: of its words an admin
// sees none, and of a mail server's a code and 200 printable characters.
func TestTestMailIsNoWayToReadOthers(t *testing.T) {
	t.Parallel()
	_, admin, _ := office(t)
	for name, c := range map[string]struct {
		says          mailtest.Says
		shown, hidden string
	}{
		"a web server":       {mailtest.Says{mailtest.Greeting: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nroot:secret\r\n"}, "No mail server answers", "HTTP"},
		"a web server's end": {mailtest.Says{mailtest.Greeting: "HTTP/1.1 200 OK\r\n\r\n220 root:secret\r\n"}, "No mail server answers", "secret"},
		"a database":         {mailtest.Says{mailtest.Greeting: "-ERR unknown command secret\r\n"}, "No mail server answers", "secret"},
		"a talker":           {mailtest.Says{"RCPT": "550 " + strings.Repeat("x", 300) + " secret\x1b[2J\r\n"}, strings.Repeat("x", 200), strings.Repeat("x", 201)},
		"several lines":      {mailtest.Says{"RCPT": "550-one\r\n550-<b>two</b>\x07\r\n550 three\r\n"}, "550 one <b>two</b> three", "\x07"},
	} {
		talk := mailtest.NewTalk(t, nil)
		talk.Say(c.says, -1)
		admin.submit("/admin/mail", "/admin/mail", url.Values{
			"enabled": {"1"}, "host": {"localhost"}, "port": {fmt.Sprint(talk.Address.Port())}, "encryption": {"none"}, "sender": {"studio@example.com"},
		}).wantLocation("/admin/mail")
		a := admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).wantStatus(http.StatusOK)
		if text := a.doc().Find("main").Text(); !strings.Contains(text, c.shown) || strings.Contains(text, c.hidden) {
			t.Errorf("%s: the page says %q", name, text)
		}
	}
}
