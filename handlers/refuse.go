package handlers

import (
	"io"
	"net"
	"strconv"
	"time"
)

// Bounds of telling connections that there is no place for them.
const (
	mostRefusals = 64
	refusalTime  = time.Second
)

const noPlace = "There are too many connections at this moment. Please try again in a few seconds.\n"

// The whole answer, as there is no server for this connection.
var noPlaceAnswer = []byte("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: " + retryBusy + "\r\nCache-Control: no-store\r\n" +
	"X-Content-Type-Options: nosniff\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + strconv.Itoa(len(noPlace)) + "\r\n\r\n" + noPlace)

// refuse answers a connection that has no place. It never waits itself: others are at the
// door. What fits into the empty buffer of a new connection is written at once.
func (g *guard) refuse(conn net.Conn) {
	// The machine's own clock, as the system waits by it.
	_ = conn.SetDeadline(time.Now().Add(refusalTime))
	_, _ = conn.Write(noPlaceAnswer)
	select {
	case g.refusing <- struct{}{}:
		go func() {
			defer func() { <-g.refusing }()
			hangUp(conn)
		}()
	default:
		_ = conn.Close()
	}
}

// hangUp closes a connection once the other side has read the answer. The system would
// take that back if it closed on a request that nobody has read.
func hangUp(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	_, _ = io.CopyN(io.Discard, conn, headerLimit)
	_ = conn.Close()
}
