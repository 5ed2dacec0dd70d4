package handlers

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"

	"foyer/portal"
)

// Limits of connections: in all, and of one address.
const (
	mostConns  = 2048
	connsPerIP = 64
	idleEnough = time.Second
)

// Guard bounds the connections of a listener for the server of New. One address holds so
// many: a new one takes the place of one of its idle ones, so that the browsers of an
// office behind one address do not shut each other out; where none is idle, and where
// all places are taken, the new one is told so and closed. Behind a proxy everybody
// comes from its address, which is not counted then.
//
// fasthttp's own MaxConnsPerIP is not used: it races with its shutdown, counts IPv4 alone,
// and knows no idle ones.
func Guard(listener net.Listener, behindProxy bool) net.Listener {
	each := connsPerIP
	if behindProxy {
		each = mostConns
	}
	return &guard{Listener: listener, each: each, open: map[string][]*connection{}, refusing: make(chan struct{}, mostRefusals)}
}

type guard struct {
	net.Listener
	each     int
	refusing chan struct{}

	mu   sync.Mutex
	all  int
	open map[string][]*connection // by address, the oldest first
}

// Accept waits for the next connection that has a place.
func (g *guard) Accept() (net.Conn, error) {
	for {
		conn, err := g.Listener.Accept()
		if err != nil {
			return nil, err
		}
		c := &connection{Conn: conn, of: g, from: peer(conn)}
		if g.admit(c) {
			return c, nil
		}
		g.refuse(conn)
	}
}

// peer is what a connection counts as; empty where there is no network.
func peer(conn net.Conn) string {
	address, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return ""
	}
	return portal.LimitAddress(address.Addr())
}

func (g *guard) admit(c *connection) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	mates := g.open[c.from]
	if g.all >= mostConns || len(mates) >= g.each && !makeRoom(mates) {
		return false
	}
	g.open[c.from] = append(mates, c)
	g.all++
	return true
}

// makeRoom ends the connection that is idle the longest, if that is long enough for nobody
// to be about to use it. It counts until the server has noticed, so that there are a few
// more for a moment.
func makeRoom(mates []*connection) bool {
	// The machine's own clock, as only how long they are idle is wanted.
	longest, since := (*connection)(nil), time.Now().Add(-idleEnough).UnixNano()
	for _, c := range mates {
		if began := c.idleSince.Load(); began != 0 && began <= since {
			longest, since = c, began
		}
	}
	if longest == nil || !longest.idleSince.CompareAndSwap(since, 0) {
		return false
	}
	_ = longest.Conn.Close()
	return true
}

func (g *guard) forget(c *connection) {
	g.mu.Lock()
	defer g.mu.Unlock()
	mates := slices.DeleteFunc(g.open[c.from], func(mate *connection) bool { return mate == c })
	g.all--
	if g.open[c.from] = mates; len(mates) == 0 {
		delete(g.open, c.from)
	}
}

// connection is one that has a place until it is closed.
type connection struct {
	net.Conn
	of        *guard
	from      string
	idleSince atomic.Int64 // unix nanoseconds; 0 while it asks or is answered
	unread    atomic.Bool  // what was sent is not read in time
	closed    sync.Once
}

// watch is told by the server what its connections do.
func watch(conn net.Conn, state fasthttp.ConnState) {
	c, ok := conn.(*connection)
	if !ok {
		return
	}
	c.idleSince.Store(0)
	if state == fasthttp.StateIdle {
		// The machine's own clock, as above.
		c.idleSince.Store(time.Now().UnixNano())
	}
}

func (c *connection) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if errors.Is(err, os.ErrDeadlineExceeded) && c.idleSince.Load() != 0 {
		c.unread.Store(true)
	}
	return n, err
}

func (c *connection) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.unread.Store(true)
	}
	return n, err
}

// Close gives the place back. Whoever takes an answer in too slowly, or had the time to
// take it in, is cut off: otherwise the system would keep the connection and what is left
// of the answer for as long as the other side likes.
func (c *connection) Close() error {
	c.closed.Do(func() {
		c.of.forget(c)
		if tcp, ok := c.Conn.(*net.TCPConn); ok && c.unread.Load() {
			_ = tcp.SetLinger(0)
		}
	})
	return c.Conn.Close()
}
