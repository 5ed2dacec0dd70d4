// Package mail writes mails and hands them to a mail server, by go-simple-mail.
package mail

import (
	"errors"
	"net/mail"
	"strings"
	"time"

	simple "github.com/xhit/go-simple-mail/v2"

	"foyer/portal"
)

// Message is a mail to one person. ID is its Message-ID without brackets: it stays the
// same however often the mail is tried, so that a receiver can drop a second copy.
type Message struct {
	ID      string
	From    mail.Address
	To      string // a bare address
	Subject string
	Text    string
	HTML    string
	Logo    []byte // PNG, shown where HTML says cid:logo.png; nil for none
	Date    time.Time
}

// sentBy is the sender as it stands in a mail.
func sentBy(studio string, server portal.MailServer) mail.Address {
	return mail.Address{Name: portal.SenderName(studio), Address: server.Sender}
}

const logoName = "logo.png"

// errUnwritable says that a message can't be written, however often it is tried.
var (
	errUnwritable = errors.New("this mail cannot be written")
	errHeader     = errors.New("a header cannot hold line breaks or control characters")
	errAddress    = errors.New("the address that it comes from or goes to is not an e-mail address")
)

// compose makes the MIME message. Nothing that reaches a header may hold a control
// character: RFC 5322, 2.2.
func (m Message) compose() (*simple.Email, error) {
	if !portal.IsMailAddress(m.From.Address) || !portal.IsMailAddress(m.To) {
		return nil, errAddress
	}
	for _, s := range []string{m.ID, m.From.Name, m.From.Address, m.To, m.Subject} {
		if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return nil, errHeader
		}
	}
	email := simple.NewMSG()
	email.SetFrom(m.From.String()).AddTo(m.To).SetSubject(m.Subject)
	email.SetDate(m.Date.UTC().Format("2006-01-02 15:04:05 MST"))
	email.AddHeader("Message-ID", "<"+m.ID+">")
	email.AddHeader("Auto-Submitted", "auto-generated")
	email.SetBody(simple.TextPlain, m.Text)
	if m.HTML != "" {
		email.AddAlternative(simple.TextHTML, m.HTML)
	}
	if m.Logo != nil {
		email.Attach(&simple.File{Name: logoName, MimeType: "image/png", Data: m.Logo, Inline: true})
	}
	if email.Error != nil {
		return nil, email.Error
	}
	return email, nil
}
