package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// TestLetterScreenshots photographs what the set-up mail and the notice look like in a mail
// program, wide and narrow, light and dark, into the folder that FOYER_SCREENSHOTS names.
func TestLetterScreenshots(t *testing.T) {
	folder := os.Getenv("FOYER_SCREENSHOTS")
	if folder == "" {
		t.Skip("no folder for screenshots named: run make screenshots")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	letters := map[string]string{}
	shown := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(letters[r.URL.Path]))
	}))
	t.Cleanup(shown.Close)
	s, setup, notice := lettersOf(t, "Studio Fjäll")
	letters["/setup"], letters["/notice"] = setup, notice

	v := startBrowser(t).tab(t, s)
	v.tolerate("favicon", "404")
	for name := range letters {
		for _, scheme := range []string{"light", "dark"} {
			v.media(scheme, "")
			v.visit(shown.URL + name)
			v.shoot(filepath.Join(folder, "letter-"+name[1:]+"-"+scheme+".png"), 600, 980)
			v.shoot(filepath.Join(folder, "letter-"+name[1:]+"-"+scheme+"-phone.png"), 390, 1180)
		}
	}
}

// lettersOf are the HTML parts of the mails that a client gets on the way to a password.
func lettersOf(t *testing.T, studio string) (s *site, setup, notice string) {
	t.Helper()
	s = newSite(t)
	server := mailtest.New(t, mailtest.Options{})
	post := s.config.Mail.(*mail.Post)
	post.Desk.Environment = portal.MailServer{Host: "localhost", Port: int(server.Address.Port()), Encryption: portal.MailPlain, Sender: "studio@example.com"}
	s.Exec("UPDATE settings SET company_name = ?", studio)
	acme := s.Client(storetest.Client{Name: "Maison Verhaegen & Söhne", Username: "verhaegen", Email: "client@example.com", NoPassword: true})
	by := portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "set-up mail written"}
	if _, err := post.SendSetup(t.Context(), portal.AccountRef{Kind: portal.ClientAccount, ID: int64(acme)}, by); err != nil {
		t.Fatal(err)
	}
	setup = readMail(t, server.Mails()[0].Data)["text/html"]
	v := s.visitor()
	v.get(linkIn(setup))
	form := v.get("/client-portal/set-password")
	v.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {goodPassword}, "again": {goodPassword}}).wantStatus(http.StatusSeeOther)
	if err := post.Outbox.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, setup, readMail(t, server.Mails()[1].Data)["text/html"]
}
