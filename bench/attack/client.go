package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// patience is when a connection is given up: far longer than any answer may take.
const patience = 30 * time.Second

// caller is one connection to the server, from an address of its own of this machine:
// all of 127.0.0.0/8 is. It dials again where the server closed.
type caller struct {
	server string // host:port
	from   string // address to call from
	conn   net.Conn
	in     *bufio.Reader
}

func (c *caller) dial() error {
	dialer := net.Dialer{Timeout: patience, LocalAddr: &net.TCPAddr{IP: net.ParseIP(c.from)}}
	conn, err := dialer.Dial("tcp", c.server)
	if err != nil {
		return err
	}
	c.conn, c.in = conn, nil
	return nil
}

func (c *caller) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

// ask sends a request and reads the whole answer.
func (c *caller) ask(request []byte) (*http.Response, string, error) {
	if c.conn == nil {
		if err := c.dial(); err != nil {
			return nil, "", err
		}
	}
	if c.in == nil { // the slow ones never need it, and are a thousand
		c.in = bufio.NewReaderSize(c.conn, 32<<10)
	}
	_ = c.conn.SetDeadline(now().Add(patience))
	_, wrote := c.conn.Write(request)
	// A server that turns a connection away answers before it is asked.
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		c.close()
		return nil, "", fmt.Errorf("%w (%v)", err, wrote)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.Close {
		c.close()
	}
	return answer, string(body), err
}

func get(server, path, cookie string) []byte {
	if cookie != "" {
		cookie = "Cookie: " + cookie + "\r\n"
	}
	return []byte("GET " + path + " HTTP/1.1\r\nHost: " + server + "\r\n" + cookie + "\r\n")
}

func post(server, path, cookie string, fields url.Values) []byte {
	body := fields.Encode()
	return fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: http://%s\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s",
		path, server, server, cookie, len(body), body)
}

var tokenField = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)

// form opens the sign-in page: its token, and the cookie that goes with it.
func (c *caller) form(path string) (token, cookie string, err error) {
	answer, body, err := c.ask(get(c.server, path, ""))
	if err != nil {
		return "", "", err
	}
	found := tokenField.FindStringSubmatch(body)
	if found == nil {
		return "", "", fmt.Errorf("%s has no form: %s", path, answer.Status)
	}
	return found[1], cookies(answer), nil
}

func cookies(answer *http.Response) string {
	var list []string
	for _, c := range answer.Cookies() {
		list = append(list, c.Name+"="+c.Value)
	}
	return strings.Join(list, "; ")
}

const loginPath = "/client-portal/login"

// signIn is the cookie of somebody signed in.
func (c *caller) signIn(username, password string) (cookie string, err error) {
	token, cookie, err := c.form(loginPath)
	if err != nil {
		return "", err
	}
	answer, _, err := c.ask(post(c.server, loginPath, cookie, url.Values{"_csrf": {token}, "username": {username}, "password": {password}}))
	if err != nil {
		return "", err
	}
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("sign-in: %s", answer.Status)
	}
	return cookies(answer), nil
}
