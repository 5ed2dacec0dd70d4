package portal

import (
	"slices"
	"time"
)

// MailKind is what a mail is about.
type MailKind string

// The mails that Foyer writes.
const (
	MailSetup    MailKind = "setup"    // a link to set a password
	MailNotice   MailKind = "notice"   // a password was set or changed
	MailInvoice  MailKind = "invoice"  // an invoice was sent
	MailReminder MailKind = "reminder" // an invoice is overdue
)

// DeliveryState is how far a mail is.
type DeliveryState string

// Queued and sending mails are on their way; the others have come to their end.
const (
	MailQueued    DeliveryState = "queued"
	MailSending   DeliveryState = "sending"
	MailSent      DeliveryState = "sent"
	MailFailed    DeliveryState = "failed"
	MailUnsure    DeliveryState = "unsure" // handed over whole, and no answer came
	MailCancelled DeliveryState = "cancelled"
	MailExpired   DeliveryState = "expired" // it had nothing true to say any more, as things changed
)

// MailTrouble is no state of a mail but a choice among them: failed and unsure ones.
const MailTrouble DeliveryState = "trouble"

// MailTooLate stands before what the server said last to a mail that could not be sent in time.
const MailTooLate = "Its time passed before it could be sent. "

// NewMail is a mail to be queued with what it tells of.
type NewMail struct {
	Kind      MailKind
	To        string // a bare address
	Account   AccountRef
	InvoiceID int64 // zero where it is about none
	Subject   string
	MessageID string // without brackets
	OnceKey   string // two mails of one key are one mail; empty for none
	Content   []byte // sealed
	LinkHash  string // of the set-password link in it; empty without one
	NotAfter  time.Time
}

// Delivery is a mail of the outbox.
type Delivery struct {
	ID        int64
	Kind      MailKind
	Account   AccountRef
	InvoiceID int64
	To        string
	Subject   string
	MessageID string
	State     DeliveryState
	Attempts  int
	Doubts    int // how often no answer came to the final dot
	NextAt    time.Time
	NotAfter  time.Time
	Step      MailStep // where the last try failed
	Code      int
	Said      string
	CreatedAt time.Time
	DoneAt    time.Time
	Content   []byte // sealed; nil once it is done
}

// Outcome is what became of a try.
type Outcome struct {
	State   DeliveryState
	NextAt  time.Time // of a queued one
	Doubted bool
	Step    MailStep
	Code    int
	Said    string
}

// pauses between tries; the last one repeats until the content has expired.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// Pause is how long to wait after so many tries. spread, from 0 to 1, moves it by up to a
// fifth either way, so that mails that failed together do not come back together.
func Pause(attempts int, spread float64) time.Duration {
	base := pauses[min(max(attempts, 1), len(pauses))-1]
	return base*4/5 + time.Duration(spread*float64(base)*2/5)
}

// After says what becomes of a mail after a try; nil is success. A set-password mail of
// which nobody knows whether it arrived is tried again: a second copy does no harm, and
// carries the same link. Of others an admin decides.
func (d Delivery) After(fault *MailFault, now time.Time, spread float64) Outcome {
	if fault == nil {
		return Outcome{State: MailSent}
	}
	o := Outcome{State: MailQueued, NextAt: now.Add(Pause(d.Attempts, spread)), Doubted: fault.Unsure(), Step: fault.Step, Code: fault.Code, Said: fault.Said}
	switch {
	case fault.Unsure() && d.Kind != MailSetup:
		o.State = MailUnsure
	case fault.Permanent():
		o.State = MailFailed
	case o.NextAt.After(d.NotAfter) && fault.Unsure():
		o.State = MailUnsure
	case o.NextAt.After(d.NotAfter):
		o.State, o.Said = MailFailed, MailTooLate+o.Said
	}
	return o
}

// OutboxQuery is the choice among the mails of the outbox as it was made.
type OutboxQuery struct{ State, Page string }

// DeliveryStates are the states to choose from, in their order.
var DeliveryStates = []DeliveryState{MailTrouble, MailQueued, MailSending, MailSent, MailFailed, MailUnsure, MailCancelled, MailExpired}

// Parse reads what was chosen.
func (q OutboxQuery) Parse() (DeliveryState, Cursor, []FieldError) {
	var f Fields
	at, ok := ParseCursor(q.Page)
	if !ok {
		f.fault("page", "This page of the list does not exist.")
	}
	if q.State != "" && !slices.Contains(DeliveryStates, DeliveryState(q.State)) {
		f.fault("state", "Choose from the list.")
	}
	return DeliveryState(q.State), at, f.Errors
}
