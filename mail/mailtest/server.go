// Package mailtest is a real SMTP server for tests, which can be told to fail at any step.
package mailtest

import (
	"cmp"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Commands at which a Script can drop or stall a connection, beside the SMTP verbs.
const (
	FinalDot = "." // after the message, before the answer to it
	Answered = "!" // after the answer to the message
)

// Script says how a connection goes. The zero value takes every mail.
type Script struct {
	Greeting string                     // instead of the usual one
	Refuse   map[string]*smtp.SMTPError // by verb: AUTH, MAIL, RCPT, DATA
	DropAt   string                     // a verb, FinalDot or Answered
	StallAt  string                     // a verb: no answer until the client goes
}

// Server is an SMTP server on the loopback address.
type Server struct {
	Address netip.AddrPort
	mu      sync.Mutex
	script  Script
	mails   []Mail
	auth    []string // what clients signed in with: username and password
	noAuth  bool
	stop    func()
}

// Mail is a message that was taken.
type Mail struct {
	From string
	To   []string
	Data string
}

// Options of a server.
type Options struct {
	TLS      *tls.Config // offers STARTTLS; with Implicit, TLS from the first byte
	Implicit bool
	NoAuth   bool   // offers no sign-in
	At       string // the address to listen on; a free port if empty
}

// Sign-in that the server takes.
const (
	Username = "postmaster"
	Password = "sehr geheim ✓"
)

// New starts a server that ends with the test.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", cmp.Or(o.At, "127.0.0.1:0"))
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Address: netip.MustParseAddrPort(listener.Addr().String()), noAuth: o.NoAuth}
	server := smtp.NewServer(smtp.BackendFunc(s.session))
	server.Domain, server.AllowInsecureAuth, server.EnableSMTPUTF8 = "mail.test", true, true
	server.ErrorLog = log.New(io.Discard, "", 0)
	var outer net.Listener = &watched{listener, s}
	switch {
	case o.Implicit:
		outer = tls.NewListener(outer, o.TLS)
	case o.TLS != nil:
		server.TLSConfig = o.TLS
	}
	go func() { _ = server.Serve(outer) }()
	s.stop = sync.OnceFunc(func() { _ = server.Close() })
	t.Cleanup(s.stop)
	return s
}

// Stop cuts every connection and listens no more.
func (s *Server) Stop() { s.stop() }

// Follow tells the server how the next connections go.
func (s *Server) Follow(script Script) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.script = script
}

// Mails are the messages taken so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// SignIns are what clients signed in with, a username and a password each.
func (s *Server) SignIns() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.auth...)
}

func (s *Server) now() Script {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.script
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	if s.noAuth {
		return &plainSession{session{server: s, conn: c}}, nil
	}
	return &session{server: s, conn: c}, nil
}

type session struct {
	server *Server
	conn   *smtp.Conn
	mail   Mail
}

// plainSession hides the sign-in.
type plainSession struct{ session }

func (*plainSession) AuthMechanisms() []string { return nil }

func (s *session) Reset()        { s.mail = Mail{} }
func (s *session) Logout() error { return nil }

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, username, password string) error {
		s.server.mu.Lock()
		s.server.auth = append(s.server.auth, username+" "+password)
		s.server.mu.Unlock()
		if err := s.refusal("AUTH"); err != nil {
			return err
		}
		if username != Username || password != Password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (s *session) refusal(verb string) error {
	if refused := s.server.now().Refuse[verb]; refused != nil {
		return refused
	}
	return nil
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.From = from
	return s.refusal("MAIL")
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.mail.To = append(s.mail.To, to)
	return s.refusal("RCPT")
}

func (s *session) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Data = string(body)
	if err := s.refusal("DATA"); err != nil {
		return err
	}
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.mails = append(s.server.mails, s.mail)
	if s.server.script.DropAt == FinalDot {
		_ = s.conn.Conn().Close()
	}
	return nil
}

// watched looks at what clients say before it may be encrypted.
type watched struct {
	net.Listener
	server *Server
}

func (w *watched) Accept() (net.Conn, error) {
	conn, err := w.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &watchedConn{Conn: conn, script: w.server.now()}, nil
}

type watchedConn struct {
	net.Conn
	script  Script
	greeted bool
	sent    bool // the message is there, its answer comes next
}

func (c *watchedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	verb, _, _ := strings.Cut(strings.TrimSpace(string(p[:n])), " ")
	switch verb = strings.ToUpper(verb); {
	case err != nil || verb == "":
		return n, err
	case verb == c.script.DropAt:
		_ = c.Close()
		return 0, io.EOF
	case verb == c.script.StallAt:
		_, _ = io.Copy(io.Discard, c.Conn)
		return 0, io.EOF
	}
	c.sent = c.sent || strings.HasSuffix(string(p[:n]), "\r\n.\r\n")
	return n, err
}

func (c *watchedConn) Write(p []byte) (int, error) {
	if !c.greeted && c.script.Greeting != "" {
		c.greeted = true
		if _, err := c.Conn.Write([]byte(c.script.Greeting)); err != nil {
			return 0, err
		}
		return len(p), nil
	}
	c.greeted = true
	n, err := c.Conn.Write(p)
	if c.sent && c.script.DropAt == Answered {
		_ = c.Close()
	}
	return n, err
}
