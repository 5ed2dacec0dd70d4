package handlers_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"foyer/handlers"
)

const (
	healthOnce = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
	healthKept = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
)

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// hold opens connections that were answered and stay open; what is begun after that is
// another request, which keeps them at work.
func hold(t *testing.T, address string, n int, begun string) (open []net.Conn) {
	t.Helper()
	for range n {
		conn := dial(t, address)
		fmt.Fprint(conn, healthKept)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("connection %d: %v %v", len(open)+1, answer, err)
		}
		fmt.Fprint(conn, begun)
		open = append(open, conn)
	}
	return open
}

// until asks again until it is so: what ends a connection is noticed a moment later.
func until(t *testing.T, what string, so func() bool) {
	t.Helper()
	for began := time.Now(); !so(); {
		if time.Since(began) > 20*time.Second {
			t.Fatal(what)
		}
	}
}

// wantTurnedAway wants the plain answer that there is no place, whole.
func wantTurnedAway(t *testing.T, answer string) {
	t.Helper()
	response, err := http.ReadResponse(bufio.NewReader(strings.NewReader(answer)), nil)
	if err != nil {
		t.Fatalf("%v: %q", err, answer)
	}
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" || !response.Close || !strings.Contains(string(body), "try again") {
		t.Errorf("%v: %q", err, answer)
	}
}

// C63: one address has 64 connections at work, so that others find room. The next is told
// so, though it has sent its request; closing one makes room again.
func TestConnectionsOfOneAddress(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := s.listen()
	open := hold(t, address, 64, "GET /hea")
	until(t, "64 connections at work are not all there are", func() bool {
		answer := s.wire(address, healthOnce)
		if !strings.Contains(answer, "200 OK") {
			wantTurnedAway(t, answer)
			return true
		}
		return false
	})
	if err := open[0].Close(); err != nil {
		t.Fatal(err)
	}
	until(t, "a connection that was closed is still counted", func() bool { return strings.Contains(s.wire(address, healthOnce), "200 OK") })
}

// C63: where an address has too many, the new connection gets the place of the one that
// is idle the longest: many browsers share an office's address.
func TestIdleConnectionsMakeRoom(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := s.listen()
	open := hold(t, address, 64, "")
	until(t, "no idle connection made room", func() bool { return strings.Contains(s.wire(address, healthOnce), "200 OK") })
	if n, err := open[0].Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("the one idle the longest is not closed: %d, %v", n, err)
	}
	last := open[63]
	fmt.Fprint(last, healthKept)
	if answer, err := http.ReadResponse(bufio.NewReader(last), nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("the last one: %v %v", answer, err)
	}
}

// C63: behind a proxy all come from one address, which is not counted; all together are.
func TestConnectionsBehindAProxy(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	address := s.listen()
	open := hold(t, address, 1, "")
	for range 2047 {
		open = append(open, dial(t, address))
	}
	wantTurnedAway(t, s.wire(address, healthOnce))
	fmt.Fprint(open[0], healthKept)
	if answer, err := http.ReadResponse(bufio.NewReader(open[0]), nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("one of those that have a place: %v %v", answer, err)
	}
	if err := open[1].Close(); err != nil {
		t.Fatal(err)
	}
	until(t, "a connection that was closed is still counted", func() bool { return strings.Contains(s.wire(address, healthOnce), "200 OK") })
}

// hasty is a site that waits for nobody longer than half a second.
func hasty(t *testing.T) (s *site, address string) {
	t.Helper()
	s = newSite(t)
	server := s.app.Server()
	server.ReadTimeout, server.WriteTimeout, server.IdleTimeout = time.Second/2, time.Second/2, time.Second/2
	return s, s.listen()
}

// C63: who sends a request byte by byte has the read time for all of it, not for each byte.
func TestSlowRequests(t *testing.T) {
	t.Parallel()
	_, address := hasty(t)
	for name, begun := range map[string]string{
		"nothing": "",
		"header":  "GET /client-portal/login HTTP/1.1\r\nHost: a\r\nX-A: ",
		"body":    "POST /client-portal/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 16384\r\n\r\na=",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := dial(t, address)
			fmt.Fprint(conn, begun)
			drip := time.NewTicker(20 * time.Millisecond)
			defer drip.Stop()
			closed := make(chan string, 1)
			go func() {
				answer, err := io.ReadAll(conn)
				if errors.Is(err, os.ErrDeadlineExceeded) {
					answer = []byte("still open")
				}
				closed <- string(answer)
			}()
			for {
				select {
				case answer := <-closed:
					if answer != "" && !strings.HasPrefix(answer, "HTTP/1.1 408 ") {
						t.Errorf("%.100q", answer)
					}
					return
				case <-drip.C:
					if begun != "" {
						_, _ = io.WriteString(conn, "a")
					}
				}
			}
		})
	}
}

// C63: who asks and reads nothing is cut off, and what was not read is not kept for it:
// neither an answer that fits into the system's buffers nor more than those take.
func TestSlowReaders(t *testing.T) {
	t.Parallel()
	for name, times := range map[string]int{"one answer": 1, "more than buffers take": 2000} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, address := hasty(t)
			conn := dial(t, address)
			if err := conn.(*net.TCPConn).SetReadBuffer(2048); err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(conn, healthKept)
			until(t, "not one connection", func() bool { return s.app.Server().GetOpenConnectionsCount() == 1 })
			go func() {
				_, _ = io.WriteString(conn, strings.Repeat("GET /client-portal/login HTTP/1.1\r\nHost: a\r\n\r\n", times))
			}()
			until(t, "the slow reader is still served", func() bool { return s.app.Server().GetOpenConnectionsCount() == 0 })
			if _, err := io.Copy(io.Discard, conn); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the rest of the answers is kept: %v", err)
			}
		})
	}
}
