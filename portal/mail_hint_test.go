package portal_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"

	"foyer/portal"
)

// Every way in which a mail fails has words that say what to do.
func TestMailHints(t *testing.T) {
	t.Parallel()
	server := portal.MailServer{Host: "smtp.example.com", Port: 587, Sender: "s@example.com"}
	cert := &x509.Certificate{DNSNames: []string{"other.example"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(86400, 0)}
	for words, fault := range map[string]portal.MailFault{
		"no server called smtp.example.com": {Step: portal.MailName, Err: &net.DNSError{IsNotFound: true}},
		"at which no mail server can be":    {Step: portal.MailName, Err: fmt.Errorf("%w: 169.254.169.254", portal.ErrNoMailPlace)},
		"refuses connections on port 587":   {Step: portal.MailConnect, Err: &net.OpError{Err: syscall.ECONNREFUSED}},
		"did not answer in time":            {Step: portal.MailConnect, Err: context.DeadlineExceeded},
		"does not want to talk now":         {Step: portal.MailConnect, Code: 421, Err: errors.New("busy")},
		"does not offer STARTTLS":           {Step: portal.MailTLSStep, Err: portal.ErrNoStartTLS},
		"anybody this machine trusts":       {Step: portal.MailTLSStep, Err: x509.UnknownAuthorityError{}},
		"is for other.example, not for":     {Step: portal.MailTLSStep, Err: x509.HostnameError{Certificate: cert, Host: "smtp.example.com"}},
		"valid from 1970-01-01 to 1970-01":  {Step: portal.MailTLSStep, Err: x509.CertificateInvalidError{Cert: cert, Reason: x509.Expired}},
		"older than 1.2":                    {Step: portal.MailTLSStep, Err: errors.New("protocol version not supported")},
		"offers no sign-in":                 {Step: portal.MailSignIn, Err: portal.ErrNoSignIn},
		"username or the password":          {Step: portal.MailSignIn, Code: 535, Err: errors.New("no")},
		"refuses the sender s@example.com":  {Step: portal.MailSender, Code: 550, Err: errors.New("no")},
		"refuses the recipient":             {Step: portal.MailRecipient, Code: 550, Err: errors.New("no")},
		"refuses the message":               {Step: portal.MailMessage, Code: 554, Err: errors.New("no")},
		"not for smtp.example.com":          {Step: portal.MailTLSStep, Err: x509.HostnameError{Certificate: &x509.Certificate{}, Host: "smtp.example.com"}},
		"refuses STARTTLS now":              {Step: portal.MailTLSStep, Code: 454, Err: errors.New("no")},
		"meddles with the connection":       {Step: portal.MailTLSStep, Err: portal.ErrInjected},
		"MAIL_DENY_PRIVATE forbids":         {Step: portal.MailName, Err: portal.ErrPrivatePlace},
		"sent to this machine alone":        {Step: portal.MailName, Err: portal.ErrNotThisMachine},
		"broke off the connection":          {Step: portal.MailRecipient, Err: io.EOF},
		"look there before sending":         {Step: portal.MailAnswer, Err: context.DeadlineExceeded},
		"It may have arrived":               {Step: portal.MailAnswer, Err: errors.New("gone")},
	} {
		if got := fault.Hint(server); !strings.Contains(got, words) {
			t.Errorf("%s: %q", words, got)
		}
	}
}

// Of port 465 with STARTTLS, where both sides wait for the other, the mistake is named.
func TestHintOfTheWrongEncryption(t *testing.T) {
	t.Parallel()
	fault := portal.MailFault{Step: portal.MailConnect, Err: context.DeadlineExceeded}
	for want, server := range map[bool]portal.MailServer{true: {Port: 465, Encryption: portal.MailSTARTTLS}, false: {Port: 587, Encryption: portal.MailSTARTTLS}} {
		if got := fault.Hint(server); strings.Contains(got, "usually wants TLS") != want {
			t.Errorf("port %d: %q", server.Port, got)
		}
	}
}
