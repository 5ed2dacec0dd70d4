package mail_test

import (
	"context"
	"crypto/tls"
	"errors"
	netmail "net/mail"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
)

func message() mail.Message {
	return mail.Message{
		ID: "1.abc@foyer.test", From: netmail.Address{Name: "Studio Zoë", Address: "studio@foyer.test"}, To: "client@example.com",
		Subject: "Set your password, Zoë", Text: "Hello Zoë\r\n.\r\nA dot stands alone above.", HTML: "<p>Hello Zoë</p>",
		Date: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
	}
}

func client() *mail.Client {
	return &mail.Client{Name: "foyer.test", Dial: 2 * time.Second, Whole: 5 * time.Second, Resolve: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}}
}

func settings(s *mailtest.Server, encryption portal.MailEncryption) portal.MailServer {
	return portal.MailServer{Host: "localhost", Port: int(s.Address.Port()), Encryption: encryption, Username: mailtest.Username, Password: mailtest.Password, Sender: "studio@foyer.test"}
}

func nothing() error { return nil }

// C54: each way of encryption delivers, signed in, over TLS where it says so.
func TestSend(t *testing.T) {
	t.Parallel()
	config, roots := mailtest.Certificate(t, "", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	for encryption, server := range map[portal.MailEncryption]*mailtest.Server{
		portal.MailTLS:      mailtest.New(t, mailtest.Options{TLS: config, Implicit: true}),
		portal.MailSTARTTLS: mailtest.New(t, mailtest.Options{TLS: config}),
		portal.MailPlain:    mailtest.New(t, mailtest.Options{}),
	} {
		c, dots := client(), 0
		c.Roots = roots
		err := c.Send(t.Context(), settings(server, encryption), message(), func() error {
			dots++
			if len(server.Mails()) != 0 {
				t.Errorf("%s: taken before the final dot was announced", encryption)
			}
			return nil
		})
		if err != nil || dots != 1 {
			t.Fatalf("%s: %v, %d dots", encryption, err, dots)
		}
		if got := server.SignIns(); len(got) != 1 || got[0] != mailtest.Username+" "+mailtest.Password {
			t.Errorf("%s: signed in as %q", encryption, got)
		}
		mails := server.Mails()
		if len(mails) != 1 || mails[0].From != "studio@foyer.test" || len(mails[0].To) != 1 || mails[0].To[0] != "client@example.com" {
			t.Fatalf("%s: %+v", encryption, mails)
		}
		read, err := netmail.ReadMessage(strings.NewReader(mails[0].Data))
		if err != nil || read.Header.Get("Message-Id") != "<1.abc@foyer.test>" || read.Header.Get("Date") != "Sun, 22 Nov 2026 12:00:00 +0000" {
			t.Errorf("%s: %v %v", encryption, err, read.Header)
		}
	}
}

// C54: nothing is said to a server whose connection is not secure as it should be.
func TestUnsafeServersGetNothing(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good, roots := mailtest.Certificate(t, "", now.Add(-time.Hour), now.Add(time.Hour))
	expired, expiredRoots := mailtest.Certificate(t, "", now.Add(-2*time.Hour), now.Add(-time.Hour))
	other, otherRoots := mailtest.Certificate(t, "elsewhere.test", now.Add(-time.Hour), now.Add(time.Hour))
	old := good.Clone()
	old.MaxVersion = tls.VersionTLS11
	for name, c := range map[string]struct {
		options    mailtest.Options
		encryption portal.MailEncryption
		roots      any
	}{
		"self-signed":           {mailtest.Options{TLS: good}, portal.MailSTARTTLS, nil},
		"self-signed, implicit": {mailtest.Options{TLS: good, Implicit: true}, portal.MailTLS, nil},
		"expired":               {mailtest.Options{TLS: expired}, portal.MailSTARTTLS, expiredRoots},
		"another name":          {mailtest.Options{TLS: other}, portal.MailSTARTTLS, otherRoots},
		"TLS 1.1":               {mailtest.Options{TLS: old}, portal.MailSTARTTLS, roots},
		"no STARTTLS":           {mailtest.Options{}, portal.MailSTARTTLS, roots},
	} {
		server := mailtest.New(t, c.options)
		sender := client()
		if c.roots != nil {
			sender.Roots = roots
			if c.roots == expiredRoots {
				sender.Roots = expiredRoots
			}
			if c.roots == otherRoots {
				sender.Roots = otherRoots
			}
		}
		err := sender.Send(t.Context(), settings(server, c.encryption), message(), nothing)
		fault, ok := errors.AsType[*portal.MailFault](err)
		if !ok || fault.Step != portal.MailTLSStep || fault.Permanent() {
			t.Errorf("%s: %v", name, err)
		}
		if len(server.SignIns()) != 0 || len(server.Mails()) != 0 {
			t.Errorf("%s: the server was told something", name)
		}
	}
}

// R15: a refusal names its step, its code and the server's words; 5xx is for good.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for verb, step := range map[string]portal.MailStep{"AUTH": portal.MailSignIn, "MAIL": portal.MailSender, "RCPT": portal.MailRecipient, "DATA": portal.MailMessage} {
		for _, code := range []int{421, 451, 552} {
			server := mailtest.New(t, mailtest.Options{})
			server.Follow(mailtest.Script{Refuse: map[string]*smtp.SMTPError{verb: {Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "not today\x07 <b>"}}})
			err := client().Send(t.Context(), settings(server, portal.MailPlain), message(), nothing)
			fault, ok := errors.AsType[*portal.MailFault](err)
			if !ok || fault.Step != step || fault.Code != code || !strings.Contains(fault.Said, "not today <b>") || fault.Unsure() {
				t.Errorf("%s %d: %+v", verb, code, err)
				continue
			}
			if want := code >= 500 && verb != "AUTH"; fault.Permanent() != want {
				t.Errorf("%s %d: permanent %v", verb, code, fault.Permanent())
			}
		}
	}
}

// R14: dropped anywhere, the fault says where; only between the final dot and its answer
// is it unsure whether the mail was taken.
func TestDrops(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]struct {
		step   portal.MailStep
		unsure bool
		taken  int
	}{
		"EHLO": {portal.MailConnect, false, 0}, "AUTH": {portal.MailSignIn, false, 0}, "MAIL": {portal.MailSender, false, 0},
		"RCPT": {portal.MailRecipient, false, 0}, "DATA": {portal.MailMessage, false, 0}, mailtest.FinalDot: {portal.MailAnswer, true, 1},
	} {
		server := mailtest.New(t, mailtest.Options{})
		server.Follow(mailtest.Script{DropAt: at})
		err := client().Send(t.Context(), settings(server, portal.MailPlain), message(), nothing)
		fault, ok := errors.AsType[*portal.MailFault](err)
		if !ok || fault.Step != want.step || fault.Unsure() != want.unsure || len(server.Mails()) != want.taken {
			t.Errorf("dropped at %q: %v, %d mails", at, err, len(server.Mails()))
		}
	}
	server := mailtest.New(t, mailtest.Options{})
	server.Follow(mailtest.Script{DropAt: mailtest.Answered})
	if err := client().Send(t.Context(), settings(server, portal.MailPlain), message(), nothing); err != nil {
		t.Errorf("dropped after the answer: %v", err)
	}
}

// R15: a server that says nothing is given up in time, wherever it falls silent.
func TestStalls(t *testing.T) {
	t.Parallel()
	for at, step := range map[string]portal.MailStep{"EHLO": portal.MailConnect, "MAIL": portal.MailSender, "DATA": portal.MailMessage} {
		server := mailtest.New(t, mailtest.Options{})
		server.Follow(mailtest.Script{StallAt: at})
		c := client()
		c.Whole = 300 * time.Millisecond
		err := c.Send(t.Context(), settings(server, portal.MailPlain), message(), nothing)
		if fault, ok := errors.AsType[*portal.MailFault](err); !ok || fault.Step != step {
			t.Errorf("stalled at %s: %v", at, err)
		}
	}
}

// C53: a username that is set is used, or nothing is sent.
func TestNoSignInOffered(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t, mailtest.Options{NoAuth: true})
	err := client().Send(t.Context(), settings(server, portal.MailPlain), message(), nothing)
	if fault, ok := errors.AsType[*portal.MailFault](err); !ok || fault.Step != portal.MailSignIn || len(server.Mails()) != 0 {
		t.Errorf("%v", err)
	}
	open := settings(server, portal.MailPlain)
	open.Username = ""
	if err := client().Send(t.Context(), open, message(), nothing); err != nil {
		t.Errorf("without a username: %v", err)
	}
}

// C49: nothing that reaches a header can add another.
func TestHeadersCannotBeAdded(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t, mailtest.Options{})
	for name, change := range map[string]func(*mail.Message, string){
		"subject":     func(m *mail.Message, s string) { m.Subject += s },
		"sender name": func(m *mail.Message, s string) { m.From.Name += s },
		"recipient":   func(m *mail.Message, s string) { m.To += s },
		"id":          func(m *mail.Message, s string) { m.ID += s },
	} {
		for _, evil := range []string{"\r\nBcc: evil@example.com", "\nX: y", "\r", "a\x00b"} {
			m := message()
			change(&m, evil)
			if err := client().Send(t.Context(), settings(server, portal.MailPlain), m, nothing); err == nil {
				t.Errorf("%s with %q went out", name, evil)
			}
		}
	}
	if n := len(server.Mails()); n != 0 {
		t.Errorf("%d mails", n)
	}
}

// A dot that can't be noted does not go out.
func TestDotThatIsNotNoted(t *testing.T) {
	t.Parallel()
	server, full := mailtest.New(t, mailtest.Options{}), errors.New("disk full")
	err := client().Send(t.Context(), settings(server, portal.MailPlain), message(), func() error { return full })
	if !errors.Is(err, full) || len(server.Mails()) != 0 {
		t.Errorf("%v, %d mails", err, len(server.Mails()))
	}
}
