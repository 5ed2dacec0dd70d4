package handlers_test

import (
	"fmt"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/mail"
	"foyer/store/storetest"
)

// hostileNames are those that an import may have brought, as no form takes the worst of them.
var hostileNames = []string{
	"Acme\r\nBcc: evil@example.com", "Acme\nX-Evil: yes", "Acme\rX-Evil: yes", "Acme\x00Null", "Acme\x01\x07\x1b[2J\x7f", "Acme\r\n\r\n.\r\nMAIL FROM:<evil@example.com>\r\n",
	`<a href="https://evil.example">Acme</a><script>alert(1)</script>`, "[Acme](https://evil.example)", "{{ .Env }} {{ printf }} ${x} %s %d",
	`Acme" <evil@example.com>, "x`, "=?utf-8?q?evil?= Acme", "https://evil.example/acme", "Zoë & Söhne 田中 🙂", "\u202eemcA", strings.Repeat("Å", 10_000), strings.Repeat("x", 10_000),
}

// C49, C50: whatever a client or the company is called, one mail goes to one person, with
// the headers that Foyer gives it, and the names stand as text in both parts.
func TestMailHoldsNamesAsText(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	id := s.Client(storetest.Client{Username: "acme", Email: "client@example.com"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	for _, name := range hostileNames {
		s.Exec("UPDATE clients SET name = ?", name)
		s.Exec("UPDATE settings SET company_name = ?", name)
		before := len(server.Mails())
		admin.submit(page, page+"/send-setup", nil).wantLocation(page)
		mails := server.Mails()[before:]
		if len(mails) != 1 {
			t.Errorf("%.40q: %d mails, the outbox says %s", name, len(mails), s.Text("SELECT state || ' ' || said FROM outbox ORDER BY id DESC LIMIT 1"))
			continue
		}
		if m := mails[0]; m.From != "studio@example.com" || !slices.Equal(m.To, []string{"client@example.com"}) {
			t.Errorf("%.40q: from %s to %q", name, m.From, m.To)
		}
		wantPlainHeaders(t, name, mails[0].Data)
		parts := readMail(t, mails[0].Data)
		seen := strings.Join(strings.Fields(strings.Map(withoutControls, name)), " ")
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(parts["text/html"]))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(oneLine(parts["text/plain"]), seen) || !strings.Contains(oneLine(doc.Find("body").Text()), seen) {
			t.Errorf("%.40q: it is not there as text", name)
		}
		for _, part := range []string{parts["text/plain"], parts["text/html"]} {
			if strings.ContainsFunc(part, func(r rune) bool { return r < ' ' && r != '\r' && r != '\n' && r != '\t' || r == 0x7f }) {
				t.Errorf("%.40q: a part holds a control character", name)
			}
		}
		links := map[string]bool{}
		doc.Find("[href], [src]").Each(func(_ int, link *goquery.Selection) { links[link.AttrOr("href", link.AttrOr("src", ""))] = true })
		if len(links) != 1 || doc.Find("script").Length() != 0 {
			t.Errorf("%.40q: leads to %v", name, links)
		}
	}
}

func withoutControls(r rune) rune {
	if r < ' ' || r == 0x7f {
		return ' '
	}
	return r
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// wantPlainHeaders wants the headers that Foyer gives its mails, each once, and no line longer
// than servers take (RFC 5322, 2.1.1).
func wantPlainHeaders(t *testing.T, name, data string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatalf("%.40q: %v", name, err)
	}
	want := []string{"Auto-Submitted", "Content-Type", "Date", "From", "Message-Id", "Mime-Version", "Subject", "To"}
	for header, values := range m.Header {
		if !slices.Contains(want, header) || len(values) != 1 {
			t.Errorf("%.40q: header %s: %q", name, header, values)
		}
	}
	from, err := netmail.ParseAddressList(m.Header.Get("From"))
	if err != nil || len(from) != 1 || from[0].Address != "studio@example.com" {
		t.Errorf("%.40q: from %q, %v", name, m.Header.Get("From"), err)
	}
	for line := range strings.Lines(data) {
		if len(line) > 1000 {
			t.Errorf("%.40q: a line of %d bytes: %.60q", name, len(line), line)
		}
	}
}

// C49: an address that is none, or holds more than one, gets no mail, and the outbox says so.
func TestMailToWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	id := s.Client(storetest.Client{Username: "acme", Email: "client@example.com"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	for _, address := range []string{
		"nobody", "a@b\r\nBcc: evil@example.com", "a@b\x00.example", "a@example.com, b@example.com", "a@example.com b@example.com", "Acme <a@example.com>",
		`"a b"@example.com`, `"a@b> ORCPT=x"@example.com`, "a@example.com> NOTIFY=NEVER", "<a@example.com>", "@example.com", "a@", strings.Repeat("a", 10_000) + "@example.com",
	} {
		s.Exec("UPDATE clients SET email = ?", address)
		admin.submit(page, page+"/send-setup", nil).wantLocation(page)
		admin.get(page).wantText("could not be sent")
		if got := s.Text("SELECT state || ' ' || said FROM outbox ORDER BY id DESC LIMIT 1"); !strings.HasPrefix(got, "failed ") || !strings.Contains(got, "address") {
			t.Errorf("%.40q: %s", address, got)
		}
		s.Exec("UPDATE clients SET email = ''")
	}
	if n := len(server.Mails()); n != 0 || s.Int("SELECT count(*) FROM clients WHERE password_setup_token IS NOT NULL") != 0 {
		t.Errorf("%d mails", n)
	}
}

// C48: whatever a request says about where it came to, the link leads to the site's own
// address, or the request is refused.
func TestMailedLinksAreNotPoisoned(t *testing.T) {
	t.Parallel()
	s, _, server := withServer(t)
	address := s.listen()
	s.Client(storetest.Client{Username: "acme", Email: "client@example.com"})
	post := s.config.Mail.(*mail.Post)
	ctx, stop := contextOf(t)
	done := make(chan struct{})
	go func() { post.AnswerForgotten(ctx); close(done) }()
	served := 0
	for name, c := range map[string]struct{ target, headers string }{
		"as it should be":   {"", "Host: 127.0.0.1:8080\r\n"},
		"Host":              {"", "Host: evil.example\r\n"},
		"X-Forwarded-Host":  {"", "Host: 127.0.0.1:8080\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Server: evil.example\r\nX-Host: evil.example\r\n"},
		"Forwarded":         {"", "Host: 127.0.0.1:8080\r\nForwarded: host=evil.example;proto=https\r\n"},
		"absolute form":     {"http://evil.example", "Host: 127.0.0.1:8080\r\n"},
		"absolute, own":     {"http://127.0.0.1:8080", "Host: evil.example\r\n"},
		"two Hosts":         {"", "Host: 127.0.0.1:8080\r\nHost: evil.example\r\n"},
		"two Hosts, turned": {"", "Host: evil.example\r\nHost: 127.0.0.1:8080\r\n"},
		"a port":            {"", "Host: 127.0.0.1:8080@evil.example\r\n"},
	} {
		s.Exec("DELETE FROM sign_in_limits")
		v := s.visitor()
		form := v.get("/client-portal/login/forgot")
		body := url.Values{"_csrf": {form.token()}, "username": {"acme"}}.Encode()
		var cookies []string
		for name, value := range v.cookies {
			cookies = append(cookies, name+"="+value)
		}
		answer := s.wire(address, fmt.Sprintf("POST %s/client-portal/login/forgot HTTP/1.1\r\n%sCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n%s",
			c.target, c.headers, strings.Join(cookies, "; "), len(body), body))
		taken := strings.HasPrefix(answer, "HTTP/1.1 200")
		if strings.Contains(answer, "evil.example") || !taken && !strings.HasPrefix(answer, "HTTP/1.1 4") {
			t.Errorf("%s: %.80q", name, answer)
		}
		before := len(server.Mails())
		if !taken {
			continue
		}
		served++
		waitUntil(t, func() bool { return s.Int("SELECT count(*) FROM outbox WHERE state = 'queued'") == 1 })
		if err := post.Outbox.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		mails := server.Mails()[before:]
		if len(mails) != 1 || strings.Contains(mails[0].Data, "evil") || linkIn(readMail(t, mails[0].Data)["text/plain"]) == "no link" {
			t.Errorf("%s: %d mails", name, len(mails))
		}
	}
	stop()
	<-done
	if served < 3 {
		t.Errorf("only %d requests were served", served)
	}
	if n := s.Int("SELECT count(*) FROM outbox WHERE state <> 'sent'"); n != 0 {
		t.Errorf("%d mails are left", n)
	}
}
