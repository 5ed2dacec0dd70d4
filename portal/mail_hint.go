package portal

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
)

// Errors of the way to a server, as the mail room reports them.
var (
	ErrNoStartTLS  = errors.New("the server does not offer STARTTLS")
	ErrNoSignIn    = errors.New("the server does not offer a sign-in")
	ErrInjected    = errors.New("the server spoke before the connection was secured")
	ErrNoMailPlace = errors.New("this address is no place for a mail server")
	// ErrPrivatePlace and ErrNotThisMachine are of places that the site's settings rule out.
	ErrPrivatePlace   = errors.New("this address is in a private network")
	ErrNotThisMachine = errors.New("this address is not this machine's, and nothing is encrypted")
)

// Hint says in words that an admin can act on what went wrong with a server.
func (f *MailFault) Hint(server MailServer) string {
	switch {
	case f.Unsure():
		return "The whole message was handed over, and no answer came. It may have arrived: look there before sending it again."
	case timedOut(f.Err):
		words := fmt.Sprintf("%s did not answer in time. Check the port (%d) and whether a firewall lets this machine reach it.", server.Host, server.Port)
		if server.Encryption == MailSTARTTLS && server.Port == 465 {
			words += " Port 465 usually wants TLS, and says nothing without it."
		}
		return words
	case f.brokeOff():
		return server.Host + " broke off the connection before it had taken the mail. Try again later; if it stays so, ask whoever runs it."
	}
	switch f.Step {
	case MailName:
		return f.nameHint(server)
	case MailConnect:
		return f.connectHint(server)
	case MailTLSStep:
		return f.tlsHint(server)
	case MailSignIn:
		return f.signInHint()
	case MailSender:
		return "The server refuses the sender " + server.Sender + ". Use an address that belongs to the account."
	case MailRecipient:
		return "The server refuses the recipient. Check the address; some servers take mail for others only after a sign-in."
	case MailMessage, MailAnswer:
		return "The server refuses the message. Its words say why; often the sender's domain lacks SPF or DKIM records."
	}
	return ""
}

// brokeOff says that the talk ended without an answer after it had begun well.
func (f *MailFault) brokeOff() bool {
	return f.Code == 0 && !errors.Is(f.Err, ErrNoSignIn) && (f.Step == MailSignIn || f.Step == MailSender || f.Step == MailRecipient || f.Step == MailMessage)
}

func timedOut(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

func (f *MailFault) nameHint(server MailServer) string {
	switch {
	case errors.Is(f.Err, ErrNoMailPlace):
		return server.Host + " leads to an address at which no mail server can be."
	case errors.Is(f.Err, ErrPrivatePlace):
		return server.Host + " is on this machine or in a private network, and MAIL_DENY_PRIVATE forbids that."
	case errors.Is(f.Err, ErrNotThisMachine):
		return server.Host + " is another machine. Mail without encryption is sent to this machine alone: choose TLS or STARTTLS."
	}
	return "There is no server called " + server.Host + ". Check how it is written."
}

func (f *MailFault) connectHint(server MailServer) string {
	switch {
	case errors.Is(f.Err, syscall.ECONNREFUSED):
		return fmt.Sprintf("%s refuses connections on port %d. Check the port: 587 for STARTTLS, 465 for TLS.", server.Host, server.Port)
	case f.Code != 0:
		return "The server does not want to talk now. Its words say why; try again later."
	}
	return fmt.Sprintf("No mail server answers at %s, port %d. With port 465 choose TLS, with 587 STARTTLS.", server.Host, server.Port)
}

// tlsHint names whose certificate it is and what is wrong with it.
func (f *MailFault) tlsHint(server MailServer) string {
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	switch {
	case errors.Is(f.Err, ErrNoStartTLS):
		return "The server does not offer STARTTLS, so nothing was sent. Try TLS on port 465."
	case errors.As(f.Err, &unknown):
		return "The certificate of " + server.Host + " was not issued by anybody this machine trusts (" + subject(unknown.Cert) + "). If it is a server of your own, name its authority's file in MAIL_CA_FILE; otherwise check the server's name, and this machine's ca-certificates."
	case errors.Is(f.Err, ErrInjected):
		return "Something between this machine and " + server.Host + " meddles with the connection, so nothing was sent. Use another network, or TLS on port 465."
	case f.Code != 0:
		return "The server refuses STARTTLS now, so nothing was sent. Its words say why; try TLS on port 465."
	case errors.As(f.Err, &host):
		return "The certificate is for " + namesOf(host.Certificate) + ", not for " + server.Host + ". Write the server's name as its provider does."
	case errors.As(f.Err, &invalid) && invalid.Reason == x509.Expired:
		return fmt.Sprintf("The certificate of %s is valid from %s to %s. If that is wrong, check this machine's clock.", server.Host, invalid.Cert.NotBefore.Format("2006-01-02"), invalid.Cert.NotAfter.Format("2006-01-02"))
	}
	var header tls.RecordHeaderError
	if errors.As(f.Err, &header) {
		return "The server does not speak TLS from the first byte on this port. Choose STARTTLS, or port 465."
	}
	return "No secure connection could be made. The server may offer only versions of TLS older than 1.2."
}

// namesOf are the names and addresses that a certificate is for, the first few.
func namesOf(c *x509.Certificate) string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		return "no server"
	}
	return strings.Join(names[:min(len(names), 3)], ", ")
}

func subject(c *x509.Certificate) string {
	if c == nil {
		return "unknown"
	}
	return "issued by " + c.Issuer.String()
}

func (f *MailFault) signInHint() string {
	if errors.Is(f.Err, ErrNoSignIn) {
		return "The server offers no sign-in on this connection, so nothing was sent. Remove the username, or use the port for sending, 587 or 465."
	}
	return "The server refuses the username or the password. Many providers want a password made for programs (app password) here."
}
