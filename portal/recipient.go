package portal

import (
	"context"
	"errors"
	"net/netip"
	"strings"
	"time"
)

// Recipient is an account as letters address it.
type Recipient struct {
	AccountRef
	Username      string
	Name          string // a client's, or a person's
	Email         string
	Active        bool
	PortalEnabled bool // a client's own access; a user's, of an active client
	InvoiceMail   bool // a client's: gets invoices and reminders by mail
	Staff         bool // signs in at the staff's door
	ClientName    string
}

// MissingError says what keeps a mail from being sent, a sentence each.
type MissingError struct{ Missing []string }

func (e *MissingError) Error() string { return strings.Join(e.Missing, " ") }

// ErrMailOff says that no mail server is set, or that its settings are not usable.
var ErrMailOff = errors.New("mail is not set up")

// WantsForSetup names what is missing for a set-up mail; nil if nothing is.
func (r Recipient) WantsForSetup(mail MailInForce) error {
	var missing []string
	if !r.Staff && !r.PortalEnabled {
		missing = append(missing, r.closedWords())
	}
	if r.Username == "" {
		missing = append(missing, "There is no portal username.")
	}
	if !r.Active {
		missing = append(missing, "The account is inactive.")
	}
	if r.Email == "" {
		missing = append(missing, "There is no e-mail address.")
	}
	if !mail.Usable() {
		missing = append(missing, "Mail is not set up.")
	}
	if len(missing) == 0 {
		return nil
	}
	return &MissingError{missing}
}

func (r Recipient) closedWords() string {
	if r.Kind == UserAccount {
		return "The client whose portal this user reads is inactive, so there is nothing to sign in to."
	}
	return "The portal is not enabled."
}

// Forgotten passwords: mails an hour, C20.
const (
	forgotPerAccount = 3
	forgotPerAddress = 10
	forgotWindow     = time.Hour
)

// AdmitForgot counts a request for a new password, by address and by account; false where
// there were too many. It tells the asker nothing.
func AdmitForgot(ctx context.Context, store AttemptStore, ip netip.Addr, username string, now time.Time) (bool, error) {
	for key, most := range map[string]int64{"forgot:" + LimitAddress(ip): forgotPerAddress, "forgot:" + AccountKey(username): forgotPerAccount} {
		err := admit(ctx, store, key, most, forgotWindow, now)
		if _, limited := errors.AsType[*LimitedError](err); limited {
			return false, nil
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}
