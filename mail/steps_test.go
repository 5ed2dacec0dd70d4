package mail_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"foyer/mail/mailtest"
	"foyer/portal"
)

// withTalk is an outbox whose server says what a test wants it to say.
func withTalk(t *testing.T, encryption portal.MailEncryption, whole time.Duration) (*post, *mailtest.Talk) {
	t.Helper()
	p := newPost(t)
	sender := client()
	sender.Whole = whole
	var certificate *tls.Config
	if encryption == portal.MailSTARTTLS {
		certificate, sender.Roots = mailtest.Certificate(t, "", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	}
	talk := mailtest.NewTalk(t, certificate)
	p.Sender = sender
	p.Desk.Environment = portal.MailServer{Host: "localhost", Port: int(talk.Address.Port()), Encryption: encryption, Username: "u", Password: "p", Sender: "studio@foyer.test"}
	return p, talk
}

// stepsInOrder are the steps of a delivery, and what a fault at each is called.
var stepsInOrder = []struct {
	at   string
	step portal.MailStep
}{
	{mailtest.Greeting, portal.MailConnect}, {"EHLO", portal.MailConnect}, {"STARTTLS", portal.MailTLSStep}, {mailtest.Secured, portal.MailConnect},
	{"AUTH", portal.MailSignIn}, {"MAIL", portal.MailSender}, {"RCPT", portal.MailRecipient}, {"DATA", portal.MailMessage}, {mailtest.FinalDot, portal.MailMessage},
}

// R14, R15: whatever goes wrong at whatever step, the step is named, the mail stays queued
// unless it was refused for good, its pause is the first one, and only no answer to the
// final dot leaves it unsure.
func TestEveryFaultAtEveryStep(t *testing.T) {
	t.Parallel()
	for _, encryption := range []portal.MailEncryption{portal.MailPlain, portal.MailSTARTTLS} {
		t.Run(string(encryption), func(t *testing.T) {
			t.Parallel()
			p, talk := withTalk(t, encryption, time.Minute)
			acme := p.client(t)
			for _, s := range stepsInOrder {
				if encryption == portal.MailPlain && (s.at == "STARTTLS" || s.at == mailtest.Secured) {
					continue
				}
				for name, says := range map[string]string{
					"refused for now": "451 come back\r\n", "refused for now, at length": "451-come\r\n451 back\r\n", "shutting down": "421 bye\r\n",
					"refused for good": "554 never\r\n", "dropped": mailtest.Drop, "silent": mailtest.Silence, "shut": mailtest.Shut,
					"endless": mailtest.Endless, "nonsense": "banana\r\n", "half a code": "25" + mailtest.Drop,
				} {
					talk.Say(mailtest.Says{s.at: says}, 1)
					id := p.queue(acme, portal.MailNotice, "")
					p.drainUntil(talk.Silent)
					if got, want := p.fate(id), fateAt(s.at, s.step, says); got != want {
						t.Errorf("%s at %s: %s, want %s", name, s.at, got, want)
					}
					p.Exec("DELETE FROM outbox")
				}
			}
			if id := p.queue(acme, portal.MailNotice, ""); true {
				p.drain()
				if got := p.state(id); got != "sent 1 0" {
					t.Errorf("afterwards: %s", got)
				}
			}
		})
	}
}

// drainUntil sends what is queued, and gives a try up once its server has fallen silent.
func (p *post) drainUntil(silent <-chan struct{}) {
	p.t.Helper()
	ctx, giveUp := context.WithCancel(p.t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Drain(ctx) }()
	select {
	case <-silent:
		giveUp()
		<-done
	case err := <-done:
		giveUp()
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// fateAt is what has to become of a notice: state, step, code, doubts.
func fateAt(at string, step portal.MailStep, says string) string {
	code := 0
	_, _ = fmt.Sscanf(says, "%3d", &code)
	state, doubts := portal.MailQueued, 0
	switch late := slices.Contains([]string{"MAIL", "RCPT", "DATA", mailtest.FinalDot}, at); {
	case code < 400 && at == mailtest.FinalDot:
		state, step, doubts, code = portal.MailUnsure, portal.MailAnswer, 1, 0
	case code < 400:
		code = 0
	case code >= 500 && late:
		state = portal.MailFailed
	}
	return fmt.Sprint(state, " ", step, " ", code, " ", doubts)
}

// fate is what became of a mail; a queued one has to wait for a minute, a fifth either way.
func (p *post) fate(id int64) string {
	p.t.Helper()
	pause := p.Int("SELECT next_at - ? FROM outbox WHERE id = ?", p.clock().Unix(), id)
	if p.Text("SELECT state FROM outbox WHERE id = ?", id) == "queued" && (pause < 48 || pause > 72) {
		p.t.Errorf("the next try is in %d seconds", pause)
	}
	return p.Text("SELECT state || ' ' || step || ' ' || code || ' ' || doubts FROM outbox WHERE id = ?", id)
}

// R15: a server that sends one byte at a time is as good as any: the final dot is noted, and
// the link works.
func TestByteByByte(t *testing.T) {
	t.Parallel()
	for _, encryption := range []portal.MailEncryption{portal.MailPlain, portal.MailSTARTTLS} {
		p, talk := withTalk(t, encryption, time.Minute)
		talk.ByteByByte()
		id := p.queue(p.client(t), portal.MailSetup, "first")
		p.drain()
		if got := p.state(id); got != "sent 1 0" || talk.Mails() != 1 || p.link() != portal.HashToken("first") {
			t.Errorf("%s: %s, %d mails, the link is live: %v", encryption, got, talk.Mails(), p.link() != "")
		}
	}
}

// R15: a server that greylists the first tries gets the mail once, later.
func TestGreylisting(t *testing.T) {
	t.Parallel()
	p, talk := withTalk(t, portal.MailSTARTTLS, time.Minute)
	talk.Say(mailtest.Says{"RCPT": "451 greylisted\r\n"}, 3)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	for range 10 {
		p.drain()
		p.move(time.Hour)
	}
	if got := p.state(id); got != "sent 4 0" || talk.Mails() != 1 {
		t.Errorf("%s, %d mails", got, talk.Mails())
	}
}

// C54: to a server whose way is not secure as it should be nothing is said but hello; the
// mail stays queued, and the fault says what is wrong.
func TestNothingBeforeTLS(t *testing.T) {
	t.Parallel()
	now := time.Now()
	good, roots := mailtest.Certificate(t, "", now.Add(-time.Hour), now.Add(time.Hour))
	expired, expiredRoots := mailtest.Certificate(t, "", now.Add(-2*time.Hour), now.Add(-time.Hour))
	other, otherRoots := mailtest.Certificate(t, "elsewhere.test", now.Add(-time.Hour), now.Add(time.Hour))
	old := func(version uint16) *tls.Config {
		config := good.Clone()
		config.MaxVersion = version
		return config
	}
	for name, c := range map[string]struct {
		config *tls.Config
		roots  *x509.CertPool
		says   mailtest.Says
		words  string
	}{
		"self-signed":             {good, nil, nil, "anybody this machine trusts"},
		"expired":                 {expired, expiredRoots, nil, "is valid from"},
		"another name":            {other, otherRoots, nil, "is for elsewhere.test, not for localhost"},
		"TLS 1.0":                 {old(tls.VersionTLS10), roots, nil, "older than 1.2"},
		"TLS 1.1":                 {old(tls.VersionTLS11), roots, nil, "older than 1.2"},
		"no STARTTLS":             {good, roots, mailtest.Says{"EHLO": "250-mail.test\r\n250 AUTH PLAIN\r\n"}, "does not offer STARTTLS"},
		"STARTTLS refused":        {good, roots, mailtest.Says{"STARTTLS": "454 not now\r\n"}, "not now"},
		"words after STARTTLS":    {good, roots, mailtest.Says{"STARTTLS": "220 go on\r\n250-mail.test\r\n250 AUTH PLAIN\r\n"}, "meddles with"},
		"words instead of TLS":    {good, roots, mailtest.Says{"STARTTLS": "220 go on\r\n", mailtest.Secured: "235 ok\r\n"}, ""},
		"a greeting and an offer": {good, roots, mailtest.Says{mailtest.Greeting: "220 mail.test\r\n250-x\r\n250 STARTTLS\r\n220 go on\r\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := withTalk(t, portal.MailSTARTTLS, time.Minute)
			talk := mailtest.NewTalk(t, c.config)
			talk.Say(c.says, -1)
			sender := client()
			sender.Whole = time.Minute
			sender.Roots = c.roots
			p.Sender, p.Desk.Environment.Port = sender, int(talk.Address.Port())
			id := p.queue(p.client(t), portal.MailSetup, "first")
			p.drain()
			if got := p.state(id); got != "queued 1 0" || p.link() != "" {
				t.Errorf("%s", got)
			}
			for _, line := range talk.Heard() {
				if strings.HasPrefix(line, "AUTH") || strings.HasPrefix(line, "MAIL") {
					t.Errorf("it was told %q", line)
				}
			}
			if said := p.Text("SELECT said FROM outbox WHERE id = ?", id); !strings.Contains(said, c.words) {
				t.Errorf("it says %q", said)
			}
		})
	}
}
