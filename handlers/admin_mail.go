package handlers

import (
	"context"
	"errors"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// mailKeeping is what the pages about mail need.
type mailKeeping interface {
	MailSettings(ctx context.Context) (portal.MailSettings, error)
	SaveMailSettings(ctx context.Context, m portal.MailSettings, by portal.AuditEntry) error
	Deliveries(ctx context.Context, state portal.DeliveryState, at portal.Cursor, size int) (portal.Page[portal.Delivery], error)
	Delivery(ctx context.Context, id int64) (portal.Delivery, error)
	RequeueMail(ctx context.Context, id int64, by portal.AuditEntry) error
	CancelMail(ctx context.Context, id int64, by portal.AuditEntry) error
	CountMailTrouble(ctx context.Context) (int, error)
}

// Mailer sends what the pages ask for.
type Mailer interface {
	InForce(ctx context.Context) (portal.MailInForce, error)
	// SealPassword makes the mail server's password fit to be stored.
	SealPassword(password string) []byte
	// AdmitTest counts a test mail; a *portal.LimitedError where there were too many.
	AdmitTest(ctx context.Context) error
	// SendTest sends a mail that is not queued; a *portal.MailFault says where it failed.
	SendTest(ctx context.Context, to string) error
	// SendSetup writes a set-password link to an account; *portal.MissingError names what is missing.
	SendSetup(ctx context.Context, of portal.AccountRef, by portal.AuditEntry) (portal.Outcome, error)
	// Forgot has a mail written to who has forgotten a password, if it can be; it returns at once.
	Forgot(username string, ip netip.Addr)
	// InvoiceMail readies a mail about an invoice for its client, or says what it needs.
	InvoiceMail(ctx context.Context, kind portal.MailKind, client portal.ClientID) (portal.InvoiceMail, []portal.InvoiceNeed, error)
	// Try sends a queued mail now.
	Try(ctx context.Context, id int64) (portal.Outcome, error)
}

var mailSubject = portal.Subject{Kind: "mail"}

func (a *app) adminMail(c *fiber.Ctx) error {
	stored, err := a.Staff.MailSettings(c.UserContext())
	if err != nil {
		return err
	}
	return a.renderMail(c, fiber.StatusOK, views.MailProps{Form: stored.Form(), PasswordSet: stored.Sealed != nil})
}

func (a *app) renderMail(c *fiber.Ctx, status int, props views.MailProps) error {
	var err error
	if props.InForce, err = a.Mail.InForce(c.UserContext()); err != nil {
		return err
	}
	if props.TestTo == "" {
		props.TestTo = visitOf(c).settings.Company.Email
	}
	p := a.page(c, "E-mail settings", views.StaffMail)
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.MailPage(p, props))
}

// adminUpdateMail keeps a blank password as it is stored, while it goes to the same place.
func (a *app) adminUpdateMail(c *fiber.Ctx) error {
	stored, err := a.Staff.MailSettings(c.UserContext())
	if err != nil {
		return err
	}
	props := views.MailProps{Form: readMailForm(c), PasswordSet: stored.Sealed != nil}
	settings, faults := props.Form.Parse()
	if props.Errors = faults; len(faults) > 0 {
		return a.renderMail(c, fiber.StatusUnprocessableEntity, props)
	}
	switch {
	case props.Form.Password != "":
		settings.Sealed = a.Mail.SealPassword(props.Form.Password)
	case settings.KeepsPassword(stored):
		settings.Sealed = stored.Sealed
	}

	by := a.by(c, "mail settings changed", mailSubject)
	by.Detail = settings.Changes(stored)
	err = a.Staff.SaveMailSettings(c.UserContext(), settings, by)
	if errors.Is(err, portal.ErrStale) {
		return a.staleMail(c, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffMail, noticeSaved)
}

// staleMail reads anew what is stored, as it is not what was read before the edit.
func (a *app) staleMail(c *fiber.Ctx, props views.MailProps) error {
	stored, err := a.Staff.MailSettings(c.UserContext())
	if err != nil {
		return err
	}
	props.Stale, props.PasswordSet, props.Form.Revision = true, stored.Sealed != nil, strconv.FormatInt(stored.Revision, 10)
	return a.renderMail(c, fiber.StatusConflict, props)
}

// testPatience is how long a test mail may take: some servers let strangers wait for
// their greeting. It ends well before the answer must be written.
const testPatience = 20 * time.Second

// adminTestMail sends now and says how it went, step by step.
func (a *app) adminTestMail(c *fiber.Ctx) error {
	stored, err := a.Staff.MailSettings(c.UserContext())
	if err != nil {
		return err
	}
	props := views.MailProps{Form: stored.Form(), PasswordSet: stored.Sealed != nil, TestTo: strings.TrimSpace(formValue(c, "to"))}
	to, faults := portal.TestRecipient(props.TestTo)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderMail(c, fiber.StatusUnprocessableEntity, props)
	}
	inForce, err := a.Mail.InForce(c.UserContext())
	if err != nil {
		return err
	}
	if !inForce.Usable() {
		props.Errors = []portal.FieldError{{Field: "to", Message: notSetUp(inForce)}}
		return a.renderMail(c, fiber.StatusUnprocessableEntity, props)
	}
	err = a.Mail.AdmitTest(c.UserContext())
	if limited, ok := errors.AsType[*portal.LimitedError](err); ok {
		c.Set(fiber.HeaderRetryAfter, limited.RetryAfter())
		props.Errors = []portal.FieldError{{Field: "to", Message: "Five test mails a minute are the most. Please wait " + waitWords(limited.Wait) + " and try again."}}
		return a.renderMail(c, fiber.StatusTooManyRequests, props)
	}
	if err != nil {
		return err
	}
	if props.Test, err = a.sendTest(c, to, inForce.Server); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), handlerTimeout) // the first may be over
	defer cancel()
	c.SetUserContext(ctx)
	return a.renderMail(c, fiber.StatusOK, props)
}

// notSetUp says where to look for what keeps a test mail from being sent.
func notSetUp(m portal.MailInForce) string {
	if m.Source == portal.MailOff {
		return "Mail is off. Fill in the settings below, switch them on and save them first."
	}
	return "Mail is not set up: see what is missing above."
}

// sendTest takes its own time.
func (a *app) sendTest(c *fiber.Ctx, to string, server portal.MailServer) (*views.MailTest, error) {
	if err := a.Access.Audit(c.UserContext(), a.by(c, "test mail sent", mailSubject)); err != nil {
		return nil, err
	}
	sending, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	err := a.Mail.SendTest(sending, to)
	fault, failed := errors.AsType[*portal.MailFault](err)
	if !failed {
		return &views.MailTest{To: to, Sent: true}, err
	}
	return &views.MailTest{To: to, Step: fault.Step, Code: fault.Code, Said: fault.Said, Hint: fault.Hint(server)}, nil
}

func readMailForm(c *fiber.Ctx) portal.MailForm {
	return portal.MailForm{
		Enabled: formValue(c, "enabled") != "", Host: formValue(c, "host"), Port: formValue(c, "port"), Encryption: formValue(c, "encryption"),
		Username: formValue(c, "username"), Password: formValue(c, "password"), Sender: formValue(c, "sender"), Revision: formValue(c, "revision"),
	}
}
