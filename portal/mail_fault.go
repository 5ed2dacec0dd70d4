package portal

import (
	"fmt"
	"strings"
	"unicode"
)

// MailStep is how far a mail got.
type MailStep string

// The steps of a delivery, in their order.
const (
	MailName      MailStep = "name"      // the server's name is looked up
	MailConnect   MailStep = "connect"   // a connection is made
	MailTLSStep   MailStep = "TLS"       // it is secured
	MailSignIn    MailStep = "sign-in"   // username and password
	MailSender    MailStep = "sender"    // the address that it comes from
	MailRecipient MailStep = "recipient" // the address that it goes to
	MailMessage   MailStep = "message"   // its content, up to the final dot
	MailAnswer    MailStep = "answer"    // what the server says to the final dot
)

// MailFault says at which step a mail failed and what the server answered.
type MailFault struct {
	Step MailStep
	Code int    // of the server's answer (RFC 5321, 4.2.1); zero without one
	Said string // the server's words, at most 200 printable characters; empty without an answer
	Err  error
}

func (f *MailFault) Error() string {
	if f.Code != 0 {
		return fmt.Sprintf("mail failed at %s: %d %s", f.Step, f.Code, f.Said)
	}
	return fmt.Sprintf("mail failed at %s: %v", f.Step, f.Err)
}

func (f *MailFault) Unwrap() error { return f.Err }

// Unsure says that the message was handed over whole and no answer came: it may have
// been taken (RFC 1047).
func (f *MailFault) Unsure() bool { return f.Step == MailAnswer && f.Code == 0 }

// Permanent says that trying again will not help: the server refused for good (5xx).
// A refused sign-in counts as passing, as it is mended in the settings, not in the mail.
func (f *MailFault) Permanent() bool {
	return f.Code >= 500 && f.Step != MailSignIn && f.Step != MailConnect && f.Step != MailTLSStep
}

// saidLength is how much of a server's words is kept.
const saidLength = 200

// ServerWords is what a server said as it may be shown and kept: one line, printable.
func ServerWords(s string) string { return Clip(printed(s), saidLength) }

// SenderName fits a name beside an address into one line, as servers take lines of 998
// bytes, and no more (RFC 5322, 2.1.1).
func SenderName(s string) string { return Clip(printed(s), 100) }

// printed is a text on one line, without what cannot be printed.
func printed(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), isControl(r):
			return ' '
		case !unicode.IsPrint(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}
