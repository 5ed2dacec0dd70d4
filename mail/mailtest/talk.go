package mailtest

import (
	"bufio"
	"cmp"
	"crypto/tls"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
)

// Steps of a Talk beside the SMTP verbs and FinalDot. Secured is the second EHLO, after
// STARTTLS.
const (
	Greeting = "greeting"
	Secured  = "secured"
)

// What a Talk does at a step instead of saying something.
const (
	Drop    = "\x00drop"    // closes the connection; after a text: having said it
	Silence = "\x00silence" // says nothing until the client goes
	Shut    = "\x00shut"    // closes its own half and listens on
	Endless = "\x00endless" // talks on and on, without the end of a line
)

// Says is what a server answers at each step, byte for byte; where nothing is given it
// goes well.
type Says map[string]string

// Talk is a server that says what a test wants it to say, rules or no rules, and notes
// all that it is told.
type Talk struct {
	Address netip.AddrPort
	Silent  chan struct{} // of many; one for each Silence that it has come to
	tls     *tls.Config
	mu      sync.Mutex
	says    Says
	left    int  // connections for which says holds; below zero: all
	bytes   bool // one byte at a time
	heard   []string
	mails   int
}

// NewTalk starts a server that ends with the test. With a certificate it offers STARTTLS.
func NewTalk(t testing.TB, certificate *tls.Config) *Talk {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Talk{Address: netip.MustParseAddrPort(listener.Addr().String()), tls: certificate, Silent: make(chan struct{}, 100)}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

// Say tells what is answered on the next connections, so many of them; below zero: on all.
func (s *Talk) Say(says Says, connections int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.says, s.left = says, connections
}

// ByteByByte has it send every byte by itself.
func (s *Talk) ByteByByte() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bytes = true
}

// Heard are the lines that it was told before it had a message, and forgets them.
func (s *Talk) Heard() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	heard := s.heard
	s.heard = nil
	return heard
}

// Mails is how many messages it had whole.
func (s *Talk) Mails() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mails
}

func (s *Talk) script() (Says, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left == 0 {
		return nil, s.bytes
	}
	s.left--
	return s.says, s.bytes
}

func (s *Talk) note(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = append(s.heard, line)
}

var wellSaid = map[string]string{
	Greeting: "220 mail.test\r\n", "STARTTLS": "220 go on\r\n", "AUTH": "235 welcome\r\n", "MAIL": "250 ok\r\n",
	"RCPT": "250 ok\r\n", "DATA": "354 go on\r\n", FinalDot: "250 taken\r\n", "QUIT": "221 bye\r\n",
	"EHLO": "250-mail.test\r\n250-STARTTLS\r\n250 AUTH PLAIN\r\n", Secured: "250-mail.test\r\n250 AUTH PLAIN\r\n",
}

func (s *Talk) serve(conn net.Conn) {
	plain := conn
	defer func() { _ = plain.Close() }()
	says, bytes := s.script()
	lines := bufio.NewReader(conn)
	if !s.answer(conn, says, Greeting, bytes) {
		return
	}
	secured := s.tls == nil
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		s.note(strings.TrimSpace(line))
		verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		if verb == "HELO" || verb == "EHLO" {
			verb = "EHLO"
			if secured {
				verb = Secured
			}
			if _, told := says["EHLO"]; told && s.tls == nil {
				verb = "EHLO"
			}
		}
		if !s.answer(conn, says, verb, bytes) {
			return
		}
		switch {
		case verb == "STARTTLS":
			secured, conn = true, tls.Server(conn, s.tls)
			lines = bufio.NewReader(conn)
		case verb == "DATA" && strings.HasPrefix(cmp.Or(says[verb], wellSaid[verb]), "354"):
			if !s.message(lines) || !s.answer(conn, says, FinalDot, bytes) {
				return
			}
		}
	}
}

// message reads to the final dot.
func (s *Talk) message(lines *bufio.Reader) bool {
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.mails++
			return true
		}
	}
}

// answer says what belongs to a step; false where the talk is over then.
func (s *Talk) answer(conn net.Conn, says Says, step string, byByte bool) bool {
	text, drop := strings.CutSuffix(cmp.Or(says[step], wellSaid[step], "500 what?\r\n"), Drop)
	switch text {
	case Shut:
		if half, ok := conn.(interface{ CloseWrite() error }); ok {
			_ = half.CloseWrite()
		}
		waitForEnd(conn)
		return false
	case Silence:
		select {
		case s.Silent <- struct{}{}:
		default: // nobody counts
		}
		waitForEnd(conn)
		return false
	case Endless:
		for {
			if _, err := conn.Write([]byte(strings.Repeat("2", 64<<10))); err != nil {
				return false
			}
		}
	}
	size := len(text)
	if byByte {
		size = 1
	}
	for ; text != ""; text = text[min(size, len(text)):] {
		if _, err := conn.Write([]byte(text[:min(size, len(text))])); err != nil {
			return false
		}
	}
	return !drop
}

func waitForEnd(conn net.Conn) {
	var b [512]byte
	for {
		if _, err := conn.Read(b[:]); err != nil {
			return
		}
	}
}
