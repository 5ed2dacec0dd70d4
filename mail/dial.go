package mail

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/textproto"
	"strings"
	"time"

	"foyer/portal"
)

// Client hands mails to servers.
type Client struct {
	Roots   *x509.CertPool // nil: the system's
	Name    string         // how it introduces itself, a host name or an address
	Dial    time.Duration  // longest wait for a connection
	Whole   time.Duration  // longest time for a delivery in all
	Resolve func(ctx context.Context, host string) ([]netip.Addr, error)

	DenyPrivate bool // refuses servers on this machine and in private networks
}

var errTalk = errors.New("the server said far more than a mail server says")

// mostHeard is how many bytes a server may send during one delivery, certificates included.
const mostHeard = 256 << 10

// open makes a connection on which everything that follows is secure: TLS from the first
// byte, or after STARTTLS without which it gives up, or a server on this machine. It ends
// with ctx.
func (c *Client) open(ctx context.Context, server portal.MailServer) (net.Conn, error) {
	addresses, err := c.lookUp(ctx, server)
	if err != nil {
		return nil, &portal.MailFault{Step: portal.MailName, Err: err}
	}
	conn, err := c.dial(ctx, addresses, server.Port)
	if err != nil {
		return nil, &portal.MailFault{Step: portal.MailConnect, Err: err}
	}
	context.AfterFunc(ctx, func() { _ = conn.Close() }) // whoever is silent then, and at whatever step
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, errors.Join(err, conn.Close())
	}

	secured, err := c.secure(ctx, &bounded{Conn: conn, left: mostHeard}, server)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return secured, nil
}

// dial tries the addresses in turn within the one wait: a name often has one of each
// kind, and a machine a way to one kind alone.
func (c *Client) dial(ctx context.Context, addresses []netip.Addr, port int) (conn net.Conn, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.Dial)
	defer cancel()
	var dialer net.Dialer
	for _, address := range addresses {
		conn, err = dialer.DialContext(ctx, "tcp", netip.AddrPortFrom(address, uint16(port)).String())
		if err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// bounded ends a connection whose other side talks without end.
type bounded struct {
	net.Conn
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTalk
	}
	n, err := b.Conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func (c *Client) secure(ctx context.Context, conn net.Conn, server portal.MailServer) (net.Conn, error) {
	config := &tls.Config{ServerName: server.Host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}
	switch server.Encryption {
	case portal.MailTLS:
		return shake(ctx, conn, config)
	case portal.MailSTARTTLS:
		if err := c.startTLS(conn); err != nil {
			return nil, err
		}
		secured, err := shake(ctx, conn, config)
		if err != nil {
			return nil, err
		}
		return &greeted{Conn: secured, greeting: strings.NewReader("220 secured\r\n")}, nil
	case portal.MailPlain:
		return conn, nil
	}
	return nil, fmt.Errorf("encryption %q is unknown", server.Encryption)
}

func shake(ctx context.Context, conn net.Conn, config *tls.Config) (net.Conn, error) {
	secured := tls.Client(conn, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		return nil, &portal.MailFault{Step: portal.MailTLSStep, Err: err}
	}
	return secured, nil
}

// startTLS is the little talk before the handshake (RFC 3207). It is not left to the
// library, which goes on in clear where STARTTLS is not offered.
func (c *Client) startTLS(conn net.Conn) error {
	reader := bufio.NewReaderSize(conn, 4096)
	text := textproto.NewReader(reader)
	if _, _, err := text.ReadResponse(220); err != nil {
		return faultAt(portal.MailConnect, err)
	}
	if _, err := fmt.Fprintf(conn, "EHLO %s\r\n", c.hello()); err != nil {
		return faultAt(portal.MailConnect, err)
	}
	_, offers, err := text.ReadResponse(250)
	if err != nil {
		return faultAt(portal.MailConnect, err)
	}
	if !offered(offers, "STARTTLS") {
		return faultAt(portal.MailTLSStep, portal.ErrNoStartTLS)
	}
	if _, err := fmt.Fprint(conn, "STARTTLS\r\n"); err != nil {
		return faultAt(portal.MailTLSStep, err)
	}
	if _, _, err := text.ReadResponse(220); err != nil {
		return faultAt(portal.MailTLSStep, err)
	}
	if reader.Buffered() > 0 {
		return faultAt(portal.MailTLSStep, portal.ErrInjected)
	}
	return nil
}

// offered looks for an extension among the lines of an answer to EHLO.
func offered(lines, extension string) bool {
	for line := range strings.Lines(lines) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.EqualFold(word, extension) {
			return true
		}
	}
	return false
}

// greeted is a connection that begins with a greeting: the server's own came before the
// connection was secured, and the library waits for one.
type greeted struct {
	net.Conn
	greeting *strings.Reader
}

func (g *greeted) Read(p []byte) (int, error) {
	if g.greeting.Len() > 0 {
		return g.greeting.Read(p)
	}
	return g.Conn.Read(p)
}

// faultAt notes the step at which an error came up, and the server's answer if it is one.
func faultAt(step portal.MailStep, err error) error {
	fault := &portal.MailFault{Step: step, Err: err}
	if answer, ok := errors.AsType[*textproto.Error](err); ok {
		fault.Code, fault.Said = answer.Code, portal.ServerWords(answer.Msg)
	}
	return fault
}
