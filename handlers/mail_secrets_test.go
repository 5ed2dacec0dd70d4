package handlers_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/store/storetest"
)

// C14, C19, C48, C52: neither the mail server's password nor a link nor what a mail says lies
// readable in the database, its log, a copy of either, or any line that Foyer logs, while the
// mail waits, after it is sent, and after its link was used.
func TestMailSecretsAtRest(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	page := fmt.Sprintf("/admin/clients/%d", s.Client(storetest.Client{Username: "acme", Email: "client@example.com"}))
	server.Follow(mailtest.Script{DropAt: "DATA"})
	evil := admin.with("X-Forwarded-Host", "evil.example").with("Forwarded", "host=evil.example").with("X-Forwarded-Proto", "https")
	evil.submit(page, page+"/send-setup", nil).wantLocation(page)
	if s.Text("SELECT state FROM outbox") != "queued" {
		t.Fatal("the mail does not wait")
	}
	s.wantNowhere(t, mailtest.Password, "set-password?token=", setupWords)

	server.Follow(mailtest.Script{})
	again := fmt.Sprintf("/admin/mail/outbox/%d/again", s.Int("SELECT max(id) FROM outbox"))
	evil.submit("/admin/mail/outbox", again, nil).wantLocation("/admin/mail/outbox")
	link := linkIn(readMail(t, server.Mails()[0].Data)["text/plain"])
	_, token, found := strings.Cut(link, "token=")
	if !found || strings.Contains(server.Mails()[0].Data, "evil.example") {
		t.Fatalf("the mail's link is %q", link)
	}
	s.wantNowhere(t, mailtest.Password, token, setupWords)

	server.Follow(mailtest.Script{DropAt: "EHLO"})
	s.visitor().choose(token, "a good new password", "a good new password").wantLocation("/client-portal/login")
	if err := s.config.Mail.(*mail.Post).Outbox.Drain(t.Context()); err != nil || s.Int("SELECT count(*) FROM outbox WHERE state = 'queued'") != 1 {
		t.Fatalf("the notice does not wait: %v", err)
	}
	s.wantNowhere(t, mailtest.Password, token, setupWords, noticeWords, "a good new password")
	if !strings.Contains(s.log.String(), `"msg":"mail"`) {
		t.Error("the log says nothing of mails: the search is blind")
	}
	server.Follow(mailtest.Script{})
	s.clock.move(2 * time.Minute)
	if err := s.config.Mail.(*mail.Post).Outbox.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	for n, words := range []string{setupWords, noticeWords} {
		if !strings.Contains(oneLine(readMail(t, server.Mails()[n].Data)["text/plain"]), words) {
			t.Errorf("no mail says %q: the search is blind", words)
		}
	}
}

// What the two mails say, and nothing else does.
const (
	setupWords  = "If you did not expect this mail"
	noticeWords = "Whoever was signed in with the old one"
)

// wantNowhere searches the database, what SQLite keeps beside it, and a copy.
func (s *site) wantNowhere(t *testing.T, secrets ...string) {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "copy.db")
	s.Exec("VACUUM INTO ?", copied)
	files, err := filepath.Glob(filepath.Join(s.Folder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, secret := range secrets {
		if strings.Contains(s.log.String(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	seen := 0
	for _, file := range append(files, copied) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		seen += bytes.Count(text, []byte("client@example.com"))
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(file), secret)
			}
		}
	}
	if seen < 2 {
		t.Error("not even the address is found: the search is blind")
	}
}
