package mail

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"

	simple "github.com/xhit/go-simple-mail/v2"

	"foyer/portal"
)

// Send hands a message to a server. beforeDot is called when all but the final dot is
// out; if it fails, the message is not finished. The error is a *portal.MailFault,
// or beforeDot's own, or errUnwritable.
func (c *Client) Send(ctx context.Context, server portal.MailServer, m Message, beforeDot func() error) error {
	email, err := m.compose()
	if err != nil {
		return fmt.Errorf("%w: %w", errUnwritable, err)
	}
	ctx, cancel := context.WithTimeout(ctx, c.Whole)
	defer cancel()
	conn, err := c.open(ctx, server)
	if err != nil {
		return late(ctx, err)
	}
	defer func() { _ = conn.Close() }()
	return late(ctx, c.deliver(conn, server, email, beforeDot))
}

// late says of a delivery that was cut off when its time was over that this is why.
func late(ctx context.Context, err error) error {
	if fault, ok := errors.AsType[*portal.MailFault](err); ok && fault.Code == 0 && ctx.Err() != nil {
		fault.Err = errors.Join(ctx.Err(), fault.Err)
	}
	return err
}

// deliver gives the library a connection that is secured, with its deadline, and so
// takes from it what it does badly: encryption and timeouts.
func (c *Client) deliver(conn net.Conn, server portal.MailServer, email *simple.Email, beforeDot func() error) error {
	talk := &conversation{Conn: conn, step: portal.MailConnect, signIn: server.Username != "", beforeDot: beforeDot}
	session := &simple.SMTPServer{
		Host: server.Host, Port: server.Port, Username: server.Username, Password: server.Password,
		Authentication: simple.AuthAuto, Encryption: simple.EncryptionNone, Helo: c.hello(), CustomConn: talk,
	}
	client, err := session.Connect()
	if err != nil {
		return talk.fault(err)
	}
	if err := email.Send(client); err != nil {
		return talk.fault(err)
	}
	_ = client.Quit() // the mail is taken, whatever is said to this
	return nil
}

// fault adds to an error how far the conversation was. A refusal of the message comes
// with an answer; no answer to the final dot leaves it open whether it was taken.
func (c *conversation) fault(err error) error {
	if c.halted != nil {
		return c.halted
	}
	if c.step == portal.MailConnect && strings.Contains(err.Error(), "determining auth type") {
		return faultAt(portal.MailSignIn, errors.Join(portal.ErrNoSignIn, err)) // none that the library knows
	}
	if answer, ok := errors.AsType[*textproto.Error](err); ok && c.step == portal.MailAnswer {
		return faultAt(portal.MailMessage, answer)
	}
	return faultAt(c.step, err)
}
