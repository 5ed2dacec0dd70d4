package mail_test

import (
	"bytes"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// post is an outbox over a real database and a real server, with a clock that moves.
type post struct {
	*storetest.DB
	*mail.Outbox
	server *mailtest.Server
	mu     sync.Mutex
	now    time.Time
	t      testing.TB
}

func newPost(t testing.TB) *post {
	t.Helper()
	p := &post{DB: storetest.New(t), server: mailtest.New(t, mailtest.Options{}), now: storetest.Now, t: t}
	sealer, err := portal.NewSealer(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	p.Outbox = &mail.Outbox{
		Store: p.Data, Sender: client(), Sealer: sealer, Now: p.clock, Log: slog.New(slog.DiscardHandler),
		Desk: &portal.MailDesk{Store: p.Data, Sealer: sealer, Environment: settings(p.server, portal.MailPlain)}, Settings: p.Data.Settings,
	}
	return p
}

func (p *post) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *post) move(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

// queue puts a mail to a client into the outbox; a link makes it a set-up mail.
func (p *post) queue(to portal.ClientID, kind portal.MailKind, link string) int64 {
	p.t.Helper()
	return p.queueTo(portal.AccountRef{Kind: portal.ClientAccount, ID: int64(to)}, kind, link)
}

func (p *post) queueTo(to portal.AccountRef, kind portal.MailKind, link string) int64 {
	p.t.Helper()
	id := mail.NewMessageID(p.clock(), "foyer.test")
	content, err := mail.SealContent(p.Sealer, id, mail.Content{Text: "Hello " + link, HTML: "<p>Hello</p>"})
	if err != nil {
		p.t.Fatal(err)
	}
	m := portal.NewMail{Kind: kind, To: "client@example.com", Account: to,
		Subject: "Hello", MessageID: id, Content: content, NotAfter: p.clock().Add(portal.LinkLife)}
	if link != "" {
		m.LinkHash = portal.HashToken(link)
	}
	row, err := p.Data.QueueMail(p.t.Context(), m, portal.AuditEntry{At: p.clock(), Actor: portal.System, Action: "mail queued"})
	if err != nil {
		p.t.Fatal(err)
	}
	return row
}

func (p *post) drain() {
	p.t.Helper()
	if err := p.Drain(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *post) client(t testing.TB) portal.ClientID {
	t.Helper()
	return p.Client(storetest.Client{Username: "acme", Email: "client@example.com", NoPassword: true})
}

func (p *post) state(id int64) string {
	return p.Text("SELECT state || ' ' || attempts || ' ' || doubts FROM outbox WHERE id = ?", id)
}

func (p *post) link() string {
	return p.Text("SELECT coalesce(password_setup_token, '') FROM clients")
}

func refuse(verb string, code int) mailtest.Script {
	return mailtest.Script{Refuse: map[string]*smtp.SMTPError{verb: {Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 0, 0}, Message: "no"}}}
}
