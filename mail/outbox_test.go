package mail_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
)

// R13: what is queued is sent once, its link goes live with it, and its content is gone.
func TestOutboxSends(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	if p.link() != "" {
		t.Error("the link is live before the mail is out")
	}
	p.drain()
	p.drain()
	mails := p.server.Mails()
	if got := p.state(id); got != "sent 1 0" || len(mails) != 1 || !strings.Contains(mails[0].Data, "Hello first") {
		t.Fatalf("%s, %d mails", got, len(mails))
	}
	if p.link() != portal.HashToken("first") || p.Int("SELECT count(*) FROM outbox WHERE content IS NOT NULL") != 0 {
		t.Error("the link is not live, or the content is still there")
	}
}

// R15: a greylisted mail comes again after growing pauses, the same Message-ID each time.
func TestOutboxRetries(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	p.server.Follow(refuse("RCPT", 451))
	for n, pause := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute} {
		p.drain()
		p.drain() // not its turn
		if got, want := p.Int("SELECT attempts FROM outbox WHERE id = ?", id), int64(n+1); got != want {
			t.Fatalf("%d tries, want %d", got, want)
		}
		p.move(pause * 6 / 5)
	}
	p.server.Follow(mailtest.Script{})
	p.drain()
	if got := p.state(id); got != "sent 4 0" {
		t.Error(got)
	}
}

// A mail that could not be sent leaves the earlier link alive; one that may have arrived
// always carries a working one.
func TestOutboxKeepsLinksTrue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		script mailtest.Script
		state  string
		live   string
	}{
		"refused at the recipient":        {refuse("RCPT", 550), "failed 1 0", "first"},
		"refused at the message":          {refuse("DATA", 554), "failed 1 0", "first"},
		"refused at the message, for now": {refuse("DATA", 451), "queued 1 0", "first"},
		"no answer to the dot":            {mailtest.Script{DropAt: mailtest.FinalDot}, "queued 1 1", "second"},
		"dropped before":                  {mailtest.Script{DropAt: "DATA"}, "queued 1 0", "first"},
		"taken":                           {mailtest.Script{}, "sent 1 0", "second"},
	} {
		p := newPost(t)
		acme := p.client(t)
		p.queue(acme, portal.MailSetup, "first")
		p.drain()
		second := p.queue(acme, portal.MailSetup, "second")
		p.server.Follow(c.script)
		p.drain()
		if got := p.state(second); got != c.state {
			t.Errorf("%s: %s", name, got)
		}
		if p.link() != portal.HashToken(c.live) {
			t.Errorf("%s: the link that works is another", name)
		}
		if c.state == "queued 1 1" {
			p.server.Follow(refuse("RCPT", 550))
			p.move(2 * time.Minute)
			p.drain()
			if got := p.state(second); got != "failed 2 1" || p.link() != portal.HashToken("second") {
				t.Errorf("%s, then refused: %s, the link of a mail that may have arrived died", name, got)
			}
		}
	}
}

// C56: what was closed or moved since is not sent, even when it happens at the last moment.
func TestOutboxChecksAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"disabled":        "UPDATE clients SET portal_enabled = 0",
		"inactive":        "UPDATE clients SET active = 0",
		"another address": "UPDATE clients SET email = 'other@example.com'",
	} {
		p := newPost(t)
		id := p.queue(p.client(t), portal.MailSetup, "first")
		p.Exec(change)
		p.drain()
		if got := p.state(id); got != "expired 1 0" || len(p.server.Mails()) != 0 || p.link() != "" {
			t.Errorf("%s: %s", name, got)
		}

		p = newPost(t)
		id = p.queue(p.client(t), portal.MailSetup, "first")
		p.Sender = between{p.Sender, func() { p.Exec(change) }}
		p.drain()
		if got := p.state(id); got != "expired 1 0" || len(p.server.Mails()) != 0 || p.link() != "" {
			t.Errorf("%s while sending: %s", name, got)
		}
	}
}

// between does something just before the final dot.
type between struct {
	sender interface {
		Send(context.Context, portal.MailServer, mail.Message, func() error) error
	}
	do func()
}

func (b between) Send(ctx context.Context, server portal.MailServer, m mail.Message, beforeDot func() error) error {
	return b.sender.Send(ctx, server, m, func() error {
		b.do()
		return beforeDot()
	})
}

// R16: a mail whose server was dead for a day is not sent with a dead link, and an admin is
// told; what it said is gone.
func TestOutboxExpires(t *testing.T) {
	t.Parallel()
	for name, rounds := range map[string]int{"tried all day": 25, "not looked at all day": 1} {
		p := newPost(t)
		id := p.queue(p.client(t), portal.MailSetup, "first")
		p.server.Follow(mailtest.Script{DropAt: "EHLO"})
		p.drain()
		for range rounds {
			p.move(25 * time.Hour / time.Duration(rounds))
			p.drain()
		}
		p.server.Follow(mailtest.Script{})
		for range 3 {
			if err := p.Data.SweepMail(t.Context(), p.clock()); err != nil {
				t.Fatal(err)
			}
			p.drain()
			p.move(time.Hour)
		}
		trouble, err := p.Data.CountMailTrouble(t.Context())
		if p.Text("SELECT state FROM outbox") != "failed" || len(p.server.Mails()) != 0 || p.link() != "" || trouble != 1 || err != nil {
			t.Errorf("%s: %s, %d mails, %d to look at, %v", name, p.state(id), len(p.server.Mails()), trouble, err)
		}
		if said := p.Text("SELECT said FROM outbox WHERE content IS NULL"); !strings.HasPrefix(said, portal.MailTooLate) || strings.Count(said, portal.MailTooLate) != 1 {
			t.Errorf("%s: it says %q", name, said)
		}
	}
}

// R16: so it is where mail was off all day, and nobody tried.
func TestOutboxOffAllDay(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	p.move(25 * time.Hour)
	if err := p.Data.SweepMail(t.Context(), p.clock()); err != nil || p.state(id) != "failed 0 0" || p.Int("SELECT count(*) FROM outbox WHERE content IS NOT NULL") != 0 {
		t.Errorf("%s, %v", p.state(id), err)
	}
}

// R17: a clock that jumps to and fro makes no storm of tries and sends nothing twice.
func TestOutboxWithAJumpingClock(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	p.server.Follow(refuse("RCPT", 451))
	for _, jump := range []time.Duration{0, -48 * time.Hour, time.Hour, -time.Hour, 47 * time.Hour} {
		p.move(jump)
		p.drain()
		p.drain()
	}
	if got := p.state(id); got != "queued 1 0" {
		t.Errorf("%s", got)
	}
	p.server.Follow(mailtest.Script{})
	p.move(3 * time.Hour)
	p.drain()
	p.drain()
	if got := p.state(id); got != "sent 2 0" || len(p.server.Mails()) != 1 {
		t.Errorf("%s, %d mails", got, len(p.server.Mails()))
	}
}

// A newer set-up mail takes the place of one that has not gone out.
func TestNewerSetupMail(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	acme := p.client(t)
	first, second := p.queue(acme, portal.MailSetup, "first"), p.queue(acme, portal.MailSetup, "second")
	p.drain()
	if p.state(first) != "cancelled 0 0" || p.state(second) != "sent 1 0" || len(p.server.Mails()) != 1 || p.link() != portal.HashToken("second") {
		t.Errorf("%s, %s", p.state(first), p.state(second))
	}
}

// R13, R14: two workers never send one mail twice, and what was in hand at a crash is put
// back, or flagged if its final dot may have gone out.
func TestOutboxClaimsAndRecovers(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	acme := p.client(t)
	for range 20 {
		p.queue(acme, portal.MailNotice, "")
	}
	var workers sync.WaitGroup
	for range 4 {
		workers.Go(func() {
			if err := p.Drain(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	if n := len(p.server.Mails()); n != 20 || p.Int("SELECT count(*) FROM outbox WHERE state = 'sent'") != 20 {
		t.Errorf("%d mails for 20", n)
	}

	ids := []int64{p.queue(acme, portal.MailNotice, ""), p.queue(acme, portal.MailNotice, ""), p.queue(acme, portal.MailSetup, "x")}
	p.Exec("UPDATE outbox SET state = 'sending', attempts = 1, lease_until = ? WHERE id IN (?, ?, ?)", p.clock().Add(time.Minute).Unix(), ids[0], ids[1], ids[2])
	p.Exec("UPDATE outbox SET dot_at = 1 WHERE id IN (?, ?)", ids[1], ids[2])
	if err := p.Data.RecoverMail(t.Context(), p.clock(), false); err != nil || p.state(ids[0]) != "sending 1 0" {
		t.Errorf("taken from who has it in hand: %v", err)
	}
	if err := p.Data.RecoverMail(t.Context(), p.clock(), true); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"queued 1 0", "unsure 1 1", "queued 1 1"} {
		if got := p.state(ids[i]); got != want {
			t.Errorf("mail %d: %s, want %s", i, got, want)
		}
	}
}

// C52: with another key nothing is sent and nothing is lost.
func TestOutboxWithAnotherKey(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	ours := p.Sealer
	p.Sealer, _ = portal.NewSealer(bytes.Repeat([]byte{8}, 32))
	p.drain()
	if got := p.state(id); got != "queued 1 0" || len(p.server.Mails()) != 0 {
		t.Errorf("%s", got)
	}
	p.Sealer = ours
	p.move(2 * time.Minute)
	p.drain()
	if got := p.state(id); got != "sent 2 0" {
		t.Error(got)
	}
}

// Where mail is off, mails wait.
func TestOutboxOff(t *testing.T) {
	t.Parallel()
	p := newPost(t)
	id := p.queue(p.client(t), portal.MailSetup, "first")
	p.Desk.Environment = portal.MailServer{}
	p.drain()
	if _, err := p.Try(t.Context(), id); err == nil || p.state(id) != "queued 0 0" {
		t.Errorf("%v %s", err, p.state(id))
	}
}
