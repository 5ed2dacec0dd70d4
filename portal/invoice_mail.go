package portal

import (
	"strconv"
	"strings"
	"time"
)

// AboutInvoice says whether a mail of this kind tells of an invoice. Such a mail holds no
// secret and is not stored: it is written at every try, from the invoice as it is then.
func (k MailKind) AboutInvoice() bool { return k == MailInvoice || k == MailReminder }

// SendAgain says whether an admin can have a mail sent again: while what it says is kept,
// or can be written anew.
func (d Delivery) SendAgain() bool { return d.Content != nil || d.Kind.AboutInvoice() }

// InvoiceNeed is something without which invoices are not mailed to a client.
type InvoiceNeed string

// What it takes, in the order in which it is told.
const (
	NeedActive  InvoiceNeed = "active"
	NeedSwitch  InvoiceNeed = "switch"  // the client's own, off unless an admin turned it on
	NeedPortal  InvoiceNeed = "portal"  // the mail leads there
	NeedAddress InvoiceNeed = "address" // the client's
	NeedMail    InvoiceNeed = "mail"    // a mail server
)

// Sentence says what is missing.
func (n InvoiceNeed) Sentence() string {
	switch n {
	case NeedActive:
		return "The client is inactive."
	case NeedSwitch:
		return "Mailing invoices is switched off for this client."
	case NeedPortal:
		return "The client's portal is not enabled, and the mail leads there."
	case NeedAddress:
		return "The client has no e-mail address."
	case NeedMail:
		return "Mail is not set up."
	}
	return string(n)
}

// WantsForInvoice names what keeps invoices and reminders from being mailed to a client;
// nil if nothing does.
func (r Recipient) WantsForInvoice(mail MailInForce) (needs []InvoiceNeed) {
	for _, n := range []struct {
		need InvoiceNeed
		met  bool
	}{
		{NeedActive, r.Active},
		{NeedSwitch, r.InvoiceMail},
		{NeedPortal, r.PortalEnabled},
		{NeedAddress, r.Email != ""},
		{NeedMail, mail.Usable()},
	} {
		if !n.met {
			needs = append(needs, n.need)
		}
	}
	return needs
}

// InvoiceMail is a mail about an invoice that is to be queued together with what happens to
// the invoice. Its words are not in it.
type InvoiceMail struct {
	Kind      MailKind // MailInvoice or MailReminder
	To        string
	Studio    string // in whose name
	MessageID string // without brackets
	On        Day    // today, in the business time zone
}

// MailLife is how long a mail without a link is tried, as long as mail servers do
// (RFC 5321, 4.5.4.1).
const MailLife = 4 * 24 * time.Hour

// MailSubject fits a subject into one line of 200 bytes that can be printed.
func MailSubject(s string) string { return Clip(printed(s), 200) }

// Of is the mail about an invoice, queued at an instant. Its OnceKey lets an invoice go to an
// address once, and a reminder once a day: however often a button is pressed, in however
// many windows, and whether or not Foyer is started anew in between.
func (m InvoiceMail) Of(i InvoiceRecord, at time.Time) NewMail {
	key, subject := "invoice/"+strconv.FormatInt(i.ID, 10)+"/"+m.To, "Invoice "+i.Number+" from "+m.Studio
	if m.Kind == MailReminder {
		key, subject = "reminder/"+strconv.FormatInt(i.ID, 10)+"/"+string(m.On)+"/"+m.To, "Reminder: invoice "+i.Number+" from "+m.Studio+" is overdue"
	}
	return NewMail{
		Kind: m.Kind, To: m.To, Account: AccountRef{Kind: ClientAccount, ID: int64(i.ClientID)}, InvoiceID: i.ID,
		Subject: MailSubject(subject), MessageID: m.MessageID, OnceKey: key, NotAfter: at.Add(MailLife),
	}
}

// step is the step of an invoice that a mail of this kind is.
func (k MailKind) step() InvoiceStep {
	if k == MailReminder {
		return StepRemind
	}
	return StepMail
}

// RefusesMail says why no mail of a kind goes out about an invoice as it is; nil if one may.
// Only what is overdue is reminded of: see ErrNotOverdue.
func (r InvoiceRecord) RefusesMail(kind MailKind, today Day) error {
	if err := r.Refuses(kind.step()); err != nil {
		return err
	}
	if kind == MailReminder && r.State(today) != StateOverdue {
		return ErrNotOverdue
	}
	return nil
}

// OutOfDate says in a sentence why a mail about an invoice is not to go out any more: what
// changed since it was queued. It is empty if nothing did.
func (d Delivery) OutOfDate(to Recipient, i InvoiceRecord, today Day) string {
	if i.Status == InvoiceCancelled {
		return "The invoice was cancelled."
	}
	if i.RefusesMail(d.Kind, today) != nil {
		return "The invoice is not overdue any more."
	}
	var reasons []string
	for _, n := range to.WantsForInvoice(MailInForce{Source: MailDatabase}) {
		reasons = append(reasons, n.Sentence())
	}
	if to.Email != d.To && to.Email != "" {
		reasons = append(reasons, "The client's e-mail address is another one by now.")
	}
	return strings.Join(reasons, " ")
}
