package handlers_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"foyer/handlers"
	"foyer/store/storetest"
)

// listen serves the site on a real port and gives its address.
func (s *site) listen() string {
	s.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.app.Listener(handlers.Guard(listener, len(s.config.TrustedProxies) > 0)) }()
	s.t.Cleanup(func() {
		if err := s.app.ShutdownWithTimeout(5 * time.Second); err != nil {
			s.t.Errorf("shut down: %v", err)
		}
		if err := <-done; err != nil {
			s.t.Errorf("serve: %v", err)
		}
	})
	return listener.Addr().String()
}

// wire sends bytes as they are and reads all answers until the server closes.
func (s *site) wire(address, bytes string) string {
	s.t.Helper()
	conn, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.WriteString(conn, bytes); err != nil {
		return ""
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
	answer, _ := io.ReadAll(conn) // a reset is as good a refusal as an end
	return string(answer)
}

const page = " /client-portal/login HTTP/1.1\r\n"

// C64: requests that two programs could read differently are refused, each in one answer,
// and what is smuggled behind them is never served.
func TestAmbiguousRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := s.listen()
	smuggled := "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
	for name, request := range map[string]string{
		"two hosts":               "GET" + page + "Host: a\r\nHost: b\r\n\r\n",
		"no host":                 "GET" + page + "\r\n",
		"two lengths":             "POST" + page + "Host: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\na=bc",
		"length and chunks":       "POST" + page + "Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled,
		"chunks and length":       "POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + smuggled,
		"odd encoding":            "POST" + page + "Host: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
		"two encodings":           "POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
		"encoding with a tab":     "POST" + page + "Host: a\r\nTransfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
		"space before the colon":  "POST" + page + "Host: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
		"bare LF":                 "GET /client-portal/login HTTP/1.1\nHost: a\n\n",
		"folded header":           "GET" + page + "Host: a\r\nX-A: b\r\n c\r\n\r\n",
		"folded with a tab":       "GET" + page + "Host: a\r\nX-A: b\r\n\tc\r\n\r\n",
		"version 1.9":             "GET /client-portal/login HTTP/1.9\r\nHost: a\r\n\r\n",
		"version 2.0":             "GET /client-portal/login HTTP/2.0\r\nHost: a\r\n\r\n",
		"no version":              "GET /client-portal/login\r\n\r\n",
		"absolute address":        "GET http://evil.example/client-portal/login HTTP/1.1\r\nHost: a\r\n\r\n",
		"absolute without scheme": "GET //evil.example/client-portal/login HTTP/1.1\r\nHost: a\r\n\r\n",
		"asterisk":                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
		"plain chunks":            "POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
		"trailers":                "POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\nSec-Fetch-Site: same-origin\r\n\r\n",
		"chunks in version 1.0":   "POST /client-portal/login HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"negative length":         "POST" + page + "Host: a\r\nContent-Length: -1\r\n\r\n",
		"length with a plus":      "POST" + page + "Host: a\r\nContent-Length: +3\r\n\r\na=b",
		"hexadecimal length":      "POST" + page + "Host: a\r\nContent-Length: 0x3\r\n\r\na=b",
		"NUL in a header":         "GET" + page + "Host: a\r\nX-A: b\x00c\r\n\r\n",
		"NUL in the path":         "GET /client-portal/login\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
		"CR in a header":          "GET" + page + "Host: a\r\nX-A: b\rX-B: c\r\n\r\n",
		"nameless header":         "GET" + page + "Host: a\r\n: b\r\n\r\n",
		"TRACE":                   "TRACE" + page + "Host: a\r\n\r\n",
		"CONNECT":                 "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
		"unknown method":          "BREW" + page + "Host: a\r\n\r\n",
		"rubbish":                 "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"LF in a chunk extension": "POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\nb\r\nx\r\n0\r\n\r\n",
	} {
		answer := s.wire(address, request)
		first, _, _ := strings.Cut(answer, "\r\n")
		refused := answer == "" || strings.HasPrefix(first, "HTTP/1.1 400 ") || strings.HasPrefix(first, "HTTP/1.1 405 ")
		if !refused || strings.Contains(answer, "HTTP/1.1 200") || strings.Contains(answer, "\r\n\r\nok\n") {
			t.Errorf("%s: %.300q", name, answer)
		}
	}
	if good := s.wire(address, "GET"+page+"Host: a\r\nConnection: close\r\n\r\n"); !strings.HasPrefix(good, "HTTP/1.1 200 OK\r\n") {
		t.Errorf("a good request: %.200q", good)
	}
}

// C63: sizes and times are bounded, connections too unless they come through a proxy.
func TestServerLimits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	server := s.app.Server()
	for name, limit := range map[string][2]any{
		"read time":  {server.ReadTimeout, 10 * time.Second},
		"write time": {server.WriteTimeout, 10 * time.Second},
		"idle time":  {server.IdleTimeout, 10 * time.Second},
		"body":       {server.MaxRequestBodySize, 64 << 10},
		"header":     {server.ReadBufferSize, 16 << 10},
		"requests":   {server.Concurrency, 2048},
		"behind":     {newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer }).app.Server().IdleTimeout, 150 * time.Second},
	} {
		if limit[0] != limit[1] {
			t.Errorf("%s: %v, want %v", name, limit[0], limit[1])
		}
	}
}

// C63: memory for a body is set aside when it is announced, so that little is of strangers.
func TestBodiesOfStrangers(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	s.Client(storetest.Client{Username: "reader"})
	address, forged := s.listen(), strings.Repeat("A", len(admin.cookies["foyer_staff"]))
	staff, reader := "foyer_staff="+admin.cookies["foyer_staff"], "foyer_portal="+s.signedIn("reader").cookies["foyer_portal"]
	for _, c := range []struct {
		cookie, body string
		length       int // announced; 0: chunked
		tooLarge     bool
	}{
		{"", strings.Repeat("a", 16384), 16384, false},
		{"", "", 16385, true},
		{"", "4001\r\n", 0, true},
		{"foyer_staff=" + forged + "; foyer_portal=" + forged, "", 16385, true},
		{staff, strings.Repeat("a", 65536), 65536, false},
		{reader, strings.Repeat("a", 65536), 65536, false},
		{reader, "10000\r\n" + strings.Repeat("a", 65536) + "\r\n0\r\n\r\n", 0, false},
		{reader, "", 65537, true},
	} {
		size := fmt.Sprintf("Content-Length: %d", c.length)
		if c.length == 0 {
			size = "Transfer-Encoding: chunked"
		}
		got := s.wire(address, "POST"+page+"Host: a\r\nConnection: close\r\nCookie: "+c.cookie+"\r\n"+size+"\r\n\r\n"+c.body)
		if got == "" || strings.HasPrefix(got, "HTTP/1.1 413 ") != c.tooLarge {
			t.Errorf("%s of %.20q: %.100q", size, c.cookie, got)
		}
	}
}

// C63: what is larger than anything we take is refused, and read no further.
func TestLargeRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	address := s.listen()
	for name, c := range map[string]struct{ request, status string }{
		"body":         {"POST" + page + "Host: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000000\r\n\r\n" + strings.Repeat("a", 1_000_000), "413"},
		"no body sent": {"POST" + page + "Host: a\r\nContent-Length: 999999999999\r\n\r\n", "413"},
		"chunks":       {"POST" + page + "Host: a\r\nTransfer-Encoding: chunked\r\n\r\n" + strings.Repeat("4000\r\n"+strings.Repeat("a", 0x4000)+"\r\n", 8) + "0\r\n\r\n", "413"},
		"header":       {"GET" + page + "Host: a\r\nX-A: " + strings.Repeat("a", 20_000) + "\r\n\r\n", "431"},
		"address":      {"GET /" + strings.Repeat("a", 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
	} {
		answer := s.wire(address, c.request)
		if answer != "" && !strings.HasPrefix(answer, "HTTP/1.1 "+c.status+" ") {
			t.Errorf("%s: %.200q", name, answer)
		}
	}
}
