package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"foyer/portal"
	"foyer/views"
)

// postStore is what letters need of the database.
type postStore interface {
	Recipient(ctx context.Context, of portal.AccountRef) (portal.Recipient, error)
	InvoiceRecord(ctx context.Context, id int64) (portal.InvoiceRecord, error)
	Settings(ctx context.Context) (portal.Settings, error)
	QueueMail(ctx context.Context, m portal.NewMail, by portal.AuditEntry) (int64, error)
	LogoPNG(ctx context.Context, hash string) ([]byte, error)
	AccountByUsername(ctx context.Context, username string) (portal.Account, error)
	portal.AttemptStore
}

// Post writes letters and puts them into the outbox.
type Post struct {
	PostConfig
	forgotten chan asked
}

// PostConfig is what a Post is made of.
type PostConfig struct {
	Store    postStore
	Desk     *portal.MailDesk
	Outbox   *Outbox
	BaseURL  *url.URL // the site's own: no header of a request reaches a link
	Now      func() time.Time
	Patience time.Duration // how long somebody waits to hear how it went
}

// NewPost makes a Post, which writes for its Outbox what is written anew at every try.
func NewPost(c PostConfig) *Post {
	p := &Post{c, make(chan asked, mostAsked)}
	c.Outbox.Letters = p
	return p
}

// SendSetup writes a link to set a password to an account's address, and tries to send it
// at once. A *portal.MissingError names what is missing; nothing is made then.
func (p *Post) SendSetup(ctx context.Context, of portal.AccountRef, by portal.AuditEntry) (portal.Outcome, error) {
	to, err := p.Store.Recipient(ctx, of)
	if err != nil {
		return portal.Outcome{}, err
	}
	inForce, err := p.Desk.InForce(ctx)
	if err != nil {
		return portal.Outcome{}, err
	}
	if err := to.WantsForSetup(inForce); err != nil {
		return portal.Outcome{}, err
	}
	id, err := p.queueSetup(ctx, to, by)
	if err != nil {
		return portal.Outcome{}, err
	}
	return p.try(ctx, id)
}

func (p *Post) queueSetup(ctx context.Context, to portal.Recipient, by portal.AuditEntry) (int64, error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return 0, err
	}
	token, hash := portal.NewToken()
	until := p.Now().Add(portal.LinkLife)
	letter := setupLetter(studio(settings), to, p.link(views.SetPasswordPath, url.Values{"token": {token}}), letterTime(until, settings.Zone))
	return p.queue(ctx, letter, portal.NewMail{Kind: portal.MailSetup, Account: to.AccountRef, To: to.Email, LinkHash: hash, NotAfter: until}, by)
}

// queue stores a letter.
func (p *Post) queue(ctx context.Context, letter views.Letter, m portal.NewMail, by portal.AuditEntry) (int64, error) {
	if err := p.seal(ctx, letter, &m); err != nil {
		return 0, err
	}
	return p.Store.QueueMail(ctx, m, by)
}

// seal puts a letter into a mail, so that it can be stored.
func (p *Post) seal(ctx context.Context, letter views.Letter, m *portal.NewMail) error {
	c, err := p.content(ctx, letter)
	if err != nil {
		return err
	}
	m.Subject, m.MessageID = portal.MailSubject(letter.Subject), NewMessageID(p.Now(), p.BaseURL.Hostname())
	m.Content, err = SealContent(p.Outbox.Sealer, m.MessageID, c)
	return err
}

// content draws a letter under the company's logo, if it has one.
func (p *Post) content(ctx context.Context, letter views.Letter) (Content, error) {
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return Content{}, err
	}
	c := Content{}
	if logo := settings.Logo; logo.Hash != "" {
		if c.Logo, err = p.Store.LogoPNG(ctx, logo.Hash); err != nil && !errors.Is(err, portal.ErrNotFound) {
			return Content{}, err
		}
		if c.Logo != nil {
			letter.LogoID, letter.LogoWidth = logoName, strconv.Itoa(logoWidth(logo))
		}
	}
	letter = letter.Cleaned()
	var html bytes.Buffer
	if err := views.LetterHTML(letter).Render(ctx, &html); err != nil {
		return Content{}, fmt.Errorf("render letter: %w", err)
	}
	c.Text, c.HTML = letter.Text(), html.String()
	return c, nil
}

// logoWidth fits a logo into 180 by 60 pixels.
func logoWidth(l portal.Logo) int {
	return max(1, min(l.Width, 180, 60*l.Width/max(1, l.Height)))
}

// Notice writes the mail that says that a password was set; nil where none can be sent. It
// is stored with the password.
func (p *Post) Notice(ctx context.Context, of portal.AccountRef) (*portal.NewMail, error) {
	to, err := p.Store.Recipient(ctx, of)
	if err != nil {
		return nil, err
	}
	inForce, err := p.Desk.InForce(ctx)
	if err != nil || !inForce.Usable() || to.Email == "" {
		return nil, err
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	m := portal.NewMail{Kind: portal.MailNotice, Account: to.AccountRef, To: to.Email, NotAfter: p.Now().Add(portal.MailLife)}
	return &m, p.seal(ctx, noticeLetter(studio(settings), to, letterTime(p.Now(), settings.Zone)), &m)
}

// try waits a short while for the mail to go out. Whatever happens it stays in the outbox.
func (p *Post) try(ctx context.Context, id int64) (portal.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, p.Patience)
	defer cancel()
	outcome, err := p.Outbox.Try(ctx, id)
	if errors.Is(err, portal.ErrNotFound) {
		return portal.Outcome{State: portal.MailSending}, nil // the worker has it
	}
	return outcome, err
}

// InForce says which settings are used; see portal.MailDesk.
func (p *Post) InForce(ctx context.Context) (portal.MailInForce, error) { return p.Desk.InForce(ctx) }

// SealPassword makes the mail server's password fit to be stored.
func (p *Post) SealPassword(password string) []byte {
	return p.Desk.Sealer.Seal(portal.MailPasswordPlace, []byte(password))
}

// Try sends a queued mail now, waiting a short while.
func (p *Post) Try(ctx context.Context, id int64) (portal.Outcome, error) { return p.try(ctx, id) }

// AdmitTest counts a test mail; a *portal.LimitedError where there were too many.
func (p *Post) AdmitTest(ctx context.Context) error {
	return portal.AdmitTestMail(ctx, p.Store, p.Now())
}

// SendTest sends a mail that is not queued, as who asked waits to hear where it fails.
func (p *Post) SendTest(ctx context.Context, to string) error {
	inForce, err := p.Desk.InForce(ctx)
	if err != nil {
		return err
	}
	if !inForce.Usable() {
		return portal.ErrMailOff
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return err
	}
	letter := testLetter(studio(settings), inForce.Server)
	c, err := p.content(ctx, letter)
	if err != nil {
		return err
	}
	m := Message{
		ID: NewMessageID(p.Now(), p.BaseURL.Hostname()), From: sentBy(letter.Studio, inForce.Server), To: to,
		Subject: portal.MailSubject(letter.Subject), Text: c.Text, HTML: c.HTML, Logo: c.Logo, Date: p.Now(),
	}
	return p.Outbox.Sender.Send(ctx, inForce.Server, m, func() error { return nil })
}

func (p *Post) link(path string, query url.Values) string {
	u := *p.BaseURL
	u.Path, u.RawQuery = path, query.Encode()
	return u.String()
}

func studio(s portal.Settings) string {
	if s.Company.Name == "" {
		return "Foyer"
	}
	return s.Company.Name
}
