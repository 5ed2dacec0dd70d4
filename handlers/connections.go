package handlers

import (
	"net"
	"net/netip"
	"sync"

	"github.com/valyala/fasthttp"

	"foyer/portal"
)

// connections bounds how many each address holds open. fasthttp's own MaxConnsPerIP is
// not used: it races with its shutdown, and counts IPv4 alone.
type connections struct {
	mu   sync.Mutex
	open map[net.Conn]string
	each map[string]int
}

func newConnections() *connections {
	return &connections{open: map[net.Conn]string{}, each: map[string]int{}}
}

// watch is told of every connection by the server, and closes the ones too many.
func (l *connections) watch(conn net.Conn, state fasthttp.ConnState) {
	switch state {
	case fasthttp.StateNew:
		if !l.admit(conn) {
			_ = conn.Close() // the server notices when it reads
		}
	case fasthttp.StateClosed, fasthttp.StateHijacked:
		l.forget(conn)
	case fasthttp.StateActive, fasthttp.StateIdle:
	}
}

func (l *connections) admit(conn net.Conn) bool {
	address, err := netip.ParseAddrPort(conn.RemoteAddr().String())
	if err != nil {
		return true // no network: nobody else can be kept out
	}
	from := portal.LimitAddress(address.Addr())

	l.mu.Lock()
	defer l.mu.Unlock()
	if l.each[from] >= connsPerIP {
		return false
	}
	l.open[conn] = from
	l.each[from]++
	return true
}

func (l *connections) forget(conn net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	from, counted := l.open[conn]
	if !counted {
		return
	}
	delete(l.open, conn)
	if l.each[from]--; l.each[from] == 0 {
		delete(l.each, from)
	}
}
