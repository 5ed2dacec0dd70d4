package handlers_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// memory is a connection that holds what is sent and collects what is answered.
type memory struct {
	in  io.Reader
	out bytes.Buffer
}

func (m *memory) Read(b []byte) (int, error)     { return m.in.Read(b) }
func (m *memory) Write(b []byte) (int, error)    { return m.out.Write(b) }
func (*memory) Close() error                     { return nil }
func (*memory) LocalAddr() net.Addr              { return &net.TCPAddr{IP: net.IPv4zero} }
func (*memory) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4zero} }
func (*memory) SetDeadline(time.Time) error      { return nil }
func (*memory) SetReadDeadline(time.Time) error  { return nil }
func (*memory) SetWriteDeadline(time.Time) error { return nil }

// exchange sends bytes as a connection's whole input and reads every answer to them. The
// words CLIENT and ADMIN stand for cookies that are good.
func exchange(t *testing.T, client, admin *visitor, raw string) (answers []*answer) {
	t.Helper()
	raw = strings.NewReplacer("CLIENT", "foyer_portal="+client.cookies["foyer_portal"], "ADMIN", "foyer_staff="+admin.cookies["foyer_staff"]).Replace(raw)
	conn := &memory{in: strings.NewReader(raw)}
	_ = client.site.app.Server().ServeConn(conn) // what it says of bad input is of no interest
	from := bufio.NewReader(&conn.out)
	for {
		method, _, _ := strings.Cut(raw, " ")
		response, err := http.ReadResponse(from, &http.Request{Method: method})
		if err != nil {
			return answers
		}
		body, err := io.ReadAll(response.Body)
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("answer to %q: %v", raw, err)
		}
		answers = append(answers, &answer{Response: response, body: string(body), what: clipped(raw, 300), t: t})
	}
}

// Whatever arrives, byte by byte, is answered without a fault, with the usual headers, and
// tells nothing of what is inside: C35, C64, C67.
func FuzzRequest(f *testing.F) {
	const end = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
	const form = end + "Origin: " + base + "\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: "
	for _, raw := range []string{
		"GET /client-portal" + end + "Cookie: CLIENT\r\n\r\n",
		"GET /client-portal/invoices?status=paid&page=after.20000.1" + end + "Cookie: CLIENT\r\nHX-Request: true\r\n\r\n",
		"GET /client-portal/invoices/1" + end + "Cookie: CLIENT\r\nAccept-Language: de-BE\r\n\r\n",
		"GET /client-portal/time-entries?project_id=1&date_from=2026-01-01&date_to=2026-12-31&page=last" + end + "Cookie: CLIENT\r\n\r\n",
		"GET /client-portal/login?next=%2Fclient-portal%2Finvoices" + end + "Cookie: foyer_form=a; foyer_notice=signed-out\r\n\r\n",
		"GET /static/app.css" + end + "\r\n",
		"HEAD /admin/clients" + end + "Cookie: ADMIN\r\n\r\n",
		"POST /admin/clients/1/view-as" + form + "ADMIN\r\nContent-Length: 7\r\n\r\n_csrf=x",
		"POST /client-portal/login" + form + "foyer_form=a\r\nContent-Length: 31\r\n\r\n_csrf=x&username=a&password=b&n",
		"POST /login" + form + "a=b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n",
		"OPTIONS *" + end + "\r\n", "TRACE /" + end + "\r\n", "\x00\xff\r\n\r\n",
	} {
		f.Add(raw)
	}
	_, client, admin := target(f)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, a := range exchange(t, client, admin, raw) {
			a.wantNoFault()
		}
	})
}

func (a *answer) wantNoFault() {
	a.t.Helper()
	if a.StatusCode >= 500 && a.StatusCode != http.StatusNotImplemented {
		a.t.Errorf("%q: %d", a.what, a.StatusCode)
	}
	if a.StatusCode >= 200 && a.Header.Get("Content-Security-Policy") != contentPolicy {
		a.t.Errorf("%q: %d without a policy", a.what, a.StatusCode)
	}
	for _, word := range internal {
		if strings.Contains(a.body, word) {
			a.t.Errorf("%q shows %q", a.what, word)
		}
	}
}

// Whatever is typed into a filter is a list, a message by the field, or unreadable; and
// what is a list as a page is one to htmx: C46.
func FuzzFilter(f *testing.F) {
	f.Add("1", "2026-01-01", "2026-12-31", "last", "paid")
	f.Add("0", "2025-13-45", "9999-12-31", "after.1.1", "bogus")
	f.Add("9223372036854775807", "1970-01-01", "2199-12-31", "before.-9223372036854775808.9223372036854775807", "overdue")
	f.Add("\x00", "\xff", "'; --", "<b>", "&=;%")
	_, client, _ := target(f)
	f.Fuzz(func(t *testing.T, project, from, to, page, status string) {
		v := &visitor{site: client.site, cookies: client.cookies, header: http.Header{}, t: t}
		for path, query := range map[string]url.Values{
			"/client-portal/time-entries?": {"project_id": {project}, "date_from": {from}, "date_to": {to}, "page": {page}},
			"/client-portal/invoices?":     {"status": {status}, "page": {page}},
		} {
			if len(query.Encode()) > 10_000 {
				continue // too large a header is another test's
			}
			whole := v.get(path+query.Encode()).wantHarmless(http.StatusOK, http.StatusBadRequest, http.StatusUnprocessableEntity)
			v.htmx(path + query.Encode()).wantHarmless(whole.StatusCode)
		}
	})
}
