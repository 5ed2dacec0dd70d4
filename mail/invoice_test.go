package mail_test

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// invoicing is a post with a client that gets its invoices, and one that is three weeks late.
type invoicing struct {
	*post
	*mail.Post
	client  portal.ClientID
	invoice int64
}

func newInvoicing(t *testing.T) *invoicing {
	t.Helper()
	p := newPost(t)
	address, err := url.Parse("https://foyer.test")
	if err != nil {
		t.Fatal(err)
	}
	i := &invoicing{post: p, client: p.client(t)}
	i.Post = mail.NewPost(mail.PostConfig{Store: p.Data, Desk: p.Desk, Outbox: p.Outbox, BaseURL: address, Now: p.clock, Patience: 3 * time.Second})
	p.Exec("UPDATE clients SET invoice_mail = 1")
	p.Exec("UPDATE settings SET company_name = 'Studio', company_email = 'money@studio.example', company_phone = '+32 2 555'")
	i.bill("INV-1")
	return i
}

// bill makes another invoice, which is three weeks late, the one that is mailed.
func (i *invoicing) bill(number string) {
	i.invoice = i.DB.Invoice(i.client, storetest.Invoice{Number: number, Minor: 100_000, Issued: "2026-10-02", Due: "2026-11-01"})
}

// queue puts a mail about the invoice into the outbox.
func (i *invoicing) queue(kind portal.MailKind) int64 {
	i.t.Helper()
	m, needs, err := i.InvoiceMail(i.t.Context(), kind, i.client)
	if err != nil || len(needs) > 0 {
		i.t.Fatalf("%v, it needs %v", err, needs)
	}
	id, fresh, err := i.Data.MailInvoice(i.t.Context(), i.invoice, m, portal.AuditEntry{At: i.clock(), Actor: portal.System, Action: "mailed"})
	if err != nil || !fresh {
		i.t.Fatalf("%v, fresh: %v", err, fresh)
	}
	return id
}

// parts reads a mail's parts by type.
func parts(t *testing.T, m *netmail.Message) map[string]string {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		found[kind] = string(body)
	}
}

func read(t *testing.T, m mailtest.Mail) *netmail.Message {
	t.Helper()
	message, err := netmail.ReadMessage(strings.NewReader(m.Data))
	if err != nil {
		t.Fatal(err)
	}
	return message
}

var anyLink = regexp.MustCompile(`https?://[^\s"<>]+`)

// The letter is written when it is sent, from the invoice as it is then; its one link leads
// into the portal and holds nothing else; nothing of it is stored.
func TestInvoiceLetters(t *testing.T) {
	t.Parallel()
	for kind, subject := range map[portal.MailKind]string{portal.MailInvoice: "Invoice INV-1 from Studio", portal.MailReminder: "Reminder: invoice INV-1 from Studio is overdue"} {
		i := newInvoicing(t)
		id := i.queue(kind)
		i.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-03', 40000, 0)", i.invoice)
		i.drain()
		i.drain()
		if got := i.state(id); got != "sent 1 0" || len(i.server.Mails()) != 1 {
			t.Fatalf("%s: %s, %d mails", kind, got, len(i.server.Mails()))
		}
		sent := i.server.Mails()[0]
		m := read(t, sent)
		if len(sent.To) != 1 || sent.To[0] != "client@example.com" || m.Header.Get("Subject") != subject || m.Header.Get("Auto-Submitted") != "auto-generated" ||
			m.Header.Get("Message-Id") != "<"+i.Text("SELECT message_id FROM outbox")+">" {
			t.Errorf("%s: to %v with %v", kind, sent.To, m.Header)
		}
		link := fmt.Sprintf("https://foyer.test/client-portal/invoices/%d", i.invoice)
		for part, body := range parts(t, m) {
			for _, want := range []string{"INV-1", "Acme", "2 October 2026", "1 November 2026", "21 days overdue", "€1,000.00", "€600.00", "acme", "money@studio.example", "+32 2 555", link} {
				if !strings.Contains(body, want) {
					t.Errorf("%s, %s does not say %q:\n%s", kind, part, want, body)
				}
			}
			for _, found := range anyLink.FindAllString(body, -1) {
				if found != link {
					t.Errorf("%s, %s leads to %s", kind, part, found)
				}
			}
		}
		if i.Int("SELECT count(*) FROM outbox WHERE content IS NOT NULL OR link_hash IS NOT NULL") != 0 || i.link() != "" {
			t.Errorf("%s: a letter or a link was stored", kind)
		}
	}
}

// An invoice that is paid when its mail goes out is mailed as a paid one.
func TestPaidInvoiceLetter(t *testing.T) {
	t.Parallel()
	i := newInvoicing(t)
	id := i.queue(portal.MailInvoice)
	i.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-03', 100000, 0)", i.invoice)
	i.drain()
	if i.state(id) != "sent 1 0" {
		t.Fatal(i.state(id))
	}
	text := parts(t, read(t, i.server.Mails()[0]))["text/plain"]
	if !strings.Contains(text, "Nothing is left to pay") || strings.Contains(text, "overdue") || strings.Contains(text, "Still to pay") {
		t.Error(text)
	}
}

// C49, C50: whatever a client, a company or a number is called stands there as text, in both
// parts, and adds no header and no link.
func TestInvoiceLettersShowNamesAsText(t *testing.T) {
	t.Parallel()
	i := newInvoicing(t)
	for n, name := range []string{`<a href="https://evil.example">Acme</a>`, "[Acme](https://evil.example)", "{{.Env}}", "Zoë & Söhne", "田中製作所", "\u202eevil", strings.Repeat("x", 10_000)} {
		i.bill(portal.Clip(name, 100))
		i.Exec("UPDATE clients SET name = ?1, contact_person = ?1, notes = 'only for staff'", name)
		company := portal.Clip(name, 200) // more is not stored
		i.Exec("UPDATE settings SET company_name = ?, company_email = '', company_phone = ''", company)
		i.queue(portal.MailInvoice)
		i.queue(portal.MailReminder)
		i.drain()
		if len(i.server.Mails()) != 2*n+2 {
			t.Fatalf("%.40s: %d mails, %s", name, len(i.server.Mails()), i.Text("SELECT group_concat(said) FROM outbox"))
		}
		for _, sent := range i.server.Mails()[2*n:] {
			m := read(t, sent)
			if len(sent.To) != 1 || m.Header.Get("Bcc") != "" || len(m.Header["Subject"]) != 1 {
				t.Errorf("%.40s: %v", name, m.Header)
			}
			both := parts(t, m)
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(both["text/html"]))
			if err != nil {
				t.Fatal(err)
			}
			link := fmt.Sprintf("https://foyer.test/client-portal/invoices/%d", i.invoice)
			if links := doc.Find("a"); links.Length() != 2 || links.First().AttrOr("href", "") != link || links.Last().AttrOr("href", "") != link {
				t.Errorf("%.40s: %d links", name, links.Length())
			}
			for part, text := range map[string]string{"HTML": doc.Find("body").Text(), "text": both["text/plain"]} {
				if !strings.Contains(text, "Hello "+name) || !strings.Contains(text, "Ask whoever you work with at "+company) || strings.Contains(text, "only for staff") {
					t.Errorf("%.40s: %s is\n%.400s", name, part, text)
				}
			}
		}
	}
}

// C56: what changed since, up to the last moment, keeps a mail from going out, and the outbox
// says what it was.
func TestInvoiceMailChecksAgain(t *testing.T) {
	t.Parallel()
	i := newInvoicing(t)
	sender, n := i.Sender, 0
	pay := "INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) SELECT max(id), '2026-11-03', 100000, 0 FROM invoices"
	for change, c := range map[string]struct {
		kind portal.MailKind
		says string
	}{
		"UPDATE invoices SET status = 'cancelled'":       {portal.MailInvoice, "The invoice was cancelled."},
		"UPDATE clients SET invoice_mail = 0":            {portal.MailInvoice, "Mailing invoices is switched off for this client."},
		"UPDATE clients SET portal_enabled = 0":          {portal.MailReminder, "The client's portal is not enabled, and the mail leads there."},
		"UPDATE clients SET active = 0":                  {portal.MailInvoice, "The client is inactive."},
		"UPDATE clients SET email = 'other@example.com'": {portal.MailReminder, "The client's e-mail address is another one by now."},
		pay: {portal.MailReminder, "The invoice is not overdue any more."},
	} {
		for _, last := range []bool{false, true} {
			n++
			i.bill(fmt.Sprint("INV-", 10+n))
			i.Exec("UPDATE clients SET invoice_mail = 1, portal_enabled = 1, active = 1, email = 'client@example.com'")
			i.Sender = sender
			id := i.queue(c.kind)
			if last {
				i.Sender = between{sender, func() { i.Exec(change) }}
			} else {
				i.Exec(change)
			}
			i.drain()
			if got := i.state(id); got != "expired 1 0" || len(i.server.Mails()) != 0 {
				t.Errorf("%s: %s", change, got)
			}
			if got := i.Text("SELECT said FROM outbox WHERE id = ?", id); got != c.says {
				t.Errorf("%s: the outbox says %q", change, got)
			}
		}
	}
}

// R14, R15: a refused try comes again under the same Message-ID and says what is true then;
// one of which nobody knows is left to an admin.
func TestInvoiceMailRetries(t *testing.T) {
	t.Parallel()
	i := newInvoicing(t)
	id := i.queue(portal.MailReminder)
	i.server.Follow(refuse("RCPT", 451))
	i.drain()
	if i.state(id) != "queued 1 0" {
		t.Fatal(i.state(id))
	}
	i.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-03', 25000, 0)", i.invoice)
	i.server.Follow(mailtest.Script{DropAt: mailtest.FinalDot})
	i.move(24 * time.Hour)
	i.drain()
	i.server.Follow(mailtest.Script{})
	i.move(2 * time.Hour)
	i.drain()
	if got := i.state(id); got != "unsure 2 1" || len(i.server.Mails()) != 1 {
		t.Fatalf("%s, %d mails", got, len(i.server.Mails()))
	}
	if text := parts(t, read(t, i.server.Mails()[0]))["text/plain"]; !strings.Contains(text, "€750.00") || !strings.Contains(text, "22 days overdue") {
		t.Error(text)
	}
	if err := i.Data.RequeueMail(t.Context(), id, portal.AuditEntry{At: i.clock(), Actor: portal.System, Action: "mail sent again"}); err != nil {
		t.Fatal(err)
	}
	i.drain()
	mails := i.server.Mails()
	if got := i.state(id); got != "sent 3 1" || len(mails) != 2 || read(t, mails[0]).Header.Get("Message-Id") != read(t, mails[1]).Header.Get("Message-Id") {
		t.Errorf("%s, %d mails", got, len(mails))
	}
}

// R13: what was in hand when Foyer ended is tried again, or flagged after the final dot.
func TestInvoiceMailRecovers(t *testing.T) {
	t.Parallel()
	for dot, want := range map[string]string{"NULL": "sent 2 0", "1": "unsure 1 1"} {
		i := newInvoicing(t)
		id := i.queue(portal.MailInvoice)
		i.Exec("UPDATE outbox SET state = 'sending', attempts = 1, lease_until = 1, dot_at = " + dot)
		if err := i.Data.RecoverMail(t.Context(), i.clock(), true); err != nil {
			t.Fatal(err)
		}
		i.drain()
		if got := i.state(id); got != want {
			t.Errorf("dot at %s: %s, want %s", dot, got, want)
		}
	}
}
