package mail

import (
	"bytes"
	"errors"
	"net"
	"strings"

	"foyer/portal"
)

// conversation watches what the library says, as its errors do not tell at which step it
// was, and stops it where it would go on without a sign-in that was asked for.
type conversation struct {
	net.Conn
	step      portal.MailStep
	signIn    bool // a username is set, so no mail may go out without a sign-in
	signed    bool
	tail      []byte // the last bytes of the message, to see its final dot
	beforeDot func() error
	halted    error // why the final dot was held back
}

const finalDot = "\r\n.\r\n"

// Write sees each command by itself, as the library writes them one by one. After DATA
// it writes nothing but the message.
func (c *conversation) Write(p []byte) (int, error) {
	switch c.step {
	case portal.MailMessage:
		return c.writeMessage(p)
	case portal.MailAnswer:
		return c.Conn.Write(p)
	}
	verb, _, _ := strings.Cut(strings.TrimSpace(string(p)), " ")
	switch strings.ToUpper(verb) {
	case "AUTH":
		c.step, c.signed = portal.MailSignIn, true
	case "MAIL":
		if c.signIn && !c.signed {
			c.step = portal.MailSignIn
			return 0, portal.ErrNoSignIn
		}
		c.step = portal.MailSender
	case "RCPT":
		c.step = portal.MailRecipient
	case "DATA":
		c.step = portal.MailMessage
	}
	return c.Conn.Write(p)
}

// writeMessage holds the final dot back until it is noted that it goes out: from there
// on the mail may have been taken.
func (c *conversation) writeMessage(p []byte) (int, error) {
	c.tail = append(c.tail, p...)
	if bytes.HasSuffix(c.tail, []byte(finalDot)) {
		if c.halted = c.beforeDot(); c.halted != nil {
			return 0, errors.Join(c.halted, c.Close()) // the library would wait for an answer
		}
		c.step = portal.MailAnswer
	}
	c.tail = c.tail[max(0, len(c.tail)-len(finalDot)):]
	return c.Conn.Write(p)
}
